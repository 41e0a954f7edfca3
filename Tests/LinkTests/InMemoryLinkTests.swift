import Link
import Testing

@Suite struct InMemoryLinkTests {
    @Test func `messages go both ways in order`() async throws {
        let (first, second) = InMemoryLink.pair(path: "/runtime")
        try await first.send(Array("a".utf8))
        try await first.send(Array("b".utf8))
        try await second.send(Array("c".utf8))
        #expect(await second.receive() == Array("a".utf8))
        #expect(await second.receive() == Array("b".utf8))
        #expect(await first.receive() == Array("c".utf8))
        #expect(second.peer.path == "/runtime")
    }

    @Test func `the end is seen by both sides, after what was sent`() async throws {
        let (first, second) = InMemoryLink.pair()
        try await first.send([1])
        first.close(LinkClosure(.policy, "enough"))
        first.close(LinkClosure(.normal))
        #expect(await second.receive() == [1])
        #expect(await second.receive() == nil)
        #expect(second.closure == LinkClosure(.policy, "enough", origin: .peer))
        #expect(first.closure == LinkClosure(.policy, "enough"))
        #expect(await first.receive() == nil)
        await #expect(throws: LinkError(.closed(first.closure), "the link has ended: 1008 enough")) {
            try await first.send([2])
        }
        await #expect(throws: LinkError.self) { try await second.send([2]) }
    }

    @Test func `a message beyond the limit is refused and the link goes on`() async throws {
        let (first, second) = InMemoryLink.pair(limits: LinkLimits(messageBytesMax: 3))
        await #expect(throws: LinkError(.messageTooLarge, "a message of 4 bytes, 3 allowed")) {
            try await first.send([1, 2, 3, 4])
        }
        try await first.send([1, 2, 3])
        #expect(await second.receive() == [1, 2, 3])
    }

    @Test func `a slow reader holds the writer`() async throws {
        let (first, second) = InMemoryLink.pair(limits: LinkLimits(queuedMessagesMax: 2))
        try await first.send([1])
        try await first.send([2])
        let third = Task { try await first.send([3]) }
        third.cancel()
        await #expect(throws: LinkError(.cancelled, "the task was cancelled")) { try await third.value }
        #expect(await second.receive() == [1])
        try await first.send([4])
        #expect(await second.receive() == [2])
        #expect(await second.receive() == [4])
    }

    @Test func `the messages are a sequence that ends with the link`() async throws {
        let (first, second) = InMemoryLink.pair()
        let reader = Task {
            var bytes: [UInt8] = []
            for await message in second.messages { bytes += message }
            return bytes
        }
        for byte in UInt8(1)...100 { try await first.send([byte]) }
        first.close(LinkClosure(.normal))
        #expect(await reader.value == Array(1...100))
    }

    @Test func `a reason is cut to what a close frame holds`() {
        let closure = LinkClosure(.normal, String(repeating: "é", count: 100))
        #expect(closure.reason.utf8.count == 122)
        #expect(closure.reason.allSatisfy { $0 == "é" })
    }
}
