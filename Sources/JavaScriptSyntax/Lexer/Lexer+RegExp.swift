/// Regular expression literals: the body and the flags. The pattern is validated by `ParserOptions.regExpValidator`.
///
/// https://tc39.es/ecma262/#sec-literals-regular-expression-literals
extension Lexer {
    /// Reads the `/` or `/=` that is the current token as the start of a regular expression.
    mutating func rescanAsRegExp() {
        let start = Int(token.start)
        position = start &+ 1
        var isInClass = false
        while true {
            let byte = bytes[position]
            if byte == 0x0A || byte == 0x0D || position >= count || (byte == 0xE2 && isLineSeparator(at: position)) {
                token.end = UInt32(truncatingIfNeeded: position)
                return reject(.unterminatedRegExp, from: start, to: position)
            }
            if byte == 0x5C {
                position &+= 1
                let escaped = bytes[position]
                if escaped == 0x0A || escaped == 0x0D || position >= count || isLineSeparator(at: position) { continue }
            } else if byte == 0x5B {
                isInClass = true
            } else if byte == 0x5D {
                isInClass = false
            } else if byte == 0x2F, !isInClass {
                break
            }
            position &+= 1
        }
        token.name = internSource(from: start &+ 1, to: position)
        position &+= 1
        scanRegExpFlags()
        token.end = UInt32(truncatingIfNeeded: position)
    }

    /// https://tc39.es/ecma262/#sec-isvalidregularexpressionliteral
    private mutating func scanRegExpFlags() {
        let start = position
        var seen: UInt32 = 0
        var isValid = true
        while isIdentifierStartHere() || bytes[position] &- 0x30 < 10 {
            let byte = bytes[position]
            let isFlag = byte &- 0x61 < 26 && Lexer.flagMask >> UInt32(byte &- 0x61) & 1 != 0
            let bit: UInt32 = isFlag ? 1 << UInt32(byte &- 0x61) : 0
            if bit == 0 || seen & bit != 0 { isValid = false }
            seen |= bit
            _ = takeCodePoint()
        }
        let both = Lexer.bit("u") | Lexer.bit("v")
        guard isValid, seen & both != both else { return reject(.invalidRegExpFlags, from: start, to: position) }
        token.raw = names.intern(latin1: bytes.slice(from: start, to: position))
        token.kind = .regexp
    }

    private static func bit(_ flag: Unicode.Scalar) -> UInt32 { 1 << (flag.value &- 0x61) }

    /// The flags `dgimsuvy`, as bits from `a` on.
    private static var flagMask: UInt32 {
        bit("d") | bit("g") | bit("i") | bit("m") | bit("s") | bit("u") | bit("v") | bit("y")
    }
}
