/// What is wrong with bytes or values that came from, or should go to, the wire.
public struct ProtocolError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The class of fault, for callers that act on it.
    public enum Reason: Hashable, Sendable {
        /// The text is not JSON.
        case syntax
        /// The bytes are not UTF-8.
        case invalidUTF8
        /// Arrays and objects are nested deeper than allowed.
        case depthLimit
        /// The text, a line or a string is longer than allowed.
        case sizeLimit
        /// The text holds more values than allowed.
        case valueLimit
        /// A number is longer than allowed, or has no finite value.
        case numberLimit
        /// A required field is missing.
        case missingField
        /// A field has the wrong type or value.
        case invalidField
        /// A message type that this side does not know; to be ignored.
        case unknownType
        /// A protocol version that this side does not know; to be ignored.
        case unsupportedVersion
        /// A legal request for what this side does not offer.
        case unsupported
    }

    /// Where the fault lies.
    public enum Location: Hashable, Sendable {
        /// Byte offset from the start of the text, from 0.
        case byte(Int)
        /// Path of the field from the root of the message, such as `limits.deadlineMs`; empty for the message itself.
        case field(String)
    }

    /// The class of the fault.
    public let reason: Reason
    /// The code under which the fault is reported to the peer.
    public let code: ErrorCode
    /// One sentence that names the field or the byte; safe to show, holds no input text.
    public let message: String
    /// Where the fault lies.
    public let location: Location

    /// A fault, by default one of a request.
    public init(
        _ reason: Reason, _ message: String, at location: Location, code: ErrorCode = .invalidRequest
    ) {
        self.reason = reason
        self.code = code
        self.message = message
        self.location = location
    }

    /// Whether a receiver skips the message without calling its sender faulty.
    public var isIgnorable: Bool { reason == .unknownType || reason == .unsupportedVersion }

    /// The same fault under another code.
    public func withCode(_ code: ErrorCode) -> ProtocolError {
        ProtocolError(reason, message, at: location, code: code)
    }

    public var description: String {
        switch location {
        case .byte(let offset): "\(code): \(message) (byte \(offset))"
        case .field(let path): path.isEmpty ? "\(code): \(message)" : "\(code): \(message) (\(path))"
        }
    }
}
