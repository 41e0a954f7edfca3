internal import DequeModule
internal import Logging
internal import Protocol
internal import SessionStore

/// Admits sessions, finds them, and forgets them when their time is over.
actor SessionManager {
    /// Why a session is not admitted.
    enum AdmissionError: Error, Equatable {
        case sessionExists
        case full
        case shuttingDown

        var code: ErrorCode {
            switch self {
            case .sessionExists: .sessionExists
            case .full: .sessionCreateError
            case .shuttingDown: .serviceUnavailable
            }
        }

        var message: String {
            switch self {
            case .sessionExists: "a session of that id is running"
            case .full: "as many sessions as are allowed are running"
            case .shuttingDown: "the broker is shutting down"
            }
        }
    }

    struct Settings: Sendable {
        var limits = SessionLimits()
        var maximums = RequestedLimits()
        var broker = BrokerLimits()
        var security = Security()
        var routing: [RoutingRule] = []
    }

    private struct Finished {
        let session: Session
        let forgetAt: ContinuousClock.Instant
        let bytes: Int
    }

    private let settings: Settings
    private let clock: any BrokerClock
    private let pool: RuntimePool
    private let executor: ToolExecutor
    private let logger: Logger

    private var sessions: [SessionID: Session] = [:]
    private var liveCount = 0
    /// Oldest first.
    private var finished: Deque<Finished> = []
    private var retainedBytes = 0
    private var sweeper: Task<Void, Never>?
    private(set) var isShuttingDown = false

    init(
        settings: Settings, clock: any BrokerClock, pool: RuntimePool, executor: ToolExecutor, logger: Logger
    ) {
        self.settings = settings
        self.clock = clock
        self.pool = pool
        self.executor = executor
        self.logger = logger
    }

    // MARK: Coming

    /// Admits a session and starts it.
    ///
    /// - Returns: a reader of the stream from its start; the first event is there.
    func create(_ request: CreateSession) async throws(AdmissionError) -> ReaderAttachment {
        let id = request.sessionID ?? .generate()
        if let existing = sessions[id], !(await existing.info().state.isTerminal) { throw .sessionExists }
        // From here to the table's change nothing is awaited, so no other request comes in between.
        guard !isShuttingDown else { throw .shuttingDown }
        if let existing = sessions[id] {
            guard finished.contains(where: { $0.session === existing }) else { throw .sessionExists }
        }
        guard liveCount < settings.broker.sessions else { throw .full }
        if let existing = sessions[id] { forget(existing) }
        let session = makeSession(id, request)
        sessions[id] = session
        liveCount += 1
        let attachment = ReaderAttachment(log: session.log, from: 0)
        await session.start()
        return attachment
    }

    private func makeSession(_ id: SessionID, _ request: CreateSession) -> Session {
        let limits = settings.limits.applying(request.limits, maximums: settings.maximums)
        let registry = executor.registry
        let machineSettings = SessionStateMachine.Settings(
            limits: limits, runtimeWait: settings.broker.runtimeWait, runtimeGrace: settings.broker.runtimeGrace,
            orphanGrace: settings.broker.orphanGrace, toolTimeout: { registry.entry(named: $0)?.tool.timeout })
        return Session(
            id: id, request: request, runtimeLabels: settings.routing.required(for: request.labels),
            settings: machineSettings,
            logLimits: EventLog.Limits(
                events: settings.broker.historyEvents, bytes: settings.broker.historyBytes,
                readerQueueBytes: settings.broker.readerQueueBytes),
            execution: ExecuteRequest(
                sessionID: id, code: request.code, limits: limits.requested, context: request.context,
                securityLevel: settings.security.level, profile: settings.security.profile),
            environment: Session.Environment(
                clock: clock, pool: pool, executor: executor, logger: logger,
                onEnd: { [weak self] session in await self?.ended(session) }))
    }

    // MARK: Finding

    func session(_ id: SessionID) -> Session? {
        sessions[id]
    }

    /// Every session that is kept, oldest first.
    func list() async -> [SessionInfo] {
        var infos: [SessionInfo] = []
        for session in sessions.values { infos.append(await session.info()) }
        return infos.sorted { ($0.createdAt, $0.sessionID.rawValue) < ($1.createdAt, $1.sessionID.rawValue) }
    }

    func counts() -> (live: Int, retained: Int) {
        (liveCount, sessions.count)
    }

    // MARK: Going

    /// Cancels a session if it lives and forgets it; readers that are attached still get its end.
    ///
    /// - Returns: false if there is no such session.
    func delete(_ id: SessionID) async -> Bool {
        guard let session = sessions.removeValue(forKey: id) else { return false }
        await session.handle(.cancel(reason: "the session was deleted"))
        forget(session)
        return true
    }

    func catalogueChanged(_ change: CatalogChange) async {
        for session in sessions.values { await session.handle(.catalogChanged(change)) }
    }

    /// Admits nothing more and ends what lives.
    func shutDown() async {
        isShuttingDown = true
        for session in sessions.values { await session.handle(.cancel(reason: "the broker is shutting down")) }
        sweeper?.cancel()
        sweeper = nil
    }

    private func ended(_ session: Session) {
        liveCount -= 1
        // A deleted session is known to nobody any more.
        guard sessions[session.id] === session else { return }
        let bytes = session.log.summary.bytes
        finished.append(
            Finished(session: session, forgetAt: clock.now.advanced(by: settings.broker.retention), bytes: bytes))
        retainedBytes += bytes
        while retainedBytes > settings.broker.retainedBytes, finished.count > 1, let oldest = finished.first {
            logger.warning("a finished session is forgotten early", metadata: ["session": "\(oldest.session.id)"])
            forget(oldest.session)
        }
        startSweeper()
    }

    private func forget(_ session: Session) {
        if sessions[session.id] === session { sessions[session.id] = nil }
        guard let position = finished.firstIndex(where: { $0.session === session }) else { return }
        retainedBytes -= finished.remove(at: position).bytes
    }

    private func startSweeper() {
        guard sweeper == nil, !isShuttingDown, let first = finished.first else { return }
        let (clock, due) = (clock, first.forgetAt)
        sweeper = Task { [weak self] in
            do {
                try await clock.sleep(until: due)
            } catch {
                return
            }
            await self?.sweep()
        }
    }

    private func sweep() {
        sweeper = nil
        let now = clock.now
        while let first = finished.first, first.forgetAt <= now { forget(first.session) }
        startSweeper()
    }
}

extension SessionLimits {
    /// The same limits as a request states them, for the runtime.
    var requested: RequestedLimits {
        var limits = RequestedLimits()
        limits.sessionMilliseconds = sessionMilliseconds
        limits.toolCallsMax = toolCallsMax
        limits.stdoutBytesMax = stdoutBytesMax
        limits.toolResultBytesMax = toolResultBytesMax
        limits.cpuMilliseconds = cpuMilliseconds
        limits.heartbeatIntervalMilliseconds = heartbeatIntervalMilliseconds
        limits.deadlineMilliseconds = deadlineMilliseconds
        limits.perToolDeadlineMilliseconds = perToolDeadlineMilliseconds
        limits.cancelOnFirstError = cancelOnFirstError
        limits.heapBytesMax = heapBytesMax
        limits.fuelMax = fuelMax
        return limits
    }
}
