/// Numeric literals.
///
/// https://tc39.es/ecma262/#sec-literals-numeric-literals
extension Lexer {
    /// Most digits of a BigInt literal; converting one to decimal text costs quadratic time, which this bounds.
    static var bigIntDigitsMax: Int { 16_384 }

    /// Reads a number that starts with a digit or a dot before a digit.
    mutating func scanNumber() {
        let start = position
        if bytes[position] == 0x30 {
            switch bytes[position &+ 1] | 0x20 {
            case 0x78: return scanRadixNumber(bitsPerDigit: 4)
            case 0x6F: return scanRadixNumber(bitsPerDigit: 3)
            case 0x62: return scanRadixNumber(bitsPerDigit: 1)
            default: break
            }
            let next = bytes[position &+ 1]
            if next &- 0x30 < 10 { return scanLegacyNumber() }
            if next == 0x5F { return reject(.numericSeparator, from: position &+ 1, to: position &+ 2) }
        }
        var literal = DecimalLiteral()
        if bytes[position] != 0x2E {
            guard scanDigits(into: &literal, isFraction: false) else { return }
            if bytes[position] == 0x6E { return finishDecimalBigInt(from: start) }
        }
        scanFractionAndExponent(&literal, from: start)
    }

    private mutating func scanFractionAndExponent(_ literal: inout DecimalLiteral, from start: Int) {
        if bytes[position] == 0x2E {
            position &+= 1
            if bytes[position] == 0x5F { return reject(.numericSeparator, from: position, to: position &+ 1) }
            guard scanDigits(into: &literal, isFraction: true) else { return }
        }
        if bytes[position] | 0x20 == 0x65 {
            position &+= 1
            guard scanExponent(into: &literal) else { return }
        }
        finishNumber(literal.value ?? preciseValue(of: literal, from: start))
    }

    /// Reads decimal digits with separators. False when the token was rejected.
    private mutating func scanDigits(into literal: inout DecimalLiteral, isFraction: Bool) -> Bool {
        while true {
            let byte = bytes[position]
            if byte &- 0x30 < 10 {
                literal.append(digit: byte &- 0x30, isFraction: isFraction)
            } else if byte == 0x5F {
                guard isSeparatorHere(digits: 10) else { return false }
            } else {
                return true
            }
            position &+= 1
        }
    }

    /// Whether the `_` here stands between two digits; rejects the token otherwise.
    private mutating func isSeparatorHere(digits radix: UInt32) -> Bool {
        let before = Lexer.hexValue(bytes[position &- 1]) ?? 16
        let after = Lexer.hexValue(bytes[position &+ 1]) ?? 16
        if before < radix, after < radix { return true }
        reject(.numericSeparator, from: position, to: position &+ 1)
        return false
    }

    private mutating func scanExponent(into literal: inout DecimalLiteral) -> Bool {
        let start = position &- 1
        let isNegative = bytes[position] == 0x2D
        if isNegative || bytes[position] == 0x2B { position &+= 1 }
        guard bytes[position] &- 0x30 < 10 else {
            reject(.missingExponent, from: start, to: position)
            return false
        }
        var exponent = 0
        while true {
            let byte = bytes[position]
            if byte &- 0x30 < 10 {
                // Beyond this every value is zero or infinite, whatever the digits of a text of at most 2^31 bytes are.
                if exponent < 10_000_000_000 { exponent = exponent &* 10 &+ Int(byte &- 0x30) }
            } else if byte == 0x5F {
                guard isSeparatorHere(digits: 10) else { return false }
            } else {
                break
            }
            position &+= 1
        }
        literal.exponent &+= isNegative ? 0 &- exponent : exponent
        return true
    }

    /// Accepts a number unless an identifier or digit follows directly.
    private mutating func finishNumber(_ value: Double) {
        token.number = value
        token.kind = .number
        rejectIfIdentifierFollows()
    }

    private mutating func rejectIfIdentifierFollows() {
        guard isIdentifierStartHere() || bytes[position] &- 0x30 < 10 else { return }
        let start = position
        if bytes[position] == 0x6E, !Lexer.isIdentifierPart(bytes[position &+ 1]) {
            return reject(.invalidBigInt, from: Int(token.start), to: position &+ 1)
        }
        if bytes[position] == 0x5C { position &+= 1 } else { _ = takeCodePoint() }
        reject(.identifierAfterNumber, from: start, to: position)
    }

    /// Reads `0x…`, `0o…` or `0b…`, a number or BigInt.
    private mutating func scanRadixNumber(bitsPerDigit: UInt32) {
        let start = position
        let radix: UInt32 = 1 << bitsPerDigit
        position &+= 2
        var literal = BinaryLiteral(bitsPerDigit: bitsPerDigit)
        var digits = 0
        while true {
            let byte = bytes[position]
            if let digit = Lexer.hexValue(byte), digit < radix {
                literal.append(digit: digit)
                digits &+= 1
            } else if byte == 0x5F, digits > 0 {
                guard isSeparatorHere(digits: radix) else { return }
            } else {
                break
            }
            position &+= 1
        }
        if digits == 0 { return reject(.invalidNumber, from: start, to: position) }
        if bytes[position] != 0x6E { return finishNumber(literal.value) }
        if digits > Lexer.bigIntDigitsMax { return reject(.bigIntTooLong, from: start, to: position) }
        let text = BigIntDigits.decimal(
            bytes.slice(from: start &+ 2, to: position), bitsPerDigit: bitsPerDigit)
        finishBigInt(text)
    }

    private mutating func finishDecimalBigInt(from start: Int) {
        if position &- start > Lexer.bigIntDigitsMax { return reject(.bigIntTooLong, from: start, to: position) }
        var text = ContiguousArray<UInt8>()
        for index in start..<position where bytes[index] != 0x5F { text.append(bytes[index]) }
        finishBigInt(text)
    }

    private mutating func finishBigInt(_ decimal: ContiguousArray<UInt8>) {
        token.name = decimal.withView(count: decimal.count) { names.intern(latin1: $0) }
        token.kind = .bigint
        position &+= 1
        rejectIfIdentifierFollows()
    }

    /// Reads `017` (octal) or `089` (decimal), which only sloppy mode code may contain.
    ///
    /// https://tc39.es/ecma262/#prod-LegacyOctalIntegerLiteral
    private mutating func scanLegacyNumber() {
        let start = position
        var isOctal = true
        while bytes[position] &- 0x30 < 10 {
            if bytes[position] >= 0x38 { isOctal = false }
            position &+= 1
        }
        token.flags.insert(.legacyOctal)
        if bytes[position] == 0x5F { return reject(.numericSeparator, from: position, to: position &+ 1) }
        if isOctal {
            var literal = BinaryLiteral(bitsPerDigit: 3)
            for index in start..<position { literal.append(digit: UInt32(bytes[index] &- 0x30)) }
            return finishNumber(literal.value)
        }
        var literal = DecimalLiteral()
        for index in start..<position { literal.append(digit: bytes[index] &- 0x30, isFraction: false) }
        scanFractionAndExponent(&literal, from: start)
    }

    /// The correctly rounded value of a decimal literal that is too long or large for the fast path.
    @inline(never)
    private func preciseValue(of literal: DecimalLiteral, from start: Int) -> Double {
        DecimalLiteral.preciseValue(
            bytes.slice(from: start, to: position), literal.exponent)
    }
}
