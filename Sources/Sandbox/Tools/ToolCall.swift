public import JSON

/// A call of a tool by a script.
public struct ToolCall: Sendable, Hashable, Identifiable {
    /// Names a call within its run.
    public struct ID: RawRepresentable, Sendable, Hashable {
        /// Given by the engine.
        public let rawValue: UInt32

        /// Takes the engine's number.
        public init(rawValue: UInt32) {
            self.rawValue = rawValue
        }
    }

    /// Tells the call from others of the run.
    public let id: ID
    /// The tool, at least one character.
    public let name: String
    /// The arguments as the text of a JSON object.
    public let argumentsJSON: String

    /// The arguments: an object.
    public var arguments: JSONValue {
        do {
            return try JSONValue(parsing: argumentsJSON, limits: .anyLength)
        } catch {
            // The engine wrote the text, within the depth limit.
            return .object(JSONObject())
        }
    }
}

/// Answers the tool calls of a run. What it throws becomes an error in the script: a `ToolError` as it is, anything else
/// without its details.
public typealias ToolHandler = @Sendable (ToolCall) async throws -> JSONValue

/// The failure of a tool call as the script sees it.
public struct ToolError: Error, Sendable, Hashable {
    /// Characters of a message and of a name; what is longer is cut.
    static let messageMax = 4096
    static let nameMax = 128

    /// The error's `name`.
    public var name: String
    /// The error's `message`: the script may show it to anyone.
    public var message: String
    /// The error's `code`.
    public var code: ExecutionError.Code

    /// A failure to be shown to the script.
    public init(name: String = "ToolError", message: String, code: ExecutionError.Code = .toolCallFailed) {
        self.name = name.count > Self.nameMax ? String(name.prefix(Self.nameMax)) : name
        self.message = message.count > Self.messageMax ? message.prefix(Self.messageMax) + "…" : message
        self.code = code
    }
}

/// What a tool call gave.
package enum ToolAnswer: Sendable, Hashable {
    /// JSON text; nil for `undefined`.
    case success(json: String?)
    case failure(ToolError)
}
