internal import ArgumentParser
internal import Broker
internal import JSON

/// `enclave tools`: what scripts may call.
struct ToolsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tools", abstract: "Lists the tools of a configuration.",
        discussion: "One line a tool: its name, what it takes, what it does.")

    @Option(help: ArgumentHelp("Configuration, YAML or JSON.", valueName: "file")) var config: String?
    @Flag(help: "Prints the catalogue with its schemas, as `GET /code/actions` gives it.") var json = false

    mutating func run() throws {
        let catalogue: JSONValue
        do {
            catalogue = try Broker(configuration: try BrokerOptions.load(config), logger: .silent).catalogue()
        } catch {
            throw CommandFailure(error)
        }
        if json {
            Output.write(ReadableJSON.text(catalogue) + "\n", to: .standardOutput)
            return
        }
        for action in catalogue["actions"]?.arrayValue ?? [] {
            Output.write(ControlStripper.strip(Self.line(action)) + "\n", to: .standardOutput)
        }
    }

    /// `users:get { id, team? }  Get one customer.`
    private static func line(_ action: JSONValue) -> String {
        let input = action["inputSchema"]
        let required = Set((input?["required"]?.arrayValue ?? []).compactMap(\.stringValue))
        let fields = (input?["properties"]?.objectValue ?? [:]).keys.map { required.contains($0) ? $0 : $0 + "?" }
        let arguments = fields.isEmpty ? "{}" : "{ " + fields.joined(separator: ", ") + " }"
        let parts = [action["name"]?.stringValue ?? "", arguments, action["description"]?.stringValue ?? ""]
        return parts.filter { !$0.isEmpty }.joined(separator: "  ").cut(to: 240)
    }
}
