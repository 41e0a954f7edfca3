package import JavaScriptSyntax

/// `reserved-prefix`: names that belong to the runtime are neither declared nor assigned.
package struct ReservedPrefixRule: Rule {
    package let name = "reserved-prefix"
    package let interests: [NodeKind] = [.bindingIdentifier, .identifier, .assignment, .update]

    /// The prefixes of the runtime.
    package static let prefixesDefault = ["__ag_", "__safe_"]

    /// The prefixes.
    package let prefixes: [String]
    private let allowedIdentifiers: [String]
    private let message: String?
    private var allowed = WordSet()

    /// A rule about these prefixes; `allowedIdentifiers` may be declared all the same.
    package init(
        _ prefixes: [String] = ReservedPrefixRule.prefixesDefault, allowedIdentifiers: [String] = ["__ag_main"],
        message: String? = nil
    ) {
        self.prefixes = prefixes
        self.allowedIdentifiers = allowedIdentifiers
        self.message = message
    }

    package mutating func bind(_ vocabulary: inout Vocabulary) { allowed = vocabulary.set(allowedIdentifiers) }

    private func prefix(_ name: NameID, _ context: RuleContext) -> String? {
        guard let index = context.facts.reservedPrefix(name), index < prefixes.count else { return nil }
        return prefixes[index]
    }

    package func visit(_ id: NodeID, _ node: Syntax, _ context: inout RuleContext) {
        switch node {
        case .bindingIdentifier(let name):
            guard let prefix = prefix(name, context), !allowed.contains(context.facts.word(name)) else { return }
            context.report(
                .reservedPrefix,
                message
                    ?? "Identifier \"\(context.text(name))\" uses reserved prefix \"\(prefix)\". Identifiers starting "
                    + "with \(listed) are reserved for internal use.", at: id,
                data: ["identifier": .string(context.text(name)), "prefix": .string(prefix)])
        case .identifier(let name):
            // A leaf of a destructuring assignment; plain assignments are reported as such.
            guard context.profile == .enclave, context.facts.isTarget(id) else { return }
            if case .assignment = context.tree[context.facts.parent(id)] { return }
            visitTarget(id, name, id, &context)
        case .assignment(_, let target, _): visitAssignment(id, context.facts.unwrap(target), &context)
        case .update(_, _, let operand): visitAssignment(id, context.facts.unwrap(operand), &context)
        default: return
        }
    }

    private var listed: String { prefixes.map { "\"\($0)\"" }.joined(separator: ", ") }

    private func visitAssignment(_ id: NodeID, _ target: NodeID, _ context: inout RuleContext) {
        switch context.tree[target] {
        case .identifier(let name): visitTarget(target, name, id, &context)
        case .member(_, let property, _):
            if case .keyName(let name) = context.tree[property] { visitProperty(name, id, &context) }
        case .index(_, let index, _):
            if case .string(let name) = context.tree[context.facts.unwrap(index)] { visitProperty(name, id, &context) }
        default: return
        }
    }

    private func visitTarget(_ target: NodeID, _ name: NameID, _ id: NodeID, _ context: inout RuleContext) {
        guard prefix(name, context) != nil, !allowed.contains(context.facts.word(name)) else { return }
        context.report(
            .reservedPrefixAssignment,
            message
                ?? "Cannot assign to reserved identifier \"\(context.text(name))\". Identifiers starting with \(listed) "
                + "are protected and cannot be modified.", at: id,
            data: ["identifier": .string(context.text(name)), "type": .string("assignment")])
    }

    private func visitProperty(_ name: NameID, _ id: NodeID, _ context: inout RuleContext) {
        guard prefix(name, context) != nil else { return }
        context.report(
            .reservedPrefixMemberAssignment,
            message
                ?? "Cannot assign to property \"\(context.text(name))\". Properties starting with \(listed) are protected "
                + "and cannot be modified.", at: id,
            data: ["identifier": .string(context.text(name)), "type": .string("member-assignment")])
    }
}
