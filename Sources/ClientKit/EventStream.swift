public import Protocol

/// The events of one session, in order, until its `final`.
///
/// The request goes out when the first event is asked for. Events come once each, with rising numbers; gaps are legal
/// where a filter is set. One task reads at a time; a second iterator goes on where the first one stopped. Whoever stops
/// reading lets go of the stream, and of nothing else: the session goes on until the broker misses its reader. `cancel`
/// ends the session itself.
public struct EventStream: AsyncSequence, Sendable {
    /// One event of the session.
    public typealias Element = Event
    /// Why the events end before `final`.
    public typealias Failure = ClientError

    let follower: EventFollower
    /// The session whose events these are.
    public let sessionID: SessionID

    /// Takes the next event.
    public struct AsyncIterator: AsyncIteratorProtocol {
        let follower: EventFollower

        /// The next event; nil after `final`.
        ///
        /// - Throws: why there will be no `final`; `.cancelled` if the task was cancelled.
        public mutating func next() async throws(ClientError) -> Event? {
            try await follower.next()
        }

        /// The next event; nil after `final`.
        public mutating func next(isolation actor: isolated (any Actor)?) async throws(ClientError) -> Event? {
            try await follower.next()
        }
    }

    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(follower: follower)
    }

    /// Asks the broker to end the session. The stream then ends with `final`, or within two seconds with `.cancelled`.
    ///
    /// - Parameter reason: shown in the session's last events.
    public func cancel(reason: String? = nil) async {
        await follower.cancel(reason: reason)
    }
}
