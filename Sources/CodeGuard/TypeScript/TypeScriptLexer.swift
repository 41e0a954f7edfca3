/// A token of TypeScript text: offsets into the text and what is needed to tell tokens apart.
struct TypeScriptToken {
    enum Kind: Equatable {
        case end
        case word
        case number
        case string
        /// A punctuator; `>` is always a token of its own, because it closes type arguments.
        case punctuator
        /// A back-tick.
        case templateStart
        case privateName
    }

    var kind = Kind.end
    var start = 0
    var end = 0
    var hasNewlineBefore = false
    /// The bytes of a punctuator, the first in the lowest place.
    var code: UInt32 = 0
}

/// Reads TypeScript text token by token, under the control of the eraser, which alone knows what a `/` or a `<` begins.
struct TypeScriptLexer {
    let bytes: [UInt8]
    var token = TypeScriptToken()
    /// End of the token before the current one.
    var previousEnd = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        if bytes.starts(with: "#!".utf8) {
            token.end = bytes.firstIndex { $0 == 0x0A } ?? bytes.count
        }
    }

    func byte(_ index: Int) -> UInt8 { index < bytes.count ? bytes[index] : 0 }

    static func isWordByte(_ byte: UInt8) -> Bool {
        byte &- 0x61 < 26 || byte &- 0x41 < 26 || byte &- 0x30 < 10 || byte == 0x5F || byte == 0x24 || byte == 0x5C
            || byte >= 0x80
    }

    /// Moves to the next token.
    mutating func advance() {
        previousEnd = token.end
        token.hasNewlineBefore = skipTrivia(from: token.end)
        let start = token.start
        let first = byte(start)
        if start >= bytes.count {
            token.kind = .end
            token.end = start
        } else if first &- 0x30 < 10 || (first == UInt8(ascii: ".") && byte(start + 1) &- 0x30 < 10) {
            token.kind = .number
            token.end = numberEnd(start)
        } else if TypeScriptLexer.isWordByte(first) {
            token.kind = .word
            token.end = wordEnd(start)
        } else if first == UInt8(ascii: "\"") || first == UInt8(ascii: "'") {
            token.kind = .string
            token.end = stringEnd(start)
        } else if first == UInt8(ascii: "`") {
            token.kind = .templateStart
            token.end = start + 1
        } else if first == UInt8(ascii: "#"), TypeScriptLexer.isWordByte(byte(start + 1)) {
            token.kind = .privateName
            token.end = wordEnd(start + 1)
        } else {
            token.kind = .punctuator
            token.end = start + punctuatorLength(start)
            token.code = 0
            for index in stride(from: token.end - 1, through: start, by: -1) {
                token.code = token.code << 8 | UInt32(bytes[index])
            }
        }
    }

    /// Sets the start of the token behind white space and comments. Returns whether a line ends in between.
    private mutating func skipTrivia(from start: Int) -> Bool {
        var index = start
        var sawNewline = false
        while index < bytes.count {
            let byte = bytes[index]
            if byte == 0x0A || byte == 0x0D {
                sawNewline = true
                index += 1
            } else if byte <= 0x20 {
                index += 1
            } else if byte == UInt8(ascii: "/"), self.byte(index + 1) == UInt8(ascii: "/") {
                while index < bytes.count, bytes[index] != 0x0A, bytes[index] != 0x0D { index += 1 }
            } else if byte == UInt8(ascii: "/"), self.byte(index + 1) == UInt8(ascii: "*") {
                index += 2
                while index < bytes.count,
                    bytes[index] != UInt8(ascii: "*") || self.byte(index + 1) != UInt8(ascii: "/")
                {
                    if bytes[index] == 0x0A { sawNewline = true }
                    index += 1
                }
                index = min(bytes.count, index + 2)
            } else if byte >= 0x80, let length = spaceLength(index) {
                index += length
            } else {
                break
            }
        }
        token.start = index
        return sawNewline
    }

    /// Length of a no-break space, a byte order mark, or a line separator.
    private func spaceLength(_ index: Int) -> Int? {
        if bytes[index] == 0xC2, byte(index + 1) == 0xA0 { return 2 }
        if bytes[index] == 0xEF, byte(index + 1) == 0xBB, byte(index + 2) == 0xBF { return 3 }
        return bytes[index] == 0xE2 && byte(index + 1) == 0x80 && byte(index + 2) & 0xFE == 0xA8 ? 3 : nil
    }

    private func wordEnd(_ start: Int) -> Int {
        var index = start
        while index < bytes.count, TypeScriptLexer.isWordByte(bytes[index]) {
            // `\u{61}` in a name.
            if bytes[index] == UInt8(ascii: "\\"), byte(index + 2) == UInt8(ascii: "{") {
                while index < bytes.count, bytes[index] != UInt8(ascii: "}") { index += 1 }
            }
            index += 1
        }
        return min(index, bytes.count)
    }

    private func numberEnd(_ start: Int) -> Int {
        var index = start
        while index < bytes.count {
            let byte = bytes[index]
            let isSign = byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-")
            if isSign, bytes[index - (index > start ? 1 : 0)] | 0x20 == UInt8(ascii: "e"),
                self.byte(start + 1) | 0x20 != 0x78
            {
                index += 1
            } else if TypeScriptLexer.isWordByte(byte) || byte == UInt8(ascii: ".") {
                index += 1
            } else {
                break
            }
        }
        return index
    }

    private func stringEnd(_ start: Int) -> Int {
        var index = start + 1
        while index < bytes.count, bytes[index] != bytes[start], bytes[index] != 0x0A {
            index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        return min(bytes.count, index + 1)
    }

    private static let long: [[UInt8]] = [
        ">", "...", "===", "!==", "**=", "&&=", "||=", "??=", "<<=", "=>", "==", "!=", "<=", "++", "--", "&&", "||",
        "??",
        "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "**", "<<", "?.",
    ].map { Array($0.utf8) }

    private func punctuatorLength(_ start: Int) -> Int {
        for text in TypeScriptLexer.long where bytes[start] == text[0] && bytes[start...].starts(with: text) {
            // `a ?.5 : b` is a conditional.
            if text.count == 2, text[1] == UInt8(ascii: "."), byte(start + 2) &- 0x30 < 10 { continue }
            return text.count
        }
        return 1
    }

    // MARK: Reading again

    /// Takes the current `/` or `/=` for the start of a regular expression.
    mutating func rescanRegExp() {
        var isClass = false
        var index = token.start + 1
        while index < bytes.count, bytes[index] != 0x0A {
            let byte = bytes[index]
            if byte == UInt8(ascii: "/"), !isClass { break }
            if byte == UInt8(ascii: "[") { isClass = true }
            if byte == UInt8(ascii: "]") { isClass = false }
            index += byte == UInt8(ascii: "\\") ? 2 : 1
        }
        token.kind = .string
        token.end = wordEnd(min(bytes.count, index + 1))
    }

    /// Reads a part of a template from behind the current token. Returns whether an interpolation follows.
    mutating func scanTemplatePart() -> Bool {
        var index = token.end
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "`") {
                token.end = index + 1
                return false
            }
            if bytes[index] == UInt8(ascii: "$"), byte(index + 1) == UInt8(ascii: "{") {
                token.end = index + 2
                return true
            }
            index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        token.end = bytes.count
        return false
    }

    /// Makes the token start again at an offset, so that `advance` reads from there.
    mutating func seek(_ offset: Int) { token.end = offset }
}
