import Testing

@testable import CLI

@Suite struct SourceExcerptTests {
    private func excerpt(_ script: String, _ line: Int, _ column: Int?) -> String? {
        SourceExcerpt.text(of: script, line: line, column: column)
    }

    @Test func `the line stands with its number, and the caret below the column`() {
        #expect(
            excerpt("const a = 1;\nconst b = ;\n", 2, 11) == """
                    2 | const b = ;
                      |           ^
                """)
        #expect(excerpt("a\nb", 2, nil) == "    2 | b")
    }

    @Test func `lines end as the language says, whatever the author's system`() {
        for end in ["\n", "\r\n", "\r", "\u{2028}", "\u{2029}"] {
            #expect(excerpt("one" + end + "two" + end + "three", 2, 1) == "    2 | two\n      | ^")
        }
    }

    @Test func `the caret stands below what UTF-16 columns count, tabs kept`() {
        #expect(excerpt("\tä𝒳b!", 1, 6) == "    1 | \tä𝒳b!\n      | \t   ^")
        #expect(excerpt("ab", 1, 3) == "    1 | ab\n      |   ^")
    }

    @Test func `a place that is not there shows nothing`() {
        for (line, column) in [(0, 1), (-5, 1), (3, 1), (2, 1), (1, 40), (1, Int.max), (Int.max, Int.max)] {
            #expect(excerpt("code\n", line, column) == nil)
        }
        #expect(excerpt("", 1, 1) == nil)
        #expect(excerpt("ab", 1, Int.min) == "    1 | ab\n      | ^")
    }

    @Test func `nothing that a terminal would obey is shown`() {
        let shown = excerpt("x = '\u{1B}]0;title\u{07}\u{202E}\u{9B}31m';", 1, 5)
        #expect(shown == "    1 | x = '\u{FFFD}]0;title\u{FFFD}\u{FFFD}\u{FFFD}31m';\n      |     ^")
    }

    @Test func `of a long line the part around the place is shown`() throws {
        let script = String(repeating: "x", count: 100_000) + "!" + String(repeating: "y", count: 100_000)
        let lines = try #require(excerpt(script, 1, 100_001)).split(separator: "\n")
        #expect(lines[0].hasPrefix("    1 | …x") && lines[0].hasSuffix("y…"))
        #expect(lines[0].count <= 130)
        let caret = try #require(lines[1].firstIndex(of: "^"))
        #expect(
            lines[0][
                lines[0].index(lines[0].startIndex, offsetBy: lines[1].distance(from: lines[1].startIndex, to: caret))]
                == "!")
    }
}
