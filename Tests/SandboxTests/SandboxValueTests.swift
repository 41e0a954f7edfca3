import Testing

@testable import Sandbox

struct SandboxValueTests {
    @Test(
        arguments: [
            "null", "true", "[]", "{}", "[1,2.5,-3,1e+100]", #"{"a":[{"b":null}],"":"x"}"#, #""\n\t\"\\é😀\u0001""#,
            "{\"\u{E9}\":1,\"e\u{301}\":2}", "0", "-0.5",
        ])
    func `text that is read and written is the same`(text: String) throws {
        #expect(try SandboxValue(json: text).json == text)
    }

    @Test(
        arguments: [
            "", " ", "nul", "[1,]", "[1", "{\"a\"}", "{\"a\":}", "{a:1}", "01", "1.", "1e", "-", "+1", "\"", "\"\\x\"",
            "\"\\u12\"", "[] []", "\u{FEFF}1", "NaN", "\"\n\"", "]", "'a'",
        ])
    func `other text is refused`(text: String) {
        #expect(throws: SandboxValueError.self) { try SandboxValue(json: text) }
    }

    @Test func `surrogates that do not pair read as the replacement character`() throws {
        #expect(try SandboxValue(json: #""\ud83d\ude00 \ud800 \udc00\ud800\u0041""#) == "😀 \u{FFFD} \u{FFFD}\u{FFFD}A")
    }

    @Test func `deep nesting is an error and not a crash`() {
        #expect(throws: SandboxValueError.self) {
            try SandboxValue(json: String(repeating: "[", count: 1_000_000))
        }
    }

    @Test func `the last of equal keys counts, in the place of the first`() throws {
        #expect(try SandboxValue(json: #"{"a":1,"b":2,"a":3}"#).json == #"{"a":3,"b":2}"#)
    }

    @Test func `large objects find their members`() throws {
        var object = SandboxObject()
        for n in 0..<100 { object["k\(n)"] = .number(Double(n)) }
        object["k50"] = nil
        #expect(object["k99"] == 99)
        #expect(object["k50"] == nil)
        #expect(object.count == 99)
    }

    @Test func `depth and size of text are those of its value`() {
        func measure(_ text: String) -> [Int] {
            let measure = JSONMeasure(text.utf8)
            return [measure.depth, measure.properties]
        }
        #expect(measure("1") == [0, 0])
        #expect(measure("[]") == [1, 0])
        #expect(measure("[1]") == [1, 1])
        #expect(measure(#"{"a":[1,2],"b":{}}"#) == [2, 4])
        #expect(measure(#"{"[,]\"{":"a,b"}"#) == [1, 1])
    }

    @Test(
        arguments: [
            #"["t",{}]"#, #"["a\"b",{"x":[1,"]"]}]"#, #"["é",{"a":1}]"#,
        ])
    func `a request is taken apart`(text: String) throws {
        let limits = EnclaveLimits(.standard)
        let request = try ToolRequest(argumentsJSON: text, limits: limits)
        let value = try SandboxValue(json: text)
        #expect(.string(request.name) == value[0])
        #expect(try SandboxValue(json: request.argumentsJSON) == value[1])
    }

    @Test(arguments: ["", "[]", "[1,{}]", #"["t"]"#, #"["t",null]"#, #"["",{}]"#, #"["t\"#, #"["t",{}"#, "null"])
    func `a request of another shape is refused`(text: String) {
        #expect(throws: ToolError.self) { try ToolRequest(argumentsJSON: text, limits: EnclaveLimits(.standard)) }
    }
}
