internal import JSON
internal import Protocol

/// What the runtime says. The broker owns the client's stream: it has its own `session_init`, heartbeats, progress and
/// deadline, so the runtime's are dropped, and everything is numbered anew.
extension SessionStateMachine {
    mutating func runtimeEvent(_ event: Event, at now: ContinuousClock.Instant) -> [SessionAction] {
        guard case .executing(var execution) = phase, execution.lostUntil == nil else { return [] }
        if let seen = execution.resumedAfter {
            guard event.sequence > seen else { return [] }
            if execution.mustProveContinuity, event.sequence > seen + 1 {
                return runtimeGone(at: now)
            }
            execution.mustProveContinuity = false
        }
        execution.lastSequence = max(execution.lastSequence, event.sequence)
        let isFirst = !execution.hasBegun
        if event.type != .sessionInit { execution.hasBegun = true }
        phase = .executing(execution)
        switch event.payload {
        case .stdout(let chunk): return stdout(chunk)
        case .log(let entry): return log(entry)
        case .toolCall(let call): return toolCalled(call, at: now)
        case .toolResultApplied(let callID): return toolResultApplied(callID)
        case .error(let notice): return [.emit(.error(notice))]
        case .partialResult(let part): return partialResult(part)
        case .deadlineExceeded: return limits.deadlineMilliseconds > 0 ? deadlinePassed(at: now) : []
        case .final(let final):
            if isFirst, isRefusal(final), let actions = requeue(at: now) { return actions }
            return finished(final, at: now)
        case .sessionInit, .heartbeat, .toolProgress, .catalogChanged, .encrypted: return []
        }
    }

    private func isRefusal(_ final: Final) -> Bool {
        guard case .failure(let error) = final.outcome else { return false }
        return error.code == .runtimeAtCapacity
    }

    /// A runtime that is full costs the session nothing but time, as long as it may wait for another.
    private mutating func requeue(at now: ContinuousClock.Instant) -> [SessionAction]? {
        guard now < waitsUntil else { return nil }
        phase = .queued(until: waitsUntil)
        return [.releaseLease(.refused), .requestLease]
    }

    mutating func runtimeLost(at now: ContinuousClock.Instant) -> [SessionAction] {
        guard case .executing(var execution) = phase, execution.lostUntil == nil else { return [] }
        guard canResume, settings.runtimeGrace > .zero else { return runtimeGone(at: now) }
        execution.lostUntil = now.advanced(by: settings.runtimeGrace)
        phase = .executing(execution)
        return []
    }

    /// What was under way when the connection broke may or may not have arrived. The runtime ignores a second result, so
    /// every result that it has not confirmed is sent again; its own events carry numbers.
    mutating func runtimeResumed() -> [SessionAction] {
        guard case .executing(var execution) = phase, execution.lostUntil != nil else { return [] }
        execution.lostUntil = nil
        execution.resumedAfter = execution.lastSequence
        execution.mustProveContinuity = true
        phase = .executing(execution)
        return unapplied.compactMap { callID, result in
            result.outcome.map { .sendToolResult(callID, $0) }
        }
    }

    mutating func runtimeGone(at now: ContinuousClock.Instant) -> [SessionAction] {
        guard case .executing = phase else { return [] }
        let message = "the runtime that ran the script was lost"
        return end(
            .failed, ErrorInfo(message: message, code: .runtimeLost),
            notices: [.error(ErrorNotice(message: message, code: .runtimeLost, isRecoverable: false))], at: now)
    }

    // MARK: Output

    private mutating func stdout(_ chunk: String) -> [SessionAction] {
        guard !isOutputCut else { return [] }
        var actions: [SessionAction] = []
        var rest = chunk[...]
        let room = max(0, limits.stdoutBytesMax - outputBytes)
        let isTooMuch = chunk.utf8.count > room
        if isTooMuch { rest = rest.prefix(utf8Bytes: room) }
        while !rest.isEmpty {
            let piece = rest.prefix(utf8Bytes: Self.stdoutChunkBytesMaximum)
            actions.append(.emit(.stdout(chunk: String(piece))))
            stdoutBytes += piece.utf8.count
            outputBytes += piece.utf8.count
            rest = rest[piece.endIndex...]
        }
        return isTooMuch ? actions + cutOutput() : actions
    }

    private mutating func log(_ entry: LogEntry) -> [SessionAction] {
        guard !isOutputCut else { return [] }
        var bytes = entry.message.utf8.count
        if let data = entry.data { bytes += JSONValue.object(data).description.utf8.count }
        guard outputBytes + bytes <= limits.stdoutBytesMax else { return cutOutput() }
        outputBytes += bytes
        return [.emit(.log(entry))]
    }

    private mutating func cutOutput() -> [SessionAction] {
        isOutputCut = true
        return [
            .emit(
                .error(
                    ErrorNotice(
                        message: "output past \(limits.stdoutBytesMax) bytes is dropped", code: .stdoutLimitExceeded,
                        isRecoverable: true)))
        ]
    }

    private mutating func partialResult(_ part: PartialResult) -> [SessionAction] {
        if let error = part.error, partialErrors.count < Self.errorsMaximum { partialErrors.append(error) }
        return [.emit(.partialResult(part))]
    }
}

extension Substring {
    /// As many whole characters from the start as fit that many bytes of UTF-8; one whose first scalars fit is cut.
    fileprivate func prefix(utf8Bytes maximum: Int) -> Substring {
        guard utf8.count > maximum else { return self }
        var end = utf8.index(startIndex, offsetBy: maximum)
        while end > startIndex, utf8[end] & 0xC0 == 0x80 { end = utf8.index(before: end) }
        return self[..<end]
    }
}
