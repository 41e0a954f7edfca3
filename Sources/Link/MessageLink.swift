/// A connection between a broker and a runtime that carries text messages in order, both ways.
///
/// Whoever reads slowly slows the one who writes: `send` suspends while the queue to the peer is full, and nothing is
/// taken from the network while the queue to the reader is. A link is read by one task at a time.
package protocol MessageLink: Sendable {
    /// What is known about the other side.
    var peer: LinkPeer { get }

    /// Why the link ended; nil while it is open. Set before `receive` gives its first nil.
    var closure: LinkClosure? { get }

    /// Queues one message of UTF-8 text; suspends while the queue is full.
    ///
    /// Returning does not say that the peer has it.
    /// - Throws: `.closed`, `.messageTooLarge` or `.cancelled`.
    func send(_ text: [UInt8]) async throws(LinkError)

    /// The next message; nil once the link has ended and all that arrived is taken, or when the task is cancelled.
    func receive() async -> [UInt8]?

    /// Ends the link: what is queued to the peer is sent first, if that takes no longer than five seconds. Later calls do
    /// nothing.
    ///
    /// `receive` goes on to give what arrived before, and its nil says that the end is reached.
    func close(_ closure: LinkClosure)
}

extension MessageLink {
    /// The messages as they arrive, until the link ends.
    package var messages: LinkMessages { LinkMessages(link: self) }
}

/// The other side of a link.
package struct LinkPeer: Hashable, Sendable {
    /// Its address, for logs; empty within the process.
    package var address: String
    /// The path that it asked for, or was asked for.
    package var path: String
    /// The common name of its certificate, where it showed one that this side verified.
    package var certificateName: String?

    /// A peer.
    package init(address: String = "", path: String = "/", certificateName: String? = nil) {
        self.address = address
        self.path = path
        self.certificateName = certificateName
    }
}

/// The messages of a link, for one reader.
package struct LinkMessages: AsyncSequence, Sendable {
    package typealias Element = [UInt8]

    fileprivate let link: any MessageLink

    /// Takes messages one by one.
    package struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate let link: any MessageLink

        package mutating func next() async -> [UInt8]? {
            await link.receive()
        }
    }

    package func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(link: link)
    }
}
