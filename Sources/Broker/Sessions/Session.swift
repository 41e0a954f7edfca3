internal import Logging
internal import Protocol
internal import SessionStore

/// One session: carries out what its state machine decides.
///
/// Everything that can be done at once is done at once, so that the actions of one input are never mixed with those of
/// another. What takes time (a lease, a tool, a timer) runs in a task that the session owns and that comes back as an
/// input.
actor Session {
    /// What a session needs from the broker.
    struct Environment: Sendable {
        let clock: any BrokerClock
        let pool: RuntimePool
        let executor: ToolExecutor
        let logger: Logger
        /// Called once, when the session has ended.
        let onEnd: @Sendable (Session) async -> Void
    }

    nonisolated let id: SessionID
    nonisolated let log: EventLog
    nonisolated let journal = ToolCallJournal()
    private nonisolated let createdAt: Timestamp

    private let environment: Environment
    private let execution: ExecuteRequest
    /// What the session's runtime has to have.
    private let labels: [String: String]
    private let logger: Logger
    private var machine: SessionStateMachine

    private var lease: RuntimeLease?
    private var leaseTask: Task<Void, Never>?
    private var toolTasks: [CallID: Task<Void, Never>] = [:]
    private var timer: (due: ContinuousClock.Instant, task: Task<Void, Never>)?
    private var readerWatch: Task<Void, Never>?
    private var hasReportedEnd = false

    init(
        id: SessionID, request: CreateSession, runtimeLabels: [String: String],
        settings: SessionStateMachine.Settings, logLimits: EventLog.Limits, execution: ExecuteRequest,
        environment: Environment
    ) {
        self.id = id
        self.environment = environment
        self.execution = execution
        labels = runtimeLabels
        createdAt = environment.clock.wallTime
        log = EventLog(sessionID: id, version: request.protocolVersion, limits: logLimits)
        machine = SessionStateMachine(
            id: id, settings: settings, createdAt: environment.clock.now, wallTime: createdAt)
        var logger = environment.logger
        logger[metadataKey: "session"] = "\(id)"
        self.logger = logger
    }

    /// Begins the session; `session_init` is in the log when this returns.
    func start() async {
        let (counts, continuation) = AsyncStream.makeStream(of: Int.self, bufferingPolicy: .bufferingNewest(1))
        log.onReaderCount { continuation.yield($0) }
        readerWatch = Task { [weak self] in
            for await count in counts { await self?.handle(.readers(count)) }
        }
        logger.info("session begins")
        await handle(.begin)
        await handle(.readers(log.summary.readerCount))
    }

    /// Takes an input and does what follows from it.
    func handle(_ input: SessionInput) async {
        let actions = machine.handle(input, at: environment.clock.now, wallTime: environment.clock.wallTime)
        for action in actions { perform(action) }
        armTimer()
        guard machine.isEnded, !hasReportedEnd else { return }
        hasReportedEnd = true
        await environment.onEnd(self)
    }

    func info() -> SessionInfo {
        SessionInfo(
            sessionID: id, state: machine.state, createdAt: createdAt, expiresAt: machine.expiresAt,
            durationMilliseconds: machine.duration(at: environment.clock.now).shownMilliseconds,
            toolCallCount: machine.toolCallCount)
    }

    // MARK: Actions

    private func perform(_ action: SessionAction) {
        switch action {
        case .emit(let payload): emit(payload)
        case .requestLease: requestLease()
        case .withdrawLease: leaseTask?.cancel()
        case .execute: send(.execute(execution))
        case .startTool(let call): startTool(call)
        case .cancelTool(let callID, let code):
            journal.finish(callID, .abandoned(code))
            toolTasks.removeValue(forKey: callID)?.cancel()
        case .sendToolResult(let callID, let outcome):
            send(.toolResult(ToolResultMessage(sessionID: id, callID: callID, outcome: outcome)))
        case .cancelExecution(let reason): send(.cancel(sessionID: id, reason: reason))
        case .releaseLease(let release):
            lease?.release(release)
            lease = nil
        case .end: end()
        }
    }

    private func emit(_ payload: EventPayload) {
        do {
            try log.append(payload)
        } catch {
            logger.warning("event cannot be sent", metadata: ["type": "\(payload.type)", "error": "\(error)"])
            let notice = ErrorNotice(
                message: "an event of type \(payload.type.rawValue) was too large to be sent",
                code: .serializationLimitExceeded, isRecoverable: true)
            // A notice of these few bytes can always be written.
            _ = try? log.append(.error(notice))
        }
    }

    private func send(_ message: BrokerMessage) {
        lease?.send(message)
    }

    private func end() {
        log.end()
        readerWatch?.cancel()
        timer?.task.cancel()
        timer = nil
        for task in toolTasks.values { task.cancel() }
        toolTasks = [:]
        logger.info("session ended", metadata: ["state": "\(machine.state.rawValue)"])
    }

    // MARK: Work that takes time

    private func requestLease() {
        let pool = environment.pool
        let (id, labels) = (id, labels)
        leaseTask = Task { [weak self] in
            let lease = try? await pool.lease(for: id, labels: labels) { [weak self] event in
                await self?.leaseEvent(event)
            }
            guard let lease else { return }
            guard let self else { return lease.release(.finished) }
            await self.leased(lease)
        }
    }

    private func leased(_ lease: RuntimeLease) async {
        leaseTask = nil
        guard case .queued = machine.phase, self.lease == nil else { return lease.release(.finished) }
        self.lease = lease
        logger.debug("session has a runtime", metadata: ["runtime": "\(lease.runtimeID)"])
        await handle(.leased)
    }

    private func leaseEvent(_ event: LeaseEvent) async {
        switch event {
        case .event(let event): await handle(.runtimeEvent(event))
        case .lost: await handle(.runtimeLost)
        case .resumed: await handle(.runtimeResumed)
        case .gone: await handle(.runtimeGone)
        }
    }

    private func startTool(_ call: ToolCall) {
        guard journal.begin(call.callID, toolName: call.toolName, at: environment.clock.wallTime) else { return }
        let invocation = ToolInvocation(
            sessionID: id, callID: call.callID, toolName: call.toolName, arguments: call.arguments,
            resultBytesMax: machine.limits.toolResultBytesMax)
        let (executor, journal) = (environment.executor, journal)
        // A handler that does not listen to cancellation must not keep the session alive.
        toolTasks[call.callID] = Task { [weak self] in
            let (result, bytes) = await executor.run(invocation)
            switch result {
            case .success: journal.finish(call.callID, .succeeded)
            case .failure(let failure): journal.finish(call.callID, .failed(failure.code))
            }
            await self?.toolEnded(call.callID, result, bytes)
        }
    }

    private func toolEnded(_ callID: CallID, _ result: ToolCallResult, _ bytes: Int) async {
        guard toolTasks.removeValue(forKey: callID) != nil else { return }
        await handle(.toolFinished(callID, result, bytes: bytes))
    }

    /// One task sleeps until the machine's next deadline; it is replaced only when an earlier one comes up.
    private func armTimer() {
        guard let due = machine.nextDeadline else { return }
        if let timer, timer.due <= due { return }
        timer?.task.cancel()
        let clock = environment.clock
        let task = Task { [weak self] in
            do {
                try await clock.sleep(until: due)
            } catch {
                return
            }
            await self?.timerFired(due)
        }
        timer = (due, task)
    }

    private func timerFired(_ due: ContinuousClock.Instant) async {
        guard timer?.due == due else { return }
        timer = nil
        await handle(.tick)
    }
}
