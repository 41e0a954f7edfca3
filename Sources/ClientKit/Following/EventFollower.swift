internal import NIOCore
internal import Protocol

/// Follows one session for one reader: carries out what its state machine decides, while the reader waits.
actor EventFollower {
    private let create: CreateSession?
    private let settings: FollowStateMachine.Settings
    private let decoding: EventDecoding
    private let lineBytesMax: Int
    private let transport: HTTPTransport
    private let clock: any ClientClock
    private let inbox = Inbox()

    private var machine: FollowStateMachine
    private var decoder: NDJSON.Decoder
    /// Reads the answer that is open.
    private var connection: Task<Void, Never>?
    private var cancelURL: String?
    private var ending: Result<Void, ClientError>?
    private var hasBegun = false
    private var isCancelling = false
    private var isReading = false

    init(
        settings: FollowStateMachine.Settings, create: CreateSession?, decoding: EventDecoding, lineBytesMax: Int,
        transport: HTTPTransport, clock: any ClientClock
    ) {
        self.settings = settings
        self.create = create
        self.decoding = decoding
        self.lineBytesMax = lineBytesMax
        self.transport = transport
        self.clock = clock
        machine = FollowStateMachine(settings)
        decoder = NDJSON.Decoder(decoding: decoding, lineBytesMax: lineBytesMax)
    }

    deinit {
        connection?.cancel()
    }

    // MARK: Reading

    /// The next event; nil after `final`.
    func next() async throws(ClientError) -> Event? {
        precondition(!isReading, "two tasks read one stream of events")
        isReading = true
        defer { isReading = false }
        if !hasBegun, ending == nil {
            hasBegun = true
            _ = await handle(.begin(isNew: create != nil))
        }
        while true {
            if let ending {
                try ending.get()
                return nil
            }
            if Task.isCancelled {
                await disconnect()
                throw .cancelled
            }
            if let event = await step() { return event }
        }
    }

    /// Handles the next thing there is, or waits for one.
    private func step() async -> Event? {
        if let due = machine.nextDeadline, due <= clock.now { _ = await handle(.tick(isIdle: false)) }
        guard ending == nil else { return nil }
        do {
            if let item = try decoder.next() { return await received(item) }
        } catch {
            return await handle(.malformed(error.message))
        }
        if let message = inbox.take() { return await heard(message) }
        guard let due = machine.nextDeadline else {
            await inbox.untilReady()
            return nil
        }
        if due <= clock.now { return await handle(.tick(isIdle: true)) }
        let inbox = inbox
        await clock.run(until: due) { await inbox.untilReady() }
        return nil
    }

    private func received(_ item: NDJSON.Decoder.Item) async -> Event? {
        guard case .event(let event) = item else { return nil }
        if case .sessionInit(let start) = event.payload, event.sessionID == settings.sessionID {
            cancelURL = start.cancelURL.flatMap(transport.broker.resolve)
        }
        return await handle(.event(event))
    }

    private func heard(_ message: ConnectionMessage) async -> Event? {
        switch message {
        case .opened: return await handle(.life)
        case .part(let part):
            decoder.append(part.readableBytesView)
            return await handle(.life)
        case .ended:
            // A last line may stand without its line feed; one that is too long was no event.
            if let item = try? decoder.finish(), let event = await received(item) { return event }
            return ending == nil ? await handle(.bodyEnded) : nil
        case .refused(let refusal): return await handle(.refused(refusal))
        case .broken(let failure): return await handle(.broken(failure))
        case .malformed(let reason): return await handle(.malformed(reason))
        }
    }

    /// Does what follows from an input.
    ///
    /// - Returns: the event to deliver, if there is one.
    private func handle(_ input: FollowStateMachine.Input) async -> Event? {
        var delivered: Event?
        for action in machine.handle(input, at: clock.now, random: clock.random()) {
            switch action {
            case .create: createSession()
            case .follow(let number): connect(transport.request(.GET, streamURL(from: number)))
            case .disconnect: await disconnect()
            case .deliver(let event): delivered = event
            case .end(let error): ending = error.map(Result.failure) ?? .success(())
            }
        }
        return delivered
    }

    // MARK: Connections

    private func createSession() {
        do {
            guard let body = try create?.json.jsonBytes() else { return }
            connect(transport.request(.POST, transport.broker.url("/sessions"), body: body))
        } catch {
            ending = .failure(.unsendable(error))
        }
    }

    /// Both names of the number are sent, since brokers know one or the other.
    private func streamURL(from number: Int?) -> String {
        var items: [String] = []
        if let number { items += ["fromSeq=\(number)", "from=\(number)"] }
        if let filter = create?.filter { items.append("filter=" + filter.json.description.queryEncoded) }
        let query = items.isEmpty ? "" : "?" + items.joined(separator: "&")
        return transport.broker.url("/sessions/\(settings.sessionID)/stream\(query)")
    }

    private func connect(_ request: HTTPTransport.Request) {
        let pump = ResponsePump(transport: transport, request: request, inbox: inbox)
        connection = Task { await pump.run() }
    }

    /// Closes the connection; nothing of it is heard afterwards.
    private func disconnect() async {
        guard let old = connection else { return }
        connection = nil
        old.cancel()
        await old.value
        _ = inbox.take()
        decoder = NDJSON.Decoder(decoding: decoding, lineBytesMax: lineBytesMax)
    }

    // MARK: Cancelling

    /// Asks the broker to end the session; returns when it has answered, or after two seconds.
    func cancel(reason: String?) async {
        guard ending == nil, !isCancelling else { return }
        isCancelling = true
        let hadBegun = hasBegun
        _ = await handle(.cancelRequested)
        inbox.wake()
        guard hadBegun else { return }
        let (transport, id, url) = (transport, settings.sessionID, cancelURL)
        await clock.run(until: clock.now.advanced(by: FollowStateMachine.cancelGrace)) {
            await transport.cancel(id, at: url, reason: reason)
        }
    }
}
