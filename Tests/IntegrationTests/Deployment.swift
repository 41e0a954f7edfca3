import AsyncHTTPClient
import Broker
import Link
import Logging
import NIOCore
import Protocol
import Runtime
import ServiceLifecycle

/// A broker and runtimes on free loopback ports, joined by WebSocket, for the length of a test.
struct Deployment: Sendable {
    /// Who opens the connection between a broker and its runtimes.
    enum Dialling: CaseIterable, Sendable {
        case runtimesDial
        case brokerDials
    }

    private static let token = "let-me-in"
    private static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    private let port: Int
    private let client: HTTPClient

    /// Starts the parts, and calls `body` when the broker has a runtime.
    ///
    /// - Parameters:
    ///   - settings: of each runtime.
    ///   - prepare: adds tools.
    static func run(
        _ dialling: Dialling = .runtimesDial, runtimes settings: [RuntimeSettings] = [RuntimeSettings()],
        prepare: (Broker) -> Void = { _ in }, body: @escaping @Sendable (Deployment) async throws -> Void
    ) async throws {
        var configuration = BrokerConfiguration.default
        configuration.listen.port = 0
        configuration.runtimeToken = Secret(token)
        // A busy machine must not make a session give up.
        configuration.broker.runtimeWait = .seconds(50)
        let client = HTTPClient(eventLoopGroupProvider: .singleton)
        defer { client.shutdown { _ in } }
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            let (ports, port) = AsyncStream.makeStream(of: Int.self)
            switch dialling {
            case .runtimesDial: configuration.runtimeListen = ListenAddress(host: "127.0.0.1", port: 0)
            case .brokerDials:
                for settings in settings {
                    let server = WebSocketServer.Configuration(token: BearerToken(token))
                    let runtime = RuntimeService(settings: settings, connection: .listen(server), logger: logger)
                    tasks.addTask { try await runtime.run { port.yield($0) } }
                }
                for await port in ports.prefix(settings.count) {
                    configuration.runtimes.append("ws://127.0.0.1:\(port)/")
                }
            }
            let broker = Broker(configuration: configuration, logger: logger)
            prepare(broker)
            let listening = try await start(broker, in: &tasks)
            if let runtimePort = listening.runtimePort, let url = WebSocketURL("ws://127.0.0.1:\(runtimePort)") {
                for settings in settings {
                    let runtime = RuntimeService(
                        settings: settings, connection: .dial(url, token: BearerToken(token), security: nil),
                        logger: logger)
                    tasks.addTask { try await runtime.run() }
                }
            }
            let deployment = Deployment(port: listening.port, client: client)
            try await deployment.waitUntilReady()
            try await body(deployment)
            tasks.cancelAll()
            while let result = await tasks.nextResult() {
                if case .failure(let error) = result, !(error is CancellationError) { throw error }
            }
        }
    }

    private static func start(
        _ broker: Broker, in tasks: inout ThrowingTaskGroup<Void, any Error>
    ) async throws -> Broker.Listening {
        let (started, continuation) = AsyncStream.makeStream(of: Broker.Listening.self)
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [Broker.BrokerService(broker: broker) { continuation.yield($0) }], logger: logger))
        tasks.addTask {
            defer { continuation.finish() }
            try await group.run()
        }
        for await listening in started { return listening }
        throw CancellationError()
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
