import JavaScriptSyntax

/// Looks between nodes, where only white space, comments and punctuation stand.
enum TriviaScan {
    /// The offset of the first byte of a kind outside of comments.
    static func offset(of wanted: UInt8, in range: SourceRange, _ source: SourceText) -> UInt32? {
        let bytes = Array(source.text(range).utf8)
        var index = 0
        while index < bytes.count {
            let next = index + 1 < bytes.count ? bytes[index + 1] : 0
            if bytes[index] == UInt8(ascii: "/"), next == UInt8(ascii: "/") {
                while index < bytes.count, bytes[index] != 0x0A, bytes[index] != 0x0D { index += 1 }
            } else if bytes[index] == UInt8(ascii: "/"), next == UInt8(ascii: "*") {
                index += 2
                while index + 1 < bytes.count,
                    bytes[index] != UInt8(ascii: "*") || bytes[index + 1] != UInt8(ascii: "/")
                {
                    index += 1
                }
                index += 2
            } else if bytes[index] == wanted {
                return range.start &+ UInt32(truncatingIfNeeded: index)
            } else {
                index += 1
            }
        }
        return nil
    }
}

/// Strings as JavaScript writes them.
enum JavaScriptLiteral {
    /// Texts together in double quotes; lone surrogates as escapes.
    static func quoted(_ prefix: String, _ text: JSText) -> String {
        var result = "\"" + prefix
        var units = text.utf16[...]
        while let unit = units.popFirst() {
            switch unit {
            case 0x22: result += "\\\""
            case 0x5C: result += "\\\\"
            case 0x0A: result += "\\n"
            case 0x20..<0x7F: result.unicodeScalars.append(Unicode.Scalar(UInt8(unit)))
            case 0xD800..<0xDC00:
                if let low = units.first, low & 0xFC00 == 0xDC00 {
                    units.removeFirst()
                    result += String(decoding: [unit, low], as: UTF16.self)
                } else {
                    result += escape(unit)
                }
            case 0..<0x20, 0x7F..<0xA0, 0x2000...0x206F, 0xDC00..<0xE000, 0xFEFF: result += escape(unit)
            default: result += String(decoding: [unit], as: UTF16.self)
            }
        }
        return result + "\""
    }

    private static func escape(_ unit: UInt16) -> String {
        let digits = String(unit, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }
}
