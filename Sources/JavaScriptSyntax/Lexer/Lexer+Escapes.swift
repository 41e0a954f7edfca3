/// Escape sequences of strings, templates and identifiers.
///
/// https://tc39.es/ecma262/#prod-EscapeSequence
extension Lexer {
    /// The code point of an escape sequence, or what is wrong with it.
    enum Escape {
        case value(UInt32)
        case problem(SyntaxError.Code)
    }

    /// Reads what follows `\u`: four hexadecimal digits, or up to U+10FFFF in braces.
    mutating func scanUnicodeEscape() -> Escape {
        if bytes[position] != 0x7B {
            guard let value = scanHexDigits(4) else { return .problem(.invalidUnicodeEscape) }
            return .value(value)
        }
        position &+= 1
        var value: UInt32 = 0
        let start = position
        while let digit = Lexer.hexValue(bytes[position]) {
            value = value << 4 | digit
            if value > 0x10FFFF { return .problem(.codePointOutOfRange) }
            position &+= 1
        }
        guard position > start, bytes[position] == 0x7D else { return .problem(.invalidUnicodeEscape) }
        position &+= 1
        return .value(value)
    }

    /// Reads exactly `digits` hexadecimal digits; stops before the first byte that is none.
    mutating func scanHexDigits(_ digits: Int) -> UInt32? {
        var value: UInt32 = 0
        for _ in 0..<digits {
            guard let digit = Lexer.hexValue(bytes[position]) else { return nil }
            value = value << 4 | digit
            position &+= 1
        }
        return value
    }

    /// The value of a hexadecimal digit.
    @inline(__always)
    static func hexValue(_ byte: UInt8) -> UInt32? {
        if byte &- 0x30 < 10 { return UInt32(byte &- 0x30) }
        let lower = byte | 0x20
        return lower &- 0x61 < 6 ? UInt32(lower &- 0x57) : nil
    }

    /// Reads an escape sequence from behind its backslash and appends its value to `units`; nil if it is well formed.
    ///
    /// Octal escapes set `.legacyOctal` in strings and are a problem in templates. A backslash before a line terminator
    /// stands for nothing. The caller handles the end of the text.
    mutating func scanEscape(inTemplate: Bool) -> SyntaxError.Code? {
        let byte = bytes[position]
        switch byte {
        case 0x6E: appendEscape(0x0A)
        case 0x74: appendEscape(0x09)
        case 0x72: appendEscape(0x0D)
        case 0x62: appendEscape(0x08)
        case 0x66: appendEscape(0x0C)
        case 0x76: appendEscape(0x0B)
        case 0x0D:
            position &+= 1
            if bytes[position] == 0x0A { position &+= 1 }
        case 0x0A:
            position &+= 1
        case 0x78:
            position &+= 1
            guard let value = scanHexDigits(2) else { return .invalidHexEscape }
            appendUnits(of: value)
        case 0x75:
            position &+= 1
            switch scanUnicodeEscape() {
            case .value(let value): appendUnits(of: value)
            case .problem(let code): return code
            }
        case 0x30...0x39:
            return scanDigitEscape(byte, inTemplate: inTemplate)
        default:
            if isLineSeparator(at: position) { position &+= 3 } else { appendUnits(of: takeCodePoint()) }
        }
        return nil
    }

    private mutating func appendEscape(_ unit: UInt16) {
        units.append(unit)
        position &+= 1
    }

    /// `\0`, and the legacy escapes `\1` to `\377`, `\8` and `\9`.
    private mutating func scanDigitEscape(_ first: UInt8, inTemplate: Bool) -> SyntaxError.Code? {
        position &+= 1
        if first == 0x30, bytes[position] &- 0x30 >= 10 {
            units.append(0)
            return nil
        }
        if inTemplate { return first >= 0x38 ? .invalidTemplateEscape : .octalEscapeInTemplate }
        token.flags.insert(.legacyOctal)
        if first >= 0x38 {
            units.append(UInt16(first))
            return nil
        }
        var value = UInt16(first &- 0x30)
        var digits = first < 0x34 ? 2 : 1
        while digits > 0, bytes[position] &- 0x30 < 8 {
            value = value << 3 | UInt16(bytes[position] &- 0x30)
            position &+= 1
            digits &-= 1
        }
        units.append(value)
        return nil
    }
}
