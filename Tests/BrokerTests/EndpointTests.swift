import HTTPTypes
import Protocol
import Testing

@testable import Broker

@Suite struct EndpointTests {
    @Test(arguments: [
        ("/sessions", Endpoint.Match(endpoint: .sessions)), ("/sessions/", Endpoint.Match(endpoint: .sessions)),
        ("/sessions?x=1", Endpoint.Match(endpoint: .sessions)),
        ("/sessions/s_a", Endpoint.Match(endpoint: .session, sessionText: "s_a")),
        ("/sessions/s%5Fa/stream?", Endpoint.Match(endpoint: .sessionStream, sessionText: "s_a")),
        ("/sessions/s_a/cancel", Endpoint.Match(endpoint: .sessionCancel, sessionText: "s_a")),
        ("http://host:1/health?x", Endpoint.Match(endpoint: .health)), ("/ready#x", Endpoint.Match(endpoint: .ready)),
        ("/code/actions", Endpoint.Match(endpoint: .actions)),
    ]) func `A path leads to its endpoint`(target: String, match: Endpoint.Match) {
        #expect(Endpoint.match(target: target, prefix: "") == match)
    }

    @Test(arguments: [
        "", "*", "sessions", "//sessions", "/sessions//", "/sessions//stream", "/sessions/%/stream", "/sessions/%zz",
        "/sessions/%ff", "/Sessions", "/sessions/a/b/c", "/health/x", "http://host", "/code",
    ]) func `What is no path leads nowhere`(target: String) {
        #expect(Endpoint.match(target: target, prefix: "") == nil)
    }

    @Test func `A query gives the first value of a name, decoded`() throws {
        let items = try QueryItems(target: "/x?a=1&a=2&b=%7B%22%C3%A9%22%7D&c+d=e+f&g&=h&i=1=2#j=1")
        #expect(items["a"] == "1")
        #expect(items["b"] == "{\"é\"}")
        #expect(items["c d"] == "e f")
        #expect(items["g"] == "")
        #expect(items["i"] == "1=2")
        #expect(items["j"] == nil)
        for broken in ["/x?a=%", "/x?a=%4", "/x?%zz=1", "/x?a=%ff"] {
            #expect(throws: HTTPFailure.self) { try QueryItems(target: broken) }
        }
    }
}
