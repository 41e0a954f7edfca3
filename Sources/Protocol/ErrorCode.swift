/// A machine-readable error code as it stands on the wire.
///
/// The set is open: a peer may send a code that is not listed here, and readers treat it as a generic failure. What a
/// code means for HTTP is decided by the broker; nothing below it knows status codes.
public struct ErrorCode: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// The text of the code, upper snake case by convention.
    public let rawValue: String

    /// Takes any text: unknown codes are legal.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public var description: String { rawValue }
}

// MARK: - Outcome of an execution

extension ErrorCode {
    /// The guard refused the code, or it does not parse.
    public static let validationError = ErrorCode(rawValue: "VALIDATION_ERROR")
    /// The scoring gate refused the code.
    public static let scoringBlocked = ErrorCode(rawValue: "SCORING_BLOCKED")
    /// The script threw and nothing caught it.
    public static let runtimeError = ErrorCode(rawValue: "RUNTIME_ERROR")
    /// A tool call failed and the script did not catch its error.
    public static let toolError = ErrorCode(rawValue: "TOOL_ERROR")
    /// The session's wall-clock or CPU time is used up.
    public static let timeout = ErrorCode(rawValue: "TIMEOUT")
    /// The execution's wall-clock deadline passed.
    public static let executionTimeout = ErrorCode(rawValue: "EXECUTION_TIMEOUT")
    /// The instruction budget is used up.
    public static let fuelExhausted = ErrorCode(rawValue: "FUEL_EXHAUSTED")
    /// The live heap grew past its limit.
    public static let memoryLimitExceeded = ErrorCode(rawValue: "MEMORY_LIMIT_EXCEEDED")
    /// The script's call depth grew past its limit.
    public static let stackOverflow = ErrorCode(rawValue: "STACK_OVERFLOW")
    /// The limit of tool calls is reached, as named in `final`.
    public static let maxToolCalls = ErrorCode(rawValue: "MAX_TOOL_CALLS")
    /// The limit of tool calls is reached, as named by the sandbox.
    public static let maxToolCallsExceeded = ErrorCode(rawValue: "MAX_TOOL_CALLS_EXCEEDED")
    /// The limit of loop iterations is reached, as named in `final`.
    public static let maxIterations = ErrorCode(rawValue: "MAX_ITERATIONS")
    /// The limit of loop iterations is reached, as named by the sandbox.
    public static let maxIterationsExceeded = ErrorCode(rawValue: "MAX_ITERATIONS_EXCEEDED")
    /// Console output passed its limit.
    public static let consoleLimitExceeded = ErrorCode(rawValue: "CONSOLE_LIMIT_EXCEEDED")
    /// A result or an argument is too large to be sent.
    public static let serializationLimitExceeded = ErrorCode(rawValue: "SERIALIZATION_LIMIT_EXCEEDED")
    /// A forbidden access at run time.
    public static let securityViolation = ErrorCode(rawValue: "SECURITY_VIOLATION")
    /// The session was cancelled.
    public static let sessionCancelled = ErrorCode(rawValue: "SESSION_CANCELLED")
    /// The session's own deadline passed.
    public static let deadlineExceeded = ErrorCode(rawValue: "DEADLINE_EXCEEDED")
    /// The runtime that ran the session was lost.
    public static let runtimeLost = ErrorCode(rawValue: "RUNTIME_LOST")
    /// No runtime is there to run the session.
    public static let runtimeUnavailable = ErrorCode(rawValue: "RUNTIME_UNAVAILABLE")
    /// The runtime holds as many sessions as it may.
    public static let runtimeAtCapacity = ErrorCode(rawValue: "RUNTIME_AT_CAPACITY")
    /// A worker process ended under the execution.
    public static let workerCrashed = ErrorCode(rawValue: "WORKER_CRASHED")
    /// The queue in front of the workers is full.
    public static let queueFull = ErrorCode(rawValue: "QUEUE_FULL")
    /// The execution waited too long for a worker.
    public static let queueTimeout = ErrorCode(rawValue: "QUEUE_TIMEOUT")
    /// Something unexpected; its message carries an id that is in the log.
    public static let internalError = ErrorCode(rawValue: "INTERNAL_ERROR")
}

// MARK: - Tool calls and notices

extension ErrorCode {
    /// No tool has that name.
    public static let unknownTool = ErrorCode(rawValue: "UNKNOWN_TOOL")
    /// The arguments are not an object, or cannot be sent.
    public static let invalidToolArguments = ErrorCode(rawValue: "INVALID_TOOL_ARGS")
    /// The tool's result does not fit its schema.
    public static let invalidToolResult = ErrorCode(rawValue: "INVALID_TOOL_RESULT")
    /// A secret that the tool declares is missing.
    public static let secretError = ErrorCode(rawValue: "SECRET_ERROR")
    /// The tool's handler failed without a code of its own.
    public static let executionError = ErrorCode(rawValue: "EXECUTION_ERROR")
    /// The tool call failed, as named by the sandbox.
    public static let toolCallFailed = ErrorCode(rawValue: "TOOL_CALL_FAILED")
    /// The tool did not answer in time.
    public static let toolTimeout = ErrorCode(rawValue: "TOOL_TIMEOUT")
    /// The tool's result is larger than the session allows.
    public static let toolResultTooLarge = ErrorCode(rawValue: "TOOL_RESULT_TOO_LARGE")
    /// The operation detectors refused the call.
    public static let operationRefused = ErrorCode(rawValue: "OPERATION_REFUSED")
    /// Too many calls or requests in the window.
    public static let rateLimited = ErrorCode(rawValue: "RATE_LIMITED")
    /// The script's output passed its limit; what follows is dropped.
    public static let stdoutLimitExceeded = ErrorCode(rawValue: "STDOUT_LIMIT_EXCEEDED")
    /// A reference token is unknown or belongs to another session.
    public static let referenceResolutionFailed = ErrorCode(rawValue: "REFERENCE_RESOLUTION_FAILED")
    /// Expanding reference tokens passed a limit.
    public static let referenceResolutionLimit = ErrorCode(rawValue: "REFERENCE_RESOLUTION_LIMIT")
}

// MARK: - Requests

extension ErrorCode {
    /// The request's body or one of its fields is wrong.
    public static let invalidRequest = ErrorCode(rawValue: "INVALID_REQUEST")
    /// The event filter is wrong.
    public static let invalidFilter = ErrorCode(rawValue: "INVALID_FILTER")
    /// The caller did not authenticate.
    public static let unauthorized = ErrorCode(rawValue: "UNAUTHORIZED")
    /// The caller may not do this.
    public static let forbidden = ErrorCode(rawValue: "FORBIDDEN")
    /// No such session or route.
    public static let notFound = ErrorCode(rawValue: "NOT_FOUND")
    /// The route does not know the method.
    public static let methodNotAllowed = ErrorCode(rawValue: "METHOD_NOT_ALLOWED")
    /// A live session has that id.
    public static let sessionExists = ErrorCode(rawValue: "SESSION_EXISTS")
    /// The call is unknown, answered, or not the client's to answer.
    public static let toolCallNotPending = ErrorCode(rawValue: "TOOL_CALL_NOT_PENDING")
    /// The body or the code is too large.
    public static let payloadTooLarge = ErrorCode(rawValue: "PAYLOAD_TOO_LARGE")
    /// The session table is full.
    public static let sessionCreateError = ErrorCode(rawValue: "SESSION_CREATE_ERROR")
    /// The broker is shutting down.
    public static let serviceUnavailable = ErrorCode(rawValue: "SERVICE_UNAVAILABLE")
    /// The request requires encryption and this server has none.
    public static let encryptionUnsupported = ErrorCode(rawValue: "ENCRYPTION_UNSUPPORTED")
    /// The hello is missing or malformed.
    public static let encryptionHandshakeFailed = ErrorCode(rawValue: "ENCRYPTION_HANDSHAKE_FAILED")
}

// MARK: - Raised by clients about the connection

extension ErrorCode {
    /// The connection failed and no retry is left.
    public static let networkError = ErrorCode(rawValue: "NETWORK_ERROR")
    /// The request was answered with a failure.
    public static let sessionError = ErrorCode(rawValue: "SESSION_ERROR")
    /// Bytes that are not what the protocol says.
    public static let parseError = ErrorCode(rawValue: "PARSE_ERROR")
    /// The last attempt to reconnect was refused.
    public static let reconnectFailed = ErrorCode(rawValue: "RECONNECT_FAILED")
    /// The caller cancelled.
    public static let cancelled = ErrorCode(rawValue: "CANCELLED")
    /// An `error` event that carries no code.
    public static let unknown = ErrorCode(rawValue: "UNKNOWN")

    /// The codes by which the reference broker reports every kind of failed execution.
    private static let genericFailures: Set<String> = [
        "DOUBLE_VM_EXECUTION_ERROR", "VM_EXECUTION_ERROR", "EXECUTION_ERROR", "ENCLAVE_ERROR",
    ]

    /// Whether the code says no more than "the execution failed".
    public var isGenericExecutionFailure: Bool { Self.genericFailures.contains(rawValue) }
}
