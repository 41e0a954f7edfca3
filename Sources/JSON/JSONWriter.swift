extension JSONValue {
    /// The value as JSON in UTF-8.
    ///
    /// - Throws: `.depthLimit`, or `.sizeLimit` as soon as the text grows past the limit.
    public func bytes(
        limits: JSONLimits = .standard, format: JSONFormat = .compact
    ) throws(JSONError) -> [UInt8] {
        var writer = JSONWriter(limits: limits, format: format)
        try writer.write(self)
        return writer.bytes
    }

    /// The value as JSON text.
    public func text(
        limits: JSONLimits = .standard, format: JSONFormat = .compact
    ) throws(JSONError) -> String {
        String(decoding: try bytes(limits: limits, format: format), as: UTF8.self)
    }
}

extension JSONValue {
    /// The value as compact JSON text, however long and deep: for what this process itself made.
    public var wholeText: String {
        do {
            return try text(limits: JSONLimits(bytesMax: .max, depthMax: .max))
        } catch {
            // Without limits nothing fails.
            return "null"
        }
    }
}

/// Writes JSON, without recursion.
///
/// NaN and the infinities become `null`; whole numbers carry no fraction; `/` and non-ASCII text stand as they are unless
/// the format says otherwise.
struct JSONWriter {
    /// A container that is not finished; one of the two is empty.
    private struct Open {
        var elements: [JSONValue] = []
        var members = JSONObject()
        let isObject: Bool
        var next = 0
    }

    private let limits: JSONLimits
    private let format: JSONFormat
    private var open: [Open] = []
    private(set) var bytes: [UInt8] = []

    init(limits: JSONLimits, format: JSONFormat) {
        self.limits = limits
        self.format = format
    }

    mutating func write(_ value: JSONValue) throws(JSONError) {
        try writeOrOpen(value)
        while let last = open.indices.last {
            let next = open[last].next
            open[last].next = next + 1
            let isObject = open[last].isObject
            guard next < (isObject ? open[last].members.count : open[last].elements.count) else {
                open.removeLast()
                if next > 0 { beginLine() }
                bytes.append(isObject ? UInt8(ascii: "}") : UInt8(ascii: "]"))
                continue
            }
            if next > 0 { bytes.append(UInt8(ascii: ",")) }
            beginLine()
            if isObject {
                let member = open[last].members[next]
                writeString(member.key)
                bytes.append(UInt8(ascii: ":"))
                if format.isIndented { bytes.append(UInt8(ascii: " ")) }
                try writeOrOpen(member.value)
            } else {
                try writeOrOpen(open[last].elements[next])
            }
        }
        try checkSize()
    }

    private mutating func writeOrOpen(_ value: JSONValue) throws(JSONError) {
        switch value {
        case .null: bytes.append(contentsOf: "null".utf8)
        case .bool(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
        case .integer(let value): writeInteger(value)
        case .number(let value): writeNumber(value)
        case .string(let value): writeString(value)
        case .array(let elements):
            bytes.append(UInt8(ascii: "["))
            try openContainer(Open(elements: elements, isObject: false))
        case .object(let members):
            bytes.append(UInt8(ascii: "{"))
            try openContainer(Open(members: members, isObject: true))
        }
        try checkSize()
    }

    private mutating func openContainer(_ container: Open) throws(JSONError) {
        guard open.count < limits.depthMax else {
            throw JSONError(.depthLimit, "nested deeper than \(limits.depthMax) levels", at: bytes.count)
        }
        open.append(container)
    }

    /// Begins the line of an element, or of the bracket behind the last one, if there are lines.
    private mutating func beginLine() {
        guard format.isIndented else { return }
        bytes.append(UInt8(ascii: "\n"))
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * open.count))
    }

    private func checkSize() throws(JSONError) {
        guard bytes.count <= limits.bytesMax else {
            throw JSONError(.sizeLimit, "the text is longer than \(limits.bytesMax) bytes", at: limits.bytesMax)
        }
    }

    private mutating func writeInteger(_ value: Int) {
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
        let start = bytes.count
        var rest = value.magnitude
        repeat {
            let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
            bytes.append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: digit))
            rest = quotient
        } while rest > 0
        bytes[start...].reverse()
    }

    private mutating func writeNumber(_ value: Double) {
        guard value.isFinite else {
            bytes.append(contentsOf: "null".utf8)
            return
        }
        let text = value.description.utf8
        bytes.append(contentsOf: text.suffix(2).elementsEqual(".0".utf8) ? text.dropLast(2) : text[...])
    }

    private mutating func writeString(_ value: String) {
        bytes.append(UInt8(ascii: "\""))
        let text = value.utf8.span
        var position = 0
        while position < text.count, !Self.needsEscape(text[position]) { position += 1 }
        if format.escapesControls, value.unicodeScalars.contains(where: Self.isControl) {
            for scalar in value.unicodeScalars { writeReadable(scalar) }
        } else if position == text.count {
            bytes.append(contentsOf: value.utf8)
        } else {
            bytes.append(contentsOf: value.utf8.prefix(position))
            while position < text.count {
                let byte = text[position]
                if Self.needsEscape(byte) { writeEscape(byte) } else { bytes.append(byte) }
                position += 1
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func needsEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "\u{7F}"..<"\u{A0}", "\u{2028}"..."\u{202E}", "\u{2066}"..."\u{2069}": true
        default: false
        }
    }

    private mutating func writeReadable(_ scalar: Unicode.Scalar) {
        if Self.isControl(scalar) {
            let digits = String(scalar.value, radix: 16)
            bytes.append(contentsOf: ("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).utf8)
        } else if scalar.isASCII, Self.needsEscape(UInt8(truncatingIfNeeded: scalar.value)) {
            writeEscape(UInt8(truncatingIfNeeded: scalar.value))
        } else {
            bytes.append(contentsOf: String(scalar).utf8)
        }
    }

    private mutating func writeEscape(_ byte: UInt8) {
        bytes.append(UInt8(ascii: "\\"))
        switch byte {
        case 0x08: bytes.append(UInt8(ascii: "b"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        case 0x0C: bytes.append(UInt8(ascii: "f"))
        case 0x0D: bytes.append(UInt8(ascii: "r"))
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(byte)
        default:
            bytes.append(contentsOf: "u00".utf8)
            for digit in [byte >> 4, byte & 15] {
                bytes.append(digit < 10 ? UInt8(ascii: "0") &+ digit : UInt8(ascii: "a") &+ digit &- 10)
            }
        }
    }
}
