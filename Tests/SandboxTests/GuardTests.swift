import Testing

@testable import Sandbox

/// Source text is judged before anything of it runs.
struct GuardTests {
    @Test(
        arguments: [
            "eval('1')", "Function('return 1')()", "const f = eval; f('1')", "new Function('a', 'return a')",
            "with ({}) { }", "import('fs')", "const { eval: e } = globalThis; e('1')",
        ])
    func `code from texts is refused before the script runs`(code: String) async {
        let recorder = EventRecorder()
        let result = await Enclave(limits: .standard()).run("console.log('ran');\n\(code)", onEvent: recorder.record)
        #expect(result.error?.code == .validationError)
        #expect(result.error?.origin == .source)
        #expect(result.error?.line == 2)
        #expect(result.stats.fuelUsed == 0)
        #expect(recorder.stdout.isEmpty)
    }

    @Test func `the error lists every issue with its place`() async {
        let result = await Enclave(limits: .standard()).run("eval('1');\neval('2')")
        guard case .array(let issues)? = result.error?.data["issues"] else {
            Issue.record("no issues")
            return
        }
        #expect(issues.count == 2)
        guard case .object(let second) = issues[1] else { return }
        #expect(second["line"] == 2)
        #expect(second["column"] == 1)
        #expect(second["code"] != nil)
    }

    @Test func `a strict level accepts what language models write and no more`() async {
        for level in [SecurityLevel.strict, .secure] {
            // A busy machine must not use up the short time of these levels.
            let limits = EnclaveLimits.standard()
            let enclave = Enclave(securityLevel: level, limits: limits) { _ in 2 }
            let accepted = await enclave.run(
                "const one = await callTool('t', {}); return [1, 2].map((n) => n * one);")
            #expect(accepted.value == [2, 4])
            let refused = await enclave.run("function one() { return 1 } return one()")
            #expect(refused.error?.code == .validationError)
        }
        #expect(await Enclave(limits: .standard()).run("function one() { return 1 } return one()").success)
    }

    @Test func `the profile decides whose rules apply`() async {
        let code = "function one() { return 1 } return one()"
        #expect(await Enclave(profile: .enclave, limits: .standard()).run(code).success)
        #expect(await Enclave(profile: .reference, limits: .standard()).run(code).error?.code == .validationError)
    }

    @Test func `globals of the host may be read and not be declared again`() async {
        let enclave = Enclave(securityLevel: .secure, limits: .standard(), globals: ["limits": ["max": 3]])
        #expect(await enclave.run("return limits.max").value == 3)
        #expect(await enclave.run("return unknownName").error != nil)
    }

    @Test(arguments: ["", " \n\t", "// nothing", "/* nothing */"])
    func `a script that says nothing returns nothing`(code: String) async {
        #expect(await Enclave(limits: .standard()).run(code).success)
    }
}
