import CodeGuard
import JavaScriptSyntax
import Testing

/// The presets as wholes.
@Suite struct PresetTests {
    private func codes(_ source: String, _ policy: GuardPolicy) -> [String] {
        CodeGuard.check(source, policy).issues.map(\.code.rawValue)
    }

    private func script(_ preset: GuardPreset) -> GuardPolicy {
        var policy = GuardPolicy(profile: .reference, preset: preset)
        policy.form = .script
        return policy
    }

    @Test(arguments: [
        ("process.env", false, ["UNKNOWN_GLOBAL", "DISALLOWED_IDENTIFIER"]),
        ("eval('x')", false, ["NO_EVAL", "UNKNOWN_GLOBAL", "DISALLOWED_IDENTIFIER"]),
        (
            "const x = 1; x.constructor", false,
            ["NO_CONSTRUCTOR_ACCESS", "DISALLOWED_IDENTIFIER", "CONSTRUCTOR_ACCESS"]
        ),
        ("'a,b'.split(',')", true, []),
        ("/a/.test('b')", false, ["NO_REGEX_LITERAL", "NO_REGEX_METHOD"]),
        ("({toString() { return 1 }})", false, ["NO_USER_FUNCTION_EXPRESSION", "NO_USER_METHOD_SHORTHAND"]),
        ("JSON.stringify(Math, Math)", false, ["JSON_CALLBACK_NOT_ALLOWED"]),
        ("let callTool = 1", true, []),
        ("if (1) { throw 1; Math.abs(1) }", true, ["UNREACHABLE_CODE"]),
        ("this.x", false, ["NO_GLOBAL_ACCESS"]),
        ("const \u{430} = 1", false, ["PRESCANNER_HOMOGRAPH"]),
    ])
    func `agentscript gives the recorded verdicts in the recorded order`(
        source: String, isValid: Bool, expected: [String]
    ) {
        let policy = script(.agentscript)
        #expect(CodeGuard.check(source, policy).isValid == isValid)
        #expect(codes(source, policy) == expected)
    }

    @Test func `in agent programs a name that nobody declares is reported once, as unknown`() {
        let policy = GuardPolicy(profile: .reference)
        #expect(codes("return process.env", policy) == ["UNKNOWN_GLOBAL"])
        #expect(codes("eval('x')", policy) == ["UNKNOWN_GLOBAL"])
        #expect(codes("const process = 1; return process", policy) == ["DISALLOWED_IDENTIFIER"])
        #expect(codes("return await callTool('a:b', {})", policy) == [])
        #expect(codes("console.log(1)", policy) == ["UNKNOWN_GLOBAL"])
        #expect(codes("console.log(1)", GuardPolicy(profile: .reference, level: .permissive)) == [])
    }

    @Test func `names of the host are allowed when the policy gives them`() {
        var policy = GuardPolicy(profile: .reference)
        policy.options.hostGlobals = ["invoices"]
        #expect(codes("return invoices.length", policy) == [])
        policy.options.allowedGlobals = ["callTool"]
        #expect(codes("return Math.abs(1)", policy) == ["UNKNOWN_GLOBAL"])
    }

    @Test(arguments: [GuardLevel.standard, .permissive])
    func `the full language passes at the lower levels`(level: GuardLevel) {
        let source = """
            class Queue { #items = []; push(x) { this.#items.push(x); return this } get size() { return this.#items.length } }
            function* numbers() { let n = 0; while (true) yield n++ }
            const seen = new Map([["constructor", 1]]);
            const {constructor, ...rest} = {constructor: 1};
            for (const n of numbers()) { if (n > 3) break; seen.set(n, new Queue().push(n).size) }
            const text = "a,b".replace(/[a-z]/g, m => m.toUpperCase());
            await Promise.all([1, 2].map(async n => callTool("a:b", {n})));
            return [...seen].length + Object.getOwnPropertyNames(rest).length + text.length;
            """
        #expect(codes(source, GuardPolicy(level: level)) == [])
    }

    @Test(arguments: [
        ("eval('1')", "NO_EVAL"), ("new Function('return 1')()", "NO_EVAL"), ("Function('a')", "NO_EVAL"),
        ("const e = eval; e('1')", "NO_EVAL"), ("globalThis['ev' + 'al']('1')", "NO_EVAL"),
        ("const {eval: e} = globalThis; e('1')", "NO_EVAL"), ("(0, eval)('1')", "NO_EVAL"),
        ("const g = globalThis; const F = g.Function; new F('1')", "NO_EVAL"), ("Function`a`", "NO_EVAL"),
        ("let f; f = Function; f('1')", "NO_EVAL"), ("with (Math) { abs(1) }", "NO_EVAL"),
        ("setTimeout('a' + 'b', 5)", "NO_EVAL"), ("await import('fs')", "NO_EVAL"),
        ("require('fs')", "DISALLOWED_IDENTIFIER"), ("new SharedArrayBuffer(8)", "DISALLOWED_IDENTIFIER"),
        ("const r = require; r('fs')", "DISALLOWED_IDENTIFIER"), ("import fs from 'fs'", "PARSE_ERROR"),
        ("let __ag_x = 1", "RESERVED_PREFIX"), ("[__safe_x] = [1]", "RESERVED_PREFIX_ASSIGNMENT"),
        ("callTool = () => 1", "NO_CALL_TARGET_ASSIGNMENT"), ("const callTool = 1", "NO_CALL_TARGET_ASSIGNMENT"),
        ("({a: console} = {})", "NO_CALL_TARGET_ASSIGNMENT"), ("callTool++", "NO_CALL_TARGET_ASSIGNMENT"),
    ])
    func `preset javascript refuses what limits cannot make harmless`(source: String, code: String) {
        let verdict = CodeGuard.check(source)
        #expect(!verdict.isAllowed)
        #expect(verdict.issues.map(\.code.rawValue).contains(code), "\(verdict.issues.map(\.code.rawValue))")
    }

    @Test(arguments: [
        "const eval_ = 1; return eval_", "const e = {eval: s => s}; return e.eval('1')", "return typeof eval",
        "const Function = s => s; return Function('1')", "const f = (setTimeout) => setTimeout('1')",
        "return (() => 1) instanceof Function", "const process = {env: 1}; return process.env",
        "function require(x) { return x } return require('fs')",
    ])
    func `a variable of the program may have any name that is not reserved`(source: String) {
        #expect(codes(source, GuardPolicy()) == [])
    }

    @Test func `the presets for scripts draw their lines where the recorded ones do`() {
        #expect(codes("for (const k in o) {}", script(.standard)) == [])
        #expect(codes("for (const k in o) {}", script(.secure)) == ["FORBIDDEN_LOOP"])
        #expect(codes("for (;a;) {}", script(.strict)) == ["FORBIDDEN_LOOP"])
        #expect(codes("async () => await p", script(.strict)) == ["NO_AWAIT", "NO_ASYNC"])
        #expect(codes("async () => await p", script(.secure)) == ["NO_ASYNC"])
        #expect(codes("async () => await p", script(.standard)) == [])
        #expect(codes("process", script(.standard)) == ["DISALLOWED_IDENTIFIER"])
        #expect(codes("process", script(.permissive)) == [])
        var policy = script(.permissive)
        policy.options.additionalDisallowedIdentifiers = ["process"]
        policy.options.requiredFunctions = ["callTool"]
        #expect(codes("process", policy) == ["DISALLOWED_IDENTIFIER", "REQUIRED_FUNCTION_NOT_CALLED"])
    }

    @Test func `a rule of the host runs beside those of the preset`() {
        struct NoDebugger: Rule {
            let name = "no-debugger"
            let interests: [NodeKind] = [.debuggerStatement]
            func visit(_ id: NodeID, _ node: Syntax, _ context: inout RuleContext) {
                context.report(.custom, "debugger is not allowed", at: id, severity: .warning)
            }
        }
        var policy = GuardPolicy()
        policy.customRules = [NoDebugger()]
        let verdict = CodeGuard.check("let a = 1;\n  debugger; eval(a)", policy)
        #expect(verdict.issues.map(\.code) == [.noEval, .custom])
        #expect(verdict.issues.last?.line == 2 && verdict.issues.last?.column == 3)
    }
}
