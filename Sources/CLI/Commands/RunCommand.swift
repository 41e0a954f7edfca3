internal import ArgumentParser
internal import Broker
internal import ClientKit
internal import Foundation
internal import Protocol

/// `enclave run`: one script, in this process or on a broker.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Runs one script and shows its events.",
        discussion: """
            The script is the body of an async function: `await` and `return` work at its top level. Without --broker it \
            runs in this process, with the tools of --config, and nobody else can reach them. What the script prints and \
            returns goes to standard output, everything else to standard error. Ctrl-C cancels the session, a second one \
            leaves at once.

            Exit status: 0 the script succeeded, 1 it failed or was refused, 2 wrong usage or configuration, 3 the \
            broker cannot be reached.
            """)

    @Argument(help: "The script; - reads standard input.") var file: String
    @Option(
        help: ArgumentHelp("Limits of the script: strict, secure, standard or permissive.", valueName: "level"),
        transform: level)
    var level: SecurityLevel?
    @Option(
        help: ArgumentHelp("Whose verdicts and defaults apply: enclave or reference.", valueName: "profile"),
        transform: profile)
    var profile: SecurityProfile?
    @Option(help: ArgumentHelp("A broker's configuration, for its tools and limits.", valueName: "file"))
    var config: String?
    @Option(help: ArgumentHelp("Runs it on this broker instead, http://HOST:PORT.", valueName: "url"))
    var broker: String?
    @Flag(help: "Prints the events as they are on the wire, one JSON object a line.") var json = false

    @Sendable private static func level(_ text: String) throws -> SecurityLevel {
        guard let level = SecurityLevel(rawValue: text.uppercased()) else {
            throw ValidationError("--level is one of strict, secure, standard, permissive")
        }
        return level
    }

    @Sendable private static func profile(_ text: String) throws -> SecurityProfile {
        guard let profile = SecurityProfile(rawValue: text.lowercased()) else {
            throw ValidationError("--profile is enclave or reference")
        }
        return profile
    }

    func validate() throws {
        guard broker != nil else { return }
        guard level == nil, profile == nil, config == nil else {
            throw ValidationError(
                "--level, --profile and --config are the broker's to decide; leave them out with --broker")
        }
    }

    mutating func run() async throws {
        let script = try ScriptFile(file)
        let viewer = SessionViewer(script: script, isJSON: json, interrupts: await Interrupts())
        let request = CreateSession(code: script.text)
        let status =
            if let broker {
                try await Self.run(request, on: broker, viewer)
            } else {
                try await runHere(request, viewer)
            }
        try status.leave()
    }

    private static func run(
        _ request: CreateSession, on broker: String, _ viewer: SessionViewer
    ) async throws -> ExitStatus {
        guard let url = BrokerURL(broker) else {
            throw CommandFailure("--broker is no URL of a broker, such as http://127.0.0.1:7070: \(broker)")
        }
        // The broker says how long a session may last.
        let client = EnclaveClient(broker: url, options: EnclaveClient.Options(timeout: .none))
        let events = client.run(request)
        do {
            return try await viewer.show(events) { await events.cancel(reason: $0) }
        } catch let error as ClientError {
            throw CommandFailure(error, status: ExitStatus(error))
        }
    }

    private func runHere(_ request: CreateSession, _ viewer: SessionViewer) async throws -> ExitStatus {
        var configuration = try BrokerOptions.load(config)
        // No other process has a part in this.
        configuration.runtimes = []
        configuration.runtimeListen = nil
        if let level { configuration.security.level = level }
        if let profile { configuration.security.profile = profile }
        let local = LocalBroker(configuration, logger: .forCommand("run", standard: .error))
        do {
            return try await local.run(request) { events in
                try await viewer.show(events) { await events.cancel(reason: $0) }
            }
        } catch let error as InProcessSessions.Refusal {
            throw CommandFailure(error, status: .scriptFailed)
        } catch let error as ConfigurationError {
            throw CommandFailure(error)
        }
    }
}

extension ExitStatus {
    /// The status where a client got no end of the session.
    init(_ error: ClientError) {
        switch error {
        case .unreachable, .lost, .malformed, .timedOut: self = .unreachable
        case .refused(let refusal): self = refusal.status >= 500 && refusal.code == nil ? .unreachable : .scriptFailed
        case .cancelled: self = .scriptFailed
        case .unsendable: self = .usage
        }
    }
}
