internal import ArgumentParser
internal import Link
internal import Logging
internal import Protocol
internal import Runtime

/// `enclave runtime`: a worker that dials a broker, or waits to be dialled.
struct RuntimeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "runtime", abstract: "A worker that runs the sessions of a broker.",
        discussion: "ENCLAVE_RUNTIME_TOKEN is the bearer token that both sides share.")

    @Option(help: "URL of the broker to dial, ws:// or wss://.") var broker: String?
    @Option(help: "HOST:PORT to listen on for a broker.") var listen: String?
    @Option(help: "Sessions at a time.") var sessions = 1_000

    mutating func run() async throws {
        let connection = try connection(token: try token())
        let settings = RuntimeSettings(sessionsMax: sessions)
        let service = RuntimeService(
            settings: settings, connection: connection, logger: Logger(label: "enclave.runtime"))
        do {
            try await service.run { port in print("listening on port \(port)") }
        } catch {
            throw ValidationError("\(error)")
        }
    }

    private func token() throws -> BearerToken? {
        guard let text = environmentValue("ENCLAVE_RUNTIME_TOKEN"), !text.isEmpty else { return nil }
        guard let token = BearerToken(text) else {
            throw ValidationError("ENCLAVE_RUNTIME_TOKEN is not a bearer token")
        }
        return token
    }

    private func connection(token: BearerToken?) throws -> RuntimeConnection {
        switch (broker, listen) {
        case (let text?, nil):
            guard let url = WebSocketURL(text) else {
                throw ValidationError("--broker is not a WebSocket URL: \(text)")
            }
            return .dial(url, token: token, security: nil)
        case (nil, let text?):
            guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
                0...65_535 ~= port
            else {
                throw ValidationError("--listen is HOST:PORT")
            }
            return .listen(WebSocketServer.Configuration(address: String(text[..<colon]), port: port, token: token))
        default: throw ValidationError("give either --broker or --listen")
        }
    }
}
