/// What threads and tasks have to agree on about one run: where it is, what it waits for, and whether it is to stop.
///
/// ```
///            beginTurn             yield
///  queued ─────────────▶ running ─────────▶ queued
///    ▲                      │ wait
///    └────── answer ──── waiting
///  any ── end, or stop where no thread has the run ──▶ ended
/// ```
///
/// Answers are given to the script one by one, each when it has nothing else to do: what it does then depends on the
/// order of the answers, and not on when they came.
struct RunState {
    /// Where the run is.
    enum Phase: Equatable {
        /// Waits for a turn.
        case queued
        /// A thread has it.
        case running
        /// Only an answer can bring it on.
        case waiting
        case ended
    }

    /// Why the run may not go on.
    enum Stop: Equatable {
        /// Its time is used up.
        case timeout
        /// The host's reason.
        case cancelled(String)
    }

    /// What a script that has nothing to do has to do.
    enum Rest: Equatable {
        case answer(ToolCall.ID, ToolAnswer)
        case wait
        case stop(Stop)
        /// No call is under way: nothing can bring it on any more.
        case nothing
    }

    private(set) var phase = Phase.queued
    private(set) var stop: Stop?
    private var pending: Set<ToolCall.ID> = []
    private var answers: [(id: ToolCall.ID, answer: ToolAnswer)] = []
    private var nextAnswer = 0

    /// A thread takes the run; false if it has ended.
    mutating func beginTurn() -> Bool {
        guard phase == .queued else { return false }
        phase = .running
        return true
    }

    /// The thread gives the run back, which has more to do; false if it is to stop instead.
    mutating func yield() -> Bool {
        guard stop == nil else { return false }
        phase = .queued
        return true
    }

    /// The script has nothing to do. On `.wait` the thread has given the run back.
    mutating func rest() -> Rest {
        if let stop { return .stop(stop) }
        if nextAnswer < answers.count {
            let (id, answer) = answers[nextAnswer]
            nextAnswer += 1
            if nextAnswer == answers.count {
                answers.removeAll(keepingCapacity: true)
                nextAnswer = 0
            }
            return .answer(id, answer)
        }
        if pending.isEmpty { return .nothing }
        phase = .waiting
        return .wait
    }

    /// The script made a call.
    mutating func call(_ id: ToolCall.ID) {
        pending.insert(id)
    }

    /// Whether a call is still without an answer.
    func isPending(_ id: ToolCall.ID) -> Bool { pending.contains(id) }

    /// An answer came; true if the run is to be queued for it. A second answer, and one to no call, mean nothing.
    mutating func answer(_ id: ToolCall.ID, _ answer: ToolAnswer) -> Bool {
        guard phase != .ended, pending.remove(id) != nil else { return false }
        answers.append((id, answer))
        guard phase == .waiting else { return false }
        phase = .queued
        return true
    }

    /// The run is to stop; true if no thread has it, and the caller has to end it. The first reason counts.
    mutating func stop(_ reason: Stop) -> Bool {
        guard phase != .ended, stop == nil else { return false }
        stop = reason
        guard phase != .running else { return false }
        end()
        return true
    }

    /// The run is over.
    mutating func end() {
        phase = .ended
        pending = []
        answers = []
        nextAnswer = 0
    }
}
