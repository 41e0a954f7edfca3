import Protocol
import Testing

@testable import ClientKit

/// Cancelling a session, and letting go of one.
@Suite(.timeLimit(.minutes(1))) struct CancelTests {
    private static let id = SessionID(unchecked: "s_test")
    private static let request = CreateSession(code: "return 1", sessionID: id)

    /// Cancels after the first event; the error of the stream.
    private static func cancelAfterFirst(_ stream: EventStream) async throws -> ClientError? {
        var iterator = stream.makeAsyncIterator()
        _ = try await iterator.next()
        await stream.cancel(reason: "enough")
        do throws(ClientError) {
            while try await iterator.next() != nil {}
            return nil
        } catch {
            return error
        }
    }

    private static func start(_ connection: ScriptedServer.Connection, cancelURL: String?) async throws {
        try await connection.beginStream()
        let start = SessionInit(cancelURL: cancelURL, expiresAt: Timestamp(millisecondsSinceEpoch: 0))
        try await connection.event(id, 1, .sessionInit(start))
    }

    @Test func `A cancel is posted to the URL that the session named, and its final ends the stream`() async throws {
        let (cancels, cancelled) = AsyncStream.makeStream(of: Void.self)
        try await ScriptedServer.run { _, request, connection in
            guard request.target == "/base/sessions" else {
                cancelled.yield()
                return try await connection.answer("200 OK")
            }
            try await Self.start(connection, cancelURL: "/stop/here?now=1")
            for await _ in cancels { break }
            try await connection.final(Self.id, 2)
            try await connection.endStream()
        } while: { server in
            let client = EnclaveClient(broker: try server.url("/base"), clock: ManualClock())
            #expect(try await Self.cancelAfterFirst(client.run(Self.request)) == nil)
            let cancel = try #require(server.received.last)
            #expect((cancel.method, cancel.target) == ("POST", "/base/stop/here?now=1"))
            #expect(cancel.body == #"{"reason":"enough"}"#)
        }
    }

    @Test(arguments: ["http://evil.example/x", "//evil.example/x", "/../admin", nil])
    func `A cancel URL that leads elsewhere is not used`(url: String?) async throws {
        try await ScriptedServer.run { _, request, connection in
            guard request.target == "/sessions" else { return try await connection.answer("200 OK") }
            try await Self.start(connection, cancelURL: url)
            await connection.untilClosed()
        } while: { server in
            let clock = ManualClock()
            let options = EnclaveClient.Options(isLenient: true)
            let client = EnclaveClient(broker: try server.url(), options: options, clock: clock)
            async let error = Self.cancelAfterFirst(client.run(Self.request))
            while server.received.count < 2 { await Task.yield() }
            #expect(server.received.last?.target == "/sessions/s_test/cancel")
            await clock.untilSomebodySleeps(for: .seconds(2))
            clock.advance(by: .seconds(2))
            #expect(try await error == .cancelled)
        }
    }

    @Test func `A broker without the route is asked to delete the session`() async throws {
        try await ScriptedServer.run { _, request, connection in
            switch (request.method, request.target) {
            case ("POST", "/sessions"):
                try await Self.start(connection, cancelURL: "/sessions/s_test/cancel")
                await connection.untilClosed()
            case ("POST", _): try await connection.answer("404 Not Found", "<html>")
            default: try await connection.answer("200 OK")
            }
        } while: { server in
            let clock = ManualClock()
            let client = EnclaveClient(broker: try server.url(), clock: clock)
            async let error = Self.cancelAfterFirst(client.run(Self.request))
            while server.received.count < 3 { await Task.yield() }
            #expect(server.received.last?.method == "DELETE")
            #expect(server.received.last?.target == "/sessions/s_test")
            await clock.untilSomebodySleeps(for: .seconds(2))
            clock.advance(by: .seconds(2))
            #expect(try await error == .cancelled)
        }
    }

    @Test func `A cancel that nobody answers is over after two seconds`() async throws {
        try await ScriptedServer.run { number, _, connection in
            if number == 0 { try await Self.start(connection, cancelURL: nil) }
            await connection.untilClosed()
        } while: { server in
            let clock = ManualClock()
            let options = EnclaveClient.Options(isLenient: true)
            let client = EnclaveClient(broker: try server.url(), options: options, clock: clock)
            async let error = Self.cancelAfterFirst(client.run(Self.request))
            await clock.untilSomebodySleeps(for: .seconds(2))
            clock.advance(by: .seconds(2))
            #expect(try await error == .cancelled)
        }
    }

    @Test func `A stream cancelled before its start sends nothing`() async throws {
        try await ScriptedServer.run { _, _, connection in
            try await connection.answer("200 OK")
        } while: { server in
            let stream = EnclaveClient(broker: try server.url(), clock: ManualClock()).run(Self.request)
            await stream.cancel()
            var iterator = stream.makeAsyncIterator()
            await #expect(throws: ClientError.cancelled) { try await iterator.next() }
            #expect(server.received.isEmpty)
        }
    }

    @Test func `A task that is cancelled lets go of its stream, whatever it waits for`() async throws {
        let (starts, started) = AsyncStream.makeStream(of: Void.self)
        let (ends, ended) = AsyncStream.makeStream(of: Void.self)
        try await ScriptedServer.run { _, _, connection in
            started.yield()
            await connection.untilClosed()
            ended.yield()
        } while: { server in
            let stream = EnclaveClient(broker: try server.url(), clock: ManualClock()).run(Self.request)
            let reading = Task {
                var iterator = stream.makeAsyncIterator()
                return try await iterator.next()
            }
            for await _ in starts { break }
            reading.cancel()
            await #expect(throws: ClientError.cancelled) { try await reading.value }
            for await _ in ends { break }
        }
    }

    @Test func `Questions about sessions are answered, or refused in words`() async throws {
        try await ScriptedServer.run { _, request, connection in
            switch request.target {
            case "/sessions": try await connection.answer("200 OK", #"{"sessions":[],"total":0}"#)
            case "/sessions/s_bad": try await connection.answer("200 OK", "[]")
            case "/sessions/s_none":
                try await connection.answer("404 Not Found", #"{"code":"NOT_FOUND","message":"none"}"#)
            default: try await connection.answer("500 Internal Server Error", "oops")
            }
        } while: { server in
            let client = EnclaveClient(broker: try server.url(), clock: ManualClock())
            #expect(try await client.sessions().total == 0)
            #expect(try await client.session(SessionID(unchecked: "s_none")) == nil)
            for (name, code) in [("s_bad", ErrorCode.parseError), ("s_other", .sessionError)] {
                do throws(ClientError) {
                    _ = try await client.session(SessionID(unchecked: name))
                    Issue.record("\(name) is answered")
                } catch {
                    #expect(error.code == code)
                }
            }
        }
    }
}
