import Testing

@testable import ClientKit

@Suite struct BrokerURLTests {
    @Test func `A base URL is scheme, host, port and prefix, whatever stands at its end`() throws {
        let plain = try #require(BrokerURL("http://Example.COM"))
        #expect((plain.host, plain.port, plain.pathPrefix, plain.isSecure) == ("example.com", 80, "", false))
        #expect(plain == BrokerURL("http://example.com:80/"))
        let prefixed = try #require(BrokerURL("https://[::1]:7070/api/enclave/"))
        #expect(prefixed.description == "https://[::1]:7070/api/enclave")
        #expect(prefixed.url("/sessions") == "https://[::1]:7070/api/enclave/sessions")
    }

    @Test(arguments: [
        "", "example.com", "ws://example.com", "http://", "http://user@example.com", "http://a b", "http://a/?q",
        "http://a/#f", "http://a:0", "http://a:70000", "http://a:x", "http://[::1", "http://a/../b", "http://a//b/..",
        "http://a\\b", "http://a/\u{e9}", "http://a/%2E%2e/b",
    ])
    func `What is no base URL is refused`(text: String) {
        #expect(BrokerURL(text) == nil)
    }

    @Test func `A reference is resolved against the prefix`() throws {
        let base = try #require(BrokerURL("http://host:7070/enclave"))
        #expect(base.resolve("/sessions/s_1/cancel") == "http://host:7070/enclave/sessions/s_1/cancel")
        #expect(base.resolve("sessions/s_1") == "http://host:7070/enclave/sessions/s_1")
        #expect(base.resolve("http://HOST:7070/other?x=1") == "http://host:7070/other?x=1")
    }

    @Test(arguments: [
        "", "//evil.example/x", "http://evil.example/x", "https://host:7070/x", "http://host:7071/x",
        "http://host:7070@evil.example/x", "/../x", "/a/../../x", "/a/%2e%2E/x", "javascript:x", "ftp://host/x",
        "/a b", "/a\r\nX: y", "/\\evil.example", "\\\\evil.example", "http:/\\evil.example", "///evil.example",
    ])
    func `A reference that leads elsewhere is refused`(reference: String) throws {
        let base = try #require(BrokerURL("http://host:7070/enclave"))
        #expect(base.resolve(reference) == nil)
    }

    @Test func `Query values are encoded byte by byte`() {
        #expect("a-Z_0.~".queryEncoded == "a-Z_0.~")
        #expect(#"{"é":[1]}"#.queryEncoded == "%7B%22%C3%A9%22%3A%5B1%5D%7D")
    }
}
