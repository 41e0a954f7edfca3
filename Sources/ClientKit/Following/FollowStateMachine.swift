internal import Protocol

/// Decides what a follower of one session does next. Pure: inputs and the time go in, actions come out.
///
/// ```
///  idle ─ begin ─▶ connected ─ final ─▶ ended
///                   │     ▲
///       broken, end │     │ the wait is over: read on from the next number
///       or silence  ▼     │
///                  waiting ─ no attempt left ─▶ ended
/// ```
struct FollowStateMachine {
    struct Settings: Sendable {
        let sessionID: SessionID
        let retry: RetryPolicy
        /// Number of the first event wanted.
        var first = 0
        /// Which events are delivered; `final` always is.
        var filter: EventFilter?
        var includesHeartbeats = true
        /// After so long without a byte the connection is taken for lost; nil for never.
        var silence: Duration?
        /// From the first request; nil for no limit.
        var timeout: Duration?

        init(sessionID: SessionID, retry: RetryPolicy) {
            self.sessionID = sessionID
            self.retry = retry
        }
    }

    enum Input: Equatable {
        /// The first event is wanted.
        case begin(isNew: Bool)
        /// Bytes came.
        case life
        case event(Event)
        /// The body is complete.
        case bodyEnded
        case refused(ClientError.Refusal)
        case broken(ConnectionFailure)
        case malformed(String)
        case cancelRequested
        /// Time has passed.
        ///
        /// - isIdle: whether everything that came has been handled, so that silence is silence.
        case tick(isIdle: Bool)
    }

    enum Action: Equatable {
        /// Send the request that creates the session.
        case create
        /// Read the session's stream; nil for from its start.
        case follow(from: Int?)
        /// Close the connection, if there is one.
        case disconnect
        case deliver(Event)
        /// Nothing more comes; nil after `final`.
        case end(ClientError?)
    }

    private enum Phase: Equatable {
        case idle
        /// The request that creates the session is under way, and no event has come.
        case creating
        case following
        case waiting(until: ContinuousClock.Instant)
        case ended
    }

    /// A caller that cancelled waits no longer for the broker's word.
    static let cancelGrace = Duration.seconds(2)
    /// The shortest silence that is an alarm.
    private static let silenceMin = Duration.seconds(30)

    private let settings: Settings
    private var phase = Phase.idle
    private var tracker: SequenceTracker
    /// Attempts since the last event.
    private var attempts = 0
    /// Why the connection broke first since the last event.
    private var firstFailure: ClientError?
    private var lifeAt: ContinuousClock.Instant?
    private var timeoutAt: ContinuousClock.Instant?
    private var cancelAt: ContinuousClock.Instant?

    init(_ settings: Settings) {
        self.settings = settings
        tracker = SequenceTracker(last: settings.first > 0 ? settings.first - 1 : nil)
    }

    /// The silence that is an alarm at a heartbeat interval; nil where there are no heartbeats.
    static func silence(heartbeatMilliseconds interval: Int) -> Duration? {
        interval > 0 ? max(silenceMin, .milliseconds(interval) * 2) : nil
    }

    var isEnded: Bool { phase == .ended }
    private var hasEvents: Bool { (tracker.last ?? -1) >= settings.first && tracker.last != nil }

    /// When a tick is due, apart from inputs.
    var nextDeadline: ContinuousClock.Instant? {
        [timeoutAt, cancelAt, waitsUntil, silentAt].compactMap(\.self).min()
    }

    private var waitsUntil: ContinuousClock.Instant? {
        if case .waiting(let until) = phase { until } else { nil }
    }

    private var silentAt: ContinuousClock.Instant? {
        guard phase == .creating || phase == .following, let silence = settings.silence else { return nil }
        return lifeAt?.advanced(by: silence)
    }

    // MARK: Inputs

    /// Takes an input and says what follows from it.
    ///
    /// - Parameter random: −1 to 1, for the jitter of a wait.
    mutating func handle(_ input: Input, at now: ContinuousClock.Instant, random: Double) -> [Action] {
        guard phase != .ended else { return [] }
        switch input {
        case .begin(let isNew):
            guard phase == .idle else { return [] }
            timeoutAt = settings.timeout.map(now.advanced(by:))
            lifeAt = now
            phase = isNew ? .creating : .following
            return [isNew ? .create : .follow(from: nextNumber)]
        case .life:
            lifeAt = now
            return []
        case .event(let event): return received(event)
        case .bodyEnded: return lost(.lost("the stream ended before the session did"), at: now, random)
        case .refused(let refusal): return refused(refusal, at: now, random)
        case .broken(let failure):
            if phase == .creating, failure.wasNeverSent { return end(.unreachable(failure.message)) }
            return lost(.lost(failure.message), at: now, random)
        case .malformed(let reason): return end(.malformed(reason))
        case .cancelRequested:
            if phase == .idle { return end(.cancelled) }
            cancelAt = cancelAt ?? now.advanced(by: Self.cancelGrace)
            return []
        case .tick(let isIdle): return ticked(at: now, isIdle: isIdle, random)
        }
    }

    private mutating func received(_ event: Event) -> [Action] {
        guard event.sessionID == settings.sessionID, tracker.receive(event.sequence) != .duplicate else { return [] }
        attempts = 0
        firstFailure = nil
        if phase == .creating { phase = .following }
        if event.isFinal { return [.deliver(event)] + end(nil) }
        return isWanted(event) ? [.deliver(event)] : []
    }

    private func isWanted(_ event: Event) -> Bool {
        (settings.includesHeartbeats || event.type != .heartbeat) && settings.filter?.allows(event) ?? true
    }

    private mutating func refused(
        _ refusal: ClientError.Refusal, at now: ContinuousClock.Instant, _ random: Double
    ) -> [Action] {
        guard phase == .following else {
            // The broker itself says that there is no such session now; a proxy that failed says nothing of the kind.
            if refusal.code != nil || refusal.status < 500 { return end(.refused(refusal)) }
            return lost(.refused(refusal), at: now, random, retryAfter: refusal.retryAfter)
        }
        if refusal.status == 404 {
            if hasEvents { return end(.lost("the broker does not know the session any more")) }
            return end(firstFailure ?? .refused(refusal))
        }
        guard refusal.isTemporary else { return end(.refused(refusal)) }
        return lost(.refused(refusal), at: now, random, retryAfter: refusal.retryAfter)
    }

    private mutating func ticked(at now: ContinuousClock.Instant, isIdle: Bool, _ random: Double) -> [Action] {
        if let cancelAt, cancelAt <= now { return end(.cancelled) }
        if let timeoutAt, let timeout = settings.timeout, timeoutAt <= now { return end(.timedOut(after: timeout)) }
        guard isIdle else { return [] }
        if let waitsUntil, waitsUntil <= now {
            phase = .following
            lifeAt = now
            return [.follow(from: nextNumber)]
        }
        if let silentAt, silentAt <= now, let silence = settings.silence {
            return lost(.lost("nothing came for \(silence)"), at: now, random)
        }
        return []
    }

    // MARK: What follows

    private var nextNumber: Int? { tracker.last.map { $0 + 1 } }

    /// A connection is of no more use: wait and read on, or give up.
    private mutating func lost(
        _ error: ClientError, at now: ContinuousClock.Instant, _ random: Double, retryAfter: Duration? = nil
    ) -> [Action] {
        firstFailure = firstFailure ?? error
        if cancelAt != nil { return end(.cancelled) }
        guard attempts < settings.retry.attemptsMax else { return end(gaveUp(error)) }
        let wait = max(settings.retry.wait(before: attempts, random: random), retryAfter ?? .zero)
        attempts += 1
        phase = .waiting(until: now.advanced(by: wait))
        return [.disconnect]
    }

    private func gaveUp(_ error: ClientError) -> ClientError {
        if case .refused(let refusal) = error, hasEvents { return .lost("the broker answers \(refusal.status)") }
        return error
    }

    private mutating func end(_ error: ClientError?) -> [Action] {
        phase = .ended
        return [.disconnect, .end(error)]
    }
}
