package import JavaScriptSyntax

/// `no-global-access`: no way to the global object, to constructors, or to the reflection functions.
package struct NoGlobalAccessRule: Rule {
    package let name = "no-global-access"
    package let isEnabledByDefault = false
    package let interests: [NodeKind] = [.member, .index, .call, .declarator]

    /// Names of the global object.
    package static let blockedGlobalsDefault = ["window", "globalThis", "self", "global", "this"]

    private let blockedGlobals: [String]
    private let blocksMembers: Bool
    private let blocksComputed: Bool
    private var globals = WordSet()

    /// A rule about these names of the global object.
    package init(
        blockedGlobals: [String] = NoGlobalAccessRule.blockedGlobalsDefault, blocksMembers: Bool = true,
        blocksComputed: Bool = true
    ) {
        self.blockedGlobals = blockedGlobals
        self.blocksMembers = blocksMembers
        self.blocksComputed = blocksComputed
    }

    package mutating func bind(_ vocabulary: inout Vocabulary) { globals = vocabulary.set(blockedGlobals) }

    package func visit(_ id: NodeID, _ node: Syntax, _ context: inout RuleContext) {
        switch node {
        case .member(let object, let property, _): visitMember(id, object, property, &context)
        case .index(let object, let index, _): visitIndex(id, object, index, &context)
        case .call(let callee, _, _): visitCall(id, callee, &context)
        case .declarator(let target, let value): visitDeclarator(id, target, value, &context)
        default: return
        }
    }

    /// How a blocked object is written, or nil.
    private func blocked(_ object: NodeID, _ context: RuleContext) -> String? {
        let object = context.facts.unwrap(object)
        if case .this = context.tree[object] { return globals.contains(WordID(.this)) ? "this" : nil }
        let word = context.globalWord(object)
        return globals.contains(word) ? context.facts.text(word) : nil
    }

    private func visitMember(_ id: NodeID, _ object: NodeID, _ property: NodeID, _ context: inout RuleContext) {
        let name: NameID? = if case .keyName(let name) = context.tree[property] { name } else { nil }
        if blocksMembers, let global = blocked(object, context) {
            let text = name.map(context.text) ?? "(unknown)"
            context.report(
                .noGlobalAccess, "Access to \(global).\(text) is not allowed", at: id,
                data: ["global": .string(global), "property": .string(text), "accessType": .string("member")])
        }
        if let name, context.facts.word(name) == .constructor { reportConstructor(id, &context) }
    }

    private func visitIndex(_ id: NodeID, _ object: NodeID, _ index: NodeID, _ context: inout RuleContext) {
        if blocksComputed, let global = blocked(object, context) {
            let text: String =
                switch context.tree[context.facts.unwrap(index)] {
                case .identifier(let name), .string(let name): context.text(name)
                default: "(dynamic)"
                }
            context.report(
                .noGlobalAccess, "Computed access to \(global)[\(text)] is not allowed", at: id,
                data: ["global": .string(global), "property": .string(text), "accessType": .string("computed")])
        }
        if isConstructor(index, context) { reportConstructor(id, &context) }
    }

    private func isConstructor(_ index: NodeID, _ context: RuleContext) -> Bool {
        if context.profile == .enclave {
            if context.facts.foldedWord(index) == .constructor { return true }
        } else if context.globalWord(index) == .constructor {
            return true
        }
        var found = false
        var keys = StaticKeys(of: index, context.facts)
        keys.visit { if context.facts.word($0) == .constructor { found = true } }
        return found
    }

    private func reportConstructor(_ id: NodeID, _ context: inout RuleContext) {
        context.report(
            .noConstructorAccess, "Access to .constructor property is not allowed", at: id,
            data: ["property": .string("constructor")])
    }

    private func visitCall(_ id: NodeID, _ callee: NodeID, _ context: inout RuleContext) {
        guard let object = context.memberObject(callee) else { return }
        let api = context.globalWord(object)
        guard api == .reflect || api == .object else { return }
        var method = context.memberWord(callee)
        var text = context.propertyName(callee).map(context.text)
        if text == nil {
            guard context.profile == .enclave, case .index(_, let index, _) = context.tree[context.facts.unwrap(callee)]
            else { return }
            method = context.facts.foldedWord(index)
            text = method == .other ? "(dynamic)" : context.facts.text(method)
        }
        let shown = text ?? ""
        if api == .reflect {
            context.report(
                .noReflectAPI, "Use of Reflect.\(shown)() is not allowed", at: id,
                data: ["api": .string("Reflect"), "method": .string(shown)])
        } else if NoGlobalAccessRule.isMetaProgramming(method) {
            context.report(
                .noMetaProgramming, "Use of Object.\(shown)() is not allowed", at: id,
                data: ["api": .string("Object"), "method": .string(shown)])
        }
    }

    private static func isMetaProgramming(_ method: WordID) -> Bool {
        method.raw >= Word.getOwnPropertyDescriptor.rawValue && method.raw <= Word.create.rawValue
    }

    private func visitDeclarator(_ id: NodeID, _ target: NodeID, _ value: NodeID, _ context: inout RuleContext) {
        guard case .objectPattern(let properties) = context.tree[target], !value.isNone else { return }
        let word = context.globalWord(value)
        guard globals.contains(word) else { return }
        var names: [String] = []
        for property in context.tree[properties].prefix(20) {
            guard case .patternProperty(let key, _, _) = context.tree[property] else { continue }
            if case .keyName(let name) = context.tree[key] {
                names.append(context.text(name))
            } else {
                names.append("(unknown)")
            }
        }
        let global = context.facts.text(word)
        context.report(
            .noGlobalDestructure,
            "Destructuring from \(global) is not allowed: { \(names.joined(separator: ", ")) }", at: id,
            data: ["global": .string(global), "properties": .list(names)])
    }
}
