internal import JSON

/// The failure of a tool call that the script has been told of.
struct ToolFailure {
    let tool: String
    let error: ToolError
}

/// An error that the script threw and did not catch.
struct ThrownError {
    let name: String
    let message: String
    /// The error's own `code`, if that is text.
    let code: String?
    let stack: String?
    let line: Int?
    let column: Int?
}

/// What is said about a run that failed.
enum ScriptFailures {
    /// The message by which the engine's own RangeError of recursion is known.
    static let recursionMessage = "Maximum call stack size exceeded"

    static let deadlock = ExecutionError(
        .runtimeError, origin: .script, name: "DeadlockError",
        message: "the script waits for a promise that nothing can settle: no tool call is under way")

    static func timeout(_ limits: EnclaveLimits) -> ExecutionError {
        let milliseconds = limits.timeout.wholeMilliseconds
        return ExecutionError(
            .executionTimeout, origin: .limit, name: "TimeoutError",
            message: "the run took longer than \(milliseconds) ms", data: data(("timeoutMilliseconds", milliseconds)))
    }

    static func fuel(_ limits: EnclaveLimits) -> ExecutionError {
        ExecutionError(
            .fuelExhausted, origin: .limit, name: "FuelLimitError",
            message: "the run used more than \(limits.fuel) instructions", data: data(("fuelMax", limits.fuel)))
    }

    static func memory(_ limits: EnclaveLimits) -> ExecutionError {
        ExecutionError(
            .memoryLimitExceeded, origin: .limit, name: "MemoryLimitError",
            message: "the script's live heap grew past \(limits.heapBytesMax) bytes",
            data: data(("limitBytes", limits.heapBytesMax)))
    }

    static func toolCalls(_ limits: EnclaveLimits) -> ExecutionError {
        ExecutionError(
            .maxToolCallsExceeded, origin: .limit, name: "ToolLimitError",
            message: "the script made more than \(limits.toolCallsMax) tool calls",
            data: data(("toolCallsMax", limits.toolCallsMax)))
    }

    static func console(_ limits: EnclaveLimits) -> ExecutionError {
        ExecutionError(
            .consoleLimitExceeded, origin: .limit, name: "ConsoleLimitError",
            message:
                "the script printed more than \(limits.consoleCallsMax) lines or \(limits.consoleUnitsMax) UTF-16 units of text",
            data: data(("consoleCallsMax", limits.consoleCallsMax), ("consoleUnitsMax", limits.consoleUnitsMax)))
    }

    static func refused(_ refusal: ResultRefusal, _ limits: EnclaveLimits) -> ExecutionError {
        switch refusal {
        case .memory: memory(limits)
        case .limit(let problem):
            ExecutionError(
                .serializationLimitExceeded, origin: .limit, name: "RangeError", message: "the result \(problem)")
        case .kind(let kind):
            ExecutionError(
                .runtimeError, origin: .script, name: "TypeError", message: "the script returned \(kind)")
        }
    }

    static func internalError(_ message: String) -> ExecutionError {
        ExecutionError(.internalError, origin: .host, name: "InternalError", message: message)
    }

    static func invalid(_ message: String, line: Int? = nil, column: Int? = nil) -> ExecutionError {
        ExecutionError(
            .validationError, origin: .source, name: "SyntaxError", message: message, line: line, column: column)
    }

    /// An error that nobody caught: of a tool if it is one that a tool call gave, else of the script.
    static func uncaught(_ thrown: ThrownError, failures: [ToolFailure], hidesStack: Bool) -> ExecutionError {
        var code = ExecutionError.Code.runtimeError
        var origin = ExecutionError.Origin.script
        if let own = thrown.code,
            let failure = failures.last(where: {
                $0.error.code.rawValue == own && $0.error.name == thrown.name && $0.error.message == thrown.message
            })
        {
            code = failure.error.code
            origin = .tool(name: failure.tool)
        } else if thrown.name == "RangeError", thrown.message == recursionMessage {
            code = .stackOverflow
            origin = .limit
        }
        return ExecutionError(
            code, origin: origin, name: thrown.name, message: thrown.message, line: thrown.line,
            column: thrown.column, stack: hidesStack ? nil : thrown.stack)
    }

    private static func data(_ members: (String, Int)...) -> JSONObject {
        var object = JSONObject()
        for (key, value) in members { object[key] = .integer(value) }
        return object
    }
}
