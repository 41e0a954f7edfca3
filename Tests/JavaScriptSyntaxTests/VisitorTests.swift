import Testing

@testable import JavaScriptSyntax

/// Walks over trees.
@Suite struct VisitorTests {
    private struct Recorder: SyntaxVisitor {
        var events: [String] = []
        var skips: String?

        mutating func enter(_ id: NodeID, in tree: SyntaxTree) -> Bool {
            events.append("<" + tree[id].dumpName)
            return tree[id].dumpName != skips
        }

        mutating func leave(_ id: NodeID, in tree: SyntaxTree) { events.append(tree[id].dumpName + ">") }
    }

    @Test func `nodes are entered and left in source order`() throws {
        var recorder = Recorder()
        try tree("a + `b${c}d`").walk(&recorder)
        #expect(
            recorder.events == [
                "<program", "<expressionStatement", "<binary", "<identifier", "identifier>", "<template",
                "<templateElement",
                "templateElement>", "<identifier", "identifier>", "<templateElement", "templateElement>", "template>",
                "binary>",
                "expressionStatement>", "program>",
            ])
    }

    @Test func `children are skipped on request, and the node is left all the same`() throws {
        var recorder = Recorder(skips: "function")
        try tree("(function () { a })").walk(&recorder)
        #expect(
            recorder.events.suffix(5) == [
                "<function", "function>", "parenthesized>", "expressionStatement>", "program>",
            ])
    }

    @Test(arguments: SampleProgram.all)
    func `every child is visited once`(program: SampleProgram) throws {
        let tree = try tree(program.text, program.kind)
        var visited = Recorder()
        tree.walk(&visited)
        #expect(visited.events.count.isMultiple(of: 2))
        let lines = tree.dump().split(separator: "\n").filter { $0.drop { $0 == " " }.hasPrefix("(") }
        #expect(visited.events.count / 2 == lines.count)
    }
}

/// What the caller may ask for.
@Suite struct ParserOptionsTests {
    @Test func `code may be strict from outside`() throws {
        var options = ParserOptions()
        options.isStrict = true
        #expect(syntaxError("with (a) b", .script, options)?.code == .withInStrictMode)
        #expect(try tree("a", .script, options).dump().hasPrefix("(program script strict"))
    }

    @Test func `super and new target may be allowed for a direct eval`() {
        var options = ParserOptions()
        #expect(syntaxError("super.a", .script, options)?.code == .superOutsideMethod)
        options.allowsSuperProperty = true
        options.allowsNewTarget = true
        #expect(syntaxError("super.a; new.target; () => super.b", .script, options) == nil)
        #expect(syntaxError("super()", .script, options)?.code == .superCallOutsideConstructor)
        options.allowsSuperCall = true
        #expect(syntaxError("super()", .script, options) == nil)
    }

    @Test func `patterns are judged by whoever compiles them`() {
        var options = ParserOptions()
        options.regExpValidator = { pattern, flags in
            pattern.description == "(" ? "Unterminated group (flags \(flags))" : nil
        }
        let error = syntaxError("x = /(/g", .script, options)
        #expect(error?.description == "Invalid regular expression: /(/: Unterminated group (flags g) (1:5)")
        #expect(syntaxError("x = /a/g", .script, options) == nil)
    }

    @Test func `a smaller nesting limit holds`() {
        var options = ParserOptions()
        options.nestingLimit = 10
        #expect(syntaxError("((((a))))", .script, options) == nil)
        #expect(syntaxError("((((((((((a))))))))))", .script, options)?.code == .nestingTooDeep)
        options.nestingLimit = .max
        #expect(syntaxError(String(repeating: "(", count: 5_000), .script, options)?.code == .nestingTooDeep)
    }
}
