import CodeGuard
import Testing

/// Rules judge what a program means, however it is spelled.
@Suite struct MeaningTests {
    private func codes(_ source: String, _ policy: GuardPolicy = GuardPolicy(level: .strict)) -> Set<String> {
        Set(CodeGuard.check(source, policy).issues.map(\.code.rawValue))
    }

    /// The same policy for every rule that has an opinion about `constructor`, by profile.
    private func agentscript(_ profile: GuardProfile) -> GuardPolicy {
        GuardPolicy(profile: profile, preset: .agentscript)
    }

    @Test(arguments: [
        "\\u0065val('1')", "\\u{65}val('1')", "ev\\u0061l('1')", "globalThis['ev\\x61l']('1')",
        "globalThis[`eval`]('1')", "globalThis[`ev${'al'}`]('1')", "globalThis['e'.concat('val')]('1')",
        "globalThis[['ev', 'al'].join('')]('1')", "const k = 'ev' + 'al'; globalThis[k]('1')",
        "const a = globalThis, b = a; b.eval('1')", "const {['eval']: e} = globalThis; e('1')",
        "let e; ({eval: e} = globalThis); e('1')", "globalThis?.eval?.('1')", "(eval)('1')",
    ])
    func `eval is eval under any spelling`(source: String) {
        #expect(codes(source).contains("NO_EVAL"), "\(codes(source))")
        #expect(codes(source, GuardPolicy()).contains("NO_EVAL"), "\(codes(source, GuardPolicy()))")
    }

    @Test(arguments: GuardProfile.allCases)
    func `the constructor is found behind escapes, keys and destructuring`(profile: GuardProfile) {
        let sources = [
            "return [].c\\u006fnstructor", "return []['c\\x6fnstructor']", "return [][`constructor`]",
            "return []['con' + 'structor']", "const k = 'con' + 'structor'; return [][k]",
            "return [][String.fromCharCode(99, 111)]", "return [][['constructor']]",
            "return [][['constructor'].join()]",
            "return [][{toString: () => 'constructor'}]", "const {c\\u006fnstructor: c} = []; return c",
            "const {'constructor': c} = []; return c", "return [][1 ? 'constructor' : 0]",
            "return [][(0, 'constructor')]",
            "let k; k = ['con', 'structor'].join(''); return [][k]",
        ]
        for source in sources {
            #expect(!CodeGuard.check(source, agentscript(profile)).isValid, "\(source)")
        }
    }

    @Test(arguments: [
        "const con = 'con'; return [][con + 'structor']", "const [a] = ['x']; return []['c' + `on${'structor'}`]",
        "const a = 'con', b = a + 'structor'; return [][b]", "return []['constructor'.toString()]",
        "const constructor = 'constructor'; return [][constructor]",
    ])
    func `constants are followed under profile enclave`(source: String) {
        #expect(!codes(source).isDisjoint(with: ["CONSTRUCTOR_ACCESS", "NO_CONSTRUCTOR_ACCESS"]), "\(codes(source))")
    }

    @Test(arguments: [
        "const fetch = () => 1; return fetch()", "const f = process => process.env; return f({env: 1})",
        "return [1].map(Symbol => Symbol + 1)", "try { throw 1 } catch (performance) { return performance }",
        "const {process} = {process: 1}; return process", "const constructor = 'a'; return ({a: 1})[constructor]",
        "for (const module of [1]) { await callTool('a:b', {module}) }",
    ])
    func `a variable of the program shadows what it is called`(source: String) {
        #expect(codes(source) == [], "\(codes(source))")
    }

    @Test(arguments: [
        ("{ const fetch = 1 } return fetch('u')", "UNKNOWN_GLOBAL"),
        ("const f = () => { const x = 1; return x }; return x", "UNKNOWN_GLOBAL"),
        ("{ let Infinity_ = 1 } return Infinity_", "UNKNOWN_GLOBAL"),
        ("const f = process => 1; return process.env", "UNKNOWN_GLOBAL"),
    ])
    func `a declaration counts in its scope only`(source: String, code: String) {
        #expect(codes(source).contains(code), "\(codes(source))")
    }

    @Test func `under profile reference a declaration anywhere makes a name known`() {
        #expect(codes("{ const fetch_ = 1 } return fetch_", GuardPolicy(profile: .reference)) == [])
    }

    @Test func `an infinite loop is one whatever its test is called`() {
        #expect(codes("for (; !undefined;) {}").contains("INFINITE_LOOP"))
        #expect(!codes("const f = undefined => { for (; !undefined;) {} }").contains("INFINITE_LOOP"))
        #expect(codes("for (; (((!(0))));) {}").contains("INFINITE_LOOP"))
        #expect(!codes("const f = (NaN) => { for (; !NaN;) { break } }").contains("INFINITE_LOOP"))
    }

    @Test func `a tool call is one through parentheses, optional chains and members`() {
        for source in ["(callTool)(n)", "callTool?.(n)", "api.callTool(n)", "api['callTool'](n)", "c\\u0061llTool(n)"] {
            #expect(codes("const n = 'a', api = {}; " + source).contains("DYNAMIC_CALL_TARGET"), "\(source)")
        }
    }

    @Test(arguments: [
        ("const {a: {callTool} = {}} = o", [GuardProfile.enclave]),
        ("const {a: {callTool}} = o", GuardProfile.allCases),
        ("const [callTool = 1] = o", GuardProfile.allCases), ("try {} catch (callTool) {}", GuardProfile.allCases),
        ("import * as callTool from 'm'", [.enclave]), ("import {a as callTool} from 'm'", GuardProfile.allCases),
        ("[callTool] = a", [.enclave]), ("callTool++", [.enclave]), ("class callTool {}", GuardProfile.allCases),
        ("f(function callTool() {})", GuardProfile.allCases), ("o.callTool = 1", []), ("({callTool: 1})", []),
    ])
    func `a protected name is guarded wherever it is bound`(source: String, profiles: [GuardProfile]) {
        for profile in GuardProfile.allCases {
            var policy = GuardPolicy(profile: profile, preset: GuardPreset.none)
            policy.form = source.hasPrefix("import") ? .module : .script
            policy.customRules = [NoCallTargetAssignmentRule()]
            #expect(
                (codes(source, policy) == ["NO_CALL_TARGET_ASSIGNMENT"]) == profiles.contains(profile), "\(profile)")
        }
    }

    @Test func `positions are those of the author's text`() throws {
        let source = "const ü = '😀';\r\n  return ü.a + eval('x');"
        let issue = try #require(CodeGuard.check(source).issues.first { $0.code == .noEval })
        #expect((issue.line, issue.column) == (2, 16) && (issue.endLine, issue.endColumn) == (2, 25))
    }
}
