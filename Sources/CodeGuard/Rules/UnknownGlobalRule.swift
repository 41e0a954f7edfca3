package import JavaScriptSyntax

/// `unknown-global`: every name is declared by the program or on the allow-list.
///
/// Under profile `reference` a declaration anywhere in the program makes a name known everywhere; under `enclave` scopes
/// decide.
package struct UnknownGlobalRule: Rule {
    package let name = "unknown-global"
    package let interests: [NodeKind] = [.identifier]

    /// Globals that are allowed where nothing else is said.
    package static let allowedGlobalsDefault = [
        "callTool", "Math", "JSON", "Array", "Object", "String", "Number", "Date",
    ]
    /// Globals without authority.
    package static let standardGlobals = [
        "undefined", "null", "true", "false", "Infinity", "NaN", "isNaN", "isFinite", "parseInt", "parseFloat",
        "encodeURI",
        "encodeURIComponent", "decodeURI", "decodeURIComponent",
    ]

    private let allowed: [String]
    private let message: String?
    private let listed: String
    private var names = WordSet()

    /// A rule with an allow-list.
    package init(
        _ allowedGlobals: [String] = UnknownGlobalRule.allowedGlobalsDefault, allowsStandardGlobals: Bool = true,
        message: String? = nil
    ) {
        allowed = allowedGlobals + (allowsStandardGlobals ? UnknownGlobalRule.standardGlobals : [])
        listed = Set(allowed).sorted().joined(separator: ", ")
        self.message = message
    }

    package mutating func bind(_ vocabulary: inout Vocabulary) { names = vocabulary.set(allowed) }

    package func visit(_ id: NodeID, _ node: Syntax, _ context: inout RuleContext) {
        guard case .identifier(let name) = node, !context.facts.isTarget(id) else { return }
        if names.contains(context.facts.word(name)) || context.isDeclared(id, name) { return }
        if case .exportSpecifier = context.tree[context.facts.parent(id)] { return }
        let text = context.text(name)
        context.report(
            .unknownGlobal,
            message
                ?? "Unknown identifier \"\(text)\". All identifiers must be either declared locally or in the allowed "
                + "globals list. Allowed globals: \(listed)", at: id,
            data: ["identifier": .string(text)])
    }
}
