import Testing

@testable import JavaScriptSyntax

/// Text printed from trees.
@Suite struct PrinterTests {
    @Test(arguments: SampleProgram.all)
    func `printed text parses to the same tree`(program: SampleProgram) throws {
        let original = try tree(program.text, program.kind)
        let text = original.printed()
        let again = try tree(text, program.kind)
        #expect(again.dump() == original.dump())
        #expect(again.printed() == text)
    }

    /// Makes every parenthesised node its content, as a transformation might.
    private func withoutParentheses(_ text: String, _ kind: ProgramKind) throws -> SyntaxTree {
        var tree = try tree(text, kind)
        for index in tree.nodes.indices {
            if case .parenthesized(let content) = tree.nodes[index] { tree.nodes[index] = tree[content] }
        }
        return tree
    }

    @Test(arguments: SampleProgram.all)
    func `operators keep their operands when parentheses are lost`(program: SampleProgram) throws {
        let stripped = try withoutParentheses(program.text, program.kind)
        let again = try withoutParentheses(stripped.printed(), program.kind)
        #expect(again.dump() == stripped.dump())
    }

    @Test(arguments: [
        ("(a + b) * c", "(a + b) * c"), ("a + (b + c)", "a + (b + c)"), ("(a, b), c", "(a, b), c"),
        ("(a ** b) ** c", "(a ** b) ** c"),
        ("(-a) ** b", "(-a) ** b"), ("(a ?? b) || c", "(a ?? b) || c"), ("a && (b ?? c)", "a && (b ?? c)"),
        ("(a = b) ? c : d", "(a = b) ? c : d"),
        ("(() => a)()", "(() => a)()"), ("(function () {})()", "(function () {}())"), ("({}).a", "({}.a)"),
        ("(a?.b).c", "(a?.b).c"),
        ("new (a())()", "new (a())()"), ("new (a.b().c)()", "new (a.b().c)()"),
        ("(async () => {}).a", "(async () => {}).a"),
        ("- (-a)", "- -a"), ("+ (+a)", "+ +a"), ("- (--a)", "- --a"), ("typeof (a + b)", "typeof (a + b)"),
        ("(await_)(b)", "await_(b)"),
        ("(1).a", "1 .a"), ("() => ({})", "() => ({})"), ("() => ({}).a", "() => ({}.a)"),
        ("(class {}).a", "(class {}.a)"), ("a = (b, c)", "a = (b, c)"),
    ])
    func `parentheses appear where a tree needs them`(text: String, expected: String) throws {
        #expect(try withoutParentheses(text, .script).printed() == expected + ";\n")
    }

    @Test func `an else stays with its if`() throws {
        var tree = try tree("if (a) { if (b) c } else d")
        for index in tree.nodes.indices {
            if case .block(let body) = tree.nodes[index] { tree.nodes[index] = tree[tree[body, 0]] }
        }
        let again = try JavaScriptSyntaxTests.tree(tree.printed())
        #expect(again.printed() == "if (a) {\n    if (b)\n        c;\n} else\n    d;\n")
    }

    @Test func `in is kept out of loop heads`() throws {
        var tree = try tree("for (var a = (b in c);;);for ((b in c);;);")
        for index in tree.nodes.indices {
            if case .parenthesized(let content) = tree.nodes[index] { tree.nodes[index] = tree[content] }
        }
        #expect(tree.printed() == "for (var a = (b in c);;);\nfor ((b in c);;);\n")
    }

    @Test(arguments: [
        (1.0, "1"), (0.5, "0.5"), (-1.0, "(-1)"), (.infinity, "1e999"), (.nan, "(0 / 0)"), (1e21, "1e+21"),
        (123_456_789_012, "123456789012"),
        (1e-7, "1e-07"), (-0.0, "(-0)"),
    ])
    func `every number has a literal or an expression`(value: Double, expected: String) throws {
        var tree = try tree("x = 1")
        for index in tree.nodes.indices {
            if case .number = tree.nodes[index] { tree.nodes[index] = .number(value) }
        }
        #expect(tree.printed() == "x = \(expected);\n")
    }

    @Test func `strings are printed so that every code unit survives`() throws {
        let text = "x = '\\ud800\\udc00 \\ud800 \\u2028 \\u0000\\u007f\\ufeff é \"q\" \\\\'"
        let original = try tree(text)
        #expect(try tree(original.printed()).dump() == original.dump())
    }
}
