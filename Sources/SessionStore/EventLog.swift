internal import DequeModule
package import Protocol
internal import Synchronization

/// The events of one session, in order, and everyone who reads them.
///
///     append ──▶ number, encode ──▶ history (bounded, first event kept)
///                                     └──▶ queue of each reader (bounded, else that reader is cut off)
///
/// Replay and following are one subscription, made under one lock: no event is lost or doubled at the seam. What a
/// reader gets are the very bytes that are kept.
package final class EventLog: Sendable {
    /// Bounds of one log.
    package struct Limits: Sendable {
        /// Events kept, the first included.
        package var events: Int
        /// Bytes of lines kept, the first included.
        package var bytes: Int
        /// Bytes that may wait for one reader, on top of what it found when it came.
        package var readerQueueBytes: Int

        package init(events: Int = 10_000, bytes: Int = 32 << 20, readerQueueBytes: Int = 8 << 20) {
            self.events = events
            self.bytes = bytes
            self.readerQueueBytes = readerQueueBytes
        }
    }

    /// What is known about a log at one moment.
    package struct Summary: Sendable, Equatable {
        /// Number of the newest event; 0 before the first.
        package var lastSequence: Int
        /// Bytes of lines kept.
        package var bytes: Int
        /// Readers that are attached.
        package var readerCount: Int
    }

    private struct State {
        var counter = SequenceCounter()
        /// The session's first event, which is never dropped.
        var first: StoredEvent?
        /// The others, oldest first.
        var rest: Deque<StoredEvent> = []
        var bytes = 0
        var isEnded = false
        var readers: [Int: EventReader] = [:]
        var nextReader = 0
        var onReaderCount: (@Sendable (Int) -> Void)?
    }

    /// The session whose events these are.
    package let sessionID: SessionID
    private let version: ProtocolVersion
    private let limits: Limits
    private let state = Mutex(State())

    /// - Parameter version: what events are written in; types that it does not know are not kept.
    package init(sessionID: SessionID, version: ProtocolVersion = .current, limits: Limits = Limits()) {
        self.sessionID = sessionID
        self.version = version
        self.limits = limits
    }

    /// Numbers an event, keeps it and hands it to every reader. After `end()` it does nothing.
    ///
    /// - Throws: what cannot be written as a line; `final` always can.
    package func append(_ payload: EventPayload) throws(ProtocolError) {
        try state.withLock { (state) throws(ProtocolError) in
            guard !state.isEnded else { return }
            var counter = state.counter
            let event = Event(sessionID: sessionID, sequence: try counter.next(), payload: payload)
            guard let event = event.adapted(to: version) else { return }
            let stored = StoredEvent(sequence: event.sequence, type: event.type, line: try NDJSON.line(event))
            state.counter = counter
            keep(stored, in: &state)
            let count = state.readers.count
            for (id, reader) in state.readers where !reader.offer(stored) { state.readers[id] = nil }
            if state.readers.count != count { state.onReaderCount?(state.readers.count) }
        }
    }

    /// Tells how many readers there are whenever that changes.
    ///
    /// - Parameter action: called under the log's lock; it must not call the log.
    package func onReaderCount(_ action: @escaping @Sendable (Int) -> Void) {
        state.withLock { $0.onReaderCount = action }
    }

    private func keep(_ event: StoredEvent, in state: inout State) {
        state.bytes += event.line.count
        guard state.first != nil else {
            state.first = event
            return
        }
        state.rest.append(event)
        while state.rest.count > 1, state.rest.count + 1 > limits.events || state.bytes > limits.bytes {
            state.bytes -= state.rest.removeFirst().line.count
        }
    }

    /// Ends the log: readers get what waits for them and then the end.
    package func end() {
        let readers = state.withLock { state in
            state.isEnded = true
            state.onReaderCount = nil
            defer { state.readers = [:] }
            return Array(state.readers.values)
        }
        for reader in readers { reader.end() }
    }

    /// Starts reading at a number: first what is kept from there, then what comes.
    ///
    /// - Returns: the reader, and the number of the oldest event kept if events from `sequence` on are gone.
    package func subscribe(from sequence: Int = 0) -> (reader: EventReader, oldestKept: Int?) {
        state.withLock { state in
            let kept = [state.first].compactMap(\.self) + state.rest
            let reader = EventReader(
                replay: kept.filter { $0.sequence >= sequence }, queueBytesMax: limits.readerQueueBytes)
            // The first event has number 1, so what was dropped is 2 up to the oldest of the rest.
            let oldest = state.rest.first?.sequence ?? 2
            let isGap = oldest > 2 && sequence < oldest
            guard !state.isEnded else {
                reader.end()
                return (reader, isGap ? oldest : nil)
            }
            let id = state.nextReader
            state.nextReader += 1
            state.readers[id] = reader
            state.onReaderCount?(state.readers.count)
            reader.onClose { [weak self] in self?.remove(id) }
            return (reader, isGap ? oldest : nil)
        }
    }

    private func remove(_ id: Int) {
        state.withLock { state in
            guard state.readers.removeValue(forKey: id) != nil else { return }
            state.onReaderCount?(state.readers.count)
        }
    }

    /// How the log stands now.
    package var summary: Summary {
        state.withLock {
            Summary(lastSequence: $0.counter.last, bytes: $0.bytes, readerCount: $0.readers.count)
        }
    }
}
