internal import OrderedCollections
internal import Protocol

/// Which runtime runs which session: a pure value.
///
/// A session goes to the runtime with the least load, its sessions over its places; who waits is served in the order of
/// coming, past those whose labels nothing fits.
struct RuntimeScheduler: Sendable {
    /// Names a connection for as long as the broker lives.
    typealias ConnectionID = Int
    typealias WaiterID = Int

    struct Grant: Equatable {
        let waiter: WaiterID
        let connection: ConnectionID
    }

    private struct Connection {
        let labels: [String: String]
        /// What the runtime says that it takes.
        let places: Int
        /// What it has shown that it takes, since it last refused; nil while it has not.
        var provenPlaces: Int?
        var sessions: Set<SessionID> = []
        /// It takes no new sessions.
        var isDraining = false
        /// It has not told its status for too long.
        var isStale = false
        /// The last grant it got, so that equals take turns.
        var lastGrant = 0

        var freePlaces: Int { min(places, provenPlaces ?? places) - sessions.count }

        mutating func refused(_ session: SessionID) {
            sessions.remove(session)
            provenPlaces = sessions.count
        }
    }

    private struct Waiter {
        let session: SessionID
        let labels: [String: String]
    }

    private var connections: OrderedDictionary<ConnectionID, Connection> = [:]
    private var waiters: OrderedDictionary<WaiterID, Waiter> = [:]
    private var nextWaiter = 0
    private var grants = 0

    // MARK: Runtimes

    mutating func add(_ id: ConnectionID, labels: [String: String], places: Int) -> [Grant] {
        connections[id] = Connection(labels: labels, places: places)
        return grantWaiting()
    }

    /// - Returns: the sessions that the connection had.
    @discardableResult
    mutating func remove(_ id: ConnectionID) -> Set<SessionID> {
        connections.removeValue(forKey: id)?.sessions ?? []
    }

    /// A runtime takes no new sessions; those it has go on.
    mutating func drain(_ id: ConnectionID) {
        connections[id]?.isDraining = true
    }

    /// A runtime told its status: it may be asked again for as much as it said.
    mutating func statusCame(_ id: ConnectionID) -> [Grant] {
        connections[id]?.isStale = false
        connections[id]?.provenPlaces = nil
        return grantWaiting()
    }

    mutating func statusIsOverdue(_ id: ConnectionID) {
        connections[id]?.isStale = true
    }

    /// Whether a session that came now could be run at once or after waiting.
    var hasRuntime: Bool {
        connections.values.contains { !$0.isDraining && !$0.isStale }
    }

    // MARK: Sessions

    /// Asks for a runtime whose labels hold all of these.
    mutating func request(_ session: SessionID, labels: [String: String]) -> (WaiterID, [Grant]) {
        let id = nextWaiter
        nextWaiter += 1
        waiters[id] = Waiter(session: session, labels: labels)
        return (id, grantWaiting())
    }

    /// Stops asking. Has no effect on one that was granted.
    mutating func withdraw(_ id: WaiterID) {
        waiters[id] = nil
    }

    /// A session is at a connection without having asked: the runtime brought it back.
    mutating func adopt(_ session: SessionID, at id: ConnectionID) {
        connections[id]?.sessions.insert(session)
    }

    mutating func release(_ session: SessionID, at id: ConnectionID) -> [Grant] {
        connections[id]?.sessions.remove(session)
        return grantWaiting()
    }

    /// A runtime would not take a session: it has no more places than it uses, until it tells its status.
    mutating func refused(_ session: SessionID, at id: ConnectionID) -> [Grant] {
        connections[id]?.refused(session)
        return grantWaiting()
    }

    private mutating func grantWaiting() -> [Grant] {
        var granted: [Grant] = []
        for (id, waiter) in waiters {
            guard connections.values.contains(where: { $0.freePlaces > 0 }) else { break }
            guard let connection = best(for: waiter) else { continue }
            waiters[id] = nil
            grants += 1
            connections[connection]?.sessions.insert(waiter.session)
            connections[connection]?.lastGrant = grants
            granted.append(Grant(waiter: id, connection: connection))
        }
        return granted
    }

    private func best(for waiter: Waiter) -> ConnectionID? {
        connections
            .filter { _, connection in
                connection.freePlaces > 0 && !connection.isDraining && !connection.isStale
                    && !connection.sessions.contains(waiter.session)
                    && waiter.labels.allSatisfy { connection.labels[$0.key] == $0.value }
            }
            .min { left, right in
                // sessions / places compared without division
                let leftLoad = left.value.sessions.count * right.value.places
                let rightLoad = right.value.sessions.count * left.value.places
                return (leftLoad, left.value.lastGrant) < (rightLoad, right.value.lastGrant)
            }?.key
    }
}
