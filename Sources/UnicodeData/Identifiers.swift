/// Which code points may stand in identifiers and between tokens.
///
/// Code points are `UInt32` rather than `Unicode.Scalar` because source text and strings may hold surrogates.
/// Source: https://www.unicode.org/reports/tr31/ and https://tc39.es/ecma262/#sec-names-and-keywords
package enum UnicodeIdentifiers {
    /// Whether a code point has the property ID_Start.
    @inlinable
    package static func isStart(_ codePoint: UInt32) -> Bool {
        if codePoint < 0x80 { return (codePoint | 0x20) &- 0x61 < 26 }
        return isStartBeyondASCII(codePoint)
    }

    /// Whether a code point has the property ID_Continue.
    @inlinable
    package static func isContinue(_ codePoint: UInt32) -> Bool {
        if codePoint < 0x80 { return (codePoint | 0x20) &- 0x61 < 26 || codePoint &- 0x30 < 10 || codePoint == 0x5F }
        return isContinueBeyondASCII(codePoint)
    }

    /// Whether a code point is WhiteSpace: tab, vertical tab, form feed, BOM or of category Space_Separator.
    ///
    /// https://tc39.es/ecma262/#prod-WhiteSpace
    @inlinable
    package static func isWhiteSpace(_ codePoint: UInt32) -> Bool {
        if codePoint < 0x80 { return codePoint == 0x20 || codePoint == 0x09 || codePoint == 0x0B || codePoint == 0x0C }
        return codePoint == 0xFEFF || isSpaceSeparatorBeyondASCII(codePoint)
    }

    /// Whether a code point is a LineTerminator: LF, CR, U+2028 or U+2029.
    ///
    /// https://tc39.es/ecma262/#prod-LineTerminator
    @inlinable
    package static func isLineTerminator(_ codePoint: UInt32) -> Bool {
        codePoint == 0x0A || codePoint == 0x0D || codePoint == 0x2028 || codePoint == 0x2029
    }

    @usableFromInline
    static func isStartBeyondASCII(_ codePoint: UInt32) -> Bool {
        rangeTable(IdentifierTables.identifierStart, contains: codePoint)
    }

    @usableFromInline
    static func isContinueBeyondASCII(_ codePoint: UInt32) -> Bool {
        rangeTable(IdentifierTables.identifierContinue, contains: codePoint)
    }

    @usableFromInline
    static func isSpaceSeparatorBeyondASCII(_ codePoint: UInt32) -> Bool {
        rangeTable(IdentifierTables.spaceSeparator, contains: codePoint)
    }
}
