import JSON
import Link
import Protocol
import Sandbox
import Testing

@testable import Runtime

struct WorkerTests {
    private let id = SessionID(unchecked: "s_1")

    private func execute(_ code: String, _ change: (inout RequestedLimits) -> Void = { _ in }) -> BrokerMessage {
        var limits = RequestedLimits.patient
        change(&limits)
        return .execute(ExecuteRequest(sessionID: id, code: code, limits: limits))
    }

    @Test func `a session is announced, run, and ended, with numbers of its own`() async throws {
        try await withWorker { broker, _ in
            try await broker.send(execute("console.log('hi'); console.warn('w'); return { a: [1, 2] }"))
            let events = try await broker.events(of: id)
            #expect(events.map(\.sequence) == [1, 2, 3, 4])
            #expect(events.map(\.type) == [.sessionInit, .stdout, .log, .final])
            #expect(events[1].payload == .stdout(chunk: "hi\n"))
            #expect(events[2].payload == .log(LogEntry(level: .warn, message: "w")))
            let final = events[3].final
            #expect(final?.result == ["a": [1, 2]])
            #expect(final?.stats?.stdoutBytes == 3)
            #expect(final?.stats?.fuel ?? 0 > 0)
            #expect(final?.stats?.heapBytesPeak ?? 0 > 0)
        }
    }

    @Test func `a tool call goes out, its result comes back`() async throws {
        try await withWorker { broker, _ in
            try await broker.send(execute("const p = await callTool('price', { sku: 'A7' }); return p * 2"))
            let events = try await broker.events(of: id) { call in
                #expect(call.toolName == "price")
                #expect(call.arguments == ["sku": "A7"])
                return .success(21)
            }
            #expect(events.map(\.type) == [.sessionInit, .toolCall, .toolResultApplied, .final])
            #expect(events.last?.final?.result == 42)
            #expect(events.last?.final?.stats?.toolCallCount == 1)
        }
    }

    @Test func `both dialects of a result are understood, and a second result is ignored`() async throws {
        try await withWorker { broker, _ in
            try await broker.send(execute("return [await callTool('a', {}), await callTool('b', {})]"))
            var results: [JSONValue] = []
            while let event = try await broker.nextEvent() {
                if case .toolCall(let call) = event.payload {
                    if call.toolName == "a" {
                        try await broker.send(
                            text:
                                #"{"type":"tool_result","sessionId":"s_1","callId":"\#(call.callID)","success":true,"value":1}"#
                        )
                        try await broker.send(
                            text:
                                #"{"type":"tool_result","sessionId":"s_1","callId":"\#(call.callID)","success":true,"value":9}"#
                        )
                    } else {
                        try await broker.send(
                            text:
                                #"{"protocolVersion":2,"sessionId":"s_1","type":"tool_result_submit","payload":{"callId":"\#(call.callID)","ok":true,"result":2}}"#
                        )
                    }
                }
                if let final = event.final {
                    results.append(final.result ?? .null)
                    break
                }
            }
            #expect(results == [[1, 2]])
        }
    }

    @Test func `a failed tool is an error in the script, and uncaught the session's`() async throws {
        try await withWorker { broker, _ in
            let failure = ToolOutcome.failure(message: "no such user", code: ErrorCode(rawValue: "NOT_FOUND"))
            try await broker.send(
                execute("try { await callTool('t', {}) } catch (e) { return [e.message, e.code, e instanceof Error] }"))
            let caught = try await broker.events(of: id) { _ in failure }
            #expect(caught.last?.final?.result == ["no such user", "NOT_FOUND", true])
            try await broker.send(execute("await callTool('t', {})"))
            let uncaught = try await broker.events(of: id) { _ in failure }
            let error = uncaught.last?.final?.error
            #expect(error?.code == .toolError)
            #expect(error?.message == "no such user")
            #expect(error?.data == ["tool": "t", "code": "NOT_FOUND"])
        }
    }

    @Test(
        arguments: [
            ("let b = ;", ErrorCode.validationError, nil), ("throw new TypeError('x')", .runtimeError, nil),
            ("while (true) {}", .fuelExhausted, nil),
            ("const a = []; while (true) a.push({})", .memoryLimitExceeded, nil),
            ("(function f() { f() })()", .stackOverflow, nil),
            ("for (let i = 0; i < 3; i++) await callTool('t', {})", .maxToolCalls, "MAX_TOOL_CALLS_EXCEEDED"),
            ("await callTool('hang', {})", .timeout, "EXECUTION_TIMEOUT"),
            (
                "return (() => { const a = []; for (let i = 0; i < 600; i++) a.push(i); return a })()",
                .serializationLimitExceeded, nil
            ),
        ] as [(String, ErrorCode, String?)])
    func `each failure has its code on the wire`(code: String, wire: ErrorCode, limit: String?) async throws {
        try await withWorker { broker, _ in
            try await broker.send(
                execute(code) {
                    $0.fuelMax = 1_000_000
                    $0.heapBytesMax = 2 << 20
                    $0.toolCallsMax = 2
                    $0.sessionMilliseconds = code.contains("hang") ? 200 : 600_000
                })
            let events = try await broker.events(of: id) { $0.toolName == "hang" ? nil : .success(nil) }
            let error = events.last?.final?.error
            #expect(error?.code == wire)
            #expect(error?.data?["limit"]?.stringValue == limit)
            #expect(error?.stack == nil)
        }
    }

    @Test func `a deadline of the session is announced before the end`() async throws {
        try await withWorker { broker, _ in
            try await broker.send(execute("await callTool('hang', {})") { $0.deadlineMilliseconds = 50 })
            let events = try await broker.events(of: id)
            #expect(events.map(\.type) == [.sessionInit, .toolCall, .deadlineExceeded, .final])
            #expect(events.last?.final?.error?.code == .deadlineExceeded)
        }
    }

    @Test(arguments: ["await callTool('hang', {})", "while (true) {}"])
    func `a cancel ends the session with a notice`(code: String) async throws {
        try await withWorker { broker, _ in
            try await broker.send(execute("console.log('begun'); \(code)") { $0.sessionMilliseconds = 30_000 })
            while let event = try await broker.nextEvent(), event.type != .stdout {}
            let cancelled = ContinuousClock.now
            try await broker.send(
                text: #"{"protocolVersion":2,"sessionId":"s_1","type":"cancel","payload":{"reason":"user left"}}"#)
            let events = try await broker.events(of: id).filter { $0.type != .toolCall }
            #expect(cancelled.duration(to: .now) < .seconds(60))
            #expect(events.map(\.type) == [.error, .final])
            guard case .error(let notice) = events.first?.payload else { throw TestFailure.unexpectedMessage }
            #expect(notice == ErrorNotice(message: "user left", code: .sessionCancelled, isRecoverable: false))
            #expect(events.last?.final?.error?.code == .sessionCancelled)
            #expect(events.last?.final?.error?.message == "user left")
        }
    }

    @Test func `output past its limit is dropped once, and the script goes on`() async throws {
        try await withWorker { broker, _ in
            try await broker.send(
                execute("for (let i = 0; i < 10; i++) console.log('12345'); return 1") { $0.stdoutBytesMax = 15 })
            let events = try await broker.events(of: id)
            #expect(events.map(\.type) == [.sessionInit, .stdout, .stdout, .error, .final])
            #expect(events.last?.final?.result == 1)
            #expect(events.last?.final?.stats?.stdoutBytes == 12)
        }
    }

    @Test func `the script sees the context`() async throws {
        try await withWorker { broker, _ in
            try await broker.send(
                .execute(
                    ExecuteRequest(
                        sessionID: id, code: "return context.user.name", limits: .patient,
                        context: ["user": ["name": "é"]])))
            let events = try await broker.events(of: id)
            #expect(events.last?.final?.result == "é")
        }
    }

    @Test func `one session too many is refused, and the others go on`() async throws {
        try await withWorker(.patient(sessionsMax: 1)) { broker, worker in
            try await broker.send(execute("return await callTool('t', {})"))
            while let event = try await broker.nextEvent() {
                guard case .toolCall(let call) = event.payload else { continue }
                let other = SessionID(unchecked: "s_2")
                try await broker.send(.execute(ExecuteRequest(sessionID: other, code: "return 1", limits: .patient)))
                let refused = try await broker.events(of: other)
                #expect(refused.map(\.type) == [.final])
                #expect(refused.first?.final?.error?.code == .runtimeAtCapacity)
                try await broker.send(execute("return 1"))
                let twice = try await broker.events(of: id)
                #expect(twice.first?.final?.error?.code == .sessionExists)
                try await broker.send(
                    .toolResult(ToolResultMessage(sessionID: id, callID: call.callID, outcome: .success(5))))
                break
            }
            let events = try await broker.events(of: id)
            #expect(events.last?.final?.result == 5)
            #expect(worker.sessionCount == 0)
        }
    }

    @Test func `a broker without registration and session names is served`() async throws {
        try await withWorker(registers: false) { broker, _ in
            try await broker.send(text: #"{"type":"execute","code":"return await callTool('t',{})"}"#)
            var final: Final?
            while let event = try await broker.nextEvent() {
                if case .toolCall(let call) = event.payload {
                    try await broker.send(text: #"{"type":"tool_result","callId":"\#(call.callID)","result":3}"#)
                }
                final = event.final
                if final != nil { break }
            }
            #expect(final?.result == 3)
        }
    }

    @Test func `a ping is answered`() async throws {
        try await withWorker { broker, _ in
            try await broker.send(.ping(timestamp: 77))
            guard case .pong(_, let ping) = try await broker.next() else { throw TestFailure.unexpectedMessage }
            #expect(ping == 77)
        }
    }

    @Test func `bad messages are ignored, and ten in a row end the link`() async throws {
        try await withWorker { broker, _ in
            for _ in 0..<9 { try await broker.send(text: "{") }
            try await broker.send(execute("return 1"))
            #expect(try await broker.events(of: id).last?.final?.result == 1)
            for text in ["{", "[]", "1", #"{"type":"nonsense"}"#, #"{"type":"execute"}"#]
                + Array(repeating: "x", count: 5)
            {
                try await broker.send(text: text)
            }
            while try await broker.next() != nil {}
            #expect(broker.closure?.code == .badMessages)
        }
    }

    @Test func `a stop cancels every session and says good-bye`() async throws {
        try await withWorker { broker, worker in
            try await broker.send(execute("await callTool('hang', {})"))
            while let event = try await broker.nextEvent(), event.type != .toolCall {}
            worker.stop()
            var types: [EventType] = []
            while let event = try await broker.nextEvent() { types.append(event.type) }
            #expect(types == [.error, .final])
            #expect(broker.closure?.code == .goingAway)
            #expect(worker.sessionCount == 0)
        }
    }

    @Test func `a draining runtime finishes what it has and takes nothing new`() async throws {
        try await withWorker { broker, worker in
            try await broker.send(execute("return await callTool('t', {})"))
            while let event = try await broker.nextEvent() {
                guard case .toolCall(let call) = event.payload else { continue }
                try await broker.send(.drain)
                let other = SessionID(unchecked: "s_2")
                try await broker.send(.execute(ExecuteRequest(sessionID: other, code: "return 1", limits: .patient)))
                let refused = try await broker.events(of: other)
                #expect(refused.last?.final?.error?.code == .runtimeUnavailable)
                try await broker.send(
                    .toolResult(ToolResultMessage(sessionID: id, callID: call.callID, outcome: .success(5))))
                break
            }
            let events = try await broker.events(of: id)
            #expect(events.last?.final?.result == 5)
            while try await broker.next() != nil {}
            #expect(broker.closure?.code == .goingAway)
        }
    }

    @Test func `a session asks for no more than its level and its runtime allow`() {
        var limits = RequestedLimits()
        limits.fuelMax = 10_000_000_000
        limits.toolCallsMax = 5
        limits.sessionMilliseconds = 600_000
        var settings = RuntimeSettings(securityLevelMax: .secure)
        settings.maximums.sessionMilliseconds = 100_000
        let bounds = SessionBounds(
            ExecuteRequest(sessionID: id, code: "", limits: limits, securityLevel: .permissive), settings: settings)
        #expect(bounds.level == .secure)
        #expect(bounds.limits.fuel == 100_000_000)
        #expect(bounds.limits.toolCallsMax == 5)
        #expect(bounds.limits.timeout == .seconds(100))
        let strict = SessionBounds(
            ExecuteRequest(sessionID: id, code: "", securityLevel: .strict), settings: settings)
        #expect(strict.limits.timeout == .seconds(5))
        #expect(strict.limits.fuel == 20_000_000)
    }
}
