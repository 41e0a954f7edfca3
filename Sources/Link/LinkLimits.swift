/// Bounds of one link. What it holds at most: both queues, and one message that is arriving.
package struct LinkLimits: Hashable, Sendable {
    /// Bytes of one message, inflated. A larger one ends the link with 1009.
    package var messageBytesMax: Int
    /// Messages in one direction's queue.
    package var queuedMessagesMax: Int
    /// Bytes in one direction's queue; one message may always be queued, however large.
    package var queuedBytesMax: Int
    /// Pieces that one message may arrive in. A message in more of them ends the link with 1009.
    package var fragmentsMax: Int

    /// Limits other than the standard ones.
    package init(
        messageBytesMax: Int = 16 << 20, queuedMessagesMax: Int = 1024, queuedBytesMax: Int = 8 << 20,
        fragmentsMax: Int = 65_536
    ) {
        self.messageBytesMax = messageBytesMax
        self.queuedMessagesMax = queuedMessagesMax
        self.queuedBytesMax = queuedBytesMax
        self.fragmentsMax = fragmentsMax
    }

    /// 16 MiB a message, 1,024 messages or 8 MiB a queue.
    package static let standard = LinkLimits()
}
