import Synchronization

/// A link within one process: two queues, crossed.
package final class InMemoryLink: MessageLink {
    /// What is known about the other end.
    package let peer: LinkPeer
    private let limits: LinkLimits
    private let outgoing: BoundedQueue<[UInt8]>
    private let incoming: BoundedQueue<[UInt8]>
    /// What both ends share, as the first end sees it.
    private let ending: Ending
    private let isFirst: Bool

    private final class Ending: Sendable {
        let closure = Mutex<LinkClosure?>(nil)
    }

    private init(
        limits: LinkLimits, outgoing: BoundedQueue<[UInt8]>, incoming: BoundedQueue<[UInt8]>, ending: Ending,
        isFirst: Bool, peer: LinkPeer
    ) {
        self.limits = limits
        self.outgoing = outgoing
        self.incoming = incoming
        self.ending = ending
        self.isFirst = isFirst
        self.peer = peer
    }

    /// Two ends of one link.
    package static func pair(limits: LinkLimits = .standard, path: String = "/") -> (InMemoryLink, InMemoryLink) {
        let forth = BoundedQueue<[UInt8]>(messages: limits)
        let back = BoundedQueue<[UInt8]>(messages: limits)
        let ending = Ending()
        let peer = LinkPeer(path: path)
        return (
            InMemoryLink(limits: limits, outgoing: forth, incoming: back, ending: ending, isFirst: true, peer: peer),
            InMemoryLink(limits: limits, outgoing: back, incoming: forth, ending: ending, isFirst: false, peer: peer)
        )
    }

    /// Why the link ended; nil while it is open.
    package var closure: LinkClosure? {
        ending.closure.withLock { isFirst ? $0 : $0?.asSeenByPeer }
    }

    /// Queues one message; suspends while the queue is full.
    package func send(_ text: [UInt8]) async throws(LinkError) {
        guard text.count <= limits.messageBytesMax else {
            throw LinkError(.messageTooLarge, "a message of \(text.count) bytes, \(limits.messageBytesMax) allowed")
        }
        switch await outgoing.push(text) {
        case .queued: return
        case .ended: throw .closed(closure)
        case .cancelled: throw .cancelled
        }
    }

    /// The next message; nil at the end, or when the task is cancelled.
    package func receive() async -> [UInt8]? {
        await incoming.pull()
    }

    /// Why the link ended; nil while it is open.
    package func close(_ closure: LinkClosure) {
        ending.closure.withLock { ending in
            if ending == nil { ending = isFirst ? closure : closure.asSeenByPeer }
        }
        outgoing.finish()
        incoming.finish()
    }
}

extension BoundedQueue where Element == [UInt8] {
    /// A queue of messages in one direction of a link.
    convenience init(
        messages limits: LinkLimits, whenFilled: @escaping @Sendable () -> Void = {},
        whenDrained: @escaping @Sendable () -> Void = {}
    ) {
        self.init(
            limits: Limits(countMax: limits.queuedMessagesMax, costMax: limits.queuedBytesMax),
            costOf: { $0.count }, whenFilled: whenFilled, whenDrained: whenDrained)
    }
}
