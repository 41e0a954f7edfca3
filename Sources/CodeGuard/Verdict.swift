package import JavaScriptSyntax

/// What a guard says of a program.
package struct Verdict: Sendable {
    /// Findings of layer 0, then of each rule in the order of registration.
    package internal(set) var issues: [Issue]
    /// Measurements of layer 0; nil if it was off.
    package internal(set) var preScan: PreScanStatistics?
    /// Rules that ran; zero if the text did not reach them.
    package internal(set) var rulesExecuted = 0
    /// Whether `issues` stops at `GuardPolicy.issuesMax`.
    package internal(set) var isTruncated = false
    /// The syntax tree, for those who go on with it; nil if there is none.
    package internal(set) var tree: SyntaxTree?
    /// What scorers see of the program; nil unless the policy scores and the program is valid.
    package internal(set) var features: Features?
    /// What layer 3 says; nil if the policy has none or an error came first.
    package internal(set) var scoring: ScoringResult?
    /// The text.
    package let source: SourceText

    /// Whether no issue is an error.
    package var isValid: Bool { !issues.contains { $0.severity == .error } }
    /// Whether the program may run: valid, and not blocked by its score.
    package var isAllowed: Bool { isValid && scoring?.isAllowed ?? true }
    /// The error code of the sandbox for a refusal, or nil.
    package var refusalCode: String? {
        if !isValid { return "VALIDATION_ERROR" }
        return isAllowed ? nil : "SCORING_BLOCKED"
    }
}
