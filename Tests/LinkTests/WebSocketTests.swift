import Synchronization
import Testing

@testable import Link

/// Why something fails; nil if it does not.
func failure<Success>(_ body: () async throws(LinkError) -> Success) async -> LinkError.Reason? {
    do throws(LinkError) {
        _ = try await body()
        return nil
    } catch {
        return error.reason
    }
}

@Suite(.timeLimit(.minutes(2))) struct WebSocketTests {
    /// A server that sends every message back, as long as the body runs.
    private func withEchoServer<Result: Sendable>(
        _ configuration: WebSocketServer.Configuration = .init(),
        _ body: @Sendable (WebSocketServer, WebSocketURL) async throws -> Result
    ) async throws -> Result {
        let server = try await WebSocketServer.start(configuration)
        let url = try #require(WebSocketURL("ws://127.0.0.1:\(server.port)/runtime"))
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                await withDiscardingTaskGroup { links in
                    while let link = await server.accept() {
                        links.addTask {
                            for await message in link.messages {
                                guard (try? await link.send(message)) != nil else { return }
                            }
                        }
                    }
                }
            }
            let result: Swift.Result<Result, any Error>
            do { result = .success(try await body(server, url)) } catch { result = .failure(error) }
            await server.stop()
            try await group.waitForAll()
            return try result.get()
        }
    }

    private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    @Test func `messages come back as they were sent`() async throws {
        try await withEchoServer { _, url in
            let dialer = try await WebSocketDialer<ContinuousClock>.start()
            let link = try await dialer.dial(url)
            #expect(link.peer.path == "/runtime")
            var sizes = [0, 1, 125, 126, 127, 16_383, 16_384, 16_385, 65_535, 65_536, 65_537, 1_000_000]
            sizes.append(contentsOf: sizes.reversed())
            for size in sizes {
                var state: UInt32 = 1
                let message = (0..<size).map { index -> UInt8 in
                    state = state &* 1_664_525 &+ 1_013_904_223
                    return index & 1024 == 0 ? 0x61 : UInt8(0x20 + (state >> 24) % 0x5F)
                }
                try await link.send(message)
                #expect(await link.receive() == message, "\(size) bytes")
            }
            try await link.send(bytes("é😀"))
            #expect(await link.receive() == bytes("é😀"))
            await dialer.stop()
            #expect(link.closure == LinkClosure(.goingAway))
        }
    }

    @Test func `a thousand messages at once all come back`() async throws {
        try await withEchoServer { _, url in
            let dialer = try await WebSocketDialer<ContinuousClock>.start()
            let link = try await dialer.dial(url)
            let received = try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<1000 {
                    group.addTask { try await link.send(Array(String(repeating: "\(number),", count: 100).utf8)) }
                }
                var received: Set<[UInt8]> = []
                while received.count < 1000, let message = await link.receive() { received.insert(message) }
                try await group.waitForAll()
                return received
            }
            #expect(received == Set((0..<1000).map { bytes(String(repeating: "\($0),", count: 100)) }))
            await dialer.stop()
        }
    }

    @Test func `many links share one loop`() async throws {
        try await withEchoServer { _, url in
            let dialer = try await WebSocketDialer<ContinuousClock>.start()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<100 {
                    group.addTask {
                        let link = try await dialer.dial(url)
                        for turn in 0..<20 {
                            try await link.send(Array("\(number) \(turn)".utf8))
                            #expect(await link.receive() == Array("\(number) \(turn)".utf8))
                        }
                        link.close(LinkClosure(.normal, "done"))
                        #expect(await link.receive() == nil)
                        #expect(link.closure == LinkClosure(.normal, "done"))
                    }
                }
                try await group.waitForAll()
            }
            await dialer.stop()
        }
    }

    @Test func `sixteen mebibytes pass and one byte more does not`() async throws {
        try await withEchoServer { _, url in
            let limits = LinkLimits(messageBytesMax: 32 << 20)
            let dialer = try await WebSocketDialer<ContinuousClock>.start(limits: limits)
            let link = try await dialer.dial(url)
            let largest = [UInt8](repeating: 0x61, count: 16 << 20)
            try await link.send(largest)
            #expect(await link.receive() == largest)
            try await link.send(largest + [0x61])
            #expect(await link.receive() == nil)
            #expect(link.closure?.code == .tooBig)
            #expect(link.closure?.origin == .peer)
            await #expect(throws: LinkError.self) { try await link.send([0x61]) }
            await dialer.stop()
        }
    }

    @Test func `a message beyond this side's limit is refused before it is sent`() async throws {
        try await withEchoServer { _, url in
            let dialer = try await WebSocketDialer<ContinuousClock>.start(limits: LinkLimits(messageBytesMax: 10))
            let link = try await dialer.dial(url)
            await #expect(throws: LinkError(.messageTooLarge, "a message of 11 bytes, 10 allowed")) {
                try await link.send([UInt8](repeating: 0x61, count: 11))
            }
            try await link.send(bytes("0123456789"))
            #expect(await link.receive() == bytes("0123456789"))
            await dialer.stop()
        }
    }

    @Test func `a reader that does not read holds the writer`() async throws {
        let limits = BackPressure.limits
        let server = try await WebSocketServer.start(.init(limits: limits))
        let dialer = try await WebSocketDialer<ContinuousClock>.start(limits: limits)
        try await BackPressure.check(server, dialer, try #require(WebSocketURL("ws://127.0.0.1:\(server.port)")))
        await dialer.stop()
        await server.stop()
    }

    @Test func `what is queued is sent before a link closes`() async throws {
        let server = try await WebSocketServer.start(.init())
        let dialer = try await WebSocketDialer<ContinuousClock>.start()
        do {
            let link = try await dialer.dial(try #require(WebSocketURL("ws://127.0.0.1:\(server.port)")))
            for number in 0..<500 { try await link.send(Array("\(number)".utf8)) }
            link.close(LinkClosure(.badMessages, "4400 it is"))
        }
        let peer = try #require(await server.accept())
        var received = 0
        while let message = await peer.receive() {
            #expect(message == bytes("\(received)"))
            received += 1
        }
        #expect(received == 500)
        #expect(peer.closure == LinkClosure(.badMessages, "4400 it is", origin: .peer))
        await dialer.stop()
        await server.stop()
    }

    @Test func `a link that nobody holds is closed`() async throws {
        let server = try await WebSocketServer.start(.init())
        let dialer = try await WebSocketDialer<ContinuousClock>.start()
        _ = try await dialer.dial(try #require(WebSocketURL("ws://127.0.0.1:\(server.port)")))
        let peer = try #require(await server.accept())
        #expect(await peer.receive() == nil)
        #expect(peer.closure?.code == .goingAway)
        await dialer.stop()
        await server.stop()
    }

    @Test func `stopping a server closes its links, and nobody is there afterwards`() async throws {
        let server = try await WebSocketServer.start(.init())
        let dialer = try await WebSocketDialer<ContinuousClock>.start()
        let url = try #require(WebSocketURL("ws://127.0.0.1:\(server.port)"))
        let link = try await dialer.dial(url)
        let taken = try #require(await server.accept())
        await server.stop()
        await server.stop()
        #expect(await link.receive() == nil)
        #expect(link.closure == LinkClosure(.goingAway, origin: .peer))
        #expect(taken.closure == LinkClosure(.goingAway))
        #expect(await server.accept() == nil)
        #expect(await failure { () throws(LinkError) in try await dialer.dial(url) } == .unreachable)
        await dialer.stop()
        await #expect(throws: LinkError.self) { try await dialer.dial(url) }
    }

    @Test func `a token is needed where one is set, and paths where they are listed`() async throws {
        let token = try #require(BearerToken("right"))
        try await withEchoServer(.init(token: token, paths: ["/runtime"])) { server, url in
            let dialer = try await WebSocketDialer<ContinuousClock>.start()
            let link = try await dialer.dial(url, token: token)
            try await link.send(bytes("x"))
            #expect(await link.receive() == bytes("x"))
            let elsewhere = try #require(WebSocketURL("ws://127.0.0.1:\(server.port)/other"))
            for (url, token) in [(url, nil), (url, BearerToken("wrong")), (elsewhere, token)] {
                #expect(await failure { () throws(LinkError) in try await dialer.dial(url, token: token) } == .refused)
            }
            let peer = try await RawPeer(port: server.port)
            #expect(try await peer.upgrade(path: "/runtime").contains(" 401 "))
            await dialer.stop()
        }
    }

    @Test func `connections beyond the limit are refused`() async throws {
        try await withEchoServer(.init(connectionsMax: 2)) { _, url in
            let dialer = try await WebSocketDialer<ContinuousClock>.start()
            let links = [try await dialer.dial(url), try await dialer.dial(url)]
            #expect(await failure { () throws(LinkError) in try await dialer.dial(url) } == .refused)
            for link in links {
                try await link.send(bytes("x"))
                #expect(await link.receive() == bytes("x"))
            }
            await dialer.stop()
        }
    }

    @Test func `an attempt ends with its time, and when its task is cancelled`() async throws {
        // Accepts connections and never answers.
        let silent = try SilentListener()
        let url = try #require(WebSocketURL("ws://127.0.0.1:\(silent.port)"))
        let clock = ManualClock()
        let dialer = try await WebSocketDialer.start(clock: clock)
        let timed = Task { await failure { () throws(LinkError) in try await dialer.dial(url) } }
        await clock.untilSomebodySleeps()
        clock.advance(by: .seconds(10))
        #expect(await timed.value == .timeout)
        let cancelled = Task { await failure { () throws(LinkError) in try await dialer.dial(url) } }
        await clock.untilSomebodySleeps()
        cancelled.cancel()
        let reason = await cancelled.value
        #expect(reason == .cancelled || reason == .unreachable)
        await dialer.stop()
    }

    @Test func `settings that cannot be used are named`() async throws {
        func reason(_ configuration: WebSocketServer.Configuration) async -> LinkError.Reason? {
            await failure { () throws(LinkError) in try await WebSocketServer.start(configuration) }
        }
        #expect(await reason(.init(address: "203.0.113.1")) == .configuration)
        #expect(await reason(.init(port: 70_000)) == .configuration)
        let missing = TransportSecurity(certificateFile: "/none", privateKeyFile: "/none", authorityFile: "/none")
        #expect(await reason(.init(security: missing)) == .configuration)
        let server = try await WebSocketServer.start(.init())
        #expect(await reason(.init(port: server.port)) == .configuration)
        await server.stop()
    }
}
