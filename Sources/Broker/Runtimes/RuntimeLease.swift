internal import Protocol
internal import Synchronization

/// What a session hears from its runtime.
enum LeaseEvent: Sendable {
    case event(Event)
    /// The connection broke.
    case lost
    /// The runtime is back and still holds the session.
    case resumed
    /// The runtime is back, or is not expected back, and does not hold the session.
    case gone
}

/// A session's place at a runtime. Its calls return at once; what they ask for happens in their order.
final class RuntimeLease: Sendable {
    typealias Sink = @Sendable (LeaseEvent) async -> Void

    let sessionID: SessionID
    let runtimeID: RuntimeID
    let sink: Sink
    private let connection: Mutex<RuntimeConnection?>
    private let onRelease: @Sendable (RuntimeLease, LeaseRelease) -> Void

    init(
        sessionID: SessionID, connection: RuntimeConnection, runtimeID: RuntimeID, sink: @escaping Sink,
        onRelease: @escaping @Sendable (RuntimeLease, LeaseRelease) -> Void
    ) {
        self.sessionID = sessionID
        self.runtimeID = runtimeID
        self.sink = sink
        self.connection = Mutex(connection)
        self.onRelease = onRelease
    }

    /// Says something to the runtime; lost if the connection is.
    func send(_ message: BrokerMessage) {
        connection.withLock { $0 }?.send(message)
    }

    func release(_ release: LeaseRelease) {
        onRelease(self, release)
    }

    /// Where the session is reached from now on; nil while the connection is broken.
    func rebind(to connection: RuntimeConnection?) {
        self.connection.withLock { $0 = connection }
    }
}
