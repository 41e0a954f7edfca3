/// Reads JSON text, without recursion. https://www.rfc-editor.org/rfc/rfc8259
///
/// Deeper nesting than `depthMax` is refused, so that what is read can be taken apart by recursive code.
struct JSONReader {
    /// Arrays and objects inside each other.
    static let depthMax = 512

    private enum Container {
        case array([SandboxValue])
        case object(SandboxObject, key: String)
    }

    private let bytes: [UInt8]
    private var position = 0

    private init(_ text: String) {
        bytes = Array(text.utf8)
    }

    static func value(of text: String) throws(SandboxValueError) -> SandboxValue {
        var reader = JSONReader(text)
        return try reader.document()
    }

    private mutating func document() throws(SandboxValueError) -> SandboxValue {
        var open: [Container] = []
        while true {
            var value: SandboxValue? = try begin(&open)
            while let finished = value {
                guard let container = open.popLast() else {
                    skipSpace()
                    guard position == bytes.count else { throw error("text goes on after the value") }
                    return finished
                }
                value = try add(finished, to: container, &open)
            }
        }
    }

    /// Reads a scalar or an empty container, or opens a container and returns nil.
    private mutating func begin(_ open: inout [Container]) throws(SandboxValueError) -> SandboxValue? {
        skipSpace()
        guard open.count < Self.depthMax else { throw error("nested deeper than \(Self.depthMax) levels") }
        switch peek {
        case UInt8(ascii: "["):
            position += 1
            skipSpace()
            if take("]") { return .array([]) }
            open.append(.array([]))
            return nil
        case UInt8(ascii: "{"):
            position += 1
            skipSpace()
            if take("}") { return .object(SandboxObject()) }
            open.append(.object(SandboxObject(), key: try key()))
            return nil
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    /// Adds a value to the innermost container; returns the container if that completes it.
    private mutating func add(
        _ value: SandboxValue, to container: Container, _ open: inout [Container]
    ) throws(SandboxValueError) -> SandboxValue? {
        skipSpace()
        switch container {
        case .array(var elements):
            elements.append(value)
            if take("]") { return .array(elements) }
            guard take(",") else { throw error("`,` or `]` expected") }
            open.append(.array(elements))
        case .object(var members, let name):
            members[name] = value
            if take("}") { return .object(members) }
            guard take(",") else { throw error("`,` or `}` expected") }
            skipSpace()
            open.append(.object(members, key: try key()))
        }
        return nil
    }

    // MARK: Tokens

    private var peek: UInt8 { position < bytes.count ? bytes[position] : 0 }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private mutating func skipSpace() {
        while position < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[position]) { position += 1 }
    }

    private mutating func key() throws(SandboxValueError) -> String {
        guard peek == UInt8(ascii: "\"") else { throw error("a key in quotes expected") }
        let key = try string()
        skipSpace()
        guard take(":") else { throw error("`:` expected") }
        return key
    }

    private mutating func word(_ word: String, _ value: SandboxValue) throws(SandboxValueError) -> SandboxValue {
        guard bytes[position...].starts(with: word.utf8) else { throw error("a value expected") }
        position += word.utf8.count
        return value
    }

    private mutating func number() throws(SandboxValueError) -> SandboxValue {
        let start = position
        _ = take("-")
        let integer = digits()
        guard integer > 0, integer == 1 || bytes[position - integer] != UInt8(ascii: "0") else {
            throw error("a value expected")
        }
        if take("."), digits() == 0 { throw error("digits expected after the point") }
        if take("e") || take("E") {
            if !take("+") { _ = take("-") }
            if digits() == 0 { throw error("digits expected in the exponent") }
        }
        guard let value = Double(String(decoding: bytes[start..<position], as: UTF8.self)) else {
            throw error("a number expected")
        }
        return .number(value)
    }

    private mutating func digits() -> Int {
        let start = position
        while position < bytes.count, UInt8(ascii: "0")...UInt8(ascii: "9") ~= bytes[position] { position += 1 }
        return position - start
    }

    private mutating func string() throws(SandboxValueError) -> String {
        position += 1
        var text: [UInt8] = []
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"): try escape(&text)
            case 0..<0x20: throw error("a control character in a string")
            default: text.append(byte)
            }
        }
        throw error("a string without its end")
    }

    private mutating func escape(_ text: inout [UInt8]) throws(SandboxValueError) {
        let byte = peek
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"):
            var code = try fourDigits()
            if 0xD800..<0xDC00 ~= code, bytes[position...].starts(with: "\\u".utf8) {
                let mark = position
                position += 2
                let low = try fourDigits()
                if 0xDC00..<0xE000 ~= low {
                    code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
                } else {
                    position = mark
                }
            }
            let scalar = Unicode.Scalar(code) ?? "\u{FFFD}"
            text.append(contentsOf: String(Character(scalar)).utf8)
        default: throw error("an unknown escape")
        }
    }

    private mutating func fourDigits() throws(SandboxValueError) -> UInt32 {
        guard position + 4 <= bytes.count else { throw error("four hexadecimal digits expected") }
        var code: UInt32 = 0
        for byte in bytes[position..<position + 4] {
            let digit = Character(Unicode.Scalar(byte)).hexDigitValue
            guard byte < 0x80, let digit else { throw error("four hexadecimal digits expected") }
            code = code << 4 | UInt32(digit)
        }
        position += 4
        return code
    }

    private func error(_ message: String) -> SandboxValueError {
        SandboxValueError(message: message, offset: position)
    }
}
