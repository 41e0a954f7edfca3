import Protocol
import Testing

@Suite struct CreateSessionTests {
    private func request(_ text: String, bounds: CreateSession.Bounds = .init()) throws(ProtocolError) -> CreateSession
    {
        try CreateSession(body: Array(text.utf8), bounds: bounds)
    }

    @Test func `the smallest request has the protocol's defaults`() throws {
        let request = try request(#"{"code":""}"#)
        #expect(request == CreateSession(code: ""))
        let limits = SessionLimits().applying(request.limits)
        #expect(limits == SessionLimits())
        #expect(limits.sessionMilliseconds == 60_000)
        #expect(limits.toolCallsMax == 50)
        #expect(limits.heartbeatIntervalMilliseconds == 15_000)
    }

    @Test func `every field is read`() throws {
        let request = try request(
            """
            {"sessionId":"s_9f2c","code":"return 1","protocolVersion":1,"clientTools":["askUser"],"unknown":null,
             "labels":{"gpu":"yes"},"context":{"user":7},"streamOptions":{"includeHeartbeats":false},
             "config":{"maxExecutionMs":1000,"maxToolCalls":5,"heartbeatIntervalMs":0},
             "limits":{"sessionTtlMs":2000,"deadlineMs":0,"memoryLimit":1048576,"fuel":5,"cancelOnFirstError":true},
             "encryption":{"mode":"optional","clientHello":{}},
             "filter":{"mode":"include","rules":[]}}
            """)
        #expect(request.sessionID?.rawValue == "s_9f2c")
        #expect(request.protocolVersion == .v1)
        #expect(request.clientTools == ["askUser"])
        #expect(request.labels == ["gpu": "yes"])
        #expect(request.context == ["user": 7])
        #expect(!request.includesHeartbeats)
        #expect(request.filter == EventFilter(mode: .include, rules: []))
        var expected = SessionLimits()
        expected.sessionMilliseconds = 2000
        expected.toolCallsMax = 5
        expected.heartbeatIntervalMilliseconds = 0
        expected.heapBytesMax = 1_048_576
        expected.fuelMax = 5
        expected.cancelOnFirstError = true
        #expect(SessionLimits().applying(request.limits) == expected)
    }

    @Test(
        arguments: [
            ("", "INVALID_REQUEST", nil), ("[]", "INVALID_REQUEST", ""), ("{}", "INVALID_REQUEST", "code"),
            (#"{"code":null}"#, "INVALID_REQUEST", "code"), (#"{"code":1}"#, "INVALID_REQUEST", "code"),
            (#"{"code":"","sessionId":"x"}"#, "INVALID_REQUEST", "sessionId"),
            (#"{"code":"","sessionId":null}"#, "INVALID_REQUEST", "sessionId"),
            (#"{"code":"","sessionId":"s_../x"}"#, "INVALID_REQUEST", "sessionId"),
            (#"{"code":"","config":[]}"#, "INVALID_REQUEST", "config"),
            (#"{"code":"","config":{"maxExecutionMs":0}}"#, "INVALID_REQUEST", "config.maxExecutionMs"),
            (#"{"code":"","config":{"maxExecutionMs":"5"}}"#, "INVALID_REQUEST", "config.maxExecutionMs"),
            (#"{"code":"","config":{"heartbeatIntervalMs":-1}}"#, "INVALID_REQUEST", "config.heartbeatIntervalMs"),
            (#"{"code":"","limits":{"maxToolCalls":1.5}}"#, "INVALID_REQUEST", "limits.maxToolCalls"),
            (#"{"code":"","limits":{"deadlineMs":1e300}}"#, "INVALID_REQUEST", "limits.deadlineMs"),
            (#"{"code":"","limits":{"timeout":false}}"#, "INVALID_REQUEST", "limits.timeout"),
            (#"{"code":"","limits":{"cancelOnFirstError":1}}"#, "INVALID_REQUEST", "limits.cancelOnFirstError"),
            (#"{"code":"","protocolVersion":3}"#, "INVALID_REQUEST", "protocolVersion"),
            (#"{"code":"","clientTools":"a"}"#, "INVALID_REQUEST", "clientTools"),
            (#"{"code":"","clientTools":[""]}"#, "INVALID_REQUEST", "clientTools"),
            (#"{"code":"","labels":{"a":1}}"#, "INVALID_REQUEST", "labels"),
            (#"{"code":"","context":[]}"#, "INVALID_REQUEST", "context"),
            (#"{"code":"","encryption":{"mode":"maybe"}}"#, "INVALID_REQUEST", "encryption.mode"),
            (#"{"code":"","encryption":{"mode":"required"}}"#, "ENCRYPTION_UNSUPPORTED", "encryption.mode"),
            (#"{"code":"","filter":{"mode":"maybe","rules":[]}}"#, "INVALID_FILTER", "filter.mode"),
            (#"{"code":"","filter":null}"#, "INVALID_FILTER", "filter"),
        ] as [(String, String, String?)])
    func `a wrong request is refused with its code and field`(text: String, code: String, path: String?) {
        do throws(ProtocolError) {
            _ = try request(text)
            Issue.record("accepted")
        } catch {
            #expect(error.code.rawValue == code)
            if let path { #expect(error.location == .field(path)) }
            #expect(!error.message.isEmpty)
        }
    }

    @Test func `body, code and nesting are bounded`() {
        func code(_ text: String, _ bounds: CreateSession.Bounds) -> ErrorCode? {
            do throws(ProtocolError) {
                _ = try request(text, bounds: bounds)
                return nil
            } catch {
                return error.code
            }
        }
        let text = #"{"code":"12345"}"#
        #expect(code(text, .init(bodyBytesMax: 15, codeBytesMax: 5)) == .payloadTooLarge)
        #expect(code(text, .init(bodyBytesMax: 16, codeBytesMax: 4)) == .payloadTooLarge)
        #expect(code(text, .init(bodyBytesMax: 16, codeBytesMax: 5)) == nil)
        let nested = String(repeating: "[", count: 5000)
        #expect(code(#"{"code":"","context":{"a":\#(nested)"#, .init()) == .invalidRequest)
    }

    @Test func `a request is written as it is read`() throws {
        var limits = RequestedLimits()
        limits.toolCallsMax = 3
        limits.cancelOnFirstError = false
        let request = CreateSession(
            code: "1", sessionID: SessionID("s_1"), limits: limits,
            filter: EventFilter(mode: .exclude, rules: [.init(types: ["log"])]), protocolVersion: .v1,
            clientTools: ["a"], labels: ["b": "c", "a": "d"], context: ["x": [1]], includesHeartbeats: false)
        #expect(try CreateSession(json: request.json) == request)
        #expect(try CreateSession(code: "1").json.jsonText() == #"{"code":"1"}"#)
    }

    @Test func `an operator's maximums cap what is asked and what is not limited`() {
        var requested = RequestedLimits()
        requested.sessionMilliseconds = 500_000
        requested.toolCallsMax = 3
        requested.heartbeatIntervalMilliseconds = 60_000
        var maximums = RequestedLimits()
        maximums.sessionMilliseconds = 100_000
        maximums.toolCallsMax = 10
        maximums.deadlineMilliseconds = 9000
        maximums.fuelMax = 77
        let limits = SessionLimits().applying(requested, maximums: maximums)
        #expect(limits.sessionMilliseconds == 100_000)
        #expect(limits.toolCallsMax == 3)
        #expect(limits.deadlineMilliseconds == 9000)
        #expect(limits.fuelMax == 77)
        #expect(limits.heartbeatIntervalMilliseconds == 25_000)
        requested.heartbeatIntervalMilliseconds = 1
        #expect(SessionLimits().applying(requested).heartbeatIntervalMilliseconds == 100)
    }

    @Test func `cancel bodies of any kind are taken`() {
        func reason(_ text: String) -> String? { CancelRequest(body: Array(text.utf8)).reason }
        #expect(reason(#"{"reason":"user left"}"#) == "user left")
        for text in ["", "{}", "[]", "nonsense", #"{"reason":7}"#, #"{"reason":""}"#] { #expect(reason(text) == nil) }
        let long = String(repeating: "é", count: 30_000)
        #expect((reason(#"{"reason":"\#(long)"}"#)?.utf8.count ?? 0) <= CancelRequest.reasonBytesMax)
    }

    @Test func `tool results are read, bounded and written`() throws {
        func result(_ text: String, bytesMax: Int = 1000) throws(ProtocolError) -> ToolResultSubmission {
            try ToolResultSubmission(body: Array(text.utf8), bytesMax: bytesMax)
        }
        let success = try result(#"{"callId":"c_2","result":null}"#)
        #expect(success.outcome == .success(.null))
        #expect(try success.json.jsonText() == #"{"callId":"c_2","result":null}"#)
        let failure = try result(#"{"callId":"c_2","error":{"message":"no","code":"X"}}"#)
        #expect(failure.outcome == .failure(message: "no", code: ErrorCode(rawValue: "X")))
        #expect(try ToolResultSubmission(body: failure.json.jsonBytes(), bytesMax: 1000) == failure)
        for text in [
            #"{"callId":"c_2"}"#, #"{"result":1}"#, #"{"callId":"2","result":1}"#, #"{"callId":"c_2","error":{}}"#,
        ] {
            #expect(throws: ProtocolError.self) { try result(text) }
        }
        do throws(ProtocolError) {
            _ = try result(#"{"callId":"c_2","result":1}"#, bytesMax: 10)
        } catch {
            #expect(error.code == .payloadTooLarge)
        }
    }

    @Test func `error bodies name the field and survive foreign answers`() throws {
        let error = ProtocolError(.missingField, "code must be a string", at: .field("code"))
        #expect(
            try ErrorBody(error).json.jsonText()
                == #"{"code":"INVALID_REQUEST","message":"code must be a string","details":{"field":"code"}}"#)
        #expect(ErrorBody(body: try ErrorBody(error).json.jsonBytes()) == ErrorBody(error))
        #expect(ErrorBody(body: Array("<html>Not found</html>".utf8)) == nil)
        #expect(ErrorBody(body: Array(#"{"code":1,"message":"m"}"#.utf8)) == nil)
    }
}
