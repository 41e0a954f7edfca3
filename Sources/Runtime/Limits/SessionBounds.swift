internal import Protocol
internal import Sandbox

/// What holds for one session: what its broker asks for, within what its security level and the runtime's operator allow.
struct SessionBounds {
    /// Room that a result leaves in a message for its envelope.
    private static let messageReserveBytes = 64 << 10
    /// The longest line that a writer may send. See `spec: NDJSON framing`.
    private static let messageBytesMax = 8 << 20
    /// What the broker gets beyond a call's deadline: it decides first.
    private static let toolGrace = Duration.seconds(5)

    let level: Sandbox.SecurityLevel
    let profile: Sandbox.SecurityProfile
    let limits: EnclaveLimits
    /// Bytes of UTF-8 that reach the broker; more is dropped, and the script goes on.
    let outputBytesMax: Int
    /// Life of the session, for its announcement.
    let sessionMilliseconds: Int
    /// The session's own deadline, if that is what `limits.timeout` is.
    let deadlineMilliseconds: Int?

    init(_ request: ExecuteRequest, settings: RuntimeSettings) {
        let level = Self.stricter(request.securityLevel ?? settings.securityLevel, settings.securityLevelMax)
        self.level = Sandbox.SecurityLevel(rawValue: level.rawValue) ?? .strict
        profile = request.profile.flatMap { Sandbox.SecurityProfile(rawValue: $0.rawValue) } ?? .enclave
        let requested = request.limits
        let maximums = settings.maximums
        var limits = EnclaveLimits(self.level)
        func bound(_ asked: Int?, _ operators: Int?, _ levels: Int) -> Int {
            let cap = operators ?? levels
            return min(asked ?? min(cap, levels), cap)
        }
        let sessionMilliseconds = bound(
            requested.sessionMilliseconds, maximums.sessionMilliseconds,
            limits.timeout.wholeMilliseconds)
        let deadline = requested.deadlineMilliseconds ?? 0
        let hasDeadline = deadline > 0 && deadline <= sessionMilliseconds
        self.sessionMilliseconds = sessionMilliseconds
        deadlineMilliseconds = hasDeadline ? deadline : nil
        limits.timeout = .milliseconds(hasDeadline ? deadline : sessionMilliseconds)
        limits.turnTimeout = requested.cpuMilliseconds.map { .milliseconds($0) }
        limits.fuel = bound(requested.fuelMax, maximums.fuelMax, limits.fuel)
        limits.heapBytesMax = bound(requested.heapBytesMax, maximums.heapBytesMax, limits.heapBytesMax)
        limits.toolCallsMax = bound(requested.toolCallsMax, maximums.toolCallsMax, limits.toolCallsMax)
        limits.toolPayloadBytesMax = bound(
            requested.toolResultBytesMax, maximums.toolResultBytesMax, limits.toolPayloadBytesMax)
        limits.toolTimeout = requested.perToolDeadlineMilliseconds.map { .milliseconds($0) + Self.toolGrace }
        limits.resultBytesMax = min(limits.resultBytesMax, Self.messageBytesMax - Self.messageReserveBytes)
        outputBytesMax = bound(requested.stdoutBytesMax, maximums.stdoutBytesMax, limits.consoleUnitsMax)
        self.limits = limits
    }

    private static func stricter(
        _ left: Protocol.SecurityLevel, _ right: Protocol.SecurityLevel
    ) -> Protocol.SecurityLevel {
        // The levels are listed from the strictest.
        Protocol.SecurityLevel.allCases.first { $0 == left || $0 == right } ?? .strict
    }
}
