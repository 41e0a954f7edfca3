internal import Crypto
internal import JSON

/// The list of tools as clients see it: the body of `GET /code/actions`.
struct Catalogue: Sendable {
    /// What tools without a source belong to.
    private static let service = "default"

    /// Changes with every tool; `empty` if there is none.
    let version: String
    let json: JSONValue

    init(tools: [Tool]) {
        let tools = tools.sorted { $0.name < $1.name }
        let actions = tools.map(Self.action)
        version = tools.isEmpty ? "empty" : Self.hash(of: actions)
        json = [
            "actions": .array(actions),
            "services": tools.isEmpty
                ? []
                : [
                    [
                        "name": .string(Self.service), "specUrl": "", "lastUpdated": "",
                        "actionCount": .integer(tools.count),
                    ]
                ],
            "version": .string(version),
        ]
    }

    private static func action(_ tool: Tool) -> JSONValue {
        var action: JSONObject = ["name": .string(tool.name), "service": .string(service)]
        if !tool.description.isEmpty { action["description"] = .string(tool.description) }
        action["inputSchema"] = tool.input?.source
        action["outputSchema"] = tool.output?.source
        return .object(action)
    }

    private static func hash(of actions: [JSONValue]) -> String {
        var hash = SHA256()
        for action in actions { hash.update(data: Array(action.description.utf8) + [0]) }
        return hash.finalize().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
