import Protocol
import Testing

@testable import Broker

@Suite struct ConfigurationTests {
    private let whole = """
        listen: 127.0.0.1:7171
        pathPrefix: /enclave
        allowedOrigins: [https://app.example.com]
        security: { level: SECURE, profile: reference }
        limits: { sessionMilliseconds: 5000, toolCalls: 7, cancelOnFirstError: true }
        broker:
          sessions: 300
          runtimeGraceMilliseconds: 1000
        runtimes: [ws://10.0.0.2:3001/ws, wss://10.0.0.3:3001/ws]
        routing: [{ match: { tier: gold }, target: { zone: a } }]
        runtimeListen: "[::1]:7172"
        runtimeToken: { env: TOKEN }
        tools:
          - name: users:list
            description: List users
            input: { type: object, properties: { limit: { type: integer, maximum: 100 } } }
            output: { type: array, items: { type: object } }
            http:
              method: GET
              url: "https://crm.example.com/users?limit={limit}"
              headers: { Authorization: "Bearer ${secrets.CRM_KEY}" }
            timeoutMilliseconds: 10000
            rateLimit: { calls: 20, perSeconds: 1 }
        secrets: { CRM_KEY: { env: CRM_KEY } }
        """

    private let environment = ["TOKEN": "t0ken", "CRM_KEY": "k3y"]

    private func failure(_ text: String, environment: [String: String] = [:]) -> String {
        do {
            _ = try BrokerConfiguration.parse(text, fileName: "enclave.yaml", environment: environment)
            return "no error"
        } catch {
            return error.description
        }
    }

    @Test func `Every key is read from YAML`() throws {
        let configuration = try BrokerConfiguration.parse(whole, environment: environment)
        #expect(configuration.listen == ListenAddress(host: "127.0.0.1", port: 7171))
        #expect(configuration.pathPrefix == "/enclave")
        #expect(configuration.allowedOrigins == ["https://app.example.com"])
        #expect(configuration.security.level == .secure)
        #expect(configuration.security.profile == .reference)
        #expect(configuration.limits.sessionMilliseconds == 5_000)
        #expect(configuration.limitMaximums.sessionMilliseconds == 5_000)
        #expect(configuration.limits.toolCallsMax == 7)
        #expect(configuration.limits.cancelOnFirstError)
        #expect(configuration.broker.sessions == 300)
        #expect(configuration.broker.runtimeGrace == .seconds(1))
        #expect(configuration.runtimes == ["ws://10.0.0.2:3001/ws", "wss://10.0.0.3:3001/ws"])
        #expect(configuration.runtimeListen == ListenAddress(host: "::1", port: 7172))
        #expect(configuration.routing == [RoutingRule(match: ["tier": "gold"], target: ["zone": "a"])])
        #expect(configuration.runtimeToken?.reveal() == "t0ken")
        #expect(configuration.secrets["CRM_KEY"]?.reveal() == "k3y")
        let tool = try #require(configuration.tools.first)
        #expect(tool.name == "users:list")
        #expect(tool.input?["properties"]?["limit"]?["maximum"] == 100)
        #expect(tool.timeout == .seconds(10))
        #expect(tool.rateLimit == RateLimit(calls: 20, window: .seconds(1)))
        #expect(tool.http.headers.map(\.name) == ["Authorization"])
    }

    @Test func `JSON gives the same as YAML`() throws {
        let json = #"{"listen": "0.0.0.0:80", "limits": {"toolCalls": 3}, "allowedOrigins": ["*"]}"#
        let configuration = try BrokerConfiguration.parse(json)
        #expect(configuration.listen == ListenAddress(host: "0.0.0.0", port: 80))
        #expect(configuration.limits.toolCallsMax == 3)
    }

    @Test func `An empty text is the default configuration`() throws {
        let configuration = try BrokerConfiguration.parse("# nothing\n")
        #expect(configuration.listen.description == "127.0.0.1:7070")
        #expect(configuration.limits == SessionLimits())
        #expect(configuration.broker.sessions == 100)
    }

    @Test func `Every key has a variable, and the variable wins`() throws {
        let configuration = try BrokerConfiguration.parse(
            whole,
            environment: environment.merging([
                "ENCLAVE_LISTEN": "127.0.0.1:1", "ENCLAVE_LIMITS": "{toolCalls: 1, stdoutBytes: 9}",
                "ENCLAVE_LIMITS_TOOL_CALLS": "2", "ENCLAVE_ALLOWED_ORIGINS": "https://a.example, https://b.example",
                "ENCLAVE_RUNTIMES": "[ws://x:1]", "ENCLAVE_SECURITY_LEVEL": "STRICT",
                "ENCLAVE_RUNTIME_TOKEN": "123", "ENCLAVE_TOOLS": "[]", "ENCLAVE_BROKER_SESSIONS": "9",
                "ENCLAVE_SECRETS": "{ OTHER: { env: TOKEN } }",
            ]) { $1 })
        #expect(configuration.listen.port == 1)
        #expect(configuration.limits.toolCallsMax == 2)
        #expect(configuration.limits.stdoutBytesMax == 9)
        #expect(configuration.allowedOrigins == ["https://a.example", "https://b.example"])
        #expect(configuration.runtimes == ["ws://x:1"])
        #expect(configuration.security.level == .strict)
        #expect(configuration.runtimeToken?.reveal() == "123")
        #expect(configuration.tools.isEmpty)
        #expect(configuration.broker.sessions == 9)
        #expect(configuration.secrets.keys.sorted() == ["OTHER"])
    }

    @Test(arguments: [
        (["limits", "sessionMilliseconds"], "ENCLAVE_LIMITS_SESSION_MILLISECONDS"),
        (["runtimeTLS"], "ENCLAVE_RUNTIME_TLS"),
        (["listen"], "ENCLAVE_LISTEN"),
    ]) func `The variable's name follows from the key`(path: [String], name: String) {
        #expect(EnvironmentOverrides.variableName(for: path) == name)
    }

    @Test(arguments: [
        ("listen: 7070", "enclave.yaml:1:9: expected HOST:PORT such as 127.0.0.1:7070, found \"7070\""),
        ("limit: {}", "enclave.yaml:1:1: unknown key \"limit\"; did you mean \"limits\"?"),
        ("limits:\n  toolcalls: 3", "enclave.yaml:2:3: unknown key \"toolcalls\"; did you mean \"toolCalls\"?"),
        ("limits:\n  toolCalls: many", "enclave.yaml:2:14: expected a whole number, found text"),
        (
            "limits:\n  toolCalls: 0",
            "enclave.yaml:2:14: expected a whole number from 1 to 1000000, found 0"
        ),
        ("limits: 3", "enclave.yaml:1:9: expected a mapping, found a number"),
        ("limits: { toolCalls: \"3\" }", "enclave.yaml:1:22: expected a whole number, found text"),
        (
            "security: { level: HIGH }",
            "enclave.yaml:1:20: expected one of STRICT, SECURE, STANDARD, PERMISSIVE, found \"HIGH\""
        ),
        ("runtimes: [http://x]", "enclave.yaml:1:12: expected ws://HOST:PORT or wss://HOST:PORT, found \"http://x\""),
        ("pathPrefix: x/", "enclave.yaml:1:13: expected a path such as /enclave, without a slash at its end"),
        ("tools: {}", "enclave.yaml:1:8: expected a list, found a mapping"),
        ("tools:\n  - description: x", "enclave.yaml:2:5: a tool needs a name"),
        (
            "tools:\n  - name: a b",
            "enclave.yaml:2:11: a tool's name is 1 to 128 of the characters A-Z a-z 0-9 _ . : / -"
        ),
        ("tools:\n  - name: a", "enclave.yaml:2:5: the tool \"a\" needs http"),
        (
            "tools:\n  - openapi: { url: https://x/openapi.json }",
            "enclave.yaml:2:14: tools from an OpenAPI description are not supported yet; describe the tool with http"
        ),
        (
            "tools:\n  - name: a\n    input: { type: objekt }\n    http: { url: 'http://x/' }",
            "enclave.yaml:3:12: schema at /type: there is no type \"objekt\""
        ),
        (
            "tools:\n  - name: a\n    http: { url: 'ftp://x/' }",
            "enclave.yaml:2:5: the tool \"a\": the url must begin with https:// or http://"
        ),
        (
            "tools:\n  - name: a\n    http: { url: 'http://x/' }\n  - name: a\n    http: { url: 'http://x/' }",
            "enclave.yaml:4:5: two tools are called \"a\""
        ),
        (
            "tools:\n  - name: a\n    http: { url: 'http://x/${secrets.K}' }",
            "the tool \"a\" uses the secret K, which is not in secrets"
        ),
        ("secrets: { K: { env: NOT_SET } }", "enclave.yaml:1:15: the environment variable NOT_SET is not set"),
        ("secrets: { K: {} }", "enclave.yaml:1:15: expected { env: NAME } or { file: PATH }"),
        ("secrets: { K: { file: /does/not/exist } }", "/does/not/exist: cannot be read"),
        ("a: [1, 2", "enclave.yaml:2:1: not readable as YAML or JSON: did not find expected ',' or ']'"),
        ("- 1", "enclave.yaml:1:1: expected a mapping, found a list"),
        ("listen: a:1\nlisten: b:1", "enclave.yaml:1:1: key given twice: \"listen\""),
    ]) func `A wrong configuration names file, line, column and what to do`(text: String, expected: String) {
        #expect(failure(text) == expected)
    }

    @Test func `A wrong variable is named`() {
        #expect(
            failure("", environment: ["ENCLAVE_LIMITS_TOOL_CALLS": "x"])
                == "environment variable ENCLAVE_LIMITS_TOOL_CALLS: expected a whole number, found text")
        #expect(
            failure("", environment: ["ENCLAVE_LIMITS": "{toolCals: 1}"])
                == "environment variable ENCLAVE_LIMITS: unknown key \"toolCals\"; did you mean \"toolCalls\"?")
    }

    @Test func `A variable that looks like a misspelt key gives a warning`() throws {
        let configuration = try BrokerConfiguration.parse(
            "", environment: ["ENCLAVE_LISTN": "x", "ENCLAVE_ENGINE_ONLY": "1", "PATH": "/"])
        #expect(
            configuration.warnings == [
                "environment variable ENCLAVE_LISTN is no key of the configuration; did you mean ENCLAVE_LISTEN?"
            ])
    }

    @Test func `Aliases stand for their value, and many of them for too many`() throws {
        let text = "security: { level: &l STRICT }\nsecrets: {}\npathPrefix: /a\nallowedOrigins: [*l]"
        #expect(try BrokerConfiguration.parse(text).allowedOrigins == ["STRICT"])
        var bomb = "tools:\n - &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...8 {
            bomb += " - &a\(level) [" + Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ") + "]\n"
        }
        #expect(failure(bomb).contains("holds more than 200000 values"))
    }

    @Test func `Nesting has a bound`() {
        let text = "tools: " + String(repeating: "[", count: 200) + String(repeating: "]", count: 200)
        #expect(failure(text).contains("nested more than 64 levels deep"))
    }

    @Test func `A file that is not there, or no file at all, is told`() {
        #expect(throws: ConfigurationError.self) { try BrokerConfiguration.load(path: "/does/not/exist") }
        #expect(throws: ConfigurationError.self) { try BrokerConfiguration.load(path: "/") }
    }

    @Test func `An operator's limit holds by default and cannot be raised; the others can`() throws {
        let configuration = try BrokerConfiguration.parse("limits: { toolCalls: 5, deadlineMilliseconds: 0 }")
        var wish = RequestedLimits()
        wish.toolCallsMax = 100
        wish.sessionMilliseconds = 300_000
        wish.deadlineMilliseconds = 10
        let granted = configuration.limits.applying(wish, maximums: configuration.limitMaximums)
        #expect(granted.toolCallsMax == 5)
        #expect(granted.sessionMilliseconds == 300_000)
        #expect(granted.deadlineMilliseconds == 10)
    }

    @Test func `A secret shows nothing of itself`() {
        let secret = Secret("hunter2")
        var dumped = ""
        dump(["s": secret], to: &dumped)
        #expect("\(secret) \(String(reflecting: secret)) \(dumped)".contains("hunter2") == false)
    }

    @Test(arguments: ["", ":", "a", "a:", ":1", "a:70000", "::1:80", "a:-1", "a:1x"])
    func `What is no address is refused`(text: String) {
        #expect(ListenAddress(text) == nil)
    }
}
