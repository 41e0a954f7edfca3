import JSON
import Link
import NIOCore
import Protocol
import Testing

@testable import Broker

@Suite(.timeLimit(.minutes(1))) struct BrokerHTTPTests {
    private static let scripts: [String: ScriptedRuntime.Script] = [
        "": { await $0.finish(1) },
        "wait": { script in
            await script.waitForCancellation()
            await script.fail(.sessionCancelled, "stopped")
        },
        "context": { await $0.finish(.object($0.request.context)) },
        "limits": { await $0.finish($0.request.limits.json) },
    ]

    private func run(
        clock: any BrokerClock = SystemClock(), configure: (inout BrokerConfiguration) -> Void = { _ in },
        body: @escaping @Sendable (BrokerHarness) async throws -> Void
    ) async throws {
        try await BrokerHarness.run(clock: clock, scripts: Self.scripts, configure: configure, body: body)
    }

    // MARK: Information

    @Test func `A session's information, the list of all, and forgetting one`() async throws {
        try await run { harness in
            var stream = try await harness.open("wait", ["sessionId": "s_a"])
            _ = try await stream.next()
            _ = try await harness.execute("", ["sessionId": "s_b"])
            let info = try #require(try await harness.send("GET", "/sessions/s_a").json)
            #expect(info["sessionId"] == "s_a")
            #expect(info["state"] == "running")
            let created = try #require(info["createdAt"]?.intValue)
            #expect(info["expiresAt"]?.intValue == created + 60_000)
            #expect(info["stats"]?["toolCallCount"] == 0)
            #expect(info["stats"]?["duration"]?.doubleValue != nil)
            let list = try #require(try await harness.send("GET", "/sessions").json)
            #expect(list["total"] == 2)
            #expect(
                list["sessions"]?.arrayValue?.compactMap { $0["state"]?.stringValue }.sorted() == [
                    "completed", "running",
                ])
            #expect(try await harness.send("GET", "/health").json?["sessions"] == ["active": 1, "total": 2])

            let deleted = try await harness.send("DELETE", "/sessions/s_a")
            #expect(deleted.json == ["success": true, "sessionId": "s_a"])
            #expect(try await harness.send("DELETE", "/sessions/s_a").status == 404)
            #expect(try await stream.rest().map(\.type) == [.error, .final])
            #expect(try await harness.send("GET", "/sessions/s_a/stream").status == 404)
        }
    }

    @Test func `A finished session's duration stands still and its time to be read ends`() async throws {
        let clock = ManualClock()
        try await run(clock: clock) { harness in
            _ = try await harness.execute("", ["sessionId": "s_a"])
            clock.advance(by: .seconds(59))
            let duration = try await harness.send("GET", "/sessions/s_a").json?["stats"]?["duration"]
            #expect(duration == 0)
            #expect(try await harness.send("GET", "/sessions/s_a/stream").events.count == 2)
            clock.advance(by: .seconds(1))
            while try await harness.send("GET", "/sessions/s_a").status == 200 {}
        }
    }

    @Test func `Health, readiness and the catalogue`() async throws {
        try await BrokerHarness.run(scripts: nil) { harness in
            #expect(try await harness.send("GET", "/ready").status == 503)
            #expect(try await harness.send("GET", "/ready").json == ["status": "not ready"])
            let health = try await harness.send("GET", "/health")
            #expect(health.json?["status"] == "ok")
            #expect(
                try await harness.send("GET", "/code/actions").json == [
                    "actions": [], "services": [], "version": "empty",
                ])
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                harness.connect(scripts: [:], in: &tasks)
                try await harness.waitUntilReady()
                harness.broker.tool("b", description: "B") { (_: [String: Int], _) in 1 }
                harness.broker.tool("a") { (_: JSONValue, _) in 1 }
                let catalogue = try await harness.send("GET", "/code/actions")
                #expect(catalogue.json?["actions"]?.arrayValue?.compactMap { $0["name"]?.stringValue } == ["a", "b"])
                #expect(catalogue.json?["actions"]?[1]?["inputSchema"]?["additionalProperties"] == ["type": "integer"])
                #expect(catalogue.headers["etag"] == "\"\(catalogue.json?["version"]?.stringValue ?? "")\"")
                tasks.cancelAll()
            }
        }
    }

    @Test func `HEAD answers like GET without a body`() async throws {
        try await run { harness in
            let answer = try await harness.send("HEAD", "/health")
            #expect(answer.status == 200)
            #expect(answer.body.isEmpty)
        }
    }

    // MARK: Admission

    @Test func `A live session's id is taken, a finished one's is free again`() async throws {
        try await run { harness in
            var stream = try await harness.open("wait", ["sessionId": "s_a"])
            _ = try await stream.next()
            let second = try await harness.execute("", ["sessionId": "s_a"])
            #expect(second.status == 409)
            #expect(second.code == "SESSION_EXISTS")
            _ = try await harness.send("POST", "/sessions/s_a/cancel")
            _ = try await stream.rest()
            #expect(try await harness.execute("", ["sessionId": "s_a"]).status == 200)
            #expect(try await harness.send("GET", "/sessions/s_a").json?["state"] == "completed")
            #expect(try await harness.send("GET", "/sessions").json?["total"] == 1)
        }
    }

    @Test func `A full table refuses with the time to come back, and counts live sessions only`() async throws {
        try await run(
            configure: { $0.broker.sessions = 2 },
            body: { harness in
                for _ in 0..<5 { #expect(try await harness.execute("").status == 200) }
                var first = try await harness.open("wait", ["sessionId": "s_a"])
                _ = try await first.next()
                var second = try await harness.open("wait")
                _ = try await second.next()
                let refused = try await harness.execute("")
                #expect(refused.status == 503)
                #expect(refused.code == "SESSION_CREATE_ERROR")
                #expect(refused.headers["retry-after"] == "1")
                _ = try await harness.send("DELETE", "/sessions/s_a")
                #expect(try await harness.execute("").status == 200)
            })
    }

    @Test func `A session that no runtime takes says so on its stream`() async throws {
        let clock = ManualClock()
        try await BrokerHarness.run(
            clock: clock, scripts: nil, configure: { $0.broker.runtimeWait = .seconds(2) },
            body: { harness in
                var stream = try await harness.open("")
                #expect(try await stream.next()?.type == .sessionInit)
                clock.advance(by: .seconds(2))
                let rest = try await stream.rest()
                #expect(rest.count == 1)
                guard case .final(let final) = rest.first?.payload, case .failure(let error) = final.outcome else {
                    return
                }
                #expect(error.code == .runtimeUnavailable)
            })
    }

    @Test func `A request's wishes reach the runtime, bounded by the operator`() async throws {
        try await run(
            configure: { configuration in
                configuration.limits.toolCallsMax = 5
                configuration.limitMaximums.toolCallsMax = 5
            },
            body: { harness in
                let context = try await harness.execute("context", ["context": ["user": ["id": 7]]])
                #expect(context.text.contains(#""result":{"user":{"id":7}}"#))
                let more: JSONObject = [
                    "config": ["maxExecutionMs": 1_000], "limits": ["maxToolCalls": 9, "fuel": 10],
                ]
                let limits = try await harness.execute("limits", more)
                guard case .final(let final) = limits.events.last?.payload, case .success(let result?) = final.outcome
                else {
                    return
                }
                #expect(result["sessionTtlMs"] == 1_000)
                #expect(result["maxToolCalls"] == 5)
                #expect(result["fuel"] == 10)
            })
    }

    // MARK: CORS and prefix

    @Test func `Browsers may read what the operator allows`() async throws {
        try await run(
            configure: { $0.allowedOrigins = ["https://a.example"] },
            body: { harness in
                for (method, path) in [("GET", "/health"), ("GET", "/none"), ("OPTIONS", "/sessions/s_x/cancel")] {
                    let allowed = try await harness.send(method, path, headers: ["Origin": "https://a.example"])
                    #expect(allowed.headers["access-control-allow-origin"] == "https://a.example")
                    #expect(allowed.headers["vary"] == "Origin")
                    #expect(allowed.headers["access-control-allow-methods"] == "GET, POST, DELETE, OPTIONS")
                    #expect(allowed.headers["access-control-allow-headers"]?.contains("Authorization") == true)
                    #expect(
                        allowed.headers["access-control-expose-headers"] == "X-Session-ID, X-Replay-From, Retry-After")
                    #expect(allowed.headers["access-control-max-age"] == "86400")
                    let other = try await harness.send(method, path, headers: ["Origin": "https://b.example"])
                    #expect(other.headers["access-control-allow-origin"] == nil)
                    #expect(other.headers["vary"] == "Origin")
                    #expect(other.status == allowed.status)
                }
            })
    }

    @Test func `Every route answers a preflight`() async throws {
        try await run { harness in
            for path in [
                "/sessions", "/sessions/s_x", "/sessions/s_x/stream", "/sessions/s_x/cancel", "/code/actions",
                "/health", "/ready",
            ] {
                let answer = try await harness.send("OPTIONS", path, headers: ["Origin": "https://a.example"])
                #expect(answer.status == 204)
                #expect(answer.headers["access-control-allow-origin"] == "*")
                #expect(answer.body.isEmpty)
            }
        }
    }

    @Test func `All routes stand under the prefix`() async throws {
        try await BrokerHarness.run(
            scripts: nil, configure: { $0.pathPrefix = "/enclave" },
            body: { harness in
                for (path, status) in [("/enclave/health", 200), ("/health", 404), ("/enclavehealth", 404)] {
                    let answer = try await harness.send("GET", path)
                    #expect(answer.status == status)
                }
            })
    }

    // MARK: Connections

    @Test func `A connection serves another request after a stream has ended`() async throws {
        try await run { harness in
            try await RawConnection.open(port: harness.port) { reader, writer in
                let body = #"{"code":""}"#
                let request =
                    "POST /sessions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
                try await writer.write(ByteBuffer(string: request))
                try await reader.expect("\r\n0\r\n\r\n")
                #expect(reader.text.lowercased().contains("connection: keep-alive"))
                try await writer.write(ByteBuffer(string: "GET /health HTTP/1.1\r\nHost: x\r\n\r\n"))
                try await reader.expect("\"status\":\"ok\"")
            }
        }
    }

    @Test func `A session goes on without its reader and is cancelled when none comes back`() async throws {
        let clock = ManualClock()
        try await run(
            clock: clock, configure: { $0.broker.orphanGrace = .seconds(50) },
            body: { harness in
                try await RawConnection.open(port: harness.port) { reader, writer in
                    let body = #"{"code":"wait","sessionId":"s_a"}"#
                    let request =
                        "POST /sessions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
                    try await writer.write(ByteBuffer(string: request))
                    try await reader.expect("session_init")
                }
                // Somebody else reads along and leaves too.
                var second = try await harness.open(stream: "/sessions/s_a/stream")
                #expect(try await second.next()?.sequence == 1)
                clock.advance(by: .seconds(49))
                #expect(try await harness.send("GET", "/sessions/s_a").json?["state"] == "running")
                _ = try await harness.send("POST", "/sessions/s_a/cancel")
                #expect(try await second.rest().last?.isFinal == true)
            })
    }

    @Test(arguments: [false, true]) func `An orphan is cancelled, whether its reader closed or was cut off`(
        isCutOff: Bool
    ) async throws {
        let clock = ManualClock()
        try await run(
            clock: clock, configure: { $0.broker.orphanGrace = .seconds(5) },
            body: { harness in
                try await RawConnection.open(port: harness.port, resetsAtEnd: isCutOff) { reader, writer in
                    let body = #"{"code":"wait","sessionId":"s_a"}"#
                    let request =
                        "POST /sessions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
                    try await writer.write(ByteBuffer(string: request))
                    try await reader.expect("session_init")
                }
                // The leaving is noticed by the server in its own time; each question is a round trip.
                while try await harness.send("GET", "/sessions/s_a").json?["state"] == "running" {
                    clock.advance(by: .seconds(1))
                }
                let text = try await harness.send("GET", "/sessions/s_a/stream").text
                #expect(text.contains("no reader left"))
            })
    }

    // MARK: The end

    @Test func `A stop ends every session with final, refuses new ones, and returns`() async throws {
        try await BrokerHarness.run(scripts: Self.scripts) { harness in
            var stream = try await harness.open("wait")
            _ = try await stream.next()
            await harness.group.triggerGracefulShutdown()
            let rest = try await stream.rest()
            #expect(rest.map(\.type) == [.error, .final])
            guard case .error(let notice) = rest.first?.payload else { return }
            #expect(notice.message == "the broker is shutting down")
        }
    }
}
