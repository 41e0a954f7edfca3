internal import JSON
public import Protocol

/// A client of one broker.
///
///     let client = EnclaveClient(broker: url)
///     for try await event in client.run(CreateSession(code: "return 1 + 1")) { … }
public struct EnclaveClient: Sendable {
    /// How long a caller waits for the end of a session.
    public enum Timeout: Sendable, Hashable {
        /// As long as the session may last by its request, or by the protocol's default, and five seconds more.
        case sessionLimit
        /// So long from the first request.
        case after(Duration)
        /// As long as the broker says that the session lives.
        case none
    }

    /// What a client does, beside talking.
    public struct Options: Sendable {
        /// Sent with every request: credentials, for example.
        public var headers: [(name: String, value: String)]
        /// What is done about streams that break.
        public var retry: RetryPolicy
        /// When a caller's patience ends.
        public var timeout: Timeout
        /// Whether events of older brokers are taken too: call ids without prefix, a missing `cancelUrl`.
        public var isLenient: Bool
        /// The longest line of a stream.
        public var lineBytesMax: Int

        /// Options.
        public init(
            headers: [(name: String, value: String)] = [], retry: RetryPolicy = .standard,
            timeout: Timeout = .sessionLimit, isLenient: Bool = false,
            lineBytesMax: Int = LineSplitter.standardLineBytesMax
        ) {
            self.headers = headers
            self.retry = retry
            self.timeout = timeout
            self.isLenient = isLenient
            self.lineBytesMax = lineBytesMax
        }
    }

    /// Bytes of an answer that is not a stream.
    static let answerBytesMax = 16 << 20
    /// For requests that are answered at once.
    static let answerTime = Duration.seconds(10)
    /// On top of what a session may last.
    static let timeoutMargin = Duration.seconds(5)

    /// Where the broker is.
    public let broker: BrokerURL
    private let options: Options
    private let clock: any ClientClock
    private let transport: HTTPTransport

    /// A client; it holds no connection until it is used, and needs no end.
    public init(broker: BrokerURL, options: Options = Options()) {
        self.init(broker: broker, options: options, clock: SystemClock())
    }

    init(broker: BrokerURL, options: Options = Options(), clock: any ClientClock) {
        self.broker = broker
        self.options = options
        self.clock = clock
        transport = HTTPTransport(broker: broker, headers: options.headers)
    }

    // MARK: Sessions

    /// Runs a script: the session's events, from the first to `final`.
    ///
    /// The request is sent once, when the first event is asked for. A request without a session id gets a fresh one.
    public func run(_ request: CreateSession) -> EventStream {
        var request = request
        let id = request.sessionID ?? .generate()
        request.sessionID = id
        var settings = FollowStateMachine.Settings(sessionID: id, retry: options.retry)
        settings.filter = request.filter
        settings.includesHeartbeats = request.includesHeartbeats
        let interval = request.limits.heartbeatIntervalMilliseconds ?? SessionLimits().heartbeatIntervalMilliseconds
        settings.silence =
            request.includesHeartbeats ? FollowStateMachine.silence(heartbeatMilliseconds: interval) : nil
        // What ends the stream, and what shows that it lives, is always wanted; what the caller did not ask for is
        // dropped here.
        request.filter?.alwaysAllow.formUnion([EventType.final.rawValue, EventType.sessionInit.rawValue])
        if request.includesHeartbeats { request.filter?.alwaysAllow.insert(EventType.heartbeat.rawValue) }
        switch options.timeout {
        case .sessionLimit:
            let milliseconds = request.limits.sessionMilliseconds ?? SessionLimits().sessionMilliseconds
            settings.timeout = .milliseconds(milliseconds) + Self.timeoutMargin
        case .after(let duration): settings.timeout = duration
        case .none: break
        }
        return stream(settings, create: request)
    }

    /// Follows a session that exists.
    ///
    /// - Parameter sequence: number of the first event wanted; earlier ones are left out.
    public func follow(_ id: SessionID, from sequence: Int = 0) -> EventStream {
        var settings = FollowStateMachine.Settings(sessionID: id, retry: options.retry)
        settings.first = max(0, sequence)
        settings.silence = FollowStateMachine.silence(
            heartbeatMilliseconds: SessionLimits().heartbeatIntervalMilliseconds)
        if case .after(let duration) = options.timeout { settings.timeout = duration }
        return stream(settings, create: nil)
    }

    private func stream(_ settings: FollowStateMachine.Settings, create: CreateSession?) -> EventStream {
        let follower = EventFollower(
            settings: settings, create: create, decoding: options.isLenient ? .lenient : .strict,
            lineBytesMax: options.lineBytesMax, transport: transport, clock: clock)
        return EventStream(follower: follower, sessionID: settings.sessionID)
    }

    // MARK: Questions

    /// What the broker knows about a session; nil if it knows none of that id.
    public func session(_ id: SessionID) async throws(ClientError) -> SessionInfo? {
        do {
            return try Self.read(try await answer("/sessions/\(id)"), SessionInfo.init(json:))
        } catch {
            if case .refused(let refusal) = error, refusal.status == 404 { return nil }
            throw error
        }
    }

    /// The sessions that the broker keeps.
    public func sessions() async throws(ClientError) -> SessionList {
        try Self.read(try await answer("/sessions"), SessionList.init(json:))
    }

    private func answer(_ path: String) async throws(ClientError) -> [UInt8] {
        let request = transport.request(.GET, broker.url(path))
        let answer = await transport.answer(
            to: request, bytesMax: Self.answerBytesMax, clock: clock, until: clock.now.advanced(by: Self.answerTime))
        switch answer {
        case .success(let bytes): return bytes
        case .failure(let error): throw error
        }
    }

    private static func read<Value>(
        _ bytes: [UInt8], _ decode: (JSONValue) throws(ProtocolError) -> Value
    ) throws(ClientError) -> Value {
        do {
            return try decode(try JSONValue.parse(bytes))
        } catch {
            throw .malformed(error.message)
        }
    }
}
