import CodeGuard
import JSON
import Testing

/// What people and machines are told.
@Suite struct ReportTests {
    private let verdict = CodeGuard.check("const a = 1;\n  return eval(a);")

    @Test func `people see the line and a caret below the place`() {
        #expect(
            verdict.humanReport(fileName: "a.js") == """
                a.js:2:10: error: Use of eval() is not allowed [NO_EVAL, no-eval]
                      return eval(a);
                             ^^^^^^^

                """)
    }

    @Test func `a report never moves a terminal's cursor or reorders its line`() {
        let hostile = CodeGuard.check("eval('\u{1B}[2J\u{202E}');\u{7}\n eval('\u{9B}31m')")
        let report = hostile.humanReport(fileName: "a.js")
        #expect(
            report.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 && !(0x7F..<0xA0).contains($0.value) })
        #expect(!report.unicodeScalars.contains("\u{202E}"))
    }

    @Test func `the JSON of a verdict holds every issue with its place`() throws {
        let json = try JSONValue(parsing: verdict.json().reportText(.readable))
        #expect(json["valid"] == .bool(false) && json["allowed"] == .bool(false))
        let issue = try #require(json["issues"]?.arrayValue?.first)
        #expect(issue["code"] == .string("NO_EVAL") && issue["severity"] == .string("error"))
        #expect(issue["line"] == .integer(2) && issue["column"] == .integer(10) && issue["endColumn"] == .integer(17))
        #expect(json["preScan"]?["lineCount"] == .integer(2))
    }

    @Test func `SARIF names rules, files and regions`() throws {
        let log = SARIFReport.json([("src/a.js", verdict)])
        let run = try #require(log["runs"]?.arrayValue?.first)
        #expect(log["version"] == .string("2.1.0"))
        #expect(run["tool"]?["driver"]?["rules"]?.arrayValue?.first?["id"] == .string("NO_EVAL"))
        let result = try #require(run["results"]?.arrayValue?.first)
        #expect(result["level"] == .string("error") && result["ruleIndex"] == .integer(0))
        let place = result["locations"]?.arrayValue?.first?["physicalLocation"]
        #expect(place?["artifactLocation"]?["uri"] == .string("src/a.js"))
        #expect(place?["region"]?["startLine"] == .integer(2))
    }
}
