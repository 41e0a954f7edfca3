package import JavaScriptSyntax

/// How much an issue weighs: only errors make a program invalid.
package enum Severity: String, Sendable, Hashable, Comparable {
    case info
    case warning
    case error

    private var rank: Int {
        switch self {
        case .info: 0
        case .warning: 1
        case .error: 2
        }
    }

    package static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }
}

/// A fact beside an issue's message, for machines.
package enum IssueValue: Sendable, Hashable {
    case string(String)
    case number(Int)
    case list([String])
}

/// One finding about a program: what, how bad, and where in the author's text.
package struct Issue: Sendable, Hashable {
    /// A named fact, in the order in which the rule gave them.
    package struct Datum: Sendable, Hashable {
        /// The name of the fact.
        package let key: String
        /// The fact.
        package let value: IssueValue
    }

    /// Which finding.
    package let code: IssueCode
    /// Only `.error` refuses the program.
    package let severity: Severity
    /// In words, without the position.
    package let message: String
    /// The rule that found it; none for the pre-scanner and the parser.
    package let rule: String?
    /// UTF-8 offsets into the source; none for a finding about the program as a whole.
    package let range: SourceRange?
    /// Facts for machines.
    package let data: [Datum]
    /// Line from one; zero without a range.
    package private(set) var line = 0
    /// Column from one in UTF-16 code units; zero without a range.
    package private(set) var column = 0
    /// Line of the end.
    package private(set) var endLine = 0
    /// Column one past the end.
    package private(set) var endColumn = 0

    package init(
        _ code: IssueCode, _ severity: Severity, _ message: String, rule: String? = nil, range: SourceRange? = nil,
        data: [Datum] = []
    ) {
        self.code = code
        self.severity = severity
        self.message = message
        self.rule = rule
        self.range = range
        self.data = data
    }

    /// The same issue with lines and columns.
    func located(in source: SourceText) -> Issue {
        guard let range else { return self }
        var result = self
        let start = source.position(of: range.start)
        let end = source.position(of: range.end)
        result.line = start.line
        result.column = start.column
        result.endLine = end.line
        result.endColumn = end.column
        return result
    }
}
