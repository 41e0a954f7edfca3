import JSON
import Protocol
import Testing

@testable import Broker

/// A machine under test with a clock that is a number.
struct MachineHarness {
    static let start = ContinuousClock.now
    static let wall = Timestamp(millisecondsSinceEpoch: 1_772_352_000_000)

    var machine: SessionStateMachine
    var elapsed = Duration.zero
    private var sequence = 0

    init(_ change: (inout SessionStateMachine.Settings) -> Void = { _ in }) {
        var settings = SessionStateMachine.Settings()
        change(&settings)
        machine = SessionStateMachine(
            id: SessionID(unchecked: "s_1"), settings: settings, createdAt: Self.start, wallTime: Self.wall)
    }

    @discardableResult
    mutating func take(_ input: SessionInput, after delay: Duration = .zero) -> [SessionAction] {
        elapsed += delay
        return machine.handle(
            input, at: Self.start.advanced(by: elapsed),
            wallTime: Self.wall.adding(milliseconds: Int(elapsed.milliseconds)))
    }

    /// The runtime says something, with its next number.
    @discardableResult
    mutating func runtime(_ payload: EventPayload, sequence: Int? = nil, after delay: Duration = .zero)
        -> [SessionAction]
    {
        self.sequence = sequence ?? self.sequence + 1
        let event = Event(sessionID: machine.id, sequence: self.sequence, payload: payload)
        return take(.runtimeEvent(event), after: delay)
    }

    /// A session whose script runs.
    static func executing(_ change: (inout SessionStateMachine.Settings) -> Void = { _ in }) -> MachineHarness {
        var harness = MachineHarness(change)
        harness.take(.begin)
        harness.take(.readers(1))
        harness.take(.leased)
        return harness
    }
}

extension [SessionAction] {
    var emitted: [EventPayload] {
        compactMap { action in
            if case .emit(let payload) = action { payload } else { nil }
        }
    }

    var types: [EventType] { emitted.map(\.type) }

    var final: Final? {
        guard case .final(let final) = emitted.last else { return nil }
        return final
    }

    var finalError: ErrorInfo? {
        guard case .failure(let error) = final?.outcome else { return nil }
        return error
    }
}

private let a = CallID(unchecked: "c_a")
private let b = CallID(unchecked: "c_b")

private func call(_ id: CallID, _ arguments: JSONValue = [:]) -> EventPayload {
    .toolCall(ToolCall(callID: id, toolName: "t", arguments: arguments))
}

@Suite struct SessionStateMachineTests {
    // MARK: Life

    @Test func `A session begins with its first event, asks for a runtime and executes once it has one`() {
        var harness = MachineHarness()
        #expect(harness.machine.state == .starting)
        let begun = harness.take(.begin)
        #expect(
            begun == [
                .emit(
                    .sessionInit(
                        SessionInit(
                            cancelURL: "/sessions/s_1/cancel", replayURL: "/sessions/s_1/stream",
                            expiresAt: Timestamp(millisecondsSinceEpoch: 1_772_352_060_000)))), .requestLease,
            ])
        #expect(harness.machine.state == .running)
        #expect(harness.take(.begin) == [])
        #expect(harness.take(.leased) == [.execute])
        #expect(harness.take(.leased) == [])
        #expect(harness.machine.state == .running)
    }

    @Test func `The runtime's final ends the session with the broker's own counts`() {
        var harness = MachineHarness.executing()
        harness.runtime(.stdout(chunk: "héllo\n"))
        harness.runtime(call(a))
        harness.take(.toolFinished(a, .success(1), bytes: 1))
        harness.runtime(.toolResultApplied(a))
        let stats = ExecutionStats(
            durationMilliseconds: 3.5, toolCallCount: 99, stdoutBytes: 99, fuel: 1_000, heapBytesPeak: 2_000)
        let actions = harness.runtime(.final(Final(.success(result: 42), stats: stats)))
        #expect(
            actions == [
                .emit(
                    .final(
                        Final(
                            .success(result: 42),
                            stats: ExecutionStats(
                                durationMilliseconds: 3.5, toolCallCount: 1, stdoutBytes: 7, fuel: 1_000,
                                heapBytesPeak: 2_000)))),
                .releaseLease(.finished), .end,
            ])
        #expect(harness.machine.state == .completed)
        #expect(harness.machine.nextDeadline == nil)
    }

    @Test func `A failure keeps its code, loses its stack and gets a code if it has none`() {
        var harness = MachineHarness.executing()
        let error = ErrorInfo(message: "boom", stack: "at /secret/path", line: 3, column: 7)
        let actions = harness.runtime(.final(Final(.failure(error))))
        #expect(actions.finalError == ErrorInfo(message: "boom", code: .runtimeError, line: 3, column: 7))
        #expect(harness.machine.state == .failed)
    }

    @Test func `A runtime that cancels by itself makes the session cancelled`() {
        var harness = MachineHarness.executing()
        harness.runtime(.error(ErrorNotice(message: "stopping", code: .sessionCancelled)))
        harness.runtime(.final(Final(.failure(ErrorInfo(message: "stopping", code: .sessionCancelled)))))
        #expect(harness.machine.state == .cancelled)
    }

    @Test(arguments: [
        EventPayload.sessionInit(SessionInit(cancelURL: nil, expiresAt: MachineHarness.wall)),
        .heartbeat(MachineHarness.wall),
        .toolProgress(ToolProgress(callID: a, phase: .receiving, elapsedMilliseconds: 1)),
        .catalogChanged(CatalogChange(version: "1", addedActions: [], removedActions: [])),
        .encrypted(EncryptedEnvelope(keyID: "k", nonceBase64: "", ciphertextBase64: "")),
        .deadlineExceeded(elapsedMilliseconds: 1, budgetMilliseconds: 1), .toolResultApplied(a),
    ]) func `What the broker says itself is not taken from a runtime`(payload: EventPayload) {
        var harness = MachineHarness.executing()
        #expect(harness.runtime(payload) == [])
    }

    @Test func `Logs, notices and partial results pass, and a failed part is in the final's errors once`() {
        var harness = MachineHarness.executing()
        let failure = ErrorPayload(code: .toolTimeout, message: "late", path: ["1"])
        let part = PartialResult(path: ["1"], error: failure, hasNext: false)
        #expect(harness.runtime(.log(LogEntry(level: .warn, message: "w"))).types == [.log])
        #expect(harness.runtime(.error(ErrorNotice(message: "n"))).types == [.error])
        #expect(harness.runtime(.partialResult(part)) == [.emit(.partialResult(part))])
        let final = harness.runtime(.final(Final(.success(result: nil), errors: [failure]))).final
        #expect(final?.errors == [failure])
    }

    // MARK: Tools

    @Test func `A tool call is announced, started, and its result goes back`() {
        var harness = MachineHarness.executing()
        let toolCall = ToolCall(callID: a, toolName: "t", arguments: ["x": 1])
        let begun = harness.runtime(.toolCall(toolCall))
        #expect(
            begun == [
                .emit(.toolCall(toolCall)),
                .emit(.toolProgress(ToolProgress(callID: a, phase: .connecting, elapsedMilliseconds: 0))),
                .startTool(toolCall),
                .emit(.toolProgress(ToolProgress(callID: a, phase: .processing, elapsedMilliseconds: 0))),
            ])
        #expect(harness.machine.state == .waitingForTool)
        #expect(harness.take(.toolFinished(a, .success(5), bytes: 1)) == [.sendToolResult(a, .success(5))])
        #expect(harness.machine.state == .running)
        #expect(harness.runtime(.toolResultApplied(a)) == [.emit(.toolResultApplied(a))])
        #expect(harness.runtime(.toolResultApplied(a)) == [])
        #expect(harness.take(.toolFinished(a, .success(6), bytes: 1)) == [])
    }

    @Test func `A failure goes back with its code, and the session goes on`() {
        var harness = MachineHarness.executing()
        harness.runtime(call(a))
        let actions = harness.take(.toolFinished(a, .failure(ToolFailure(.unknownTool, "none")), bytes: 0))
        #expect(actions == [.sendToolResult(a, .failure(message: "none", code: .unknownTool))])
        #expect(harness.machine.state == .running)
    }

    @Test func `A call with the id of an earlier one is ignored`() {
        var harness = MachineHarness.executing()
        harness.runtime(call(a))
        #expect(harness.runtime(call(a)) == [])
        #expect(harness.machine.toolCallCount == 1)
    }

    @Test func `Arguments that are no object are refused without an event`() {
        var harness = MachineHarness.executing()
        let actions = harness.runtime(call(a, [1]))
        #expect(
            actions == [
                .sendToolResult(
                    a,
                    .failure(
                        message: "the arguments of a tool call must be an object", code: .invalidToolArguments))
            ])
        #expect(harness.runtime(.toolResultApplied(a)) == [])
        #expect(harness.machine.toolCallCount == 0)
    }

    @Test func `Arguments that fit no line are refused`() {
        var harness = MachineHarness.executing()
        let actions = harness.runtime(call(a, ["x": .string(String(repeating: "x", count: 5 << 20))]))
        #expect(actions.count == 1)
        guard case .sendToolResult(a, .failure(_, let code)) = actions.first else {
            Issue.record("no result")
            return
        }
        #expect(code == .serializationLimitExceeded)
    }

    @Test func `One call too many ends the session`() {
        var harness = MachineHarness.executing { $0.limits.toolCallsMax = 1 }
        harness.runtime(call(a))
        let actions = harness.runtime(call(b))
        #expect(actions.first == .cancelTool(a, because: .maxToolCalls))
        #expect(actions.finalError?.code == .maxToolCalls)
        #expect(actions.suffix(2) == [.releaseLease(.afterFinal), .end])
        #expect(harness.machine.state == .failed)
    }

    @Test func `Refused calls count too, so that a runtime cannot send them for ever`() {
        var harness = MachineHarness.executing { $0.limits.toolCallsMax = 2 }
        harness.runtime(call(a, [1]))
        harness.runtime(call(b, [1]))
        #expect(harness.runtime(call(CallID(unchecked: "c_c"), [1])).finalError?.code == .maxToolCalls)
    }

    @Test func `A tool that does not answer fails its call at the call's time, and a late answer is ignored`() {
        var harness = MachineHarness.executing { $0.limits.perToolDeadlineMilliseconds = 500 }
        harness.runtime(call(a))
        #expect(harness.take(.tick, after: .milliseconds(499)) == [])
        let actions = harness.take(.tick, after: .milliseconds(1))
        let message = "the tool did not answer within 500 ms"
        #expect(
            actions == [
                .cancelTool(a, because: .toolTimeout),
                .sendToolResult(a, .failure(message: message, code: .toolTimeout)),
            ])
        #expect(harness.take(.toolFinished(a, .success(1), bytes: 1)) == [])
    }

    @Test func `A tool's own time goes before the session's`() {
        var harness = MachineHarness.executing { $0.toolTimeout = { $0 == "t" ? .milliseconds(20) : nil } }
        harness.runtime(call(a))
        #expect(harness.take(.tick, after: .milliseconds(20)).first == .cancelTool(a, because: .toolTimeout))
    }

    @Test func `With cancelOnFirstError the first failure ends the session and is in its errors`() {
        var harness = MachineHarness.executing { $0.limits.cancelOnFirstError = true }
        harness.runtime(call(a))
        harness.runtime(call(b))
        let actions = harness.take(.toolFinished(a, .failure(ToolFailure("no stock")), bytes: 0))
        #expect(actions.types == [.toolResultApplied, .toolResultApplied, .final])
        #expect(actions.contains(.cancelTool(b, because: .sessionCancelled)))
        #expect(actions.finalError?.code == .sessionCancelled)
        #expect(actions.final?.errors.map(\.code) == [.executionError])
        #expect(harness.machine.state == .failed)
    }

    @Test func `Tools that still run when the script has ended are cancelled`() {
        var harness = MachineHarness.executing()
        harness.runtime(call(a))
        let actions = harness.runtime(.final(Final(.success(result: 1))))
        #expect(actions.first == .cancelTool(a, because: .sessionCancelled))
        #expect(harness.machine.state == .completed)
    }

    // MARK: Output

    @Test func `Output past its limit is cut with one notice, and the script goes on`() {
        var harness = MachineHarness.executing { $0.limits.stdoutBytesMax = 5 }
        let actions = harness.runtime(.stdout(chunk: "ab€€"))
        #expect(actions.emitted.first == .stdout(chunk: "ab€"))
        #expect(actions.types == [.stdout, .error])
        #expect(harness.runtime(.stdout(chunk: "x")) == [])
        #expect(harness.runtime(.log(LogEntry(level: .info, message: "x"))) == [])
        #expect(harness.runtime(.final(Final(.success(result: nil)))).final?.stats?.stdoutBytes == 5)
    }

    @Test func `Logs count against the same limit`() {
        var harness = MachineHarness.executing { $0.limits.stdoutBytesMax = 20 }
        #expect(harness.runtime(.log(LogEntry(level: .info, message: "0123456789"))).types == [.log])
        #expect(
            harness.runtime(.log(LogEntry(level: .info, message: "0", data: ["k": "0123456789"]))).types == [.error])
        #expect(harness.runtime(.stdout(chunk: "x")) == [])
    }

    @Test func `A long text becomes several events that fit a line`() {
        var harness = MachineHarness.executing { $0.limits.stdoutBytesMax = 2 << 20 }
        let text = String(repeating: "é", count: 300 << 10)
        let chunks = harness.runtime(.stdout(chunk: text)).emitted.compactMap { payload -> String? in
            if case .stdout(let chunk) = payload { chunk } else { nil }
        }
        #expect(chunks.count == 3)
        #expect(chunks.joined() == text)
        #expect(chunks.allSatisfy { $0.utf8.count <= SessionStateMachine.stdoutChunkBytesMaximum })
    }

    // MARK: Endings by the broker

    @Test func `A cancel gives a notice and the final, with the reason`() {
        var harness = MachineHarness.executing()
        harness.runtime(call(a))
        let actions = harness.take(.cancel(reason: "user left"), after: .milliseconds(480))
        #expect(
            actions == [
                .cancelTool(a, because: .sessionCancelled),
                .emit(.error(ErrorNotice(message: "user left", code: .sessionCancelled, isRecoverable: false))),
                .emit(
                    .final(
                        Final(
                            .failure(ErrorInfo(message: "user left", code: .sessionCancelled)),
                            stats: ExecutionStats(durationMilliseconds: 480, toolCallCount: 1, stdoutBytes: 0)))),
                .cancelExecution(reason: "user left"), .releaseLease(.afterFinal), .end,
            ])
        #expect(harness.machine.state == .cancelled)
    }

    @Test func `A cancel while waiting for a runtime stops the waiting`() {
        var harness = MachineHarness()
        harness.take(.begin)
        let actions = harness.take(.cancel(reason: nil))
        #expect(actions.types == [.error, .final])
        #expect(actions.suffix(2) == [.withdrawLease, .end])
        #expect(actions.finalError?.message == "the session was cancelled")
    }

    @Test func `A passed deadline settles the calls, says so, and ends`() {
        var harness = MachineHarness.executing { $0.limits.deadlineMilliseconds = 300 }
        harness.runtime(call(a))
        let actions = harness.take(.tick, after: .milliseconds(304))
        #expect(actions.types == [.toolResultApplied, .deadlineExceeded, .final])
        #expect(
            actions.emitted.contains(.deadlineExceeded(elapsedMilliseconds: 304, budgetMilliseconds: 300)))
        #expect(actions.finalError == ErrorInfo(message: "300 ms budget used up", code: .deadlineExceeded))
        #expect(harness.machine.state == .failed)
    }

    @Test func `A deadline that passes before there is a runtime ends without executing`() {
        var harness = MachineHarness { $0.limits.deadlineMilliseconds = 5 }
        harness.take(.begin)
        let actions = harness.take(.leased, after: .milliseconds(5))
        #expect(actions.types == [.deadlineExceeded, .final])
        #expect(!actions.contains(.execute))
    }

    @Test func `A runtime that notices the deadline first is believed`() {
        var harness = MachineHarness.executing { $0.limits.deadlineMilliseconds = 300 }
        let payload = EventPayload.deadlineExceeded(elapsedMilliseconds: 1, budgetMilliseconds: 1)
        #expect(harness.runtime(payload, after: .milliseconds(299)).types == [.deadlineExceeded, .final])
        harness = MachineHarness.executing { $0.limits.deadlineMilliseconds = 300 }
        let final = Final(.failure(ErrorInfo(message: "late", code: .deadlineExceeded)))
        #expect(harness.runtime(.final(final), after: .milliseconds(299)).types == [.deadlineExceeded, .final])
    }

    @Test func `The end of the session's life is a timeout`() {
        var harness = MachineHarness.executing { $0.limits.sessionMilliseconds = 1_000 }
        harness.runtime(call(a))
        let actions = harness.take(.tick, after: .seconds(1))
        #expect(actions.types == [.toolResultApplied, .final])
        #expect(actions.finalError?.code == .timeout)
    }

    @Test func `A session that no runtime takes in time says so`() {
        var harness = MachineHarness()
        harness.take(.begin)
        #expect(harness.take(.tick, after: .milliseconds(1_999)) == [])
        let actions = harness.take(.tick, after: .milliseconds(1))
        #expect(actions.finalError?.code == .runtimeUnavailable)
        #expect(actions.suffix(2) == [.withdrawLease, .end])
    }

    @Test func `A session without a reader is cancelled, but not if one comes back`() {
        var harness = MachineHarness.executing {
            $0.limits.sessionMilliseconds = 1_000_000
            $0.limits.heartbeatIntervalMilliseconds = 0
        }
        harness.take(.readers(0))
        harness.take(.readers(1), after: .seconds(89))
        #expect(harness.take(.tick, after: .seconds(100)) == [])
        harness.take(.readers(0))
        harness.take(.readers(0), after: .seconds(60))
        let actions = harness.take(.tick, after: .seconds(30))
        #expect(actions.finalError == ErrorInfo(message: "no reader left", code: .sessionCancelled))
        #expect(harness.machine.state == .cancelled)
    }

    @Test func `Heartbeats come at their interval, one for a long sleep, and none where none are wanted`() {
        var harness = MachineHarness.executing { $0.limits.heartbeatIntervalMilliseconds = 100 }
        #expect(harness.take(.tick, after: .milliseconds(99)) == [])
        #expect(
            harness.take(.tick, after: .milliseconds(1)) == [
                .emit(.heartbeat(MachineHarness.wall.adding(milliseconds: 100)))
            ])
        #expect(harness.take(.tick, after: .milliseconds(1_050)).types == [.heartbeat])
        harness = MachineHarness.executing { $0.limits.heartbeatIntervalMilliseconds = 0 }
        #expect(harness.take(.tick, after: .seconds(59)) == [])
    }

    @Test func `What is overdue happens before what came later`() {
        var harness = MachineHarness.executing { $0.limits.perToolDeadlineMilliseconds = 10 }
        harness.runtime(call(a))
        let actions = harness.take(.toolFinished(a, .success(1), bytes: 1), after: .milliseconds(10))
        #expect(actions.count == 2)
        #expect(actions.first == .cancelTool(a, because: .toolTimeout))
    }

    @Test func `A change of the catalogue is told to a session that has begun`() {
        let change = CatalogChange(version: "2", addedActions: ["x"], removedActions: [])
        var harness = MachineHarness()
        #expect(harness.take(.catalogChanged(change)) == [])
        harness.take(.begin)
        #expect(harness.take(.catalogChanged(change)) == [.emit(.catalogChanged(change))])
    }

    // MARK: Runtimes that refuse, break and come back

    @Test func `A runtime that is full costs the session only time`() {
        var harness = MachineHarness.executing()
        let full = EventPayload.final(Final(.failure(ErrorInfo(message: "full", code: .runtimeAtCapacity))))
        #expect(harness.runtime(full, after: .seconds(1)) == [.releaseLease(.refused), .requestLease])
        #expect(harness.take(.leased) == [.execute])
        harness.runtime(.stdout(chunk: "x"))
        #expect(harness.runtime(full).finalError?.code == .runtimeAtCapacity)
    }

    @Test func `A runtime that is full when waiting is over ends the session`() {
        var harness = MachineHarness.executing()
        let full = EventPayload.final(Final(.failure(ErrorInfo(message: "full", code: .runtimeAtCapacity))))
        #expect(harness.runtime(full, after: .seconds(2)).finalError?.code == .runtimeAtCapacity)
    }

    @Test func `A lost runtime that does not come back ends the session with a notice`() {
        var harness = MachineHarness.executing()
        harness.runtime(call(a))
        #expect(harness.take(.runtimeLost) == [])
        #expect(harness.take(.tick, after: .milliseconds(2_999)) == [])
        let actions = harness.take(.tick, after: .milliseconds(1))
        #expect(actions.types == [.error, .final])
        #expect(actions.finalError?.code == .runtimeLost)
        #expect(!actions.contains { if case .cancelExecution = $0 { true } else { false } })
        #expect(actions.contains(.cancelTool(a, because: .runtimeLost)))
    }

    @Test func `A runtime that comes back is told again what it has not applied, and repeats are dropped`() {
        var harness = MachineHarness.executing()
        harness.runtime(call(a), sequence: 1)
        harness.runtime(call(b), sequence: 2)
        harness.take(.toolFinished(a, .success(1), bytes: 1))
        harness.take(.runtimeLost)
        #expect(harness.take(.toolFinished(b, .success(2), bytes: 1)) == [])
        #expect(harness.runtime(.stdout(chunk: "not from a broken link"), sequence: 3) == [])
        #expect(
            harness.take(.runtimeResumed, after: .seconds(1)) == [
                .sendToolResult(a, .success(1)), .sendToolResult(b, .success(2)),
            ])
        #expect(harness.runtime(call(b), sequence: 2) == [])
        #expect(harness.runtime(.toolResultApplied(a), sequence: 3).types == [.toolResultApplied])
        #expect(harness.take(.tick, after: .seconds(5)) == [])
    }

    @Test func `A runtime that comes back with a gap in its numbers has lost events, and the session ends`() {
        var harness = MachineHarness.executing()
        harness.runtime(.stdout(chunk: "x"), sequence: 5)
        harness.take(.runtimeLost)
        harness.take(.runtimeResumed)
        #expect(harness.runtime(.stdout(chunk: "y"), sequence: 7).finalError?.code == .runtimeLost)
    }

    @Test func `Results that are too large to be kept make the loss of the connection final`() {
        var harness = MachineHarness.executing()
        harness.runtime(call(a))
        harness.runtime(call(b))
        harness.take(.toolFinished(a, .success(1), bytes: 5 << 20))
        harness.take(.toolFinished(b, .success(2), bytes: 5 << 20))
        #expect(harness.take(.runtimeLost).finalError?.code == .runtimeLost)
        harness = MachineHarness.executing()
        harness.runtime(call(a))
        harness.runtime(call(b))
        harness.take(.runtimeLost)
        harness.take(.toolFinished(a, .success(1), bytes: 5 << 20))
        #expect(harness.take(.toolFinished(b, .success(2), bytes: 5 << 20)).finalError?.code == .runtimeLost)
    }

    @Test func `A result that was applied frees its place among those that are kept`() {
        var harness = MachineHarness.executing()
        for index in 0..<10 {
            let id = CallID(unchecked: "c_\(index)")
            harness.runtime(call(id))
            harness.take(.toolFinished(id, .success(1), bytes: 7 << 20))
            harness.runtime(.toolResultApplied(id))
        }
        #expect(harness.take(.runtimeLost) == [])
    }

    @Test func `A runtime that is gone for good ends the session at once`() {
        var harness = MachineHarness.executing()
        #expect(harness.take(.runtimeGone).finalError?.code == .runtimeLost)
        harness = MachineHarness.executing { $0.runtimeGrace = .zero }
        #expect(harness.take(.runtimeLost).finalError?.code == .runtimeLost)
    }
}
