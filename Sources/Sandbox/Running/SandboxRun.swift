internal import JavaScript
internal import Synchronization

/// One run of a script, from the call of `run` to its result.
///
/// Threads take turns with it, timers and tasks tell it things; what they have to agree on is in `RunState`, and the
/// script itself is touched by one of them at a time.
final class SandboxRun: Sendable {
    /// What a run is made from.
    struct Request: Sendable {
        let code: String
        let terms: ScriptGuard.Terms
        let limits: EnclaveLimits
        let hidesStacks: Bool
        let freezesClock: Bool
        let globals: [(name: String, json: String)]
        /// nil where the owner of the run answers the calls.
        let handler: ToolHandler?
        let onEvent: (@Sendable (ExecutionEvent) -> Void)?
        let onEnd: @Sendable (ExecutionResult) -> Void
    }

    /// What only the thread that has the run touches.
    private struct Core {
        let ledger: RunLedger
        var script: ScriptMachine?
        var ownTime = Duration.zero
        var turnTime = Duration.zero
        var hasArmedDeadline = false
        /// The script has nothing to do before an answer comes.
        var isResting = false
        var hasEnded = false
    }

    let request: Request
    private let threads: ScriptThreads
    private let began = ContinuousClock.now
    private let state = Mutex(RunState())
    private let core: Mutex<Core>
    /// Work on tool calls, to be cancelled with the run.
    private let tasks = Mutex<[ToolCall.ID: Task<Void, Never>]>([:])

    init(_ request: Request, threads: ScriptThreads) {
        self.request = request
        self.threads = threads
        core = Mutex(Core(ledger: RunLedger()))
    }

    private var limits: EnclaveLimits { request.limits }

    /// Whether the result is, or is about to be, known.
    var hasEnded: Bool { state.withLock { $0.phase == .ended } }

    // MARK: From outside

    /// Queues the run.
    func start() { threads.enqueue(self) }

    /// Ends the run for a reason of the host.
    func cancel(_ reason: String) { stop(.cancelled(reason)) }

    /// Answers a tool call.
    func answer(_ id: ToolCall.ID, _ answer: ToolAnswer) {
        if state.withLock({ $0.answer(id, answer) }) { threads.enqueue(self) }
    }

    /// The wall clock's deadline came.
    func deadlineCame() { stop(.timeout) }

    /// A call took too long.
    func toolTimeoutCame(_ id: ToolCall.ID) {
        guard state.withLock({ $0.isPending(id) }) else { return }
        answer(
            id,
            .failure(
                ToolError(name: "TimeoutError", message: "the tool did not answer in time", code: .toolTimeout)))
        tasks.withLock { $0.removeValue(forKey: id) }?.cancel()
    }

    private func stop(_ reason: RunState.Stop) {
        guard state.withLock({ $0.stop(reason) }) else { return }
        core.withLock { end(&$0, .failure(error(for: reason))) }
    }

    // MARK: Turns

    /// Runs the script for a few milliseconds, on a script thread.
    func takeTurn() {
        guard state.withLock({ $0.beginTurn() }) else { return }
        if core.withLock({ work(&$0) }) { threads.enqueue(self) }
    }

    /// Whether the run is to be queued again.
    private func work(_ core: inout Core) -> Bool {
        if core.script == nil, let error = prepare(&core) {
            end(&core, .failure(error))
            return false
        }
        while let script = core.script {
            if core.isResting, !rest(&core, script) { return false }
            let sliceBegan = ContinuousClock.now
            let progress = script.run(remaining: remaining(core, at: sliceBegan))
            let now = ContinuousClock.now
            core.ownTime += now - sliceBegan
            core.turnTime += now - sliceBegan
            makeCalls(script.takeCalls(), core.ledger)
            if isOverdue(core, at: now), !progress.isEnd {
                end(&core, .failure(error(for: .timeout)))
                return false
            }
            switch progress {
            case .outOfSlice:
                guard state.withLock({ $0.stop == nil }) else { return endStopped(&core) }
                guard threads.hasOtherWork(at: now) else { continue }
                armDeadline(&core)
                return state.withLock { $0.yield() } ? true : endStopped(&core)
            case .waiting:
                core.turnTime = .zero
                core.isResting = true
                armDeadline(&core)
            case .finished:
                end(&core, outcome(core, script))
                return false
            case .terminated(let reason):
                end(&core, .failure(error(for: reason)))
                return false
            }
        }
        return false
    }

    /// The script has nothing to do; whether it has now.
    private func rest(_ core: inout Core, _ script: ScriptMachine) -> Bool {
        switch state.withLock({ $0.rest() }) {
        case .answer(let id, let answer):
            core.isResting = false
            tasks.withLock { $0[id] = nil }
            core.ledger.settle(id, answer)
            script.settle(id, answer)
            request.onEvent?(.toolResultApplied(id))
            return true
        case .wait: return false
        case .stop(let reason):
            end(&core, .failure(error(for: reason)))
            return false
        case .nothing:
            end(&core, .failure(ScriptFailures.deadlock))
            return false
        }
    }

    /// Parses, compiles, and makes the realm; an error if that cannot be done.
    private func prepare(_ core: inout Core) -> ExecutionError? {
        do throws(ExecutionError) {
            let script = try ScriptMachine(request)
            script.onConsole { [unowned self, ledger = core.ledger] level, text, calls in
                makeCalls(calls, ledger)
                ledger.countLine(bytes: text.utf8.count + 1)
                request.onEvent?(level.map { .log($0, text) } ?? .stdout(text + "\n"))
            }
            core.script = script
            return nil
        } catch {
            return error
        }
    }

    // MARK: Tool calls

    private func makeCalls(_ calls: [HostCall], _ ledger: RunLedger) {
        for call in calls {
            let id = ToolCall.ID(rawValue: call.id)
            state.withLock { $0.call(id) }
            do throws(ToolError) {
                let checked = try ToolRequest(argumentsJSON: call.argumentsJSON, limits: limits)
                make(ToolCall(id: id, name: checked.name, argumentsJSON: checked.argumentsJSON), ledger)
            } catch {
                _ = state.withLock { $0.answer(id, .failure(error)) }
            }
        }
    }

    private func make(_ call: ToolCall, _ ledger: RunLedger) {
        ledger.countCall(call)
        request.onEvent?(.toolCall(call))
        if let timeout = limits.toolTimeout { threads.arm(.tool(self, call.id), at: .now.advanced(by: timeout)) }
        guard let handler = request.handler else { return }
        let payloadMax = limits.toolPayloadBytesMax
        let task = Task { [self] in
            answer(call.id, await ToolAnswer(calling: handler, call, payloadBytesMax: payloadMax))
        }
        tasks.withLock { $0[call.id] = task }
    }

    // MARK: Time

    private func remaining(_ core: Core, at now: ContinuousClock.Instant) -> Duration {
        let used =
            switch limits.clock {
            case .wall: began.duration(to: now)
            case .cpu: core.ownTime
            }
        guard let turnTimeout = limits.turnTimeout else { return limits.timeout - used }
        return min(turnTimeout - core.turnTime, limits.timeout - used)
    }

    private func isOverdue(_ core: Core, at now: ContinuousClock.Instant) -> Bool {
        if let turnTimeout = limits.turnTimeout, core.turnTime >= turnTimeout { return true }
        switch limits.clock {
        case .wall: return began.duration(to: now) >= limits.timeout
        case .cpu: return core.ownTime >= limits.timeout
        }
    }

    /// From now on the run may be without a thread when its deadline comes.
    private func armDeadline(_ core: inout Core) {
        guard limits.clock == .wall, !core.hasArmedDeadline else { return }
        core.hasArmedDeadline = true
        threads.arm(.deadline(self), at: began.advanced(by: limits.timeout))
    }

    // MARK: End

    private func endStopped(_ core: inout Core) -> Bool {
        end(&core, .failure(error(for: state.withLock { $0.stop } ?? .timeout)))
        return false
    }

    /// Makes the result, gives back the memory, and lets go of the tools.
    private func end(_ core: inout Core, _ outcome: ExecutionResult.Outcome) {
        guard !core.hasEnded else { return }
        core.hasEnded = true
        state.withLock { $0.end() }
        var stats = ExecutionResult.Stats()
        stats.toolCallCount = core.ledger.toolCallCount
        stats.consoleCallCount = core.ledger.consoleCallCount
        stats.consoleByteCount = core.ledger.consoleByteCount
        if let script = core.script {
            stats.fuelUsed = script.fuelUsed
            stats.heapBytesPeak = script.heapBytesPeak
        }
        core.script = nil
        for task in tasks.withLock({ Array($0.values) }) { task.cancel() }
        tasks.withLock { $0 = [:] }
        stats.duration = began.duration(to: .now)
        request.onEnd(ExecutionResult(outcome: outcome, stats: stats))
    }

    private func outcome(_ core: Core, _ script: ScriptMachine) -> ExecutionResult.Outcome {
        switch script.outcome(limits) {
        case .success(let json): return .success(json: json)
        case .refused(let refusal): return .failure(ScriptFailures.refused(refusal, limits))
        case .thrown(let thrown):
            return .failure(
                ScriptFailures.uncaught(thrown, failures: core.ledger.failures, hidesStack: request.hidesStacks))
        }
    }

    private func error(for reason: RunState.Stop) -> ExecutionError {
        switch reason {
        case .timeout: ScriptFailures.timeout(limits)
        case .cancelled(let message):
            ExecutionError(.sessionCancelled, origin: .host, name: "CancellationError", message: message)
        }
    }

    private func error(for reason: ScriptMachine.Reason) -> ExecutionError {
        switch reason {
        case .fuel: ScriptFailures.fuel(limits)
        case .memory: ScriptFailures.memory(limits)
        case .deadline: ScriptFailures.timeout(limits)
        case .consoleLimit: ScriptFailures.console(limits)
        case .toolCallLimit: ScriptFailures.toolCalls(limits)
        case .unknown: ScriptFailures.internalError("the engine stopped the script without a reason")
        }
    }
}
