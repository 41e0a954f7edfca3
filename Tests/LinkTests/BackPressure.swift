import Synchronization
import Testing

@testable import Link

/// A writer that has far more than queues and sockets hold, and a reader that first does not read.
enum BackPressure {
    static let limits = LinkLimits(queuedMessagesMax: 16, queuedBytesMax: 256 << 10)
    private static let messageCount = 800
    private static let messageBytes = 65_536
    /// Round trips of another link for which the writer must not have got on, to be held.
    private static let quietRoundTrips = 200

    static func check(
        _ server: WebSocketServer, _ dialer: WebSocketDialer<ContinuousClock>, _ url: WebSocketURL
    ) async throws {
        let writer = try await dialer.dial(url)
        let reader = try #require(await server.accept())
        let otherWriter = try await dialer.dial(url)
        let otherReader = try #require(await server.accept())
        let blocks = (0..<4).map { number in
            var state = UInt32(number)
            return (0..<messageBytes).map { _ -> UInt8 in
                state = state &* 1_664_525 &+ 1_013_904_223
                return UInt8(0x20 + (state >> 24) % 0x5F)
            }
        }
        let sent = Mutex(0)
        let sending = Task {
            for number in 0..<messageCount {
                try await writer.send(blocks[number % blocks.count])
                sent.withLock { $0 += 1 }
            }
        }
        // The other link's round trips are the clock: while they go on, the writer has had its time.
        var last = -1
        var quiet = 0
        while quiet < quietRoundTrips {
            try await otherWriter.send([0x61])
            #expect(await otherReader.receive() == [0x61])
            let now = sent.withLock { $0 }
            quiet = now == last ? quiet + 1 : 0
            last = now
        }
        #expect(last < messageCount / 2, "the queues and the sockets hold \(last) messages of 64 KiB")
        var received = 0
        while received < messageCount, let message = await reader.receive() {
            #expect(message == blocks[received % blocks.count])
            received += 1
        }
        #expect(received == messageCount)
        try await sending.value
    }
}
