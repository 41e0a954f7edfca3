public import JSON

/// Why a run failed.
public struct ExecutionError: Error, Sendable, Hashable {
    /// A machine-readable code. The set is open: tools bring their own.
    public struct Code: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
        /// Upper snake case by convention.
        public let rawValue: String

        /// Takes any text.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        public var description: String { rawValue }
    }

    /// Where the failure comes from.
    public enum Origin: Sendable, Hashable {
        /// The source text: nothing was run.
        case source
        /// The script threw, or waits for ever.
        case script
        /// A tool call failed, and the script did not catch its error.
        case tool(name: String)
        /// A limit ended the run.
        case limit
        /// The host ended the run, or could not run it.
        case host
    }

    /// Where the failure comes from.
    public var origin: Origin
    /// What kind of failure, for programs.
    public var code: Code
    /// The name of the thrown error, or of the failure: `TypeError`, `TimeoutError`, …
    public var name: String
    /// What went wrong, for people.
    public var message: String
    /// Place in the source text, both from 1.
    public var line: Int?
    /// From 1, as `line`; in UTF-16 units.
    public var column: Int?
    /// Where in the script the error was made; nil at levels that hide it.
    public var stack: String?
    /// Figures that belong to the code, such as `limitBytes`.
    public var data: JSONObject

    /// A failure.
    public init(
        _ code: Code, origin: Origin, name: String, message: String, line: Int? = nil, column: Int? = nil,
        stack: String? = nil, data: JSONObject = JSONObject()
    ) {
        self.origin = origin
        self.code = code
        self.name = name
        self.message = message
        self.line = line
        self.column = column
        self.stack = stack
        self.data = data
    }
}

extension ExecutionError.Code {
    /// The source text does not parse, or is refused.
    public static let validationError = Self(rawValue: "VALIDATION_ERROR")
    /// The script threw and nothing caught it, or it waits for what never comes.
    public static let runtimeError = Self(rawValue: "RUNTIME_ERROR")
    /// Time is used up.
    public static let executionTimeout = Self(rawValue: "EXECUTION_TIMEOUT")
    /// Fuel is used up.
    public static let fuelExhausted = Self(rawValue: "FUEL_EXHAUSTED")
    /// The live heap grew past its limit.
    public static let memoryLimitExceeded = Self(rawValue: "MEMORY_LIMIT_EXCEEDED")
    /// Calls inside calls grew past their limit, and the script did not catch the error.
    public static let stackOverflow = Self(rawValue: "STACK_OVERFLOW")
    /// One tool call too many.
    public static let maxToolCallsExceeded = Self(rawValue: "MAX_TOOL_CALLS_EXCEEDED")
    /// Too much was printed.
    public static let consoleLimitExceeded = Self(rawValue: "CONSOLE_LIMIT_EXCEEDED")
    /// The result or a call's arguments are too large or too deep.
    public static let serializationLimitExceeded = Self(rawValue: "SERIALIZATION_LIMIT_EXCEEDED")
    /// The tool did not answer in time.
    public static let toolTimeout = Self(rawValue: "TOOL_TIMEOUT")
    /// The tool call failed without a code of its own.
    public static let toolCallFailed = Self(rawValue: "TOOL_CALL_FAILED")
    /// Nobody knows the tool.
    public static let unknownTool = Self(rawValue: "UNKNOWN_TOOL")
    /// The arguments of a call are no object.
    public static let invalidToolArguments = Self(rawValue: "INVALID_TOOL_ARGS")
    /// The tool's result cannot be given to the script.
    public static let invalidToolResult = Self(rawValue: "INVALID_TOOL_RESULT")
    /// The host cancelled the run.
    public static let sessionCancelled = Self(rawValue: "SESSION_CANCELLED")
    /// As many runs are under way as are allowed.
    public static let queueFull = Self(rawValue: "QUEUE_FULL")
    /// Something unexpected on our side.
    public static let internalError = Self(rawValue: "INTERNAL_ERROR")
}
