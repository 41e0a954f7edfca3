import Synchronization

/// A queue of bounded cost between tasks, or between tasks and a thread that must not wait.
///
///     push ─▶ waiting senders ─▶ │ elements, at most the limits │ ─▶ waiting receivers ─▶ pull
///             (tasks)                                                 (tasks)
///
/// Tasks `push` and `pull` and suspend as long as it takes. A thread that must not wait may `offer` and `poll`: `offer`
/// always takes the element and says when the queue is full, and `whenDrained` tells when to go on; `whenFilled` tells
/// when there is something to poll. Both hooks are called without the lock, from whatever thread made the change.
final class BoundedQueue<Element: Sendable>: Sendable {
    /// What the queue holds at most. One element is always taken, whatever it costs.
    struct Limits: Sendable {
        var countMax: Int
        var costMax: Int
    }

    /// What became of a pushed element.
    enum Push: Sendable {
        case queued
        /// The queue has ended.
        case ended
        /// The task was cancelled while it waited.
        case cancelled
    }

    /// What became of an offered element.
    enum Offer: Sendable {
        case queued
        /// Queued, and the offerer should stop until `whenDrained`.
        case full
        case ended
    }

    private typealias Sender = (id: Int, element: Element, continuation: CheckedContinuation<Push, Never>)
    private typealias Receiver = (id: Int, continuation: CheckedContinuation<Element?, Never>)

    private struct State {
        var elements = FirstInFirstOut<Element>()
        var cost = 0
        var isEnded = false
        /// Somebody was told that the queue is full.
        var isPaused = false
        var senders = FirstInFirstOut<Sender>()
        var receivers = FirstInFirstOut<Receiver>()
        var nextID = 0
    }

    /// What is left to do once the lock is given back.
    private struct Wakeups {
        var sender: (CheckedContinuation<Push, Never>, Push)?
        var receiver: (CheckedContinuation<Element?, Never>, Element?)?
        var isFilled = false
        var isDrained = false
        var more: [Wakeups] = []
    }

    private let limits: Limits
    private let costOf: @Sendable (Element) -> Int
    private let whenFilled: @Sendable () -> Void
    private let whenDrained: @Sendable () -> Void
    private let state = Mutex(State())

    init(
        limits: Limits, costOf: @escaping @Sendable (Element) -> Int,
        whenFilled: @escaping @Sendable () -> Void = {}, whenDrained: @escaping @Sendable () -> Void = {}
    ) {
        self.limits = limits
        self.costOf = costOf
        self.whenFilled = whenFilled
        self.whenDrained = whenDrained
    }

    /// Whether an element offered now would be one too many.
    var isFull: Bool { state.withLock { isFull($0) } }

    // MARK: For tasks

    /// Adds an element; suspends while the queue is full.
    func push(_ element: Element) async -> Push {
        let id = state.withLock { Self.newID(&$0) }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                var wakeups = Wakeups()
                state.withLock { state in
                    if state.isEnded {
                        wakeups.sender = (continuation, .ended)
                    } else if Task.isCancelled {
                        wakeups.sender = (continuation, .cancelled)
                    } else if state.senders.isEmpty, fits(element, state) {
                        wakeups = add(element, to: &state)
                        wakeups.sender = (continuation, .queued)
                    } else {
                        state.senders.append((id, element, continuation))
                    }
                }
                perform(wakeups)
            }
        } onCancel: {
            let sender = state.withLock { $0.senders.removeFirst { $0.id == id } }
            sender?.continuation.resume(returning: .cancelled)
        }
    }

    /// Takes the first element; suspends while there is none. Nil at the end, or if the task is cancelled.
    func pull() async -> Element? {
        let id = state.withLock { Self.newID(&$0) }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                var wakeups = Wakeups()
                state.withLock { state in
                    if let element = take(from: &state, &wakeups) {
                        wakeups.receiver = (continuation, element)
                    } else if state.isEnded || Task.isCancelled {
                        wakeups.receiver = (continuation, nil)
                    } else {
                        state.receivers.append((id, continuation))
                    }
                }
                perform(wakeups)
            }
        } onCancel: {
            let receiver = state.withLock { $0.receivers.removeFirst { $0.id == id } }
            receiver?.continuation.resume(returning: nil)
        }
    }

    // MARK: For threads that must not wait

    /// Adds an element, also to a full queue.
    func offer(_ element: Element) -> Offer {
        var wakeups = Wakeups()
        let offer: Offer = state.withLock { state in
            guard !state.isEnded else { return .ended }
            wakeups = add(element, to: &state)
            guard isFull(state) else { return .queued }
            state.isPaused = true
            return .full
        }
        perform(wakeups)
        return offer
    }

    /// Takes the first element if there is one.
    func poll() -> Element? {
        var wakeups = Wakeups()
        let element = state.withLock { take(from: &$0, &wakeups) }
        perform(wakeups)
        return element
    }

    // MARK: End

    /// Ends the queue: nothing is added any more; what is there can be taken, unless it is discarded.
    func finish(discarding: Bool = false) {
        let (senders, receivers) = state.withLock { state in
            state.isEnded = true
            if discarding {
                _ = state.elements.removeAll()
                state.cost = 0
            }
            return (state.senders.removeAll(), state.receivers.removeAll())
        }
        for sender in senders { sender.continuation.resume(returning: .ended) }
        for receiver in receivers { receiver.continuation.resume(returning: nil) }
    }

    // MARK: State

    private static func newID(_ state: inout State) -> Int {
        state.nextID &+= 1
        return state.nextID
    }

    private func isFull(_ state: State) -> Bool {
        state.elements.count >= limits.countMax || state.cost >= limits.costMax
    }

    private func fits(_ element: Element, _ state: State) -> Bool {
        state.elements.isEmpty
            || (state.elements.count < limits.countMax && costOf(element) <= limits.costMax - state.cost)
    }

    private func add(_ element: Element, to state: inout State) -> Wakeups {
        var wakeups = Wakeups()
        if let receiver = state.receivers.popFirst() {
            wakeups.receiver = (receiver.continuation, element)
        } else {
            wakeups.isFilled = state.elements.isEmpty
            state.elements.append(element)
            state.cost += costOf(element)
        }
        return wakeups
    }

    private func take(from state: inout State, _ wakeups: inout Wakeups) -> Element? {
        guard let element = state.elements.popFirst() else { return nil }
        state.cost -= costOf(element)
        while let waiting = state.senders.first, fits(waiting.element, state), let next = state.senders.popFirst() {
            var wakeup = add(next.element, to: &state)
            wakeup.sender = (next.continuation, .queued)
            wakeups.more.append(wakeup)
        }
        if state.isPaused, state.elements.count * 2 <= limits.countMax, state.cost * 2 <= limits.costMax {
            state.isPaused = false
            wakeups.isDrained = true
        }
        return element
    }

    private func perform(_ wakeups: Wakeups) {
        if let (continuation, result) = wakeups.sender { continuation.resume(returning: result) }
        if let (continuation, element) = wakeups.receiver { continuation.resume(returning: element) }
        if wakeups.isFilled { whenFilled() }
        if wakeups.isDrained { whenDrained() }
        for wakeup in wakeups.more { perform(wakeup) }
    }
}
