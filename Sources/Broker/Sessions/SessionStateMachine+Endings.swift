internal import Protocol

/// Every way in which a session ends. `final` is emitted once, and nothing after it.
extension SessionStateMachine {
    /// Ends the session by the broker's own decision.
    ///
    /// - Parameters:
    ///   - notices: events directly before `final`.
    ///   - appliesPendingCalls: whether calls that wait for their tool are shown as settled first.
    mutating func end(
        _ state: SessionState, _ error: ErrorInfo, notices: [EventPayload] = [], appliesPendingCalls: Bool = false,
        at now: ContinuousClock.Instant
    ) -> [SessionAction] {
        let final = Final(
            .failure(error), errors: partialErrors,
            stats: ExecutionStats(
                durationMilliseconds: executionDuration(at: now).shownMilliseconds, toolCallCount: toolCallCount,
                stdoutBytes: stdoutBytes))
        let waiting = Array(pending.keys)
        var actions = waiting.map { SessionAction.cancelTool($0, because: error.code ?? .sessionCancelled) }
        if appliesPendingCalls { actions += waiting.map { .emit(.toolResultApplied($0)) } }
        actions += notices.map(SessionAction.emit)
        actions.append(.emit(.final(final)))
        switch phase {
        case .created, .ended: break
        case .queued: actions.append(.withdrawLease)
        case .executing(let execution):
            if execution.lostUntil == nil { actions.append(.cancelExecution(reason: error.message)) }
            actions.append(.releaseLease(.afterFinal))
        }
        close(state, at: now)
        return actions + [.end]
    }

    /// Ends the session as its runtime says.
    mutating func finished(_ final: Final, at now: ContinuousClock.Instant) -> [SessionAction] {
        var final = final
        var actions: [SessionAction] = []
        var state = SessionState.completed
        if case .failure(var error) = final.outcome {
            error.stack = nil
            error.code = error.code ?? .runtimeError
            final.outcome = .failure(error)
            state = error.code == .sessionCancelled ? .cancelled : .failed
            if error.code == .deadlineExceeded, limits.deadlineMilliseconds > 0 {
                actions.append(.emit(deadlineEvent(at: now)))
            }
            actions = pending.keys.map { .cancelTool($0, because: error.code ?? .runtimeError) } + actions
        } else {
            actions = pending.keys.map { .cancelTool($0, because: .sessionCancelled) }
        }
        final.errors = Array(
            (partialErrors + final.errors.filter { !partialErrors.contains($0) }).prefix(Self.errorsMaximum))
        final.stats = ExecutionStats(
            durationMilliseconds: final.stats?.durationMilliseconds ?? executionDuration(at: now).shownMilliseconds,
            toolCallCount: toolCallCount, stdoutBytes: stdoutBytes, fuel: final.stats?.fuel,
            heapBytesPeak: final.stats?.heapBytesPeak)
        actions += [.emit(.final(final)), .releaseLease(.finished)]
        close(state, at: now)
        return actions + [.end]
    }

    private mutating func close(_ state: SessionState, at now: ContinuousClock.Instant) {
        phase = .ended(state)
        endedAt = now
        // What a finished session keeps is its log.
        seenCalls = []
        pending = [:]
        unapplied = [:]
        partialErrors = []
        keptResultBytes = 0
    }

    private func executionDuration(at now: ContinuousClock.Instant) -> Duration {
        guard case .executing(let execution) = phase else { return .zero }
        return execution.startedAt.duration(to: now)
    }

    mutating func cancel(reason: String?, at now: ContinuousClock.Instant) -> [SessionAction] {
        let message = reason ?? "the session was cancelled"
        return end(
            .cancelled, ErrorInfo(message: message, code: .sessionCancelled),
            notices: [.error(ErrorNotice(message: message, code: .sessionCancelled, isRecoverable: false))], at: now)
    }

    func deadlineEvent(at now: ContinuousClock.Instant) -> EventPayload {
        .deadlineExceeded(
            elapsedMilliseconds: createdAt.duration(to: now).shownMilliseconds,
            budgetMilliseconds: Double(limits.deadlineMilliseconds))
    }

    mutating func deadlinePassed(at now: ContinuousClock.Instant) -> [SessionAction] {
        end(
            .failed,
            ErrorInfo(message: "\(limits.deadlineMilliseconds) ms budget used up", code: .deadlineExceeded),
            notices: [deadlineEvent(at: now)], appliesPendingCalls: true, at: now)
    }

    mutating func lifeEnded(at now: ContinuousClock.Instant) -> [SessionAction] {
        end(
            .failed,
            ErrorInfo(message: "the session's \(limits.sessionMilliseconds) ms are used up", code: .timeout),
            appliesPendingCalls: true, at: now)
    }

    mutating func noRuntime(at now: ContinuousClock.Instant) -> [SessionAction] {
        end(.failed, ErrorInfo(message: "no runtime is free", code: .runtimeUnavailable), at: now)
    }
}
