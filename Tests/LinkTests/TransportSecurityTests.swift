import Testing

@testable import Link

@Suite(.timeLimit(.minutes(2)), .enabled(if: Certificates.openssl != nil, "needs the openssl program"))
struct TransportSecurityTests {
    private typealias Dialer = WebSocketDialer<ContinuousClock>

    private func url(_ server: WebSocketServer, scheme: String = "wss", host: String = "127.0.0.1") throws
        -> WebSocketURL
    {
        try #require(WebSocketURL("\(scheme)://\(host):\(server.port)/runtime"))
    }

    @Test func `both sides show certificates and know each other's names`() async throws {
        let certificates = try Certificates()
        defer { certificates.remove() }
        let server = try await WebSocketServer.start(
            .init(security: try certificates.side("broker")))
        let dialer = try await Dialer.start(security: try certificates.side("runtime-1"))
        for host in ["127.0.0.1", "localhost"] {
            let link = try await dialer.dial(url(server, host: host))
            let taken = try #require(await server.accept())
            #expect(link.peer.certificateName == "broker")
            #expect(taken.peer.certificateName == "runtime-1")
            #expect(taken.peer.path == "/runtime")
            let message = [UInt8](repeating: 0x61, count: 3_000_000)
            try await link.send(message)
            #expect(await taken.receive() == message)
            try await taken.send(message)
            #expect(await link.receive() == message)
            link.close(LinkClosure(.normal))
            #expect(await taken.receive() == nil)
            #expect(taken.closure == LinkClosure(.normal, origin: .peer))
        }
        await dialer.stop()
        await server.stop()
    }

    @Test func `a reader that does not read holds the writer, encrypted`() async throws {
        let certificates = try Certificates()
        defer { certificates.remove() }
        let limits = BackPressure.limits
        let server = try await WebSocketServer.start(
            .init(security: try certificates.side("broker"), limits: limits))
        let dialer = try await Dialer.start(
            security: try certificates.side("runtime-1"), limits: limits)
        try await BackPressure.check(server, dialer, url(server))
        await dialer.stop()
        await server.stop()
    }

    @Test func `a client that the server does not know is refused`() async throws {
        let certificates = try Certificates()
        defer { certificates.remove() }
        let server = try await WebSocketServer.start(.init(security: try certificates.side("broker")))
        for security in [try certificates.side("stranger", from: "theirs"), try certificates.side("late", days: 0)] {
            let dialer = try await Dialer.start(security: security)
            let url = try url(server)
            #expect(await failure { () throws(LinkError) in try await dialer.dial(url) } == .refused)
            await dialer.stop()
        }
        // The server goes on, and nobody has got in.
        let dialer = try await Dialer.start(security: try certificates.side("runtime-1"))
        let link = try await dialer.dial(url(server))
        #expect(await server.accept()?.peer.certificateName == "runtime-1")
        link.close(LinkClosure(.normal))
        await dialer.stop()
        await server.stop()
    }

    @Test func `a client without a certificate is refused`() async throws {
        let certificates = try Certificates()
        defer { certificates.remove() }
        let server = try await WebSocketServer.start(.init(security: try certificates.side("broker")))
        let peer = try await RawPeer(port: server.port)
        let answer = try await peer.upgrade()
        #expect(!answer.contains("101"))
        let url = try url(server, scheme: "ws")
        let plain = try await Dialer.start()
        #expect(await failure { () throws(LinkError) in try await plain.dial(url) } == .refused)
        let secure = try self.url(server)
        #expect(await failure { () throws(LinkError) in try await plain.dial(secure) } == .refused)
        await plain.stop()
        await server.stop()
    }

    @Test func `a server that the client does not know is refused`() async throws {
        let certificates = try Certificates()
        defer { certificates.remove() }
        let strangers = [
            try certificates.side("broker", from: "theirs"),
            try certificates.side("broker", names: "DNS:elsewhere.example"),
            try certificates.side("broker", days: 0),
        ]
        let dialer = try await Dialer.start(security: try certificates.side("runtime-1"))
        for security in strangers {
            let server = try await WebSocketServer.start(.init(security: security))
            let url = try url(server)
            #expect(await failure { () throws(LinkError) in try await dialer.dial(url) } == .refused)
            await server.stop()
        }
        await dialer.stop()
    }

    @Test func `certificates that do not fit are named when a side starts`() async throws {
        let certificates = try Certificates()
        defer { certificates.remove() }
        var security = try certificates.side("broker")
        security.privateKeyFile = try certificates.side("other").privateKeyFile
        let mismatched = security
        #expect(
            await failure { () throws(LinkError) in try await WebSocketServer.start(.init(security: mismatched)) }
                == .configuration)
        #expect(
            await failure { () throws(LinkError) in try await Dialer.start(security: mismatched) } == .configuration)
    }
}
