import Protocol
import Testing

@testable import CLI

/// What a person sees of a session.
@Suite struct EventRendererTests {
    private static let session = SessionID(unchecked: "s_1")
    private static let call = CallID(unchecked: "c_1")

    /// The two streams after these events.
    private func show(
        _ payloads: [EventPayload], style: OutputStyle = .plain
    ) -> (output: String, diagnostics: String) {
        var renderer = EventRenderer(script: ScriptFile(name: "sum.js", text: ""), style: style)
        var output = ""
        var diagnostics = ""
        for (index, payload) in payloads.enumerated() {
            for piece in renderer.render(Event(sessionID: Self.session, sequence: index + 1, payload: payload)) {
                switch piece.stream {
                case .output: output += piece.text
                case .diagnostics: diagnostics += piece.text
                }
            }
        }
        return (output, diagnostics)
    }

    @Test func `a session reads from top to bottom`() {
        let stats = ExecutionStats(
            durationMilliseconds: 12, toolCallCount: 1, stdoutBytes: 7, fuel: 12_345, heapBytesPeak: 65_536)
        let shown = show([
            .sessionInit(SessionInit(cancelURL: nil, expiresAt: Timestamp(millisecondsSinceEpoch: 0))),
            .toolCall(ToolCall(callID: Self.call, toolName: "users:list", arguments: ["limit": 2])),
            .toolProgress(ToolProgress(callID: Self.call, phase: .connecting, elapsedMilliseconds: 0)),
            .toolResultApplied(Self.call),
            .stdout(chunk: "got 2\n"),
            .heartbeat(Timestamp(millisecondsSinceEpoch: 0)),
            .log(LogEntry(level: .warn, message: "few users", data: ["count": 2])),
            .final(Final(.success(result: ["total": 2]), stats: stats)),
        ])
        #expect(shown.output == "got 2\n{ \"total\": 2 }\n")
        #expect(
            shown.diagnostics == """
                session s_1
                → users:list {"limit":2}
                ← users:list
                warn few users {"count":2}
                ok: 12 ms, 1 tool call, 7 B of output, 12,345 fuel, 64 KiB of heap

                """)
    }

    @Test func `a failure names file, line, column, code and what to do`() {
        let error = ErrorInfo(message: "unexpected token", code: .validationError, line: 3, column: 14)
        let shown = show([.final(Final(.failure(error)))])
        #expect(shown.output.isEmpty)
        #expect(
            shown.diagnostics == """
                sum.js:3:14: VALIDATION_ERROR: unexpected token
                  Correct the script at that place.
                failed

                """)
    }

    @Test func `a place is shown as far as it is known`() {
        let shown = [
            ErrorInfo(message: "m"), ErrorInfo(message: "m", line: 3), ErrorInfo(message: "m", column: 4),
        ].map { show([.final(Final(.failure($0)))]).diagnostics.prefix { $0 != "\n" } }
        #expect(shown == ["sum.js: m", "sum.js:3: m", "sum.js: m"])
    }

    @Test func `every code of an execution that a person can act on has advice`() {
        for code: ErrorCode in [
            .validationError, .toolError, .fuelExhausted, .memoryLimitExceeded, .stackOverflow, .executionTimeout,
            .deadlineExceeded, .maxToolCalls, .runtimeUnavailable, .runtimeLost,
        ] {
            #expect(code.advice != nil, "\(code)")
        }
        #expect(ErrorCode(rawValue: "SOMETHING_NEW").advice == nil)
    }

    @Test func `a text result is shown as it is, no result not at all`() {
        #expect(show([.final(Final(.success(result: "# Report\nline")))]).output == "# Report\nline\n")
        #expect(show([.final(Final(.success(result: nil)))]).output.isEmpty)
        #expect(show([.final(Final(.success(result: .null)))]).output == "null\n")
    }

    @Test func `a line that the script left open is ended before the next thing`() {
        let shown = show([
            .stdout(chunk: "a"), .stdout(chunk: "b"), .toolResultApplied(Self.call), .stdout(chunk: "c"),
            .final(Final(.success(result: 1))),
        ])
        #expect(shown.output == "ab\nc\n1\n")
    }

    @Test func `nothing that a peer sends commands the terminal`() {
        let attack = "\u{1B}]0;x\u{07}\u{1B}[2J\r\u{9B}1m!"
        let error = ErrorInfo(message: attack, code: ErrorCode(rawValue: attack), stack: attack)
        let payload = ErrorPayload(code: ErrorCode(rawValue: attack), message: attack)
        let shown = show([
            .stdout(chunk: attack),
            .log(LogEntry(level: .error, message: attack, data: [attack: .string(attack)])),
            .toolCall(ToolCall(callID: Self.call, toolName: attack, arguments: [attack: .string(attack)])),
            .toolResultApplied(Self.call),
            .partialResult(PartialResult(path: [attack], data: .string(attack))),
            .partialResult(PartialResult(path: [attack], error: payload)),
            .error(ErrorNotice(message: attack, code: ErrorCode(rawValue: attack))),
            .catalogChanged(CatalogChange(version: attack, addedActions: [attack], removedActions: [attack])),
            .final(Final(.failure(error), errors: [payload])),
            .final(Final(.success(result: [attack: .string(attack)]))),
            .final(Final(.success(result: .string(attack)))),
        ])
        for text in [shown.output, shown.diagnostics] {
            #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || $0.properties.generalCategory != .control })
            #expect(text.contains("!"))
        }
    }

    @Test func `colours frame words and never what the script prints`() {
        let shown = show([.stdout(chunk: "plain\n"), .final(Final(.success(result: 1)))], style: .coloured)
        #expect(shown.output == "plain\n1\n")
        #expect(shown.diagnostics == "\u{1B}[32mok\u{1B}[0m\n")
    }

    @Test func `an unknown call is shown by its id, a long one cut`() {
        #expect(show([.toolResultApplied(Self.call)]).diagnostics == "← c_1\n")
        let long = ToolCall(
            callID: Self.call, toolName: "t", arguments: .string(String(repeating: "x", count: 100_000)))
        #expect(show([.toolCall(long)]).diagnostics.count < 200)
    }

    @Test func `the calls that are remembered are bounded`() {
        var renderer = EventRenderer(script: ScriptFile(name: "-", text: ""), style: .plain)
        for index in 0..<5_000 {
            let call = ToolCall(callID: CallID(unchecked: "c_\(index)"), toolName: "t", arguments: .object([:]))
            _ = renderer.render(Event(sessionID: Self.session, sequence: index + 1, payload: .toolCall(call)))
        }
        func name(_ id: String) -> String {
            let event = Event(
                sessionID: Self.session, sequence: 6_000, payload: .toolResultApplied(CallID(unchecked: id)))
            return renderer.render(event).map(\.text).joined()
        }
        #expect(name("c_0") == "← t\n")
        #expect(name("c_4999") == "← c_4999\n")
    }

    @Test func `notices, parts and deadlines are said on one line each`() {
        let shown = show([
            .error(ErrorNotice(message: "user\nleft", code: .sessionCancelled, isRecoverable: false)),
            .error(ErrorNotice(message: "output dropped", isRecoverable: true)),
            .partialResult(PartialResult(path: ["0", "name"], data: 3)),
            .deadlineExceeded(elapsedMilliseconds: 304, budgetMilliseconds: 300),
            .catalogChanged(CatalogChange(version: "2", addedActions: ["a", "b"], removedActions: ["c"])),
            .encrypted(EncryptedEnvelope(keyID: "k_1", nonceBase64: "", ciphertextBase64: "")),
        ])
        #expect(
            shown.diagnostics == """
                error: SESSION_CANCELLED: user left
                notice: output dropped
                part 0.name 3
                deadline: 300 ms used up after 304 ms
                tools changed: +a +b -c
                encrypted event: this command has no key to read it

                """)
    }

    @Test func `the exit status is the session's outcome`() {
        #expect(ExitStatus(Final(.success(result: nil))) == .success)
        #expect(ExitStatus(Final(.failure(ErrorInfo(message: "m")))) == .scriptFailed)
        #expect(ExitStatus.usage.rawValue == 2)
        #expect(ExitStatus.unreachable.rawValue == 3)
    }
}
