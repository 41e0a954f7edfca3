import Hummingbird
import JSON
import Logging
import NIOCore
import Protocol
import ServiceLifecycle
import Synchronization
import Testing

@testable import Broker

/// Tools over HTTP against a real server on loopback.
@Suite(.timeLimit(.minutes(1))) struct HTTPToolTests {
    private static let secret = "s3cr3t-credential"

    /// Requests that the server got.
    private final class Seen: Sendable {
        private let requests = Mutex<[(target: String, headers: [String: String], body: String)]>([])
        var all: [(target: String, headers: [String: String], body: String)] { requests.withLock { $0 } }

        func add(_ request: Request, _ body: ByteBuffer) {
            let headers = Dictionary(request.headers.map { ($0.name.canonicalName, $0.value) }) { $1 }
            requests.withLock { $0.append((request.head.path ?? "", headers, String(buffer: body))) }
        }
    }

    private struct Upstream: HTTPResponder {
        let seen: Seen

        func respond(to request: Request, context: BasicRequestContext) async throws -> Response {
            let body = try await request.body.collect(upTo: 1 << 20)
            seen.add(request, body)
            let path = (request.head.path ?? "").prefix { $0 != "?" }
            switch path {
            case "/echo": return json(#"{"got":"\#(request.headers[.authorization] ?? "")","list":["x"]}"#)
            case "/text":
                return Response(
                    status: .ok, headers: [.contentType: "text/plain"],
                    body: .init(byteBuffer: ByteBuffer(string: "hi")))
            case "/empty": return Response(status: .noContent)
            case "/bad": return json("{")
            case "/binary": return Response(status: .ok, body: .init(byteBuffer: ByteBuffer(bytes: [0xFF, 0xFE])))
            case "/large": return json("\"" + String(repeating: "x", count: 3 << 20) + "\"")
            case "/missing": return json(#"{"error":"no user 7, key \#(HTTPToolTests.secret)"}"#, status: .notFound)
            case "/broken": return json(#"{"trace":"/srv/app.py"}"#, status: .internalServerError)
            case "/flaky": return seen.all.count < 3 ? json("{}", status: .serviceUnavailable) : json("\"well\"")
            case "/moved": return Response(status: .found, headers: [.location: "/text"])
            case "/away": return Response(status: .found, headers: [.location: "http://127.0.0.2:1/"])
            case "/loop": return Response(status: .found, headers: [.location: "/loop"])
            case "/hang":
                await waitForCancellation()
                return json("{}")
            default: return json("{}")
            }
        }

        private func json(_ text: String, status: HTTPResponse.Status = .ok) -> Response {
            Response(
                status: status, headers: [.contentType: "application/json"],
                body: .init(byteBuffer: ByteBuffer(string: text)))
        }
    }

    /// Runs a broker with tools that call the server, and a way to call a tool through a session.
    private func run(
        clock: any BrokerClock = SystemClock(), _ tools: String,
        _ body:
            @escaping @Sendable (
                BrokerHarness, Seen,
                _ call: @escaping @Sendable (String, JSONObject) async throws -> BrokerHarness.Answer
            ) async throws -> Void
    ) async throws {
        let seen = Seen()
        let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
        let upstream = Application(
            responder: Upstream(seen: seen), configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { continuation.yield($0.localAddress?.port ?? 0) }, logger: Logger(label: "upstream"))
        let script: ScriptedRuntime.Script = { script in
            let name = script.request.context["tool"]?.stringValue ?? ""
            switch await script.callTool(name, script.request.context["arguments"] ?? [:]) {
            case .success(let value): await script.finish(value)
            case .failure(let message, let code): await script.fail(code ?? .toolError, message)
            case nil: break
            }
        }
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await upstream.run() }
            var iterator = ports.makeAsyncIterator()
            let port = try #require(await iterator.next())
            let text = tools.replacing("PORT", with: "\(port)") + "\nsecrets: { KEY: { env: KEY } }"
            let parsed = try BrokerConfiguration.parse(text, environment: ["KEY": Self.secret])
            try await BrokerHarness.run(
                clock: clock, scripts: ["call": script],
                configure: { configuration in
                    configuration.tools = parsed.tools
                    configuration.secrets = parsed.secrets
                }
            ) { harness in
                try await body(harness, seen) { name, arguments in
                    let context: JSONObject = ["tool": .string(name), "arguments": .object(arguments)]
                    return try await harness.execute(
                        "call", ["context": .object(context), "limits": ["maxToolResultBytes": .integer(1 << 20)]])
                }
            }
            tasks.cancelAll()
        }
    }

    private func error(_ answer: BrokerHarness.Answer) -> ErrorInfo? {
        guard case .final(let final) = answer.events.last?.payload, case .failure(let error) = final.outcome else {
            return nil
        }
        return error
    }

    private func result(_ answer: BrokerHarness.Answer) -> JSONValue? {
        guard case .final(let final) = answer.events.last?.payload, case .success(let value) = final.outcome else {
            return nil
        }
        return value
    }

    @Test func `A call becomes a request with its secret, and nothing of the secret comes back or is logged`()
        async throws
    {
        try await run(
            """
            tools:
              - name: echo
                input: { type: object, properties: { q: { type: string }, n: { type: integer } }, additionalProperties: false }
                http: { method: POST, url: "http://127.0.0.1:PORT/echo?q={q}", headers: { Authorization: "Bearer ${secrets.KEY}" } }
            """
        ) { harness, seen, call in
            let answer = try await call("echo", ["q": "a b", "n": 3])
            #expect(result(answer) == ["got": "Bearer [secret]", "list": ["x"]])
            let request = try #require(seen.all.first)
            #expect(request.target == "/echo?q=a%20b")
            #expect(request.headers["authorization"] == "Bearer \(Self.secret)")
            #expect(request.headers["idempotency-key"]?.hasSuffix("/c_1") == true)
            #expect(request.headers["accept"] == "application/json")
            #expect(request.body == #"{"n":3}"#)
            let refused = try await call("echo", ["q": 1])
            #expect(error(refused)?.code == .validationError)
            #expect(error(refused)?.message == "arguments.q must be a string")
            #expect(seen.all.count == 1)
            #expect(!answer.text.contains(Self.secret))
            #expect(!harness.log.lines.contains { $0.contains(Self.secret) })
        }
    }

    @Test func `Answers of every kind`() async throws {
        let names = ["text", "empty", "bad", "binary", "large", "missing", "broken", "moved", "away", "loop"]
        let tools = names.map { name in
            """
              - name: \(name)
                http: { url: "http://127.0.0.1:PORT/\(name)", headers: { X: "${secrets.KEY}" }, redirects: sameOrigin }
            """
        }
        let more = """
              - name: stay
                http: { url: "http://127.0.0.1:PORT/moved" }
              - name: nobody
                http: { url: "http://127.0.0.1:1/${secrets.KEY}" }
            """
        try await run("tools:\n" + tools.joined(separator: "\n") + "\n" + more) { harness, _, call in
            #expect(result(try await call("text", [:])) == "hi")
            let empty = try await call("empty", [:])
            #expect(error(empty) == nil)
            #expect(!empty.text.contains("\"result\""))
            for name in ["bad", "binary"] { #expect(error(try await call(name, [:]))?.code == .invalidToolResult) }
            #expect(error(try await call("large", [:]))?.code == .toolResultTooLarge)
            let missing = error(try await call("missing", [:]))
            #expect(missing?.message == #"HTTP 404 Not Found: {"error":"no user 7, key [secret]"}"#)
            #expect(error(try await call("broken", [:]))?.message == "HTTP 500 Internal Server Error")
            #expect(result(try await call("moved", [:])) == "hi")
            #expect(error(try await call("away", [:]))?.message == "HTTP 302 Found: it redirects elsewhere")
            #expect(error(try await call("stay", [:]))?.message == "HTTP 302 Found: it redirects elsewhere")
            #expect(error(try await call("loop", [:]))?.message == "the tool's server redirects without end")
            #expect(error(try await call("nobody", [:]))?.message == "the tool's server cannot be reached")
            #expect(!harness.log.lines.contains { $0.contains(Self.secret) })
        }
    }

    @Test func `A tool that may be tried again is, and counts as one call`() async throws {
        let tools = """
            tools:
              - { name: flaky, retries: 5, http: { url: "http://127.0.0.1:PORT/flaky" } }
              - { name: once, http: { url: "http://127.0.0.1:PORT/flaky" } }
            """
        try await run(tools) { _, seen, call in
            #expect(error(try await call("once", [:]))?.message == "HTTP 503 Service Unavailable")
            let answer = try await call("flaky", [:])
            #expect(result(answer) == "well")
            #expect(seen.all.count == 3)
            #expect(answer.events.filter { $0.type == .toolCall }.count == 1)
        }
    }

    @Test func `A server that hangs fails the call at its time, and the connection is given up`() async throws {
        let clock = ManualClock()
        let tools = """
            tools:
              - { name: hang, timeoutMilliseconds: 50, http: { url: "http://127.0.0.1:PORT/hang" } }
            """
        try await run(clock: clock, tools) { harness, seen, call in
            async let answer = call("hang", [:])
            try await harness.poll { !seen.all.isEmpty }
            clock.advance(by: .milliseconds(50))
            let ended = try await answer
            #expect(error(ended)?.code == .toolTimeout)
        }
    }
}
