internal import JSON
internal import Protocol

/// Tool calls: counted, announced, bounded in time, answered once.
extension SessionStateMachine {
    mutating func toolCalled(_ call: ToolCall, at now: ContinuousClock.Instant) -> [SessionAction] {
        guard !seenCalls.contains(call.callID) else { return [] }
        guard seenCalls.count < limits.toolCallsMax else { return tooManyCalls(at: now) }
        seenCalls.insert(call.callID)
        // A call that is refused before it starts emits nothing, and its result is not announced as applied.
        if let refusal = refusal(of: call) { return [.sendToolResult(call.callID, refusal)] }
        toolCallCount += 1
        let timeout = settings.toolTimeout(call.toolName) ?? .milliseconds(limits.perToolDeadlineMilliseconds)
        pending[call.callID] = PendingCall(until: now.advanced(by: timeout), timeout: timeout)
        return [
            .emit(.toolCall(call)),
            .emit(progress(call.callID, .connecting)),
            .startTool(call),
            .emit(progress(call.callID, .processing)),
        ]
    }

    private func progress(_ callID: CallID, _ phase: ToolProgress.Phase) -> EventPayload {
        .toolProgress(ToolProgress(callID: callID, phase: phase, elapsedMilliseconds: 0))
    }

    private func refusal(of call: ToolCall) -> ToolOutcome? {
        guard case .object = call.arguments else {
            return .failure(message: "the arguments of a tool call must be an object", code: .invalidToolArguments)
        }
        do {
            _ = try call.arguments.jsonBytes(limits: JSONLimits(bytesMax: Self.argumentBytesMaximum))
            return nil
        } catch {
            return .failure(
                message: "the arguments cannot be sent: \(error.message)", code: .serializationLimitExceeded)
        }
    }

    private mutating func tooManyCalls(at now: ContinuousClock.Instant) -> [SessionAction] {
        end(
            .failed,
            ErrorInfo(message: "more than \(limits.toolCallsMax) tool calls", code: .maxToolCalls), at: now)
    }

    mutating func toolFinished(
        _ callID: CallID, _ result: ToolCallResult, _ bytes: Int, at now: ContinuousClock.Instant
    ) -> [SessionAction] {
        guard pending.removeValue(forKey: callID) != nil else { return [] }
        let outcome: ToolOutcome =
            switch result {
            case .success(let value): .success(value)
            case .failure(let failure): .failure(message: failure.message, code: failure.code)
            }
        if keptResultBytes + bytes > Self.keptResultBytesMaximum { forgetResults() }
        unapplied[callID] = UnappliedResult(outcome: canResume ? outcome : nil, bytes: bytes)
        if canResume { keptResultBytes += bytes }
        if case .failure(let failure) = result, limits.cancelOnFirstError {
            return firstErrorEnds(callID, failure, at: now)
        }
        guard case .executing(let execution) = phase else { return [] }
        // While the connection is broken the result waits with the others that are kept.
        if execution.lostUntil != nil { return canResume ? [] : runtimeGone(at: now) }
        return [.sendToolResult(callID, outcome)]
    }

    private mutating func forgetResults() {
        canResume = false
        keptResultBytes = 0
        for callID in unapplied.keys { unapplied[callID]?.outcome = nil }
    }

    private mutating func firstErrorEnds(
        _ callID: CallID, _ failure: ToolFailure, at now: ContinuousClock.Instant
    ) -> [SessionAction] {
        partialErrors.insert(failure.payload, at: 0)
        return [.emit(.toolResultApplied(callID))]
            + end(
                .failed, ErrorInfo(message: "a tool call failed: \(failure.message)", code: .sessionCancelled),
                appliesPendingCalls: true, at: now)
    }

    mutating func toolResultApplied(_ callID: CallID) -> [SessionAction] {
        guard let result = unapplied.removeValue(forKey: callID) else { return [] }
        if result.outcome != nil { keptResultBytes -= result.bytes }
        return [.emit(.toolResultApplied(callID))]
    }

    /// A call's own time is up.
    mutating func toolTimedOut(
        _ callID: CallID, after timeout: Duration, at now: ContinuousClock.Instant
    ) -> [SessionAction] {
        let failure = ToolFailure(
            .toolTimeout, "the tool did not answer within \(Int(timeout.milliseconds)) ms")
        return [.cancelTool(callID, because: .toolTimeout)] + toolFinished(callID, .failure(failure), 0, at: now)
    }
}
