internal import Hummingbird
internal import NIOCore

/// What a route knows beside the request: the connection, for back-pressure and for noticing that the client left.
struct BrokerRequestContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }

    /// The client's side of the connection.
    func client() async throws -> ClientConnection {
        try await channel.eventLoop.submit { [channel] in
            try channel.pipeline.syncOperations.handler(type: ConnectionGuard.self).client
        }.get()
    }
}
