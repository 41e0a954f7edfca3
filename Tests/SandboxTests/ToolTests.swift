import JSON
import Testing

@testable import Sandbox

struct ToolTests {
    private let echo = Enclave(limits: .standard()) { call in call.arguments }

    @Test func `a tool's result comes back as a value`() async {
        let result = await echo.run(
            "const u = await callTool('users:get', { id: 7, tags: ['a'] }); return u.id + u.tags[0]")
        #expect(result.value == "7a")
        #expect(result.stats.toolCallCount == 1)
    }

    @Test func `calls and their results are announced in order`() async {
        let recorder = EventRecorder()
        let result = await echo.run(
            "console.log('1'); const p = callTool('t', { a: 1 }); console.log('2'); await p; console.log('3')",
            onEvent: recorder.record)
        #expect(result.success)
        let id = ToolCall.ID(rawValue: 1)
        #expect(
            recorder.events == [
                .stdout("1\n"), .toolCall(ToolCall(id: id, name: "t", argumentsJSON: #"{"a":1}"#)), .stdout("2\n"),
                .toolResultApplied(id), .stdout("3\n"),
            ])
    }

    @Test func `a tool's own error is a normal error with name, message and code`() async {
        let enclave = Enclave(limits: .standard()) { _ in
            throw ToolError(name: "QuotaError", message: "no more", code: .init(rawValue: "RATE_LIMITED"))
        }
        let result = await enclave.run(
            "try { await callTool('t', {}) } catch (e) { return [e instanceof Error, e.name, e.message, e.code, `${e}`] }"
        )
        #expect(result.value == [true, "QuotaError", "no more", "RATE_LIMITED", "QuotaError: no more"])
    }

    @Test func `a result that is too large or too deep is an error that says so`() async {
        let limits = EnclaveLimits.standard()
        let deep = (0..<600).reduce(JSONValue.null) { value, _ in [value] }
        let enclave = Enclave(limits: limits) { call in
            call.name == "deep" ? deep : .string(String(repeating: "x", count: limits.toolPayloadBytesMax))
        }
        let result = await enclave.run(
            """
            const said = [];
            for (const name of ['large', 'deep']) {
              try { await callTool(name, {}) } catch (e) { said.push(e.code, e.message) }
            }
            return said
            """)
        #expect(
            result.value == [
                "INVALID_TOOL_RESULT",
                .string("the result of `large` exceeds \(limits.toolPayloadBytesMax) bytes of JSON"),
                "INVALID_TOOL_RESULT", "the result of `deep` is nested deeper than 512 levels",
            ])
    }

    @Test func `a fault of JSON inside a handler is the handler's own`() async {
        let enclave = Enclave(limits: .standard()) { _ in
            try JSONValue(parsing: "[1,2]", limits: JSONLimits(bytesMax: 1))
        }
        let result = await enclave.run("try { await callTool('t', {}) } catch (e) { return [e.code, e.message] }")
        #expect(result.value == ["TOOL_CALL_FAILED", "Tool call failed: t"])
    }

    @Test func `other errors of the host show no details`() async {
        struct Secret: Error { let path = "/etc/secret" }
        let enclave = Enclave(limits: .standard()) { _ in throw Secret() }
        let result = await enclave.run("try { await callTool('t', {}) } catch (e) { return [e.message, e.code] }")
        #expect(result.value == ["Tool call failed: t", "TOOL_CALL_FAILED"])
    }

    @Test func `an uncaught tool error keeps its code and names the tool`() async {
        let enclave = Enclave(limits: .standard()) { _ in throw ToolError(message: "gone", code: .unknownTool) }
        let result = await enclave.run("try { await callTool('t', {}) } finally { console.log('finally') }")
        #expect(result.error?.code == .unknownTool)
        #expect(result.error?.origin == .tool(name: "t"))
        #expect(result.error?.message == "gone")
        #expect(result.stats.consoleCallCount == 1)
    }

    @Test func `a script cannot pass its own error off as a tool's or a limit's`() async {
        let result = await echo.run("const e = new Error('x'); e.code = 'MEMORY_LIMIT_EXCEEDED'; throw e")
        #expect(result.error?.code == .runtimeError)
        #expect(result.error?.origin == .script)
    }

    @Test(
        arguments: [
            "callTool('t')", "callTool('t', null)", "callTool('t', [1])", "callTool('t', 'x')", "callTool('', {})",
            "callTool({}, {})", "callTool()", "callTool('t', () => 1)",
        ])
    func `arguments have to be an object and the name a text`(call: String) async {
        let result = await echo.run("try { await \(call) } catch (e) { return [e.name, e.code] }")
        #expect(result.value == ["TypeError", "INVALID_TOOL_ARGS"])
        #expect(result.stats.toolCallCount == 0)
    }

    @Test func `arguments have the meaning of JSON`() async {
        let result = await echo.run(
            "return await callTool('t', { a: undefined, f() {}, n: NaN, l: [undefined], d: { toJSON() { return 'j' } } })"
        )
        #expect(result.value == ["n": .null, "l": [.null], "d": "j"])
    }

    @Test func `a cycle in the arguments is a TypeError`() async {
        let result = await echo.run(
            "const a = {}; a.a = a; try { await callTool('t', a) } catch (e) { return e instanceof TypeError }")
        #expect(result.value == true)
    }

    @Test func `arguments too deep, too many or too long are refused`() async {
        let limits = EnclaveLimits.standard {
            $0.valueDepthMax = 3
            $0.valuePropertiesMax = 10
            $0.toolPayloadBytesMax = 1000
        }
        let enclave = Enclave(limits: limits) { _ in 1 }
        for arguments in [
            "{ a: [[[1]]] }", "{ a: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] }", "{ a: s }",
        ] {
            let result = await enclave.run(
                "let s = 'xxxxxxxxxx'; for (let i = 0; i < 7; i++) s = s + s;"
                    + "try { await callTool('t', \(arguments)) } catch (e) { return e.code }")
            #expect(result.value == "SERIALIZATION_LIMIT_EXCEEDED")
        }
        let result = await enclave.run("return await callTool('t', { a: [[1]] })")
        #expect(result.value == 1)
    }

    @Test func `a result longer than allowed fails the call`() async {
        let limits = EnclaveLimits.standard { $0.toolPayloadBytesMax = 100 }
        let enclave = Enclave(limits: limits) { _ in .string(String(repeating: "x", count: 200)) }
        let result = await enclave.run("try { await callTool('t', {}) } catch (e) { return e.code }")
        #expect(result.value == "INVALID_TOOL_RESULT")
    }

    @Test func `without a handler every call fails`() async {
        let result = await Enclave(limits: .standard()).run(
            "try { await callTool('t', {}) } catch (e) { return e.code }")
        #expect(result.value == "UNKNOWN_TOOL")
    }

    @Test func `a tool that does not answer in time fails its call and not the run`() async {
        let limits = EnclaveLimits.standard { $0.toolTimeout = .milliseconds(30) }
        let enclave = Enclave(limits: limits, toolHandler: hangingTool)
        let result = await enclave.run("try { await callTool('t', {}) } catch (e) { return [e.name, e.code] }")
        #expect(result.value == ["TimeoutError", "TOOL_TIMEOUT"])
    }

    @Test func `calls run side by side`() async {
        // The first call is answered only when the second is there.
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
        let enclave = Enclave(limits: .standard()) { call in
            if call.name == "first" {
                for await _ in stream { break }
            } else {
                continuation.yield()
            }
            return .string(call.name)
        }
        let result = await enclave.run(
            "const a = callTool('first', {}); const b = callTool('second', {}); return [await a, await b]")
        #expect(result.value == ["first", "second"])
    }

    @Test func `the answers of the owner of a run are applied once`() async {
        let (calls, continuation) = AsyncStream.makeStream(of: ToolCall.self)
        let (results, ended) = AsyncStream.makeStream(of: ExecutionResult.self)
        let run = Enclave(limits: .standard()).start(
            "return await callTool('t', { a: 1 })",
            onEvent: { if case .toolCall(let call) = $0 { continuation.yield(call) } }, onEnd: { ended.yield($0) })
        for await call in calls {
            run.answer(ToolCall.ID(rawValue: 99), .success(json: "0"))
            run.answer(call.id, .success(json: "1"))
            run.answer(call.id, .success(json: "2"))
            break
        }
        for await result in results {
            #expect(result.value == 1)
            break
        }
    }

    @Test func `an answer that is not JSON fails the call`() async {
        let (calls, continuation) = AsyncStream.makeStream(of: ToolCall.self)
        let (results, ended) = AsyncStream.makeStream(of: ExecutionResult.self)
        let run = Enclave(limits: .standard()).start(
            "try { await callTool('t', {}) } catch (e) { return e.code }",
            onEvent: { if case .toolCall(let call) = $0 { continuation.yield(call) } }, onEnd: { ended.yield($0) })
        for await call in calls {
            run.answer(call.id, .success(json: "{"))
            break
        }
        for await result in results {
            #expect(result.value == "INVALID_TOOL_RESULT")
            break
        }
    }
}
