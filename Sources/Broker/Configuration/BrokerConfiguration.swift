public import Protocol

/// Everything an operator decides about a broker.
///
/// `BrokerConfiguration.default` serves on loopback with the protocol's own limits and no tools. `load(path:)` reads a
/// file and the environment; each property says which key sets it.
public struct BrokerConfiguration: Sendable {
    /// `listen`: where clients connect. Port 0 takes a free one.
    public var listen = ListenAddress(host: "127.0.0.1", port: 7070)
    /// `pathPrefix`: what stands before every route; empty, or with a leading and no trailing slash.
    public var pathPrefix = ""
    /// `allowedOrigins`: browser origins that may read answers; `*` stands for any.
    public var allowedOrigins = ["*"]
    /// `security`: what a runtime in the same process is to enforce.
    public var security = Security()
    /// `limits`: what a session gets for a request that asks for nothing.
    public var limits = SessionLimits()
    /// `limits` again: the most that a request may ask for. A limit that the operator sets holds by default and cannot
    /// be raised; the others can, up to the values here.
    public var limitMaximums = BrokerConfiguration.builtInMaximums
    /// `broker`: limits of the broker as a whole.
    public var broker = BrokerLimits()
    /// `runtimes`: addresses (`ws://` or `wss://`) of runtimes that the broker dials.
    public var runtimes: [String] = []
    /// `routing`: which runtimes may run a session, by its labels; the first rule that applies decides.
    public var routing: [RoutingRule] = []
    /// `runtimeListen`: where runtimes dial in; nil if none may.
    public var runtimeListen: ListenAddress?
    /// `runtimeToken`: what a runtime presents as `Authorization: Bearer …`, and what the broker presents when it dials.
    public var runtimeToken: Secret?
    /// `runtimeTLS`: certificates of the channel to the runtimes; nil for plain text.
    public var runtimeTLS: TLSFiles?
    /// `tools`: those called over HTTP.
    public var tools: [ToolConfiguration] = []
    /// `secrets`: by name.
    public var secrets: [String: Secret] = [:]
    /// What is odd but not wrong about the sources this was read from, each a line for the log.
    public var warnings: [String] = []

    public init() {}

    /// Loopback, the protocol's own limits, no tools.
    public static let `default` = BrokerConfiguration()

    /// What a request may ask for where the operator has set nothing. A tool result stays below a message's 16 MiB.
    static let builtInMaximums: RequestedLimits = {
        var limits = RequestedLimits()
        limits.sessionMilliseconds = 86_400_000
        limits.toolCallsMax = 10_000
        limits.stdoutBytesMax = 16 << 20
        limits.toolResultBytesMax = 8 << 20
        limits.cpuMilliseconds = 600_000
        limits.perToolDeadlineMilliseconds = 3_600_000
        return limits
    }()
}

/// A host and a port to listen on.
public struct ListenAddress: Sendable, Hashable, CustomStringConvertible {
    /// A name or an address, IPv6 without brackets.
    public var host: String
    /// 0 takes a free port.
    public var port: Int

    public init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// Reads `host:port`, with IPv6 in brackets: `127.0.0.1:7070`, `[::1]:7070`.
    public init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
            return nil
        }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            return nil
        }
        guard !host.isEmpty else { return nil }
        self.init(host: String(host), port: Int(port))
    }

    public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

    /// Whether only this machine can reach it.
    var isLoopback: Bool { host == "localhost" || host == "::1" || host.hasPrefix("127.") }
}

/// The level and profile that scripts run under.
public struct Security: Sendable, Hashable {
    /// `security.level`.
    public var level = SecurityLevel.standard
    /// `security.profile`.
    public var profile = SecurityProfile.enclave

    public init() {}
}

/// PEM files of a TLS peer.
public struct TLSFiles: Sendable, Hashable {
    /// `certificate`: the chain this side presents.
    public var certificate = ""
    /// `key`: the private key that belongs to it.
    public var key = ""
    /// `authority`: the authorities that the other side's certificate must come from.
    public var authority = ""

    public init() {}
}

/// Limits of the broker as a whole.
public struct BrokerLimits: Sendable {
    /// `broker.sessions`: live sessions at once.
    public var sessions = 100
    /// `broker.connections`: client connections at once.
    public var connections = 4_096
    /// `broker.bodyBytes`: a request's body.
    public var bodyBytes = 1 << 20
    /// `broker.codeBytes`: a script, in UTF-8.
    public var codeBytes = 100_000
    /// `broker.historyEvents`: events kept of one session.
    public var historyEvents = 10_000
    /// `broker.historyBytes`: bytes of events kept of one session.
    public var historyBytes = 32 << 20
    /// `broker.readerQueueBytes`: bytes that may wait for one reader before its connection is closed.
    public var readerQueueBytes = 8 << 20
    /// `broker.retentionMilliseconds`: how long a finished session stays readable.
    public var retention = Duration.seconds(60)
    /// `broker.retainedBytes`: bytes of events kept of all finished sessions; past it the oldest go early.
    public var retainedBytes = 256 << 20
    /// `broker.orphanMilliseconds`: how long a session without a reader goes on.
    public var orphanGrace = Duration.seconds(90)
    /// `broker.runtimeWaitMilliseconds`: how long a session waits for a free runtime.
    public var runtimeWait = Duration.seconds(2)
    /// `broker.runtimeGraceMilliseconds`: how long a lost runtime may take to come back to its sessions.
    public var runtimeGrace = Duration.seconds(3)
    /// `broker.requestMilliseconds`: for a request's head, and again for its body.
    public var request = Duration.seconds(10)
    /// `broker.idleMilliseconds`: how long a connection without a request stays open.
    public var idle = Duration.seconds(60)

    public init() {}
}
