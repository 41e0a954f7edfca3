import JavaScriptSyntax
import Testing

@testable import JavaScript

/// Calls of host functions, answers to them, results and thrown errors as the host sees them.
@Suite struct HostCallTests {
    private func execution(
        _ source: String, functions: [String] = ["callTool"], limits: ExecutionLimits = ExecutionLimits()
    ) throws -> Execution {
        let program = try Program.compile(SourceText(source), name: "host.js", kind: .asyncFunctionBody)
        let execution = try #require(Execution(pool: ArenaPool(), limits: limits))
        for name in functions { execution.registerHostFunction(name) }
        execution.start(program)
        return execution
    }

    private func text(_ json: [UInt8]?) -> String? { json.map { String(decoding: $0, as: UTF8.self) } }

    @Test func `a host call carries its arguments as JSON and its answer comes back as a value`() throws {
        let run = try execution(
            "const r = await callTool('add', { a: 1, b: [undefined, { toJSON() { return 'j'; } }], c: undefined }); return r.sum + 1;"
        )
        #expect(run.run(slice: .max) == .waiting)
        let calls = run.takeHostCalls()
        #expect(calls.map(\.function) == ["callTool"])
        #expect(calls.map(\.argumentsJSON) == [#"["add",{"a":1,"b":[null,"j"]}]"#])
        #expect(run.takeHostCalls().isEmpty)
        #expect(run.pendingHostCallCount == 1)
        #expect(run.settle(call: calls[0].id, resultJSON: Array(#"{"sum":41}"#.utf8)) == .done)
        #expect(run.run(slice: .max) == .finished)
        #expect(text(try run.resultJSON()) == "42")
        #expect(run.pendingHostCallCount == 0)
    }

    @Test func `calls are answered in any order and errors are ordinary errors`() throws {
        let run = try execution(
            """
            const order = [];
            const a = callTool('a').then((v) => order.push(v));
            const b = callTool('b').catch((e) => order.push(e.name, e.message, e.code, e instanceof Error));
            await b; await a;
            return order;
            """)
        #expect(run.run(slice: .max) == .waiting)
        let calls = run.takeHostCalls()
        #expect(calls.count == 2)
        #expect(
            run.settle(call: calls[1].id, errorName: "ToolError", message: "refused", code: "TOOL_CALL_FAILED") == .done
        )
        #expect(run.run(slice: .max) == .waiting)
        #expect(run.settle(call: calls[1].id, resultJSON: []) == .noSuchCall)
        #expect(run.settle(call: calls[0].id, resultJSON: Array("not json".utf8)) == .notJSON)
        #expect(run.settle(call: calls[0].id, resultJSON: Array("\"é😀\"".utf8)) == .done)
        #expect(run.run(slice: .max) == .finished)
        #expect(text(try run.resultJSON()) == #"["ToolError","refused","TOOL_CALL_FAILED",true,"é😀"]"#)
    }

    @Test func `arguments that are no JSON throw at the call`() throws {
        let run = try execution("const o = {}; o.o = o; try { callTool(o); } catch (e) { return e.name; }")
        #expect(run.run(slice: .max) == .finished)
        #expect(text(try run.resultJSON()) == "\"TypeError\"")
        #expect(run.pendingHostCallCount == 0)
    }

    @Test func `a pending call moves with the image of its execution`() throws {
        let source = "return (await callTool('x')).v;"
        let program = try Program.compile(SourceText(source), name: "moved.js", kind: .asyncFunctionBody)
        let pool = ArenaPool()
        let first = try #require(Execution(pool: pool))
        first.registerHostFunction("callTool")
        first.start(program)
        #expect(first.run(slice: .max) == .waiting)
        let call = try #require(first.takeHostCalls().first)
        let second = try Execution(image: first.image(), program: program, pool: pool)
        #expect(second.pendingHostCallCount == 1)
        #expect(second.settle(call: call.id, resultJSON: Array(#"{"v":"moved"}"#.utf8)) == .done)
        #expect(second.run(slice: .max) == .finished)
        #expect(text(try second.resultJSON()) == "\"moved\"")
    }

    @Test func `a host function cannot be replaced or removed`() throws {
        let run = try execution(
            "'use strict'; const f = callTool; try { globalThis.callTool = 1; } catch (e) { return [e.name, typeof callTool, f === callTool]; }"
        )
        #expect(run.run(slice: .max) == .finished)
        #expect(text(try run.resultJSON()) == #"["TypeError","function",true]"#)
    }

    @Test func `globals are copies that cannot be assigned`() throws {
        let program = try Program.compile(
            SourceText("config.a.push(2); return [config.a.length, typeof print];"), name: "g.js",
            kind: .asyncFunctionBody)
        let run = try #require(Execution(pool: ArenaPool()))
        #expect(run.defineGlobal("config", json: Array(#"{"a":[1]}"#.utf8)))
        #expect(!run.defineGlobal("broken", json: Array("{".utf8)))
        run.removeGlobal("print")
        run.start(program)
        #expect(run.run(slice: .max) == .finished)
        #expect(text(try run.resultJSON()) == #"[2,"undefined"]"#)
    }

    // MARK: Results

    private func result(_ source: String, _ limits: ResultLimits = ResultLimits()) throws -> String? {
        let run = try execution(source)
        #expect(run.run(slice: .max) == .finished)
        return text(try run.resultJSON(limits))
    }

    @Test func `a result is written without running the program's code`() throws {
        let run = try execution("return { get a() { throw 1; }, b: 2, n: new Number(3) }")
        #expect(run.run(slice: .max) == .finished)
        let fuel = run.fuelUsed
        #expect(text(try run.resultJSON()) == #"{"b":2,"n":3}"#)
        #expect(run.fuelUsed > fuel)
    }

    @Test func `results follow the table of the sanitiser`() throws {
        #expect(try result("return undefined") == nil)
        #expect(
            try result(
                "return { a: [1, , NaN, undefined], b: undefined, get c() { return 1; }, constructor: 1, ['__proto__']: 2 }"
            )
                == #"{"a":[1,null,null,null]}"#)
        #expect(
            try result("return [new TypeError('x'), new Date(0), new Date(NaN)]")
                == #"[{"name":"TypeError","message":"x"},"1970-01-01T00:00:00.000Z",null]"#)
        #expect(try result("const o = { a: 1 }; return [o, o]") == #"[{"a":1},{"a":1}]"#)
        #expect(
            try result("const o = { a: 1 }; return [o, o]", ResultLimits(marksRepeated: true))
                == #"[{"a":1},"[Circular]"]"#)
        #expect(try result("const o = {}; o.o = { o }; return o") == #"{"o":{"o":"[Circular]"}}"#)
        #expect(try result("return 'lone \\ud800'") == #""lone \ud800""#)
    }

    @Test func `a result beyond its limits is an error that names the limit`() throws {
        func failure(_ source: String, _ limits: ResultLimits = ResultLimits()) throws -> ResultFailure? {
            do {
                _ = try result(source, limits)
                return nil
            } catch let error as ResultFailure {
                return error
            }
        }
        #expect(try failure("return () => 1") == .function)
        #expect(try failure("return [Symbol('x')]") == .symbol)
        #expect(try failure("return [[[1]]]", ResultLimits(depthMax: 1)) == .depth(1))
        #expect(try failure("return [[[1]]]", ResultLimits(depthMax: 2)) == nil)
        #expect(try failure("return [1, 2, { a: 1 }]", ResultLimits(propertiesMax: 3)) == .properties(3))
        #expect(try failure("return 'abcdef'", ResultLimits(bytesMax: 7)) == .bytes(7))
        #expect(try failure("const a = []; a.length = 4000000000; return a") == .properties(10_000))
        #expect(try failure("let a = 1; for (let i = 0; i < 100000; i++) a = [a]; return a") == .depth(20))
    }

    @Test func `a thrown value is described with its code and its place`() throws {
        let run = try execution("function f() { const e = new RangeError('no'); e.code = 'E1'; throw e; }\nf();")
        #expect(run.run(slice: .max) == .finished)
        let thrown = try #require(run.thrownError)
        #expect(thrown.isError)
        #expect(thrown.name == "RangeError")
        #expect(thrown.message == "no")
        #expect(thrown.code == "E1")
        #expect(thrown.stack.first?.function == "f")
        #expect(thrown.stack.first?.line == 1)
        let text = try execution("throw 'plain'")
        #expect(text.run(slice: .max) == .finished)
        #expect(text.thrownError?.message == "plain")
        #expect(text.thrownError?.isError == false)
    }

    // MARK: Console

    @Test func `the console is counted and its limit cannot be caught`() throws {
        let run = try execution(
            "try { for (;;) console.warn('12345'); } catch (e) { return 1; } finally { console.log('x'); }")
        var messages: [String] = []
        run.onConsole { messages.append("\($0.rawValue) \($1)") }
        run.setConsoleLimits(calls: 100, units: 17)
        #expect(run.run(slice: .max) == .terminated(.console))
        #expect(messages == ["warn 12345", "warn 12345", "warn 12345"])
        let calls = try execution("for (;;) console.log()")
        calls.setConsoleLimits(calls: 3, units: 100)
        #expect(calls.run(slice: .max) == .terminated(.console))
    }

    @Test func `a text that a program makes too large ends it under the memory limit`() throws {
        let source = "let a = ['0123456789']; for (let i = 0; i < 40; i++) a = [a, a]; return JSON.stringify(a).length;"
        let run = try execution(source, limits: ExecutionLimits(fuel: 1 << 40, heapBytesMax: 4 << 20))
        #expect(run.run(slice: 1_000_000_000) == .terminated(.memory))
    }
}
