private import Foundation
internal import JSON

/// Derives a schema from a `Decodable` type by letting it decode from a decoder that has an answer for everything and
/// writes down what was asked.
///
/// Structures, optionals, arrays, dictionaries, numbers, texts, dates and enumerations that list their cases come out
/// exactly. A type that rejects the made-up values, or refers to itself, is described as far as it was understood, which is
/// never narrower than what it decodes.
enum DerivedSchema {
    /// Deepest nesting that is described; types may contain themselves.
    fileprivate static let depthMaximum = 8

    /// nil if the type says nothing about its form.
    static func schema<Value: Decodable>(of type: Value.Type) -> JSONValue? {
        let schema = probe(type, depth: 0)
        return schema == .object([:]) ? nil : schema
    }

    fileprivate static func probe<Value: Decodable>(_ type: Value.Type, depth: Int) -> JSONValue {
        if let known = known(type) { return known }
        guard depth < depthMaximum else { return [:] }
        let note = Note()
        do {
            _ = try Value(from: ProbeDecoder(note: note, depth: depth))
        } catch {
            note.isPartial = true
        }
        return note.schema
    }

    private static func known<Value: Decodable>(_ type: Value.Type) -> JSONValue? {
        switch type {
        case is Bool.Type: return ["type": "boolean"]
        case is String.Type, is Data.Type: return ["type": "string"]
        case is Date.Type: return ["type": "string", "format": "date-time"]
        case is URL.Type: return ["type": "string", "format": "uri"]
        case is UUID.Type: return ["type": "string", "format": "uuid"]
        case is Double.Type, is Float.Type, is Decimal.Type: return ["type": "number"]
        case is any FixedWidthInteger.Type:
            return type is any UnsignedInteger.Type ? ["type": "integer", "minimum": 0] : ["type": "integer"]
        default:
            guard let values = (type as? any CaseIterable.Type).flatMap({ rawValues(of: $0) }) else { return nil }
            return ["enum": .array(values)]
        }
    }

    /// The raw texts or numbers of an enumeration that lists its cases.
    private static func rawValues<Cases: CaseIterable>(of type: Cases.Type) -> [JSONValue]? {
        let values = type.allCases.map { value -> JSONValue? in
            switch (value as? any RawRepresentable)?.rawValue {
            case let text as String: .string(text)
            case let number as Int: .integer(number)
            default: nil
            }
        }
        let known = values.compactMap(\.self)
        return known.isEmpty || known.count != values.count ? nil : known
    }

    /// What one decoder was asked for.
    fileprivate final class Note {
        enum Shape {
            case unknown
            case value(JSONValue)
            case array(JSONValue)
            case dictionary(JSONValue)
            case object
        }

        var shape = Shape.unknown
        var properties = JSONObject()
        var required: [String] = []
        var optional: Set<String> = []
        /// The type stopped asking before its end, so it may want more than was written down.
        var isPartial = false

        var schema: JSONValue {
            switch shape {
            case .unknown: return [:]
            case .value(let schema): return schema
            case .array(let items): return ["type": "array", "items": items]
            case .dictionary(let values): return ["type": "object", "additionalProperties": values]
            case .object:
                var schema: JSONObject = ["type": "object", "properties": .object(properties)]
                if !required.isEmpty { schema["required"] = .array(required.map(JSONValue.string)) }
                return .object(schema)
            }
        }
    }
}

/// The failure by which a probe ends where no value can be made up.
private struct ProbeEnd: Error {}

private struct ProbeDecoder: Decoder {
    let note: DerivedSchema.Note
    let depth: Int
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
        if Key(stringValue: ProbeKey.probe.stringValue) == nil || Key.self is any CaseIterable.Type {
            note.shape = .object
        } else if case .unknown = note.shape {
            // Keys that any text is good for: a dictionary, or a type that looks at its keys itself.
            note.shape = "\(Key.self)".contains("DictionaryCodingKey") ? .dictionary([:]) : .object
        }
        return KeyedDecodingContainer(KeyedProbe<Key>(note: note, depth: depth))
    }

    func unkeyedContainer() -> any UnkeyedDecodingContainer {
        note.shape = .array([:])
        return UnkeyedProbe(note: note, depth: depth)
    }

    func singleValueContainer() -> any SingleValueDecodingContainer {
        SingleProbe(note: note, depth: depth)
    }
}

private enum ProbeKey: String, CodingKey {
    case probe = "\u{0}probe"
}

/// Makes a value of a type up, and tells its schema.
private func made<Value: Decodable>(_ type: Value.Type, depth: Int) throws -> (Value, JSONValue) {
    let schema = DerivedSchema.probe(type, depth: depth + 1)
    let values: [Any] = [
        false, "", 0, Int8(0), Int16(0), Int32(0), Int64(0), UInt(0), UInt8(0), UInt16(0), UInt32(0), UInt64(0), 0.0,
        Float(0), Date(timeIntervalSince1970: 0), Data(), UUID(), Decimal(0),
    ]
    for case let value as Value in values { return (value, schema) }
    if let url = URL(string: "a:") as? Value { return (url, schema) }
    if let first = (type as? any CaseIterable.Type).flatMap({ firstCase(of: $0) }) as? Value { return (first, schema) }
    guard depth < DerivedSchema.depthMaximum else { throw ProbeEnd() }
    return (try Value(from: ProbeDecoder(note: DerivedSchema.Note(), depth: depth + 1)), schema)
}

private func firstCase<Cases: CaseIterable>(of type: Cases.Type) -> Any? {
    type.allCases.first
}

private struct KeyedProbe<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let note: DerivedSchema.Note
    let depth: Int
    var codingPath: [any CodingKey] { [] }

    var allKeys: [Key] {
        guard case .dictionary = note.shape else { return [] }
        return [Key(stringValue: ProbeKey.probe.stringValue)].compactMap(\.self)
    }

    func contains(_ key: Key) -> Bool { true }

    /// Whoever asks can do without: the value is made up all the same, for its type.
    func decodeNil(forKey key: Key) -> Bool {
        note.optional.insert(key.stringValue)
        return false
    }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        if !note.required.contains(key.stringValue), !note.optional.contains(key.stringValue) {
            note.required.append(key.stringValue)
        }
        note.properties[key.stringValue] = DerivedSchema.probe(type, depth: depth + 1)
        let (value, schema) = try made(type, depth: depth)
        if case .dictionary = note.shape { note.shape = .dictionary(schema) }
        return value
    }

    func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? {
        note.properties[key.stringValue] = DerivedSchema.probe(type, depth: depth + 1)
        return nil
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> { throw ProbeEnd() }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer { throw ProbeEnd() }
    func superDecoder() throws -> any Decoder { throw ProbeEnd() }
    func superDecoder(forKey key: Key) throws -> any Decoder { throw ProbeEnd() }
}

private struct UnkeyedProbe: UnkeyedDecodingContainer {
    let note: DerivedSchema.Note
    let depth: Int
    var codingPath: [any CodingKey] { [] }
    var count: Int? { 1 }
    var isAtEnd: Bool { currentIndex > 0 }
    var currentIndex = 0

    mutating func decodeNil() -> Bool { false }

    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        currentIndex += 1
        note.shape = .array(DerivedSchema.probe(type, depth: depth + 1))
        return try made(type, depth: depth).0
    }

    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type
    ) throws -> KeyedDecodingContainer<Nested> { throw ProbeEnd() }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer { throw ProbeEnd() }
    mutating func superDecoder() throws -> any Decoder { throw ProbeEnd() }
}

private struct SingleProbe: SingleValueDecodingContainer {
    let note: DerivedSchema.Note
    let depth: Int
    var codingPath: [any CodingKey] { [] }

    func decodeNil() -> Bool { false }

    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        note.shape = .value(DerivedSchema.probe(type, depth: depth + 1))
        return try made(type, depth: depth).0
    }
}
