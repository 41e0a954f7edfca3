import Testing

@testable import JavaScriptSyntax

/// Texts that are no programs, with the error each must give.
struct ErrorRow: CustomTestStringConvertible, Sendable {
    let code: SyntaxError.Code
    let text: String
    let kind: ProgramKind

    var testDescription: String { "\(code) \(kind): \(text)" }

    /// Rows for several texts that fail alike.
    static func rows(_ kind: ProgramKind, _ table: [(SyntaxError.Code, [String])]) -> [ErrorRow] {
        table.flatMap { code, texts in texts.map { ErrorRow(code: code, text: $0, kind: kind) } }
    }

    /// Rows for strict mode scripts.
    static func strict(_ table: [(SyntaxError.Code, [String])]) -> [ErrorRow] {
        rows(.script, table.map { ($0.0, $0.1.map { "'use strict'; " + $0 }) })
    }

    /// Every row.
    static let all = lexical + tokens + declarations + expressions + functions + classes + statements + modules
}
