extension JSONValue {
    /// The value as compact JSON in UTF-8.
    ///
    /// - Throws: `.depthLimit`, or `.sizeLimit` as soon as the text grows past the limit.
    public func jsonBytes(limits: JSONLimits = .standard) throws(ProtocolError) -> [UInt8] {
        var writer = JSONWriter(limits: limits)
        try writer.write(self)
        return writer.bytes
    }

    /// The value as compact JSON text.
    public func jsonText(limits: JSONLimits = .standard) throws(ProtocolError) -> String {
        String(decoding: try jsonBytes(limits: limits), as: UTF8.self)
    }
}

/// Writes compact JSON, without recursion.
///
/// NaN and the infinities become `null`; whole numbers carry no fraction; `/` and non-ASCII text stand as they are.
struct JSONWriter {
    /// A container that is not finished.
    private struct Open {
        let container: JSONValue
        var next = 0
    }

    private let limits: JSONLimits
    private var open: [Open] = []
    private(set) var bytes: [UInt8] = []

    init(limits: JSONLimits) {
        self.limits = limits
    }

    mutating func write(_ value: JSONValue) throws(ProtocolError) {
        try writeOrOpen(value)
        while let last = open.indices.last {
            let next = open[last].next
            open[last].next = next + 1
            switch open[last].container {
            case .array(let elements):
                guard next < elements.count else {
                    bytes.append(UInt8(ascii: "]"))
                    open.removeLast()
                    continue
                }
                if next > 0 { bytes.append(UInt8(ascii: ",")) }
                try writeOrOpen(elements[next])
            case .object(let members):
                guard next < members.count else {
                    bytes.append(UInt8(ascii: "}"))
                    open.removeLast()
                    continue
                }
                if next > 0 { bytes.append(UInt8(ascii: ",")) }
                writeString(members[next].key)
                bytes.append(UInt8(ascii: ":"))
                try writeOrOpen(members[next].value)
            default: open.removeLast()
            }
        }
        try checkSize()
    }

    private mutating func writeOrOpen(_ value: JSONValue) throws(ProtocolError) {
        switch value {
        case .null: bytes.append(contentsOf: "null".utf8)
        case .bool(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
        case .integer(let value): bytes.append(contentsOf: value.description.utf8)
        case .number(let value): writeNumber(value)
        case .string(let value): writeString(value)
        case .array:
            try openContainer(value)
            bytes.append(UInt8(ascii: "["))
        case .object:
            try openContainer(value)
            bytes.append(UInt8(ascii: "{"))
        }
        try checkSize()
    }

    private mutating func openContainer(_ value: JSONValue) throws(ProtocolError) {
        guard open.count < limits.depthMax else {
            throw ProtocolError(
                .depthLimit, "nested deeper than \(limits.depthMax) levels", at: .byte(bytes.count),
                code: .serializationLimitExceeded)
        }
        open.append(Open(container: value))
    }

    private func checkSize() throws(ProtocolError) {
        guard bytes.count <= limits.bytesMax else {
            throw ProtocolError(
                .sizeLimit, "the text is longer than \(limits.bytesMax) bytes", at: .byte(limits.bytesMax),
                code: .serializationLimitExceeded)
        }
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
        let text = value.utf8
        var runStart = text.startIndex
        var index = runStart
        while index != text.endIndex {
            let byte = text[index]
            let next = text.index(after: index)
            if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
                bytes.append(contentsOf: text[runStart..<index])
                writeEscape(byte)
                runStart = next
            }
            index = next
        }
        bytes.append(contentsOf: text[runStart...])
        bytes.append(UInt8(ascii: "\""))
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
