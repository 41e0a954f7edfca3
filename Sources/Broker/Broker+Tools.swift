private import Foundation
public import JSON
internal import Protocol

extension Broker {
    /// What a tool is beside its handler.
    public struct ToolOptions: Sendable {
        /// Schema that results must fit.
        public var output: JSONValue?
        /// Instead of the session's time for a tool call.
        public var timeout: Duration?
        /// Over all sessions.
        public var rateLimit: RateLimit?
        /// Names of secrets that the handler may ask its context for.
        public var secrets: Set<String>

        public init(
            output: JSONValue? = nil, timeout: Duration? = nil, rateLimit: RateLimit? = nil, secrets: Set<String> = []
        ) {
            self.output = output
            self.timeout = timeout
            self.rateLimit = rateLimit
            self.secrets = secrets
        }
    }

    /// Adds a tool whose arguments and result are Swift types. Dates travel as ISO 8601 text.
    ///
    /// A tool that cannot be added, because of its name or its schema, makes `run()` throw.
    ///
    /// - Parameters:
    ///   - name: what scripts pass to `callTool`.
    ///   - input: schema that arguments must fit; nil derives one from the type.
    ///   - handler: may throw `ToolFailure` to say something to the script; other errors reach it as a neutral sentence.
    public func tool<Arguments: Decodable & SendableMetatype, Output: Encodable & SendableMetatype>(
        _ name: String, description: String = "", input: JSONValue? = nil, options: ToolOptions = ToolOptions(),
        handler: @escaping @Sendable (Arguments, ToolContext) async throws -> Output
    ) {
        let schema = input ?? DerivedSchema.schema(of: Arguments.self)
        add(name, description, schema, options) { arguments, context in
            let output = try await handler(try ToolCoding.decode(Arguments.self, from: arguments), context)
            return try ToolCoding.encode(output)
        }
    }

    /// Adds a tool that works on JSON itself; a handler that returns nil gives the script `undefined`.
    public func tool(
        _ name: String, description: String = "", input: JSONValue? = nil, options: ToolOptions = ToolOptions(),
        handler: @escaping @Sendable (JSONValue, ToolContext) async throws -> JSONValue?
    ) {
        add(name, description, input, options, handler)
    }

    private func add(
        _ name: String, _ description: String, _ input: JSONValue?, _ options: ToolOptions,
        _ handler: @escaping Tool.Handler
    ) {
        do {
            var tool = Tool(
                name: name, description: description, input: try input.map { try JSONSchema($0) },
                output: try options.output.map { try JSONSchema($0) }, handler: handler)
            tool.timeout = options.timeout
            tool.rateLimit = options.rateLimit
            tool.secretNames = options.secrets
            register(tool)
        } catch {
            fail(ConfigurationError(nil, "the tool \"\(name)\": \(error)"))
        }
    }
}

/// From JSON to the types of a tool and back.
enum ToolCoding {
    static func decode<Value: Decodable>(_ type: Value.Type, from json: JSONValue) throws -> Value {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        do {
            return try decoder.decode(type, from: Data(json.jsonBytes()))
        } catch let error as DecodingError {
            throw ToolFailure(.validationError, describe(error))
        }
    }

    static func encode(_ value: some Encodable) throws -> JSONValue {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .iso8601
        return try JSONValue.parse(Array(encoder.encode(value)))
    }

    private static func describe(_ error: DecodingError) -> String {
        func field(_ path: [any CodingKey]) -> String {
            (["arguments"] + path.map { $0.intValue.map(String.init) ?? $0.stringValue }).joined(separator: ".")
        }
        return switch error {
        case .keyNotFound(let key, let context): "\(field(context.codingPath + [key])) is missing"
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            "\(field(context.codingPath)) has the wrong type"
        case .dataCorrupted(let context): "\(field(context.codingPath)) has a value that is not allowed"
        @unknown default: "the arguments do not fit"
        }
    }
}
