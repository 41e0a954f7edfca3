// Reads JSON text from bytes that nobody vouches for.
//
// The parser keeps what is open on its own stacks, so nesting costs memory that is bounded and never native stack:
//
//     text    {"a":[1,2],"b":…
//     open    [object at values 0, keys 0]
//     keys    a, b          values  [1,2]
//
// Values are collected on one flat stack; closing an array or object takes its tail off, so each container is
// allocated once and at its final size.

extension JSONValue {
    /// Reads one JSON text.
    ///
    /// - Throws: the first fault with the offset of its byte.
    public init(parsing bytes: Span<UInt8>, limits: JSONLimits = .standard) throws(JSONError) {
        var parser = JSONParser(limits: limits)
        self = try parser.parse(bytes)
    }

    /// Reads one JSON text.
    public init(parsing bytes: [UInt8], limits: JSONLimits = .standard) throws(JSONError) {
        try self.init(parsing: bytes.span, limits: limits)
    }

    /// Reads one JSON text.
    public init(parsing bytes: ArraySlice<UInt8>, limits: JSONLimits = .standard) throws(JSONError) {
        try self.init(parsing: bytes.span, limits: limits)
    }

    /// Reads one JSON text.
    public init(parsing text: String, limits: JSONLimits = .standard) throws(JSONError) {
        try self.init(parsing: text.utf8.span, limits: limits)
    }
}

/// The state of one reading.
struct JSONParser {
    /// An array or object that is not closed yet.
    private struct Open {
        let isObject: Bool
        let firstValue: Int
        let firstKey: Int
    }

    private let limits: JSONLimits
    private var offset = 0
    private var open: [Open] = []
    private var values: [JSONValue] = []
    private var keys: [String] = []
    private var valueCount = 0

    init(limits: JSONLimits) {
        self.limits = limits
    }

    mutating func parse(_ bytes: Span<UInt8>) throws(JSONError) -> JSONValue {
        guard bytes.count <= limits.bytesMax else {
            throw JSONError(.sizeLimit, "the text is longer than \(limits.bytesMax) bytes", at: limits.bytesMax)
        }
        skipWhitespace(bytes)
        while true {
            // A value begins here; what follows an opening bracket is again the beginning of a value.
            guard try beginValue(bytes) else { continue }
            // A value has ended; close what it closes.
            while let container = open.last {
                skipWhitespace(bytes)
                if try continuesContainer(container, bytes) { break }
                close(container)
            }
            if open.isEmpty { break }
        }
        skipWhitespace(bytes)
        guard offset == bytes.count else { throw syntax("text after the value") }
        guard let value = values.popLast() else { throw syntax("no value") }
        return value
    }

    // MARK: Structure

    /// Reads a value, or opens a container.
    ///
    /// - Returns: whether a whole value was read; false leaves the offset at the first element of a new container.
    private mutating func beginValue(_ bytes: Span<UInt8>) throws(JSONError) -> Bool {
        guard offset < bytes.count else { throw syntax("the text ends where a value is expected") }
        valueCount += 1
        guard valueCount <= limits.valuesMax else {
            throw JSONError(.valueLimit, "more than \(limits.valuesMax) values", at: offset)
        }
        switch bytes[offset] {
        case UInt8(ascii: "{"): return try openContainer(isObject: true, closing: UInt8(ascii: "}"), bytes)
        case UInt8(ascii: "["): return try openContainer(isObject: false, closing: UInt8(ascii: "]"), bytes)
        case UInt8(ascii: "\""): values.append(.string(try string(bytes)))
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): values.append(try number(bytes))
        case UInt8(ascii: "t"): try literal("true", .bool(true), bytes)
        case UInt8(ascii: "f"): try literal("false", .bool(false), bytes)
        case UInt8(ascii: "n"): try literal("null", .null, bytes)
        default: throw syntax("a value is expected")
        }
        return true
    }

    /// Enters an array or object; an empty one is complete at once.
    private mutating func openContainer(
        isObject: Bool, closing: UInt8, _ bytes: Span<UInt8>
    ) throws(JSONError) -> Bool {
        guard open.count < limits.depthMax else {
            throw JSONError(.depthLimit, "nested deeper than \(limits.depthMax) levels", at: offset)
        }
        offset += 1
        skipWhitespace(bytes)
        if offset < bytes.count, bytes[offset] == closing {
            offset += 1
            values.append(isObject ? .object(JSONObject()) : .array([]))
            return true
        }
        open.append(Open(isObject: isObject, firstValue: values.count, firstKey: keys.count))
        if isObject { try key(bytes) }
        return false
    }

    /// Reads what follows an element: a comma, and the next key in objects, or the closing bracket.
    ///
    /// - Returns: whether another element follows.
    private mutating func continuesContainer(
        _ container: Open, _ bytes: Span<UInt8>
    ) throws(JSONError) -> Bool {
        guard offset < bytes.count else {
            throw syntax(container.isObject ? "the text ends inside an object" : "the text ends inside an array")
        }
        let byte = bytes[offset]
        if byte == UInt8(ascii: ",") {
            offset += 1
            skipWhitespace(bytes)
            if container.isObject { try key(bytes) }
            return true
        }
        guard byte == (container.isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else {
            throw syntax(container.isObject ? "',' or '}' is expected" : "',' or ']' is expected")
        }
        offset += 1
        return false
    }

    private mutating func close(_ container: Open) {
        let elements = Self.takeTail(of: &values, from: container.firstValue)
        if container.isObject {
            let names = Self.takeTail(of: &keys, from: container.firstKey)
            values.append(.object(JSONObject(keys: names, values: elements)))
        } else {
            values.append(.array(elements))
        }
        open.removeLast()
    }

    /// Moves the elements from an index on into an array of their own. No slice of the stack may live when it is cut, or
    /// the whole stack is copied, each time.
    private static func takeTail<Element>(of stack: inout [Element], from start: Int) -> [Element] {
        let tail = Array(stack[start...])
        stack.removeLast(stack.count - start)
        return tail
    }

    private mutating func key(_ bytes: Span<UInt8>) throws(JSONError) {
        guard offset < bytes.count, bytes[offset] == UInt8(ascii: "\"") else { throw syntax("a key is expected") }
        keys.append(try string(bytes))
        skipWhitespace(bytes)
        guard offset < bytes.count, bytes[offset] == UInt8(ascii: ":") else { throw syntax("':' is expected") }
        offset += 1
        skipWhitespace(bytes)
    }

    private mutating func literal(
        _ text: String, _ value: JSONValue, _ bytes: Span<UInt8>
    ) throws(JSONError) {
        let start = offset
        for scalar in text.utf8 {
            guard offset < bytes.count, bytes[offset] == scalar else {
                offset = start
                throw syntax("a value is expected")
            }
            offset += 1
        }
        values.append(value)
    }

    private mutating func skipWhitespace(_ bytes: Span<UInt8>) {
        var position = offset
        while position < bytes.count, bytes[position] <= 0x20 {
            let byte = bytes[position]
            guard byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D else { break }
            position += 1
        }
        offset = position
    }

    private func syntax(_ message: String) -> JSONError {
        JSONError(.syntax, message, at: offset)
    }

    // MARK: Scalars

    private mutating func number(_ bytes: Span<UInt8>) throws(JSONError) -> JSONValue {
        var scanner = JSONNumberScanner(start: offset)
        let value = try scanner.scan(bytes)
        offset = scanner.offset
        return value
    }

    private mutating func string(_ bytes: Span<UInt8>) throws(JSONError) -> String {
        var scanner = JSONStringScanner(start: offset)
        let value = try scanner.scan(bytes)
        offset = scanner.offset
        return value
    }
}
