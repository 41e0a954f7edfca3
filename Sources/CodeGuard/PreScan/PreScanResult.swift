package import JavaScriptSyntax

/// What layer 0 measured.
package struct PreScanStatistics: Sendable, Hashable {
    /// UTF-8 bytes of the text.
    package internal(set) var inputBytes = 0
    /// Lines, at least one.
    package internal(set) var lineCount = 1
    /// Longest line in UTF-16 code units.
    package internal(set) var lineLengthMax = 0
    /// Deepest nesting of brackets.
    package internal(set) var nestingDepthMax = 0
    /// Regular expression literals.
    package internal(set) var regExpCount = 0
    /// UTF-16 code units in string literals and templates.
    package internal(set) var stringTotal = 0
    /// Findings about characters.
    package internal(set) var unicodeIssueCount = 0
}

/// A regular expression literal that layer 0 analysed.
package struct DetectedRegExp: Sendable, Hashable {
    /// The text between the slashes.
    package let pattern: String
    /// The text after them.
    package let flags: String
    /// Where it stands.
    package let range: SourceRange
    /// The judgement.
    package let analysis: ReDoSAnalysis
}

/// What layer 0 says of a text: at most one error, which is the last issue.
package struct PreScanResult: Sendable {
    /// Warnings, then at most one error.
    package internal(set) var issues: [Issue] = []
    /// Literals in source order; filled in mode `.analyze` only, at most `PreScanLimits.regExpCountMax`.
    package internal(set) var regExps: [DetectedRegExp] = []
    /// Measurements of as much of the text as was read.
    package internal(set) var statistics = PreScanStatistics()

    /// The issue that ended the scan.
    package var fatalIssue: Issue? { issues.last { $0.severity == .error } }
    /// Whether the text may go to the parser.
    package var isValid: Bool { fatalIssue == nil }
}
