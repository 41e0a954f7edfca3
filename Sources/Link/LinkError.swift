/// Why a link cannot be made or used.
package struct LinkError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The class of failure, for callers that act on it.
    package enum Reason: Hashable, Sendable {
        /// The link has ended.
        case closed(LinkClosure?)
        /// The message is larger than a link carries.
        case messageTooLarge
        /// The calling task was cancelled.
        case cancelled
        /// The address, the certificates or another setting cannot be used.
        case configuration
        /// Nobody answers there.
        case unreachable
        /// The peer answered and refused: wrong token, wrong certificate, no WebSocket.
        case refused
        /// No answer within the connect timeout.
        case timeout
    }

    /// The class of failure.
    package let reason: Reason
    /// One sentence.
    package let message: String

    /// A failure.
    package init(_ reason: Reason, _ message: String) {
        self.reason = reason
        self.message = message
    }

    package var description: String { message }

    static let cancelled = LinkError(.cancelled, "the task was cancelled")

    static func closed(_ closure: LinkClosure?) -> LinkError {
        LinkError(.closed(closure), "the link has ended\(closure.map { ": \($0)" } ?? "")")
    }
}
