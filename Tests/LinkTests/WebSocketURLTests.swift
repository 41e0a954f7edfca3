import Testing

@testable import Link

@Suite struct WebSocketURLTests {
    @Test(arguments: [
        ("ws://localhost", "localhost", 80, "/", false), ("wss://a.example/ws", "a.example", 443, "/ws", true),
        ("WS://h:3001/ws?x=1", "h", 3001, "/ws?x=1", false), ("ws://[::1]:70/", "::1", 70, "/", false),
        ("wss://[fe80::1]", "fe80::1", 443, "/", true), ("ws://h?x", "h", 80, "/?x", false),
    ])
    func `a URL is read`(text: String, host: String, port: Int, path: String, isSecure: Bool) {
        let url = WebSocketURL(text)
        #expect(url?.host == host)
        #expect(url?.port == port)
        #expect(url?.path == path)
        #expect(url?.isSecure == isSecure)
    }

    @Test(arguments: [
        "", "ws://", "http://h", "h:80", "ws://h:0", "ws://h:65536", "ws://h:", "ws://h:8x", "ws://u@h", "ws://h/#f",
        "ws://h/ ", "ws://h/\r\nX: y", "ws://[::1", "ws://[::1]x", "ws://hé", "ws://h:-1", "ws://:80",
        "ws://h/" + String(repeating: "x", count: 2000),
    ])
    func `anything else is refused`(text: String) {
        #expect(WebSocketURL(text) == nil)
    }

    @Test func `a URL is written with its port only where it is needed`() {
        #expect(WebSocketURL("wss://h:443/x")?.description == "wss://h/x")
        #expect(WebSocketURL("ws://[::1]:70")?.description == "ws://[::1]:70/")
    }

    @Test func `a token matches itself only and is not shown`() throws {
        let token = try #require(BearerToken("secret"))
        #expect(token.matches(headerValue: "Bearer secret"))
        for value in [
            "", "secret", "Bearer secre", "Bearer secret1", "bearer secret", "Bearer secreT", "Bearer  secret",
        ] {
            #expect(!token.matches(headerValue: value), "\(value)")
        }
        #expect(!"\(token)".contains("secret"))
        for text in ["", "a b", "a\r\nb", "é", String(repeating: "x", count: 1001)] {
            #expect(BearerToken(text) == nil)
        }
    }
}
