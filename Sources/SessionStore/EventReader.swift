internal import DequeModule
internal import Synchronization

/// One reader's place in a session's log: a bounded queue of what it has still to get.
///
/// What was there when the reader came is not counted against the bound, for the history keeps it anyway. What comes
/// later is: a reader that falls too far behind is cut off and the session goes on without it.
package final class EventReader: Sendable {
    /// What waiting for events gave.
    package enum Step: Sendable {
        /// At least one, in order.
        case events([StoredEvent])
        /// All were given and no more will come.
        case ended
        /// The reader was too slow, and what it has not got is dropped.
        case overflowed
        /// The reader, or its task, gave up.
        case closed
    }

    private enum Ending {
        case ended
        case overflowed
        case closed
    }

    private struct State {
        var queue: Deque<StoredEvent>
        /// How many at the front of the queue were there at the start.
        var replayCount: Int
        /// Bytes of the others.
        var queuedBytes = 0
        var ending: Ending?
        var waiter: CheckedContinuation<Void, Never>?
        var onClose: (@Sendable () -> Void)?
        var onOverflow: (@Sendable () -> Void)?
    }

    private let state: Mutex<State>
    private let queueBytesMax: Int

    init(replay: [StoredEvent], queueBytesMax: Int) {
        state = Mutex(State(queue: Deque(replay), replayCount: replay.count))
        self.queueBytesMax = queueBytesMax
    }

    /// Waits for events.
    ///
    /// - Parameter bytesMax: bytes of lines after which a batch ends; a single larger line is a batch of its own.
    package func next(bytesMax: Int) async -> Step {
        while true {
            if let step = take(bytesMax: bytesMax) { return step }
            await withTaskCancellationHandler {
                await withCheckedContinuation { continuation in
                    let isReady = state.withLock { state in
                        guard state.queue.isEmpty, state.ending == nil else { return true }
                        state.waiter = continuation
                        return false
                    }
                    if isReady { continuation.resume() }
                }
            } onCancel: {
                close()
            }
        }
    }

    private func take(bytesMax: Int) -> Step? {
        state.withLock { state in
            if state.ending == .closed { return .closed }
            if state.ending == .overflowed { return .overflowed }
            guard !state.queue.isEmpty else { return state.ending == .ended ? .ended : nil }
            var batch: [StoredEvent] = []
            var bytes = 0
            while let event = state.queue.first, batch.isEmpty || bytes + event.line.count <= bytesMax {
                state.queue.removeFirst()
                batch.append(event)
                bytes += event.line.count
                if state.replayCount > 0 {
                    state.replayCount -= 1
                } else {
                    state.queuedBytes -= event.line.count
                }
            }
            return .events(batch)
        }
    }

    /// Gives up: nothing more is queued, and a pending `next` returns.
    package func close() {
        finish(.closed)
        let onClose = state.withLock { state in
            defer { state.onClose = nil }
            return state.onClose
        }
        onClose?()
    }

    /// Calls the action when the reader is cut off, at once if it is: a reader that is stuck in a write does not ask.
    package func onOverflow(_ action: @escaping @Sendable () -> Void) {
        let isCutOff = state.withLock { state in
            state.onOverflow = action
            return state.ending == .overflowed
        }
        if isCutOff { action() }
    }

    // MARK: The log's side

    /// - Returns: false if the reader wants no more.
    func offer(_ event: StoredEvent) -> Bool {
        let outcome: (isOpen: Bool, waiter: CheckedContinuation<Void, Never>?, onOverflow: (@Sendable () -> Void)?) =
            state.withLock { state in
                guard state.ending == nil else { return (false, nil, nil) }
                state.queue.append(event)
                state.queuedBytes += event.line.count
                let isOpen = state.queuedBytes <= queueBytesMax
                if !isOpen {
                    state.ending = .overflowed
                    state.queue = []
                }
                defer { state.waiter = nil }
                return (isOpen, state.waiter, isOpen ? nil : state.onOverflow)
            }
        outcome.waiter?.resume()
        outcome.onOverflow?()
        return outcome.isOpen
    }

    func end() {
        finish(.ended)
    }

    func onClose(_ action: @escaping @Sendable () -> Void) {
        state.withLock { $0.onClose = action }
    }

    private func finish(_ ending: Ending) {
        let waiter = state.withLock { state in
            if state.ending == nil { state.ending = ending }
            // A reader that gives up does not get what waits for it.
            if ending == .closed { state.ending = .closed }
            if state.ending != .ended { state.queue = [] }
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume()
    }
}
