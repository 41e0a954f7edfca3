import JSON
import Protocol
import Testing

@Suite struct EventTests {
    /// The lines of the protocol's examples, in the order of keys that this module writes.
    static let examples = [
        #""seq":1,"type":"session_init","payload":{"cancelUrl":"/sessions/s_9f2c/cancel","replayUrl":"/sessions/s_9f2c/stream","expiresAt":"2026-03-01T08:01:00.000Z","encryption":{"enabled":false}}}"#,
        #""seq":2,"type":"tool_call","payload":{"callId":"c_1","toolName":"price","args":{"sku":"A7"}}}"#,
        #""seq":3,"type":"tool_progress","payload":{"callId":"c_1","phase":"connecting","elapsedMs":0}}"#,
        #""seq":4,"type":"tool_progress","payload":{"callId":"c_1","phase":"receiving","elapsedMs":1.5,"bytesReceived":10,"totalBytes":20}}"#,
        #""seq":5,"type":"tool_result_applied","payload":{"callId":"c_1"}}"#,
        #""seq":6,"type":"stdout","payload":{"chunk":"got 21\n"}}"#,
        #""seq":7,"type":"final","payload":{"ok":true,"result":42,"stats":{"durationMs":12,"toolCallCount":1,"stdoutBytes":7}}}"#,
        #""seq":7,"type":"final","payload":{"ok":true}}"#,
        #""seq":7,"type":"final","payload":{"ok":true,"result":null}}"#,
        #""seq":2,"type":"final","payload":{"ok":false,"error":{"message":"line 1: identifier process is not allowed","code":"VALIDATION_ERROR","line":1,"column":5,"data":{"limit":"x"}},"stats":{"durationMs":1,"toolCallCount":0,"stdoutBytes":0,"fuel":17,"heapBytesPeak":4096}}}"#,
        #""seq":5,"type":"error","payload":{"message":"user left","code":"SESSION_CANCELLED","recoverable":false}}"#,
        #""seq":5,"type":"error","payload":{"message":"m","details":{"a":1}}}"#,
        #""seq":6,"type":"deadline_exceeded","payload":{"elapsedMs":304,"budgetMs":300}}"#,
        #""seq":12,"type":"partial_result","payload":{"path":["0"],"data":{"t":3},"hasNext":true}}"#,
        #""seq":13,"type":"partial_result","payload":{"path":["1"],"error":{"code":"TOOL_TIMEOUT","message":"no answer","path":["1"],"details":[{"type":"retry_info","retryDelayMs":2000},{"type":"upstream_info","statusCode":503,"url":"u"},{"type":"validation_info","field":"f","reason":"r"},{"type":"quota_info","limit":5,"used":6}]},"hasNext":false}}"#,
        #""seq":14,"type":"final","payload":{"ok":true,"result":[{"t":3},null],"errors":[{"code":"TOOL_TIMEOUT","message":"no answer","path":["1"]}],"stats":{"durationMs":2100,"toolCallCount":2,"stdoutBytes":0}}}"#,
        #""seq":9,"type":"heartbeat","payload":{"ts":"2026-03-01T08:00:15.000Z"}}"#,
        #""seq":10,"type":"catalog_changed","payload":{"version":"7be1","addedActions":["crm_listNotes"],"removedActions":[]}}"#,
        #""seq":11,"type":"log","payload":{"level":"warn","message":"careful","data":{"a":[1]}}}"#,
        #""seq":1,"type":"session_init","payload":{"cancelUrl":"/c","expiresAt":"2026-03-01T08:01:00.000Z","encryption":{"enabled":true,"keyId":"k_5","serverHello":{"protocolVersion":2}}}}"#,
        #""seq":2,"type":"enc","payload":{"kid":"k_5","nonceB64":"q6urq6urq6sAAAAA","ciphertextB64":"Zm9v"}}"#,
    ].map { #"{"protocolVersion":2,"sessionId":"s_9f2c","# + $0 }

    @Test(arguments: examples) func `the examples are read and written byte for byte`(line: String) throws {
        let event = try NDJSON.event(Array(line.utf8)[...])
        #expect(String(decoding: try NDJSON.line(event), as: UTF8.self) == line + "\n")
        #expect(event.sessionID.rawValue == "s_9f2c")
    }

    @Test func `the examples hold every type`() throws {
        let types = try Set(Self.examples.map { try NDJSON.event(Array($0.utf8)[...]).type })
        #expect(types == Set(EventType.allCases))
    }

    @Test(arguments: examples) func `every prefix of a line is refused`(line: String) {
        let bytes = Array(line.utf8)
        for count in bytes.indices {
            #expect(throws: ProtocolError.self) { try NDJSON.event(bytes[..<count]) }
        }
    }

    @Test(arguments: examples) func `a field that becomes null is refused, or is one that may be null`(line: String)
        throws
    {
        let json = try JSONValue.parse(line)
        let nullable: Set<String> = ["result", "args", "data"]
        for member in try #require(json["payload"]?.objectValue) {
            var payload = try #require(json["payload"]?.objectValue)
            payload[member.key] = .null
            var object = try #require(json.objectValue)
            object["payload"] = .object(payload)
            let isLog = json["type"] == "log"
            do {
                _ = try Event(json: .object(object))
                #expect(nullable.contains(member.key) && !isLog, "\(member.key as String)")
            } catch {
                #expect(error.reason == .invalidField, "\(member.key as String)")
                #expect(error.location == .field("payload.\(member.key)"))
            }
        }
    }

    private func event(_ type: String, _ payload: String, seq: String = "1", decoding: EventDecoding = .strict) throws
        -> Event
    {
        let text =
            #"{"protocolVersion":2,"sessionId":"s_1","seq":\#(seq),"type":"\#(type)","payload":\#(payload)}"#
        return try Event(json: JSONValue.parse(text), decoding: decoding)
    }

    @Test(arguments: [
        ("log", #"{"level":"info","message":"m","data":[1]}"#, "payload.data"),
        ("log", #"{"level":"fatal","message":"m"}"#, "payload.level"),
        ("tool_call", #"{"callId":"c_1","toolName":"t"}"#, "payload.args"),
        ("tool_call", #"{"callId":"1","toolName":"t","args":{}}"#, "payload.callId"),
        ("tool_call", #"{"callId":"c_1","toolName":"","args":{}}"#, "payload.toolName"),
        ("heartbeat", #"{"ts":"2026-03-01T08:00:15+00:00"}"#, "payload.ts"),
        ("heartbeat", #"{"ts":1772352000000}"#, "payload.ts"),
        ("final", #"{"ok":true,"stats":{"durationMs":1,"toolCallCount":0}}"#, "payload.stats.stdoutBytes"),
        (
            "final", #"{"ok":true,"stats":{"durationMs":-1,"toolCallCount":0,"stdoutBytes":0}}"#,
            "payload.stats.durationMs"
        ),
        (
            "final", #"{"ok":true,"stats":{"durationMs":1,"toolCallCount":1.5,"stdoutBytes":0}}"#,
            "payload.stats.toolCallCount"
        ),
        ("final", #"{"ok":"yes"}"#, "payload.ok"),
        (
            "final", #"{"ok":true,"errors":[{"code":"C","message":"m","details":[{"type":"x"}]}]}"#,
            "payload.errors.0.details.0.type"
        ),
        ("partial_result", #"{"path":[0],"hasNext":true}"#, "payload.path"),
        ("partial_result", #"{"path":["0"]}"#, "payload.hasNext"),
        ("deadline_exceeded", #"{"elapsedMs":1,"budgetMs":0}"#, "payload.budgetMs"),
        ("session_init", #"{"expiresAt":"2026-03-01T08:01:00Z","encryption":{"enabled":false}}"#, "payload.cancelUrl"),
        ("session_init", #"{"cancelUrl":"/c","encryption":{"enabled":false}}"#, "payload.expiresAt"),
        ("session_init", #"{"cancelUrl":"/c","expiresAt":"2026-03-01T08:01:00Z"}"#, "payload.encryption"),
        (
            "session_init", #"{"cancelUrl":"/c","expiresAt":"2026-03-01T08:01:00Z","encryption":{"enabled":true}}"#,
            "payload.encryption.keyId"
        ),
        ("catalog_changed", #"{"version":"","addedActions":[],"removedActions":[]}"#, "payload.version"),
        ("catalog_changed", #"{"version":"1","addedActions":[1],"removedActions":[]}"#, "payload.addedActions"),
        ("stdout", #"{"data":"x"}"#, "payload.chunk"),
        ("stdout", #"["x"]"#, "payload"),
    ])
    func `what deployed clients drop is refused at its field`(type: String, payload: String, path: String) {
        do {
            _ = try event(type, payload)
            Issue.record("accepted")
        } catch let error as ProtocolError {
            #expect(error.location == .field(path))
            #expect(!error.isIgnorable)
        } catch {
            Issue.record("\(error)")
        }
    }

    @Test(arguments: ["-1", "1.5", "9007199254740992", "\"1\"", "null"])
    func `a sequence number is an integer from 0 to 2^53 - 1`(seq: String) {
        #expect(throws: ProtocolError.self) { try event("stdout", #"{"chunk":""}"#, seq: seq) }
    }

    @Test func `the bounds of sequence numbers are taken`() throws {
        #expect(try event("stdout", #"{"chunk":""}"#, seq: "0").sequence == 0)
        #expect(try event("stdout", #"{"chunk":""}"#, seq: "9007199254740991").sequence == Event.sequenceMax)
    }

    @Test func `unknown types and versions are ignorable, unknown fields ignored`() throws {
        for text in [
            #"{"protocolVersion":2,"sessionId":"s_1","seq":1,"type":"new","payload":{}}"#,
            #"{"protocolVersion":3,"sessionId":"s_1","seq":1,"type":"stdout","payload":{"chunk":""}}"#,
        ] {
            do {
                _ = try Event(json: JSONValue.parse(text))
                Issue.record("accepted")
            } catch {
                #expect(error.isIgnorable)
            }
        }
        #expect(throws: Never.self) { try event("stdout", #"{"chunk":"","more":null}"#) }
    }

    @Test func `lenient reading takes what older peers send`() throws {
        let call = try event("tool_call", #"{"callId":"f00d","toolName":"t","args":{}}"#, decoding: .lenient)
        guard case .toolCall(let toolCall) = call.payload else { throw Failure() }
        #expect(toolCall.callID.rawValue == "c_f00d")
        #expect(toolCall.callID.runtimeText == "f00d")
        let start = try event(
            "session_init", #"{"expiresAt":"2026-03-01T08:01:00Z","encryption":{"enabled":false}}"#,
            decoding: .lenient)
        #expect(start.type == .sessionInit)
        let end = try event("final", #"{"ok":false}"#)
        #expect(end.payload == .final(Final(.failure(ErrorInfo(message: "Unknown error")))))
    }

    @Test func `version 1 knows nine types and no errors in final`() throws {
        let events = try Self.examples.map { try NDJSON.event(Array($0.utf8)[...]) }
        let adapted = events.compactMap { $0.adapted(to: .v1) }
        #expect(Set(adapted.map(\.type)).count == 9)
        for event in adapted {
            #expect(event.protocolVersion == .v1)
            if case .final(let final) = event.payload { #expect(final.errors.isEmpty) }
        }
        #expect(events.compactMap { $0.adapted(to: .v2) } == events)
    }

    @Test func `a stack is read and never written`() throws {
        let event = try event("final", #"{"ok":false,"error":{"message":"m","stack":"at /secret"}}"#)
        guard case .final(let final) = event.payload, case .failure(let info) = final.outcome else { throw Failure() }
        #expect(info.stack == "at /secret")
        #expect(!String(decoding: try NDJSON.line(event), as: UTF8.self).contains("secret"))
    }

    private struct Failure: Error {}
}
