internal import Link
internal import Logging
internal import Protocol

/// Every runtime that is connected, and the sessions they run.
///
/// Who connected whom does not matter: a listener, a dialler and an in-process pair all hand their link to `serve`.
actor RuntimePool {
    struct Settings: Sendable {
        /// How long a peer may take to register before it is taken as one that does not know how to.
        var registration = Duration.seconds(5)
        /// How often a runtime is to tell its status.
        var statusInterval = Duration.seconds(5)
        /// Without a status for so long a runtime gets no new sessions.
        var statusOverdue = Duration.seconds(15)
        /// Without anything sent or received for so long it is asked whether it lives.
        var pingInterval = Duration.seconds(15)
        /// Without anything received for so long its connection is given up.
        var silence = Duration.seconds(30)
        /// How long a place stays taken by a session that the broker has ended and the runtime has not.
        var afterFinal = Duration.seconds(5)
        /// How long a shutdown waits for runtimes to take what is said to them.
        var shutdownGrace = Duration.seconds(2)
    }

    /// What is assumed of a peer that does not register.
    private static let defaultPlaces = 10
    /// More places than this are not believed.
    private static let placesMaximum = 1_000_000
    /// Messages in a row that make no sense before the connection is closed.
    private static let badMessagesMaximum = 10
    /// How often connections are looked after.
    private static let housekeepingInterval = Duration.seconds(1)

    private struct Member {
        let connection: RuntimeConnection
        var runtimeID: RuntimeID?
        /// Whether it said `register`; peers that cannot do not tell their status either.
        var isRegistered = false
        var routes: [SessionID: Route] = [:]
        let openedAt: ContinuousClock.Instant
        var receivedAt: ContinuousClock.Instant
        var statusAt: ContinuousClock.Instant
        var pingedAt: ContinuousClock.Instant
        var badMessages = 0
    }

    private enum Route {
        case live(RuntimeLease)
        /// The broker has ended the session; the place is free when the runtime has too, or then.
        case ending(until: ContinuousClock.Instant)
    }

    private struct Waiting {
        let sessionID: SessionID
        let sink: RuntimeLease.Sink
        let continuation: CheckedContinuation<RuntimeLease, any Error>
    }

    /// A session whose runtime's connection broke.
    private struct Lost {
        let lease: RuntimeLease
        /// Ends when the session has heard of it: nothing else is said to it before.
        let told: Task<Void, Never>
    }

    /// What those who cannot wait ask for. There are at most two per session.
    private enum Command: Sendable {
        case release(RuntimeLease, LeaseRelease)
        case withdraw(RuntimeScheduler.WaiterID)
    }

    private let settings: Settings
    private let clock: any BrokerClock
    private let logger: Logger
    private var scheduler = RuntimeScheduler()
    private var members: [RuntimeScheduler.ConnectionID: Member] = [:]
    private var waiting: [RuntimeScheduler.WaiterID: Waiting] = [:]
    /// Sessions whose runtime's connection broke, by runtime: they may be resumed.
    private var lost: [RuntimeID: [SessionID: Lost]] = [:]
    private var nextConnection = 0
    private let commands: AsyncStream<Command>
    private let commandContinuation: AsyncStream<Command>.Continuation
    /// Something comes when the last connection has ended.
    private let emptied: AsyncStream<Void>
    private let emptiedContinuation: AsyncStream<Void>.Continuation

    init(settings: Settings = Settings(), clock: any BrokerClock, logger: Logger) {
        self.settings = settings
        self.clock = clock
        self.logger = logger
        (commands, commandContinuation) = AsyncStream.makeStream()
        (emptied, emptiedContinuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Whether a session that came now would find a runtime, at once or when one is free.
    var hasRuntime: Bool { scheduler.hasRuntime }

    /// Looks after connections and takes back leases, until cancelled.
    func run() async {
        await withDiscardingTaskGroup { group in
            group.addTask {
                for await command in self.commands { await self.obey(command) }
            }
            group.addTask {
                while !Task.isCancelled {
                    do {
                        try await self.clock.sleep(until: self.clock.now.advanced(by: Self.housekeepingInterval))
                    } catch {
                        return
                    }
                    await self.lookAfterConnections()
                }
            }
        }
    }

    /// Tells every runtime that the broker goes away, and returns when they have all heard what was said to them, or
    /// after a while.
    func shutDown() async {
        for member in members.values { member.connection.close(LinkClosure(.goingAway, "the broker stops")) }
        let (emptied, clock) = (emptied, clock)
        let until = clock.now.advanced(by: settings.shutdownGrace)
        if members.isEmpty { emptiedContinuation.yield() }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { for await _ in emptied { break } }
            group.addTask { try? await clock.sleep(until: until) }
            await group.next()
            group.cancelAll()
        }
    }

    // MARK: Leases

    /// Waits for a place at a runtime whose labels hold all of these. The waiting ends with the task that waits.
    ///
    /// - Parameter sink: called with what the runtime says about the session, one thing after the other.
    func lease(
        for sessionID: SessionID, labels: [String: String], sink: @escaping RuntimeLease.Sink
    ) async throws -> RuntimeLease {
        let (waiter, grants) = scheduler.request(sessionID, labels: labels)
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                waiting[waiter] = Waiting(sessionID: sessionID, sink: sink, continuation: continuation)
                perform(grants)
                // A task that was cancelled before it waited is not told again.
                if Task.isCancelled { withdraw(waiter) }
            }
        } onCancel: {
            commandContinuation.yield(.withdraw(waiter))
        }
    }

    private func obey(_ command: Command) {
        switch command {
        case .release(let lease, let release): released(lease, release)
        case .withdraw(let waiter): withdraw(waiter)
        }
    }

    private func withdraw(_ waiter: RuntimeScheduler.WaiterID) {
        scheduler.withdraw(waiter)
        waiting.removeValue(forKey: waiter)?.continuation.resume(throwing: CancellationError())
    }

    private func perform(_ grants: [RuntimeScheduler.Grant]) {
        for grant in grants {
            guard let waiter = waiting.removeValue(forKey: grant.waiter), let member = members[grant.connection],
                let runtimeID = member.runtimeID
            else { continue }
            let lease = RuntimeLease(
                sessionID: waiter.sessionID, connection: member.connection, runtimeID: runtimeID, sink: waiter.sink,
                onRelease: { [commandContinuation] in commandContinuation.yield(.release($0, $1)) })
            members[grant.connection]?.routes[waiter.sessionID] = .live(lease)
            waiter.continuation.resume(returning: lease)
        }
    }

    private func released(_ lease: RuntimeLease, _ release: LeaseRelease) {
        lost[lease.runtimeID]?[lease.sessionID] = nil
        if lost[lease.runtimeID]?.isEmpty == true { lost[lease.runtimeID] = nil }
        for (id, member) in members {
            guard case .live(let held) = member.routes[lease.sessionID], held === lease else { continue }
            switch release {
            case .finished:
                members[id]?.routes[lease.sessionID] = nil
                perform(scheduler.release(lease.sessionID, at: id))
            case .refused:
                members[id]?.routes[lease.sessionID] = nil
                perform(scheduler.refused(lease.sessionID, at: id))
            case .afterFinal:
                let until = clock.now.advanced(by: settings.afterFinal)
                members[id]?.routes[lease.sessionID] = .ending(until: until)
            }
        }
    }

    // MARK: Connections

    /// Speaks with a runtime until the link is closed or broken.
    ///
    /// - Returns: whether the other side was a runtime at all: it registered, or said something else that one says.
    @discardableResult
    nonisolated func serve(_ link: any MessageLink) async -> Bool {
        let connection = await opened(link)
        await withDiscardingTaskGroup { group in
            group.addTask { await connection.run() }
            for await text in link.messages { await receive(text, on: connection) }
            connection.close(LinkClosure(.goingAway))
        }
        return await closed(connection)
    }

    private func opened(_ link: any MessageLink) -> RuntimeConnection {
        nextConnection += 1
        let connection = RuntimeConnection(id: nextConnection, link: link, logger: logger)
        let now = clock.now
        members[nextConnection] = Member(
            connection: connection, openedAt: now, receivedAt: now, statusAt: now, pingedAt: now)
        return connection
    }

    @discardableResult
    private func closed(_ connection: RuntimeConnection) async -> Bool {
        // One that was replaced, or given up as silent, was a runtime.
        guard let member = members.removeValue(forKey: connection.id) else { return true }
        scheduler.remove(connection.id)
        if members.isEmpty { emptiedContinuation.yield() }
        logger.info("runtime is gone", metadata: ["runtime": "\(member.runtimeID?.rawValue ?? "-")"])
        var told: [Task<Void, Never>] = []
        for case (let sessionID, .live(let lease)) in member.routes {
            lease.rebind(to: nil)
            let telling = Task { await lease.sink(member.isRegistered ? .lost : .gone) }
            told.append(telling)
            if let runtimeID = member.runtimeID, member.isRegistered {
                lost[runtimeID, default: [:]][sessionID] = Lost(lease: lease, told: telling)
            }
        }
        for telling in told { await telling.value }
        return member.runtimeID != nil
    }

    private nonisolated func receive(_ text: [UInt8], on connection: RuntimeConnection) async {
        let message: RuntimeMessage
        do {
            message = try RuntimeMessage(text: text, decoding: .lenient)
        } catch {
            logger.warning("runtime sent a bad message", metadata: ["error": "\(error)"])
            return await badMessage(on: connection)
        }
        switch message {
        case .event(let event):
            guard let lease = await lease(of: event, on: connection) else { return }
            await lease.sink(.event(event))
        case .register(let registration): await register(registration, on: connection)
        case .status: await statusCame(on: connection)
        case .drain: await drain(connection)
        case .pong: await received(on: connection)
        }
    }

    private func received(on connection: RuntimeConnection) {
        members[connection.id]?.receivedAt = clock.now
        members[connection.id]?.badMessages = 0
        // A peer that speaks before it registers does not know how to.
        registerAnonymously(connection)
    }

    private func badMessage(on connection: RuntimeConnection) {
        members[connection.id]?.badMessages += 1
        guard let member = members[connection.id], member.badMessages >= Self.badMessagesMaximum else { return }
        connection.abort(LinkClosure(.badMessages, "too many messages without meaning"))
    }

    /// Whom an event belongs to; nil if nobody wants it.
    private func lease(of event: Event, on connection: RuntimeConnection) -> RuntimeLease? {
        received(on: connection)
        switch members[connection.id]?.routes[event.sessionID] {
        case .live(let lease): return lease
        case .ending:
            if event.isFinal { free(event.sessionID, at: connection.id) }
            return nil
        case nil: return nil
        }
    }

    private func free(_ sessionID: SessionID, at id: RuntimeScheduler.ConnectionID) {
        members[id]?.routes[sessionID] = nil
        perform(scheduler.release(sessionID, at: id))
    }

    // MARK: Registration

    private func register(_ registration: RuntimeRegistration, on connection: RuntimeConnection) async {
        guard var member = members[connection.id], member.runtimeID == nil else { return }
        member.receivedAt = clock.now
        member.statusAt = clock.now
        member.runtimeID = registration.runtimeID
        member.isRegistered = true
        members[connection.id] = member
        for (id, other) in members where id != connection.id && other.runtimeID == registration.runtimeID {
            other.connection.abort(LinkClosure(.replaced, "the runtime connected again"))
            await closed(other.connection)
        }
        let resumed = resume(registration, on: connection)
        let drop = registration.activeSessions.filter { resumed.held[$0] == nil }
        connection.send(
            .registered(
                RegistrationReceipt(
                    runtimeID: registration.runtimeID,
                    statusIntervalMilliseconds: Int(settings.statusInterval.milliseconds), drop: drop)))
        let places = min(max(registration.sessionsMax, 1), Self.placesMaximum)
        let grants = scheduler.add(connection.id, labels: registration.labels, places: places)
        for sessionID in resumed.held.keys { scheduler.adopt(sessionID, at: connection.id) }
        logger.info(
            "runtime is there",
            metadata: [
                "runtime": "\(registration.runtimeID)", "places": "\(places)", "resumed": "\(resumed.held.count)",
            ])
        perform(grants)
        for session in resumed.held.values { await tell(session, .resumed) }
        for session in resumed.forgotten { await tell(session, .gone) }
    }

    private func tell(_ session: Lost, _ event: LeaseEvent) async {
        await session.told.value
        await session.lease.sink(event)
    }

    /// Ties the sessions that the runtime brought back to its new connection.
    private func resume(
        _ registration: RuntimeRegistration, on connection: RuntimeConnection
    ) -> (held: [SessionID: Lost], forgotten: [Lost]) {
        let sessions = lost.removeValue(forKey: registration.runtimeID) ?? [:]
        let active = Set(registration.activeSessions)
        let held = sessions.filter { active.contains($0.key) }
        for (sessionID, session) in held {
            session.lease.rebind(to: connection)
            members[connection.id]?.routes[sessionID] = .live(session.lease)
        }
        return (held, sessions.filter { !active.contains($0.key) }.map(\.value))
    }

    private func registerAnonymously(_ connection: RuntimeConnection) {
        guard let member = members[connection.id], member.runtimeID == nil else { return }
        members[connection.id]?.runtimeID = .generate()
        logger.info("runtime is there without registration", metadata: ["places": "\(Self.defaultPlaces)"])
        perform(scheduler.add(connection.id, labels: [:], places: Self.defaultPlaces))
    }

    private func statusCame(on connection: RuntimeConnection) {
        received(on: connection)
        members[connection.id]?.statusAt = clock.now
        perform(scheduler.statusCame(connection.id))
    }

    private func drain(_ connection: RuntimeConnection) {
        received(on: connection)
        scheduler.drain(connection.id)
    }

    // MARK: Housekeeping

    private func lookAfterConnections() async {
        let now = clock.now
        for (id, member) in members {
            if member.runtimeID == nil, member.openedAt.duration(to: now) >= settings.registration {
                registerAnonymously(member.connection)
            }
            if member.receivedAt.duration(to: now) >= settings.silence {
                member.connection.abort(LinkClosure(.silentPeer, "nothing was heard"))
                await closed(member.connection)
                continue
            }
            if member.isRegistered, member.statusAt.duration(to: now) >= settings.statusOverdue {
                scheduler.statusIsOverdue(id)
            }
            if member.receivedAt.duration(to: now) >= settings.pingInterval,
                member.pingedAt.duration(to: now) >= settings.pingInterval
            {
                members[id]?.pingedAt = now
                member.connection.send(.ping(timestamp: clock.wallTime.millisecondsSinceEpoch))
            }
            for case (let sessionID, .ending(let until)) in member.routes where until <= now {
                free(sessionID, at: id)
            }
        }
    }
}

extension RuntimePool {
    /// Whether a runtime of that id is connected. It is not when its sessions have heard so, too.
    func isConnected(_ id: RuntimeID) async -> Bool {
        if members.values.contains(where: { $0.runtimeID == id }) { return true }
        for session in (lost[id] ?? [:]).values { await session.told.value }
        return false
    }
}
