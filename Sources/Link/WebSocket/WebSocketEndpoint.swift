import CLibwebsockets

/// One server or dialler at the loop. Only the loop's thread touches it.
///
/// It is a libwebsockets context with one virtual host, which holds the TLS settings, and for servers a listening socket.
final class WebSocketEndpoint {
    /// What an endpoint is for.
    struct Configuration: Sendable {
        var role: Role
        /// For a dialler without it: plain connections, and secure ones by the system's authorities.
        var security: TransportSecurity?
        var limits: LinkLimits
        /// Links at a time.
        var connectionsMax: Int
    }

    enum Role: Sendable {
        case server(Listening)
        case dialler
    }

    /// Where and for whom a server listens.
    struct Listening: Sendable {
        /// An address of this machine as text.
        var address: String
        /// 0 for any that is free.
        var port: Int
        var token: BearerToken?
        /// The paths that are served; nil for all.
        var paths: Set<String>?
        /// For a peer's handshake, from its connection to the answer.
        var handshakeTimeout: Duration
    }

    /// What the owner of an endpoint knows of it.
    struct Handle: Sendable {
        let number: Int
        /// The port that is listened on; 0 for a dialler.
        let port: Int
        /// Links that peers made, to be taken.
        let accepted: BoundedQueue<WebSocketLink>
    }

    /// Links that are established and not yet taken.
    static let acceptedMax = 128
    /// Connections beyond the links that may be shaking hands, or waiting for their refusal.
    static let handshakesMax = 256

    let number: Int
    let configuration: Configuration
    let accepted = BoundedQueue<WebSocketLink>(
        limits: .init(countMax: acceptedMax, costMax: acceptedMax), costOf: { _ in 1 })
    let context: LoopContext
    /// Valid until the endpoint has settled, which no connection outlives.
    let host: OpaquePointer
    let listener: ListeningSocket?
    /// What the host refers to.
    private let memory: HostMemory

    /// All its connections.
    var connections: Set<Int> = []
    /// Those that are links, or about to be.
    var linkCount = 0
    var isStopping = false
    /// Whether a message's piece has arrived in this turn of the loop.
    var hasReceived = false
    var waiters: [CheckedContinuation<Void, Never>] = []

    init(
        number: Int, configuration: Configuration, context: LoopContext, host: OpaquePointer, memory: HostMemory,
        listener: ListeningSocket?
    ) {
        self.number = number
        self.configuration = configuration
        self.context = context
        self.host = host
        self.memory = memory
        self.listener = listener
    }

    var handle: Handle { Handle(number: number, port: listener?.port ?? 0, accepted: accepted) }

    /// Whether one more link is allowed.
    var hasRoom: Bool { !isStopping && linkCount < configuration.connectionsMax }

    /// Where it listens; nil for a dialler.
    var listening: Listening? {
        if case .server(let listening) = configuration.role { listening } else { nil }
    }
}
