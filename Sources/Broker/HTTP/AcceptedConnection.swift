internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import NIOHTTPTypes
internal import Synchronization

/// A client connection between its acceptance and its handling.
///
/// A server that stops may never handle a connection that it has just accepted, and an asynchronous channel that is
/// dropped without having been used ends the process. One that is dropped here is closed instead.
final class AcceptedConnection: ServerChildChannelValue {
    typealias AsyncChannel = NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>

    private let asyncChannel: AsyncChannel
    private let isTaken = Mutex(false)

    init(_ asyncChannel: AsyncChannel) {
        self.asyncChannel = asyncChannel
    }

    var channel: any Channel { asyncChannel.channel }

    /// The channel, for the one who uses and closes it.
    func take() -> AsyncChannel {
        isTaken.withLock { $0 = true }
        return asyncChannel
    }

    deinit {
        guard !isTaken.withLock({ $0 }) else { return }
        let asyncChannel = asyncChannel
        asyncChannel.channel.eventLoop.makeFutureWithTask {
            try await asyncChannel.executeThenClose { _, _ in }
        }.whenFailure { _ in
            // It was closed already.
        }
    }
}

/// HTTP/1.1 over connections that may be dropped before they are handled.
struct ClientChannel: ServerChildChannel {
    let http: HTTP1Channel

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<AcceptedConnection> {
        http.setup(channel: channel, logger: logger).map(AcceptedConnection.init)
    }

    func handle(value: AcceptedConnection, logger: Logger) async {
        await http.handle(value: value.take(), logger: logger)
    }
}
