import Protocol
import Testing

@testable import Broker

/// Walks through the machine's inputs in every order and holds what comes out against the protocol's rules.
@Suite struct SessionStateMachineExplorationTests {
    private static let calls = [CallID(unchecked: "c_a"), CallID(unchecked: "c_b")]

    /// Every kind of input, and of those with content the kinds that are told apart.
    private static let inputs: [(name: String, input: SessionInput, delay: Duration)] = {
        func runtime(_ payload: EventPayload) -> SessionInput {
            .runtimeEvent(Event(sessionID: SessionID(unchecked: "s_1"), sequence: 1, payload: payload))
        }
        let failure = ToolFailure(.executionError, "no")
        let full = ErrorInfo(message: "full", code: .runtimeAtCapacity)
        return [
            ("begin", .begin, .zero), ("leased", .leased, .zero),
            ("session_init", runtime(.sessionInit(SessionInit(cancelURL: nil, expiresAt: MachineHarness.wall))), .zero),
            ("stdout", runtime(.stdout(chunk: "0123456789")), .zero),
            ("log", runtime(.log(LogEntry(level: .info, message: "x"))), .zero),
            ("error", runtime(.error(ErrorNotice(message: "x"))), .zero),
            ("partial", runtime(.partialResult(PartialResult(path: [], data: 1))), .zero),
            ("deadline", runtime(.deadlineExceeded(elapsedMilliseconds: 1, budgetMilliseconds: 1)), .zero),
            ("call a", runtime(.toolCall(ToolCall(callID: calls[0], toolName: "t", arguments: [:]))), .zero),
            ("call b", runtime(.toolCall(ToolCall(callID: calls[1], toolName: "t", arguments: [:]))), .zero),
            ("bad call", runtime(.toolCall(ToolCall(callID: calls[1], toolName: "t", arguments: [1]))), .zero),
            ("applied a", runtime(.toolResultApplied(calls[0])), .zero),
            ("final ok", runtime(.final(Final(.success(result: 1)))), .zero),
            ("final full", runtime(.final(Final(.failure(full)))), .zero),
            ("lost", .runtimeLost, .zero), ("resumed", .runtimeResumed, .zero), ("gone", .runtimeGone, .zero),
            ("done a", .toolFinished(calls[0], .success(1), bytes: 1), .zero),
            ("done b", .toolFinished(calls[1], .success(1), bytes: 5 << 20), .zero),
            ("failed a", .toolFinished(calls[0], .failure(failure), bytes: 0), .zero),
            ("cancel", .cancel(reason: nil), .zero), ("readers 0", .readers(0), .zero),
            ("readers 1", .readers(1), .zero),
            ("catalogue", .catalogChanged(CatalogChange(version: "1", addedActions: [], removedActions: [])), .zero),
            ("tick 40", .tick, .milliseconds(40)), ("tick 400", .tick, .milliseconds(400)),
        ]
    }()

    /// Follows one walk and says what is wrong with it.
    private struct Referee {
        var harness = MachineHarness { settings in
            settings.limits.sessionMilliseconds = 1_000
            settings.limits.deadlineMilliseconds = 900
            settings.limits.heartbeatIntervalMilliseconds = 150
            settings.limits.perToolDeadlineMilliseconds = 70
            settings.limits.toolCallsMax = 2
            settings.limits.stdoutBytesMax = 25
            settings.runtimeWait = .milliseconds(100)
            settings.runtimeGrace = .milliseconds(60)
            settings.orphanGrace = .milliseconds(300)
        }
        var hasBegun = false
        var isOver = false
        var hasFinal = false
        var isLeasing = false
        var hasLease = false
        var isExecuting = false
        var running: Set<CallID> = []
        var announced: Set<CallID> = []
        var applied: Set<CallID> = []
        var complaint: String?
        var runtimeSequence = 0

        mutating func take(_ step: (name: String, input: SessionInput, delay: Duration)) {
            var input = step.input
            if case .runtimeEvent(var event) = input {
                runtimeSequence += 1
                event.sequence = runtimeSequence
                input = .runtimeEvent(event)
            }
            let before = harness.machine.state
            if case .leased = input {
                // A lease is given only to whom asked for it.
                guard isLeasing else { return }
            }
            if case .toolFinished(let id, _, _) = input, !running.contains(id) { return }
            let actions = harness.take(input, after: step.delay)
            if case .leased = input { (isLeasing, hasLease) = (false, true) }
            if case .toolFinished(let id, _, _) = input { running.remove(id) }
            for action in actions { check(action) }
            checkState(before, actions)
        }

        private mutating func complain(_ text: String) {
            complaint = complaint ?? text
        }

        private mutating func check(_ action: SessionAction) {
            if isOver { complain("\(action) after the end") }
            switch action {
            case .emit(let payload): check(payload)
            case .requestLease:
                if isLeasing || hasLease { complain("a second lease") }
                isLeasing = true
            case .withdrawLease:
                if !isLeasing { complain("nothing to withdraw") }
                isLeasing = false
            case .execute:
                if isExecuting { complain("executed twice") }
                isExecuting = true
            case .releaseLease:
                if !isExecuting { complain("released what was not executing") }
                (isExecuting, hasLease) = (false, false)
            case .startTool(let call):
                if !announced.contains(call.callID) { complain("started before it was announced") }
                if !running.insert(call.callID).inserted { complain("started twice") }
            case .cancelTool(let id, _):
                if running.remove(id) == nil { complain("cancelled what does not run") }
            case .sendToolResult, .cancelExecution:
                if !isExecuting { complain("\(action) to nobody") }
            case .end:
                isOver = true
                if !hasFinal { complain("an end without final") }
                if !running.isEmpty { complain("tools run on") }
                if isLeasing { complain("still asking for a lease") }
                if isExecuting { complain("the lease is kept") }
            }
        }

        private mutating func check(_ payload: EventPayload) {
            if hasFinal { complain("\(payload.type) after final") }
            if payload.type == .sessionInit {
                if hasBegun { complain("a second session_init") }
                hasBegun = true
            } else if !hasBegun {
                complain("\(payload.type) before session_init")
            }
            switch payload {
            case .final: hasFinal = true
            case .toolCall(let call):
                if !announced.insert(call.callID).inserted { complain("announced twice") }
            case .toolResultApplied(let id):
                if !announced.contains(id) { complain("applied what was not announced") }
                if !applied.insert(id).inserted { complain("applied twice") }
            default: break
            }
        }

        private mutating func checkState(_ before: SessionState, _ actions: [SessionAction]) {
            let after = harness.machine.state
            if after.isTerminal != isOver { complain("state \(after) and end disagree") }
            // One input may make two steps: a session that begins and ends, or a script that ends while tools run.
            let isTwoSteps = after.isTerminal && (before == .waitingForTool || before == .starting)
            if before != after, !before.canBecome(after), !isTwoSteps {
                complain("\(before) became \(after)")
            }
            let isLive = hasBegun && !isOver
            if (harness.machine.nextDeadline != nil) != isLive { complain("a deadline after the end, or none before") }
            if let due = harness.machine.nextDeadline, due <= MachineHarness.start.advanced(by: harness.elapsed) {
                complain("something overdue is left")
            }
        }
    }

    @Test func `Every order of inputs after each stage of a session keeps the rules`() {
        let byName = Dictionary(uniqueKeysWithValues: Self.inputs.map { ($0.name, $0) })
        let stages: [[String]] = [
            [], ["begin"], ["begin", "leased"], ["begin", "leased", "stdout"], ["begin", "leased", "call a"],
            ["begin", "leased", "call a", "call b"], ["begin", "leased", "call a", "lost"],
            ["begin", "leased", "call a", "done a", "lost", "resumed"], ["begin", "readers 0"],
            ["begin", "leased", "final full"], ["begin", "leased", "cancel"],
        ]
        for stage in stages {
            var start = Referee()
            for name in stage { if let step = byName[name] { start.take(step) } }
            explore(start, depth: stage.count == 3 ? 3 : 2, path: stage)
        }
    }

    private func explore(_ referee: Referee, depth: Int, path: [String]) {
        for step in Self.inputs {
            var next = referee
            next.take(step)
            if let complaint = next.complaint {
                Issue.record("\(complaint) after \(path + [step.name])")
                continue
            }
            if depth > 1, !next.isOver { explore(next, depth: depth - 1, path: path + [step.name]) }
        }
    }

    @Test func `Long random walks keep the rules and always end once time is up`() {
        var generator = SplitMix(state: 7)
        for _ in 0..<500 {
            var referee = Referee()
            var path: [String] = []
            for _ in 0..<60 where referee.complaint == nil {
                let step = Self.inputs[Int(generator.next() % UInt64(Self.inputs.count))]
                path.append(step.name)
                referee.take(step)
            }
            referee.take((name: "begin", input: .begin, delay: .zero))
            referee.take((name: "the end", input: .tick, delay: .seconds(2)))
            if let complaint = referee.complaint {
                Issue.record("\(complaint) after \(path)")
                return
            }
            #expect(referee.isOver, "\(path)")
        }
    }

    private struct SplitMix: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var value = state
            value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
            value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
            return value ^ (value >> 31)
        }
    }
}
