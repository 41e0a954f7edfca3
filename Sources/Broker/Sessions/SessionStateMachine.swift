internal import OrderedCollections
internal import Protocol

/// The life of one session, as a value: what happens goes in, what is to be done comes out.
///
///     created ──begin──▶ queued ──leased──▶ executing ──final──▶ ended
///                           │                  │  ▲
///                           │           lost   ▼  │ resumed
///                           │               executing, link lost
///                           └── cancel, deadline, life, no runtime, orphaned ──▶ ended (from any phase)
///
/// Time enters only as the instant that accompanies an input. All rules about order, limits and endings of the protocol
/// are here and nowhere else; whoever carries the actions out decides nothing.
struct SessionStateMachine: Sendable {
    /// What an operator and a request have decided about the session.
    struct Settings: Sendable {
        var limits = SessionLimits()
        /// How long the session waits for a runtime.
        var runtimeWait = Duration.seconds(2)
        /// How long a lost runtime may take to come back.
        var runtimeGrace = Duration.seconds(3)
        /// How long the session goes on without a reader.
        var orphanGrace = Duration.seconds(90)
        /// The time that a tool of that name has by its own setting.
        var toolTimeout: @Sendable (String) -> Duration? = { _ in nil }
    }

    /// Bytes of tool results that are kept until the runtime has said that it applied them, so that a runtime that comes
    /// back can be told again. Past it the session cannot survive the loss of its connection.
    static let keptResultBytesMaximum = 8 << 20
    /// Bytes of JSON of one call's arguments, which have to fit a line of the stream.
    static let argumentBytesMaximum = 4 << 20
    /// Failures of parts that `final` lists.
    static let errorsMaximum = 100
    /// Bytes of text in one `stdout` event; more becomes several.
    static let stdoutChunkBytesMaximum = 256 << 10

    enum Phase: Sendable, Equatable {
        case created
        /// Waiting for a runtime until then.
        case queued(until: ContinuousClock.Instant)
        case executing(Execution)
        case ended(SessionState)
    }

    /// What is known about the session at its runtime.
    struct Execution: Sendable, Equatable {
        let startedAt: ContinuousClock.Instant
        /// The runtime has said more about the session than that it took it.
        var hasBegun = false
        /// The runtime's own number of its last event.
        var lastSequence = 0
        /// Set while the connection is broken: when to stop waiting for the runtime.
        var lostUntil: ContinuousClock.Instant?
        /// After a resume: numbers up to this one have been seen.
        var resumedAfter: Int?
        /// After a resume: the next event tells whether any was lost on the way.
        var mustProveContinuity = false
    }

    /// A call that waits for its tool.
    struct PendingCall: Sendable, Equatable {
        let until: ContinuousClock.Instant
        /// How long it may take in all, for the message.
        let timeout: Duration
    }

    /// A result that the runtime was told and has not said that it applied.
    struct UnappliedResult: Sendable, Equatable {
        /// For telling it again; nil where results are no longer kept.
        var outcome: ToolOutcome?
        let bytes: Int
    }

    let id: SessionID
    let settings: Settings
    let createdAt: ContinuousClock.Instant
    /// When the session's life ends, as clients are shown it.
    let expiresAt: Timestamp
    var phase = Phase.created
    var endedAt: ContinuousClock.Instant?
    /// How long the session waits for runtimes in all.
    private(set) var waitsUntil: ContinuousClock.Instant

    /// Every call that the runtime has asked for; the limit of tool calls bounds it.
    var seenCalls: Set<CallID> = []
    var pending: OrderedDictionary<CallID, PendingCall> = [:]
    var unapplied: OrderedDictionary<CallID, UnappliedResult> = [:]
    var keptResultBytes = 0
    var canResume = true
    /// Calls that were made.
    var toolCallCount = 0

    var stdoutBytes = 0
    /// Output of all kinds, which is what the limit counts.
    var outputBytes = 0
    var isOutputCut = false
    var partialErrors: [ErrorPayload] = []

    /// When the session is cancelled for want of a reader.
    var orphanedAt: ContinuousClock.Instant?
    var nextHeartbeat: ContinuousClock.Instant?

    /// - Parameter wallTime: the moment of creation as clients are shown it.
    init(id: SessionID, settings: Settings, createdAt: ContinuousClock.Instant, wallTime: Timestamp) {
        self.id = id
        self.settings = settings
        self.createdAt = createdAt
        waitsUntil = createdAt
        expiresAt = wallTime.adding(milliseconds: settings.limits.sessionMilliseconds)
    }

    var limits: SessionLimits { settings.limits }

    /// What clients see.
    var state: SessionState {
        switch phase {
        case .created: .starting
        case .queued, .executing: pending.isEmpty ? .running : .waitingForTool
        case .ended(let state): state
        }
    }

    var isEnded: Bool {
        if case .ended = phase { true } else { false }
    }

    /// Since creation, until the end.
    func duration(at now: ContinuousClock.Instant) -> Duration {
        createdAt.duration(to: endedAt ?? now)
    }

    /// Takes an input; after the end none has an effect.
    ///
    /// - Parameters:
    ///   - now: when it happened; never before the instant of an earlier input.
    ///   - wallTime: for heartbeats.
    mutating func handle(
        _ input: SessionInput, at now: ContinuousClock.Instant, wallTime: Timestamp
    ) -> [SessionAction] {
        guard !isEnded else { return [] }
        // What is overdue happens before what comes after it.
        var actions = advance(to: now, wallTime: wallTime)
        guard !isEnded else { return actions }
        switch input {
        case .begin: actions += begin(at: now)
        case .leased: actions += leased(at: now)
        case .runtimeEvent(let event): actions += runtimeEvent(event, at: now)
        case .runtimeLost: actions += runtimeLost(at: now)
        case .runtimeResumed: actions += runtimeResumed()
        case .runtimeGone: actions += runtimeGone(at: now)
        case .toolFinished(let id, let result, let bytes): actions += toolFinished(id, result, bytes, at: now)
        case .cancel(let reason):
            // A stream has its first event even if the session ends before it was begun.
            actions += begin(at: now) + cancel(reason: reason, at: now)
        case .readers(let count): orphanedAt = count > 0 ? nil : orphanedAt ?? now.advanced(by: settings.orphanGrace)
        case .catalogChanged(let change):
            if phase != .created { actions.append(.emit(.catalogChanged(change))) }
        case .tick: break
        }
        return actions + advance(to: now, wallTime: wallTime)
    }

    private mutating func begin(at now: ContinuousClock.Instant) -> [SessionAction] {
        guard case .created = phase else { return [] }
        waitsUntil = now.advanced(by: settings.runtimeWait)
        phase = .queued(until: waitsUntil)
        if limits.heartbeatIntervalMilliseconds > 0 {
            nextHeartbeat = now.advanced(by: .milliseconds(limits.heartbeatIntervalMilliseconds))
        }
        let sessionInit = SessionInit(
            cancelURL: "/sessions/\(id.rawValue)/cancel", replayURL: "/sessions/\(id.rawValue)/stream",
            expiresAt: expiresAt)
        return [.emit(.sessionInit(sessionInit)), .requestLease]
    }

    private mutating func leased(at now: ContinuousClock.Instant) -> [SessionAction] {
        guard case .queued = phase else { return [] }
        phase = .executing(Execution(startedAt: now))
        return [.execute]
    }
}
