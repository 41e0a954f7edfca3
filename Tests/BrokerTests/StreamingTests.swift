import JSON
import Link
import NIOCore
import Protocol
import Testing

@testable import Broker

/// Streams under load: slow readers, many sessions, much output.
@Suite(.timeLimit(.minutes(1))) struct StreamingTests {
    private static func request(_ code: String, _ more: JSONObject = [:]) -> ByteBuffer {
        var object = more
        object["code"] = .string(code)
        let body = JSONValue.object(object).description
        return ByteBuffer(
            string: """
                POST /sessions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r
                Content-Length: \(body.utf8.count)\r\n\r\n\(body)
                """)
    }

    @Test func `A reader that takes nothing loses its connection, and the session goes on for the others`() async throws
    {
        // 24 MiB in pieces of 64 KiB, far more than one reader's queue and the sockets' buffers.
        let flood: ScriptedRuntime.Script = { script in
            let piece = String(repeating: "x", count: 64 << 10)
            for _ in 0..<384 { await script.emit(.stdout(chunk: piece)) }
            await script.finish("done")
        }
        try await BrokerHarness.run(
            scripts: ["flood": flood],
            configure: { configuration in
                configuration.limits.stdoutBytesMax = 100 << 20
                configuration.limitMaximums.stdoutBytesMax = 100 << 20
                configuration.broker.readerQueueBytes = 1 << 20
                configuration.broker.historyBytes = 2 << 20
            },
            body: { harness in
                try await RawConnection.open(port: harness.port, receiveBufferBytes: 4_096) { reader, writer in
                    try await writer.write(Self.request("flood", ["sessionId": "s_a"]))
                    try await reader.expect("session_init")
                    // It reads no further; somebody who comes later reads to the end of the session.
                    while try await harness.send("GET", "/sessions/s_a").json?["state"] == "running" {}
                    let answer = try await harness.send("GET", "/sessions/s_a/stream")
                    #expect(answer.events.last?.isFinal == true)
                    #expect(answer.events.first?.type == .sessionInit)
                    #expect(answer.headers["x-replay-from"] == answer.events.dropFirst().first.map { "\($0.sequence)" })
                    let left = await reader.readToEnd()
                    #expect(left < 12 << 20)
                    #expect(!reader.text.contains("\"final\""))
                }
            })
    }

    @Test func `A reader that keeps up gets every event of a flood`() async throws {
        let flood: ScriptedRuntime.Script = { script in
            for index in 0..<5_000 { await script.emit(.stdout(chunk: "line \(index)\n")) }
            await script.finish(nil)
        }
        try await BrokerHarness.run(scripts: ["flood": flood]) { harness in
            var stream = try await harness.open("flood")
            var numbers: [Int] = []
            while let event = try await stream.next() { numbers.append(event.sequence) }
            #expect(numbers == Array(1...5_002))
        }
    }

    @Test func `A result of megabytes arrives whole, one too large becomes a failure`() async throws {
        let result: ScriptedRuntime.Script = { script in
            let count = script.request.context["bytes"]?.intValue ?? 0
            await script.finish(.string(String(repeating: "r", count: count)))
        }
        try await BrokerHarness.run(scripts: ["result": result]) { harness in
            let whole = try await harness.execute("result", ["context": ["bytes": .integer(6 << 20)]])
            guard case .final(let final) = whole.events.last?.payload, case .success(let text) = final.outcome else {
                Issue.record("no result")
                return
            }
            #expect(text?.stringValue?.utf8.count == 6 << 20)
            let large = try await harness.execute("result", ["context": ["bytes": .integer(9 << 20)]])
            #expect(large.text.contains("SERIALIZATION_LIMIT_EXCEEDED"))
        }
    }

    @Test func `Two hundred sessions at once with tool calls over two runtimes all end well`() async throws {
        let script: ScriptedRuntime.Script = { script in
            var sum = 0
            for number in 1...3 {
                guard case .success(let value?) = await script.callTool("double", ["n": .integer(number)]) else {
                    return
                }
                sum += value.intValue ?? 0
            }
            await script.finish(.integer(sum))
        }
        struct Arguments: Decodable { let n: Int }
        try await BrokerHarness.run(
            scripts: nil, configure: { $0.broker.sessions = 200 },
            prepare: { broker in broker.tool("double") { (arguments: Arguments, _) in arguments.n * 2 } },
            body: { harness in
                try await withThrowingTaskGroup(of: Void.self) { tasks in
                    let first = harness.connect(id: "r_1", scripts: ["sum": script], places: 100, in: &tasks)
                    let second = harness.connect(id: "r_2", scripts: ["sum": script], places: 100, in: &tasks)
                    try await harness.waitUntilReady()
                    try await withThrowingTaskGroup(of: BrokerHarness.Answer.self) { sessions in
                        for _ in 0..<200 { sessions.addTask { try await harness.execute("sum") } }
                        for try await answer in sessions {
                            #expect(answer.events.map(\.sequence) == Array(1...14))
                            #expect(answer.text.contains("\"result\":12"))
                        }
                    }
                    #expect(first.executedCount + second.executedCount == 200)
                    #expect(first.executedCount >= 60)
                    #expect(second.executedCount >= 60)
                    tasks.cancelAll()
                }
            })
    }

    @Test func `Several readers of one session get the same lines`() async throws {
        let script: ScriptedRuntime.Script = { script in
            _ = await script.callTool("gate", [:])
            for index in 0..<200 { await script.emit(.stdout(chunk: "\(index)")) }
            await script.finish(nil)
        }
        let (gate, opener) = AsyncStream.makeStream(of: Void.self)
        try await BrokerHarness.run(
            scripts: ["s": script],
            prepare: { broker in
                broker.tool("gate") { (_: JSONValue, _) in
                    for await _ in gate { break }
                    return nil
                }
            },
            body: { harness in
                try await withThrowingTaskGroup(of: String.self) { readers in
                    readers.addTask { try await harness.execute("s", ["sessionId": "s_a"]).text }
                    while try await harness.send("GET", "/sessions/s_a").status != 200 {}
                    for _ in 0..<5 {
                        readers.addTask { try await harness.send("GET", "/sessions/s_a/stream").text }
                    }
                    try await harness.poll { await harness.broker.readerCount(of: SessionID(unchecked: "s_a")) == 6 }
                    opener.yield()
                    let texts = try await readers.reduce(into: Set<String>()) { $0.insert($1) }
                    #expect(texts.count == 1)
                }
            })
    }
}
