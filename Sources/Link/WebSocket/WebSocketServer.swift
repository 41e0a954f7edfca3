/// Listens for WebSocket links, and for nothing else: every plain HTTP request on its port is refused.
///
/// A peer has to show a certificate where TLS is on, and the token where one is set.
package final class WebSocketServer: Sendable {
    /// Where and for whom to listen.
    package struct Configuration: Sendable {
        /// An address of this machine.
        package var address: String
        /// 0 for any that is free.
        package var port: Int
        /// nil for plain connections.
        package var security: TransportSecurity?
        /// nil for no token.
        package var token: BearerToken?
        /// The paths that are served; nil for all.
        package var paths: Set<String>?
        /// Bounds of each link.
        package var limits: LinkLimits
        /// Links at a time.
        package var connectionsMax: Int
        /// For a peer's handshake, from its connection to the answer; at most an hour.
        package var handshakeTimeout: Duration

        /// Listens on the loopback interface unless told otherwise.
        package init(
            address: String = "127.0.0.1", port: Int = 0, security: TransportSecurity? = nil,
            token: BearerToken? = nil, paths: Set<String>? = nil, limits: LinkLimits = .standard,
            connectionsMax: Int = 10_000, handshakeTimeout: Duration = .seconds(10)
        ) {
            self.address = address
            self.port = port
            self.security = security
            self.token = token
            self.paths = paths
            self.limits = limits
            self.connectionsMax = connectionsMax
            self.handshakeTimeout = handshakeTimeout
        }
    }

    private let loop: WebSocketLoop
    private let endpoint: WebSocketEndpoint.Handle

    private init(loop: WebSocketLoop, endpoint: WebSocketEndpoint.Handle) {
        self.loop = loop
        self.endpoint = endpoint
    }

    deinit {
        loop.executor.post(.stop(endpoint: endpoint.number))
    }

    /// The port that is listened on.
    package var port: Int { endpoint.port }

    /// Begins to listen.
    ///
    /// - Throws: `.configuration` where the address or the certificates cannot be used.
    package static func start(_ configuration: Configuration) async throws(LinkError) -> WebSocketServer {
        guard 0...65_535 ~= configuration.port, configuration.connectionsMax > 0,
            .zero ... .seconds(3600) ~= configuration.handshakeTimeout
        else {
            throw LinkError(
                .configuration, "the port, the number of connections or the handshake's timeout is out of range")
        }
        let loop = try WebSocketLoop.shared()
        let endpoint = try await loop.open(
            WebSocketEndpoint.Configuration(
                role: .server(
                    WebSocketEndpoint.Listening(
                        address: configuration.address, port: configuration.port, token: configuration.token,
                        paths: configuration.paths, handshakeTimeout: configuration.handshakeTimeout)),
                security: configuration.security, limits: configuration.limits,
                connectionsMax: configuration.connectionsMax))
        return WebSocketServer(loop: loop, endpoint: endpoint)
    }

    /// The next link that a peer made; nil once the server is stopped, or when the task is cancelled.
    ///
    /// While 128 links wait to be taken, further peers are told to come later.
    package func accept() async -> (any MessageLink)? {
        await endpoint.accepted.pull()
    }

    /// Closes all links as going away and stops listening; returns when that is done, after about ten seconds at most.
    package func stop() async {
        await loop.stop(endpoint.number)
    }
}
