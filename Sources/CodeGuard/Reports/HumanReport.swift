import JavaScriptSyntax

extension Verdict {
    /// Most issues that a report for people shows.
    package static let shownIssuesMax = 50

    /// The issues for people: each with its line and a caret below the place.
    ///
    /// ```
    /// script.js:2:9: error: Use of eval() is not allowed [NO_EVAL, no-eval]
    ///     return eval("1");
    ///            ^^^^^^^^^
    /// ```
    package func humanReport(fileName: String) -> String {
        var text = ""
        for issue in issues.prefix(Verdict.shownIssuesMax) {
            let origin = [issue.code.rawValue] + (issue.rule.map { [$0] } ?? [])
            let place = issue.range == nil ? fileName : "\(fileName):\(issue.line):\(issue.column)"
            let message = Verdict.printable(issue.message)
            text += "\(place): \(issue.severity.rawValue): \(message) [\(origin.joined(separator: ", "))]\n"
            guard let range = issue.range, source.byteCount > 0 else { continue }
            for line in Verdict.printable(source.excerpt(range), keepsLines: true).split(separator: "\n") {
                text += "    \(line)\n"
            }
        }
        let hidden = issues.count - Verdict.shownIssuesMax
        if hidden > 0 || isTruncated { text += "\(max(hidden, 1)) or more further issues\n" }
        if let scoring, let score = scoring.score {
            text += "score \(score.total) (\(score.level.rawValue))\(scoring.isAllowed ? "" : ", blocked")\n"
            for signal in score.signals {
                text += "    \(signal.id) \(signal.score): \(Verdict.printable(signal.description))\n"
            }
        }
        return text
    }

    /// A text without characters that move a terminal's cursor or reorder its line.
    private static func printable(_ text: String, keepsLines: Bool = false) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            let isControl = scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value)
            if keepsLines, scalar == "\n" {
                result += "\n"
            } else if isControl {
                result += " "
            } else if UnicodeHazards.isBidirectionalFormat(scalar.value) {
                result += "\u{FFFD}"
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
