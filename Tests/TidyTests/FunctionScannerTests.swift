import Testing

/// Where functions begin and end.
@Suite struct FunctionScannerTests {
    private func functions(_ text: String) -> [String] {
        FunctionScanner(SourceFile(path: "Sources/Protocol/Sample.swift", text: text)).functions.map {
            "\($0.name) \($0.firstLine)-\($0.lastLine)"
        }
    }

    @Test func `bodies are measured from the keyword to the closing brace`() {
        #expect(functions("func a() { b() }\nfunc c(\n    d: Int\n) -> Int {\n    d\n}\n") == ["a 1-1", "c 2-6"])
    }

    @Test func `initialisers, subscripts and computed properties count`() {
        let text =
            "struct A {\n    init() {\n    }\n    subscript(i: Int) -> Int {\n        i\n    }\n    var b: Int {\n        1\n    }\n}\n"
        #expect(functions(text) == ["init 2-3", "subscript 4-6", "b 7-9"])
    }

    @Test func `requirements and stored properties have no body`() {
        #expect(
            functions(
                "protocol P {\n    func a()\n    func b() throws -> Int\n    init()\n}\nvar c = d { 1 }\nstruct E {}\n")
                == [])
    }

    @Test func `a signature goes on over lines`() {
        #expect(functions("func a()\n    async throws\n    -> Int\nwhere B: C\n{\n}\n") == ["a 1-6"])
    }

    @Test func `nested functions are measured too`() {
        #expect(functions("func a() {\n    func b() {\n    }\n}\n") == ["a 1-4", "b 2-3"])
    }

    @Test func `braces in strings and comments do not count`() {
        #expect(functions("func a() {\n    b(\"}\") // }\n}\n") == ["a 1-3"])
    }

    @Test func `calls are no functions`() {
        #expect(functions("let a = B.init(c) { d }\nself.init(e)\n") == [])
    }
}
