import JSON
import Logging
import Protocol
import Testing

@testable import Broker

@Suite struct ToolExecutorTests {
    private struct Order: Codable, Equatable {
        let sku: String
        let count: Int?
    }

    private struct Leak: Error, CustomStringConvertible {
        var description: String { "cannot open /etc/secret of db.internal" }
    }

    private let recorder = LogRecorder()

    private func execute(
        _ name: String, _ arguments: JSONValue, clock: any BrokerClock = SystemClock(), bytesMax: Int = 1_000,
        secrets: [String: Secret] = [:], prepare: (Broker) -> Void
    ) async -> (result: ToolCallResult, bytes: Int) {
        let recorder = recorder
        var configuration = BrokerConfiguration.default
        configuration.secrets = secrets
        let broker = Broker(
            configuration: configuration, logger: Logger(label: "t") { _ in recorder }, clock: clock)
        prepare(broker)
        return await broker.execute(
            ToolInvocation(
                sessionID: SessionID(unchecked: "s_1"), callID: CallID(unchecked: "c_1"), toolName: name,
                arguments: arguments, resultBytesMax: bytesMax))
    }

    private func failure(_ result: ToolCallResult) -> ToolFailure? {
        if case .failure(let failure) = result { failure } else { nil }
    }

    @Test func `Swift types go in and out, and the context names the call`() async throws {
        let (result, bytes) = await execute("order", ["sku": "A", "count": 2]) { broker in
            broker.tool("order") { (order: Order, context) in
                #expect(context.idempotencyKey == "s_1/c_1")
                return [order, Order(sku: "B", count: nil)]
            }
        }
        #expect(try result.get() == [["sku": "A", "count": 2], ["sku": "B"]])
        #expect(bytes == 35)
    }

    @Test func `Arguments that do not fit the type say where`() async {
        let (result, _) = await execute("order", ["count": "x"]) { broker in
            broker.tool("order") { (order: Order, _) in order }
        }
        #expect(failure(result)?.code == .validationError)
        #expect(failure(result)?.message == "arguments.sku is missing; arguments.count must be an integer")
        #expect(failure(result)?.details.first == .validation(field: "arguments.sku", reason: "is missing"))
    }

    @Test func `What a type rejects without a schema says where too`() async {
        let (result, _) = await execute("order", ["sku": 1]) { broker in
            broker.tool("order", input: [:]) { (order: Order, _) in order }
        }
        #expect(failure(result)?.message == "arguments.sku has the wrong type")
    }

    @Test func `An unknown tool is named with its nearest neighbour`() async {
        let (result, _) = await execute("users:lst", [:]) { broker in
            broker.tool("users:list") { (_: JSONValue, _) in 1 }
        }
        #expect(failure(result)?.code == .unknownTool)
        #expect(failure(result)?.message == "there is no tool \"users:lst\"; did you mean \"users:list\"?")
    }

    @Test func `A handler's own words stay in the log, those meant for the script reach it`() async throws {
        let (hidden, _) = await execute("t", [:]) { broker in broker.tool("t") { (_: JSONValue, _) in throw Leak() } }
        let message = try #require(failure(hidden)?.message)
        #expect(failure(hidden)?.code == .executionError)
        #expect(!message.contains("secret"))
        let id = try #require(message.firstMatch(of: /id ([0-9a-f]{16})/)?.1)
        #expect(recorder.lines.contains { $0.contains("/etc/secret") && $0.contains(id) })
        let (shown, _) = await execute("t", [:]) { broker in
            broker.tool("t") { (_: JSONValue, _) in throw ToolFailure(code: "OUT_OF_STOCK", "A7 is sold out") }
        }
        #expect(failure(shown) == ToolFailure(code: "OUT_OF_STOCK", "A7 is sold out"))
    }

    @Test func `A result that is too large, or does not fit its schema, fails the call`() async {
        let (large, _) = await execute("t", [:], bytesMax: 10) { broker in
            broker.tool("t") { (_: JSONValue, _) in .string("0123456789") }
        }
        #expect(failure(large)?.code == .toolResultTooLarge)
        let (wrong, _) = await execute("t", [:]) { broker in
            broker.tool("t", options: Broker.ToolOptions(output: ["type": "string"])) { (_: JSONValue, _) in 1 }
        }
        #expect(failure(wrong)?.code == .invalidToolResult)
        #expect(failure(wrong)?.message == "result must be a string")
    }

    @Test func `A handler gets the secrets it declared and no others`() async throws {
        let secrets = ["A": Secret("alpha"), "B": Secret("beta")]
        let (given, _) = await execute("t", [:], secrets: secrets) { broker in
            broker.tool("t", options: Broker.ToolOptions(secrets: ["A"])) { (_: JSONValue, context) in
                .string(try context.secret("A"))
            }
        }
        #expect(try given.get() == "alpha")
        let (refused, _) = await execute("t", [:], secrets: secrets) { broker in
            broker.tool("t", options: Broker.ToolOptions(secrets: ["A"])) { (_: JSONValue, context) in
                .string(try context.secret("B"))
            }
        }
        #expect(failure(refused)?.code == .secretError)
        #expect(!recorder.lines.contains { $0.contains("alpha") || $0.contains("beta") })
    }

    @Test func `A rate limit admits its calls and then says how long to wait`() {
        let clock = ManualClock()
        let limiter = RateLimiter(RateLimit(calls: 3, window: .seconds(6)))
        #expect((0..<5).map { _ in limiter.admit(at: clock.now) } == [nil, nil, nil, .seconds(2), .seconds(2)])
        clock.advance(by: .seconds(2))
        #expect(limiter.admit(at: clock.now) == nil)
        #expect(limiter.admit(at: clock.now) == .seconds(2))
        clock.advance(by: .seconds(60))
        #expect((0..<4).map { _ in limiter.admit(at: clock.now) } == [nil, nil, nil, .seconds(2)])
    }

    @Test func `Too many calls fail with the time to try again`() async {
        let clock = ManualClock()
        let broker = Broker(configuration: .default, logger: Logger(label: "t"), clock: clock)
        let options = Broker.ToolOptions(rateLimit: RateLimit(calls: 1, window: .seconds(2)))
        broker.tool("t", options: options) { (_: JSONValue, _) in 1 }
        let call = ToolInvocation(
            sessionID: SessionID(unchecked: "s_1"), callID: CallID(unchecked: "c_1"), toolName: "t", arguments: [:],
            resultBytesMax: 100)
        #expect(failure(await broker.execute(call).result) == nil)
        let refused = failure(await broker.execute(call).result)
        #expect(refused?.code == .rateLimited)
        #expect(refused?.details == [.retry(delayMilliseconds: 2_000)])
    }

    @Test(arguments: ["", "a b", "ä", String(repeating: "a", count: 129)])
    func `A tool whose name is wrong keeps the broker from running`(name: String) async {
        let broker = Broker(configuration: .default, logger: Logger(label: "t"), clock: SystemClock())
        broker.tool(name) { (_: JSONValue, _) in 1 }
        await #expect(throws: ToolRegistry.RegistrationError.invalidName(name)) { try await broker.run() }
    }

    @Test func `Two tools of one name, or a schema that does not compile, keep the broker from running`() async {
        let twice = Broker(configuration: .default, logger: Logger(label: "t"), clock: SystemClock())
        for _ in 0..<2 { twice.tool("t") { (_: JSONValue, _) in 1 } }
        await #expect(throws: ToolRegistry.RegistrationError.duplicate("t")) { try await twice.run() }
        let schema = Broker(configuration: .default, logger: Logger(label: "t"), clock: SystemClock())
        schema.tool("t", input: ["type": "x"]) { (_: JSONValue, _) in 1 }
        await #expect(throws: ConfigurationError.self) { try await schema.run() }
    }
}

@Suite struct HTTPToolTemplateTests {
    private func template(
        _ change: (inout HTTPMapping) -> Void, input: JSONValue? = nil
    ) throws -> HTTPToolTemplate {
        var mapping = HTTPMapping()
        mapping.url = "https://x.example/"
        change(&mapping)
        return try HTTPToolTemplate(mapping, input: input)
    }

    private func url(_ url: String, _ arguments: JSONObject, input: JSONValue? = ["properties": [:]]) throws -> String {
        try template({ $0.url = url }, input: input).request(arguments: arguments) { "<\($0)>" }.url
    }

    @Test func `Arguments are one piece of a URL, whatever they hold`() throws {
        #expect(
            try url("https://x.example/u/{id}/f?q={q}&n={n}&static=1", ["id": "a/b?c#d", "q": "ä &=+", "n": 7])
                == "https://x.example/u/a%2Fb%3Fc%23d/f?q=%C3%A4%20%26%3D%2B&n=7&static=1")
        #expect(try url("https://x.example/{a.b}", ["a": ["b": true]]) == "https://x.example/true")
        #expect(
            try url("https://x.example?q={q}", ["q": [1, "b", ["c"]]]) == "https://x.example/?q=1&q=b&q=%5B%22c%22%5D")
        #expect(try url("https://x.example/?q={q}&r={r}", ["q": .null]) == "https://x.example/")
        #expect(try url("https://x.example/?q=a{q}b", [:]) == "https://x.example/")
        #expect(try url("https://x.example/${secrets.K}/{(}x", [:]) == "https://x.example/%3CK%3E/{(}x")
    }

    @Test(
        arguments: [
            (["id": "."], "leads elsewhere"), (["id": ".."], "leads elsewhere"), (["id": ""], "must not be empty"),
            ([:], "is missing"), (["id": .null], "is missing"), (["id": [1]], "must not be a list or object"),
        ] as [(JSONObject, String)]) func `An argument cannot change which path is asked for`(
            arguments: JSONObject, reason: String
        )
    {
        do {
            _ = try url("https://x.example/users/{id}", arguments)
            Issue.record("it made a request")
        } catch {
            #expect((error as? ToolFailure)?.code == .validationError)
            #expect((error as? ToolFailure)?.message.contains(reason) == true)
        }
    }

    @Test func `Two arguments cannot make a step up together`() {
        #expect(throws: ToolFailure.self) { try url("https://x.example/u/{a}{b}/x", ["a": ".", "b": "."]) }
    }

    @Test(arguments: [
        "ftp://x/", "//x/", "x", "https://", "https://{host}/", "https://u@x/", "https://${secrets.K}/", "https://x/#f",
        "https://x/ä", "https://x/a b", "https://x/?{n}=1", "https://x/${env.K}", "https://x/${secrets.K",
    ]) func `A URL template that lets others choose the host, or is none, is refused`(url: String) {
        #expect(throws: HTTPToolTemplateError.self) { try template { $0.url = url } }
    }

    @Test func `Headers take arguments and secrets but no line breaks, and not the connection's own names`() throws {
        let mapping = try template { $0.headers = [("Authorization", "Bearer ${secrets.K}"), ("X-User", "{user}")] }
        let request = try mapping.request(arguments: ["user": "ann"]) { _ in "s3cr3t-text" }
        #expect(request.headers.map(\.value) == ["Bearer s3cr3t-text", "ann"])
        #expect(request.secretTexts == ["s3cr3t-text"])
        #expect(mapping.secretNames == ["K"])
        #expect(try mapping.request(arguments: [:]) { _ in "x" }.headers.map(\.name) == ["Authorization"])
        for bad in ["a\r\nEvil: 1", "\u{0}", "ä"] {
            #expect(throws: ToolFailure.self) { try mapping.request(arguments: ["user": .string(bad)]) { _ in "x" } }
        }
        for name in ["Host", "content-length", "Transfer-Encoding", "a b", ""] {
            #expect(throws: HTTPToolTemplateError.self) { try template { $0.headers = [(name, "x")] } }
        }
    }

    @Test func `Declared arguments that no template names travel in the query or the body`() throws {
        let input: JSONValue = ["properties": ["id": true, "q": true, "r": true]]
        #expect(
            try url("https://x.example/{id}", ["id": 1, "q": "a", "evil": 1, "r": .null], input: input)
                == "https://x.example/1?q=a")
        let post = try template(
            { mapping in
                mapping.method = .post
                mapping.url = "https://x.example/{id}"
            }, input: input)
        #expect(try post.request(arguments: ["id": 1, "q": "a", "evil": 1]) { $0 }.body == ["q": "a"])
        let open = try template { $0.method = .put }
        #expect(try open.request(arguments: ["any": 1]) { $0 }.body == ["any": 1])
    }

    @Test func `A body template places values with their types`() throws {
        let post = try template { mapping in
            mapping.method = .post
            mapping.body = ["user": ["id": "{id}", "note": "for {name}", "tags": ["{tag}", 1]], "missing": "{none}"]
        }
        let request = try post.request(arguments: ["id": 7, "name": "ann", "tag": .null, "rest": 1]) { $0 }
        #expect(request.body == ["user": ["id": 7, "note": "for ann", "tags": [.null, 1]]])
        #expect(throws: HTTPToolTemplateError.self) {
            try template { mapping in
                mapping.method = .post
                mapping.body = ["k": "${secrets.K}"]
            }
        }
        #expect(throws: HTTPToolTemplateError.self) { try template { $0.body = [:] } }
    }

    @Test func `The URL that is shown holds no secret and no query`() throws {
        let request = try template { $0.url = "https://x.example/${secrets.K}/a?key=${secrets.K}" }
            .request(arguments: [:]) { _ in "s3cr3t-text" }
        #expect(request.shownURL == "https://x.example/${secrets.K}/a")
    }

    @Test(
        arguments: [
            ("/b?x", "https://x.example/b?x"), ("b", "https://x.example/a/b"),
            ("https://x.example/z", "https://x.example/z"),
            ("https://x.example", "https://x.example"), ("https://y.example/", nil), ("//y.example/", nil),
            ("https://x.example.evil/", nil), ("https://x.example@evil/", nil), ("javascript:1", nil), ("/\\evil", nil),
            ("http://x.example/", nil),
        ] as [(String, String?)]) func `A redirect stays at its origin or leads nowhere`(
            location: String, target: String?
        )
    {
        #expect(Redirect.target(location, from: "https://x.example/a/c?q", origin: "https://x.example") == target)
    }
}
