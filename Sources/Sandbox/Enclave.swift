internal import Foundation
public import JSON
internal import Synchronization

/// Runs untrusted JavaScript in this process, under limits that hold, and lets it call tools.
///
/// ```swift
/// let enclave = Enclave(securityLevel: .secure) { call in try await tools.execute(call.name, call.arguments) }
/// let result = await enclave.run("const u = await callTool('users:get', { id: 7 }); return u.name;")
/// ```
///
/// Each run has a realm of its own. Scripts run on threads of their own, a few for the whole process; a script that waits
/// for a tool takes no thread. An enclave can be used from many tasks at once.
public final class Enclave: Sendable {
    /// Runs under way in the process, waiting ones included; one more is refused with `QUEUE_FULL`.
    public static let runsMax = 10_000

    /// How much scripts may do: which source texts are accepted, and which limits hold where `limits` does not say
    /// otherwise.
    public let securityLevel: SecurityLevel
    /// Whose verdicts on source text apply.
    public let profile: SecurityProfile
    /// Bounds of each run.
    public let limits: EnclaveLimits

    private let globals: [(name: String, json: String)]
    private let toolHandler: ToolHandler?
    private let threads: ScriptThreads

    private static let runCount = Atomic(0)

    /// An enclave.
    ///
    /// - Parameters:
    ///   - securityLevel: names a set of rules and limits.
    ///   - profile: whose rules.
    ///   - limits: other limits than those of the level.
    ///   - globals: values that scripts see under these names, each run a copy of its own.
    ///   - toolHandler: answers `callTool`; without it every call fails.
    public convenience init(
        securityLevel: SecurityLevel = .standard, profile: SecurityProfile = .enclave, limits: EnclaveLimits? = nil,
        globals: KeyValuePairs<String, JSONValue> = [:], toolHandler: ToolHandler? = nil
    ) {
        self.init(
            securityLevel: securityLevel, profile: profile, limits: limits, globals: globals,
            toolHandler: toolHandler, threads: .shared)
    }

    init(
        securityLevel: SecurityLevel, profile: SecurityProfile = .enclave, limits: EnclaveLimits?,
        globals: KeyValuePairs<String, JSONValue>,
        toolHandler: ToolHandler?, threads: ScriptThreads
    ) {
        self.securityLevel = securityLevel
        self.profile = profile
        self.limits = limits ?? EnclaveLimits(securityLevel)
        self.globals = globals.map { ($0.key, $0.value.wholeText) }
        self.toolHandler = toolHandler
        self.threads = threads
    }

    /// Runs a script: the body of an async function, with `await` and `return` at its top level.
    ///
    /// Returns when the script has ended, its limits have, or the calling task is cancelled; tool calls that are then
    /// still under way are cancelled and not waited for.
    ///
    /// - Parameters:
    ///   - code: the source text; positions in errors are positions in it.
    ///   - onEvent: told what happens, in order, on the script's thread: it must not block.
    public func run(_ code: String, onEvent: (@Sendable (ExecutionEvent) -> Void)? = nil) async -> ExecutionResult {
        let handler: ToolHandler =
            toolHandler ?? { call in
                throw ToolError(message: "No tool handler is configured for `\(call.name)`", code: .unknownTool)
            }
        let handle = Mutex<SandboxRun?>(nil)
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let run = begin(code, globals: globals, handler: handler, onEvent: onEvent) {
                    continuation.resume(returning: $0)
                }
                handle.withLock { $0 = run }
                // A task that was cancelled before is not told again.
                if Task.isCancelled { run?.cancel("the task was cancelled") }
            }
        } onCancel: {
            handle.withLock { $0 }?.cancel("the task was cancelled")
        }
    }

    /// Begins a run whose tool calls the caller answers.
    ///
    /// - Parameters:
    ///   - globals: as JSON text, beside those of the enclave.
    ///   - onEvent: told what happens, in order, on the script's thread: it must not block.
    ///   - onEnd: called once, on any thread, after the last event.
    package func start(
        _ code: String, globals: [(name: String, json: String)] = [],
        onEvent: @escaping @Sendable (ExecutionEvent) -> Void, onEnd: @escaping @Sendable (ExecutionResult) -> Void
    ) -> EnclaveRun {
        EnclaveRun(begin(code, globals: self.globals + globals, handler: nil, onEvent: onEvent, onEnd: onEnd))
    }

    /// Queues a run; nil, with its result given, if there are too many.
    private func begin(
        _ code: String, globals: [(name: String, json: String)], handler: ToolHandler?,
        onEvent: (@Sendable (ExecutionEvent) -> Void)?, onEnd: @escaping @Sendable (ExecutionResult) -> Void
    ) -> SandboxRun? {
        guard Self.runCount.add(1, ordering: .relaxed).newValue <= Self.runsMax else {
            Self.runCount.subtract(1, ordering: .relaxed)
            let error = ExecutionError(
                .queueFull, origin: .host, name: "QueueError", message: "\(Self.runsMax) runs are under way already")
            onEnd(ExecutionResult(outcome: .failure(error), stats: ExecutionResult.Stats()))
            return nil
        }
        let run = SandboxRun(
            SandboxRun.Request(
                code: code,
                terms: ScriptGuard.Terms(profile: profile, level: securityLevel, globals: globals.map(\.name)),
                limits: limits, hidesStacks: securityLevel.hidesStacks,
                freezesClock: securityLevel.freezesClock, globals: globals, handler: handler, onEvent: onEvent,
                onEnd: { result in
                    Self.runCount.subtract(1, ordering: .relaxed)
                    onEnd(result)
                }), threads: threads)
        run.start()
        return run
    }
}

/// A run whose tool calls its owner answers.
package struct EnclaveRun: Sendable {
    private let run: SandboxRun?

    fileprivate init(_ run: SandboxRun?) {
        self.run = run
    }

    /// Answers a tool call. A second answer, and one to no call, mean nothing.
    package func answer(_ id: ToolCall.ID, _ answer: ToolAnswer) {
        run?.answer(id, answer)
    }

    /// Ends the run for a reason of the owner.
    package func cancel(_ reason: String) {
        run?.cancel(reason)
    }
}
