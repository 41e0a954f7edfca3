/// A value that goes into a sandbox or comes out of it: JSON, as JavaScript sees it.
///
/// Numbers are binary64, and objects keep the order of their keys. Lone surrogates, which Swift text cannot hold, read
/// as U+FFFD.
public enum SandboxValue: Sendable, Hashable {
    case null
    case bool(Bool)
    /// NaN and the infinities are written as `null`.
    case number(Double)
    case string(String)
    case array([SandboxValue])
    case object(SandboxObject)
}

// MARK: - Views

extension SandboxValue {
    /// The truth value; nil for other types.
    public var boolValue: Bool? { if case .bool(let value) = self { value } else { nil } }
    /// The number; nil for other types.
    public var numberValue: Double? { if case .number(let value) = self { value } else { nil } }
    /// The number as an integer, if it is one; nil otherwise.
    public var intValue: Int? { numberValue.flatMap { Int(exactly: $0) } }
    /// The text; nil for other types.
    public var stringValue: String? { if case .string(let value) = self { value } else { nil } }
    /// The elements; nil for other types.
    public var arrayValue: [SandboxValue]? { if case .array(let value) = self { value } else { nil } }
    /// The members; nil for other types.
    public var objectValue: SandboxObject? { if case .object(let value) = self { value } else { nil } }

    /// The member of that name; nil if there is none or the value is not an object.
    public subscript(key: String) -> SandboxValue? { objectValue?[key] }

    /// The element at that index; nil if there is none or the value is not an array.
    public subscript(index: Int) -> SandboxValue? {
        guard case .array(let elements) = self, elements.indices.contains(index) else { return nil }
        return elements[index]
    }
}

// MARK: - Text

extension SandboxValue {
    /// Reads JSON text.
    ///
    /// - Throws: what is wrong with the text, and at which byte.
    public init(json: String) throws(SandboxValueError) {
        self = try JSONReader.value(of: json)
    }

    /// The value as compact JSON text.
    public var json: String {
        var writer = JSONTextWriter()
        writer.write(self)
        return writer.text
    }
}

/// Text that is not JSON.
public struct SandboxValueError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong, for people.
    public let message: String
    /// Where, in bytes from the start of the text.
    public let offset: Int

    public var description: String { "\(message) at byte \(offset)" }
}

// MARK: - Literals

extension SandboxValue: ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
    ExpressibleByStringLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
    /// `null`.
    public init(nilLiteral: ()) { self = .null }
    /// `true` or `false`.
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    /// A number.
    public init(integerLiteral value: Int) { self = .number(Double(value)) }
    /// A number.
    public init(floatLiteral value: Double) { self = .number(value) }
    public init(stringLiteral value: String) { self = .string(value) }
    public init(arrayLiteral elements: SandboxValue...) { self = .array(elements) }
    /// An object with its members in the order in which they are written.
    public init(dictionaryLiteral elements: (String, SandboxValue)...) {
        var object = SandboxObject()
        for (key, value) in elements { object[key] = value }
        self = .object(object)
    }
}

extension SandboxValue: CustomStringConvertible {
    /// Compact JSON text.
    public var description: String { json }
}
