import Testing

@testable import JavaScriptSyntax

/// What is no program, and what only looks like none.
@Suite struct EarlyErrorTests {
    @Test(arguments: ErrorRow.all)
    func `a wrong text has its error`(row: ErrorRow) {
        let error = syntaxError(row.text, row.kind)
        #expect(error?.code == row.code, "\(row.text): \(error.map(\.description) ?? "parses")")
    }

    @Test func `every error is provoked by a text or a limit`() {
        let elsewhere: Set<SyntaxError.Code> = [
            .invalidUTF8, .sourceTooLong, .nestingTooDeep, .tooDense, .bigIntTooLong, .invalidRegExpPattern,
        ]
        let covered = Set(ErrorRow.all.map(\.code)).union(elsewhere)
        #expect(Set(SyntaxError.Code.allCases).subtracting(covered) == [])
    }

    @Test(arguments: SyntaxError.Code.allCases)
    func `every error has words of its own`(code: SyntaxError.Code) {
        #expect(SyntaxError.message(code, argument: "x") != code.rawValue)
    }

    @Test(arguments: AcceptedText.all)
    func `a text that looks wrong parses`(text: AcceptedText) {
        #expect(syntaxError(text.text, text.kind)?.description == nil, "\(text.text)")
    }

    @Test(arguments: [
        ("let x;\nlet  x;", "Identifier 'x' has already been declared (2:6)"),
        ("const a", "Missing initializer in const declaration (1:7)"),
        ("f(1,\n  }", "Unexpected token '}' (2:3)"),
        ("a = 1 +", "Unexpected end of input (1:8)"),
        ("'é😀' @", "Invalid or unexpected token (1:7)"),
        ("class A { m() { this.#p } }", "Private field '#p' must be declared in an enclosing class (1:22)"),
        ("if (a) {\r\n  b c\r\n}", "Unexpected identifier 'c' (2:5)"),
        ("a\u{2028}b\u{2029} )", "Unexpected token ')' (3:2)"),
        ("while (1) { break outer; }", "Undefined label 'outer' (1:19)"),
        ("'abc", "Unterminated string literal (1:1)"),
    ])
    func `a message says what is wrong and where`(text: String, message: String) {
        #expect(syntaxError(text)?.description == message)
    }
}
