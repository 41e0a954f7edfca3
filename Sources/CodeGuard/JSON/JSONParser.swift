/// Reads JSON (RFC 8259): what scorers answer, and corpora. Lone surrogates become U+FFFD.
package struct JSONParser {
    /// Why a text is not JSON.
    package struct Problem: Error, Hashable, CustomStringConvertible {
        /// UTF-8 offset.
        package let offset: Int
        package var description: String { "invalid JSON at byte \(offset)" }
    }

    /// Deepest nesting.
    package static let depthMax = 100

    private let bytes: [UInt8]
    private var index = 0
    private var depth = 0

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The value that a text is.
    package static func parse(_ text: some Sequence<UInt8>) throws(Problem) -> JSONValue {
        var parser = JSONParser(Array(text))
        let value = try parser.value()
        parser.skipSpace()
        if parser.index < parser.bytes.count { throw parser.problem }
        return value
    }

    private var problem: Problem { Problem(offset: index) }
    private var byte: UInt8 { index < bytes.count ? bytes[index] : 0 }

    private mutating func skipSpace() {
        while index < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[index]) { index += 1 }
    }

    private mutating func consume(_ wanted: UInt8) -> Bool {
        skipSpace()
        guard byte == wanted, index < bytes.count else { return false }
        index += 1
        return true
    }

    private mutating func value() throws(Problem) -> JSONValue {
        skipSpace()
        depth += 1
        defer { depth -= 1 }
        if depth > JSONParser.depthMax { throw problem }
        switch byte {
        case UInt8(ascii: "{"): return try object()
        case UInt8(ascii: "["): return try array()
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .boolean(true))
        case UInt8(ascii: "f"): return try word("false", .boolean(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return .number(try number())
        }
    }

    private mutating func word(_ text: String, _ value: JSONValue) throws(Problem) -> JSONValue {
        guard bytes[index...].starts(with: text.utf8) else { throw problem }
        index += text.utf8.count
        return value
    }

    private mutating func object() throws(Problem) -> JSONValue {
        index += 1
        var members: [JSONValue.Member] = []
        if consume(UInt8(ascii: "}")) { return .object(members) }
        repeat {
            skipSpace()
            guard byte == UInt8(ascii: "\"") else { throw problem }
            let key = try string()
            guard consume(UInt8(ascii: ":")) else { throw problem }
            members.append(JSONValue.Member(key, try value()))
        } while consume(UInt8(ascii: ","))
        guard consume(UInt8(ascii: "}")) else { throw problem }
        return .object(members)
    }

    private mutating func array() throws(Problem) -> JSONValue {
        index += 1
        var elements: [JSONValue] = []
        if consume(UInt8(ascii: "]")) { return .array(elements) }
        repeat { elements.append(try value()) } while consume(UInt8(ascii: ","))
        guard consume(UInt8(ascii: "]")) else { throw problem }
        return .array(elements)
    }

    private mutating func number() throws(Problem) -> Double {
        let start = index
        while index < bytes.count, "+-.eE0123456789".utf8.contains(bytes[index]) { index += 1 }
        let text = String(decoding: bytes[start..<index], as: UTF8.self)
        let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
        let hasLeadingZero = digits.count > 1 && digits.hasPrefix("0") && digits.dropFirst().first?.isNumber ?? false
        guard let first = digits.first, first.isASCII, first.isNumber, !hasLeadingZero, let value = Double(text),
            text.last != "."
        else {
            index = start
            throw problem
        }
        return value
    }

    private mutating func string() throws(Problem) -> String {
        index += 1
        let start = index
        while index < bytes.count, bytes[index] != UInt8(ascii: "\""), bytes[index] != UInt8(ascii: "\\"),
            bytes[index] >= 0x20
        {
            index += 1
        }
        if byte == UInt8(ascii: "\""), index < bytes.count {
            index += 1
            return String(decoding: bytes[start..<index - 1], as: UTF8.self)
        }
        return try escapedString(from: start)
    }

    private mutating func escapedString(from start: Int) throws(Problem) -> String {
        var units = Array(String(decoding: bytes[start..<index], as: UTF8.self).utf16)
        while index < bytes.count {
            let current = bytes[index]
            if current == UInt8(ascii: "\"") {
                index += 1
                return String(decoding: units, as: UTF16.self)
            }
            if current < 0x20 { throw problem }
            if current == UInt8(ascii: "\\") {
                units.append(try escape())
                continue
            }
            let from = index
            while index < bytes.count, bytes[index] >= 0x20, bytes[index] != UInt8(ascii: "\""),
                bytes[index] != UInt8(ascii: "\\")
            {
                index += 1
            }
            units += String(decoding: bytes[from..<index], as: UTF8.self).utf16
        }
        throw problem
    }

    private mutating func escape() throws(Problem) -> UInt16 {
        index += 1
        guard index < bytes.count else { throw problem }
        let letter = bytes[index]
        index += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return UInt16(letter)
        case UInt8(ascii: "b"): return 0x08
        case UInt8(ascii: "f"): return 0x0C
        case UInt8(ascii: "n"): return 0x0A
        case UInt8(ascii: "r"): return 0x0D
        case UInt8(ascii: "t"): return 0x09
        case UInt8(ascii: "u"):
            guard index + 4 <= bytes.count,
                let unit = UInt16(String(decoding: bytes[index..<index + 4], as: UTF8.self), radix: 16)
            else { throw problem }
            index += 4
            return unit
        default: throw problem
        }
    }
}
