public import Protocol

/// Why a tool call failed, in words that the script and the client may see.
///
/// A handler throws it to say something to the script. Any other error that a handler throws is logged and reaches the
/// script as a neutral sentence, since it may name files, hosts or people.
public struct ToolFailure: Error, Sendable, Equatable {
    /// What the script's error has as its `code`.
    public var code: ErrorCode
    /// What the script's error has as its `message`.
    public var message: String
    /// What else is known, for `errors` in the session's outcome.
    public var details: [ErrorPayload.Detail]

    /// A failure with the code `EXECUTION_ERROR`.
    public init(_ message: String) {
        self.init(.executionError, message)
    }

    public init(_ code: ErrorCode, _ message: String, details: [ErrorPayload.Detail] = []) {
        self.code = code
        self.message = message
        self.details = details
    }

    /// A failure with a code of the application's own, such as `OUT_OF_STOCK`.
    public init(code: String, _ message: String) {
        self.init(ErrorCode(rawValue: code), message)
    }

    var payload: ErrorPayload {
        ErrorPayload(code: code, message: message, details: details.isEmpty ? nil : details)
    }
}
