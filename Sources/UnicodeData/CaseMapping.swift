/// Up to three code points that one code point maps to.
package struct CaseMapping: Hashable, Sendable {
    /// The first code point.
    package let first: UInt32
    /// The second code point, or zero.
    package let second: UInt32
    /// The third code point, or zero.
    package let third: UInt32

    /// A mapping to one code point.
    @inlinable
    package init(_ first: UInt32, _ second: UInt32 = 0, _ third: UInt32 = 0) {
        self.first = first
        self.second = second
        self.third = third
    }

    /// Number of code points: one to three.
    @inlinable package var count: Int { second == 0 ? 1 : third == 0 ? 2 : 3 }
}

/// Locale-independent case conversion by the full mappings of UnicodeData.txt and SpecialCasing.txt.
///
/// Source: https://www.unicode.org/versions/latest/core-spec/chapter-3/#G33992 and
/// https://tc39.es/ecma262/#sec-string.prototype.tolowercase
package enum UnicodeCase {
    /// The upper case mapping of a code point.
    @inlinable
    package static func upper(_ codePoint: UInt32) -> CaseMapping {
        if codePoint < 0x80 { return CaseMapping(codePoint &- 0x61 < 26 ? codePoint & ~0x20 : codePoint) }
        return upperBeyondASCII(codePoint)
    }

    /// The lower case mapping of a code point without the Final_Sigma condition; see `isFinalSigma`.
    @inlinable
    package static func lower(_ codePoint: UInt32) -> CaseMapping {
        if codePoint < 0x80 { return CaseMapping(codePoint &- 0x41 < 26 ? codePoint | 0x20 : codePoint) }
        return lowerBeyondASCII(codePoint)
    }

    /// U+03A3, whose lower case is U+03C2 instead of U+03C3 at the end of a word.
    package static let capitalSigma: UInt32 = 0x3A3
    /// U+03C2, the lower case of a capital sigma for which `isFinalSigma` holds.
    package static let finalSigma: UInt32 = 0x3C2

    /// Whether a code point has the property Cased.
    package static func isCased(_ codePoint: UInt32) -> Bool {
        rangeTable(CasePropertyTables.cased, contains: codePoint)
    }

    /// Whether a code point has the property Case_Ignorable.
    package static func isCaseIgnorable(_ codePoint: UInt32) -> Bool {
        rangeTable(CasePropertyTables.caseIgnorable, contains: codePoint)
    }

    /// Whether the sigma between two runs of code points is final.
    ///
    /// `before` walks from the sigma to the start of the string, `after` from the sigma to its end; each stops at the
    /// first code point that is not Case_Ignorable. The caller bounds repeated walks over long ignorable runs.
    package static func isFinalSigma(before: some Sequence<UInt32>, after: some Sequence<UInt32>) -> Bool {
        guard let previous = before.first(where: { !isCaseIgnorable($0) }), isCased(previous) else { return false }
        guard let next = after.first(where: { !isCaseIgnorable($0) }) else { return true }
        return !isCased(next)
    }

    @usableFromInline
    static func upperBeyondASCII(_ codePoint: UInt32) -> CaseMapping {
        map(codePoint, runs: CaseTables.upperRuns, specials: CaseTables.upperSpecials)
    }

    @usableFromInline
    static func lowerBeyondASCII(_ codePoint: UInt32) -> CaseMapping {
        map(codePoint, runs: CaseTables.lowerRuns, specials: CaseTables.lowerSpecials)
    }

    private static func map(_ codePoint: UInt32, runs: [UInt32], specials: [UInt32]) -> CaseMapping {
        if let row = lastRow(of: runs, notAbove: codePoint), codePoint <= runs[row &+ 1] {
            let isMember = (codePoint &- runs[row]) % runs[row &+ 3] == 0
            if isMember { return CaseMapping(codePoint &+ runs[row &+ 2]) }
        }
        if let row = lastRow(of: specials, notAbove: codePoint), specials[row] == codePoint {
            return CaseMapping(specials[row &+ 1], specials[row &+ 2], specials[row &+ 3])
        }
        return CaseMapping(codePoint)
    }

    /// Index of the last row of four whose first column is at most `codePoint`.
    private static func lastRow(of table: [UInt32], notAbove codePoint: UInt32) -> Int? {
        var low = 0
        var high = table.count / 4
        while low < high {
            let middle = (low &+ high) / 2
            if table[middle &* 4] <= codePoint { low = middle &+ 1 } else { high = middle }
        }
        return low == 0 ? nil : (low &- 1) &* 4
    }
}
