import AsyncHTTPClient
import Broker
import JSON
import Link
import Logging
import NIOCore
import Protocol
import Runtime
import Testing

/// A broker and runtimes in one process, for the length of a test.
struct Deployment: Sendable {
    /// What joins a broker and its runtimes.
    enum Joint: CaseIterable, Sendable {
        /// WebSocket; runtimes dial the broker.
        case runtimesDial
        /// WebSocket; the broker dials runtimes.
        case brokerDials
        /// No network.
        case memory
    }

    private static let token = "let-me-in"
    private static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    let port: Int
    private let client: HTTPClient
    /// One for each runtime that dials, in their order.
    let relays: [Relay]

    /// Starts the parts, and calls `body` when the broker has its runtimes.
    ///
    /// - Parameters:
    ///   - settings: of each runtime.
    ///   - prepare: adds tools.
    static func run(
        _ joint: Joint = .runtimesDial, runtimes settings: [RuntimeSettings] = [RuntimeSettings()],
        prepare: (Broker) -> Void = { _ in }, body: @escaping @Sendable (Deployment) async throws -> Void
    ) async throws {
        var configuration = BrokerConfiguration.default
        configuration.listen.port = 0
        configuration.runtimeToken = Secret(token)
        configuration.broker.sessions = 1_000
        // A busy machine must not make a session give up.
        configuration.broker.runtimeWait = .seconds(50)
        var clientConfiguration = HTTPClient.Configuration()
        clientConfiguration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 1_000
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: clientConfiguration)
        defer { client.shutdown { _ in } }
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            switch joint {
            case .runtimesDial: configuration.runtimeListen = ListenAddress(host: "127.0.0.1", port: 0)
            case .brokerDials: configuration.runtimes = await listen(settings, in: &tasks)
            case .memory: break
            }
            let broker = Broker(configuration: configuration, logger: logger)
            prepare(broker)
            let listening = try await start(broker, in: &tasks)
            var relays: [Relay] = []
            if let runtimePort = listening.runtimePort {
                relays = try await dial(settings, to: runtimePort, in: &tasks)
            }
            if joint == .memory { join(settings, with: broker, in: &tasks) }
            let deployment = Deployment(port: listening.port, client: client, relays: relays)
            try await deployment.waitUntilReady()
            for settings in settings {
                while !(await broker.isConnected(settings.runtimeID)) { await Task.yield() }
            }
            try await body(deployment)
            tasks.cancelAll()
            for relay in relays { relay.cut() }
            while let result = await tasks.nextResult() {
                if case .failure(let error) = result, !(error is CancellationError) { throw error }
            }
        }
    }

    private static func start(
        _ broker: Broker, in tasks: inout ThrowingTaskGroup<Void, any Error>
    ) async throws -> Broker.Listening {
        let (started, continuation) = AsyncStream.makeStream(of: Broker.Listening.self)
        tasks.addTask {
            defer { continuation.finish() }
            try await broker.run { continuation.yield($0) }
        }
        for await listening in started { return listening }
        throw CancellationError()
    }

    /// Starts runtimes that listen.
    ///
    /// - Returns: their addresses.
    private static func listen(
        _ settings: [RuntimeSettings], in tasks: inout ThrowingTaskGroup<Void, any Error>
    ) async -> [String] {
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        for settings in settings {
            let server = WebSocketServer.Configuration(token: BearerToken(token))
            let runtime = RuntimeService(settings: settings, connection: .listen(server), logger: logger)
            tasks.addTask { try await runtime.run { port.yield($0) } }
        }
        var addresses: [String] = []
        for await port in ports.prefix(settings.count) { addresses.append("ws://127.0.0.1:\(port)/") }
        return addresses
    }

    /// Starts runtimes that dial, each through a relay of its own.
    private static func dial(
        _ settings: [RuntimeSettings], to port: Int, in tasks: inout ThrowingTaskGroup<Void, any Error>
    ) async throws -> [Relay] {
        var relays: [Relay] = []
        for settings in settings {
            let relay = try await Relay.start(to: port)
            relays.append(relay)
            let url = try #require(WebSocketURL("ws://127.0.0.1:\(relay.port)"))
            let runtime = RuntimeService(
                settings: settings, connection: .dial(url, token: BearerToken(token), security: nil), logger: logger)
            tasks.addTask { try await runtime.run() }
        }
        return relays
    }

    /// Joins workers to the broker without a network.
    private static func join(
        _ settings: [RuntimeSettings], with broker: Broker, in tasks: inout ThrowingTaskGroup<Void, any Error>
    ) {
        for settings in settings {
            let (near, far) = InMemoryLink.pair()
            let worker = Worker(settings: settings, logger: logger)
            tasks.addTask { await broker.serve(near) }
            tasks.addTask { _ = await worker.serve(far) }
        }
    }

    /// Asks until the broker has a runtime; between two questions everyone gets a turn.
    private func waitUntilReady() async throws {
        while try await send("GET", "/ready").status != .ok {}
    }

    private func send(_ method: String, _ path: String, _ json: JSONValue? = nil) async throws -> HTTPClientResponse {
        var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)\(path)")
        request.method = .init(rawValue: method)
        if let json {
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(ByteBuffer(bytes: try json.jsonBytes()))
        }
        return try await client.execute(request, timeout: .seconds(60))
    }

    /// Creates a session and reads its events to the end.
    func execute(_ code: String, limits: JSONObject = [:]) async throws -> [Event] {
        let response = try await send("POST", "/sessions", ["code": .string(code), "limits": .object(limits)])
        return try await events(of: response) { _ in }
    }

    /// Creates a session, and asks for its end at its first event of a type.
    func execute(_ code: String, cancellingAt type: EventType) async throws -> [Event] {
        let response = try await send("POST", "/sessions", ["code": .string(code)])
        return try await events(of: response) { event in
            guard event.type == type else { return }
            _ = try await send("POST", "/sessions/\(event.sessionID)/cancel", ["reason": "not needed any more"])
        }
    }

    private func events(
        of response: HTTPClientResponse, _ onEvent: (Event) async throws -> Void
    ) async throws -> [Event] {
        var decoder = NDJSON.Decoder()
        var events: [Event] = []
        for try await part in response.body {
            decoder.append(part.readableBytesView)
            while let item = try decoder.next() {
                guard case .event(let event) = item else { continue }
                events.append(event)
                try await onEvent(event)
            }
        }
        return events
    }
}

extension [Event] {
    /// The last event's payload, if it is `final`.
    var final: Final? {
        guard case .final(let final) = last?.payload else { return nil }
        return final
    }

    /// The error of `final`, if it is one.
    var error: ErrorInfo? {
        guard case .failure(let error) = final?.outcome else { return nil }
        return error
    }
}
