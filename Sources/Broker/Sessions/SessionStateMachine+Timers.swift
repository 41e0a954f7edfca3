internal import Protocol

/// What the passing of time does.
extension SessionStateMachine {
    /// What an instant can be due for.
    private enum Timer {
        case deadline
        case expiry
        /// The end of waiting for a runtime, or for a lost one.
        case phase
        case orphan
        case heartbeat
        case tool(CallID, timeout: Duration)
    }

    /// The timer that is due first; of those due at the same instant the one that stands first here.
    private var nextTimer: (due: ContinuousClock.Instant, timer: Timer)? {
        guard !isEnded, phase != .created else { return nil }
        var next = (due: createdAt.advanced(by: .milliseconds(limits.sessionMilliseconds)), timer: Timer.expiry)
        func consider(_ instant: ContinuousClock.Instant?, _ timer: Timer) {
            if let instant, instant < next.due { next = (instant, timer) }
        }
        if limits.deadlineMilliseconds > 0 {
            let deadline = createdAt.advanced(by: .milliseconds(limits.deadlineMilliseconds))
            if deadline <= next.due { next = (deadline, .deadline) }
        }
        switch phase {
        case .created, .ended: break
        case .queued(let until): consider(until, .phase)
        case .executing(let execution): consider(execution.lostUntil, .phase)
        }
        consider(orphanedAt, .orphan)
        for (callID, call) in pending { consider(call.until, .tool(callID, timeout: call.timeout)) }
        consider(nextHeartbeat, .heartbeat)
        return next
    }

    /// When the next `.tick` is due; nil if no time matters any more.
    var nextDeadline: ContinuousClock.Instant? { nextTimer?.due }

    /// Does everything that was due by then, in the order in which it was due.
    mutating func advance(to now: ContinuousClock.Instant, wallTime: Timestamp) -> [SessionAction] {
        var actions: [SessionAction] = []
        while let next = nextTimer, next.due <= now {
            actions += fire(next.timer, at: now, wallTime: wallTime)
        }
        return actions
    }

    private mutating func fire(
        _ timer: Timer, at now: ContinuousClock.Instant, wallTime: Timestamp
    ) -> [SessionAction] {
        switch timer {
        case .deadline: return deadlinePassed(at: now)
        case .expiry: return lifeEnded(at: now)
        case .orphan: return cancel(reason: "no reader left", at: now)
        case .phase:
            if case .queued = phase { return noRuntime(at: now) }
            return runtimeGone(at: now)
        case .tool(let callID, let timeout): return toolTimedOut(callID, after: timeout, at: now)
        case .heartbeat:
            // One, however many intervals have passed.
            nextHeartbeat = now.advanced(by: .milliseconds(limits.heartbeatIntervalMilliseconds))
            return [.emit(.heartbeat(wallTime))]
        }
    }
}
