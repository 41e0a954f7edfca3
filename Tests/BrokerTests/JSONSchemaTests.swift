import JSON
import Protocol
import Testing

@testable import Broker

@Suite struct JSONSchemaTests {
    private func reasons(_ schema: JSONValue, _ value: JSONValue) throws -> [String] {
        try JSONSchema(schema).violations(of: value, name: "a").map { "\($0.field) \($0.reason)" }
    }

    static let accepted: [(JSONValue, JSONValue)] = [
        ([:], .null), (true, 1), (["type": "integer"], 5.0), (["type": "integer"], 1e300), (["type": "number"], 5),
        (["type": ["string", "null"]], .null), (["enum": [1, "x"]], 1.0),
        (["const": ["b": 1, "a": 2]], ["a": 2, "b": 1]),
        (["minimum": 1, "maximum": 3], "text"), (["multipleOf": 0.1], 0.3), (["multipleOf": 3], 9),
        (["minLength": 2, "maxLength": 2], "é😀"), (["items": ["type": "integer"]], [1, 2]),
        (["prefixItems": [["type": "string"]], "items": ["type": "integer"]], ["x", 1]),
        (["uniqueItems": true], [1, "1", [1], ["a": 1], ["a": 2]]),
        (["properties": ["x": ["type": "string"]], "additionalProperties": false], ["x": "y"]),
        (["anyOf": [["type": "string"], ["type": "integer"]]], 3),
        (["oneOf": [["type": "string"], ["type": "integer"]]], "x"), (["not": ["type": "string"]], 1),
        (["allOf": [["minimum": 1], ["maximum": 2]]], 2),
        (["$ref": "#/$defs/p", "$defs": ["p": ["minimum": 1]]], 1),
        (["format": "email", "title": "t", "x-own": 1], "anything"),
    ]

    @Test(arguments: accepted.indices) func `A value that fits has no violations`(index: Int) throws {
        let (schema, value) = Self.accepted[index]
        #expect(try reasons(schema, value) == [])
    }

    static let refused: [(JSONValue, JSONValue, [String])] = [
        (false, 1, ["a is not allowed"]),
        (["type": "integer"], 1.5, ["a must be an integer"]),
        (["type": ["string", "null"]], 1, ["a must be a string or null"]),
        (["enum": ["x", 2]], "y", ["a must be one of \"x\", 2"]),
        (["const": 1], 2, ["a must be 1"]),
        (["minimum": 1], 0, ["a must be at least 1"]), (["maximum": 1.5], 2, ["a must be at most 1.5"]),
        (["exclusiveMinimum": 1], 1, ["a must be above 1"]), (["exclusiveMaximum": 1], 1, ["a must be below 1"]),
        (["multipleOf": 3], 10, ["a must be a multiple of 3"]),
        (["minLength": 3], "é😀", ["a must have at least 3 characters"]),
        (["maxLength": 1], "ab", ["a must have at most 1 characters"]),
        (["minItems": 1], [], ["a must have at least 1 items"]),
        (["maxItems": 0], [1], ["a must have at most 0 items"]),
        (["uniqueItems": true], [["a": 1, "b": 2], ["b": 2, "a": 1.0]], ["a must not hold an item twice"]),
        (["items": false], [1], ["a.0 is not allowed"]),
        (["required": ["x", "y"]], ["x": .null], ["a.y is missing"]),
        (["minProperties": 2], ["x": 1], ["a must have at least 2 members"]),
        (["maxProperties": 0], ["x": 1], ["a must have at most 0 members"]),
        (["properties": ["x": true], "additionalProperties": false], ["z": 1], ["a.z is not allowed"]),
        (
            ["properties": ["u": ["items": ["properties": ["n": ["type": "string"]]]]]], ["u": [["n": "x"], ["n": 1]]],
            ["a.u.1.n must be a string"]
        ),
        (["anyOf": [["type": "string"], ["type": "null"]]], 1, ["a fits none of the 2 allowed forms"]),
        (["oneOf": [["type": "string"]]], 1, ["a fits none of the 1 allowed forms"]),
        (
            ["oneOf": [["minimum": 1], ["maximum": 5]]], 3,
            ["a fits more than one of the 2 forms that exclude each other"]
        ),
        (["not": ["type": "integer"]], 1, ["a has a form that is excluded"]),
        (["allOf": [["minimum": 5], ["multipleOf": 2]]], 3, ["a must be at least 5", "a must be a multiple of 2"]),
    ]

    @Test(arguments: refused.indices) func `A value that does not fit says where and what is expected`(index: Int)
        throws
    {
        let (schema, value, expected) = Self.refused[index]
        #expect(try reasons(schema, value) == expected)
    }

    @Test func `A recursive schema describes a tree`() throws {
        let tree: JSONValue = [
            "type": "object", "required": ["v"],
            "properties": ["v": ["type": "integer"], "next": ["$ref": "#"], "kids": ["items": ["$ref": "#"]]],
        ]
        #expect(try reasons(tree, ["v": 1, "next": ["v": 2], "kids": [["v": 3, "kids": [["v": 4]]]]]) == [])
        #expect(
            try reasons(tree, ["v": 1, "kids": [["v": 3, "kids": [["v": "x"]]]]]) == [
                "a.kids.0.kids.0.v must be an integer"
            ])
    }

    static let unusable: [(JSONValue, String)] = [
        (5, "schema at its root: a schema is an object, true or false"),
        (["type": "text"], "schema at /type: there is no type \"text\""),
        (["type": []], "schema at /type: names no type"),
        (["minimum": "1"], "schema at /minimum: expected a number"),
        (["multipleOf": 0], "schema at /multipleOf: expected a number above 0"),
        (["maxLength": -1], "schema at /maxLength: expected a whole number from 0"),
        (
            ["properties": ["a/b": ["items": 3]]],
            "schema at /properties/a~1b/items: a schema is an object, true or false"
        ),
        (["pattern": "^a+$"], "schema at /pattern: \"pattern\" is not supported; say it with enum, const or lengths"),
        (
            ["patternProperties": [:]],
            "schema at /patternProperties: the keyword \"patternProperties\" is not supported"
        ),
        (["if": true], "schema at /if: the keyword \"if\" is not supported"),
        (["anyOf": []], "schema at /anyOf: must not be empty"),
        (
            ["$ref": "https://x/y"],
            "schema at /$ref: only references inside the schema are supported, such as #/$defs/name"
        ),
        (["$ref": "#/$defs/none"], "schema at /$ref: there is nothing at \"#/$defs/none\""),
        (["$ref": "#"], "schema at its root: refers to itself without end"),
        (["allOf": [["anyOf": [["$ref": "#"]]]]], "schema at its root: refers to itself without end"),
        (
            ["$ref": "#/$defs/a", "$defs": ["a": ["$ref": "#/$defs/b"], "b": ["not": ["$ref": "#/$defs/a"]]]],
            "schema at /$defs/a: refers to itself without end"
        ),
    ]

    @Test(arguments: unusable.indices) func `A schema that cannot be held to is refused with its place`(index: Int) {
        let (schema, expected) = Self.unusable[index]
        do {
            _ = try JSONSchema(schema)
            Issue.record("the schema compiled")
        } catch {
            #expect(error.description == expected)
        }
    }

    @Test func `At most eight violations are reported`() throws {
        let many = JSONValue.array(Array(repeating: "x", count: 100))
        #expect(try reasons(["items": ["type": "integer"]], many).count == 8)
    }

    @Test func `A schema whose alternatives multiply does not hang, and what was not decided does not pass`() throws {
        // Each level tries two ways that both look at everything below.
        let schema: JSONValue = [
            "$ref": "#/$defs/n",
            "$defs": [
                "n": [
                    "type": ["object", "integer"],
                    "properties": [
                        "x": [
                            "anyOf": [["allOf": [["$ref": "#/$defs/n"], ["type": "string"]]], ["$ref": "#/$defs/n"]]
                        ]
                    ],
                ]
            ],
        ]
        var value: JSONValue = 1
        for _ in 0..<40 { value = ["x": value] }
        #expect(try !reasons(schema, value).isEmpty)
    }

    @Test func `A large schema and a deep one are refused`() {
        var deep: JSONValue = true
        for _ in 0..<100 { deep = ["items": deep] }
        #expect(throws: JSONSchemaError.self) { try JSONSchema(deep) }
        let wide = JSONValue.array(Array(repeating: ["type": "string"], count: 20_000))
        #expect(throws: JSONSchemaError.self) { try JSONSchema(["anyOf": wide]) }
    }
}

@Suite struct DerivedSchemaTests {
    enum Colour: String, Decodable, CaseIterable { case red, green }
    enum Hidden: String, Decodable { case one }
    struct Address: Decodable {
        let street: String
        let number: UInt8?
    }
    struct Arguments: Decodable {
        let id: Int
        let name: String?
        let tags: [String]
        let address: Address
        let others: [Address]?
        let colour: Colour
        let extra: [String: Double]
        let active: Bool
    }
    struct Node: Decodable { let children: [Node] }
    struct Odd: Decodable {
        let first: Int
        let hidden: Hidden
        let last: Int
    }

    @Test func `A structure gives its properties, and what is not optional is required`() {
        let address: JSONValue = [
            "type": "object",
            "properties": ["street": ["type": "string"], "number": ["type": "integer", "minimum": 0]],
            "required": ["street"],
        ]
        #expect(
            DerivedSchema.schema(of: Arguments.self) == [
                "type": "object",
                "properties": [
                    "id": ["type": "integer"], "name": ["type": "string"],
                    "tags": ["type": "array", "items": ["type": "string"]], "address": address,
                    "others": ["type": "array", "items": address], "colour": ["enum": ["red", "green"]],
                    "extra": ["type": "object", "additionalProperties": ["type": "number"]],
                    "active": ["type": "boolean"],
                ],
                "required": ["id", "tags", "address", "colour", "extra", "active"],
            ])
    }

    @Test func `A type that contains itself ends`() {
        #expect(DerivedSchema.schema(of: Node.self)?["properties"]?["children"]?["type"] == "array")
    }

    @Test func `A type that rejects made-up values is never described too narrowly`() throws {
        let schema = try JSONSchema(DerivedSchema.schema(of: Odd.self) ?? [:])
        #expect(schema.violations(of: ["first": 1, "hidden": "one", "last": 2], name: "a") == [])
    }

    @Test func `Plain types have their own schema`() {
        #expect(DerivedSchema.schema(of: [Int].self) == ["type": "array", "items": ["type": "integer"]])
        #expect(DerivedSchema.schema(of: String.self) == ["type": "string"])
    }
}
