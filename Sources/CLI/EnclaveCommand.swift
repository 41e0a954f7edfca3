internal import ArgumentParser
internal import Foundation

/// The executable `enclave`: its subcommands hold no logic of their own.
@main
struct EnclaveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "enclave", abstract: "Runs untrusted JavaScript under limits that hold.",
        discussion: """
            Exit status: 0 the script succeeded, 1 it failed or was refused, 2 wrong usage, 3 the broker cannot be reached.
            """,
        subcommands: [RunCommand.self, JavaScriptCommand.self, RuntimeCommand.self])

    /// Parses and runs; a wrong command line ends with the status that this executable documents.
    static func main() async {
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            let status = exitCode(for: error)
            guard status == .validationFailure else { exit(withError: error) }
            FileHandle.standardError.write(Data((fullMessage(for: error) + "\n").utf8))
            exit(withError: ExitCode(ExitStatus.usage.rawValue))
        }
    }
}

extension ExitStatus {
    /// Ends the command with this status.
    func leave() throws -> Never { throw ExitCode(rawValue) }
}
