import Broker
import JSON
import Protocol
import Synchronization
import Testing

/// Real scripts through a real broker and real runtimes.
@Suite(.timeLimit(.minutes(2))) struct SessionTests {
    private static func tools(_ broker: Broker) {
        broker.tool("price") { (arguments: JSONValue, _) in
            .integer((arguments["sku"]?.stringValue?.utf8.count ?? 0) * 10)
        }
        broker.tool("broken") { (_: JSONValue, _) in throw ToolFailure(.toolError, "no such thing") }
        broker.tool("silent") { (_: JSONValue, _) in
            for await _ in AsyncStream<Void>.makeStream().stream {}
            return nil
        }
    }

    @Test(arguments: Deployment.Joint.allCases)
    func `A script calls a tool, prints and returns, whatever joins the tiers`(joint: Deployment.Joint) async throws {
        try await Deployment.run(joint, prepare: Self.tools) { deployment in
            let events = try await deployment.execute(
                """
                const price = await callTool('price', { sku: 'A7' });
                console.log('got', price);
                return { total: price * 2 };
                """)
            #expect(
                events.map(\.type) == [
                    .sessionInit, .toolCall, .toolProgress, .toolProgress, .toolResultApplied, .stdout, .final,
                ])
            #expect(events.map(\.sequence) == Array(1...7))
            #expect(events.final?.outcome == .success(result: ["total": 40]))
            #expect(events.final?.stats?.toolCallCount == 1)
            #expect(events.final?.stats?.stdoutBytes == 7)
            #expect((events.final?.stats?.fuel ?? 0) > 0)
            #expect((events.final?.stats?.heapBytesPeak ?? 0) > 0)
        }
    }

    @Test func `A tool that fails is an error which the script can catch`() async throws {
        try await Deployment.run(prepare: Self.tools) { deployment in
            let caught = try await deployment.execute(
                "try { await callTool('broken', {}) } catch (error) { return [error.message, error.code] }")
            #expect(caught.final?.outcome == .success(result: ["no such thing", "TOOL_ERROR"]))
            let unknown = try await deployment.execute("return await callTool('nothing', {})")
            #expect(unknown.final?.isSuccess == false)
        }
    }

    @Test func `A script that never ends is stopped at its limit, and the next one runs`() async throws {
        try await Deployment.run(prepare: Self.tools) { deployment in
            let loop = try await deployment.execute(
                "await null; while (true) {}", limits: ["sessionTtlMs": 200])
            #expect(loop.error?.code == .timeout)
            let silent = try await deployment.execute(
                "try { await callTool('silent', {}) } finally { console.log('seen') }", limits: ["deadlineMs": 200])
            #expect(silent.error?.code == .deadlineExceeded)
            #expect(!silent.map(\.type).contains(.stdout))
            let next = try await deployment.execute("return 1 + 1")
            #expect(next.final?.outcome == .success(result: 2))
        }
    }

    @Test func `A cancel ends a script that waits for a tool`() async throws {
        try await Deployment.run(prepare: Self.tools) { deployment in
            let events = try await deployment.execute("await callTool('silent', {})", cancellingAt: .toolCall)
            #expect(events.suffix(2).map(\.type) == [.error, .final])
            #expect(events.error?.code == .sessionCancelled)
            #expect(events.error?.message == "not needed any more")
        }
    }

    @Test func `A script uses the same fuel and memory whatever joins the tiers`() async throws {
        let code = """
            const pages = await Promise.all([1, 2, 3].map(n => callTool('price', { sku: 'x'.repeat(n) })));
            console.log(pages.map(price => `costs ${price}`).join());
            const table = new Map(pages.map((price, index) => [index, { price, tags: ['a', 'b'] }]));
            return [...table.values()];
            """
        let seen = Mutex<Set<[Int?]>>([])
        for joint in Deployment.Joint.allCases {
            try await Deployment.run(joint, prepare: Self.tools) { deployment in
                for _ in 0..<10 {
                    let stats = try #require(try await deployment.execute(code).final?.stats)
                    seen.withLock { _ = $0.insert([stats.fuel, stats.heapBytesPeak]) }
                }
            }
        }
        let figures = try #require(seen.withLock { $0.count == 1 ? $0.first : nil }, "\(seen.withLock { $0 })")
        #expect(figures.allSatisfy { ($0 ?? 0) > 0 })
    }
}
