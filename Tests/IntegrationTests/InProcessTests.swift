import Broker
import JSON
import Link
import Logging
import Protocol
import Runtime
import Testing

/// A broker whose sessions are run by its own process, without any port.
@Suite(.timeLimit(.minutes(1))) struct InProcessTests {
    /// Runs a broker with one worker, without HTTP.
    private static func run(
        _ prepare: (Broker) -> Void = { _ in }, _ body: (InProcessSessions) async throws -> Void
    ) async throws {
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        var configuration = BrokerConfiguration.default
        configuration.broker.runtimeWait = .seconds(50)
        configuration.broker.readerQueueBytes = 16 << 10
        let broker = Broker(configuration: configuration, logger: logger)
        prepare(broker)
        let worker = Worker(settings: RuntimeSettings(), logger: logger)
        let (near, far) = InMemoryLink.pair()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await broker.serve(near) }
            group.addTask { _ = await worker.serve(far) }
            try await broker.runInProcess(body)
            near.close(LinkClosure(.normal))
            try await group.waitForAll()
        }
    }

    private static func all(_ stream: InProcessEvents) async -> [Event] {
        var events: [Event] = []
        for await event in stream { events.append(event) }
        return events
    }

    @Test func `A session's events are those that a client would get`() async throws {
        let tools: (Broker) -> Void = { $0.tool("one") { (_: JSONValue, _) in 1 } }
        try await Self.run(tools) { sessions in
            let stream = try await sessions.start(CreateSession(code: "return 1 + await callTool('one', {})"))
            let events = await Self.all(stream)
            #expect(
                events.map(\.type) == [
                    .sessionInit, .toolCall, .toolProgress, .toolProgress, .toolResultApplied, .final,
                ])
            #expect(events.final?.outcome == .success(result: 2))
        }
    }

    @Test func `A reader that falls behind goes on with what is kept, and gets the end`() async throws {
        try await Self.run { sessions in
            let code = "for (let i = 0; i < 900; i++) console.log('x'.repeat(200)); return 'done'"
            let stream = try await sessions.start(CreateSession(code: code))
            var iterator = stream.makeAsyncIterator()
            #expect(await iterator.next()?.type == .sessionInit)
            // Far more than the queue of this reader takes comes meanwhile.
            let last = await Self.all(try await sessions.start(CreateSession(code: "return 1"))).last
            #expect(last?.isFinal == true)
            var numbers = [1]
            while let event = await iterator.next() { numbers.append(event.sequence) }
            #expect(numbers == Array(1...902))
        }
    }

    @Test func `A cancel ends a session, and the end of the broker ends those that are left`() async throws {
        let tools: (Broker) -> Void = { broker in
            broker.tool("hang") { (_: JSONValue, _) in
                for await _ in AsyncStream<Void>.makeStream().stream {}
                return nil
            }
        }
        let left = Box<InProcessEvents>()
        try await Self.run(tools) { sessions in
            let code = "await callTool('hang', {})"
            let stream = try await sessions.start(CreateSession(code: code))
            await stream.cancel(reason: "enough")
            #expect(await Self.all(stream).error?.message == "enough")
            left.value = try await sessions.start(CreateSession(code: code))
        }
        let events = await Self.all(try #require(left.value))
        #expect(events.error?.code == .sessionCancelled)
    }

    @Test func `A session is refused by the code that a client would get`() async throws {
        let tools: (Broker) -> Void = { broker in
            broker.tool("hang") { (_: JSONValue, _) in
                for await _ in AsyncStream<Void>.makeStream().stream {}
                return nil
            }
        }
        try await Self.run(tools) { sessions in
            let request = CreateSession(code: "await callTool('hang', {})", sessionID: SessionID(unchecked: "s_1"))
            let first = try await sessions.start(request)
            do throws(InProcessSessions.Refusal) {
                _ = try await sessions.start(request)
                Issue.record("two sessions of one id run")
            } catch {
                #expect(error.code == .sessionExists)
            }
            await first.cancel(reason: nil)
        }
    }
}
