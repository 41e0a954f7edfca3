import Testing

@testable import Sandbox

struct DeterminismTests {
    private static let script = """
        const seen = {}
        for (let i = 0; i < 20; i++) {
          const { value } = await callTool('next', { i })
          seen['k' + (value % 7)] = (seen['k' + (value % 7)] || 0) + value
        }
        const all = [callTool('pair', { i: 1 }), callTool('pair', { i: 2 })]
        let sum = 0
        for (const p of all) sum += (await p).value
        console.log(`sum ${sum}`)
        return seen
        """

    /// One run, whose calls of `pair` are answered in the order of their numbers or the other way round.
    private func run(reversed: Bool = false) async -> ExecutionResult {
        let (calls, called) = AsyncStream.makeStream(of: ToolCall.self)
        let (results, ended) = AsyncStream.makeStream(of: ExecutionResult.self)
        let run = Enclave(limits: .standard()).start(
            Self.script, onEvent: { if case .toolCall(let call) = $0 { called.yield(call) } },
            onEnd: {
                ended.yield($0)
                called.finish()
            })
        var pair: [ToolCall] = []
        for await call in calls {
            if call.name == "pair" { pair.append(call) }
            let answered = call.name == "next" ? [call] : pair.count < 2 ? [] : reversed ? pair.reversed() : pair
            for call in answered {
                let number = call.arguments["i"]?.intValue ?? 0
                run.answer(call.id, .success(json: #"{"value":\#(number * 3)}"#))
            }
        }
        for await result in results { return result }
        return ExecutionResult(outcome: .success(json: nil), stats: ExecutionResult.Stats())
    }

    @Test(arguments: [false, true])
    func `fuel and memory are the same in a hundred runs`(reversed: Bool) async {
        let first = await run(reversed: reversed)
        #expect(first.success)
        await withTaskGroup(of: ExecutionResult.self) { group in
            for _ in 0..<100 { group.addTask { await run(reversed: reversed) } }
            for await result in group {
                #expect(result.stats.fuelUsed == first.stats.fuelUsed)
                #expect(result.stats.heapBytesPeak == first.stats.heapBytesPeak)
                #expect(result.outcome == first.outcome)
            }
        }
    }

    @Test func `two hundred runs with tool calls at a time`() async {
        let enclave = Enclave(limits: .standard()) { call in
            await Task.yield()
            return call.arguments
        }
        await withTaskGroup(of: (Int, ExecutionResult).self) { group in
            for n in 0..<200 {
                group.addTask {
                    let code =
                        "let s = 0; for (let i = 0; i < 10; i++) s += (await callTool('t', { v: \(n) })).v; return s"
                    return (n, await enclave.run(code))
                }
            }
            for await (n, result) in group { #expect(result.value == .number(Double(n * 10))) }
        }
    }
}
