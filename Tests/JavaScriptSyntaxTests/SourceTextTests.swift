import Testing

@testable import JavaScriptSyntax

/// Lines, columns and excerpts.
@Suite struct SourceTextTests {
    @Test func `every line terminator ends a line, and CR LF is one`() {
        let source = SourceText("a\nb\r\nc\rd\u{2028}e\u{2029}f")
        #expect(source.lineCount == 6)
        let starts: [UInt32] = [0, 2, 5, 7, 11, 15]
        for (line, start) in starts.enumerated() {
            #expect(source.position(of: start) == SourceText.Position(line: line + 1, column: 1))
        }
        #expect(source.position(of: 999) == SourceText.Position(line: 6, column: 2))
    }

    @Test func `a column counts UTF-16 code units`() {
        let source = SourceText("é€😀x")
        #expect([0, 2, 5, 9, 10].map { source.position(of: $0).column } == [1, 2, 3, 5, 6])
    }

    @Test func `columns of a long line agree with a count from its start`() {
        let text = String(repeating: "aé€😀 ", count: 500)
        let source = SourceText(text)
        var offset: UInt32 = 0
        var column = 1
        for scalar in text.unicodeScalars {
            if offset % 37 == 0 { #expect(source.position(of: offset).column == column) }
            offset += UInt32(UTF8.width(scalar))
            column += UTF16.width(scalar)
        }
    }

    @Test func `an excerpt shows the line with carets below`() {
        let source = SourceText("let a;\nlet  b = c +\td;\nx")
        #expect(source.excerpt(SourceRange(start: 12, end: 13)) == "let  b = c + d;\n     ^")
        #expect(source.excerpt(SourceRange(start: 16, end: 19)) == "let  b = c + d;\n         ^^^")
        #expect(source.excerpt(SourceRange(start: 24, end: 24)) == "x\n ^")
        #expect(SourceText("").excerpt(SourceRange(start: 0, end: 0)) == "\n^")
    }

    @Test func `an excerpt of an endless line is short`() {
        let source = SourceText(String(repeating: "x", count: 100_000) + "@" + String(repeating: "y", count: 100_000))
        let lines = source.excerpt(SourceRange(start: 100_000, end: 100_001)).split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines[0].count == 100)
        #expect(lines[0].contains("xxx@yyy"))
        #expect(lines[1].count == (lines[0].firstIndex(of: "@")?.utf16Offset(in: lines[0]) ?? 0) + 1)
    }

    @Test func `ranges and offsets beyond the text are clamped`() {
        let source = SourceText("ab")
        #expect(source.text(SourceRange(start: 1, end: 99)) == "b")
        #expect(source.text(SourceRange(start: 99, end: 100)) == "")
        #expect(source.text(SourceRange(start: 2, end: 1)) == "")
        #expect(source.excerpt(SourceRange(start: 99, end: 100)) == "ab\n  ^")
    }

    @Test func `malformed UTF-8 is an error at its byte`() {
        let rows: [([UInt8], UInt32)] = [
            ([0x61, 0xFF], 1), ([0xC0, 0x80], 0), ([0xC3], 0), ([0xE2, 0x82], 0), ([0xED, 0xA0, 0x80], 0),
            ([0xF4, 0x90, 0x80, 0x80], 0),
            ([0xF0, 0x80, 0x80, 0x80], 0), ([0xE0, 0x80, 0x80], 0), ([0x22, 0x80, 0x22], 1),
            (Array("abcdefgh1234567".utf8) + [0xC3, 0x28], 15),
            ([0xF8, 0x88, 0x80, 0x80, 0x80], 0), ([0x2F, 0x2F, 0xF0, 0x9F, 0x98], 2),
        ]
        for (bytes, offset) in rows {
            let error = syntaxError(SourceText(utf8: bytes))
            #expect(error?.code == .invalidUTF8 && error?.range.start == offset, "\(bytes)")
        }
        #expect(syntaxError(SourceText(utf8: Array("'é€😀\u{10FFFF}\u{D7FF}\u{E000}'".utf8))) == nil)
    }

    @Test func `a text beyond the limit is refused`() {
        var options = ParserOptions()
        options.sourceBytesMax = 10
        #expect(syntaxError("a + b + cd", .script, options) == nil)
        #expect(syntaxError("a + b + cde", .script, options)?.code == .sourceTooLong)
    }
}
