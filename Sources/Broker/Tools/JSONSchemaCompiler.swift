internal import JSON

/// Turns a schema's JSON into nodes, each place once.
struct JSONSchemaCompiler {
    /// Most subschemas of one schema.
    static let nodesMaximum = 10_000
    /// Deepest nesting of subschemas.
    static let depthMaximum = 64

    private let root: JSONValue
    private var nodes: [JSONSchema.Node] = []
    private var positions: [String: Int] = [:]

    init(root: JSONValue) {
        self.root = root
    }

    mutating func compile() throws(JSONSchemaError) -> [JSONSchema.Node] {
        _ = try compile(root, at: "", depth: 0)
        try refuseEndlessReferences()
        return nodes
    }

    private mutating func compile(
        _ schema: JSONValue, at pointer: String, depth: Int
    ) throws(JSONSchemaError) -> Int {
        if let position = positions[pointer] { return position }
        guard nodes.count < Self.nodesMaximum, depth <= Self.depthMaximum else {
            throw JSONSchemaError(pointer: pointer, message: "the schema is too large")
        }
        let position = nodes.count
        positions[pointer] = position
        nodes.append(JSONSchema.Node())
        switch schema {
        case .bool(let allows):
            nodes[position].allows = allows
        case .object(let members):
            var node = JSONSchema.Node()
            for member in members {
                let place = Place(pointer: pointer + "/" + Self.escaped(member.key), depth: depth + 1)
                try read(member.key, member.value, at: place, into: &node)
            }
            nodes[position] = node
        default:
            throw JSONSchemaError(pointer: pointer, message: "a schema is an object, true or false")
        }
        return position
    }

    private struct Place {
        let pointer: String
        let depth: Int
    }

    private mutating func read(
        _ keyword: String, _ value: JSONValue, at place: Place, into node: inout JSONSchema.Node
    ) throws(JSONSchemaError) {
        switch keyword {
        case "type": node.types = try types(value, place)
        case "const": node.constant = value
        case "enum": node.enumeration = try array(value, place)
        case "minimum": node.minimum = try number(value, place)
        case "maximum": node.maximum = try number(value, place)
        case "exclusiveMinimum": node.exclusiveMinimum = try number(value, place)
        case "exclusiveMaximum": node.exclusiveMaximum = try number(value, place)
        case "multipleOf": node.multipleOf = try positive(value, place)
        case "minLength": node.minLength = try count(value, place)
        case "maxLength": node.maxLength = try count(value, place)
        case "minItems": node.minItems = try count(value, place)
        case "maxItems": node.maxItems = try count(value, place)
        case "uniqueItems": node.uniqueItems = try bool(value, place)
        case "minProperties": node.minProperties = try count(value, place)
        case "maxProperties": node.maxProperties = try count(value, place)
        case "required": node.required = try texts(value, place)
        case "properties": node.properties = try named(value, place)
        case "additionalProperties": node.additionalProperties = try sub(value, place)
        case "prefixItems": node.prefixItems = try list(value, place)
        case "items": node.items = try sub(value, place)
        case "allOf": node.allOf = try list(value, place)
        case "anyOf": node.anyOf = try list(value, place)
        case "oneOf": node.oneOf = try list(value, place)
        case "not": node.not = try sub(value, place)
        case "$ref": node.reference = try reference(value, place)
        case "$defs", "definitions": _ = try named(value, place)
        case "pattern":
            throw JSONSchemaError(
                pointer: place.pointer, message: "\"pattern\" is not supported; say it with enum, const or lengths")
        default:
            guard Self.annotations.contains(keyword) || keyword.hasPrefix("x-") else {
                throw JSONSchemaError(pointer: place.pointer, message: "the keyword \"\(keyword)\" is not supported")
            }
        }
    }

    /// Keywords that say something about a value without deciding anything.
    private static let annotations: Set<String> = [
        "$schema", "$id", "$comment", "$anchor", "title", "description", "default", "examples", "example", "deprecated",
        "readOnly", "writeOnly", "format", "contentEncoding", "contentMediaType",
    ]
}

// MARK: - Values of keywords

extension JSONSchemaCompiler {
    private func types(_ value: JSONValue, _ place: Place) throws(JSONSchemaError) -> [JSONSchemaType] {
        let names = if let name = value.stringValue { [name] } else { try texts(value, place) }
        var types: [JSONSchemaType] = []
        for name in names {
            guard let type = JSONSchemaType(rawValue: name) else {
                throw JSONSchemaError(pointer: place.pointer, message: "there is no type \"\(name)\"")
            }
            types.append(type)
        }
        guard !types.isEmpty else { throw JSONSchemaError(pointer: place.pointer, message: "names no type") }
        return types
    }

    private func number(_ value: JSONValue, _ place: Place) throws(JSONSchemaError) -> Double {
        guard let number = value.doubleValue, number.isFinite else {
            throw JSONSchemaError(pointer: place.pointer, message: "expected a number")
        }
        return number
    }

    private func positive(_ value: JSONValue, _ place: Place) throws(JSONSchemaError) -> Double {
        let number = try number(value, place)
        guard number > 0 else { throw JSONSchemaError(pointer: place.pointer, message: "expected a number above 0") }
        return number
    }

    private func count(_ value: JSONValue, _ place: Place) throws(JSONSchemaError) -> Int {
        guard let count = value.intValue, count >= 0 else {
            throw JSONSchemaError(pointer: place.pointer, message: "expected a whole number from 0")
        }
        return count
    }

    private func bool(_ value: JSONValue, _ place: Place) throws(JSONSchemaError) -> Bool {
        guard let bool = value.boolValue else {
            throw JSONSchemaError(pointer: place.pointer, message: "expected true or false")
        }
        return bool
    }

    private func array(_ value: JSONValue, _ place: Place) throws(JSONSchemaError) -> [JSONValue] {
        guard let array = value.arrayValue else {
            throw JSONSchemaError(pointer: place.pointer, message: "expected an array")
        }
        return array
    }

    private func texts(_ value: JSONValue, _ place: Place) throws(JSONSchemaError) -> [String] {
        var texts: [String] = []
        for item in try array(value, place) {
            guard let text = item.stringValue else {
                throw JSONSchemaError(pointer: place.pointer, message: "expected an array of strings")
            }
            texts.append(text)
        }
        return texts
    }

    private mutating func sub(_ value: JSONValue, _ place: Place) throws(JSONSchemaError) -> Int {
        try compile(value, at: place.pointer, depth: place.depth)
    }

    private mutating func list(_ value: JSONValue, _ place: Place) throws(JSONSchemaError) -> [Int] {
        var positions: [Int] = []
        for (index, item) in try array(value, place).enumerated() {
            positions.append(try compile(item, at: "\(place.pointer)/\(index)", depth: place.depth))
        }
        guard !positions.isEmpty else { throw JSONSchemaError(pointer: place.pointer, message: "must not be empty") }
        return positions
    }

    private mutating func named(_ value: JSONValue, _ place: Place) throws(JSONSchemaError) -> [String: Int] {
        guard let members = value.objectValue else {
            throw JSONSchemaError(pointer: place.pointer, message: "expected an object of schemas")
        }
        var positions: [String: Int] = [:]
        for member in members {
            let pointer = "\(place.pointer)/\(Self.escaped(member.key))"
            positions[member.key] = try compile(member.value, at: pointer, depth: place.depth)
        }
        return positions
    }
}

// MARK: - References

extension JSONSchemaCompiler {
    private mutating func reference(_ value: JSONValue, _ place: Place) throws(JSONSchemaError) -> Int {
        guard let text = value.stringValue, text == "#" || text.hasPrefix("#/") else {
            throw JSONSchemaError(
                pointer: place.pointer, message: "only references inside the schema are supported, such as #/$defs/name"
            )
        }
        let pointer = String(text.dropFirst())
        var target = root
        for token in pointer.split(separator: "/", omittingEmptySubsequences: false).dropFirst() {
            let key = Self.unescaped(token)
            guard let next = target[key] ?? Int(key).flatMap({ target[$0] }) else {
                throw JSONSchemaError(pointer: place.pointer, message: "there is nothing at \"\(text)\"")
            }
            target = next
        }
        return try compile(target, at: pointer, depth: place.depth)
    }

    /// A schema that comes back to itself without going into a part of the value would never be decided.
    private func refuseEndlessReferences() throws(JSONSchemaError) {
        enum Mark {
            case open
            case closed
        }
        var marks: [Int: Mark] = [:]
        for start in nodes.indices where marks[start] == nil {
            var path: [(node: Int, next: [Int])] = [(start, nodes[start].inPlace)]
            marks[start] = .open
            while let (node, next) = path.last {
                guard let child = next.first else {
                    marks[node] = .closed
                    path.removeLast()
                    continue
                }
                path[path.count - 1].next.removeFirst()
                switch marks[child] {
                case .open:
                    let pointer = positions.first { $0.value == child }?.key ?? ""
                    throw JSONSchemaError(pointer: pointer, message: "refers to itself without end")
                case .closed:
                    continue
                case nil:
                    marks[child] = .open
                    path.append((child, nodes[child].inPlace))
                }
            }
        }
    }

    /// https://www.rfc-editor.org/rfc/rfc6901#section-3
    private static func escaped(_ key: String) -> String {
        String(key.flatMap { $0 == "~" ? "~0" : $0 == "/" ? "~1" : String($0) })
    }

    /// https://www.rfc-editor.org/rfc/rfc6901#section-4, after percent-decoding is not needed for ASCII names.
    private static func unescaped(_ token: Substring) -> String {
        var text = ""
        var tildeIsPending = false
        for character in token {
            switch (tildeIsPending, character) {
            case (true, "0"): text.append("~")
            case (true, "1"): text.append("/")
            case (true, _): text += "~\(character)"
            case (false, "~"):
                tildeIsPending = true
                continue
            case (false, _): text.append(character)
            }
            tildeIsPending = false
        }
        return tildeIsPending ? text + "~" : text
    }
}
