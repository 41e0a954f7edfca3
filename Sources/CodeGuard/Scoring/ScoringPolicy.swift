import JavaScriptSyntax

/// Thresholds of layer 3.
package struct ScoringPolicy: Sendable, Hashable {
    /// From this score on a program is refused.
    package var blockThreshold = 70
    /// From this score on a program is noted.
    package var warnThreshold = 40

    package init() {}

    /// Scores a program with the rule-based scorer.
    func score(_ features: Features) -> ScoringResult { judge(RuleBasedScorer().score(features)) }

    /// Compares a score with the thresholds.
    package func judge(_ score: RiskScore, isCached: Bool = false) -> ScoringResult {
        let isAllowed = score.total < blockThreshold
        var result = ScoringResult(isAllowed: isAllowed)
        result.isWarned = score.total >= warnThreshold && (isAllowed || isCached)
        result.score = score
        result.isCached = isCached
        return result
    }
}

/// What layer 3 says of a program.
package struct ScoringResult: Sendable, Hashable {
    /// Whether the program may run.
    package internal(set) var isAllowed: Bool
    /// Whether the score is worth a note.
    package internal(set) var isWarned = false
    /// The score; nil if there is none.
    package internal(set) var score: RiskScore?
    /// Why there is no score.
    package internal(set) var reason: String?
    /// Whether the score was remembered.
    package internal(set) var isCached = false

    /// The sandbox's message for a refusal.
    package var refusalMessage: String {
        let total = score.map { " (score: \($0.total))" } ?? ""
        let signals = (score?.signals ?? []).map { "\($0.id): \($0.description)" }.joined(separator: "; ")
        return "Execution blocked by scoring gate\(total)"
            + (signals.isEmpty ? reason.map { ": \($0)" } ?? "" : ": \(signals)")
    }
}
