package import JavaScriptSyntax

/// `disallowed-identifier`: names that a program may neither refer to nor reach as a member.
///
/// Under profile `enclave` a variable of the program may have any name, an alias of a listed global counts as the global,
/// and computed keys are folded: `a["pro" + "cess"]`.
package struct DisallowedIdentifierRule: Rule {
    package let name = "disallowed-identifier"
    package let interests: [NodeKind] = [.identifier, .member, .index]

    private let disallowed: [String]
    private let messageTemplate: String?
    private var names = WordSet()

    /// A rule about names; `messageTemplate` may hold `{identifier}`.
    package init(_ disallowed: [String], messageTemplate: String? = nil) {
        self.disallowed = disallowed
        self.messageTemplate = messageTemplate
    }

    package mutating func bind(_ vocabulary: inout Vocabulary) { names = vocabulary.set(disallowed) }

    package func visit(_ id: NodeID, _ node: Syntax, _ context: inout RuleContext) {
        switch node {
        case .identifier(let name):
            if context.facts.isTarget(id) { return }
            let word = context.globalWord(id, name)
            if names.contains(word) { report(word, id, &context) }
        case .member(_, let property, _):
            guard case .keyName(let name) = context.tree[property] else { return }
            let word = context.facts.word(name)
            if names.contains(word) { report(word, id, &context) }
        case .index(_, let key, _):
            var found = WordID.other
            var keys = StaticKeys(of: key, context.facts)
            keys.visit {
                if found == .other, names.contains(context.facts.word($0)) { found = context.facts.word($0) }
            }
            if found == .other, context.profile == .enclave {
                let folded = context.facts.foldedWord(key)
                if names.contains(folded) { found = folded }
            }
            if found != .other { report(found, id, &context) }
        default: return
        }
    }

    private func report(_ word: WordID, _ id: NodeID, _ context: inout RuleContext) {
        let text = context.facts.text(word)
        let message =
            messageTemplate.map { GuardMessage.fill($0, ["{identifier}": text]) }
            ?? "Access to \"\(text)\" is not allowed"
        context.report(.disallowedIdentifier, message, at: id, data: ["identifier": .string(text)])
    }
}
