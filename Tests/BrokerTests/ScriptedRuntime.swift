import JSON
import Link
import Protocol
import Synchronization

@testable import Broker

/// A runtime whose scripts are Swift closures: the far end of an in-memory link.
final class ScriptedRuntime: Sendable {
    typealias Script = @Sendable (RunningScript) async -> Void

    private struct State {
        var running: [SessionID: RunningScript] = [:]
        var executed = 0
        var cancelled: [SessionID] = []
        var pings = 0
    }

    let id: RuntimeID
    let link: any MessageLink
    private let scripts: [String: Script]
    private let places: Int
    private let labels: [String: String]
    private let state = Mutex(State())

    /// - Parameter scripts: what runs for a session whose code is that text.
    init(
        id: String = "r_1", link: any MessageLink, places: Int = 1_000, labels: [String: String] = [:],
        scripts: [String: Script]
    ) {
        self.id = RuntimeID(unchecked: id)
        self.link = link
        self.places = places
        self.labels = labels
        self.scripts = scripts
    }

    var executedCount: Int { state.withLock { $0.executed } }
    var cancelledSessions: [SessionID] { state.withLock { $0.cancelled } }

    /// Speaks with the broker until the link ends.
    func run(resuming active: [SessionID] = []) async {
        await send(
            .register(RuntimeRegistration(runtimeID: id, labels: labels, sessionsMax: places, activeSessions: active)))
        await withDiscardingTaskGroup { group in
            for await text in link.messages {
                guard let message = try? BrokerMessage(text: text) else { continue }
                switch message {
                case .execute(let request): execute(request, in: &group)
                case .cancel(let id, _): cancel(id)
                case .toolResult(let result):
                    let script = result.sessionID.flatMap { id in state.withLock { $0.running[id] } }
                    script?.take(result)
                case .ping(let timestamp): await send(.pong(timestamp: timestamp, pingTimestamp: timestamp))
                case .registered, .drain: break
                }
            }
            for script in state.withLock({ Array($0.running.values) }) { script.cancel() }
        }
    }

    private func execute(_ request: ExecuteRequest, in group: inout DiscardingTaskGroup) {
        guard let id = request.sessionID, let script = scripts[request.code] else { return }
        let running = RunningScript(request: request, id: id, runtime: self)
        state.withLock { state in
            state.executed += 1
            state.running[id] = running
        }
        group.addTask {
            await running.emit(
                .sessionInit(SessionInit(cancelURL: "/x", expiresAt: Timestamp(millisecondsSinceEpoch: 0))))
            await script(running)
            self.state.withLock { $0.running[id] = nil }
        }
    }

    private func cancel(_ id: SessionID) {
        let script = state.withLock { state in
            state.cancelled.append(id)
            return state.running[id]
        }
        script?.cancel()
    }

    func send(_ message: RuntimeMessage) async {
        guard let text = try? message.text() else { return }
        try? await link.send(text)
    }
}

/// One script that runs, as its closure sees it.
final class RunningScript: Sendable {
    private struct State {
        var sequence = 0
        var waiting: [CallID: AsyncStream<ToolOutcome>.Continuation] = [:]
        var isCancelled = false
        var cancellation: CheckedContinuation<Void, Never>?
        var calls = 0
    }

    let request: ExecuteRequest
    let id: SessionID
    private let runtime: ScriptedRuntime
    private let state = Mutex(State())

    init(request: ExecuteRequest, id: SessionID, runtime: ScriptedRuntime) {
        self.request = request
        self.id = id
        self.runtime = runtime
    }

    var isStopped: Bool { state.withLock { $0.isCancelled } }

    func emit(_ payload: EventPayload) async {
        let sequence = state.withLock { state in
            state.sequence += 1
            return state.sequence
        }
        await runtime.send(.event(Event(sessionID: id, sequence: sequence, payload: payload)))
    }

    func finish(_ result: JSONValue?) async {
        await emit(.final(Final(.success(result: result))))
    }

    func fail(_ code: ErrorCode, _ message: String) async {
        await emit(.final(Final(.failure(ErrorInfo(message: message, code: code)))))
    }

    /// Calls a tool and waits for what it gives; nil if the session was cancelled meanwhile.
    func callTool(_ name: String, _ arguments: JSONValue) async -> ToolOutcome? {
        let (outcomes, continuation) = AsyncStream.makeStream(of: ToolOutcome.self)
        let callID: CallID? = state.withLock { state in
            guard !state.isCancelled else { return nil }
            state.calls += 1
            let callID = CallID(unchecked: "c_\(state.calls)")
            state.waiting[callID] = continuation
            return callID
        }
        guard let callID else { return nil }
        await emit(.toolCall(ToolCall(callID: callID, toolName: name, arguments: arguments)))
        var outcome: ToolOutcome?
        for await arrived in outcomes { outcome = arrived }
        if outcome != nil { await emit(.toolResultApplied(callID)) }
        return outcome
    }

    /// Waits until the broker says to stop.
    func waitForCancellation() async {
        await withCheckedContinuation { continuation in
            let isCancelled = state.withLock { state in
                if !state.isCancelled { state.cancellation = continuation }
                return state.isCancelled
            }
            if isCancelled { continuation.resume() }
        }
    }

    func take(_ result: ToolResultMessage) {
        let waiting = state.withLock { $0.waiting.removeValue(forKey: result.callID) }
        waiting?.yield(result.outcome)
        waiting?.finish()
    }

    func cancel() {
        let (waiting, cancellation) = state.withLock { state in
            state.isCancelled = true
            defer { (state.waiting, state.cancellation) = ([:], nil) }
            return (Array(state.waiting.values), state.cancellation)
        }
        for continuation in waiting { continuation.finish() }
        cancellation?.resume()
    }
}
