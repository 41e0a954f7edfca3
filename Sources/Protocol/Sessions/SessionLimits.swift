/// The limits of a session as a request states them: nil where it says nothing.
public struct RequestedLimits: Sendable, Equatable {
    /// See `SessionLimits`, as for the others.
    public var sessionMilliseconds: Int?
    /// Tool calls.
    public var toolCallsMax: Int?
    /// Bytes of output.
    public var stdoutBytesMax: Int?
    /// Bytes of one tool result.
    public var toolResultBytesMax: Int?
    /// The script's own time between two awaits.
    public var cpuMilliseconds: Int?
    /// 0 for none.
    public var heartbeatIntervalMilliseconds: Int?
    /// 0 for none.
    public var deadlineMilliseconds: Int?
    /// Budget of one tool call.
    public var perToolDeadlineMilliseconds: Int?
    /// Whether the first failed tool call ends the session.
    public var cancelOnFirstError: Bool?
    /// Live heap bytes.
    public var heapBytesMax: Int?
    /// Instructions.
    public var fuelMax: Int?

    /// No limit stated.
    public init() {}

    /// This with the values of another where that states them.
    public func overridden(by other: RequestedLimits) -> RequestedLimits {
        var merged = self
        for field in LimitField.all { field.setRequested(&merged, field.requested(other) ?? field.requested(self)) }
        merged.cancelOnFirstError = other.cancelOnFirstError ?? cancelOnFirstError
        return merged
    }
}

/// The limits of a session, all decided.
public struct SessionLimits: Sendable, Equatable {
    /// Life of the session, from its creation.
    public var sessionMilliseconds = 60_000
    /// Tool calls of the session.
    public var toolCallsMax = 50
    /// Bytes of UTF-8 of output; more is dropped.
    public var stdoutBytesMax = 262_144
    /// Bytes of JSON of one tool result.
    public var toolResultBytesMax = 5_242_880
    /// The script's own time between two awaits.
    public var cpuMilliseconds = 30_000
    /// 0 for no heartbeats, else within `heartbeatRange`.
    public var heartbeatIntervalMilliseconds = 15_000
    /// Budget of the whole session, from its creation; 0 for none.
    public var deadlineMilliseconds = 0
    /// Budget of one tool call.
    public var perToolDeadlineMilliseconds = 30_000
    /// The first tool call that fails ends the session.
    public var cancelOnFirstError = false
    /// Live heap bytes; nil for what the security level says.
    public var heapBytesMax: Int?
    /// Instructions; nil for what the security level says.
    public var fuelMax: Int?

    /// What a heartbeat interval is clamped to: clients take a silence of 30 s for a lost connection.
    public static let heartbeatRange = 100...25_000

    /// The protocol's defaults.
    public init() {}

    /// These limits with what a request states, each value at most the operator's maximum.
    public func applying(_ requested: RequestedLimits, maximums: RequestedLimits = RequestedLimits()) -> SessionLimits {
        var limits = self
        for field in LimitField.all {
            guard var value = field.requested(requested) ?? field.decided(self) else {
                field.setDecided(&limits, field.requested(maximums))
                continue
            }
            if let maximum = field.requested(maximums) {
                value = field.zeroMeansNone && value == 0 ? maximum : min(value, maximum)
            }
            field.setDecided(&limits, value)
        }
        limits.cancelOnFirstError = requested.cancelOnFirstError ?? cancelOnFirstError
        if limits.heartbeatIntervalMilliseconds != 0 {
            limits.heartbeatIntervalMilliseconds = min(
                max(limits.heartbeatIntervalMilliseconds, Self.heartbeatRange.lowerBound),
                Self.heartbeatRange.upperBound)
        }
        return limits
    }
}

/// One numeric limit: its names on the wire, its bounds, and where it is kept.
///
/// This table is the only list of limits; reading, writing, merging and capping follow it.
struct LimitField: Sendable {
    /// The name in `limits`.
    let key: String
    /// Older names of the same limit in `limits`.
    var aliases: [String] = []
    /// The name in `config`.
    var configKey: String?
    let minimum: Int
    /// 0 says "no limit", so a maximum replaces it.
    var zeroMeansNone = false
    let requested: @Sendable (RequestedLimits) -> Int?
    let setRequested: @Sendable (inout RequestedLimits, Int?) -> Void
    let decided: @Sendable (SessionLimits) -> Int?
    /// Sets the decided value; nil leaves what is not optional as it is.
    let setDecided: @Sendable (inout SessionLimits, Int?) -> Void

    static let all: [LimitField] = [
        LimitField(
            key: "sessionTtlMs", aliases: ["timeout"], configKey: "maxExecutionMs", minimum: 1,
            requested: { $0.sessionMilliseconds }, setRequested: { $0.sessionMilliseconds = $1 },
            decided: { $0.sessionMilliseconds }, setDecided: { if let value = $1 { $0.sessionMilliseconds = value } }),
        LimitField(
            key: "maxToolCalls", configKey: "maxToolCalls", minimum: 1,
            requested: { $0.toolCallsMax }, setRequested: { $0.toolCallsMax = $1 },
            decided: { $0.toolCallsMax }, setDecided: { if let value = $1 { $0.toolCallsMax = value } }),
        LimitField(
            key: "maxStdoutBytes", aliases: ["maxConsoleBytes"], minimum: 1,
            requested: { $0.stdoutBytesMax }, setRequested: { $0.stdoutBytesMax = $1 },
            decided: { $0.stdoutBytesMax }, setDecided: { if let value = $1 { $0.stdoutBytesMax = value } }),
        LimitField(
            key: "maxToolResultBytes", minimum: 1,
            requested: { $0.toolResultBytesMax }, setRequested: { $0.toolResultBytesMax = $1 },
            decided: { $0.toolResultBytesMax }, setDecided: { if let value = $1 { $0.toolResultBytesMax = value } }),
        LimitField(
            key: "toolTimeoutMs", minimum: 1,
            requested: { $0.cpuMilliseconds }, setRequested: { $0.cpuMilliseconds = $1 },
            decided: { $0.cpuMilliseconds }, setDecided: { if let value = $1 { $0.cpuMilliseconds = value } }),
        LimitField(
            key: "heartbeatIntervalMs", configKey: "heartbeatIntervalMs", minimum: 0, zeroMeansNone: true,
            requested: { $0.heartbeatIntervalMilliseconds },
            setRequested: { $0.heartbeatIntervalMilliseconds = $1 },
            decided: { $0.heartbeatIntervalMilliseconds },
            setDecided: { if let value = $1 { $0.heartbeatIntervalMilliseconds = value } }),
        LimitField(
            key: "deadlineMs", minimum: 0, zeroMeansNone: true,
            requested: { $0.deadlineMilliseconds }, setRequested: { $0.deadlineMilliseconds = $1 },
            decided: { $0.deadlineMilliseconds },
            setDecided: { if let value = $1 { $0.deadlineMilliseconds = value } }),
        LimitField(
            key: "perToolDeadlineMs", minimum: 1,
            requested: { $0.perToolDeadlineMilliseconds }, setRequested: { $0.perToolDeadlineMilliseconds = $1 },
            decided: { $0.perToolDeadlineMilliseconds },
            setDecided: { if let value = $1 { $0.perToolDeadlineMilliseconds = value } }),
        LimitField(
            key: "memoryLimit", minimum: 1,
            requested: { $0.heapBytesMax }, setRequested: { $0.heapBytesMax = $1 },
            decided: { $0.heapBytesMax }, setDecided: { $0.heapBytesMax = $1 }),
        LimitField(
            key: "fuel", minimum: 1,
            requested: { $0.fuelMax }, setRequested: { $0.fuelMax = $1 },
            decided: { $0.fuelMax }, setDecided: { $0.fuelMax = $1 }),
    ]
}
