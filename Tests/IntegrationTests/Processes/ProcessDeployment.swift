import ClientKit
import Foundation
import Testing

/// A broker and runtimes, each a process of its own, for the length of a test.
struct ProcessDeployment: Sendable {
    /// Where clients connect.
    let url: BrokerURL
    let broker: RunningProgram
    let runtimes: [RunningProgram]

    /// Starts the processes and calls `body` when the broker has all its runtimes.
    ///
    /// - Parameters:
    ///   - configuration: the text of the broker's configuration.
    ///   - arguments: further ones of each runtime.
    static func run(
        configuration: String, runtimes arguments: [[String]],
        _ body: (ProcessDeployment) async throws -> Void
    ) async throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("enclave-\(UUID().uuidString).yaml")
        try Data(configuration.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let environment = ["ENCLAVE_RUNTIME_TOKEN": UUID().uuidString]
        let broker = try RunningProgram(
            "enclave", ["broker", "--config", file.path, "--listen", "127.0.0.1:0", "--runtimes", "127.0.0.1:0"],
            environment: environment, mergesErrors: true)
        defer { broker.send(SIGKILL) }
        let announcement = try await broker.line(containing: "listening on http://")
        let addresses = announcement.matches(of: #/(http|ws)://[0-9.:]+/#).map { String($0.output.0) }
        let url = try #require(addresses.first.flatMap(BrokerURL.init))
        var runtimes: [RunningProgram] = []
        defer { for runtime in runtimes { runtime.send(SIGKILL) } }
        for arguments in arguments {
            let runtime = try RunningProgram(
                "enclave", ["runtime", "--broker", try #require(addresses.last)] + arguments, environment: environment)
            runtimes.append(runtime)
            _ = try await broker.line(containing: "runtime is there")
        }
        try await body(ProcessDeployment(url: url, broker: broker, runtimes: runtimes))
    }

    /// Asks both kinds to stop, and gives what they end with: the runtimes, then the broker.
    func stop() async -> [Int32] {
        var statuses: [Int32] = []
        for program in runtimes + [broker] {
            program.send(SIGTERM)
            statuses.append(await program.status())
        }
        return statuses
    }
}
