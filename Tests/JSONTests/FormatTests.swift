import JSON
import Testing

/// How values are laid out as text.
@Suite struct FormatTests {
    private let value: JSONValue = ["a": [1, -2.5, [], [:]], "b": ["c": .null, "d": "x\n"]]

    @Test func `readable text has two spaces for each level and one element a line`() throws {
        #expect(
            try value.text(format: .readable) == #"""
                {
                  "a": [
                    1,
                    -2.5,
                    [],
                    {}
                  ],
                  "b": {
                    "c": null,
                    "d": "x\n"
                  }
                }
                """#)
        #expect(try JSONValue(parsing: value.text(format: .readable)) == value)
    }

    @Test func `what a terminal would obey is escaped where text is to be shown`() throws {
        let text = "é\u{9B}31m \u{202E}\u{2066}\u{2028} \u{1B}\u{7F}😀\"\\"
        for format in [JSONFormat.line, .readable] {
            let shown = try JSONValue.string(text).text(format: format)
            #expect(shown == #""é\u009b31m \u202e\u2066\u2028 \u001b\u007f😀\"\\""#)
            #expect(try JSONValue(parsing: shown) == .string(text))
        }
        #expect(
            try JSONValue.string(text).text().utf8.elementsEqual(
                "\"é\u{9B}31m \u{202E}\u{2066}\u{2028} \\u001b\u{7F}😀\\\"\\\\\"".utf8))
    }

    @Test func `equal values have equal hashes, however they are held`() {
        let pairs: [(JSONValue, JSONValue)] = [
            (.integer(1), .number(1)), (.integer(0), .number(-0.0)), (["a": 1, "b": 2], ["b": 2, "a": 1]),
            (.array([.integer(3)]), .array([.number(3)])), (.number(0.5), .number(0.5)),
        ]
        for (left, right) in pairs { #expect(left == right && left.hashValue == right.hashValue) }
        #expect(JSONValue.string("\u{E9}") != .string("e\u{301}"))
    }
}
