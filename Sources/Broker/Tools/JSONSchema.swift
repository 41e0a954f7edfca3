internal import JSON

/// A compiled schema: the part of JSON Schema 2020-12 that tools need, decided in one pass over a value.
///
/// Compiling refuses what it cannot hold to, so that no constraint an operator wrote is silently without effect. All
/// applicators and assertions are there except `if`, `contains`, `patternProperties`, `propertyNames`, the `dependent…`
/// and the `unevaluated…` families; `$ref` reaches into the same document only. `pattern` is refused because its
/// expressions are not bounded in time. Annotations and `format` are accepted and assert nothing.
/// https://json-schema.org/draft/2020-12/json-schema-validation
struct JSONSchema: Sendable {
    /// One subschema. Numbers are positions in `nodes`, so that references may form cycles.
    struct Node: Sendable {
        /// False only for the schema `false`, which nothing fits.
        var allows = true
        var types: [JSONSchemaType]?
        var constant: JSONValue?
        var enumeration: [JSONValue]?
        var minimum: Double?
        var maximum: Double?
        var exclusiveMinimum: Double?
        var exclusiveMaximum: Double?
        var multipleOf: Double?
        var minLength: Int?
        var maxLength: Int?
        var minItems: Int?
        var maxItems: Int?
        var uniqueItems = false
        var minProperties: Int?
        var maxProperties: Int?
        var required: [String] = []
        var properties: [String: Int] = [:]
        var additionalProperties: Int?
        var prefixItems: [Int] = []
        var items: Int?
        var allOf: [Int] = []
        var anyOf: [Int] = []
        var oneOf: [Int] = []
        var not: Int?
        var reference: Int?

        /// Subschemas that apply to the same value, not to a part of it.
        var inPlace: [Int] { allOf + anyOf + oneOf + [not, reference].compactMap(\.self) }
    }

    /// The schema as it was written; what the catalogue shows.
    let source: JSONValue
    /// `nodes[0]` is the whole schema.
    let nodes: [Node]

    /// - Throws: `JSONSchemaError` naming the keyword's place as a JSON Pointer.
    init(_ source: JSONValue) throws(JSONSchemaError) {
        self.source = source
        var compiler = JSONSchemaCompiler(root: source)
        nodes = try compiler.compile()
    }

    /// The names of the arguments that the top level declares.
    var declaredProperties: [String] {
        guard let properties = source["properties"]?.objectValue else { return [] }
        return Array(properties.keys)
    }
}

/// The seven types of JSON Schema.
enum JSONSchemaType: String, Sendable, CaseIterable {
    case null
    case boolean
    case integer
    case number
    case string
    case array
    case object

    func matches(_ value: JSONValue) -> Bool {
        switch (self, value) {
        case (.null, .null), (.boolean, .bool), (.string, .string), (.array, .array), (.object, .object): true
        case (.number, .integer), (.number, .number), (.integer, .integer): true
        case (.integer, .number(let number)): number.rounded(.towardZero) == number
        default: false
        }
    }

    /// With its article, for messages: `an integer`.
    var phrase: String {
        switch self {
        case .null: "null"
        case .integer, .array, .object: "an \(rawValue)"
        case .boolean, .number, .string: "a \(rawValue)"
        }
    }
}

/// A schema that cannot be used, and where in it.
struct JSONSchemaError: Error, Equatable, CustomStringConvertible {
    /// JSON Pointer from the root of the schema, such as `/properties/limit/maximum`.
    let pointer: String
    let message: String

    var description: String { "schema at \(pointer.isEmpty ? "its root" : pointer): \(message)" }
}
