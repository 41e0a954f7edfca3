import NIOCore
import NIOPosix
import Synchronization

/// A TCP connection's stand-in for a wire that can be cut: passes bytes both ways until then.
///
/// Cut, it closes its sockets without a word of the protocol, as the kernel does for a process that was killed, and is
/// not to be reached again.
final class Relay: Sendable {
    private struct State {
        var isCut = false
        var channels: [any Channel] = []
    }

    private let server: any Channel
    private let state: SharedState

    private final class SharedState: Sendable {
        let value = Mutex(State())

        /// Keeps a channel for the cut; closes it at once after the cut.
        func add(_ channel: any Channel) {
            let isCut = value.withLock { state in
                state.channels.append(channel)
                return state.isCut
            }
            if isCut { channel.close(promise: nil) }
        }
    }

    /// Hands what comes from one side to the other.
    private final class Forwarder: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private let other: any Channel

        init(to other: any Channel) {
            self.other = other
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            other.writeAndFlush(unwrapInboundIn(data), promise: nil)
        }

        func channelInactive(context: ChannelHandlerContext) {
            other.close(promise: nil)
        }
    }

    private init(server: any Channel, state: SharedState) {
        self.server = server
        self.state = state
    }

    var port: Int { server.localAddress?.port ?? 0 }

    /// Listens on a free loopback port and passes on to another.
    static func start(to port: Int) async throws -> Relay {
        let state = SharedState()
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { near in
                // Nothing is read from the near side before this has succeeded.
                ClientBootstrap(group: near.eventLoop)
                    .channelInitializer { far in add(Forwarder(to: near), to: far) }
                    .connect(host: "127.0.0.1", port: port)
                    .flatMap { far in
                        state.add(near)
                        state.add(far)
                        return add(Forwarder(to: far), to: near)
                    }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return Relay(server: server, state: state)
    }

    private static func add(
        _ forwarder: @autoclosure @escaping @Sendable () -> Forwarder, to channel: any Channel
    ) -> EventLoopFuture<Void> {
        channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHandler(forwarder())
        }
    }

    /// Ends every connection there is; new ones are passed on as before.
    func breakConnections() {
        let channels = state.value.withLock { state in
            defer { state.channels = [] }
            return state.channels
        }
        for channel in channels { channel.close(promise: nil) }
    }

    /// Ends every connection and takes no new one.
    func cut() {
        server.close(promise: nil)
        let channels = state.value.withLock { state in
            state.isCut = true
            return state.channels
        }
        for channel in channels { channel.close(promise: nil) }
    }
}
