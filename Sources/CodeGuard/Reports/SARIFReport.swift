package import JSON

/// Findings of several files as SARIF 2.1.0, which code hosts show beside the lines they are about.
///
/// https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
package enum SARIFReport {
    /// The log of one run over files, each given by the address that its results name.
    package static func json(_ files: [(uri: String, verdict: Verdict)]) -> JSONValue {
        let codes = Set(files.flatMap { $0.verdict.issues.map(\.code.rawValue) }).sorted()
        let rules: [JSONValue] = codes.map { .object(["id": .string($0), "name": .string($0)]) }
        let driver: JSONValue = .object([
            "name": .string("enclave"), "rules": .array(rules),
        ])
        let results = files.flatMap { file in file.verdict.issues.map { result($0, file.uri, codes) } }
        let run: JSONValue = .object([
            "tool": .object(["driver": driver]), "columnKind": .string("utf16CodeUnits"),
            "results": .array(results),
        ])
        return .object([
            "$schema": .string("https://json.schemastore.org/sarif-2.1.0.json"), "version": .string("2.1.0"),
            "runs": .array([run]),
        ])
    }

    private static func result(_ issue: Issue, _ uri: String, _ codes: [String]) -> JSONValue {
        let artifact: JSONValue = .object(["uri": .string(uri)])
        var place: JSONObject = ["artifactLocation": artifact]
        if issue.range != nil {
            place["region"] = [
                "startLine": .integer(issue.line), "startColumn": .integer(issue.column),
                "endLine": .integer(issue.endLine), "endColumn": .integer(issue.endColumn),
            ]
        }
        let level =
            switch issue.severity {
            case .error: "error"
            case .warning: "warning"
            case .info: "note"
            }
        return .object([
            "ruleId": .string(issue.code.rawValue),
            "ruleIndex": .integer(codes.firstIndex(of: issue.code.rawValue) ?? 0), "level": .string(level),
            "message": .object(["text": .string(issue.message)]),
            "locations": .array([.object(["physicalLocation": .object(place)])]),
        ])
    }
}
