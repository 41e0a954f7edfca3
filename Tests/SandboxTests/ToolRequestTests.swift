import JSON
import Testing

@testable import Sandbox

/// A tool call as the engine hands it over: one text.
@Suite struct ToolRequestTests {
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
        let value = try JSONValue(parsing: text)
        #expect(.string(request.name) == value[0])
        #expect(try JSONValue(parsing: request.argumentsJSON) == value[1])
    }

    @Test(arguments: ["", "[]", "[1,{}]", #"["t"]"#, #"["t",null]"#, #"["",{}]"#, #"["t\"#, #"["t",{}"#, "null"])
    func `a request of another shape is refused`(text: String) {
        #expect(throws: ToolError.self) { try ToolRequest(argumentsJSON: text, limits: EnclaveLimits(.standard)) }
    }
}
