internal import ArgumentParser
internal import Broker
internal import Foundation
internal import NIOCore

/// `enclave serve`: a broker and a runtime in one process.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serves clients and runs their scripts, all in this process.",
        discussion: """
            Prints one line, "listening on http://HOST:PORT", once clients can connect. SIGTERM and Ctrl-C end every \
            session with its last event, then the process. ENCLAVE_LOG_LEVEL says how much is logged to standard error.
            """)

    @OptionGroup var options: BrokerOptions

    mutating func run() async throws {
        let configuration = try options.configuration()
        let local = LocalBroker(configuration, logger: .forCommand("serve", standard: .info))
        try await Self.serve(configuration) { onListening in try await local.serve(onListening: onListening) }
    }

    /// Says where clients can connect, and why they cannot.
    static func serve(
        _ configuration: BrokerConfiguration,
        _ body: (@escaping @Sendable (Broker.Listening) async -> Void) async throws -> Void
    ) async throws {
        do {
            try await body { listening in
                Output.write(listening.announcement(configuration) + "\n", to: .standardOutput)
            }
        } catch let error as IOError {
            let reason = strerror(error.errnoCode).map { String(cString: $0).lowercased() } ?? "\(error)"
            throw CommandFailure("cannot listen on \(configuration.listen): \(reason)")
        } catch {
            throw CommandFailure(error)
        }
    }
}
