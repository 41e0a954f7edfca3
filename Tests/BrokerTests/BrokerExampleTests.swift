import Foundation
import JSON
import Protocol
import Testing

@testable import Broker

/// The protocol's own examples, over a real connection.
@Suite(.timeLimit(.minutes(1))) struct BrokerExampleTests {
    private static let scripts: [String: ScriptedRuntime.Script] = [
        "price": { script in
            guard case .success(let price?) = await script.callTool("price", ["sku": "A7"]) else { return }
            await script.emit(.stdout(chunk: "got \(price)\n"))
            await script.finish(.integer((price.intValue ?? 0) * 2))
        },
        "rejected": { await $0.fail(.validationError, "line 1: identifier process is not allowed") },
        "empty": { await $0.finish(nil) },
        "fan-out": { script in
            let failure = ErrorPayload(
                code: .toolTimeout, message: "no answer", path: ["1"], details: [.retry(delayMilliseconds: 2_000)])
            await script.emit(.partialResult(PartialResult(path: ["0"], data: ["t": 3])))
            await script.emit(.partialResult(PartialResult(path: ["1"], error: failure, hasNext: false)))
            await script.finish([["t": 3], .null])
        },
        "hang": { script in
            _ = await script.callTool("hang", [:])
            await script.waitForCancellation()
        },
    ]

    private static func tools(_ broker: Broker) {
        broker.tool("price") { (_: JSONValue, _) in 21 }
        broker.tool("hang") { (_: JSONValue, _) in
            await waitForCancellation()
            return nil
        }
    }

    private func run(
        clock: any BrokerClock = SystemClock(), _ body: @escaping @Sendable (BrokerHarness) async throws -> Void
    ) async throws {
        try await BrokerHarness.run(clock: clock, scripts: Self.scripts, prepare: Self.tools, body: body)
    }

    @Test func `Success with output and a tool`() async throws {
        try await run { harness in
            let answer = try await harness.execute("price", ["sessionId": "s_9f2c"])
            #expect(answer.status == 200)
            #expect(answer.headers["content-type"] == "application/x-ndjson")
            #expect(answer.headers["cache-control"] == "no-cache")
            #expect(answer.headers["x-session-id"] == "s_9f2c")
            #expect(answer.headers["x-accel-buffering"] == "no")
            #expect(answer.headers["transfer-encoding"] == "chunked")
            #expect(answer.body.last == UInt8(ascii: "\n"))
            let events = answer.events
            #expect(events.map(\.sequence) == Array(1...7))
            #expect(
                events.map(\.type) == [
                    .sessionInit, .toolCall, .toolProgress, .toolProgress, .toolResultApplied, .stdout, .final,
                ])
            let first = try JSONValue.parse(Array(answer.text.split(separator: "\n")[0].utf8))
            #expect(first["payload"]?["cancelUrl"] == "/sessions/s_9f2c/cancel")
            #expect(first["payload"]?["replayUrl"] == "/sessions/s_9f2c/stream")
            #expect(first["payload"]?["encryption"] == ["enabled": false])
            guard case .final(let final) = events.last?.payload else { return }
            #expect(final.outcome == .success(result: 42))
            #expect(final.stats?.toolCallCount == 1)
            #expect(final.stats?.stdoutBytes == 7)
        }
    }

    @Test func `A rejected script is a final on a 200`() async throws {
        try await run { harness in
            let answer = try await harness.execute("rejected")
            #expect(answer.status == 200)
            #expect(answer.events.map(\.type) == [.sessionInit, .final])
            #expect(answer.text.contains("\"code\":\"VALIDATION_ERROR\""))
        }
    }

    @Test func `An empty script succeeds without a result`() async throws {
        try await run { harness in
            let answer = try await harness.execute("empty")
            #expect(answer.events.last?.isFinal == true)
            #expect(!answer.text.contains("\"result\""))
        }
    }

    @Test func `A broken connection is resumed by from, fromSeq and Last-Event-ID without gap or repetition`()
        async throws
    {
        try await run { harness in
            _ = try await harness.execute("price", ["sessionId": "s_9f2c"])
            for path in ["?from=5", "?fromSeq=5", "?fromSeq=5&from=1"] {
                let answer = try await harness.send("GET", "/sessions/s_9f2c/stream\(path)")
                #expect(answer.status == 200)
                #expect(answer.events.map(\.sequence) == [5, 6, 7])
            }
            let byHeader = try await harness.send("GET", "/sessions/s_9f2c/stream?", headers: ["Last-Event-ID": "5"])
            #expect(byHeader.events.map(\.sequence) == [6, 7])
            for path in ["", "?", "?fromSeq=x&from=5", "?fromSeq=-3"] {
                let answer = try await harness.send("GET", "/sessions/s_9f2c/stream\(path)")
                #expect(answer.events.map(\.sequence) == Array(1...7))
            }
            let after = try await harness.send("GET", "/sessions/s_9f2c/stream?from=8")
            #expect(after.status == 200)
            #expect(after.body.isEmpty)
        }
    }

    @Test func `A cancel is posted as text and gives a notice and the final`() async throws {
        try await run { harness in
            var stream = try await harness.open("hang", ["sessionId": "s_9f2c"])
            _ = try await stream.first(.toolCall)
            for _ in 0..<2 {
                let answer = try await harness.send(
                    "POST", "/sessions/s_9f2c/cancel", body: #"{"reason":"user left"}"#,
                    headers: ["Content-Type": "text/plain;charset=UTF-8"])
                #expect(answer.status == 200)
                #expect(answer.json == ["success": true, "sessionId": "s_9f2c"])
            }
            let rest = try await stream.rest().filter { $0.type != .toolProgress }
            #expect(rest.map(\.type) == [.error, .final])
            #expect(
                rest.first?.payload
                    == .error(ErrorNotice(message: "user left", code: .sessionCancelled, isRecoverable: false)))
            let info = try await harness.send("GET", "/sessions/s_9f2c")
            #expect(info.json?["state"] == "cancelled")
            #expect(info.json?["toolCalls"]?[0]?["outcome"] == "abandoned")
        }
    }

    @Test func `A filter hides events and changes no number`() async throws {
        try await run { harness in
            let filter: JSONValue = ["mode": "include", "rules": [["types": ["types": ["stdout"]]]]]
            let answer = try await harness.execute("price", ["sessionId": "s_9f2c", "filter": filter])
            #expect(answer.events.map(\.sequence) == [1, 6, 7])
            let encoded = PercentEncoding.encoded(filter.description)
            let replay = try await harness.send("GET", "/sessions/s_9f2c/stream?filter=\(encoded)")
            #expect(replay.events.map(\.sequence) == [1, 6, 7])
            let nothing = PercentEncoding.encoded(#"{"mode":"include","rules":[],"alwaysAllow":[]}"#)
            let empty = try await harness.send("GET", "/sessions/s_9f2c/stream?filter=\(nothing)")
            #expect(empty.status == 200)
            #expect(empty.body.isEmpty)
        }
    }

    @Test func `A browser gets the same events as server-sent events, and is told when there are no more`() async throws
    {
        try await run { harness in
            let accept = ["Accept": "text/event-stream"]
            let body = #"{"code":"price","sessionId":"s_9f2c"}"#
            let answer = try await harness.send("POST", "/sessions", body: body, headers: accept)
            #expect(answer.headers["content-type"] == "text/event-stream")
            let frames = answer.text.components(separatedBy: "\n\n")
            #expect(frames.first == "retry: 1000")
            #expect(
                frames[6].hasPrefix(
                    "id: 6\nevent: stdout\ndata: {\"protocolVersion\":2,\"sessionId\":\"s_9f2c\",\"seq\":6"))
            #expect(frames.count == 9)
            #expect(frames.last == "")
            let resumed = try await harness.send(
                "GET", "/sessions/s_9f2c/stream?sseData=payload", headers: accept.merging(["Last-Event-ID": "5"]) { $1 }
            )
            #expect(resumed.text.hasPrefix("retry: 1000\n\nid: 6\nevent: stdout\ndata: {\"chunk\":\"got 21\\n\"}\n\n"))
            let over = try await harness.send(
                "GET", "/sessions/s_9f2c/stream", headers: accept.merging(["Last-Event-ID": "7"]) { $1 })
            #expect(over.status == 204)
        }
    }

    @Test(
        arguments: [
            (nil, false), ("*/*", false), ("application/x-ndjson", false), ("text/event-stream", true),
            ("text/html, text/event-stream;q=0.5", true),
            ("text/event-stream;q=0.4, application/x-ndjson;q=0.5", false),
            ("text/event-stream, application/x-ndjson", false), ("TEXT/Event-Stream ; q=1", true),
            ("text/event-stream;q=0", false), ("text/event-stream;q=x", false), (";;,,", false),
        ] as [(String?, Bool)]) func `The form of a stream is what the client prefers`(accept: String?, isEvents: Bool)
    {
        #expect((StreamFormat(accept: accept, payloadOnly: false) != .ndjson) == isEvents)
    }

    @Test func `A deadline passes while a tool hangs`() async throws {
        let clock = ManualClock()
        try await run(clock: clock) { harness in
            var stream = try await harness.open("hang", ["limits": ["deadlineMs": 300]])
            _ = try await stream.first(.toolProgress)
            _ = try await stream.first(.toolProgress)
            clock.advance(by: .milliseconds(304))
            let rest = try await stream.rest()
            #expect(rest.map(\.type) == [.toolResultApplied, .deadlineExceeded, .final])
            #expect(rest[1].payload == .deadlineExceeded(elapsedMilliseconds: 304, budgetMilliseconds: 300))
        }
    }

    @Test func `A fan-out with one failure succeeds with errors`() async throws {
        try await run { harness in
            let answer = try await harness.execute("fan-out")
            #expect(answer.events.map(\.type) == [.sessionInit, .partialResult, .partialResult, .final])
            guard case .final(let final) = answer.events.last?.payload else { return }
            #expect(final.isSuccess)
            #expect(final.errors.map(\.code) == [.toolTimeout])
        }
    }

    @Test func `Version 1 has no progress and no errors`() async throws {
        try await run { harness in
            let answer = try await harness.execute("price", ["protocolVersion": 1])
            #expect(answer.events.map(\.type) == [.sessionInit, .toolCall, .toolResultApplied, .stdout, .final])
            #expect(answer.events.allSatisfy { $0.protocolVersion == .v1 })
        }
    }

    @Test func `Heartbeats come while a session waits, and a reader can do without`() async throws {
        let clock = ManualClock()
        try await run(clock: clock) { harness in
            let more: JSONObject = ["sessionId": "s_9f2c", "config": ["heartbeatIntervalMs": 1_000]]
            var stream = try await harness.open("hang", more)
            _ = try await stream.first(.toolProgress)
            _ = try await stream.first(.toolProgress)
            for _ in 0..<3 {
                clock.advance(by: .seconds(1))
                #expect(try await stream.next()?.type == .heartbeat)
            }
            _ = try await harness.send("POST", "/sessions/s_9f2c/cancel", body: "")
            #expect(try await stream.rest().last?.isFinal == true)
        }
    }
}
