import Testing

/// How source is split into code, comments and strings; everything else stands on it.
@Suite struct SwiftLayersTests {
    private func split(_ text: String) -> SourceFile { SourceFile(path: "Sources/Protocol/Sample.swift", text: text) }

    @Test func `comments leave the code`() {
        let source = split("a // b\nc /* d /* e */ f */ g\n")
        #expect(source.code == "a     \nc                   g\n")
        #expect(source.comments == "  // b\n  /* d /* e */ f */  \n")
    }

    @Test func `strings keep their quotation marks and lose their insides`() {
        let source = split("f(\"a // b \\\" c\", 1)\n")
        #expect(source.code == "f(\"           \", 1)\n")
        #expect(source.strings.contains("a // b"))
    }

    @Test func `an interpolation is code, however deep`() {
        let source = split("\"a \\(b + \"c \\(d(e)) f\") g\" + h\n")
        for name in ["b +", "d(e)", "+ h"] { #expect(source.code.contains(name)) }
        for text in ["a ", "c ", " f", " g"] { #expect(source.strings.contains(text)) }
        #expect(!source.code.contains("g"))
    }

    @Test func `raw and multi-line strings end where they end`() {
        let source = split("#\"a \" \\(b) \\#(c) \"# + d\n\"\"\"\n\"e\" \\(f)\n\"\"\" + g\n")
        for name in ["c", "+ d", "f", "+ g"] { #expect(source.code.contains(name)) }
        for text in ["a", "b", "e"] { #expect(!source.code.contains(text)) }
    }

    @Test func `a string that does not end stops at its line`() {
        let source = split("let a = \"b\nlet c = 1\n")
        #expect(source.code.contains("let c = 1"))
    }

    @Test func `sentences in back-ticks are no code`() {
        #expect(split("func `try! to stop // now`() {}\n").code == "func `xxxxxxxxxxxxxxxxxxx`() {}\n")
    }

    @Test func `every layer is as long as the file`() {
        let text = "let a = \"é\" // – \n/* \"x */ let b = 'c'\n#\"\"\"\n\\#(\"\n"
        let source = split(text)
        for layer in [source.code, source.comments, source.strings] { #expect(layer.utf16.count == text.utf8.count) }
    }

    @Test(arguments: ["\"", "\"\\", "/*", "#\"", "`", "\"\\(", "#/", "\"\"\"", "\\(", ")", "/"])
    func `source cut off anywhere is split as far as it goes`(text: String) {
        #expect(split(text).code.utf8.count == text.utf8.count)
    }
}
