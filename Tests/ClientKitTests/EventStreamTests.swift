import JSON
import Protocol
import Testing

@testable import ClientKit

/// The client over real connections, to a server that answers as each test says.
@Suite(.timeLimit(.minutes(1))) struct EventStreamTests {
    private static let id = SessionID(unchecked: "s_test")
    private static let request = CreateSession(code: "return 1", sessionID: id)

    /// The numbers of the events of a stream, and why it ended.
    private static func read(_ stream: EventStream) async -> (numbers: [Int], error: ClientError?) {
        var numbers: [Int] = []
        do throws(ClientError) {
            var iterator = stream.makeAsyncIterator()
            while let event = try await iterator.next() { numbers.append(event.sequence) }
            return (numbers, nil)
        } catch {
            return (numbers, error)
        }
    }

    @Test func `One request, with the prefix and the caller's headers, gives all events`() async throws {
        try await ScriptedServer.run { _, _, connection in
            try await connection.beginStream()
            try await connection.events(Self.id, 1...3)
            try await connection.chunk("{\"broken\n\nnull\n")
            try await connection.final(Self.id, 4)
            try await connection.event(Self.id, 5, .stdout(chunk: "too late"))
            try await connection.endStream()
        } while: { server in
            let options = EnclaveClient.Options(headers: [("Authorization", "Bearer t")])
            let client = EnclaveClient(broker: try server.url("/enclave"), options: options, clock: ManualClock())
            let stream = client.run(Self.request)
            #expect(server.received.isEmpty)
            #expect(await Self.read(stream) == ([1, 2, 3, 4], nil))
            #expect(await Self.read(stream) == ([], nil))
            let request = try #require(server.received.first)
            #expect(server.received.count == 1)
            #expect((request.method, request.target) == ("POST", "/enclave/sessions"))
            #expect(request.headers["authorization"] == "Bearer t")
            #expect(request.headers["accept"] == "application/x-ndjson")
            #expect(request.headers["content-type"] == "application/json")
            #expect(try JSONValue.parse(Array(request.body.utf8))["sessionId"] == "s_test")
        }
    }

    @Test(arguments: [true, false])
    func `A stream that stops before its final is read on from the next number`(properly: Bool) async throws {
        let last = Box()
        try await ScriptedServer.run { number, request, connection in
            try await connection.beginStream()
            switch number {
            case 0: try await connection.events(Self.id, 1...3)
            case 1: try await connection.events(Self.id, 2...5)
            default: try await connection.final(Self.id, 6)
            }
            if properly || number == 2 { return try await connection.endStream() }
            // Bytes that are under way are lost with a connection that breaks.
            while last.value < (number == 0 ? 3 : 5) { await Task.yield() }
        } while: { server in
            let clock = ManualClock.skippingWaits(jitter: 1)
            let stream = EnclaveClient(broker: try server.url(), clock: clock).run(Self.request)
            var numbers: [Int] = []
            for try await event in stream {
                numbers.append(event.sequence)
                last.value = event.sequence
            }
            #expect(numbers == [1, 2, 3, 4, 5, 6])
            #expect(
                server.received.map(\.target) == [
                    "/sessions", "/sessions/s_test/stream?fromSeq=4&from=4", "/sessions/s_test/stream?fromSeq=6&from=6",
                ])
            #expect(clock.skipped == [.milliseconds(1_300), .milliseconds(1_300)])
        }
    }

    @Test func `The request that creates a session is sent once, whatever happens to its answer`() async throws {
        try await ScriptedServer.run { number, _, connection in
            // The first connection closes without a word.
            if number > 0 { try await connection.answer("404 Not Found", #"{"code":"NOT_FOUND","message":"no"}"#) }
        } while: { server in
            let client = EnclaveClient(broker: try server.url(), clock: ManualClock.skippingWaits())
            let (numbers, error) = await Self.read(client.run(Self.request))
            #expect(numbers.isEmpty)
            guard case .lost = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(server.received.map(\.method) == ["POST", "GET"])
            #expect(server.received.last?.target == "/sessions/s_test/stream")
        }
    }

    @Test func `A broker that does not listen is unreachable at once`() async throws {
        let port = try #require(ReservedPort())
        let url = try #require(BrokerURL("http://127.0.0.1:\(port.number)"))
        let clock = ManualClock.skippingWaits()
        let (_, error) = await Self.read(EnclaveClient(broker: url, clock: clock).run(Self.request))
        #expect(error == .unreachable("127.0.0.1:\(port.number): connection refused"))
        #expect(error?.code == .networkError)
        #expect(clock.skipped.isEmpty)
    }

    @Test func `A refusal tells the broker's code and message`() async throws {
        try await ScriptedServer.run { _, _, connection in
            let body = #"{"code":"RATE_LIMITED","message":"slow down"}"#
            try await connection.answer("429 Too Many Requests", body, headers: "Retry-After: 7\r\n")
        } while: { server in
            let (_, error) = await Self.read(
                EnclaveClient(broker: try server.url(), clock: ManualClock()).run(Self.request))
            let refusal = ClientError.Refusal(
                status: 429, code: .rateLimited, message: "slow down", retryAfter: .seconds(7))
            #expect(error == .refused(refusal))
            #expect(server.received.count == 1)
        }
    }

    @Test func `Attempts wait as long as the broker asks, and end with the last one's reason`() async throws {
        try await ScriptedServer.run { number, _, connection in
            guard number > 0 else {
                try await connection.beginStream()
                try await connection.events(Self.id, 1...1)
                return try await connection.endStream()
            }
            try await connection.answer("503 Service Unavailable", "<html>", headers: "Retry-After: 3\r\n")
        } while: { server in
            let clock = ManualClock.skippingWaits()
            let client = EnclaveClient(broker: try server.url(), clock: clock)
            #expect(await Self.read(client.run(Self.request)) == ([1], .lost("the broker answers 503")))
            #expect(clock.skipped == [.seconds(1), .seconds(3), .seconds(4)])
        }
    }

    @Test func `An answer that is a page, or a line without end, is no stream`() async throws {
        try await ScriptedServer.run { number, _, connection in
            try await connection.beginStream(type: number == 0 ? "text/html" : NDJSON.mediaType)
            if number > 0 { try await connection.chunk(String(repeating: "x", count: 5_000)) }
            await connection.untilClosed()
        } while: { server in
            let options = EnclaveClient.Options(lineBytesMax: 4_096)
            let client = EnclaveClient(broker: try server.url(), options: options, clock: ManualClock())
            for _ in 0..<2 {
                let (_, error) = await Self.read(client.run(Self.request))
                #expect(error?.code == .parseError)
            }
        }
    }

    @Test func `Silence closes the connection before the next one opens`() async throws {
        try await ScriptedServer.run { number, _, connection in
            try await connection.beginStream()
            if number == 0 {
                try await connection.events(Self.id, 1...1)
                await connection.untilClosed()
            } else {
                try await connection.final(Self.id, 2)
                try await connection.endStream()
            }
        } while: { server in
            let clock = ManualClock.skippingWaits()
            let stream = EnclaveClient(broker: try server.url(), clock: clock).run(Self.request)
            var iterator = stream.makeAsyncIterator()
            #expect(try await iterator.next()?.sequence == 1)
            async let last = Self.read(stream)
            await clock.untilSomebodySleeps(for: .seconds(30))
            clock.advance(by: .seconds(30))
            #expect(await last == ([2], nil))
        }
    }

    @Test func `A filter travels with every request and always lets the end pass`() async throws {
        try await ScriptedServer.run { number, _, connection in
            try await connection.beginStream()
            if number == 0 {
                try await connection.events(Self.id, 1...2)
            } else {
                try await connection.final(Self.id, 3)
            }
            try await connection.endStream()
        } while: { server in
            var request = Self.request
            request.filter = EventFilter(mode: .include, rules: [], alwaysAllow: [])
            let client = EnclaveClient(broker: try server.url(), clock: ManualClock.skippingWaits())
            #expect(await Self.read(client.run(request)) == ([3], nil))
            let created = try EventFilter(
                json: try #require(JSONValue.parse(Array(server.received[0].body.utf8))["filter"]))
            #expect(created.alwaysAllow.isSuperset(of: ["final", "heartbeat", "session_init"]))
            #expect(server.received[1].query.contains("&filter=%7B%22mode%22"))
        }
    }

    @Test func `A reader that stops reading stops the sender`() async throws {
        let sent = Box()
        try await ScriptedServer.run { _, _, connection in
            try await connection.beginStream()
            for number in 1...100_000 {
                try await connection.event(Self.id, number, .stdout(chunk: String(repeating: "x", count: 4_096)))
                sent.value = number
            }
        } while: { server in
            let clock = ManualClock()
            do {
                let stream = EnclaveClient(broker: try server.url(), clock: clock).run(Self.request)
                var iterator = stream.makeAsyncIterator()
                for number in 1...50 { #expect(try await iterator.next()?.sequence == number) }
            }
            // The stream is gone, so the sender fails, long before it has sent its 400 MB.
            while sent.value < 50 { await Task.yield() }
            #expect(sent.value < 100_000)
        }
    }
}
