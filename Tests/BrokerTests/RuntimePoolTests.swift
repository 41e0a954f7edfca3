import JSON
import Link
import Logging
import Protocol
import Synchronization
import Testing

@testable import Broker

/// Runtimes that come, go, refuse, fall silent and come back.
@Suite(.timeLimit(.minutes(1))) struct RuntimePoolTests {
    private static let scripts: [String: ScriptedRuntime.Script] = [
        "": { await $0.finish(1) },
        "wait": { script in
            await script.waitForCancellation()
            await script.fail(.sessionCancelled, "stopped")
        },
        "refuse": { await $0.fail(.runtimeAtCapacity, "full") },
        "deaf": { script in
            await script.emit(.stdout(chunk: "I do not listen"))
            await withTaskCancellationHandler {
                await waitForCancellation()
            } onCancel: {
            }
        },
    ]

    private func final(_ events: [Event]) -> ErrorCode? {
        guard case .final(let final) = events.last?.payload, case .failure(let error) = final.outcome else {
            return nil
        }
        return error.code
    }

    @Test func `Sessions of a runtime whose connection breaks end within the grace, those of another go on`()
        async throws
    {
        let clock = ManualClock()
        try await BrokerHarness.run(
            clock: clock, scripts: nil,
            configure: { configuration in
                configuration.routing = ["1", "2"].map { RoutingRule(match: ["to": $0], target: ["n": $0]) }
            },
            body: { harness in
                try await withThrowingTaskGroup(of: Void.self) { tasks in
                    let first = harness.connect(id: "r_1", scripts: Self.scripts, labels: ["n": "1"], in: &tasks)
                    harness.connect(id: "r_2", scripts: Self.scripts, labels: ["n": "2"], in: &tasks)
                    var lost = try await harness.open("wait", ["labels": ["to": "1"]])
                    var kept = try await harness.open("wait", ["labels": ["to": "2"], "sessionId": "s_kept"])
                    _ = try await lost.next()
                    _ = try await kept.next()
                    try await harness.poll { first.executedCount > 0 }
                    first.link.close(LinkClosure(.abnormal, origin: .failure))
                    // The breaking is noticed by the broker in its own time.
                    try await harness.poll { await !harness.broker.isConnected(first.id) }
                    clock.advance(by: .seconds(3))
                    let rest = try await lost.rest()
                    #expect(rest.map(\.type) == [.error, .final])
                    #expect(final(rest) == .runtimeLost)
                    #expect(try await harness.execute("").events.last?.isFinal == true)
                    _ = try await harness.send("POST", "/sessions/s_kept/cancel")
                    #expect(try await final(kept.rest()) == .sessionCancelled)
                    tasks.cancelAll()
                }
            })
    }

    @Test func `A runtime that comes back with its sessions goes on with them, and drops what nobody wants`()
        async throws
    {
        let clock = ManualClock()
        try await BrokerHarness.run(clock: clock, scripts: nil) { harness in
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                let first = harness.connect(scripts: Self.scripts, in: &tasks)
                var stream = try await harness.open("wait", ["sessionId": "s_a"])
                _ = try await stream.next()
                try await harness.poll { first.executedCount > 0 }
                first.link.close(LinkClosure(.abnormal, origin: .failure))
                try await harness.poll { await !harness.broker.isConnected(first.id) }

                let (near, far) = InMemoryLink.pair()
                tasks.addTask { await harness.broker.serve(near) }
                let ids = [SessionID(unchecked: "s_a"), SessionID(unchecked: "s_forgotten")]
                let registration = RuntimeRegistration(runtimeID: first.id, sessionsMax: 5, activeSessions: ids)
                try await far.send(RuntimeMessage.register(registration).text())
                let receipt = try BrokerMessage(text: #require(await far.receive()))
                #expect(receipt == .registered(RegistrationReceipt(runtimeID: first.id, drop: [ids[1]])))
                let output = Event(sessionID: ids[0], sequence: 2, payload: .stdout(chunk: "I am back"))
                try await far.send(RuntimeMessage.event(output).text())
                #expect(try await stream.next()?.payload == output.payload)
                clock.advance(by: .seconds(10))
                let final = Event(sessionID: ids[0], sequence: 3, payload: .final(Final(.success(result: "resumed"))))
                try await far.send(RuntimeMessage.event(final).text())
                let rest = try await stream.rest()
                #expect(rest.last?.payload == .final(Final(.success(result: "resumed"), stats: self.stats(rest))))
                tasks.cancelAll()
            }
        }
    }

    @Test func `A session hears that its runtime was lost before it hears that the runtime is back`() async throws {
        let pool = RuntimePool(clock: ManualClock(), logger: Logger(label: "test"))
        let heard = Mutex<[String]>([])
        let session = SessionID(unchecked: "s_a")
        let runtime = RuntimeID(unchecked: "r_a")
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            func connect(_ active: [SessionID]) async throws -> InMemoryLink {
                let (near, far) = InMemoryLink.pair()
                tasks.addTask { await pool.serve(near) }
                let registration = RuntimeRegistration(runtimeID: runtime, sessionsMax: 5, activeSessions: active)
                try await far.send(RuntimeMessage.register(registration).text())
                _ = try BrokerMessage(text: #require(await far.receive()))
                return far
            }
            let first = try await connect([])
            let lease = try await pool.lease(for: session, labels: [:]) { event in
                if case .event(let event) = event { return heard.withLock { $0.append("\(event.type)") } }
                // Whoever is slow to take the bad news must not have it taken over by the good.
                if case .lost = event { for _ in 0..<1_000 { await Task.yield() } }
                heard.withLock { $0.append("\(event)") }
            }
            first.close(LinkClosure(.abnormal, origin: .failure))
            while await pool.hasRuntime { await Task.yield() }
            let second = try await connect([session])
            try await second.send(
                RuntimeMessage.event(Event(sessionID: session, sequence: 2, payload: .stdout(chunk: ""))).text())
            while heard.withLock({ $0.count }) < 3 { await Task.yield() }
            #expect(heard.withLock { $0 } == ["lost", "resumed", "stdout"])
            lease.release(.finished)
            tasks.cancelAll()
        }
    }

    private func stats(_ events: [Event]) -> ExecutionStats? {
        guard case .final(let final) = events.last?.payload else { return nil }
        return final.stats
    }

    @Test func `A runtime that comes back without its sessions has lost them at once`() async throws {
        let clock = ManualClock()
        try await BrokerHarness.run(clock: clock, scripts: nil) { harness in
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                let first = harness.connect(scripts: Self.scripts, in: &tasks)
                var stream = try await harness.open("wait")
                _ = try await stream.next()
                try await harness.poll { first.executedCount > 0 }
                // It connects again before the broker has noticed anything: the newer connection wins.
                harness.connect(scripts: Self.scripts, in: &tasks)
                #expect(try await final(stream.rest()) == .runtimeLost)
                tasks.cancelAll()
            }
        }
    }

    @Test func `A full runtime's session goes to another`() async throws {
        try await BrokerHarness.run(scripts: nil) { harness in
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                harness.connect(id: "r_1", scripts: ["x": { await $0.fail(.runtimeAtCapacity, "full") }], in: &tasks)
                try await harness.waitUntilReady()
                async let answer = harness.execute("x")
                harness.connect(id: "r_2", scripts: ["x": { await $0.finish("done") }], in: &tasks)
                #expect(try await answer.text.contains("\"result\":\"done\""))
                tasks.cancelAll()
            }
        }
    }

    @Test func `A place is free again when the runtime says final, or after a while`() async throws {
        let clock = ManualClock()
        try await BrokerHarness.run(
            clock: clock, scripts: Self.scripts, places: 1, configure: { $0.broker.runtimeWait = .seconds(70_000_000) },
            body: { harness in
                var stream = try await harness.open("deaf", ["sessionId": "s_a"])
                _ = try await stream.first(.stdout)
                _ = try await harness.send("POST", "/sessions/s_a/cancel")
                _ = try await stream.rest()
                var next = try await harness.open("", ["limits": ["sessionTtlMs": 80_000_000]])
                _ = try await next.next()
                // The runtime never says final, so only time frees the place.
                try await harness.poll {
                    clock.advance(by: .seconds(1))
                    return try await harness.send("GET", "/health").json?["sessions"]?["active"] == 0
                }
                #expect(try await final(next.rest()) == nil)
            })
    }

    @Test func `A runtime without registration is taken for one of ten places once it speaks or time is up`()
        async throws
    {
        let clock = ManualClock()
        try await BrokerHarness.run(clock: clock, scripts: nil) { harness in
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                let (near, far) = InMemoryLink.pair()
                tasks.addTask { await harness.broker.serve(near) }
                try await far.send(RuntimeMessage.pong(timestamp: 1, pingTimestamp: nil).text())
                try await harness.waitUntilReady()
                let (silent, _) = InMemoryLink.pair()
                tasks.addTask { await harness.broker.serve(silent) }
                far.close(LinkClosure(.normal))
                try await harness.poll { try await harness.send("GET", "/ready").status != 200 }
                try await harness.poll {
                    clock.advance(by: .seconds(1))
                    return try await harness.send("GET", "/ready").status == 200
                }
                tasks.cancelAll()
            }
        }
    }

    @Test func `Ten messages without meaning in a row end the connection, fewer do not`() async throws {
        try await BrokerHarness.run(scripts: nil) { harness in
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                let (near, far) = InMemoryLink.pair()
                tasks.addTask { await harness.broker.serve(near) }
                for _ in 0..<9 { try await far.send(Array("{\"type\":\"nonsense\"}".utf8)) }
                try await far.send(RuntimeMessage.pong(timestamp: 1, pingTimestamp: nil).text())
                for _ in 0..<10 { try await far.send(Array("[".utf8)) }
                while await far.receive() != nil {}
                #expect(far.closure?.code == .badMessages)
                tasks.cancelAll()
            }
        }
    }

    @Test func `A silent runtime is asked, and given up`() async throws {
        let clock = ManualClock()
        try await BrokerHarness.run(clock: clock, scripts: nil) { harness in
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                let (near, far) = InMemoryLink.pair()
                tasks.addTask { await harness.broker.serve(near) }
                try await far.send(
                    RuntimeMessage.register(RuntimeRegistration(runtimeID: .generate(), sessionsMax: 1)).text())
                _ = await far.receive()
                try await harness.waitUntilReady()
                try await harness.poll {
                    clock.advance(by: .seconds(1))
                    return far.closure != nil
                }
                var types: [String] = []
                while let text = await far.receive() {
                    types.append(try JSONValue.parse(text)["type"]?.stringValue ?? "")
                }
                #expect(types == ["ping"])
                #expect(far.closure?.code == .silentPeer)
                tasks.cancelAll()
            }
        }
    }

    @Test func `A runtime that drains gets nothing new`() async throws {
        try await BrokerHarness.run(scripts: nil) { harness in
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                let runtime = harness.connect(scripts: Self.scripts, in: &tasks)
                try await harness.waitUntilReady()
                await runtime.send(.drain)
                try await harness.poll { try await harness.send("GET", "/ready").status != 200 }
                tasks.cancelAll()
            }
        }
    }
}
