internal import Broker
internal import Link
internal import Logging
internal import Protocol
internal import Runtime

/// A broker with a runtime of its own in the same process, joined by an in-memory link.
struct LocalBroker: Sendable {
    let broker: Broker
    private let worker: Worker
    private let runtimeID = RuntimeID.generate()
    private let near: InMemoryLink
    private let far: InMemoryLink

    init(_ configuration: BrokerConfiguration, logger: Logger) {
        (near, far) = InMemoryLink.pair()
        broker = Broker(configuration: configuration, logger: logger)
        worker = Worker(
            settings: RuntimeSettings(
                runtimeID: runtimeID, sessionsMax: configuration.broker.sessions,
                securityLevel: configuration.security.level),
            logger: logger)
    }

    /// Serves clients over HTTP until the process is told to stop.
    func serve(onListening: @escaping @Sendable (Broker.Listening) async -> Void) async throws {
        try await withRuntime { try await broker.run(onListening: onListening) }
    }

    /// Runs one session that nobody else can see.
    func run(
        _ request: CreateSession, _ show: (InProcessEvents) async throws -> ExitStatus
    ) async throws -> ExitStatus {
        try await withRuntime {
            try await broker.runInProcess { sessions in try await show(try await sessions.start(request)) }
        }
    }

    /// Joins broker and runtime while `body` runs, and lets both say good-bye afterwards.
    private func withRuntime<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await broker.serve(near) }
            group.addTask { _ = await worker.serve(far) }
            let result: Result<Value, any Error>
            do {
                result = .success(try await body())
            } catch {
                result = .failure(error)
            }
            worker.stop()
            near.close(LinkClosure(.normal))
            try await group.waitForAll()
            return try result.get()
        }
    }
}
