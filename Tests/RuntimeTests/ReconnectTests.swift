import Link
import Protocol
import Sandbox
import Testing

@testable import Runtime

struct ReconnectTests {
    private let id = SessionID(unchecked: "s_1")

    /// Registers over a new link; the registration's sessions are given back.
    private func connect(
        _ worker: Worker, _ group: inout ThrowingTaskGroup<Void, any Error>, drop: [SessionID] = []
    ) async throws -> (ScriptedBroker, [SessionID]) {
        let (near, far) = InMemoryLink.pair()
        group.addTask { _ = await worker.serve(far) }
        let broker = ScriptedBroker(near)
        guard case .register(let registration) = try await broker.next() else { throw TestFailure.unexpectedMessage }
        try await broker.send(.registered(RegistrationReceipt(runtimeID: registration.runtimeID, drop: drop)))
        return (broker, registration.activeSessions)
    }

    @Test func `a session outlives its connection, and no event is lost`() async throws {
        let worker = Worker(settings: .patient(), logger: quietLogger)
        try await withThrowingTaskGroup(of: Void.self) { group in
            let (first, none) = try await connect(worker, &group)
            #expect(none.isEmpty)
            try await first.send(
                .execute(
                    ExecuteRequest(
                        sessionID: id, code: "console.log('a'); return await callTool('t', {})", limits: .patient)))
            while let event = try await first.nextEvent(), event.type != .toolCall {}
            first.close(LinkClosure(.abnormal))
            try await group.next()
            let (second, held) = try await connect(worker, &group)
            #expect(held == [id])
            let events = try await second.events(of: id) { _ in .success(7) }
            #expect(events.map(\.sequence) == [1, 2, 3, 4, 5])
            #expect(events.last?.final?.result == 7)
            second.close()
        }
    }

    @Test func `a session that the broker has given up is cancelled`() async throws {
        let worker = Worker(settings: .patient(), logger: quietLogger)
        try await withThrowingTaskGroup(of: Void.self) { group in
            let (first, _) = try await connect(worker, &group)
            try await first.send(
                .execute(ExecuteRequest(sessionID: id, code: "await callTool('t', {})", limits: .patient)))
            while let event = try await first.nextEvent(), event.type != .toolCall {}
            first.close(LinkClosure(.abnormal))
            try await group.next()
            let (second, _) = try await connect(worker, &group, drop: [id])
            try await second.send(
                .execute(ExecuteRequest(sessionID: SessionID(unchecked: "s_2"), code: "return 1", limits: .patient)))
            _ = try await second.events(of: SessionID(unchecked: "s_2"))
            while worker.sessionCount > 0 { await Task.yield() }
            second.close()
        }
    }

    @Test func `a session without a broker is given up after a while`() async throws {
        let worker = Worker(settings: .patient(orphanGrace: .zero), logger: quietLogger)
        try await withThrowingTaskGroup(of: Void.self) { group in
            let (first, _) = try await connect(worker, &group)
            try await first.send(
                .execute(ExecuteRequest(sessionID: id, code: "await callTool('t', {})", limits: .patient)))
            while let event = try await first.nextEvent(), event.type != .toolCall {}
            first.close(LinkClosure(.abnormal))
            try await group.next()
            #expect(worker.sessionCount == 1)
            worker.dropOrphans()
            // Ends the test: a session that is not given up keeps it waiting for ten minutes.
            while worker.sessionCount > 0 { await Task.yield() }
        }
    }

    @Test func `what is kept for a reconnect is bounded`() throws {
        var outbox = SessionOutbox()
        let chunk = String(repeating: "x", count: 1000)
        for _ in 0..<1000 { _ = try outbox.add(.stdout(chunk: chunk), of: id, isConnected: true) }
        let bytes = outbox.resume().reduce(0) { $0 + $1.count }
        #expect(bytes <= SessionOutbox.replayBytesMax)
        #expect(bytes > SessionOutbox.replayBytesMax / 2)
        #expect(!outbox.isOverfull)
        for _ in 0..<9000 { _ = try outbox.add(.stdout(chunk: chunk), of: id, isConnected: false) }
        #expect(outbox.isOverfull)
    }
}

struct SamenessTests {
    private static let script = """
        const totals = {}
        for (let i = 0; i < 10; i++) {
          const { value } = await callTool('next', { i })
          totals['k' + (value % 3)] = (totals['k' + (value % 3)] || 0) + value
          console.log('step', i)
        }
        return totals
        """

    @Test func `fuel and memory are the same embedded and over a link`() async throws {
        var limits = EnclaveLimits(.standard)
        limits.timeout = .seconds(600)
        let embedded = await Enclave(limits: limits, globals: ["context": [:]]) { call in
            ["value": .number((call.arguments["i"]?.doubleValue ?? 0) * 3)]
        }.run(Self.script)
        #expect(embedded.success)
        try await withWorker { broker, _ in
            for n in 0..<20 {
                let id = SessionID(unchecked: "s_\(n)")
                try await broker.send(.execute(ExecuteRequest(sessionID: id, code: Self.script, limits: .patient)))
                let events = try await broker.events(of: id) { call in
                    .success(["value": .integer((call.arguments["i"]?.intValue ?? 0) * 3)])
                }
                #expect(events.last?.final?.stats?.fuel == embedded.stats.fuelUsed)
                #expect(events.last?.final?.stats?.heapBytesPeak == embedded.stats.heapBytesPeak)
            }
        }
    }

    @Test func `two hundred sessions share one link`() async throws {
        try await withWorker { broker, worker in
            let ids = (0..<200).map { SessionID(unchecked: "s_\($0)") }
            for id in ids {
                try await broker.send(
                    .execute(
                        ExecuteRequest(
                            sessionID: id,
                            code: "let s = 0; for (let i = 0; i < 5; i++) s += await callTool('t', { i }); return s",
                            limits: .patient)))
            }
            var open = Set(ids)
            var sequences: [SessionID: Int] = [:]
            while !open.isEmpty, let event = try await broker.nextEvent() {
                #expect(event.sequence == (sequences[event.sessionID] ?? 0) + 1)
                sequences[event.sessionID] = event.sequence
                if case .toolCall(let call) = event.payload {
                    try await broker.send(
                        .toolResult(
                            ToolResultMessage(
                                sessionID: event.sessionID, callID: call.callID,
                                outcome: .success(call.arguments["i"] ?? .null))))
                }
                if let final = event.final {
                    #expect(final.result == 10)
                    open.remove(event.sessionID)
                }
            }
            #expect(open.isEmpty)
            #expect(worker.sessionCount == 0)
        }
    }
}
