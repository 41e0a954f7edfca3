/// Dispatch on the first byte of a token, and punctuators.
///
/// https://tc39.es/ecma262/#sec-punctuators
extension Lexer {
    /// Reads one token into `token`; the caller sets its end.
    @inline(__always)
    mutating func scanToken() {
        guard skipTrivia() else { return }
        token.start = UInt32(truncatingIfNeeded: position)
        let byte = bytes[position]
        if (byte | 0x20) &- 0x61 < 26 || byte == 0x24 || byte == 0x5F {
            scanIdentifier()
        } else {
            scanPunctuatorOrLiteral(byte)
        }
    }

    private mutating func scanPunctuatorOrLiteral(_ byte: UInt8) {
        switch byte {
        case 0x28: accept(.leftParen, 1)
        case 0x29: accept(.rightParen, 1)
        case 0x2C: accept(.comma, 1)
        case 0x3A: accept(.colon, 1)
        case 0x3B: accept(.semicolon, 1)
        case 0x5B: accept(.leftBracket, 1)
        case 0x5D: accept(.rightBracket, 1)
        case 0x7B: accept(.leftBrace, 1)
        case 0x7D: accept(.rightBrace, 1)
        case 0x7E: accept(.bitNot, 1)
        case 0x2E: scanDot()
        case 0x3D: scanEquals()
        case 0x22, 0x27: scanString(quote: byte)
        case 0x60: scanTemplatePart()
        case 0x30...0x39: scanNumber()
        case 0x23: scanPrivateName()
        case 0x5C, 0x80...: scanIdentifierSlowly()
        case 0 where position >= count: token.kind = .endOfFile
        default: scanOperator(byte)
        }
    }

    private mutating func scanDot() {
        if bytes[position &+ 1] &- 0x30 < 10 {
            scanNumber()
        } else if bytes[position &+ 1] == 0x2E, bytes[position &+ 2] == 0x2E {
            accept(.ellipsis, 3)
        } else {
            accept(.dot, 1)
        }
    }

    private mutating func scanEquals() {
        if bytes[position &+ 1] == 0x3D {
            if bytes[position &+ 2] == 0x3D { accept(.strictEqual, 3) } else { accept(.equal, 2) }
        } else if bytes[position &+ 1] == 0x3E {
            accept(.arrow, 2)
        } else {
            accept(.assign, 1)
        }
    }

    private mutating func scanOperator(_ byte: UInt8) {
        let second = bytes[position &+ 1]
        switch byte {
        case 0x21: scanNot(second)
        case 0x25: scanPair(second, .remainder, .remainderAssign)
        case 0x2A: scanStar(second)
        case 0x2F: scanPair(second, .divide, .divideAssign)
        case 0x5E: scanPair(second, .bitXor, .bitXorAssign)
        case 0x2B: if second == byte { accept(.increment, 2) } else { scanPair(second, .add, .addAssign) }
        case 0x2D: if second == byte { accept(.decrement, 2) } else { scanPair(second, .subtract, .subtractAssign) }
        case 0x26: scanDouble(second == byte, .bitAnd, .bitAndAssign, .and, .andAssign)
        case 0x7C: scanDouble(second == byte, .bitOr, .bitOrAssign, .or, .orAssign)
        case 0x3C: scanDouble(second == byte, .less, .lessEqual, .shiftLeft, .shiftLeftAssign)
        case 0x3E: scanGreater(second)
        case 0x3F: scanQuestion(second)
        default: rejectCharacter()
        }
    }

    /// `x` or `x=`.
    private mutating func scanPair(_ second: UInt8, _ plain: TokenKind, _ assign: TokenKind) {
        if second == 0x3D { accept(assign, 2) } else { accept(plain, 1) }
    }

    /// `x`, `x=`, `xx` or `xx=`.
    private mutating func scanDouble(
        _ isDouble: Bool, _ plain: TokenKind, _ plainEqual: TokenKind, _ double: TokenKind, _ doubleEqual: TokenKind
    ) {
        if !isDouble {
            scanPair(bytes[position &+ 1], plain, plainEqual)
        } else if bytes[position &+ 2] == 0x3D {
            accept(doubleEqual, 3)
        } else {
            accept(double, 2)
        }
    }

    private mutating func scanNot(_ second: UInt8) {
        if second != 0x3D {
            accept(.not, 1)
        } else if bytes[position &+ 2] == 0x3D {
            accept(.strictNotEqual, 3)
        } else {
            accept(.notEqual, 2)
        }
    }

    private mutating func scanStar(_ second: UInt8) {
        if second == 0x2A {
            if bytes[position &+ 2] == 0x3D { accept(.exponentAssign, 3) } else { accept(.exponent, 2) }
        } else {
            scanPair(second, .multiply, .multiplyAssign)
        }
    }

    private mutating func scanGreater(_ second: UInt8) {
        if second == 0x3E, bytes[position &+ 2] == 0x3E {
            if bytes[position &+ 3] == 0x3D {
                accept(.shiftRightUnsignedAssign, 4)
            } else {
                accept(.shiftRightUnsigned, 3)
            }
        } else {
            scanDouble(second == 0x3E, .greater, .greaterEqual, .shiftRight, .shiftRightAssign)
        }
    }

    private mutating func scanQuestion(_ second: UInt8) {
        if second == 0x3F {
            if bytes[position &+ 2] == 0x3D { accept(.nullishAssign, 3) } else { accept(.nullish, 2) }
        } else if second == 0x2E, bytes[position &+ 2] &- 0x30 >= 10 {
            accept(.questionDot, 2)
        } else {
            accept(.question, 1)
        }
    }

    /// Rejects the character at the current position.
    mutating func rejectCharacter() {
        let start = position
        if position < count { _ = takeCodePoint() }
        reject(.invalidCharacter, from: start, to: position)
    }
}
