import Testing

@testable import Sandbox

/// Each limit ends its run with its own code, no `catch` and no `finally` sees it, and the next run works.
struct LimitTests {
    private func run(
        _ code: String, _ limits: EnclaveLimits, handler: ToolHandler? = nil
    ) async -> (result: ExecutionResult, stdout: String) {
        let recorder = EventRecorder()
        let enclave = Enclave(limits: limits, toolHandler: handler)
        let result = await enclave.run(
            "try { \(code) } catch (e) { console.log('caught', e) } finally { console.log('finally') }",
            onEvent: recorder.record)
        let next = await enclave.run("return 1")
        #expect(next.value == 1)
        return (result, recorder.stdout)
    }

    // MARK: Fuel

    @Test(
        arguments: [
            "while (true) {}", "await null; while (true) {}", "for (;;) { try { continue } finally { } }",
            "const f = async () => { await null; await f() }; await f()",
            "const f = async () => { await null; return f() }; await f()",
            "const f = () => { Promise.resolve().then(f) }; f(); await new Promise(() => {})",
            "const f = () => f(); while (true) { try { f() } catch (e) {} }",
            "await { then(resolve) { while (true) {} } }", "+{ valueOf() { while (true) {} } }",
            "while (true) { try { while (true) {} } finally { continue } }",
        ])
    func `work without end uses up its fuel`(code: String) async {
        let limits = EnclaveLimits.standard {
            $0.fuel = 300_000
            $0.heapBytesMax = 256 << 20
        }
        let (result, stdout) = await run(code, limits)
        #expect(result.error?.code == .fuelExhausted)
        #expect(result.error?.origin == .limit)
        #expect(result.stats.fuelUsed == 300_000)
        #expect(stdout.isEmpty)
    }

    // MARK: Time

    @Test(
        arguments: [
            "while (true) {}", "await null; while (true) {}",
            "const f = async () => { await null; return f2() }; const f2 = () => f(); await f()",
        ])
    func `a loop ends at its deadline`(code: String) async {
        let limits = EnclaveLimits.standard {
            $0.fuel = .max
            $0.timeout = .milliseconds(100)
            $0.heapBytesMax = 256 << 20
        }
        let (result, stdout) = await run(code, limits)
        #expect(result.error?.code == .executionTimeout || result.error?.code == .memoryLimitExceeded)
        #expect(result.stats.duration < .milliseconds(100 + 50 * Machine.slowness))
        #expect(stdout.isEmpty)
    }

    @Test func `a tool that never answers ends at the run's deadline`() async {
        let limits = EnclaveLimits.standard { $0.timeout = .milliseconds(100) }
        let (result, stdout) = await run("await callTool('t', {})", limits, handler: hangingTool)
        #expect(result.error?.code == .executionTimeout)
        #expect(result.stats.duration >= .milliseconds(100))
        #expect(result.stats.duration < .milliseconds(100 + 50 * Machine.slowness))
        #expect(stdout.isEmpty)
    }

    @Test func `many runs that take all the time they get still end at their deadlines`() async {
        let limits = EnclaveLimits.standard {
            $0.fuel = .max
            $0.timeout = .milliseconds(300)
        }
        let enclave = Enclave(limits: limits)
        await withTaskGroup(of: ExecutionResult.self) { group in
            for _ in 0..<50 { group.addTask { await enclave.run("while (true) {}") } }
            for await result in group {
                #expect(result.error?.code == .executionTimeout)
                #expect(result.stats.duration < .milliseconds(300 + 50 * Machine.slowness))
            }
        }
    }

    @Test func `a short run among long ones gets its turn`() async {
        let limits = EnclaveLimits.standard {
            $0.fuel = .max
            $0.timeout = .seconds(30)
        }
        let enclave = Enclave(limits: limits)
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 { group.addTask { await enclave.run("while (true) {}").success } }
            let short = await enclave.run("let n = 0; for (let i = 0; i < 50000; i++) n += i; return n")
            #expect(short.value == 1_249_975_000)
            #expect(short.stats.duration < .seconds(25))
            group.cancelAll()
        }
    }

    @Test func `the clock of the script's own time stands still while a tool works`() async {
        let limits = EnclaveLimits.standard {
            $0.clock = .cpu
            $0.timeout = .milliseconds(150)
            $0.toolTimeout = .milliseconds(400)
            $0.fuel = .max
        }
        let waiting = await run("try { await callTool('t', {}) } catch (e) {}", limits, handler: hangingTool)
        #expect(waiting.result.success)
        #expect(waiting.result.stats.duration >= .milliseconds(400))
        let working = await run("while (true) {}", limits)
        #expect(working.result.error?.code == .executionTimeout)
    }

    @Test func `the time between two awaits has a limit of its own`() async {
        let limits = EnclaveLimits.standard {
            $0.turnTimeout = .milliseconds(50)
            $0.fuel = .max
        }
        let (result, stdout) = await run("await callTool('t', {}); while (true) {}", limits) { _ in .null }
        #expect(result.error?.code == .executionTimeout)
        #expect(stdout.isEmpty)
    }

    // MARK: Memory

    @Test(
        arguments: [
            "const a = []; while (true) a.push({})", "let a = null; while (true) a = { a }",
            "const a = {}; for (let i = 0; ; i++) a['k' + i] = i", "let s = 'abcdefgh'; while (true) s = s + s",
            "let f = () => 1; while (true) { const g = f; f = () => g }",
            "const a = []; for (let i = 0; ; i++) a.push('text ' + i)",
            "const a = []; while (true) a.push([1, 2, 3])", "await null; const a = []; while (true) a.push(a.length)",
        ])
    func `growth ends at the memory limit`(code: String) async {
        let limits = EnclaveLimits.standard {
            $0.heapBytesMax = 4 << 20
            $0.fuel = 2_000_000_000
        }
        let (result, stdout) = await run(code, limits)
        // Doubling a string may reach the longest string first, which is an error of the language.
        if result.success || result.error?.code == .runtimeError {
            #expect(code.contains("s + s"))
        } else {
            #expect(result.error?.code == .memoryLimitExceeded)
            #expect(result.stats.heapBytesPeak <= 4 << 20)
            #expect(stdout.isEmpty)
        }
    }

    // MARK: Recursion

    @Test(
        arguments: [
            "function f() { return f() + 1 } return f()", "const o = { get x() { return this.x } }; return o.x",
            "const o = { toString() { return `${this}` } }; return `${o}`",
            "const o = { valueOf() { return +this } }; return +o",
            "class A { constructor() { new A() } } new A()", "const f = async () => { return await f() }; await f()",
            "const o = { toJSON() { return JSON.stringify(o) } }; return JSON.stringify(o)",
            "function* g() { yield* g() } return [...g()]",
        ])
    func `recursion without end overflows the stack, which a script may catch`(code: String) async {
        let limits = EnclaveLimits.standard { $0.fuel = 200_000_000 }
        let result = await Enclave(limits: limits).run(code)
        #expect(result.error?.code == .stackOverflow)
        #expect(result.error?.name == "RangeError")
        let caught = await Enclave(limits: limits).run(
            "const f = async () => { \(code) }; try { await f() } catch (e) { return e.name }")
        #expect(caught.value == "RangeError")
    }

    @Test(arguments: ["(", "[", "{a:", "!", "a?b:", "function f(){", "`${", "if(1)", "x=>"])
    func `source text that is nested too deeply is refused`(piece: String) async {
        let code = String(repeating: piece, count: 50_000)
        let result = await Enclave(limits: .standard()).run(code)
        #expect(result.error?.code == .validationError)
        #expect(result.stats.duration < .seconds(60))
    }

    @Test func `deep values are made and refused without harm`() async {
        let limits = EnclaveLimits.standard { $0.heapBytesMax = 64 << 20 }
        let result = await Enclave(limits: limits).run(
            "let a = []; for (let i = 0; i < 100000; i++) a = [a]; return a")
        #expect(result.error?.code == .serializationLimitExceeded)
    }

    // MARK: Calls and output

    @Test func `one tool call too many ends the run`() async {
        let limits = EnclaveLimits.standard { $0.toolCallsMax = 3 }
        let recorder = EventRecorder()
        let enclave = Enclave(limits: limits) { _ in 1 }
        let result = await enclave.run(
            """
            try { for (let i = 0; ; i++) { console.log(i); await callTool('t', { i }) } }
            catch (e) { console.log('caught') } finally { console.log('finally') }
            """, onEvent: recorder.record)
        #expect(result.error?.code == .maxToolCallsExceeded)
        #expect(result.stats.toolCallCount == 3)
        #expect(recorder.stdout == "0\n1\n2\n3\n")
    }

    @Test func `tool calls that nobody awaits count too`() async {
        let limits = EnclaveLimits.standard { $0.toolCallsMax = 3 }
        let (result, stdout) = await run("while (true) callTool('t', {})", limits, handler: hangingTool)
        #expect(result.error?.code == .maxToolCallsExceeded)
        #expect(result.stats.toolCallCount == 3)
        #expect(stdout.isEmpty)
    }

    @Test func `one line too many ends the run`() async {
        let limits = EnclaveLimits.standard { $0.consoleCallsMax = 5 }
        let (result, stdout) = await run("while (true) console.log('x')", limits)
        #expect(result.error?.code == .consoleLimitExceeded)
        #expect(stdout == "x\nx\nx\nx\nx\n")
        #expect(result.stats.consoleCallCount == 5)
    }

    @Test func `too much text ends the run`() async {
        let limits = EnclaveLimits.standard { $0.consoleUnitsMax = 25 }
        let (result, stdout) = await run("while (true) console.log('0123456789')", limits)
        #expect(result.error?.code == .consoleLimitExceeded)
        #expect(stdout == "0123456789\n0123456789\n")
    }

    @Test func `a result with too many properties, too deep or too long is refused`() async {
        let limits = EnclaveLimits.standard {
            $0.valuePropertiesMax = 10
            $0.valueDepthMax = 3
            $0.resultBytesMax = 1000
        }
        let enclave = Enclave(limits: limits)
        for code in [
            "const a = []; for (let i = 0; i < 11; i++) a.push(i); return a", "return [[[[[1]]]]]",
            "let s = 'x'; while (s.length < 2000) s += s; return s",
        ] {
            let result = await enclave.run(code)
            #expect(result.error?.code == .serializationLimitExceeded)
        }
    }

    // MARK: Cancellation

    @Test(arguments: ["while (true) {}", "await callTool('t', {})"])
    func `a cancelled run ends at once`(code: String) async {
        let limits = EnclaveLimits.standard { $0.fuel = .max }
        let (begun, beginning) = AsyncStream.makeStream(of: Void.self)
        let (results, ending) = AsyncStream.makeStream(of: (ExecutionResult, ContinuousClock.Instant).self)
        let run = Enclave(limits: limits).start(
            "console.log('begun'); try { \(code) } finally { console.log('no') }",
            onEvent: { if case .stdout = $0 { beginning.yield() } }, onEnd: { ending.yield(($0, .now)) })
        for await _ in begun { break }
        let cancelled = ContinuousClock.now
        run.cancel("enough")
        for await (result, ended) in results {
            #expect(result.error?.code == .sessionCancelled)
            #expect(result.error?.message == "enough")
            #expect(cancelled.duration(to: ended) < .milliseconds(50 * Machine.slowness))
            #expect(result.stats.consoleCallCount == 1)
            break
        }
    }

    @Test func `cancelling the task cancels its run`() async {
        let enclave = Enclave(limits: .standard(), toolHandler: hangingTool)
        let (begun, beginning) = AsyncStream.makeStream(of: Void.self)
        let task = Task {
            await enclave.run("console.log('begun'); await callTool('t', {})") { _ in beginning.yield() }
        }
        for await _ in begun { break }
        task.cancel()
        let result = await task.value
        #expect(result.error?.code == .sessionCancelled)
    }

    @Test func `a task that is cancelled already runs nothing`() async {
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return await Enclave(limits: .standard()).run("while (true) {}")
        }
        let result = await task.value
        #expect(result.error?.code == .sessionCancelled)
    }
}

/// How much slower than a release build on an idle machine tests may be.
enum Machine {
    #if DEBUG
    static let slowness = 60
    #else
    static let slowness = 3
    #endif
}
