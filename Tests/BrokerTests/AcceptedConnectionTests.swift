import NIOCore
import NIOEmbedded
import NIOHTTPTypes
import Testing

@testable import Broker

@Suite struct AcceptedConnectionTests {
    @Test func `A connection that is dropped before it is handled is closed, and the process lives on`() async throws {
        let channel = NIOAsyncTestingChannel()
        var connection: AcceptedConnection? = try await channel.eventLoop.submit {
            AcceptedConnection(
                try NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>(wrappingChannelSynchronously: channel))
        }.get()
        try await channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).get()
        #expect(connection?.channel.isActive == true)
        connection = nil
        try await channel.closeFuture.get()
    }
}
