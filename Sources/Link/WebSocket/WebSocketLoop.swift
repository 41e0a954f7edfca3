import CLibwebsockets
import Glibc

/// All WebSockets of the process, on one libuv loop on one thread, which is this actor's executor.
///
///     tasks ── send, receive, close ──▶ queues ──▶ commands ──▶ │ thread: uv_run │ ──▶ C callbacks ──▶ this actor
///
/// Servers and diallers are endpoints at it. Connections and endpoints are known by number. The number, never a pointer,
/// stands in what C keeps for us, so that a callback that comes late finds nothing instead of something that is gone.
/// https://libwebsockets.org/lws-api-doc-v4.1-stable/html/index.html
actor WebSocketLoop {
    /// What a connection is.
    enum Stage {
        /// A peer's that has asked for nothing yet, or was refused.
        case arriving
        /// A peer's that may become a link.
        case upgrading(LinkPeer)
        /// Ours that is not answered yet.
        case dialling(Dial)
        case established(WebSocketConnection)
        /// Closed, but libwebsockets has not let go of it.
        case ended
    }

    /// A handshake that this side began.
    struct Dial {
        let url: WebSocketURL
        let address: String
        let token: BearerToken?
        /// Somebody is there: a failure from here on is a refusal.
        var isConnected = false
        let continuation: CheckedContinuation<Result<WebSocketLink, LinkError>, Never>
    }

    /// One socket that libwebsockets holds.
    struct Connection {
        let endpoint: WebSocketEndpoint
        var stage: Stage
        /// Valid until the destroyed callback, which takes this out of the table; nil while the socket is handed over.
        var wsi: OpaquePointer?
    }

    /// For the links of an endpoint to close.
    private static let stopTimeout = Duration.seconds(15)
    private static let result = makeShared()

    nonisolated let executor: LoopExecutor
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private(set) var connections: [Int: Connection] = [:]
    private var endpoints: [Int: WebSocketEndpoint] = [:]
    /// The process's first context is made.
    private var hasContext = false
    /// Contexts of endpoints that are closed.
    private var idleContexts: [LoopContext] = []
    /// Endpoints that libwebsockets did not let go of. There should be none.
    private(set) var abandonedEndpoints: [WebSocketEndpoint] = []
    /// Endpoints where something has arrived in this turn of the loop.
    private var receivers: [WebSocketEndpoint] = []
    private var lastNumber = 0
    private let sharedFrame = FrameBuffer(payloadBytesMax: WebSocketConnection.frameBytesMax)

    // MARK: Life

    private init(executor: LoopExecutor) {
        self.executor = executor
    }

    /// The process's loop, with its thread running.
    static func shared() throws(LinkError) -> WebSocketLoop {
        try result.get()
    }

    private static func makeShared() -> Result<WebSocketLoop, LinkError> {
        do throws(LinkError) {
            let executor = try LoopExecutor()
            let loop = WebSocketLoop(executor: executor)
            executor.start { commands in
                loop.assumeIsolated { loop in
                    for command in commands { loop.perform(command) }
                    loop.finishTurn()
                }
            }
            return .success(loop)
        } catch {
            return .failure(error)
        }
    }

    private func perform(_ command: LoopExecutor.Command) {
        switch command {
        case .write(let id): connection(id)?.requestWrite()
        case .resumeReading(let id):
            connection(id)?.resumeReading()
            // What libwebsockets has already read and not given out waits for the next event, so there has to be one.
            connections[id]?.endpoint.context.wake()
        case .close(let id, let closure): close(id, closure)
        case .stop(let number): if let endpoint = endpoints[number] { beginStopping(endpoint) }
        case .settle(let number): if let endpoint = endpoints[number] { settle(endpoint) }
        }
    }

    /// Takes a piece of a message.
    func receive(_ bytes: UnsafeRawBufferPointer, id: Int) -> WebSocketConnection.Verdict {
        guard let connection = connection(id), let endpoint = connections[id]?.endpoint else { return .close }
        if !endpoint.hasReceived {
            endpoint.hasReceived = true
            receivers.append(endpoint)
        }
        return connection.receive(bytes)
    }

    /// Has libwebsockets go on with what it has not given out, at the endpoints where it gave out something: where it gave
    /// out nothing, it is held up by a reader, and asking again would have the loop turn without end.
    private func finishTurn() {
        for endpoint in receivers {
            endpoint.hasReceived = false
            endpoint.context.wakeIfPending()
        }
        receivers.removeAll(keepingCapacity: true)
    }

    private func newNumber() -> Int {
        lastNumber += 1
        return lastNumber
    }

    // MARK: Endpoints

    /// Opens an endpoint, which lives until it is stopped.
    func open(_ configuration: WebSocketEndpoint.Configuration) throws(LinkError) -> WebSocketEndpoint.Handle {
        let context = try openContext()
        let memory = HostMemory()
        let number = newNumber()
        let host: OpaquePointer
        do {
            host = try context.makeHost(configuration, number: number, memory)
        } catch {
            idleContexts.append(context)
            throw error
        }
        var listener: ListeningSocket?
        do throws(LinkError) {
            if case .server(let listening) = configuration.role {
                listener = try ListeningSocket(
                    address: listening.address, port: listening.port, number: number, loop: executor.loop,
                    callback: listeningCallback)
            }
        } catch {
            if context.destroyHost(host, number: number) { idleContexts.append(context) }
            throw error
        }
        let endpoint = WebSocketEndpoint(
            number: number, configuration: configuration, context: context, host: host, memory: memory,
            listener: listener)
        endpoints[number] = endpoint
        return endpoint.handle
    }

    private func openContext() throws(LinkError) -> LoopContext {
        if let context = idleContexts.popLast() { return context }
        let context = try LoopContext(loop: executor.loop, isFirst: !hasContext)
        hasContext = true
        return context
    }

    /// Closes an endpoint's links as going away, waits until they are gone, and closes it.
    ///
    /// Links take about ten seconds at most; what is left after `stopTimeout` is given up.
    func stop(_ number: Int) async {
        guard let endpoint = endpoints[number] else { return }
        beginStopping(endpoint)
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.untilStopped(number) }
            group.addTask {
                guard (try? await Task.sleep(for: Self.stopTimeout)) != nil else { return }
                await self.giveUp(number)
            }
            await group.next()
            group.cancelAll()
        }
    }

    private func untilStopped(_ number: Int) async {
        guard let endpoint = endpoints[number] else { return }
        await withCheckedContinuation { endpoint.waiters.append($0) }
    }

    private func giveUp(_ number: Int) {
        if let endpoint = endpoints[number] { finishStopping(endpoint, isGone: false) }
    }

    private func beginStopping(_ endpoint: WebSocketEndpoint) {
        if !endpoint.isStopping {
            endpoint.isStopping = true
            endpoint.listener?.close()
            endpoint.accepted.finish(discarding: true)
        }
        for id in endpoint.connections { close(id, LinkClosure(.goingAway)) }
        executor.post(.settle(endpoint: endpoint.number))
    }

    /// Lets go of an endpoint that has no connections left. Not called from libwebsockets' callbacks, in which it still
    /// counts the connection that ends.
    private func settle(_ endpoint: WebSocketEndpoint) {
        guard endpoint.isStopping, endpoint.connections.isEmpty else { return }
        finishStopping(endpoint, isGone: endpoint.context.destroyHost(endpoint.host, number: endpoint.number))
    }

    /// - Parameter isGone: whether libwebsockets has let go of everything. What it has not, it may still call back about, so
    ///   the context and all that it refers to is kept, and not used again.
    private func finishStopping(_ endpoint: WebSocketEndpoint, isGone: Bool) {
        endpoints[endpoint.number] = nil
        if isGone {
            idleContexts.append(endpoint.context)
        } else {
            abandonedEndpoints.append(endpoint)
        }
        for waiter in endpoint.waiters { waiter.resume() }
        endpoint.waiters = []
    }

    // MARK: Connections

    /// The established connection of that number.
    func connection(_ id: Int) -> WebSocketConnection? {
        if case .established(let connection) = connections[id]?.stage { connection } else { nil }
    }

    /// Changes what a connection is, and keeps the count of links.
    func setStage(_ stage: Stage, of id: Int) {
        guard let connection = connections[id] else { return }
        connection.endpoint.linkCount += Self.linkCount(stage) - Self.linkCount(connection.stage)
        connections[id]?.stage = stage
    }

    private static func linkCount(_ stage: Stage) -> Int {
        switch stage {
        case .upgrading, .dialling, .established: 1
        case .arriving, .ended: 0
        }
    }

    private func add(_ stage: Stage, id: Int, to endpoint: WebSocketEndpoint) {
        connections[id] = Connection(endpoint: endpoint, stage: .ended)
        endpoint.connections.insert(id)
        setStage(stage, of: id)
    }

    /// libwebsockets lets go of a connection.
    func remove(_ id: Int) {
        setStage(.ended, of: id)
        guard let endpoint = connections.removeValue(forKey: id)?.endpoint else { return }
        endpoint.connections.remove(id)
        if endpoint.isStopping { executor.post(.settle(endpoint: endpoint.number)) }
    }

    /// Takes the peers that wait at an endpoint.
    func acceptPeers(_ number: Int) {
        guard let endpoint = endpoints[number], let listener = endpoint.listener,
            let timeout = endpoint.listening?.handshakeTimeout
        else { return }
        let connectionsMax = endpoint.configuration.connectionsMax + WebSocketEndpoint.handshakesMax
        for socket in listener.accept() {
            guard !endpoint.isStopping, endpoint.connections.count < connectionsMax else {
                Glibc.close(socket)
                continue
            }
            let id = newNumber()
            add(.arriving, id: id, to: endpoint)
            let isSecure = endpoint.configuration.security != nil
            if let wsi = endpoint.context.adopt(socket, host: endpoint.host, isSecure: isSecure, id: id) {
                connections[id]?.wsi = wsi
                lws_set_timer_usecs(wsi, lws_usec_t(timeout / .microseconds(1)))
            } else {
                // Should there have been a connection to fail, its end is still to be told.
                setStage(.ended, of: id)
            }
        }
    }

    /// Dials one address.
    func dial(
        _ url: WebSocketURL, address: String, token: BearerToken?, from number: Int
    ) async throws(LinkError) -> WebSocketLink {
        guard let endpoint = endpoints[number], endpoint.hasRoom else {
            let isOpen = endpoints[number] != nil
            throw isOpen ? LinkError(.configuration, "all connections of the dialler are in use") : .closed(nil)
        }
        let id = newNumber()
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                guard !Task.isCancelled else {
                    continuation.resume(returning: Result<WebSocketLink, LinkError>.failure(.cancelled))
                    return
                }
                let dial = Dial(url: url, address: address, token: token, continuation: continuation)
                add(.dialling(dial), id: id, to: endpoint)
                if let wsi = endpoint.context.connect(url, address: address, host: endpoint.host, id: id) {
                    connections[id]?.wsi = wsi
                } else {
                    // The end of the connection that failed is still to be told.
                    failDial(id, "nobody answers")
                }
            }
        } onCancel: {
            executor.post(.close(connection: id, LinkClosure(.goingAway)))
        }
        return try result.get()
    }

    /// Enters an established connection.
    func establish(_ id: Int, _ wsi: OpaquePointer, peer: LinkPeer) -> WebSocketLink? {
        guard let configuration = connections[id]?.endpoint.configuration else { return nil }
        let channel = WebSocketChannel(id: id, limits: configuration.limits, executor: executor)
        let connection = WebSocketConnection(
            wsi: wsi, channel: channel, limits: configuration.limits, frame: sharedFrame)
        setStage(.established(connection), of: id)
        return WebSocketLink(channel: channel, peer: peer)
    }

    /// Ends a connection: one that is established with a closing handshake, others at once.
    private func close(_ id: Int, _ closure: LinkClosure) {
        switch connections[id]?.stage {
        case .established(let connection): connection.beginClosing(closure)
        case .arriving, .upgrading, .dialling:
            if let connection = connections[id], let wsi = connection.wsi { connection.endpoint.context.kill(wsi) }
        case .ended, nil: break
        }
    }

    /// Reports the end of a handshake that this side began.
    func failDial(_ id: Int, _ message: String) {
        guard case .dialling(let dial) = connections[id]?.stage else { return }
        setStage(.ended, of: id)
        let error = LinkError(
            dial.isConnected ? .refused : .unreachable, "no link to \(dial.url.authority): \(message)")
        dial.continuation.resume(returning: .failure(error))
    }
}
