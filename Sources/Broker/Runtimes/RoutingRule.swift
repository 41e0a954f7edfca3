/// Sends sessions with certain labels to runtimes with certain labels.
public struct RoutingRule: Sendable, Hashable {
    /// `match`: what a session's labels must hold for the rule to apply.
    public var match: [String: String]
    /// `target`: what a runtime's labels must hold to run such a session.
    public var target: [String: String]

    public init(match: [String: String], target: [String: String]) {
        self.match = match
        self.target = target
    }
}

extension [RoutingRule] {
    /// The labels that a runtime must have for a session: those of the first rule that applies; none if no rule does.
    func required(for labels: [String: String]) -> [String: String] {
        first { rule in rule.match.allSatisfy { labels[$0.key] == $0.value } }?.target ?? [:]
    }
}
