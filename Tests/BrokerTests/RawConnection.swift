import Glibc
import NIOCore
import NIOPosix
import Testing

/// A connection that sends bytes as they are, for what no HTTP client would send.
struct RawConnection {
    private let channel: NIOAsyncChannel<ByteBuffer, ByteBuffer>

    /// Connects, calls `body` with the connection, and closes it.
    static func open<Value: Sendable>(
        port: Int, receiveBufferBytes: Int? = nil, resetsAtEnd: Bool = false,
        _ body: (inout Reader, NIOAsyncChannelOutboundWriter<ByteBuffer>) async throws -> Value
    ) async throws -> Value {
        var bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        if let receiveBufferBytes {
            bootstrap = bootstrap.channelOption(.socketOption(.so_rcvbuf), value: receiveBufferBytes)
        }
        let channel = try await bootstrap.connect(host: "127.0.0.1", port: port) { channel in
            channel.eventLoop.makeCompletedFuture {
                if resetsAtEnd, let socket = channel as? any SocketOptionProvider {
                    _ = socket.setSoLinger(linger(l_onoff: 1, l_linger: 0))
                }
                return try NIOAsyncChannel(
                    wrappingChannelSynchronously: channel,
                    configuration: NIOAsyncChannel.Configuration(
                        backPressureStrategy: .init(lowWatermark: 1, highWatermark: 2),
                        isOutboundHalfClosureEnabled: true,
                        inboundType: ByteBuffer.self, outboundType: ByteBuffer.self))
            }
        }
        return try await channel.executeThenClose { inbound, outbound in
            var reader = Reader(iterator: inbound.makeAsyncIterator())
            return try await body(&reader, outbound)
        }
    }

    struct Reader {
        fileprivate var iterator: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
        private(set) var text = ""

        fileprivate init(iterator: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator) {
            self.iterator = iterator
        }

        /// Reads until the text holds that; an issue is recorded if the connection ends first.
        mutating func expect(_ end: String, sourceLocation: SourceLocation = #_sourceLocation) async throws {
            while !text.contains(end) {
                guard let part = try await iterator.next() else {
                    Issue.record(
                        "the connection ended before \(end); there was \(text)", sourceLocation: sourceLocation)
                    return
                }
                text += String(buffer: part)
            }
        }

        /// Reads until the other side closes, and counts the bytes.
        mutating func readToEnd() async -> Int {
            var count = 0
            // A reset is an end like any other.
            while let part = try? await iterator.next() {
                count += part.readableBytes
                if text.utf8.count < 100_000 { text += String(buffer: part) }
            }
            return count
        }
    }
}
