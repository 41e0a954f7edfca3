internal import Hummingbird
internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import Protocol
internal import ServiceLifecycle

/// The HTTP side of a broker.
struct BrokerServer: Sendable {
    /// A head larger than this is no request of this protocol.
    private static let headBytesMaximum = 80 << 10
    /// Fields of one head.
    private static let headFieldsMaximum = 200

    let responder: BrokerResponder
    let configuration: BrokerConfiguration
    let connections = ConnectionRegistry()
    let logger: Logger
    /// Called with the port once clients can connect.
    let onListening: @Sendable (Int) async -> Void

    /// Serves until a graceful shutdown has ended every stream, or until cancelled.
    func run() async throws {
        let (limits, connections) = (configuration.broker, connections)
        let channel = HTTP1Channel.Configuration(
            additionalChannelHandlers: [
                ConnectionGuard(requestTimeout: TimeAmount(limits.request), registry: connections)
            ],
            idleTimeout: TimeAmount(limits.idle),
            httpDecoderConfiguration: HTTP1Channel.Configuration.DecoderConfiguration(
                maxHeaderFieldSize: Self.headBytesMaximum, maxHeaderListSize: Self.headBytesMaximum,
                maxHeaderFieldCount: Self.headFieldsMaximum))
        let onListening = onListening
        let application = Application(
            responder: responder,
            server: HTTPServerBuilder { responder in
                ClientChannel(http: HTTP1Channel(responder: responder, configuration: channel))
            },
            configuration: ApplicationConfiguration(
                address: .hostname(configuration.listen.host, port: configuration.listen.port),
                availableConnectionsDelegate: MaximumAvailableConnections(limits.connections, logger: logger)),
            onServerRunning: { channel in await onListening(channel.localAddress?.port ?? 0) },
            logger: logger)
        try await application.run()
    }
}
