public import Protocol

/// Why a stream of events ended without the session's own end.
///
/// What happens to the script is no error of this kind: a session that fails ends with a `final` event that says so.
public enum ClientError: Error, Sendable, Equatable, CustomStringConvertible {
    /// No connection to the broker could be made; nothing was sent, so asking again is safe.
    case unreachable(String)
    /// The broker answered with something else than a stream.
    case refused(Refusal)
    /// The stream broke and could not be taken up again. The session may go on, and may have had its effects.
    case lost(String)
    /// The other side does not speak the protocol.
    case malformed(String)
    /// The caller cancelled, and the broker did not confirm it in time.
    case cancelled
    /// The caller's own time for the session is over.
    case timedOut(after: Duration)
    /// The request cannot be written.
    case unsendable(ProtocolError)

    /// An answer that is not a success.
    public struct Refusal: Sendable, Equatable {
        /// The HTTP status.
        public var status: Int
        /// The broker's code; nil where the answer is not the broker's own, such as a proxy's page.
        public var code: ErrorCode?
        /// Why, for people.
        public var message: String
        /// How long the broker asks to wait before the next request.
        public var retryAfter: Duration?

        /// An answer that is not a success.
        public init(status: Int, code: ErrorCode? = nil, message: String, retryAfter: Duration? = nil) {
            self.status = status
            self.code = code
            self.message = message
            self.retryAfter = retryAfter
        }

        /// Whether the same request may be answered differently a little later.
        var isTemporary: Bool { status >= 500 || [408, 425, 429].contains(status) }
    }

    /// Why, for programs: the broker's code where it gave one, else one of those that clients raise.
    public var code: ErrorCode {
        switch self {
        case .unreachable: .networkError
        case .refused(let refusal): refusal.code ?? .sessionError
        case .lost: .reconnectFailed
        case .malformed: .parseError
        case .cancelled: .cancelled
        case .timedOut: .timeout
        case .unsendable(let error): error.code
        }
    }

    public var description: String {
        switch self {
        case .unreachable(let reason): "the broker cannot be reached: \(reason)"
        case .refused(let refusal):
            "the broker refused (\(refusal.status)\(refusal.code.map { " \($0)" } ?? "")): \(refusal.message)"
        case .lost(let reason): "the session's stream is lost: \(reason)"
        case .malformed(let reason): "the answer is no stream of events: \(reason)"
        case .cancelled: "the session was cancelled"
        case .timedOut(let duration): "the session did not end within \(duration)"
        case .unsendable(let error): "the request cannot be sent: \(error.message)"
        }
    }
}
