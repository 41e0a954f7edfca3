package import Protocol

/// An event as it is kept and sent: its number, its type, and its one line of NDJSON with the `\n`.
package struct StoredEvent: Sendable {
    /// Its number in the session.
    package let sequence: Int
    /// Of its payload.
    package let type: EventType
    /// Shared by the history and by every reader's queue.
    package let line: [UInt8]

    package init(sequence: Int, type: EventType, line: [UInt8]) {
        self.sequence = sequence
        self.type = type
        self.line = line
    }
}
