internal import Link
internal import Logging

/// Where runtimes dial in.
struct RuntimeListener: Sendable {
    /// The paths a runtime may ask for; the first is the documented one.
    private static let paths: Set<String> = ["/runtime", "/ws", "/"]

    let address: ListenAddress
    let token: BearerToken?
    let security: TransportSecurity?
    let pool: RuntimePool
    let logger: Logger

    /// Begins to listen.
    ///
    /// - Throws: an address or certificates that cannot be used.
    func start() async throws(LinkError) -> WebSocketServer {
        let server = try await WebSocketServer.start(
            WebSocketServer.Configuration(
                address: address.numericHost, port: address.port, security: security, token: token, paths: Self.paths))
        logger.info("runtimes can connect", metadata: ["host": "\(address.host)", "port": "\(server.port)"])
        return server
    }

    /// Serves every runtime that comes, until cancelled.
    func run(_ server: WebSocketServer) async {
        await withDiscardingTaskGroup { group in
            while let link = await server.accept() {
                group.addTask { await pool.serve(link) }
            }
            group.cancelAll()
        }
        await server.stop()
    }
}

extension ListenAddress {
    /// The address as digits where it is the usual name of the own machine.
    fileprivate var numericHost: String { host == "localhost" ? "127.0.0.1" : host }
}
