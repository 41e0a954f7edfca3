internal import UnicodeData

/// Identifier names, keywords and private names.
///
/// https://tc39.es/ecma262/#sec-names-and-keywords
extension Lexer {
    /// Reads an identifier that starts with an ASCII letter, `$` or `_`.
    @inline(__always)
    mutating func scanIdentifier() {
        let start = position
        var index = position &+ 1
        while Lexer.isIdentifierPart(bytes[index]) { index &+= 1 }
        if bytes[index] == 0x5C || bytes[index] >= 0x80 { return scanIdentifierSlowly() }
        position = index
        let name = names.intern(latin1: bytes.slice(from: start, to: index))
        token.name = name
        token.kind = name.raw <= TokenKind.keywordCount ? TokenKind(keyword: name) : .identifier
    }

    /// Whether an ASCII byte may continue an identifier.
    @inline(__always)
    static func isIdentifierPart(_ byte: UInt8) -> Bool {
        // Bit n of each word stands for the byte n, respectively 64 + n: digits and `$`; letters and `_`.
        let low: UInt64 = 0x03FF_0010_0000_0000
        let high: UInt64 = 0x07FF_FFFE_87FF_FFFE
        if byte >= 0x80 { return false }
        return (byte < 64 ? low : high) &>> UInt64(byte & 63) & 1 != 0
    }

    /// Reads an identifier with escapes or characters beyond ASCII.
    @inline(never)
    mutating func scanIdentifierSlowly() {
        let start = position
        guard collectIdentifier() else { return }
        if position == start { return rejectCharacter() }
        token.name = internUnits()
        let isKeyword = token.name.raw <= TokenKind.keywordCount
        let isEscaped = token.flags.contains(.hasEscape)
        token.kind = !isKeyword ? .identifier : isEscaped ? .escapedKeyword : TokenKind(keyword: token.name)
    }

    /// Reads `#name`.
    mutating func scanPrivateName() {
        let start = position
        position &+= 1
        guard collectIdentifier() else { return }
        if position == start &+ 1 { return reject(.missingPrivateName, from: start, to: start &+ 1) }
        token.name = internUnits()
        token.kind = .privateName
    }

    /// Collects the characters of an identifier in `units`. False when the token was rejected.
    private mutating func collectIdentifier() -> Bool {
        units.truncate(to: 0)
        while true {
            let start = position
            let byte = bytes[position]
            if Lexer.isIdentifierPart(byte), units.count > 0 || byte &- 0x30 >= 10 {
                units.append(UInt16(byte))
                position &+= 1
                continue
            }
            guard byte == 0x5C || byte >= 0x80 else { return true }
            var codePoint: UInt32
            if byte == 0x5C {
                token.flags.insert(.hasEscape)
                position &+= 1
                guard bytes[position] == 0x75 else {
                    rejectCharacter()
                    return false
                }
                position &+= 1
                switch scanUnicodeEscape() {
                case .value(let value): codePoint = value
                case .problem(let code):
                    reject(code, from: start, to: max(position, start &+ 2))
                    return false
                }
            } else {
                codePoint = takeCodePoint()
            }
            if isIdentifier(codePoint, isFirst: units.count == 0) {
                appendUnits(of: codePoint)
            } else if byte == 0x5C {
                reject(.invalidIdentifierEscape, from: start, to: position)
                return false
            } else {
                position = start
                return true
            }
        }
    }

    private func isIdentifier(_ codePoint: UInt32, isFirst: Bool) -> Bool {
        if codePoint == 0x24 || codePoint == 0x5F { return true }
        if isFirst { return UnicodeIdentifiers.isStart(codePoint) }
        // U+200C and U+200D, the zero width joiners, may continue an identifier.
        return UnicodeIdentifiers.isContinue(codePoint) || codePoint == 0x200C || codePoint == 0x200D
    }

    /// Whether an identifier starts at the current position.
    func isIdentifierStartHere() -> Bool {
        let byte = bytes[position]
        if byte < 0x80 { return Lexer.isIdentifierPart(byte) && byte &- 0x30 >= 10 || byte == 0x5C }
        var next = position
        return UnicodeIdentifiers.isStart(decode(&next))
    }
}
