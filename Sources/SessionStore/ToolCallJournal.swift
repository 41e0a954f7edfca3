package import Protocol
internal import Synchronization

/// The tool calls of one session, each written before its effect: the answer to "did it run?".
///
/// A call that is `started` when the session has ended is one whose effect is unknown. Its idempotency key is its session
/// and call id together, which the tool was given.
package final class ToolCallJournal: Sendable {
    /// How a call ended, as far as is known.
    package enum Outcome: Sendable, Equatable {
        /// The tool was called, and has not answered.
        case started
        /// The tool answered with a result.
        case succeeded
        /// The tool, or what checks it, answered with an error.
        case failed(ErrorCode)
        /// The session stopped waiting, by this code; the tool may have run.
        case abandoned(ErrorCode)
    }

    /// One call.
    package struct Entry: Sendable, Equatable {
        /// The call, as the session's events name it.
        package let callID: CallID
        /// The name that the script called.
        package let toolName: String
        /// When it was written down, which is before its effect.
        package let startedAt: Timestamp
        /// What came of it.
        package var outcome: Outcome
    }

    private struct State {
        var entries: [Entry] = []
        var positions: [CallID: Int] = [:]
    }

    private let state = Mutex(State())

    package init() {}

    /// Writes a call down. The session's limit of tool calls bounds the journal.
    ///
    /// - Returns: false if the call is there already and must not be made again.
    package func begin(_ callID: CallID, toolName: String, at time: Timestamp) -> Bool {
        state.withLock { state in
            guard state.positions[callID] == nil else { return false }
            state.positions[callID] = state.entries.count
            state.entries.append(Entry(callID: callID, toolName: toolName, startedAt: time, outcome: .started))
            return true
        }
    }

    /// Writes down how a call ended; the first word stands.
    package func finish(_ callID: CallID, _ outcome: Outcome) {
        state.withLock { state in
            guard let position = state.positions[callID], state.entries[position].outcome == .started else { return }
            state.entries[position].outcome = outcome
        }
    }

    /// All calls in the order in which they began.
    package var entries: [Entry] {
        state.withLock { $0.entries }
    }
}
