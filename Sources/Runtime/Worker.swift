package import Link
package import Logging
internal import Protocol
internal import Synchronization

/// The stateless worker: takes sessions from brokers, over any number of links, and runs them.
///
/// ```
///  link ─ execute ─▶ session ─▶ Enclave            (one per session)
///       ◀─ events, numbered per session ─┘
///  broken link: its sessions go on for a while; a broker that comes back takes them over
/// ```
package final class Worker: Sendable {
    private struct Table {
        var sessions: [SessionID: WorkerSession] = [:]
        /// Sessions that ended a moment ago: their last events may have been lost with a connection.
        var ended: [SessionID: WorkerSession] = [:]
        var endedOrder: [SessionID] = []
        var links: [ObjectIdentifier: WorkerLink] = [:]
        var totalCount = 0
        var isDraining = false
        /// Sessions that are about to send their last event.
        var endingCount = 0

        var isEmpty: Bool { sessions.isEmpty && endingCount == 0 }
    }

    /// Ended sessions that are kept for a reconnect.
    static let endedMax = 64
    /// Messages in a row that make no sense before the connection is closed.
    static let badMessagesMax = 10

    private let settings: RuntimeSettings
    private let clock: any Clock<Duration>
    private let logger: Logger
    private let startedAt = ContinuousClock.now
    private let table = Mutex(Table())
    /// Finished once the worker has been drained and the last link is closed.
    private let stopping = AsyncStream.makeStream(of: Never.self)

    /// A worker without links.
    package init(settings: RuntimeSettings, clock: any Clock<Duration> = ContinuousClock(), logger: Logger) {
        self.settings = settings
        self.clock = clock
        self.logger = logger
    }

    /// Sessions under way.
    package var sessionCount: Int { table.withLock { $0.sessions.count } }

    // MARK: Links

    /// Speaks with a broker until the link ends; whether it ever answered.
    package func serve(_ link: any MessageLink) async -> Bool {
        let worker = WorkerLink(link, logger: logger)
        let isDraining = table.withLock { table in
            table.links[ObjectIdentifier(worker)] = worker
            return table.isDraining
        }
        worker.send(.register(registration()))
        if isDraining { worker.close(LinkClosure(.goingAway, "the runtime stops")) }
        let heard = await withTaskGroup(of: Void.self) { group in
            group.addTask { await worker.run() }
            let (interval, setInterval) = AsyncStream.makeStream(of: Duration.self)
            group.addTask { await self.tellStatus(worker, interval) }
            var heard = false
            var badMessages = 0
            for await text in link.messages {
                heard = true
                badMessages = receive(text, on: worker, setInterval) ? 0 : badMessages + 1
                if badMessages == Self.badMessagesMax {
                    worker.close(LinkClosure(.badMessages, "ten messages in a row mean nothing"))
                }
            }
            setInterval.finish()
            worker.close(LinkClosure(.goingAway))
            group.cancelAll()
            return heard
        }
        closed(worker)
        return heard
    }

    private func registration() -> RuntimeRegistration {
        let held = table.withLock { table in
            (table.sessions.values.filter { !isHeldElsewhere($0, table) }.map(\.id), Array(table.ended.keys))
        }
        return RuntimeRegistration(
            runtimeID: settings.runtimeID, labels: settings.labels, sessionsMax: settings.sessionsMax,
            activeSessions: held.0 + held.1)
    }

    private func isHeldElsewhere(_ session: WorkerSession, _ table: Table) -> Bool {
        table.links.values.contains { session.isConnected(to: $0) }
    }

    private func closed(_ worker: WorkerLink) {
        let sessions = table.withLock { table in
            table.links[ObjectIdentifier(worker)] = nil
            return table.sessions.values.filter { $0.isConnected(to: worker) }
        }
        stopIfDone()
        for session in sessions {
            session.detach()
            // A peer that does not know registrations does not know how to take a session over.
            if !worker.isRegistered { session.cancel("the connection to the broker was lost") }
        }
    }

    private func tellStatus(_ worker: WorkerLink, _ intervals: AsyncStream<Duration>) async {
        var iterator = intervals.makeAsyncIterator()
        guard let interval = await iterator.next() else { return }
        while !Task.isCancelled {
            do {
                try await clock.sleep(for: interval)
            } catch {
                return
            }
            worker.send(.status(status))
        }
    }

    private var status: RuntimeStatus {
        let (active, total) = table.withLock { ($0.sessions.count, $0.totalCount) }
        return RuntimeStatus(
            activeSessions: active, totalSessions: total,
            workers: RuntimeStatus.Workers(
                total: settings.sessionsMax, active: active, idle: max(0, settings.sessionsMax - active)),
            uptimeMilliseconds: Int(startedAt.duration(to: .now) / .milliseconds(1)))
    }

    // MARK: Messages

    /// Whether the message made sense.
    private func receive(
        _ text: [UInt8], on worker: WorkerLink, _ setInterval: AsyncStream<Duration>.Continuation
    ) -> Bool {
        let message: BrokerMessage
        do {
            message = try BrokerMessage(text: text)
        } catch {
            logger.warning("the broker sent a bad message", metadata: ["error": "\(error)"])
            return false
        }
        switch message {
        case .execute(let request): execute(request, on: worker)
        case .cancel(let id, let reason): session(id)?.cancel(reason)
        case .toolResult(let result): session(of: result, on: worker)?.answer(result.callID, result.outcome)
        case .ping(let timestamp):
            worker.send(.pong(timestamp: Timestamp.now.millisecondsSinceEpoch, pingTimestamp: timestamp))
        case .registered(let receipt):
            setInterval.yield(.milliseconds(receipt.statusIntervalMilliseconds))
            registered(receipt, on: worker)
        case .drain: drain()
        }
        return true
    }

    private func session(_ id: SessionID) -> WorkerSession? { table.withLock { $0.sessions[id] } }

    /// The session of an answer; without a name it is the only one of its link.
    private func session(of result: ToolResultMessage, on worker: WorkerLink) -> WorkerSession? {
        if let id = result.sessionID { return session(id) }
        let sessions = table.withLock { $0.sessions.values.filter { $0.isConnected(to: worker) } }
        return sessions.count == 1 ? sessions.first : nil
    }

    private func registered(_ receipt: RegistrationReceipt, on worker: WorkerLink) {
        worker.isRegistered = true
        let dropped = Set(receipt.drop)
        let (orphans, ended) = table.withLock { table in
            let orphans = table.sessions.values.filter { !isHeldElsewhere($0, table) }
            let ended = table.ended.values.filter { !dropped.contains($0.id) && !isHeldElsewhere($0, table) }
            table.ended = [:]
            table.endedOrder = []
            return (orphans, ended)
        }
        for session in orphans {
            if dropped.contains(session.id) {
                session.cancel("the broker has given the session up")
            } else {
                session.attach(to: worker)
            }
        }
        for session in ended { session.attach(to: worker) }
    }

    private func execute(_ request: ExecuteRequest, on worker: WorkerLink) {
        let id = request.sessionID ?? .generate()
        let session = WorkerSession(
            id: id, bounds: SessionBounds(request, settings: settings), link: worker,
            onEnd: { [weak self] session, sendFinal in self?.ended(session, sendFinal) })
        let refusal: ErrorInfo? = table.withLock { table in
            if table.isDraining {
                return ErrorInfo(message: "the runtime stops", code: .runtimeUnavailable)
            }
            if table.sessions[id] != nil {
                return ErrorInfo(message: "a session of that id is running", code: .sessionExists)
            }
            if table.sessions.count >= settings.sessionsMax {
                return ErrorInfo(
                    message: "the runtime runs \(settings.sessionsMax) sessions already", code: .runtimeAtCapacity)
            }
            table.sessions[id] = session
            table.ended[id] = nil
            table.totalCount += 1
            return nil
        }
        guard let refusal else { return session.start(request) }
        worker.send(
            .event(Event(sessionID: id, sequence: 1, payload: .final(Final(.failure(refusal))))))
    }

    /// Frees a session's place, lets it send its last event, and closes the links if it was the last of a draining worker.
    private func ended(_ session: WorkerSession, _ sendFinal: () -> Void) {
        table.withLock { table in
            table.sessions[session.id] = nil
            table.endingCount += 1
            table.ended[session.id] = session
            table.endedOrder.append(session.id)
            if table.endedOrder.count > Self.endedMax {
                table.ended[table.endedOrder.removeFirst()] = nil
            }
        }
        sendFinal()
        let links: [WorkerLink] = table.withLock { table in
            table.endingCount -= 1
            return table.isDraining && table.isEmpty ? Array(table.links.values) : []
        }
        for link in links { link.close(LinkClosure(.goingAway, "the runtime stops")) }
        stopIfDone()
    }

    // MARK: Looking after

    /// Gives up sessions whose broker has not come back.
    package func dropOrphans() {
        let orphans = table.withLock { $0.sessions.values.filter { $0.isOrphan(longerThan: settings.orphanGrace) } }
        for session in orphans { session.cancel("the broker did not come back") }
    }

    /// Takes no new sessions; links close when the last session has ended.
    package func drain() {
        let (links, isEmpty) = table.withLock { table in
            table.isDraining = true
            return (Array(table.links.values), table.isEmpty)
        }
        for link in links {
            link.send(.drain)
            if isEmpty { link.close(LinkClosure(.goingAway, "the runtime stops")) }
        }
        stopIfDone()
    }

    private func stopIfDone() {
        let isDone = table.withLock { $0.isDraining && $0.isEmpty && $0.links.isEmpty }
        if isDone { stopping.continuation.finish() }
    }

    /// Waits until the worker has been told to drain or to stop, and has done so.
    package func waitUntilStopped() async {
        for await _ in stopping.stream {}
    }

    /// Takes no new sessions and ends those under way.
    package func stop(reason: String = "the runtime stops") {
        drain()
        let sessions = table.withLock { Array($0.sessions.values) }
        for session in sessions { session.cancel(reason) }
    }
}
