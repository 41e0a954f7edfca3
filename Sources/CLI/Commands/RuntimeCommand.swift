internal import ArgumentParser
internal import Broker
internal import Foundation
internal import Link
internal import Logging
internal import Protocol
internal import Runtime

/// `enclave runtime`: a worker that dials a broker, or waits to be dialled.
struct RuntimeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "runtime", abstract: "A worker that runs the sessions of a broker.",
        discussion: """
            Dials the broker again and again until it is told to stop. SIGTERM lets the sessions under way finish, for as \
            long as --grace says; Ctrl-C ends them. ENCLAVE_RUNTIME_TOKEN is the bearer token that both sides share, \
            ENCLAVE_LOG_LEVEL says how much is logged to standard error.
            """)

    @Option(help: ArgumentHelp("The broker to dial, ws://HOST:PORT or wss://HOST:PORT.", valueName: "url"))
    var broker: String?
    @Option(help: ArgumentHelp("Where to wait for a broker; port 0 takes a free one.", valueName: "host:port"))
    var listen: String?
    @Option(help: ArgumentHelp("The name it registers by; a random one by default.", valueName: "id"))
    var id: String?
    @Option(help: "Sessions at a time, 1 to 100000.") var sessions = 1_000
    @Option(help: "Seconds that sessions may take to finish after SIGTERM, 0 to 3600.") var grace = 20

    func validate() throws {
        guard (broker == nil) != (listen == nil) else { throw ValidationError("give either --broker or --listen") }
        guard 1...100_000 ~= sessions else { throw ValidationError("--sessions is 1 to 100000") }
        guard 0...3_600 ~= grace else { throw ValidationError("--grace is 0 to 3600") }
    }

    mutating func run() async throws {
        var settings = RuntimeSettings(sessionsMax: sessions)
        if let id {
            guard let id = RuntimeID(id) else { throw CommandFailure("--id must be \(RuntimeID.expectation)") }
            settings.runtimeID = id
        }
        let (connection, host) = try connection(token: try Self.token())
        let service = RuntimeService(
            settings: settings, connection: connection, logger: .forCommand("runtime", standard: .info))
        let interrupts = await Interrupts()
        let grace = grace
        do {
            try await withThrowingTaskGroup(of: Bool.self) { group in
                group.addTask {
                    await interrupts.run { signal in
                        await Self.stop(service, grace: signal == .sigterm ? .seconds(grace) : .zero)
                    }
                    return false
                }
                group.addTask {
                    try await service.run { port in
                        let address = ListenAddress(host: host, port: port)
                        Output.write("listening on ws://\(address)\n", to: .standardOutput)
                    }
                    return true
                }
                while let isEnd = try await group.next(), !isEnd {}
                group.cancelAll()
            }
        } catch {
            throw CommandFailure(error)
        }
    }

    /// Takes no new sessions, and ends those that are not over in time.
    private static func stop(_ service: RuntimeService, grace: Duration) async {
        service.drain()
        do {
            try await ContinuousClock().sleep(for: grace)
        } catch {
            // Everything was over before.
            return
        }
        service.stop()
    }

    private static func token() throws(CommandFailure) -> BearerToken? {
        guard let text = ProcessInfo.processInfo.environment["ENCLAVE_RUNTIME_TOKEN"], !text.isEmpty else { return nil }
        guard let token = BearerToken(text) else {
            throw CommandFailure(
                "ENCLAVE_RUNTIME_TOKEN must be 1 to \(BearerToken.bytesMax) printable ASCII characters without spaces")
        }
        return token
    }

    private func connection(token: BearerToken?) throws(CommandFailure) -> (RuntimeConnection, host: String) {
        if let broker {
            guard let url = WebSocketURL(broker) else {
                throw CommandFailure("--broker is no WebSocket URL, such as ws://127.0.0.1:7071: \(broker)")
            }
            return (.dial(url, token: token, security: nil), url.host)
        }
        guard let listen, let address = ListenAddress(listen) else {
            throw CommandFailure("--listen needs HOST:PORT, such as 127.0.0.1:3001: \(listen ?? "")")
        }
        let server = WebSocketServer.Configuration(address: address.host, port: address.port, token: token)
        return (.listen(server), address.host)
    }
}
