import Protocol
import Testing

@Suite struct RuntimeChannelTests {
    @Test(arguments: [
        #"{"type":"execute","sessionId":"s_9f2c","code":"return 1","limits":{"maxToolCalls":5}}"#,
        #"{"type":"execute","sessionId":"s_9f2c","code":"","context":{"a":1},"securityLevel":"STRICT","profile":"reference"}"#,
        #"{"type":"cancel","sessionId":"s_9f2c","reason":"user left"}"#, #"{"type":"cancel","sessionId":"s_9f2c"}"#,
        #"{"type":"tool_result","sessionId":"s_9f2c","callId":"c_7","success":true,"value":21}"#,
        #"{"type":"tool_result","sessionId":"s_9f2c","callId":"c_7","success":true}"#,
        #"{"type":"tool_result","sessionId":"s_9f2c","callId":"c_7","success":false,"error":{"message":"m","code":"C"}}"#,
        #"{"type":"tool_result","sessionId":"s_9f2c","callId":"f00d","success":true,"value":null}"#,
        #"{"type":"ping","timestamp":1772352000000}"#,
        #"{"type":"registered","runtimeId":"r-1","statusIntervalMs":5000,"drop":["s_1"]}"#, #"{"type":"drain"}"#,
    ])
    func `broker messages in the flat form survive`(text: String) throws {
        let message = try BrokerMessage(text: Array(text.utf8))
        #expect(String(decoding: try message.text(), as: UTF8.self) == text)
    }

    @Test(arguments: [
        (
            #"{"protocolVersion":2,"sessionId":"s_1","type":"tool_result_submit","payload":{"callId":"c_7","ok":true,"result":21}}"#,
            #"{"type":"tool_result","sessionId":"s_1","callId":"c_7","success":true,"value":21}"#
        ),
        (
            #"{"protocolVersion":2,"sessionId":"s_1","type":"tool_result_submit","payload":{"callId":"c_7","ok":false,"error":{"message":"m"}}}"#,
            #"{"type":"tool_result","sessionId":"s_1","callId":"c_7","success":false,"error":{"message":"m"}}"#
        ),
        (
            #"{"protocolVersion":2,"sessionId":"s_1","type":"cancel","payload":{"reason":"r"}}"#,
            #"{"type":"cancel","sessionId":"s_1","reason":"r"}"#
        ),
        (
            #"{"protocolVersion":2,"sessionId":"s_1","type":"cancel","payload":{}}"#,
            #"{"type":"cancel","sessionId":"s_1"}"#
        ),
        (
            #"{"type":"tool_result","callId":"c_7","result":21}"#,
            #"{"type":"tool_result","callId":"c_7","success":true,"value":21}"#
        ),
        (
            #"{"type":"tool_result","callId":"c_7","error":{"message":"m"}}"#,
            #"{"type":"tool_result","callId":"c_7","success":false,"error":{"message":"m"}}"#
        ),
        (
            #"{"type":"tool_result","sessionId":"s_1","callId":"c_7","success":false}"#,
            #"{"type":"tool_result","sessionId":"s_1","callId":"c_7","success":false,"error":{"message":"the tool call failed"}}"#
        ),
        (#"{"type":"execute","code":"1"}"#, #"{"type":"execute","code":"1"}"#),
    ])
    func `the other dialects read as the flat form`(text: String, flat: String) throws {
        let message = try BrokerMessage(text: Array(text.utf8))
        #expect(String(decoding: try message.text(), as: UTF8.self) == flat)
    }

    @Test(arguments: [
        #"{"type":"pong","timestamp":3,"pingTimestamp":1}"#, #"{"type":"pong","timestamp":3}"#,
        #"{"type":"register","runtimeId":"r-1","protocolVersion":2,"labels":{"a":"b"},"maxSessions":10,"activeSessions":["s_1"]}"#,
        #"{"type":"status","activeSessions":1,"totalSessions":9,"workers":{"total":4,"active":1,"idle":3},"uptimeMs":12345}"#,
        #"{"type":"drain"}"#, EventTests.examples[1], EventTests.examples[6],
    ])
    func `runtime messages survive`(text: String) throws {
        let message = try RuntimeMessage(text: Array(text.utf8))
        #expect(String(decoding: try message.text(), as: UTF8.self) == text)
    }

    @Test(arguments: [
        "[]", "{}", #"{"type":1}"#, #"{"type":"execute"}"#, #"{"type":"execute","code":"1","sessionId":"x"}"#,
        #"{"type":"execute","code":"1","limits":{"fuel":0}}"#, #"{"type":"execute","code":"1","securityLevel":"LOW"}"#,
        #"{"type":"cancel"}"#, #"{"type":"tool_result","sessionId":"s_1","success":true}"#,
        #"{"type":"tool_result","callId":"c_1"}"#, #"{"type":"tool_result","callId":"","success":true}"#,
        #"{"type":"ping"}"#, #"{"type":"ping","timestamp":"1"}"#, #"{"type":"registered"}"#,
        #"{"type":"registered","runtimeId":"r 1"}"#, #"{"type":"registered","runtimeId":"r","drop":["x"]}"#,
    ])
    func `wrong broker messages are refused`(text: String) {
        do throws(ProtocolError) {
            _ = try BrokerMessage(text: Array(text.utf8))
            Issue.record("accepted")
        } catch {
            #expect(!error.isIgnorable)
        }
    }

    @Test(arguments: [
        "nonsense", "{}", #"{"type":"register","runtimeId":"r"}"#,
        #"{"type":"register","runtimeId":"r","protocolVersion":2,"maxSessions":0}"#,
        #"{"type":"register","runtimeId":"r","protocolVersion":2,"maxSessions":1,"labels":{"a":1}}"#,
        #"{"type":"status","activeSessions":1}"#, #"{"type":"pong"}"#,
    ])
    func `wrong runtime messages are refused`(text: String) {
        do throws(ProtocolError) {
            _ = try RuntimeMessage(text: Array(text.utf8))
            Issue.record("accepted")
        } catch {
            #expect(!error.isIgnorable)
        }
    }

    @Test func `unknown messages are ignorable`() {
        func isIgnorable(_ read: () throws(ProtocolError) -> Void) -> Bool {
            do throws(ProtocolError) {
                try read()
                return false
            } catch {
                return error.isIgnorable
            }
        }
        #expect(isIgnorable { () throws(ProtocolError) in _ = try BrokerMessage(json: ["type": "new"]) })
        #expect(
            isIgnorable { () throws(ProtocolError) in
                _ = try RuntimeMessage(json: ["type": "new", "protocolVersion": 2])
            })
    }

    @Test func `a bare call id goes back as it came`() throws {
        let call =
            #"{"protocolVersion":2,"sessionId":"s_1","seq":2,"type":"tool_call","payload":{"callId":"f00d","toolName":"t","args":{}}}"#
        guard case .event(let event) = try RuntimeMessage(text: Array(call.utf8), decoding: .lenient),
            case .toolCall(let toolCall) = event.payload
        else {
            Issue.record("not a tool call")
            return
        }
        let result = BrokerMessage.toolResult(
            ToolResultMessage(sessionID: event.sessionID, callID: toolCall.callID, outcome: .success(1)))
        #expect(result.json["callId"] == "f00d")
        #expect(event.json["payload"]?["callId"] == "c_f00d")
    }
}
