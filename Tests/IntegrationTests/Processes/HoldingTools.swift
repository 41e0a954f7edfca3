import Hummingbird
import Logging

/// Two tools over HTTP: one that answers at once, and one that answers when a test says so.
struct HoldingTools {
    private struct Doubled: ResponseEncodable {
        let value: Int
    }

    /// Where they are described, for a broker's configuration.
    let configuration: String

    /// Serves them while `body` runs.
    ///
    /// - Parameters:
    ///   - arrived: told of each call that waits.
    ///   - gate: lets them go on.
    static func run(
        arrived: Gate, gate: Gate, _ body: @escaping @Sendable (HoldingTools) async throws -> Void
    ) async throws {
        let router = Router()
        router.get("/double") { request, _ in
            Doubled(value: (request.uri.queryParameters.get("n", as: Int.self) ?? 0) * 2)
        }
        router.get("/hold") { _, _ in
            await arrived.arrive()
            await gate.pass()
            return Doubled(value: 0)
        }
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let application = Application(
            router: router, configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in port.yield(channel.localAddress?.port ?? 0) },
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await application.run() }
            for await port in ports.prefix(1) { try await body(HoldingTools(configuration: text(port))) }
            group.cancelAll()
        }
    }

    private static func text(_ port: Int) -> String {
        """
        broker: { sessions: 1000, runtimeWaitMilliseconds: 50000 }
        tools:
          - name: double
            http: { method: GET, url: "http://127.0.0.1:\(port)/double" }
          - name: hold
            http: { method: GET, url: "http://127.0.0.1:\(port)/hold" }
            timeoutMilliseconds: 100000
        limits: { sessionMilliseconds: 110000, toolMilliseconds: 100000 }
        """
    }
}
