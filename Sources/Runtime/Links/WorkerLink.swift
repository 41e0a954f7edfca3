internal import Link
internal import Logging
internal import Protocol
internal import Synchronization

/// The sending side of one connection to a broker: a bounded queue, emptied by one task, so that no script waits for a
/// broker that reads slowly.
final class WorkerLink: Sendable {
    /// Bytes that may wait for a broker; one that takes nothing is cut off when they are reached.
    static let queueBytesMax = 64 << 20

    private enum Outgoing: Sendable {
        case message([UInt8])
        case close(LinkClosure)
    }

    private let link: any MessageLink
    private let logger: Logger
    private let queue: AsyncStream<Outgoing>
    private let continuation: AsyncStream<Outgoing>.Continuation
    private let queuedBytes = Atomic(0)
    private let isRegisteredFlag = Atomic(false)

    init(_ link: any MessageLink, logger: Logger) {
        self.link = link
        self.logger = logger
        (queue, continuation) = AsyncStream.makeStream()
    }

    /// Whether the broker answered the registration: only then does it know how to resume sessions.
    var isRegistered: Bool {
        get { isRegisteredFlag.load(ordering: .relaxed) }
        set { isRegisteredFlag.store(newValue, ordering: .relaxed) }
    }

    /// Queues a message.
    func send(_ message: RuntimeMessage) {
        do {
            send(try message.text())
        } catch {
            logger.error("message to the broker cannot be written", metadata: ["error": "\(error)"])
        }
    }

    /// Queues the text of a message.
    func send(_ text: [UInt8]) {
        guard queuedBytes.add(text.count, ordering: .relaxed).newValue <= Self.queueBytesMax else {
            continuation.finish()
            return link.close(LinkClosure(.tryLater, "too much is waiting"))
        }
        continuation.yield(.message(text))
    }

    /// Ends the connection after what is queued.
    func close(_ closure: LinkClosure) {
        continuation.yield(.close(closure))
        continuation.finish()
    }

    /// Sends what is queued until the connection is closed or broken.
    func run() async {
        for await outgoing in queue {
            switch outgoing {
            case .message(let text):
                do {
                    try await link.send(text)
                } catch {
                    return logger.debug("connection to the broker broke", metadata: ["error": "\(error)"])
                }
                queuedBytes.subtract(text.count, ordering: .relaxed)
            case .close(let closure): return link.close(closure)
            }
        }
    }
}
