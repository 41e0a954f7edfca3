internal import JSON

/// Reads the fields of a JSON object with errors that name the field.
///
/// A field that is `null` is not an absent one: the optional readers refuse it.
struct FieldReader {
    /// Integers up to this are exact at every peer.
    static let safeIntegerMax = 9_007_199_254_740_991

    let object: JSONObject
    /// Path of the object, empty for the message itself.
    let path: String
    /// The code of the errors this reader throws.
    let code: ErrorCode

    init(_ object: JSONObject, path: String = "", code: ErrorCode = .invalidRequest) {
        self.object = object
        self.path = path
        self.code = code
    }

    /// Takes a value that has to be an object.
    init(_ value: JSONValue, path: String = "", code: ErrorCode = .invalidRequest) throws(ProtocolError) {
        guard let object = value.objectValue else {
            throw ProtocolError(
                .invalidField, "\(path.isEmpty ? "the message" : path) must be an object", at: .field(path),
                code: code)
        }
        self.init(object, path: path, code: code)
    }

    /// The path of a field from the root of the message.
    func path(of key: String) -> String {
        path.isEmpty ? key : "\(path).\(key)"
    }

    /// An error about a field.
    func invalid(_ key: String, _ expectation: String) -> ProtocolError {
        ProtocolError(
            object[key] == nil ? .missingField : .invalidField, "\(path(of: key)) must be \(expectation)",
            at: .field(path(of: key)), code: code)
    }

    // MARK: Any type

    func value(_ key: String) throws(ProtocolError) -> JSONValue {
        guard let value = object[key] else { throw invalid(key, "present") }
        return value
    }

    /// Reads a field by a conversion that gives nil for what it does not take.
    func required<Field>(
        _ key: String, _ expectation: String, _ convert: (JSONValue) -> Field?
    ) throws(ProtocolError) -> Field {
        guard let value = object[key], let field = convert(value) else { throw invalid(key, expectation) }
        return field
    }

    /// Reads a field that may be absent.
    func optional<Field>(
        _ key: String, _ expectation: String, _ convert: (JSONValue) -> Field?
    ) throws(ProtocolError) -> Field? {
        guard object[key] != nil else { return nil }
        return try required(key, expectation, convert)
    }

    // MARK: Text

    func string(_ key: String) throws(ProtocolError) -> String {
        try required(key, "a string") { $0.stringValue }
    }

    func optionalString(_ key: String) throws(ProtocolError) -> String? {
        try optional(key, "a string") { $0.stringValue }
    }

    func nonEmptyString(_ key: String) throws(ProtocolError) -> String {
        try required(key, "a string of at least one character") { $0.stringValue.flatMap { $0.isEmpty ? nil : $0 } }
    }

    func strings(_ key: String) throws(ProtocolError) -> [String] {
        try required(key, "an array of strings", Self.strings)
    }

    func optionalStrings(_ key: String) throws(ProtocolError) -> [String]? {
        try optional(key, "an array of strings", Self.strings)
    }

    private static func strings(_ value: JSONValue) -> [String]? {
        guard let elements = value.arrayValue else { return nil }
        let strings = elements.compactMap(\.stringValue)
        return strings.count == elements.count ? strings : nil
    }

    /// Reads text that names one of the cases of an enumeration.
    func enumeration<Field: RawRepresentable & CaseIterable>(
        _ key: String, _: Field.Type = Field.self
    ) throws(ProtocolError) -> Field where Field.RawValue == String {
        try required(key, "one of \(Field.allCases.map(\.rawValue).joined(separator: ", "))") {
            $0.stringValue.flatMap(Field.init(rawValue:))
        }
    }

    func optionalEnumeration<Field: RawRepresentable & CaseIterable>(
        _ key: String, _: Field.Type = Field.self
    ) throws(ProtocolError) -> Field? where Field.RawValue == String {
        guard object[key] != nil else { return nil }
        return try enumeration(key)
    }

    func timestamp(_ key: String) throws(ProtocolError) -> Timestamp {
        try required(key, "a date-time in UTC that ends in Z") { $0.stringValue.flatMap(Timestamp.init(iso8601:)) }
    }

    func identifier<ID: Identifier>(_ key: String, _: ID.Type = ID.self) throws(ProtocolError) -> ID {
        try required(key, ID.expectation) { $0.stringValue.flatMap(ID.init) }
    }

    func optionalIdentifier<ID: Identifier>(_ key: String, _: ID.Type = ID.self) throws(ProtocolError) -> ID? {
        try optional(key, ID.expectation) { $0.stringValue.flatMap(ID.init) }
    }

    // MARK: Numbers and truth

    func bool(_ key: String) throws(ProtocolError) -> Bool {
        try required(key, "true or false") { $0.boolValue }
    }

    func optionalBool(_ key: String) throws(ProtocolError) -> Bool? {
        try optional(key, "true or false") { $0.boolValue }
    }

    func integer(_ key: String, atLeast minimum: Int) throws(ProtocolError) -> Int {
        try required(key, Self.integerExpectation(minimum)) { Self.integer($0, minimum) }
    }

    func optionalInteger(_ key: String, atLeast minimum: Int) throws(ProtocolError) -> Int? {
        try optional(key, Self.integerExpectation(minimum)) { Self.integer($0, minimum) }
    }

    func nonNegativeNumber(_ key: String) throws(ProtocolError) -> Double {
        try required(key, "a number of at least 0") { $0.doubleValue.flatMap { $0 >= 0 ? $0 : nil } }
    }

    private static func integerExpectation(_ minimum: Int) -> String {
        "an integer of at least \(minimum) and at most 2^53 - 1"
    }

    private static func integer(_ value: JSONValue, _ minimum: Int) -> Int? {
        value.intValue.flatMap { minimum <= $0 && $0 <= safeIntegerMax ? $0 : nil }
    }

    // MARK: Containers

    func objectValue(_ key: String) throws(ProtocolError) -> JSONObject {
        try required(key, "an object") { $0.objectValue }
    }

    func optionalObject(_ key: String) throws(ProtocolError) -> JSONObject? {
        try optional(key, "an object") { $0.objectValue }
    }

    func optionalArray(_ key: String) throws(ProtocolError) -> [JSONValue]? {
        try optional(key, "an array") { $0.arrayValue }
    }

    /// A reader for an object inside this one.
    func reader(_ key: String) throws(ProtocolError) -> FieldReader {
        FieldReader(try objectValue(key), path: path(of: key), code: code)
    }

    func optionalReader(_ key: String) throws(ProtocolError) -> FieldReader? {
        guard object[key] != nil else { return nil }
        return try reader(key)
    }

    /// Reads an object inside this one, if it is there.
    func optional<Field>(
        _ key: String, _ read: (FieldReader) throws(ProtocolError) -> Field
    ) throws(ProtocolError) -> Field? {
        guard let fields = try optionalReader(key) else { return nil }
        return try read(fields)
    }

    /// Reads an array of objects, if it is there.
    func optionalElements<Field>(
        _ key: String, _ read: (FieldReader) throws(ProtocolError) -> Field
    ) throws(ProtocolError) -> [Field]? {
        guard let values = try optionalArray(key) else { return nil }
        var elements: [Field] = []
        elements.reserveCapacity(values.count)
        for (index, value) in values.enumerated() {
            elements.append(try read(FieldReader(value, path: "\(path(of: key)).\(index)", code: code)))
        }
        return elements
    }
}
