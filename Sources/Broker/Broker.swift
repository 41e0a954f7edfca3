package import JSON
package import Link
public import Logging
package import Protocol
internal import ServiceLifecycle
internal import Synchronization

/// A broker: takes scripts over HTTP, has runtimes execute them, calls tools for them, and streams what happens.
///
///     let broker = Broker(configuration: .default)
///     broker.tool("users:get", description: "One user") { (arguments: GetUser, context) in try await users[arguments.id] }
///     try await broker.run()
public final class Broker: Sendable {
    /// How long a shutdown waits for clients to take the ends of their streams.
    private static let shutdownGrace = Duration.seconds(5)

    private struct State {
        var isRunning = false
        /// Why the broker cannot run: the first tool that could not be registered.
        var failure: (any Error)?
    }

    private let configuration: BrokerConfiguration
    private let logger: Logger
    private let clock: any BrokerClock
    private let registry = ToolRegistry()
    private let client = HTTPToolClient()
    private let pool: RuntimePool
    private let manager: SessionManager
    private let executor: ToolExecutor
    private let state = Mutex(State())
    private let catalogueChanges: AsyncStream<CatalogChange>
    private let catalogueContinuation: AsyncStream<CatalogChange>.Continuation

    /// A broker with the tools of its configuration; `run()` makes it serve.
    public convenience init(configuration: BrokerConfiguration = .default, logger: Logger = Logger(label: "broker")) {
        self.init(configuration: configuration, logger: logger, clock: SystemClock())
    }

    init(
        configuration: BrokerConfiguration, logger: Logger, clock: any BrokerClock,
        pool settings: RuntimePool.Settings = RuntimePool.Settings()
    ) {
        self.configuration = configuration
        self.logger = logger
        self.clock = clock
        pool = RuntimePool(settings: settings, clock: clock, logger: logger)
        executor = ToolExecutor(
            registry: registry, secrets: configuration.secrets, clock: clock, logger: logger)
        manager = SessionManager(
            settings: SessionManager.Settings(
                limits: configuration.limits, maximums: configuration.limitMaximums, broker: configuration.broker,
                security: configuration.security, routing: configuration.routing),
            clock: clock, pool: pool,
            executor: executor,
            logger: logger)
        (catalogueChanges, catalogueContinuation) = AsyncStream.makeStream()
        for tool in configuration.tools {
            do {
                register(
                    try Tool(
                        tool, secrets: configuration.secrets, client: client, clock: clock,
                        responseBytesMaximum: configuration.limitMaximums.toolResultBytesMax
                            ?? configuration.limits.toolResultBytesMax))
            } catch {
                fail(error)
            }
        }
    }

    // MARK: Tools

    /// Adds a tool. One that cannot be added makes `run()` throw; while the broker runs, it is logged.
    func register(_ tool: Tool) {
        do {
            let change = try registry.register(tool)
            if state.withLock({ $0.isRunning }) { catalogueContinuation.yield(change) }
        } catch {
            fail(error)
        }
    }

    func fail(_ error: any Error) {
        logger.error("a tool cannot be registered", metadata: ["error": "\(error)"])
        state.withLock { $0.failure = $0.failure ?? error }
    }

    /// Takes a tool away; calls that are under way go on.
    public func removeTool(_ name: String) {
        guard let change = registry.remove(name) else { return }
        if state.withLock({ $0.isRunning }) { catalogueContinuation.yield(change) }
    }

    /// The tools as clients see them.
    ///
    /// - Throws: why a tool could not be registered.
    package func catalogue() throws -> JSONValue {
        if let failure = state.withLock({ $0.failure }) { throw failure }
        return registry.catalogue.json
    }

    // MARK: Running

    /// Speaks with a runtime over a link of any kind, for as long as the link lives.
    package func serve(_ link: any MessageLink) async {
        await pool.serve(link)
    }

    /// Runs a tool as a session would.
    func execute(_ call: ToolInvocation) async -> (result: ToolCallResult, bytes: Int) {
        await executor.run(call)
    }

    /// How many readers follow a session.
    func readerCount(of id: SessionID) async -> Int {
        await manager.session(id)?.log.summary.readerCount ?? 0
    }

    /// Whether a runtime of that id is connected.
    package func isConnected(_ id: RuntimeID) async -> Bool {
        await pool.isConnected(id)
    }

    /// Where a running broker can be reached.
    package struct Listening: Sendable, Equatable {
        /// The port for clients.
        package let port: Int
        /// The port for runtimes; nil if none may dial in.
        package let runtimePort: Int?
    }

    /// Serves until the process is told to stop (SIGTERM, SIGINT) or the task is cancelled.
    ///
    /// A stop ends every session with `final`, then closes.
    ///
    /// - Throws: what keeps the broker from running: an address that is in use, a tool that cannot be registered.
    public func run() async throws {
        try await run { _ in }
    }

    /// Serves as `run()` does, and tells when clients and runtimes can connect.
    package func run(onListening: @escaping @Sendable (Listening) async -> Void) async throws {
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [BrokerService(broker: self, onListening: onListening)],
                gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
        try await group.run()
    }

    /// A part of a larger service group.
    package struct BrokerService: Service {
        let broker: Broker
        let onListening: @Sendable (Listening) async -> Void

        /// A broker as a service that others start and stop.
        package init(broker: Broker, onListening: @escaping @Sendable (Listening) async -> Void) {
            self.broker = broker
            self.onListening = onListening
        }

        /// Serves until the group shuts down or the task is cancelled.
        package func run() async throws {
            try await broker.serve(onListening: onListening)
        }
    }

    /// Runs everything but the HTTP server, and `body`; scripts of nobody else get at the tools.
    ///
    /// - Parameter body: gets the sessions that it may start; they end with it.
    package func runInProcess<Value: Sendable>(
        _ body: (InProcessSessions) async throws -> Value
    ) async throws -> Value {
        if let failure = state.withLock({ $0.failure }) { throw failure }
        state.withLock { $0.isRunning = true }
        defer { state.withLock { $0.isRunning = false } }
        return try await client.run {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await self.pool.run() }
                group.addTask {
                    for await change in self.catalogueChanges { await self.manager.catalogueChanged(change) }
                }
                defer { group.cancelAll() }
                let result: Result<Value, any Error>
                do {
                    result = .success(try await body(InProcessSessions(manager: manager)))
                } catch {
                    result = .failure(error)
                }
                await manager.shutDown()
                await pool.shutDown()
                return try result.get()
            }
        }
    }

    private func serve(onListening: @escaping @Sendable (Listening) async -> Void) async throws {
        if let failure = state.withLock({ $0.failure }) { throw failure }
        state.withLock { $0.isRunning = true }
        defer { state.withLock { $0.isRunning = false } }
        for warning in configuration.warnings { logger.warning("\(warning)") }
        let channel = try runtimeChannel()
        let runtimeServer = try await channel.listener?.start()
        let server = makeServer { port in
            await onListening(Listening(port: port, runtimePort: runtimeServer?.port))
        }
        try await client.run {
            // Each part tells whether its end is the broker's end; one that fails ends the broker too.
            try await withThrowingTaskGroup(of: Bool.self) { group in
                group.addTask {
                    await self.pool.run()
                    return false
                }
                group.addTask {
                    try await channel.dialer.run()
                    return false
                }
                group.addTask {
                    for await change in self.catalogueChanges { await self.manager.catalogueChanged(change) }
                    return false
                }
                if let listener = channel.listener, let runtimeServer {
                    group.addTask {
                        await listener.run(runtimeServer)
                        return false
                    }
                }
                group.addTask {
                    try await self.serveClients(server)
                    return true
                }
                defer { group.cancelAll() }
                while let isEnd = try await group.next(), !isEnd {}
            }
        }
    }

    private func serveClients(_ server: BrokerServer) async throws {
        let (stops, stop) = AsyncStream.makeStream(of: Void.self)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for await _ in stops { await self.endSessions(connections: server.connections) }
            }
            defer { group.cancelAll() }
            try await withGracefulShutdownHandler {
                try await server.run()
            } onGracefulShutdown: {
                stop.yield()
                stop.finish()
            }
        }
        await manager.shutDown()
        await pool.shutDown()
    }

    private func runtimeChannel() throws -> (listener: RuntimeListener?, dialer: RuntimeDialer) {
        let token = try configuration.runtimeToken.map { secret in
            guard let token = BearerToken(secret.reveal()) else {
                throw ConfigurationError(nil, "runtimeToken cannot stand in a header")
            }
            return token
        }
        let security = configuration.runtimeTLS.map {
            TransportSecurity(
                certificateFile: $0.certificate, privateKeyFile: $0.key, authorityFile: $0.authority)
        }
        let addresses = try configuration.runtimes.map { text in
            guard let address = WebSocketURL(text) else {
                throw ConfigurationError(nil, "\"\(text)\" is no ws:// or wss:// address")
            }
            return address
        }
        let listener = configuration.runtimeListen.map {
            RuntimeListener(address: $0, token: token, security: security, pool: pool, logger: logger)
        }
        return (
            listener,
            RuntimeDialer(addresses: addresses, token: token, security: security, pool: pool, logger: logger)
        )
    }

    private func endSessions(connections: ConnectionRegistry) async {
        await manager.shutDown()
        do {
            try await clock.sleep(until: clock.now.advanced(by: Self.shutdownGrace))
        } catch {
            // Every stream has ended and the server with them.
            return
        }
        connections.closeAll()
    }

    private func makeServer(_ onListening: @escaping @Sendable (Int) async -> Void) -> BrokerServer {
        BrokerServer(
            responder: BrokerResponder(
                sessions: SessionRoutes(
                    manager: manager, bodyBytesMaximum: configuration.broker.bodyBytes,
                    codeBytesMaximum: configuration.broker.codeBytes),
                operations: OperationRoutes(
                    manager: manager, pool: pool, registry: registry, clock: clock, startedAt: clock.now),
                cors: CORS(allowedOrigins: configuration.allowedOrigins), pathPrefix: configuration.pathPrefix,
                logger: logger),
            configuration: configuration, logger: logger, onListening: onListening)
    }
}
