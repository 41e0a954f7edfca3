internal import Foundation
internal import Synchronization

/// The threads that scripts run on: few, with large stacks, apart from Swift's cooperative pool.
///
/// ```
///  enqueue ─▶ │ runs, first in first out │ ─▶ thread: one turn ─┬▶ again: back to the end of the queue
///                                                               ├▶ waiting: the run holds no thread
///  arm ─▶ timers, looked after by whichever thread is between   └▶ ended
///         two turns, or waits
/// ```
///
/// A turn lasts a few milliseconds, so that each run gets its share and timers are no later than that.
final class ScriptThreads: Sendable {
    /// The threads that every `Enclave` shares: as many as the machine has cores.
    static let shared = ScriptThreads(count: ProcessInfo.processInfo.activeProcessorCount)

    /// The parser and builtins may nest; scripts themselves take nothing of a thread's stack. Address space, of which
    /// only what is used becomes memory; frames that are not optimized are ten times as large.
    #if DEBUG
    private static let stackBytes = 128 << 20
    #else
    private static let stackBytes = 8 << 20
    #endif

    /// What a timer is for.
    enum Timer {
        case deadline(SandboxRun)
        case tool(SandboxRun, ToolCall.ID)

        var run: SandboxRun {
            switch self {
            case .deadline(let run), .tool(let run, _): run
            }
        }
    }

    /// What the threads share. They do not keep the owner alive, which ends them.
    private final class Core: Sendable {
        struct State {
            var queue = RunQueue()
            var timers = TimerHeap<Timer>()
            var startedCount = 0
            var idleCount = 0
            var isStopping = false
        }

        let state = Mutex(State())
        /// One for each run in the queue, and for each timer that is sooner than the others.
        let wakeups = DispatchSemaphore(value: 0)
    }

    private let core = Core()
    private let countMax: Int

    init(count: Int) {
        countMax = max(1, count)
    }

    deinit {
        core.state.withLock { $0.isStopping = true }
        for _ in 0..<countMax { core.wakeups.signal() }
    }

    /// Lets a run have a turn when those before it have had theirs.
    func enqueue(_ run: SandboxRun) {
        let starts = core.state.withLock { state in
            state.queue.append(run)
            guard state.idleCount < state.queue.count, state.startedCount < countMax else { return false }
            state.startedCount += 1
            return true
        }
        core.wakeups.signal()
        guard starts else { return }
        let thread = Thread { [core] in Self.work(core) }
        thread.stackSize = Self.stackBytes
        thread.name = "script"
        thread.start()
    }

    /// Calls a run when a time has come.
    func arm(_ timer: Timer, at due: ContinuousClock.Instant) {
        let isSooner = core.state.withLock { state in
            let isSooner = state.timers.nextDue.map { due < $0 } ?? true
            state.timers.insert(timer, due: due) { !$0.run.hasEnded }
            return isSooner
        }
        // A thread that waits for a later time has to learn of this one.
        if isSooner { core.wakeups.signal() }
    }

    /// Whether another run waits for a turn, or a timer for somebody to look after it.
    func hasOtherWork(at now: ContinuousClock.Instant) -> Bool {
        core.state.withLock { state in
            !state.queue.isEmpty || state.timers.nextDue.map { $0 <= now } ?? false
        }
    }

    private static func work(_ core: Core) {
        while true {
            let (due, isStopping) = core.state.withLock { state in
                state.idleCount += 1
                return (state.timers.nextDue, state.isStopping)
            }
            if isStopping { return }
            wait(core, until: due)
            let run = core.state.withLock { state in
                state.idleCount -= 1
                return state.queue.popFirst()
            }
            fireTimers(core)
            run?.takeTurn()
        }
    }

    private static func wait(_ core: Core, until due: ContinuousClock.Instant?) {
        guard let due else { return core.wakeups.wait() }
        let left = ContinuousClock.now.duration(to: due)
        guard left > .zero else {
            _ = core.wakeups.wait(timeout: .now())
            return
        }
        _ = core.wakeups.wait(timeout: .now() + .nanoseconds(left.wholeNanoseconds))
    }

    private static func fireTimers(_ core: Core) {
        let now = ContinuousClock.now
        while let timer = core.state.withLock({ $0.timers.popDue(at: now) }) {
            switch timer {
            case .deadline(let run): run.deadlineCame()
            case .tool(let run, let id): run.toolTimeoutCame(id)
            }
        }
    }
}

/// Runs that wait for a turn, with a constant-time front.
struct RunQueue {
    private var runs: [SandboxRun?] = []
    private var head = 0

    var count: Int { runs.count - head }
    var isEmpty: Bool { count == 0 }

    mutating func append(_ run: SandboxRun) {
        runs.append(run)
    }

    mutating func popFirst() -> SandboxRun? {
        guard head < runs.count else { return nil }
        let run = runs[head]
        runs[head] = nil
        head += 1
        if head == runs.count {
            runs.removeAll(keepingCapacity: runs.capacity <= 1024)
            head = 0
        } else if head >= 64, head * 2 >= runs.count {
            runs.removeFirst(head)
            head = 0
        }
        return run
    }
}

extension Duration {
    /// Rounded down; at most what an integer holds.
    var wholeNanoseconds: Int {
        let (seconds, attoseconds) = components
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        return overflow ? .max : Int(product &+ attoseconds / 1_000_000_000)
    }

    /// Rounded down; at most what an integer holds.
    package var wholeMilliseconds: Int { wholeNanoseconds / 1_000_000 }
}
