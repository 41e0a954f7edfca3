internal import Protocol

extension ErrorCode {
    /// What somebody who sees this code can do about it, as one sentence; nil where the message says it all.
    var advice: String? { Self.adviceByCode[self] }

    private static let adviceByCode: [ErrorCode: String] = [
        .validationError: "Correct the script at that place.",
        .toolError: "Catch the error around `callTool`, or look at what the tool's server answered.",
        .fuelExhausted: "Let the script do less, or run it at a level with more fuel.",
        .memoryLimitExceeded: "Let the script keep less at a time, or run it at a level with a larger heap.",
        .stackOverflow: "Turn the recursion into a loop.",
        .executionTimeout: "Let the script or its tools take less time, or run it at a level with a later deadline.",
        .timeout: "Let the script or its tools take less time, or ask for a longer session in `limits`.",
        .deadlineExceeded: "Let the script or its tools take less time, or ask for a later `deadlineMs`.",
        .maxToolCalls: "Ask for more at a time in each tool call, or for a higher limit of calls.",
        .maxToolCallsExceeded: "Ask for more at a time in each tool call, or for a higher limit of calls.",
        .consoleLimitExceeded: "Print less, or run the script at a level that allows more output.",
        .serializationLimitExceeded: "Return or send less: the value is larger than a message may be.",
        .runtimeUnavailable: "Start a runtime: `enclave runtime --broker ws://HOST:PORT`.",
        .runtimeAtCapacity: "Try again, or start another runtime.",
        .runtimeLost: "The script may have run in part; run it again if its tools allow that.",
        .unknownTool: "`enclave tools` lists the tools that are registered.",
        .internalError: "Look for the id of the message in the log of the broker or the runtime.",
    ]
}
