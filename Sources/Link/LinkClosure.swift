/// Why a link ended: the code and reason of a WebSocket close frame, whatever carries the link.
/// https://www.rfc-editor.org/rfc/rfc6455#section-7.4
package struct LinkClosure: Hashable, Sendable, CustomStringConvertible {
    /// The status of a close frame.
    package struct Code: RawRepresentable, Hashable, Sendable {
        package let rawValue: UInt16

        package init(rawValue: UInt16) {
            self.rawValue = rawValue
        }

        /// The purpose is fulfilled.
        package static let normal = Code(rawValue: 1000)
        /// The side that sends it stops.
        package static let goingAway = Code(rawValue: 1001)
        /// The bytes are no WebSocket protocol. A received 1013 shows as this: libwebsockets 4.1 does not know it.
        package static let protocolError = Code(rawValue: 1002)
        /// A binary message on a link of text.
        package static let unsupportedData = Code(rawValue: 1003)
        /// Ended by a close frame without a code; never sent.
        package static let noStatus = Code(rawValue: 1005)
        /// Ended without a close frame; never sent.
        package static let abnormal = Code(rawValue: 1006)
        /// Text that is not UTF-8.
        package static let invalidText = Code(rawValue: 1007)
        /// Against a rule that no other code names.
        package static let policy = Code(rawValue: 1008)
        /// A message beyond the limits.
        package static let tooBig = Code(rawValue: 1009)
        /// Unexpected.
        package static let internalError = Code(rawValue: 1011)
        /// At capacity.
        package static let tryLater = Code(rawValue: 1013)
        /// Ten messages in a row that mean nothing.
        package static let badMessages = Code(rawValue: 4400)
        /// The peer did not authenticate.
        package static let notAuthenticated = Code(rawValue: 4401)
        /// The peer was silent for too long.
        package static let silentPeer = Code(rawValue: 4408)
        /// Another connection took the runtime's id.
        package static let replaced = Code(rawValue: 4409)
    }

    /// Who ended the link.
    package enum Origin: Hashable, Sendable {
        /// This side closed it.
        case local
        /// The peer closed it.
        case peer
        /// It broke.
        case failure
    }

    /// Bytes of UTF-8 that fit a close frame beside the code.
    package static let reasonBytesMax = 123

    /// The status.
    package let code: Code
    /// One sentence for the peer's log, at most `reasonBytesMax` bytes.
    package let reason: String
    /// Who ended the link.
    package let origin: Origin

    /// A closure; what does not fit of the reason is cut off between characters.
    package init(_ code: Code, _ reason: String = "", origin: Origin = .local) {
        self.code = code
        self.origin = origin
        var reason = reason
        while reason.utf8.count > Self.reasonBytesMax { reason.removeLast() }
        self.reason = reason
    }

    /// The same closure as the other side sees it.
    package var asSeenByPeer: LinkClosure {
        LinkClosure(code, reason, origin: origin == .local ? .peer : origin)
    }

    package var description: String {
        "\(code.rawValue)\(reason.isEmpty ? "" : " \(reason)")"
    }
}
