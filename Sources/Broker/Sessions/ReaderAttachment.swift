internal import Protocol
internal import SessionStore

/// A client's hold on a session's stream; letting go of it, or losing it, is the reader's leaving.
final class ReaderAttachment: Sendable {
    let sessionID: SessionID
    let reader: EventReader
    /// Number of the oldest event kept, if events that were asked for are gone.
    let oldestKept: Int?

    init(log: EventLog, from sequence: Int) {
        sessionID = log.sessionID
        (reader, oldestKept) = log.subscribe(from: sequence)
    }

    func close() {
        reader.close()
    }

    deinit {
        reader.close()
    }
}
