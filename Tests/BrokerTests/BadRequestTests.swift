import NIOCore
import Protocol
import Testing

@testable import Broker

/// Everything a client can get wrong, and the answer to it.
@Suite(.timeLimit(.minutes(1))) struct BadRequestTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var method = "POST"
        var path = "/sessions"
        var body: String?
        var headers: [String: String] = [:]
        let status: Int
        let code: String
        var testDescription: String { "\(method) \(path.prefix(60)) \((body ?? "").prefix(60)) → \(status)" }
    }

    private static let bodies: [Case] = [
        ("", 400, "INVALID_REQUEST"), ("{", 400, "INVALID_REQUEST"), ("[]", 400, "INVALID_REQUEST"),
        ("null", 400, "INVALID_REQUEST"), ("\"code\"", 400, "INVALID_REQUEST"), ("{}", 400, "INVALID_REQUEST"),
        (#"{"sessionId":"s_9f2c"}"#, 400, "INVALID_REQUEST"), (#"{"code":1}"#, 400, "INVALID_REQUEST"),
        (#"{"code":null}"#, 400, "INVALID_REQUEST"), ("{\"code\":\"\u{1}\"}", 400, "INVALID_REQUEST"),
        (#"{"code":"","sessionId":"x"}"#, 400, "INVALID_REQUEST"),
        (#"{"code":"","sessionId":"s_"}"#, 400, "INVALID_REQUEST"),
        (#"{"code":"","sessionId":"s_a/b"}"#, 400, "INVALID_REQUEST"),
        (#"{"code":"","sessionId":7}"#, 400, "INVALID_REQUEST"),
        (#"{"code":"","protocolVersion":3}"#, 400, "INVALID_REQUEST"),
        (#"{"code":"","limits":[]}"#, 400, "INVALID_REQUEST"),
        (#"{"code":"","limits":{"maxToolCalls":0}}"#, 400, "INVALID_REQUEST"),
        (#"{"code":"","limits":{"deadlineMs":-1}}"#, 400, "INVALID_REQUEST"),
        (#"{"code":"","limits":{"sessionTtlMs":"5"}}"#, 400, "INVALID_REQUEST"),
        (#"{"code":"","limits":{"sessionTtlMs":1e999}}"#, 400, "INVALID_REQUEST"),
        (#"{"code":"","config":{"maxExecutionMs":1.5}}"#, 400, "INVALID_REQUEST"),
        (#"{"code":"","clientTools":"x"}"#, 400, "INVALID_REQUEST"),
        (#"{"code":"","labels":{"a":1}}"#, 400, "INVALID_REQUEST"),
        (#"{"code":"","context":[]}"#, 400, "INVALID_REQUEST"),
        (#"{"code":"","filter":{"mode":"some","rules":[]}}"#, 400, "INVALID_FILTER"),
        (#"{"code":"","filter":{"mode":"include","rules":{}}}"#, 400, "INVALID_FILTER"),
        (#"{"code":"","filter":7}"#, 400, "INVALID_FILTER"),
    ].map { Case(body: $0.0, status: $0.1, code: $0.2) }

    private static let others: [Case] = [
        Case(body: #"{"code":""}"#, headers: ["Content-Type": "text/plain"], status: 400, code: "INVALID_REQUEST"),
        Case(body: #"{"code":"","encryption":{"mode":"required"}}"#, status: 400, code: "ENCRYPTION_UNSUPPORTED"),
        Case(
            body: "{\"code\":\"" + String(repeating: "x", count: 100_001) + "\"}", status: 413,
            code: "PAYLOAD_TOO_LARGE"),
        Case(body: String(repeating: " ", count: (1 << 20) + 1), status: 413, code: "PAYLOAD_TOO_LARGE"),
        Case(body: String(repeating: "[", count: 10_000), status: 400, code: "INVALID_REQUEST"),
        Case(method: "GET", path: "/", status: 404, code: "NOT_FOUND"),
        Case(method: "GET", path: "/nothing", status: 404, code: "NOT_FOUND"),
        Case(method: "GET", path: "/sessions//stream", status: 404, code: "NOT_FOUND"),
        Case(method: "GET", path: "/sessions/s_none", status: 404, code: "NOT_FOUND"),
        Case(method: "GET", path: "/sessions/no-id", status: 404, code: "NOT_FOUND"),
        Case(method: "GET", path: "/sessions/%zz", status: 404, code: "NOT_FOUND"),
        Case(method: "GET", path: "/sessions/s_none/stream", status: 404, code: "NOT_FOUND"),
        Case(method: "GET", path: "/sessions/s_none/other", status: 404, code: "NOT_FOUND"),
        Case(method: "DELETE", path: "/sessions/s_none", status: 404, code: "NOT_FOUND"),
        Case(path: "/sessions/s_none/cancel", body: "{}", status: 404, code: "NOT_FOUND"),
        Case(path: "/sessions/s_none/tool-result", body: "{}", status: 404, code: "NOT_FOUND"),
        Case(
            path: "/sessions/s_none/cancel", body: String(repeating: " ", count: 70_000), status: 413,
            code: "PAYLOAD_TOO_LARGE"),
        Case(method: "GET", path: "/sessions/s_none/stream?filter=x", status: 400, code: "INVALID_FILTER"),
        Case(method: "GET", path: "/sessions/s_none/stream?filter=%7B%7D", status: 400, code: "INVALID_FILTER"),
        Case(method: "PUT", status: 405, code: "METHOD_NOT_ALLOWED"),
        Case(method: "DELETE", status: 405, code: "METHOD_NOT_ALLOWED"),
        Case(path: "/sessions/s_a", body: "{}", status: 405, code: "METHOD_NOT_ALLOWED"),
        Case(method: "GET", path: "/sessions/s_a/cancel", status: 405, code: "METHOD_NOT_ALLOWED"),
        Case(method: "DELETE", path: "/sessions/s_a/stream", status: 405, code: "METHOD_NOT_ALLOWED"),
        Case(path: "/health", body: "", status: 405, code: "METHOD_NOT_ALLOWED"),
        Case(method: "PROPFIND", path: "/ready", status: 405, code: "METHOD_NOT_ALLOWED"),
    ]

    @Test func `A wrong request gets the protocol's status and body, and the broker goes on`() async throws {
        try await BrokerHarness.run(scripts: ["": { await $0.finish(1) }]) { harness in
            for wrong in Self.bodies + Self.others {
                let answer = try await harness.send(
                    wrong.method, wrong.path, body: wrong.body, headers: wrong.headers)
                let name = wrong.testDescription
                #expect(answer.status == wrong.status, "\(name)")
                #expect(answer.code == wrong.code, "\(name)")
                #expect(answer.json?["message"]?.stringValue?.isEmpty == false, "\(name)")
                #expect(answer.headers["content-type"] == "application/json; charset=utf-8", "\(name)")
                #expect(answer.headers["access-control-allow-origin"] == "*", "\(name)")
                if wrong.status == 405 { #expect(answer.headers["allow"]?.contains("OPTIONS") == true, "\(name)") }
            }
            #expect(try await harness.execute("").events.last?.isFinal == true)
            #expect(try await harness.send("GET", "/sessions").json?["total"] == 1)
        }
    }

    @Test func `The message names what is wrong`() async throws {
        try await BrokerHarness.run { harness in
            let missing = try await harness.send("POST", "/sessions", body: #"{"sessionId":"s_9f2c"}"#)
            #expect(missing.json?["message"] == "code must be a string")
            let limit = try await harness.send("POST", "/sessions", body: #"{"code":"","limits":{"maxToolCalls":0}}"#)
            #expect(limit.json?["details"]?["field"] == "limits.maxToolCalls")
            let method = try await harness.send("PATCH", "/sessions/s_a")
            #expect(method.headers["allow"] == "GET, HEAD, DELETE, OPTIONS")
        }
    }

    @Test func `A body without a length is bounded too, and the connection ends`() async throws {
        try await BrokerHarness.run(
            configure: { $0.broker.bodyBytes = 2_000 },
            body: { harness in
                try await RawConnection.open(port: harness.port) { reader, writer in
                    let head = "POST /sessions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                    try await writer.write(ByteBuffer(string: head + "Transfer-Encoding: chunked\r\n\r\n"))
                    for _ in 0..<5 {
                        try await writer.write(
                            ByteBuffer(string: "258\r\n" + String(repeating: "x", count: 600) + "\r\n"))
                    }
                    _ = await reader.readToEnd()
                    #expect(reader.text.hasPrefix("HTTP/1.1 413"))
                    #expect(reader.text.contains("PAYLOAD_TOO_LARGE"))
                }
            })
    }

    @Test(arguments: [
        "nonsense\r\n\r\n", "BREW /ready HTTP/1.1\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "GET /\u{0} HTTP/1.1\r\n\r\n",
        "GET /health HTTP/1.1\r\nBad Header: x\r\n\r\n", "POST /sessions HTTP/1.1\r\nContent-Length: x\r\n\r\n",
        "POST /sessions HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        "GET /health HTTP/1.1\r\nX: " + String(repeating: "x", count: 100_000) + "\r\n\r\n",
    ]) func `What is no HTTP is answered in JSON and the connection ends`(bytes: String) async throws {
        try await BrokerHarness.run { harness in
            try await RawConnection.open(port: harness.port) { reader, writer in
                try await writer.write(ByteBuffer(string: bytes))
                _ = await reader.readToEnd()
                #expect(reader.text.hasPrefix("HTTP/1.1 400"), "\(reader.text)")
                #expect(reader.text.contains("INVALID_REQUEST"), "\(reader.text)")
            }
            #expect(try await harness.send("GET", "/health").status == 200)
        }
    }

    @Test(arguments: [
        "", "POST /sess", "POST /sessions HTTP/1.1\r\nHost: x\r\n",
        "POST /sessions HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{\"code\"",
    ]) func `A request that does not come to its end loses its connection`(bytes: String) async throws {
        try await BrokerHarness.run(
            configure: { $0.broker.request = .milliseconds(300) },
            body: { harness in
                try await RawConnection.open(port: harness.port) { reader, writer in
                    // On a busy machine the connection may be closed before this is written, which is as good.
                    try? await writer.write(ByteBuffer(string: bytes))
                    #expect(await reader.readToEnd() == 0)
                }
            })
    }

    @Test func `A connection without a request is closed after its idle time`() async throws {
        try await BrokerHarness.run(
            configure: { $0.broker.idle = .seconds(1) },
            body: { harness in
                try await RawConnection.open(port: harness.port) { reader, writer in
                    try await writer.write(ByteBuffer(string: "GET /health HTTP/1.1\r\nHost: x\r\n\r\n"))
                    _ = await reader.readToEnd()
                    #expect(reader.text.hasPrefix("HTTP/1.1 200"))
                }
            })
    }

    @Test func `A client that asks before it sends is told to go on`() async throws {
        try await BrokerHarness.run(scripts: ["": { await $0.finish(1) }]) { harness in
            try await RawConnection.open(port: harness.port) { reader, writer in
                let head = "POST /sessions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                try await writer.write(ByteBuffer(string: head + "Content-Length: 11\r\nExpect: 100-continue\r\n\r\n"))
                try await reader.expect("100 Continue\r\n\r\n")
                try await writer.write(ByteBuffer(string: #"{"code":""}"#))
                try await reader.expect("\"final\"")
            }
        }
    }
}
