/// An identifier as it stands on the wire: text with a prefix that says what it names.
public protocol Identifier: Hashable, Sendable, CustomStringConvertible {
    /// What the text begins with.
    static var prefix: String { get }
    /// What the text has to be, for messages.
    static var expectation: String { get }
    /// The text.
    var rawValue: String { get }
    /// Takes text that is a valid identifier of this kind; nil for any other.
    init?(_ text: String)
    /// Takes text that is known to be valid.
    init(unchecked text: String)
}

extension Identifier {
    public var description: String { rawValue }

    /// A fresh identifier: the prefix and a random UUID.
    ///
    /// - Parameter generator: the source of randomness; for anything but tests a cryptographic one.
    public static func generate(using generator: inout some RandomNumberGenerator) -> Self {
        Self(unchecked: prefix + UUIDText.random(using: &generator))
    }

    /// A fresh identifier from the system's randomness.
    public static func generate() -> Self {
        var generator = SystemRandomNumberGenerator()
        return generate(using: &generator)
    }
}

/// Names a session: `s_` and 1 to 126 of `A–Z a–z 0–9 . _ ~ -`.
///
/// It is a routing key, not a secret.
public struct SessionID: Identifier {
    /// `s_`.
    public static let prefix = "s_"
    /// The rule, for messages.
    public static let expectation = "s_ and 1 to 126 letters, digits, '.', '_', '~' or '-'"
    public let rawValue: String

    /// Takes text that keeps the rule.
    public init?(_ text: String) {
        guard text.hasExactPrefix(Self.prefix), 3...128 ~= text.utf8.count,
            text.utf8.dropFirst(2).allSatisfy(ASCII.isUnreserved)
        else { return nil }
        rawValue = text
    }

    /// Takes text that is known to keep the rule.
    public init(unchecked text: String) {
        rawValue = text
    }
}

/// Names a tool call within its session: `c_` and 1 to 254 bytes of printable text.
///
/// Some runtimes name their calls without the prefix. Such an id reads as the prefixed one, which is what clients see,
/// and remembers how its runtime spells it.
public struct CallID: Identifier {
    /// `c_`.
    public static let prefix = "c_"
    /// The rule, for messages.
    public static let expectation = "c_ and 1 to 254 bytes of text without control characters"
    public let rawValue: String
    private let isBareAtRuntime: Bool

    /// Takes text that keeps the rule, prefix included.
    public init?(_ text: String) {
        guard text.hasExactPrefix(Self.prefix), Self.isValid(text) else { return nil }
        self.init(unchecked: text)
    }

    /// Takes text that is known to keep the rule.
    public init(unchecked text: String) {
        rawValue = text
        isBareAtRuntime = false
    }

    /// Takes an id as a runtime spells it, with or without the prefix.
    public init?(runtimeText text: String) {
        isBareAtRuntime = !text.hasExactPrefix(Self.prefix)
        rawValue = isBareAtRuntime ? Self.prefix + text : text
        guard Self.isValid(rawValue) else { return nil }
    }

    /// The id as the runtime that made it spells it.
    public var runtimeText: String {
        isBareAtRuntime ? String(rawValue.dropFirst(Self.prefix.count)) : rawValue
    }

    /// Equal if clients see the same id.
    public static func == (left: CallID, right: CallID) -> Bool {
        left.rawValue == right.rawValue
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(rawValue)
    }

    private static func isValid(_ text: String) -> Bool {
        3...256 ~= text.utf8.count && text.utf8.allSatisfy(ASCII.isNotControl)
    }
}

/// Names a value that stays in its session's store: `ref_` and 1 to 124 bytes of printable text.
public struct ReferenceID: Identifier {
    /// `ref_`.
    public static let prefix = "ref_"
    /// The rule, for messages.
    public static let expectation = "ref_ and 1 to 124 bytes of text without control characters"
    public let rawValue: String

    /// Takes text that keeps the rule.
    public init?(_ text: String) {
        guard text.hasExactPrefix(Self.prefix), 5...128 ~= text.utf8.count, text.utf8.allSatisfy(ASCII.isNotControl)
        else { return nil }
        rawValue = text
    }

    /// Takes text that is known to keep the rule.
    public init(unchecked text: String) {
        rawValue = text
    }
}

/// Names a runtime at its broker: 1 to 128 of `A–Z a–z 0–9 . _ ~ : -`.
public struct RuntimeID: Identifier {
    /// `r_`, of generated ids only: operators name their runtimes as they like.
    public static let prefix = "r_"
    /// The rule, for messages.
    public static let expectation = "1 to 128 letters, digits, '.', '_', '~', ':' or '-'"
    public let rawValue: String

    /// Takes text that keeps the rule.
    public init?(_ text: String) {
        guard 1...128 ~= text.utf8.count,
            text.utf8.allSatisfy({ ASCII.isUnreserved($0) || $0 == UInt8(ascii: ":") })
        else { return nil }
        rawValue = text
    }

    /// Takes text that is known to keep the rule.
    public init(unchecked text: String) {
        rawValue = text
    }
}

/// Classes of bytes that identifiers are made of.
enum ASCII {
    /// The characters that stand in a URL as they are. https://www.rfc-editor.org/rfc/rfc3986#section-2.3
    static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"),
            UInt8(ascii: "-"):
            true
        default: false
        }
    }

    static func isNotControl(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte != 0x7F
    }
}

extension String {
    /// Whether the text begins with these very bytes.
    func hasExactPrefix(_ prefix: String) -> Bool {
        utf8.starts(with: prefix.utf8)
    }
}
