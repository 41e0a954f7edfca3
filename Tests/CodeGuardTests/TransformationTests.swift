import CodeGuard
import JavaScriptSyntax
import Testing

/// Layer 2, as it is shown.
@Suite struct TransformationTests {
    private func bare(_ source: String, _ change: (inout TransformationOptions) -> Void = { _ in }) throws -> String {
        var options = TransformationOptions()
        options.wrapsInMain = false
        change(&options)
        return try ProgramTransformation.transformed(source, options)
    }

    @Test func `an agent program becomes an async function that returns its last expression`() throws {
        #expect(
            try ProgramTransformation.transformed("const x = 5; // five\nx + 3;")
                == "async function __ag_main() {\nconst x = 5; // five\nreturn x + 3;\n}\n")
        #expect(try ProgramTransformation.transformed("let a = 1") == "async function __ag_main() {\nlet a = 1\n}\n")
        let wrapped = "async function __ag_main() { return 1 }"
        #expect(try ProgramTransformation.transformed(wrapped) == wrapped)
    }

    @Test(arguments: [
        ("callTool('a', {callTool, b})", "__safe_callTool('a', {callTool: __safe_callTool, b: __safe_b})"),
        ("Math.max(x, undefined)", "Math.max(__safe_x, undefined)"), ("foo = 1; a.foo", "foo = 1; __safe_a.foo"),
        ("const y = z => z + q", "const y = z => z + __safe_q"), ("typeof p", "typeof __safe_p"),
        ("({k: v, [c]: 1}).k", "({k: __safe_v, [__safe_c]: 1}).k"),
        ("l: for (const i in o) {}", "l: for (const i in __safe_o) {}"),
        ("for (const x of l) {}", "for (const x of __safe_forOf(__safe_l)) {}"),
    ])
    func `undeclared names get the prefix and nothing else does`(source: String, expected: String) throws {
        #expect(try bare(source) == expected)
    }

    @Test func `loops count their turns wherever they stand`() throws {
        let check =
            "__iter_0++; if (__iter_0 > __maxIterations) throw \"Maximum iteration limit exceeded (\" + __maxIterations + \")\";"
        #expect(try bare("while (1) { 2 }") == "let __iter_0 = 0; while (1) { \(check) 2 }")
        #expect(try bare("while (1) 2;") == "let __iter_0 = 0; while (1) { \(check) 2; }")
        #expect(try bare("if (1) do {} while (1)") == "if (1) { let __iter_0 = 0; do { \(check)} while (1) }")
        #expect(try bare("l: for (;;) { continue l }") == "let __iter_0 = 0; l: for (;;) { \(check) continue l }")
        let nested = try bare("for (;;) for (;;) {}")
        #expect(nested.contains("__iter_0") && nested.contains("__iter_1"))
        _ = try Parser.parse(SourceText(nested))
    }

    @Test(arguments: [
        ("a + b + 'c'", "__safe_concat(__safe_concat(a, b), 'c')"),
        ("(a /* + */ + b) + c", "__safe_concat((__safe_concat(a /* + */ , b)), c)"),
        ("`x${a}y${b + 1}`", "__safe_template([\"x\", \"y\", \"\"], a, __safe_concat(b, 1))"),
        ("t`x${a}`; `plain`", "t`x${a}`; `plain`"), ("o[a][1]['k']", "o[__ag_guardKey(a)][1]['k']"),
        ("o[a[b]]", "o[__ag_guardKey(a[__ag_guardKey(b)])]"),
        ("`${`${a}`}`", "__safe_template([\"\", \"\"], __safe_template([\"\", \"\"], a))"),
    ])
    func `allocations and keys are shown as calls`(source: String, expected: String) throws {
        let text = try bare(source) {
            $0 = .complete
            $0.wrapsInMain = false
            $0.renaming = .none
        }
        #expect(text.replacing(" ,", with: ",") == expected.replacing(" ,", with: ","))
    }

    @Test func `listed names are renamed, also as literal keys if asked for`() throws {
        let text = try bare("process.env; window['process']; const eval_ = 1; other") {
            $0.renaming = .listed(["process"])
            $0.renamesComputedKeys = true
        }
        #expect(text == "__safe_process.env; window[\"__safe_process\"]; const eval_ = 1; other")
    }

    @Test func `what is shown is a program, whatever the program was`() throws {
        for program in [
            "const {a: {b = 1, ...c}, [d]: e} = f; ({x, y} = z); [p, , ...q] = r; l: for (;;) { continue l }",
            "class A extends B { #p = 1; static { this.q = A } get [k]() { return super.k ?? this.#p } }",
            "`a${b}${`c${d}`}` + /[/]/g.test(x) ? y?.z?.[w](...v) : async ({n}, [m] = []) => { await 0 }",
            "switch (a) { case 1: while (b + c) d(); default: try { throw {} } catch { } finally { e += `${f}` } }",
        ] {
            let text = try ProgramTransformation.transformed(program, .complete)
            _ = try Parser.parse(SourceText(text))
        }
        #expect(throws: SyntaxError.self) { try ProgramTransformation.transformed("const") }
    }

    @Test func `the wrapper is recognised and taken off`() {
        #expect(MainFunction.unwrapped("async function __ag_main() { return 1 } // end") == " return 1 ")
        #expect(!MainFunction.isWrapped("async function __ag_main() {} f()"))
        #expect(!MainFunction.isWrapped("function __ag_main() {}"))
        #expect(!MainFunction.isWrapped("async function main() {"))
    }

    // MARK: Imports

    private func rewriting(_ allowed: Set<String>? = nil) throws -> ImportRewriting {
        try ImportRewriting(
            cdnBaseURL: "https://cdn.example/", packageVersions: ["react": "18.2.0", "lodash": ""],
            allowedPackages: allowed)
    }

    @Test(arguments: [
        ("import R from 'react'", "import R from \"https://cdn.example/react@18.2.0\""),
        ("import {a as b} from \"lodash/fp\"", "import {a as b} from \"https://cdn.example/lodash/fp\""),
        ("import 'react'; f('react')", "import \"https://cdn.example/react@18.2.0\"; f('react')"),
        (
            "import {'a-b' as c} from /* 'x' */ '@s/p/q.js'",
            "import {'a-b' as c} from /* 'x' */ \"https://cdn.example/@s/p/q.js\""
        ),
        ("export * from 'react'", "export * from \"https://cdn.example/react@18.2.0\""),
        ("export {x} from 'react/jsx-runtime'", "export {x} from \"https://cdn.example/react@18.2.0/jsx-runtime\""),
        ("import x from './local.js'", "import x from './local.js'"),
    ])
    func `imports of packages point at the network`(source: String, expected: String) throws {
        #expect(try rewriting().rewrite(source).code == expected)
    }

    @Test(arguments: [
        "import 'fs:x'", "import 'https://evil.example/x.js'", "import 'React'", "import '_x'", "import 'a/../b'",
        "import 'a//b'", "import '@s'", "import 'a b'", "import 'a?b'", "import '\\x61'", "import ''",
    ])
    func `specifiers that are no packages are errors`(source: String) throws {
        let rewriting = try rewriting()
        #expect(throws: ImportRewriting.Problem.self) { try rewriting.rewrite(source) }
    }

    @Test func `only listed packages are allowed where there is a list`() throws {
        let rewriting = try rewriting(["react"])
        #expect(try rewriting.rewrite("import 'react'; import './x'").skipped == ["./x"])
        #expect(throws: ImportRewriting.Problem.self) { try rewriting.rewrite("import 'lodash'") }
        #expect(throws: ImportRewriting.Problem.self) { try ImportRewriting(cdnBaseURL: "http://cdn.example") }
        #expect(throws: ImportRewriting.Problem.self) {
            try ImportRewriting(cdnBaseURL: "https://c.example", packageVersions: ["a": "1/../2"])
        }
    }
}
