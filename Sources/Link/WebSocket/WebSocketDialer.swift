/// Makes WebSocket links to servers.
package final class WebSocketDialer<Wait: Clock>: Sendable where Wait.Duration == Duration {
    /// The longest that one attempt takes, the search for the host's addresses included.
    package static var connectTimeout: Duration { .seconds(10) }

    private let loop: WebSocketLoop
    private let endpoint: WebSocketEndpoint.Handle
    private let clock: Wait

    private init(loop: WebSocketLoop, endpoint: WebSocketEndpoint.Handle, clock: Wait) {
        self.loop = loop
        self.endpoint = endpoint
        self.clock = clock
    }

    deinit {
        loop.executor.post(.stop(endpoint: endpoint.number))
    }

    /// Makes a dialler.
    ///
    /// - Parameters:
    ///   - security: certificates for `wss:` URLs; without them this side shows none and trusts the system's authorities.
    ///   - limits: bounds of each link.
    ///   - connectionsMax: links at a time.
    ///   - clock: times the attempts.
    /// - Throws: `.configuration` where the certificates cannot be used.
    package static func start(
        security: TransportSecurity? = nil, limits: LinkLimits = .standard,
        connectionsMax: Int = 10_000, clock: Wait = ContinuousClock()
    ) async throws(LinkError) -> WebSocketDialer {
        let loop = try WebSocketLoop.shared()
        let endpoint = try await loop.open(
            WebSocketEndpoint.Configuration(
                role: .dialler, security: security, limits: limits,
                connectionsMax: connectionsMax))
        return WebSocketDialer(loop: loop, endpoint: endpoint, clock: clock)
    }

    /// Makes a link: tries the host's addresses one after the other, within the connect timeout.
    ///
    /// - Throws: `.unreachable`, `.refused`, `.timeout` or `.cancelled`.
    package func dial(_ url: WebSocketURL, token: BearerToken? = nil) async throws(LinkError) -> any MessageLink {
        let result = await withTaskGroup(of: Result<WebSocketLink, LinkError>.self) { group in
            group.addTask { [loop, endpoint] in
                do throws(LinkError) {
                    return .success(try await Self.dialAddresses(of: url, token, loop, endpoint.number))
                } catch {
                    return .failure(error)
                }
            }
            group.addTask { [clock] in
                do {
                    try await clock.sleep(for: Self.connectTimeout)
                    return .failure(LinkError(.timeout, "no link to \(url.authority) within \(Self.connectTimeout)"))
                } catch {
                    return .failure(.cancelled)
                }
            }
            let first = await group.next() ?? .failure(.cancelled)
            group.cancelAll()
            return first
        }
        return try result.get()
    }

    private static func dialAddresses(
        of url: WebSocketURL, _ token: BearerToken?, _ loop: WebSocketLoop, _ endpoint: Int
    ) async throws(LinkError) -> WebSocketLink {
        var last = LinkError(.unreachable, "nobody answers at \(url.authority)")
        for address in try await HostResolver.addresses(of: url.host) {
            do {
                return try await loop.dial(url, address: address, token: token, from: endpoint)
            } catch  where error.reason == .unreachable {
                last = error
            }
        }
        throw last
    }

    /// Closes all links as going away; returns when that is done, after about ten seconds at most.
    package func stop() async {
        await loop.stop(endpoint.number)
    }
}
