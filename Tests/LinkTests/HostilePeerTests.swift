import Testing

@testable import Link

/// Peers that do not keep to the rules.
@Suite(.timeLimit(.minutes(2))) struct HostilePeerTests {
    /// A server, and what becomes of its next link: the messages and the closure.
    private func withServer(
        _ limits: LinkLimits = .standard,
        _ body: (WebSocketServer, Task<([[UInt8]], LinkClosure?), Never>) async throws -> Void
    ) async throws {
        let server = try await WebSocketServer.start(.init(limits: limits))
        let outcome = Task { () -> ([[UInt8]], LinkClosure?) in
            guard let link = await server.accept() else { return ([], nil) }
            var messages: [[UInt8]] = []
            for await message in link.messages { messages.append(message) }
            return (messages, link.closure)
        }
        do {
            try await body(server, outcome)
        } catch {
            await server.stop()
            throw error
        }
        await server.stop()
    }

    @Test(arguments: [
        "GET / HTTP/1.1\r\nHost: x\r\n\r\n", "GET /health HTTP/1.0\r\n\r\n",
        "POST /sessions HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}",
        "DELETE / HTTP/1.1\r\nHost: x\r\n\r\n", "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nUpgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n\r\n", "\u{16}\u{3}\u{1}\u{0}\u{A5}\u{1}\u{0}\u{0}",
        "nonsense\r\n\r\n",
    ])
    func `whatever is no WebSocket is refused and closed`(request: String) async throws {
        try await withServer { server, outcome in
            let peer = try await RawPeer(port: server.port)
            try await peer.send(request)
            let answer = try await peer.readToEnd()
            #expect(!answer.contains(" 200 ") && !answer.contains(" 101 "), "\(answer)")
            #expect(answer.components(separatedBy: "HTTP/1.1 ").count <= 2, "one answer at most")
            // The server still serves those who keep to the rules.
            let good = try await RawPeer(port: server.port)
            #expect(try await good.upgrade().hasPrefix("HTTP/1.1 101"))
            try await good.sendFrame(8, [0x03, 0xE8])
            #expect(await outcome.value.1?.code == .normal)
        }
    }

    @Test(arguments: ["", "GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ", "CONNECT x:80 HTTP/1.1\r\nHost: x\r\n\r\n"])
    func `a handshake that is not completed ends with its time`(request: String) async throws {
        let server = try await WebSocketServer.start(.init(handshakeTimeout: .milliseconds(100)))
        let peer = try await RawPeer(port: server.port)
        try await peer.send(request)
        #expect(try await peer.readToEnd().isEmpty)
        await server.stop()
    }

    @Test func `a handshake that was completed in time is no longer timed`() async throws {
        let server = try await WebSocketServer.start(.init(handshakeTimeout: .seconds(2)))
        let good = try await RawPeer(port: server.port)
        _ = try await good.upgrade()
        let link = try #require(await server.accept())
        // One that came later has had its time when it is closed.
        let slow = try await RawPeer(port: server.port)
        _ = try await slow.readToEnd()
        try await good.sendFrame(1, [0x61])
        #expect(await link.receive() == [0x61])
        good.reset()
        await server.stop()
    }

    @Test func `the subprotocol is taken if it is offered, and not needed`() async throws {
        try await withServer { server, _ in
            let offering = try await RawPeer(port: server.port)
            let answer = try await offering.upgrade(headers: "Sec-WebSocket-Protocol: other, enclavejs-v1\r\n")
            #expect(answer.hasPrefix("HTTP/1.1 101"))
            #expect(answer.lowercased().contains("sec-websocket-protocol: enclavejs-v1"))
            let silent = try await RawPeer(port: server.port)
            let plain = try await silent.upgrade()
            #expect(plain.hasPrefix("HTTP/1.1 101"))
            #expect(!plain.lowercased().contains("sec-websocket-protocol"))
            let other = try await RawPeer(port: server.port)
            #expect(!(try await other.upgrade(headers: "Sec-WebSocket-Protocol: other\r\n")).contains("101"))
        }
    }

    @Test func `pings are answered, also between the pieces of a message`() async throws {
        try await withServer { server, outcome in
            let peer = try await RawPeer(port: server.port)
            _ = try await peer.upgrade()
            try await peer.sendFrame(1, Array("one ".utf8), isFinal: false)
            try await peer.sendFrame(9, Array("are you there".utf8))
            let pong = try #require(try await peer.readFrame())
            #expect(pong.opcode == 10)
            #expect(pong.payload == Array("are you there".utf8))
            try await peer.sendFrame(0, Array("two ".utf8), isFinal: false)
            try await peer.sendFrame(0, Array("three".utf8))
            try await peer.sendFrame(8, [0x11, 0x30] + Array("bye".utf8))
            let (messages, closure) = await outcome.value
            #expect(messages == [Array("one two three".utf8)])
            #expect(closure == LinkClosure(LinkClosure.Code(rawValue: 4400), "bye", origin: .peer))
        }
    }

    @Test func `a binary message ends the link with 1003`() async throws {
        try await withServer { server, outcome in
            let peer = try await RawPeer(port: server.port)
            _ = try await peer.upgrade()
            try await peer.sendFrame(1, Array("text".utf8))
            try await peer.sendFrame(2, [1, 2, 3])
            #expect(try await peer.readCloseCode() == 1003)
            try await peer.sendFrame(8, [0x03, 0xEB])
            let (messages, closure) = await outcome.value
            #expect(messages == [Array("text".utf8)])
            #expect(closure?.code == .unsupportedData)
            #expect(closure?.origin == .local)
        }
    }

    @Test(arguments: [[0xFF], [0x61, 0xC3], [0xED, 0xA0, 0x80], [0xC0, 0x80]] as [[UInt8]])
    func `text that is not UTF-8 ends the link with 1007`(text: [UInt8]) async throws {
        try await withServer { server, outcome in
            let peer = try await RawPeer(port: server.port)
            _ = try await peer.upgrade()
            try await peer.sendFrame(1, text)
            #expect(try await peer.readCloseCode() == 1007)
            try await peer.sendFrame(8, [0x03, 0xEF])
            let (messages, closure) = await outcome.value
            #expect(messages.isEmpty)
            #expect(closure?.code == .invalidText)
        }
    }

    @Test func `a character may be split between pieces`() async throws {
        try await withServer { server, outcome in
            let peer = try await RawPeer(port: server.port)
            _ = try await peer.upgrade()
            try await peer.sendFrame(1, [0xF0, 0x9F], isFinal: false)
            try await peer.sendFrame(0, [0x98, 0x80])
            try await peer.sendFrame(8, [0x03, 0xE8])
            #expect(await outcome.value.0 == [Array("😀".utf8)])
        }
    }

    @Test func `a message that grows beyond the limit ends the link with 1009`() async throws {
        try await withServer(LinkLimits(messageBytesMax: 100_000)) { server, outcome in
            let peer = try await RawPeer(port: server.port)
            _ = try await peer.upgrade()
            let piece = [UInt8](repeating: 0x61, count: 40_000)
            try await peer.sendFrame(1, piece, isFinal: false)
            try await peer.sendFrame(0, piece, isFinal: false)
            try await peer.sendFrame(0, piece, isFinal: false)
            #expect(try await peer.readCloseCode() == 1009)
            try await peer.sendFrame(8, [0x03, 0xF1])
            #expect(await outcome.value.1?.code == .tooBig)
        }
    }

    @Test func `a message in too many pieces ends the link with 1009`() async throws {
        try await withServer(LinkLimits(fragmentsMax: 100)) { server, outcome in
            let peer = try await RawPeer(port: server.port)
            _ = try await peer.upgrade()
            try await peer.sendFrame(1, [0x61], isFinal: false)
            for _ in 0..<100 { try await peer.sendFrame(0, [0x61], isFinal: false) }
            #expect(try await peer.readCloseCode() == 1009)
            try await peer.sendFrame(8, [0x03, 0xF1])
            #expect(await outcome.value.1?.code == .tooBig)
        }
    }

    @Test(
        arguments: [
            [0x83, 0x80, 0, 0, 0, 0], [0x80, 0x80, 0, 0, 0, 0], [0xF1, 0x81, 0, 0, 0, 0, 0x61],
            [0x09, 0x80, 0, 0, 0, 0],
            [0x89, 0xFE, 0x01, 0x00], [0x81, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0],
        ] as [[UInt8]])
    func `frames that no WebSocket has end the link`(frame: [UInt8]) async throws {
        try await withServer { server, outcome in
            let peer = try await RawPeer(port: server.port)
            _ = try await peer.upgrade()
            try await peer.send(frame)
            _ = try await peer.readCloseCode()
            peer.reset()
            let (messages, closure) = await outcome.value
            #expect(messages.isEmpty)
            #expect(closure != nil)
        }
    }

    @Test func `a peer that vanishes ends the link`() async throws {
        let server = try await WebSocketServer.start(.init())
        let peer = try await RawPeer(port: server.port)
        _ = try await peer.upgrade()
        try await peer.sendFrame(1, Array("last words".utf8))
        let link = try #require(await server.accept())
        #expect(await link.receive() == Array("last words".utf8))
        try await peer.sendFrame(1, Array("never fin".utf8), isFinal: false)
        peer.reset()
        #expect(await link.receive() == nil)
        #expect(link.closure == LinkClosure(.abnormal, "the connection broke", origin: .failure))
        await #expect(throws: LinkError.self) { try await link.send([0x61]) }
        await server.stop()
    }

    @Test func `a close without a code is told apart`() async throws {
        try await withServer { server, outcome in
            let peer = try await RawPeer(port: server.port)
            _ = try await peer.upgrade()
            try await peer.sendFrame(8, [])
            #expect(await outcome.value.1?.code == .noStatus)
        }
    }

    @Test func `random bytes after the handshake never harm`() async throws {
        let server = try await WebSocketServer.start(.init(limits: LinkLimits(messageBytesMax: 1 << 20)))
        let accepting = Task {
            await withDiscardingTaskGroup { group in
                while let link = await server.accept() {
                    group.addTask { for await _ in link.messages {} }
                }
            }
        }
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<60 {
            let peer = try await RawPeer(port: server.port)
            _ = try await peer.upgrade(headers: "Sec-WebSocket-Extensions: permessage-deflate\r\n")
            let count = Int.random(in: 1...400, using: &generator)
            try? await peer.send((0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) })
            peer.reset()
        }
        let good = try await RawPeer(port: server.port)
        #expect(try await good.upgrade().hasPrefix("HTTP/1.1 101"))
        good.reset()
        await server.stop()
        await accepting.value
    }
}
