import Testing

@testable import Sandbox

struct EnclaveTests {
    @Test func `a script returns a value`() async {
        let result = await Enclave(limits: .standard()).run("return 1 + 1")
        #expect(result.value == 2)
        #expect(result.success)
        #expect(result.stats.fuelUsed > 0)
        #expect(result.stats.heapBytesPeak > 0)
    }

    @Test func `a script that returns nothing succeeds without a value`() async {
        let result = await Enclave(limits: .standard()).run("let x = 1")
        #expect(result.outcome == .success(json: nil))
    }

    @Test func `a value that is too deep to be taken apart stays text`() {
        let json = String(repeating: "[", count: 600) + String(repeating: "]", count: 600)
        #expect(ExecutionResult(outcome: .success(json: json), stats: .init()).value == .string(json))
    }

    @Test func `values keep their shape and the order of their keys`() async {
        let result = await Enclave(limits: .standard()).run("return { b: [1, 'é', null, true], a: { c: 1.5 } }")
        #expect(result.value == ["b": [1, "é", .null, true], "a": ["c": 1.5]])
        #expect(result.outcome == .success(json: #"{"b":[1,"é",null,true],"a":{"c":1.5}}"#))
    }

    @Test func `a function cannot be returned`() async {
        let result = await Enclave(limits: .standard()).run("return { f() {} }")
        #expect(result.error?.code == .runtimeError)
        #expect(result.error?.message == "the script returned a function")
    }

    @Test func `a thrown error keeps name, message and place`() async {
        let result = await Enclave(limits: .standard()).run("const a = 1\nthrow new TypeError('no ' + a)")
        let error = result.error
        #expect(error?.code == .runtimeError)
        #expect(error?.origin == .script)
        #expect(error?.name == "TypeError")
        #expect(error?.message == "no 1")
        #expect(error?.line == 2)
        #expect(error?.stack?.contains("script:2:") == true)
    }

    @Test func `a level that hides stacks does`() async {
        let result = await Enclave(securityLevel: .secure).run("throw new Error('x')")
        #expect(result.error?.stack == nil)
        #expect(result.error?.line == 1)
    }

    @Test(arguments: ["throw 'text'", "throw 5", "throw null", "throw undefined", "throw { message: 'm' }"])
    func `anything can be thrown`(code: String) async {
        let result = await Enclave(limits: .standard()).run(code)
        #expect(result.error?.code == .runtimeError)
        #expect(result.error?.message.isEmpty == false)
    }

    @Test func `a syntax error has line and column`() async {
        let result = await Enclave(limits: .standard()).run("let a = 1;\nlet b = ;")
        #expect(result.error?.code == .validationError)
        #expect(result.error?.origin == .source)
        #expect(result.error?.line == 2)
        #expect(result.error?.column == 9)
        #expect(result.stats.fuelUsed == 0)
    }

    @Test func `a script longer than allowed is not parsed`() async {
        let limits = EnclaveLimits.standard { $0.sourceBytesMax = 100 }
        let result = await Enclave(limits: limits).run(String(repeating: "1;", count: 51))
        #expect(result.error?.code == .validationError)
    }

    @Test func `console output comes as events in order`() async {
        let recorder = EventRecorder()
        let result = await Enclave(limits: .standard()).run(
            "console.log('a', 1, null); console.warn('careful'); console.log('b')", onEvent: recorder.record)
        #expect(result.success)
        #expect(recorder.events == [.stdout("a 1 null\n"), .log(.warn, "careful"), .stdout("b\n")])
        #expect(result.stats.consoleCallCount == 3)
        #expect(result.stats.consoleByteCount == 9 + 8 + 2)
    }

    @Test func `globals are copies`() async {
        let enclave = Enclave(limits: .standard(), globals: ["settings": ["depth": 1]])
        let first = await enclave.run("settings.depth = 5; return settings.depth")
        #expect(first.value == 5)
        let second = await enclave.run("return settings.depth")
        #expect(second.value == 1)
    }

    @Test func `runs do not see each other's globals`() async {
        let enclave = Enclave(limits: .standard())
        _ = await enclave.run("globalThis.leak = 1; Object.prototype.evil = 2; return 1")
        let result = await enclave.run("return [typeof leak, ({}).evil === undefined]")
        #expect(result.value == ["undefined", true])
    }

    @Test func `the engine's own print is not there`() async {
        let result = await Enclave(limits: .standard()).run("return typeof print")
        #expect(result.value == "undefined")
    }

    @Test func `a promise that nothing settles fails at once`() async {
        let result = await Enclave(limits: .standard()).run("await new Promise(() => {}); return 1")
        #expect(result.error?.code == .runtimeError)
        #expect(result.error?.name == "DeadlockError")
        #expect(result.stats.duration < .seconds(60))
    }
}
