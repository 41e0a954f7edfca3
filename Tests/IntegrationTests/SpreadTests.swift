import Broker
import JSON
import Protocol
import Runtime
import Testing

/// Many sessions over several runtimes, and the loss of one.
@Suite(.timeLimit(.minutes(2))) struct SpreadTests {
    @Test func `Two hundred sessions run at once on two runtimes that take a hundred each`() async throws {
        let everyone = Gate(opensAfter: 200)
        let runtimes = [RuntimeSettings(sessionsMax: 100), RuntimeSettings(sessionsMax: 100)]
        let tools: (Broker) -> Void = { broker in
            // Lets nobody go before all sessions have a call under way.
            broker.tool("meet") { (_: JSONValue, _) in
                await everyone.arrive()
                await everyone.pass()
                return nil
            }
            broker.tool("double") { (arguments: JSONValue, _) in .integer((arguments["n"]?.intValue ?? 0) * 2) }
        }
        try await Deployment.run(runtimes: runtimes, prepare: tools) { deployment in
            try await withThrowingTaskGroup(of: (Int, Final?).self) { group in
                for number in 1...200 {
                    let code = """
                        await callTool('meet', {});
                        const doubles = await Promise.all([1, 2, \(number)].map(n => callTool('double', { n })));
                        return doubles.reduce((sum, n) => sum + n);
                        """
                    group.addTask { (number, try await deployment.execute(code).final) }
                }
                for try await (number, final) in group {
                    #expect(final?.outcome == .success(result: .integer(6 + number * 2)))
                    #expect(final?.stats?.toolCallCount == 4)
                }
            }
        }
    }

    @Test func `A runtime that vanishes ends its own sessions soon; the others finish and new ones run`() async throws {
        let (here, release) = (Gate(opensAfter: 100), Gate(opensAfter: .max))
        let runtimes = [RuntimeSettings(), RuntimeSettings()]
        let tools: (Broker) -> Void = { broker in
            broker.tool("hold") { (_: JSONValue, _) in
                await here.arrive()
                await release.pass()
                return nil
            }
        }
        try await Deployment.run(runtimes: runtimes, prepare: tools) { deployment in
            try await withThrowingTaskGroup(of: [Event].self) { group in
                for _ in 0..<100 {
                    group.addTask { try await deployment.execute("await callTool('hold', {}); return 'held'") }
                }
                await here.pass()
                deployment.relays[0].cut()
                let cutAt = ContinuousClock.now
                // Equal load puts half of them on either runtime.
                for _ in 0..<50 {
                    let events = try #require(await group.next())
                    #expect(cutAt.duration(to: .now) < .seconds(5))
                    #expect(events.suffix(2).map(\.type) == [.error, .final])
                    #expect(events.error?.code == .runtimeLost)
                    #expect(events.error?.message.isEmpty == false)
                }
                let new = try await deployment.execute("return 1 + 1")
                #expect(new.final?.outcome == .success(result: 2))
                await release.open()
                for try await events in group { #expect(events.final?.outcome == .success(result: "held")) }
            }
        }
    }
}
