import Synchronization

/// A link over a WebSocket. One that nobody holds any more is closed.
package final class WebSocketLink: MessageLink {
    /// What is known about the other end.
    package let peer: LinkPeer
    private let channel: WebSocketChannel

    init(channel: WebSocketChannel, peer: LinkPeer) {
        self.channel = channel
        self.peer = peer
    }

    deinit {
        channel.close(LinkClosure(.goingAway))
    }

    /// Why the link ended; nil while it is open.
    package var closure: LinkClosure? { channel.closure }

    /// Queues one message; suspends while the queue is full.
    package func send(_ text: [UInt8]) async throws(LinkError) {
        try await channel.send(text)
    }

    /// The next message; nil at the end, or when the task is cancelled.
    package func receive() async -> [UInt8]? {
        await channel.incoming.pull()
    }

    /// Why the link ended; nil while it is open.
    package func close(_ closure: LinkClosure) {
        channel.close(closure)
    }
}

/// What a link and its connection share: the queues, and how it ended.
final class WebSocketChannel: Sendable {
    /// The connection's number at its loop.
    let id: Int
    let outgoing: BoundedQueue<[UInt8]>
    let incoming: BoundedQueue<[UInt8]>
    private let limits: LinkLimits
    private let executor: LoopExecutor
    private let ending = Mutex<LinkClosure?>(nil)

    init(id: Int, limits: LinkLimits, executor: LoopExecutor) {
        self.id = id
        self.limits = limits
        self.executor = executor
        outgoing = BoundedQueue(messages: limits, whenFilled: { executor.post(.write(connection: id)) })
        incoming = BoundedQueue(messages: limits, whenDrained: { executor.post(.resumeReading(connection: id)) })
    }

    var closure: LinkClosure? { ending.withLock { $0 } }

    func send(_ text: [UInt8]) async throws(LinkError) {
        guard text.count <= limits.messageBytesMax else {
            throw LinkError(.messageTooLarge, "a message of \(text.count) bytes, \(limits.messageBytesMax) allowed")
        }
        switch await outgoing.push(text) {
        case .queued: return
        case .ended: throw .closed(closure)
        case .cancelled: throw .cancelled
        }
    }

    func close(_ closure: LinkClosure) {
        guard self.closure == nil else { return }
        outgoing.finish()
        executor.post(.close(connection: id, closure))
    }

    /// The connection is gone.
    func end(_ closure: LinkClosure) {
        ending.withLock { ending in
            if ending == nil { ending = closure }
        }
        outgoing.finish(discarding: true)
        incoming.finish()
    }
}
