internal import Foundation
internal import JSON
internal import Protocol
internal import Sandbox
internal import Synchronization

/// One session at this runtime: turns what its run does into events, and what its broker says into answers.
final class WorkerSession: Sendable {
    private struct State {
        var outbox = SessionOutbox()
        var link: WorkerLink?
        var lostAt: ContinuousClock.Instant?
        var run: EnclaveRun?
        /// Calls without an answer, by the name that the broker knows.
        var calls: [CallID: Sandbox.ToolCall.ID] = [:]
        var callIDs: [Sandbox.ToolCall.ID: CallID] = [:]
        var stdoutBytes = 0
        var outputBytes = 0
        var isOutputCut = false
        var isCancelling = false
        var hasEnded = false
    }

    let id: SessionID
    private let bounds: SessionBounds
    private let state: Mutex<State>
    /// Called once with what sends the last event: until then the session's id is taken.
    private let onEnd: @Sendable (WorkerSession, () -> Void) -> Void

    init(
        id: SessionID, bounds: SessionBounds, link: WorkerLink,
        onEnd: @escaping @Sendable (WorkerSession, () -> Void) -> Void
    ) {
        self.id = id
        self.bounds = bounds
        self.onEnd = onEnd
        var state = State()
        state.link = link
        self.state = Mutex(state)
    }

    // MARK: Run

    /// Announces the session and queues its run.
    func start(_ request: ExecuteRequest) {
        let expiresAt = Timestamp.now.adding(milliseconds: bounds.sessionMilliseconds)
        state.withLock {
            _ = emit(.sessionInit(SessionInit(cancelURL: "/sessions/\(id)/cancel", expiresAt: expiresAt)), &$0)
        }
        let enclave = Enclave(
            securityLevel: bounds.level, profile: bounds.profile, limits: bounds.limits)
        let context: String
        do {
            context = try JSONValue.object(request.context).jsonText()
        } catch {
            return end(
                .failure(ErrorInfo(message: "the context cannot be read: \(error.message)", code: .invalidRequest)))
        }
        let run = enclave.start(
            request.code, globals: [(name: "context", json: context)],
            onEvent: { [self] event in handle(event) }, onEnd: { [self] result in handle(result) })
        let isCancelling = state.withLock { state in
            if !state.hasEnded { state.run = run }
            return state.isCancelling
        }
        if isCancelling { run.cancel("the session was cancelled") }
    }

    private func handle(_ event: ExecutionEvent) {
        state.withLock { state in
            switch event {
            case .stdout(let text):
                guard fits(text.utf8.count, &state) else { return }
                state.stdoutBytes += text.utf8.count
                emit(.stdout(chunk: text), &state)
            case .log(let level, let text):
                guard fits(text.utf8.count, &state) else { return }
                emit(.log(LogEntry(level: LogEntry.Level(level), message: text)), &state)
            case .toolCall(let call): self.call(call, &state)
            case .toolResultApplied(let id):
                guard let callID = state.callIDs.removeValue(forKey: id) else { return }
                emit(.toolResultApplied(callID), &state)
            }
        }
    }

    private func call(_ call: Sandbox.ToolCall, _ state: inout State) {
        let callID = CallID.generate()
        let arguments: JSONValue
        do {
            arguments = try JSONValue.parse(Array(call.argumentsJSON.utf8))
        } catch {
            let failure = ToolError(message: error.message, code: .serializationLimitExceeded)
            state.run?.answer(call.id, .failure(failure))
            return
        }
        state.calls[callID] = call.id
        state.callIDs[call.id] = callID
        emit(.toolCall(Protocol.ToolCall(callID: callID, toolName: call.name, arguments: arguments)), &state)
    }

    /// Whether output of that size is still sent; says once that the rest is dropped.
    private func fits(_ bytes: Int, _ state: inout State) -> Bool {
        guard !state.isOutputCut else { return false }
        state.outputBytes += bytes
        guard state.outputBytes > bounds.outputBytesMax else { return true }
        state.isOutputCut = true
        emit(
            .error(
                ErrorNotice(
                    message: "output past \(bounds.outputBytesMax) bytes is dropped", code: .stdoutLimitExceeded,
                    isRecoverable: true)), &state)
        return false
    }

    // MARK: End

    private func handle(_ result: ExecutionResult) {
        let stats = ExecutionStats(
            durationMilliseconds: result.stats.duration / .milliseconds(1),
            toolCallCount: result.stats.toolCallCount, stdoutBytes: state.withLock { $0.stdoutBytes },
            fuel: result.stats.fuelUsed, heapBytesPeak: result.stats.heapBytesPeak)
        switch result.outcome {
        case .success(let json):
            do {
                let value = try json.map { json throws(ProtocolError) in try JSONValue.parse(Array(json.utf8)) }
                end(.success(result: value), stats)
            } catch {
                end(.failure(ErrorInfo(message: error.message, code: .serializationLimitExceeded)), stats)
            }
        case .failure(let error):
            if error.code == .sessionCancelled {
                notify(ErrorNotice(message: error.message, code: .sessionCancelled, isRecoverable: false))
            }
            var info = ErrorInfo(error)
            if error.code == .executionTimeout, let budget = bounds.deadlineMilliseconds {
                info.code = .deadlineExceeded
                state.withLock {
                    _ = emit(
                        .deadlineExceeded(
                            elapsedMilliseconds: stats.durationMilliseconds, budgetMilliseconds: Double(budget)), &$0)
                }
            }
            end(.failure(info), stats)
        }
    }

    private func notify(_ notice: ErrorNotice) {
        state.withLock { _ = emit(.error(notice), &$0) }
    }

    private func end(_ outcome: Final.Outcome, _ stats: ExecutionStats? = nil) {
        onEnd(self) { sendFinal(outcome, stats) }
    }

    private func sendFinal(_ outcome: Final.Outcome, _ stats: ExecutionStats?) {
        state.withLock { state in
            guard !state.hasEnded else { return }
            if !emit(.final(Final(outcome, stats: stats)), &state) {
                let info = ErrorInfo(
                    message: "the result does not fit a message", code: .serializationLimitExceeded)
                emit(.final(Final(.failure(info), stats: stats)), &state)
            }
            state.hasEnded = true
            state.run = nil
            state.calls = [:]
            state.callIDs = [:]
        }
    }

    // MARK: From the broker

    /// Answers a tool call; nothing for a call that is unknown or answered.
    func answer(_ callID: CallID, _ outcome: ToolOutcome) {
        let (run, id) = state.withLock { ($0.run, $0.calls.removeValue(forKey: callID)) }
        guard let run, let id else { return }
        run.answer(id, ToolAnswer(outcome, bytesMax: bounds.limits.toolPayloadBytesMax))
    }

    /// Ends the session: its notice and its `final` follow at once.
    func cancel(_ reason: String?) {
        let run = state.withLock { state in
            state.isCancelling = true
            return state.run
        }
        run?.cancel(reason ?? "the session was cancelled")
    }

    // MARK: Connection

    /// Whether events go out at once.
    func isConnected(to link: WorkerLink) -> Bool { state.withLock { $0.link === link } }

    /// The connection broke: events wait for the next one.
    func detach() {
        state.withLock {
            $0.link = nil
            $0.lostAt = .now
        }
    }

    /// The broker is back and still wants the session.
    func attach(to link: WorkerLink) {
        state.withLock { state in
            state.link = link
            state.lostAt = nil
            for text in state.outbox.resume() { link.send(text) }
        }
    }

    /// Whether the session has been without a broker for longer than that.
    func isOrphan(longerThan grace: Duration) -> Bool {
        state.withLock { $0.lostAt.map { $0.duration(to: .now) > grace } ?? false }
    }

    /// Sends an event, or keeps it; false if it does not fit a message.
    @discardableResult
    private func emit(_ payload: EventPayload, _ state: inout State) -> Bool {
        guard !state.hasEnded else { return true }
        do {
            let text = try state.outbox.add(payload, of: id, isConnected: state.link != nil)
            state.link?.send(text)
        } catch {
            return false
        }
        if state.outbox.isOverfull, !state.isCancelling {
            state.isCancelling = true
            state.run?.cancel("the connection to the broker was lost")
        }
        return true
    }
}

extension LogEntry.Level {
    fileprivate init(_ level: ExecutionEvent.LogLevel) {
        self =
            switch level {
            case .debug: .debug
            case .info: .info
            case .warn: .warn
            case .error: .error
            }
    }
}

extension ToolAnswer {
    /// What a broker answered.
    fileprivate init(_ outcome: ToolOutcome, bytesMax: Int) {
        switch outcome {
        case .failure(let message, let code):
            self = .failure(
                ToolError(message: message, code: ExecutionError.Code(rawValue: code?.rawValue ?? "TOOL_ERROR")))
        case .success(nil): self = .success(json: nil)
        case .success(let value?):
            do {
                self = .success(json: try value.jsonText(limits: JSONLimits(bytesMax: bytesMax)))
            } catch {
                self = .failure(ToolError(message: error.message, code: .init(rawValue: "TOOL_RESULT_TOO_LARGE")))
            }
        }
    }
}

extension Timestamp {
    /// The machine's clock.
    static var now: Timestamp {
        Timestamp(millisecondsSinceEpoch: Int(Date().timeIntervalSince1970 * 1000))
    }
}
