/// A place that may break a rule, and why.
struct Exemption: Sendable {
    /// The rule it is about.
    let rule: Rule.Name
    /// A file, or a folder with its `/`, relative to the root.
    let path: String
    /// The declaration or word it is about; nil means the rule as a whole in that path.
    let symbol: String?
    /// Why the rule does more harm than good there.
    let reason: String

    /// Whether it covers `finding` of `rule`.
    func covers(_ finding: Finding, of rule: Rule.Name) -> Bool {
        guard rule == self.rule, symbol == nil || symbol == finding.symbol else { return false }
        return path.hasSuffix("/") ? finding.path.hasPrefix(path) : finding.path == path
    }

    /// Every exemption. One that covers nothing any more fails the tests.
    static let all: [Exemption] =
        [
            exempt(
                .publicDeclarations, "Sources/JavaScriptSyntax/",
                because: "the parser stands alone: editors and linters outside of this package use its tree"),
            exempt(
                .documentation, "Sources/JavaScriptSyntax/Scopes/ScopeTree.swift",
                because: "plain fields of small values whose types carry the explanation"),
            exempt(
                .uncheckedSendable, "Sources/JavaScript/Realm/RealmImage.swift",
                because: "memory that is written once, before the image is shared"),
            exempt(
                .uncheckedSendable, "Sources/JavaScript/Interpreter/InterpreterState.swift",
                because: "the stub code is immutable after its initialisation"),
            exempt(
                .uncheckedSendable, "Sources/JavaScript/Heap/Arena.swift",
                because: "an address range; the execution that holds the arena is its only user"),
            exempt(
                .uncheckedSendable, "Sources/JavaScript/Engine/Program.swift",
                because: "compiled code is immutable; realms hold what changes"),
            exempt(
                .uncheckedSendable, "Sources/JavaScript/Builtins/Authoring/",
                because: "tables of C function pointers, written once at the first use of the engine"),
        ] + ruleRequirements

    /// What each rule of the guard must have, and `Rule` explains once.
    private static let ruleRequirements = [
        "name", "defaultSeverity", "isEnabledByDefault", "interests", "bind", "visit", "finish",
    ].map {
        exempt(
            .documentation, "Sources/CodeGuard/Rules/", $0, because: "a requirement that the protocol `Rule` explains")
    }

    private static func exempt(_ rule: Rule.Name, _ path: String, _ symbol: String? = nil, because reason: String)
        -> Exemption
    {
        Exemption(rule: rule, path: path, symbol: symbol, reason: reason)
    }
}
