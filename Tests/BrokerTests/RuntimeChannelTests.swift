import JSON
import Link
import Protocol
import Testing

@testable import Broker

/// Runtimes over real WebSockets, in both directions.
@Suite(.timeLimit(.minutes(1))) struct RuntimeChannelTests {
    private static let scripts: [String: ScriptedRuntime.Script] = [
        "double": { script in
            guard case .success(let value?) = await script.callTool("double", ["n": 21]) else { return }
            await script.finish(value)
        },
        "wait": { await $0.waitForCancellation() },
    ]

    private static func tools(_ broker: Broker) {
        broker.tool("double") { (arguments: JSONValue, _) in .integer((arguments["n"]?.intValue ?? 0) * 2) }
    }

    @Test func `A runtime dials in with its token, runs sessions, and its loss ends them`() async throws {
        try await BrokerHarness.run(
            scripts: nil,
            configure: { configuration in
                configuration.runtimeListen = ListenAddress(host: "127.0.0.1", port: 0)
                configuration.runtimeToken = Secret("let-me-in")
                configuration.broker.runtimeGrace = .milliseconds(50)
            }, prepare: Self.tools,
            body: { harness in
                let port = try #require(harness.runtimePort)
                let dialer = try await WebSocketDialer<ContinuousClock>.start()
                let address = try #require(WebSocketURL("ws://127.0.0.1:\(port)/runtime"))
                await #expect(throws: LinkError.self) { try await dialer.dial(address) }
                await #expect(throws: LinkError.self) { try await dialer.dial(address, token: BearerToken("wrong")) }
                let link = try await dialer.dial(address, token: BearerToken("let-me-in"))
                try await withThrowingTaskGroup(of: Void.self) { tasks in
                    let runtime = ScriptedRuntime(link: link, scripts: Self.scripts)
                    tasks.addTask { await runtime.run() }
                    try await harness.waitUntilReady()
                    let answer = try await harness.execute("double")
                    #expect(answer.text.contains("\"result\":42"))
                    var stream = try await harness.open("wait")
                    _ = try await stream.next()
                    try await harness.poll { runtime.executedCount == 2 }
                    link.close(LinkClosure(.goingAway))
                    let rest = try await stream.rest()
                    #expect(rest.map(\.type) == [.error, .final])
                    tasks.cancelAll()
                }
                await dialer.stop()
            })
    }

    @Test func `The broker dials a runtime that listens, and dials again when it was lost`() async throws {
        let server = try await WebSocketServer.start(
            WebSocketServer.Configuration(token: BearerToken("let-me-in"), paths: ["/ws"]))
        try await BrokerHarness.run(
            scripts: nil,
            configure: { configuration in
                configuration.runtimes = ["ws://127.0.0.1:\(server.port)/ws"]
                configuration.runtimeToken = Secret("let-me-in")
            }, prepare: Self.tools,
            body: { harness in
                for _ in 0..<2 {
                    let link = try #require(await server.accept())
                    try await withThrowingTaskGroup(of: Void.self) { tasks in
                        tasks.addTask { await ScriptedRuntime(link: link, scripts: Self.scripts).run() }
                        try await harness.waitUntilReady()
                        let answer = try await harness.execute("double")
                        #expect(answer.text.contains("\"result\":42"))
                        link.close(LinkClosure(.goingAway))
                        tasks.cancelAll()
                    }
                }
            })
        await server.stop()
    }

    @Test(arguments: [
        ("runtimeListen: 0.0.0.0:7071", "which others can reach"),
        ("runtimeToken: 'two words'", "printable ASCII characters without spaces"),
        ("runtimes: ['ws://']", "expected ws://HOST:PORT"),
        ("runtimeTLS: { certificate: a }", "needs certificate, key and authority"),
    ]) func `A channel that would be open to everyone, or cannot be, is refused`(text: String, message: String) {
        do {
            _ = try BrokerConfiguration.parse(text)
            Issue.record("it was taken")
        } catch {
            #expect(error.description.contains(message), "\(error)")
        }
    }

    @Test func `An address that is in use keeps the broker from running`() async throws {
        let server = try await WebSocketServer.start(WebSocketServer.Configuration())
        var configuration = BrokerConfiguration.default
        configuration.listen.port = 0
        configuration.runtimeListen = ListenAddress(host: "127.0.0.1", port: server.port)
        let broker = Broker(configuration: configuration)
        await #expect(throws: LinkError.self) { try await broker.run() }
        await server.stop()
    }
}
