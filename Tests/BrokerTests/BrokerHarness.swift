import AsyncHTTPClient
import JSON
import Link
import Logging
import NIOCore
import Protocol
import ServiceLifecycle
import Synchronization
import Testing

@testable import Broker

/// A broker on a free loopback port with scripted runtimes, for the length of a test.
struct BrokerHarness: Sendable {
    let broker: Broker
    let port: Int
    let runtimePort: Int?
    let client: HTTPClient
    let log: LogRecorder
    let group: ServiceGroup

    var base: String { "http://127.0.0.1:\(port)" }

    /// Runs a broker and calls `body` once clients can connect.
    ///
    /// - Parameters:
    ///   - scripts: of the one runtime there is; nil for none.
    ///   - prepare: adds tools.
    static func run(
        clock: any BrokerClock = SystemClock(), scripts: [String: ScriptedRuntime.Script]? = [:], places: Int = 1_000,
        configure: (inout BrokerConfiguration) -> Void = { _ in }, prepare: (Broker) -> Void = { _ in },
        body: @escaping @Sendable (BrokerHarness) async throws -> Void
    ) async throws {
        var configuration = BrokerConfiguration.default
        configuration.listen = ListenAddress(host: "127.0.0.1", port: 0)
        // A busy machine must not make a session give up; the tests of this limit set it.
        configuration.broker.runtimeWait = .seconds(50)
        configure(&configuration)
        let recorder = LogRecorder()
        let logger = Logger(label: "test") { _ in recorder }
        let broker = Broker(configuration: configuration, logger: logger, clock: clock)
        prepare(broker)
        let (ports, continuation) = AsyncStream.makeStream(of: Broker.Listening.self)
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [Broker.BrokerService(broker: broker) { continuation.yield($0) }], logger: logger))
        var clientConfiguration = HTTPClient.Configuration()
        clientConfiguration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 1_000
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: clientConfiguration)
        do {
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                tasks.addTask { try await group.run() }
                var iterator = ports.makeAsyncIterator()
                let listening = try #require(await iterator.next())
                let harness = BrokerHarness(
                    broker: broker, port: listening.port, runtimePort: listening.runtimePort, client: client,
                    log: recorder, group: group)
                if let scripts {
                    let runtime = harness.connect(scripts: scripts, places: places, in: &tasks)
                    _ = runtime
                    try await harness.waitUntilReady()
                }
                try await body(harness)
                tasks.cancelAll()
                while let result = await tasks.nextResult() {
                    if case .failure(let error) = result, !(error is CancellationError) { throw error }
                }
            }
        } catch {
            try await client.shutdown()
            throw error
        }
        try await client.shutdown()
    }

    /// Connects a runtime that runs until the test ends.
    @discardableResult
    func connect(
        id: String = "r_1", scripts: [String: ScriptedRuntime.Script], places: Int = 1_000,
        labels: [String: String] = [:], resuming active: [SessionID] = [],
        in tasks: inout ThrowingTaskGroup<Void, any Error>
    ) -> ScriptedRuntime {
        let (near, far) = InMemoryLink.pair()
        let runtime = ScriptedRuntime(id: id, link: far, places: places, labels: labels, scripts: scripts)
        let broker = broker
        tasks.addTask { await broker.serve(near) }
        tasks.addTask { await runtime.run(resuming: active) }
        return runtime
    }

    /// Asks until something is so. Between two questions is a round trip to the broker, which gives everyone a turn.
    func poll(until isSo: @Sendable () async throws -> Bool) async throws {
        while !(try await isSo()) { _ = try await send("GET", "/health") }
    }

    /// Asks until the broker has a runtime.
    func waitUntilReady() async throws {
        try await poll { try await send("GET", "/ready").status == 200 }
    }

    // MARK: Requests

    struct Answer: Sendable {
        let status: Int
        let headers: [String: String]
        let body: [UInt8]

        var text: String { String(decoding: body, as: UTF8.self) }
        var json: JSONValue? { try? JSONValue.parse(body) }
        var code: String? { json?["code"]?.stringValue }

        var events: [Event] {
            body.split(separator: UInt8(ascii: "\n")).compactMap { try? NDJSON.event($0) }
        }
    }

    func send(
        _ method: String, _ path: String, body: String? = nil, headers: [String: String] = [:]
    ) async throws -> Answer {
        let response = try await response(method, path, body: body, headers: headers)
        var bytes: [UInt8] = []
        for try await part in response.body { bytes += part.readableBytesView }
        return Self.answer(response, bytes)
    }

    func response(
        _ method: String, _ path: String, body: String? = nil, headers: [String: String] = [:]
    ) async throws -> HTTPClientResponse {
        var request = HTTPClientRequest(url: base + path)
        request.method = .init(rawValue: method)
        if let body { request.body = .bytes(ByteBuffer(string: body)) }
        if body != nil, headers["Content-Type"] == nil {
            request.headers.add(name: "Content-Type", value: "application/json")
        }
        for (name, value) in headers where !value.isEmpty { request.headers.add(name: name, value: value) }
        return try await client.execute(request, timeout: .seconds(60))
    }

    private static func answer(_ response: HTTPClientResponse, _ bytes: [UInt8]) -> Answer {
        Answer(
            status: Int(response.status.code),
            headers: Dictionary(response.headers.map { ($0.name.lowercased(), $0.value) }) { $0 + ", " + $1 },
            body: bytes)
    }

    /// Creates a session and reads it to its end.
    func execute(_ code: String, _ more: JSONObject = [:]) async throws -> Answer {
        var body = more
        body["code"] = .string(code)
        return try await send("POST", "/sessions", body: JSONValue.object(body).description)
    }

    /// Creates a session and gives its events as they come.
    func open(_ code: String, _ more: JSONObject = [:]) async throws -> EventSource {
        var body = more
        body["code"] = .string(code)
        return EventSource(
            try await response("POST", "/sessions", body: JSONValue.object(body).description).body.makeAsyncIterator())
    }

    func open(stream path: String) async throws -> EventSource {
        EventSource(try await response("GET", path).body.makeAsyncIterator())
    }
}

/// Waits until the task is cancelled.
func waitForCancellation() async {
    for await _ in AsyncStream<Void>.makeStream().stream {}
}

/// The events of a stream that is still open.
struct EventSource {
    private var parts: HTTPClientResponse.Body.AsyncIterator
    private var decoder = NDJSON.Decoder()

    init(_ parts: HTTPClientResponse.Body.AsyncIterator) {
        self.parts = parts
    }

    /// nil at the end of the body.
    mutating func next() async throws -> Event? {
        while true {
            if let item = try decoder.next() {
                guard case .event(let event) = item else { throw ProtocolError(.syntax, "no event", at: .byte(0)) }
                return event
            }
            guard let part = try await parts.next() else { return nil }
            decoder.append(part.readableBytesView)
        }
    }

    /// Reads up to the first event of a type.
    mutating func first(_ type: EventType) async throws -> Event? {
        while let event = try await next() {
            if event.type == type { return event }
        }
        return nil
    }

    mutating func rest() async throws -> [Event] {
        var events: [Event] = []
        while let event = try await next() { events.append(event) }
        return events
    }
}

/// Keeps every line that is logged.
final class LogRecorder: LogHandler {
    private let recorded = Mutex<[String]>([])

    var metadata: Logger.Metadata {
        get { [:] }
        set {}
    }

    var logLevel: Logger.Level {
        get { .trace }
        set {}
    }

    var lines: [String] { recorded.withLock { $0 } }

    subscript(metadataKey _: String) -> Logger.Metadata.Value? {
        get { nil }
        set {}
    }

    func log(event: LogEvent) {
        recorded.withLock { $0.append("\(event.level) \(event.message) \(event.metadata ?? [:])") }
    }
}
