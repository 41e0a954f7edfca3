import JSON
import Protocol
import Testing

@testable import CLI

/// Results as people read them.
@Suite struct ReadableJSONTests {
    @Test func `small values stand on one line`() {
        #expect(
            ReadableJSON.text(["id": 7, "name": "Ada", "none": .null]) == #"{ "id": 7, "name": "Ada", "none": null }"#)
        #expect(ReadableJSON.text([1, 2, 3]) == "[1, 2, 3]")
        #expect(ReadableJSON.text([]) == "[]")
        #expect(ReadableJSON.text(.object([:])) == "{}")
        #expect(ReadableJSON.text(1.5) == "1.5")
    }

    @Test func `containers of containers take a line for each member`() {
        let value: JSONValue = ["users": [["id": 1], ["id": 2]], "total": 2]
        let text = """
            {
              "users": [
                { "id": 1 },
                { "id": 2 }
              ],
              "total": 2
            }
            """
        #expect(ReadableJSON.text(value) == text)
    }

    @Test func `what does not fit a line is broken`() {
        let long = JSONValue.string(String(repeating: "x", count: 50))
        #expect(ReadableJSON.text([long, long]).split(separator: "\n").count == 4)
    }

    @Test func `written text reads back as the same value`() throws {
        let value: JSONValue = ["a\"b": ["\u{1B}[31m", "line\nfeed", ["deep": [[], [.null, true]]]], "n": -0.25]
        let text = ReadableJSON.text(value)
        #expect(try JSONValue.parse(text) == value)
        #expect(!text.contains("\u{1B}"))
    }

    @Test func `the deepest value that the wire carries is written`() {
        let deep = (0..<512).reduce(JSONValue.array([])) { inner, _ in .array([inner]) }
        #expect(ReadableJSON.text(deep).split(separator: "\n").count == 1025)
    }

    @Test func `a line is cut where it is too long`() {
        let value: JSONValue = ["text": "first\nsecond", "more": "ääää"]
        #expect(ReadableJSON.line(value, columnsMax: 200) == #"{"text":"first\nsecond","more":"ääää"}"#)
        #expect(ReadableJSON.line(value, columnsMax: 10) == "{\"text\":\"…")
        #expect("a\nb\tc".cut(to: 5) == "a b c")
        #expect("abcdef".cut(to: 3) == "ab…")
    }
}
