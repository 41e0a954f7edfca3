package import JavaScriptSyntax

/// A rule of layer 1: it is shown the nodes it asks for and reports what it finds.
///
/// Rules are values without state of a run, so one compiled guard checks any number of programs at once. A host's own
/// rules conform to it too and are given to a policy as `GuardPolicy.customRules`:
///
/// ```swift
/// struct NoDebugger: Rule {
///     let name = "no-debugger"
///     let interests: [NodeKind] = [.debuggerStatement]
///     func visit(_ id: NodeID, _ node: Syntax, _ context: inout RuleContext) {
///         context.report(.custom, "debugger is not allowed", at: id)
///     }
/// }
/// ```
package protocol Rule: Sendable {
    /// The stable name, as configurations spell it.
    var name: String { get }
    /// Severity of its issues where neither the issue nor the configuration says otherwise.
    var defaultSeverity: Severity { get }
    /// Whether the rule runs without being asked for.
    var isEnabledByDefault: Bool { get }
    /// The kinds of node that `visit` is called for.
    var interests: [NodeKind] { get }
    /// Looks up the names the rule compares with. Called once, when a guard is made.
    mutating func bind(_ vocabulary: inout Vocabulary)
    /// Called for each node of an interesting kind: children before parents, in source order.
    func visit(_ id: NodeID, _ node: Syntax, _ context: inout RuleContext)
    /// Called once, after all nodes.
    func finish(_ context: inout RuleContext)
}

extension Rule {
    /// Errors.
    package var defaultSeverity: Severity { .error }
    /// On.
    package var isEnabledByDefault: Bool { true }
    /// None.
    package var interests: [NodeKind] { [] }
    /// Nothing to look up.
    package mutating func bind(_ vocabulary: inout Vocabulary) {}
    /// Nothing to say about nodes.
    package func visit(_ id: NodeID, _ node: Syntax, _ context: inout RuleContext) {}
    /// Nothing to say about the whole.
    package func finish(_ context: inout RuleContext) {}
}
