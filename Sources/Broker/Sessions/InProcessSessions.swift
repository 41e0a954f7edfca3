package import Protocol
internal import SessionStore

/// The sessions of a broker that serves nobody over HTTP.
package struct InProcessSessions: Sendable {
    let manager: SessionManager

    /// Why a session is not admitted.
    package struct Refusal: Error, Equatable, CustomStringConvertible {
        /// As the HTTP API would give it.
        package let code: ErrorCode
        /// For people.
        package let message: String

        package var description: String { "\(code): \(message)" }
    }

    /// Admits a session and starts it.
    ///
    /// - Returns: its events from the first on.
    package func start(_ request: CreateSession) async throws(Refusal) -> InProcessEvents {
        let attachment: ReaderAttachment
        do throws(SessionManager.AdmissionError) {
            attachment = try await manager.create(request)
        } catch {
            throw Refusal(code: error.code, message: error.message)
        }
        guard let session = await manager.session(attachment.sessionID) else {
            throw Refusal(code: .notFound, message: "the session was deleted")
        }
        return InProcessEvents(session: session, attachment: attachment, request: request)
    }
}

/// The events of a session in the same process, in order, until its `final`: what a client gets over HTTP, without it.
package struct InProcessEvents: AsyncSequence, Sendable {
    /// One event of the session.
    package typealias Element = Event
    /// Nothing comes between a session and its reader.
    package typealias Failure = Never

    /// Bytes of lines that are taken at a time.
    private static let batchBytesMaximum = 16 << 10

    let session: Session
    let attachment: ReaderAttachment
    let request: CreateSession

    /// The session whose events these are.
    package var sessionID: SessionID { session.id }

    /// Ends the session, with `final`.
    ///
    /// - Parameter reason: shown in its last events.
    package func cancel(reason: String?) async {
        await session.handle(.cancel(reason: reason))
    }

    /// Takes the next event.
    package struct AsyncIterator: AsyncIteratorProtocol {
        private let log: EventLog
        private let request: CreateSession
        private var attachment: ReaderAttachment
        private var events: ArraySlice<Event> = []
        private var last = 0

        init(log: EventLog, attachment: ReaderAttachment, request: CreateSession) {
            self.log = log
            self.attachment = attachment
            self.request = request
        }

        /// The next event; nil after the session's end, or when the task is cancelled.
        package mutating func next() async -> Event? {
            await next(isolation: nil)
        }

        /// The next event; nil after the session's end, or when the task is cancelled.
        package mutating func next(isolation actor: isolated (any Actor)?) async -> Event? {
            while true {
                if let event = events.popFirst() { return event }
                switch await attachment.reader.next(bytesMax: InProcessEvents.batchBytesMaximum) {
                case .events(let stored): take(stored)
                case .overflowed:
                    // Whoever reads slower than a script prints goes on with what is kept.
                    attachment = ReaderAttachment(log: log, from: last + 1)
                case .ended, .closed: return nil
                }
            }
        }

        private mutating func take(_ stored: [StoredEvent]) {
            last = stored.last?.sequence ?? last
            // The broker wrote the lines itself, so every one is an event.
            let all = stored.compactMap { try? NDJSON.event($0.line.dropLast()) }
            events =
                all.filter { event in
                    (request.includesHeartbeats || event.type != .heartbeat) && request.filter?.allows(event) ?? true
                }[...]
        }
    }

    package func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(log: session.log, attachment: attachment, request: request)
    }
}
