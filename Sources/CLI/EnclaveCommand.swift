internal import ArgumentParser
internal import Foundation

/// The executable `enclave`: its subcommands hold no logic of their own.
@main
struct EnclaveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "enclave", abstract: "Runs untrusted JavaScript under limits that hold.",
        discussion: """
            Start with `enclave run FILE`: it runs one script in this process. `enclave serve` is a broker and a runtime \
            in one process; `enclave broker` and `enclave runtime` are the two apart.

            Exit status: 0 the script succeeded, 1 it failed or was refused, 2 wrong usage or configuration, 3 the \
            broker cannot be reached. NO_COLOR asks for output without colours.
            """,
        subcommands: [
            RunCommand.self, CheckCommand.self, ServeCommand.self, BrokerCommand.self, RuntimeCommand.self,
            ToolsCommand.self,
            JavaScriptCommand.self,
        ])

    /// Parses and runs; what goes wrong ends with the status that this executable documents.
    static func main() async {
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch let failure as CommandFailure {
            Output.diagnose(failure.message)
            exit(withError: ExitCode(failure.status.rawValue))
        } catch {
            let status = exitCode(for: error)
            guard status == .validationFailure else { exit(withError: error) }
            Output.write(fullMessage(for: error) + "\n", to: .standardError)
            exit(withError: ExitCode(ExitStatus.usage.rawValue))
        }
    }
}

extension ExitStatus {
    /// Ends the command with this status.
    func leave() throws -> Never { throw ExitCode(rawValue) }
}
