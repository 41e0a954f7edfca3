package import Link
package import Logging
internal import Protocol

/// Keeps a worker connected: dials the broker again and again, or listens for brokers.
package struct RuntimeService: Sendable {
    /// How often sessions without a broker are looked for.
    private static let housekeepingInterval = Duration.seconds(1)

    private let worker: Worker
    private let connection: RuntimeConnection
    private let clock: ContinuousClock
    private let logger: Logger

    /// A service of its own worker.
    package init(
        settings: RuntimeSettings, connection: RuntimeConnection, logger: Logger
    ) {
        clock = ContinuousClock()
        worker = Worker(settings: settings, clock: clock, logger: logger)
        self.connection = connection
        self.logger = logger
    }

    /// Takes no new sessions, ends those under way, tells the brokers, and lets `run` return.
    package func stop() {
        worker.stop()
    }

    /// Takes no new sessions, and lets `run` return when those under way have ended.
    package func drain() {
        worker.drain()
    }

    /// Works until it is stopped or drained; cancelling the task stops it in good order too.
    ///
    /// - Parameter onListening: told the port, where the runtime listens.
    /// - Throws: where the address, the port or the certificates cannot be used.
    package func run(onListening: @escaping @Sendable (Int) -> Void = { _ in }) async throws(LinkError) {
        // A task of its own: what is sent on the way out is not cancelled with the caller.
        let work = Task { await serveUntilStopped(onListening) }
        let outcome = await withTaskCancellationHandler {
            await work.value
        } onCancel: {
            worker.stop()
        }
        try outcome.get()
    }

    private func serveUntilStopped(_ onListening: @escaping @Sendable (Int) -> Void) async -> Result<Void, LinkError> {
        await withTaskGroup(of: Result<Void, LinkError>.self) { group in
            group.addTask { await lookAfterOrphans() }
            group.addTask {
                await worker.waitUntilStopped()
                return .success(())
            }
            group.addTask {
                do throws(LinkError) {
                    switch connection {
                    case .dial(let url, let token, let security): try await dial(url, token, security)
                    case .listen(let configuration): try await listen(configuration, onListening)
                    }
                    return .success(())
                } catch {
                    return .failure(error)
                }
            }
            let outcome = await group.next() ?? .success(())
            group.cancelAll()
            return outcome
        }
    }

    private func lookAfterOrphans() async -> Result<Void, LinkError> {
        while !Task.isCancelled {
            do {
                try await clock.sleep(for: Self.housekeepingInterval)
            } catch {
                return .success(())
            }
            worker.dropOrphans()
        }
        return .success(())
    }

    private func dial(
        _ url: WebSocketURL, _ token: BearerToken?, _ security: TransportSecurity?
    ) async throws(LinkError) {
        let dialer = try await WebSocketDialer.start(security: security, clock: clock)
        let target = url.path == "/" ? WebSocketURL("\(url)runtime") ?? url : url
        let redialer = Redialer(
            clock: clock, dial: { () async throws(LinkError) in try await dialer.dial(target, token: token) },
            notice: { notice in Self.log(notice, target, logger) })
        await redialer.run { link in await worker.serve(link) ? .good : .bad }
        await dialer.stop()
    }

    private func listen(
        _ configuration: WebSocketServer.Configuration, _ onListening: @Sendable (Int) -> Void
    ) async throws(LinkError) {
        let server = try await WebSocketServer.start(configuration)
        logger.info("listening for brokers", metadata: ["port": "\(server.port)"])
        onListening(server.port)
        await withDiscardingTaskGroup { group in
            while let link = await server.accept() {
                group.addTask { _ = await worker.serve(link) }
            }
            await server.stop()
        }
    }

    private static func log<Wait>(_ notice: Redialer<Wait>.Notice, _ url: WebSocketURL, _ logger: Logger) {
        switch notice {
        case .connected: logger.info("connected to the broker", metadata: ["url": "\(url)"])
        case .disconnected(let closure):
            logger.info("the broker is gone", metadata: ["closure": "\(closure?.description ?? "-")"])
        case .failed(let error): logger.warning("the broker cannot be reached", metadata: ["error": "\(error)"])
        case .waiting(let duration): logger.debug("waiting to dial again", metadata: ["for": "\(duration)"])
        }
    }
}
