internal import Link
internal import Logging
internal import Protocol
internal import Synchronization

/// The sending side of one connection to a runtime: a bounded queue, emptied by one task, so that a session never waits
/// for a runtime that reads slowly.
final class RuntimeConnection: Sendable {
    /// Bytes that may wait for a runtime; one that takes nothing is cut off when they are reached.
    static let queueBytesMaximum = 64 << 20

    private enum Outgoing: Sendable {
        case message([UInt8])
        case close(LinkClosure)
    }

    let id: RuntimeScheduler.ConnectionID
    private let link: any MessageLink
    private let logger: Logger
    private let queue: AsyncStream<Outgoing>
    private let continuation: AsyncStream<Outgoing>.Continuation
    private let queuedBytes = Mutex(0)

    init(id: RuntimeScheduler.ConnectionID, link: any MessageLink, logger: Logger) {
        self.id = id
        self.link = link
        self.logger = logger
        (queue, continuation) = AsyncStream.makeStream()
    }

    /// Queues a message.
    func send(_ message: BrokerMessage) {
        let text: [UInt8]
        do {
            text = try message.text()
        } catch {
            // Scripts, arguments and results are bounded well below a message's size.
            return logger.error("message to a runtime cannot be written", metadata: ["error": "\(error)"])
        }
        let isOverloaded = queuedBytes.withLock { bytes in
            bytes += text.count
            return bytes > Self.queueBytesMaximum
        }
        if isOverloaded {
            abort(LinkClosure(.tryLater, "too much is waiting"))
        } else {
            continuation.yield(.message(text))
        }
    }

    /// Ends the connection after what is queued.
    func close(_ closure: LinkClosure) {
        continuation.yield(.close(closure))
        continuation.finish()
    }

    /// Ends the connection without what is queued.
    func abort(_ closure: LinkClosure) {
        continuation.finish()
        link.close(closure)
    }

    /// Sends what is queued until the connection is closed or broken.
    func run() async {
        for await outgoing in queue {
            switch outgoing {
            case .message(let text):
                do {
                    try await link.send(text)
                } catch {
                    return logger.debug("connection to a runtime broke", metadata: ["error": "\(error)"])
                }
                queuedBytes.withLock { $0 -= text.count }
            case .close(let closure):
                return link.close(closure)
            }
        }
    }
}
