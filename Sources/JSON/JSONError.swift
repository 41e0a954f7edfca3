/// Why a text is not JSON, or why a value cannot be written as JSON.
public struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The class of fault, for callers that act on it.
    public enum Reason: Hashable, Sendable {
        /// The text is not JSON.
        case syntax
        /// The bytes are not UTF-8.
        case invalidUTF8
        /// Arrays and objects are nested deeper than allowed.
        case depthLimit
        /// The text is longer than allowed.
        case sizeLimit
        /// The text holds more values than allowed.
        case valueLimit
        /// A number is longer than allowed, or has no finite value.
        case numberLimit
    }

    /// The class of the fault.
    public let reason: Reason
    /// One clause for people; safe to show, holds no input text.
    public let message: String
    /// Where, in bytes from the start of the text.
    public let offset: Int

    init(_ reason: Reason, _ message: String, at offset: Int) {
        self.reason = reason
        self.message = message
        self.offset = offset
    }

    public var description: String { "\(message) (byte \(offset))" }
}
