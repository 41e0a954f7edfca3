internal import JSON

/// A tool as the registry keeps it, wherever it came from.
struct Tool: Sendable {
    typealias Handler = @Sendable (JSONValue, ToolContext) async throws -> JSONValue?

    let name: String
    let description: String
    /// What arguments must fit; nil for any object.
    let input: JSONSchema?
    /// What results must fit; nil for anything.
    let output: JSONSchema?
    /// Instead of the session's time for a call.
    var timeout: Duration?
    var rateLimit: RateLimit?
    /// The secrets the handler may ask for.
    var secretNames: Set<String> = []
    let handler: Handler

    init(
        name: String, description: String, input: JSONSchema? = nil, output: JSONSchema? = nil,
        handler: @escaping Handler
    ) {
        self.name = name
        self.description = description
        self.input = input
        self.output = output
        self.handler = handler
    }
}
