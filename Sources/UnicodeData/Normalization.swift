/// Canonical and compatibility decomposition, canonical ordering and composition of code points.
///
/// Surrogates are code points without a decomposition. Source: https://www.unicode.org/reports/tr15/
package enum UnicodeNormalization {
    // Hangul syllables are computed: https://www.unicode.org/versions/latest/core-spec/chapter-3/#G56669
    private static let syllableBase: UInt32 = 0xAC00
    private static let leadBase: UInt32 = 0x1100
    private static let vowelBase: UInt32 = 0x1161
    private static let tailBase: UInt32 = 0x11A7
    private static let leadCount: UInt32 = 19
    private static let vowelCount: UInt32 = 21
    private static let tailCount: UInt32 = 28
    private static let syllableCount: UInt32 = 11_172

    /// Canonical_Combining_Class: 0 for a starter.
    package static func combiningClass(_ codePoint: UInt32) -> UInt8 {
        if codePoint < 0x300 { return 0 }
        let table = NormalizationTables.combiningClasses
        guard let row = lastRow(of: table, width: 3, notAbove: codePoint), codePoint <= table[row &+ 1] else {
            return 0
        }
        return UInt8(truncatingIfNeeded: table[row &+ 2])
    }

    /// The complete decomposition from the tables; empty for a code point that stands for itself, and for Hangul.
    package static func decomposition(_ codePoint: UInt32, compatibility: Bool) -> ArraySlice<UInt32> {
        if codePoint < 0xA0 { return [] }
        if compatibility, let found = row(NormalizationTables.compatibility, codePoint) { return found }
        return row(NormalizationTables.canonical, codePoint) ?? []
    }

    /// Rows are the code point, then the place in the pool times 32 plus the length.
    private static func row(_ table: [UInt32], _ codePoint: UInt32) -> ArraySlice<UInt32>? {
        guard let row = lastRow(of: table, width: 2, notAbove: codePoint), table[row] == codePoint else { return nil }
        let start = Int(table[row &+ 1] >> 5)
        return NormalizationTables.pool[start..<(start &+ Int(table[row &+ 1] & 31))]
    }

    /// Number of code points of the complete decomposition.
    package static func decompositionLength(_ codePoint: UInt32, compatibility: Bool) -> Int {
        let syllable = codePoint &- syllableBase
        if syllable < syllableCount { return syllable % tailCount == 0 ? 2 : 3 }
        return max(1, decomposition(codePoint, compatibility: compatibility).count)
    }

    /// Appends the complete decomposition of a code point.
    package static func appendDecomposition(_ codePoint: UInt32, compatibility: Bool, to result: inout [UInt32]) {
        let syllable = codePoint &- syllableBase
        if syllable < syllableCount {
            result.append(leadBase &+ syllable / (vowelCount &* tailCount))
            result.append(vowelBase &+ syllable % (vowelCount &* tailCount) / tailCount)
            if syllable % tailCount != 0 { result.append(tailBase &+ syllable % tailCount) }
            return
        }
        let parts = decomposition(codePoint, compatibility: compatibility)
        if parts.isEmpty { result.append(codePoint) } else { result.append(contentsOf: parts) }
    }

    /// The Canonical Ordering Algorithm: sorts each run of marks by combining class, stably.
    ///
    /// - Parameter isStopped: asked every few thousand code points; the rest then stays as it is.
    package static func orderMarks(_ scalars: inout [UInt32], isStopped: () -> Bool = { false }) {
        var i = 0
        while i < scalars.count {
            if i & 4_095 == 0, isStopped() { return }
            guard combiningClass(scalars[i]) != 0 else {
                i += 1
                continue
            }
            let start = i
            while i < scalars.count, combiningClass(scalars[i]) != 0 { i += 1 }
            if i - start > 1 { sortByClass(&scalars[start..<i]) }
        }
    }

    /// A stable counting sort: a text may be one long run of marks.
    private static func sortByClass(_ marks: inout ArraySlice<UInt32>) {
        var ends = [Int](repeating: 0, count: 256)
        for mark in marks { ends[Int(combiningClass(mark))] += 1 }
        var end = 0
        for order in ends.indices {
            end += ends[order]
            ends[order] = end
        }
        let sorted = [UInt32](unsafeUninitializedCapacity: marks.count) { buffer, count in
            for mark in marks.reversed() {
                let order = Int(combiningClass(mark))
                ends[order] -= 1
                buffer[ends[order]] = mark
            }
            count = marks.count
        }
        marks.replaceSubrange(marks.indices, with: sorted)
    }

    /// The primary composite of two code points.
    private static func composite(_ first: UInt32, _ second: UInt32) -> UInt32? {
        if first &- leadBase < leadCount, second &- vowelBase < vowelCount {
            return syllableBase &+ ((first &- leadBase) &* vowelCount &+ (second &- vowelBase)) &* tailCount
        }
        let syllable = first &- syllableBase
        if syllable < syllableCount, syllable % tailCount == 0, second &- tailBase &- 1 < tailCount &- 1 {
            return first &+ (second &- tailBase)
        }
        let table = NormalizationTables.compositions
        guard var row = lastRow(of: table, width: 3, notAbove: first), table[row] == first else { return nil }
        while row >= 0, table[row] == first {
            if table[row &+ 1] == second { return table[row &+ 2] }
            row -= 3
        }
        return nil
    }

    /// The Canonical Composition Algorithm, over ordered scalars.
    ///
    /// - Parameter isStopped: asked every few thousand code points; what has not been composed is then left out.
    package static func compose(_ scalars: inout [UInt32], isStopped: () -> Bool = { false }) {
        var starter: Int?
        var lastClass: UInt8 = 0
        var end = 0
        for i in scalars.indices {
            if i & 4_095 == 0, isStopped() { break }
            let scalar = scalars[i]
            let order = combiningClass(scalar)
            if let at = starter, lastClass < order || lastClass == 0 && at == end - 1,
                let joined = composite(scalars[at], scalar)
            {
                scalars[at] = joined
                continue
            }
            if order == 0 { starter = end }
            lastClass = order
            scalars[end] = scalar
            end += 1
        }
        scalars.removeSubrange(end...)
    }

    /// Index of the last row whose first column is at most `codePoint`.
    private static func lastRow(of table: [UInt32], width: Int, notAbove codePoint: UInt32) -> Int? {
        var low = 0
        var high = table.count / width
        while low < high {
            let middle = (low &+ high) / 2
            if table[middle &* width] <= codePoint { low = middle &+ 1 } else { high = middle }
        }
        return low == 0 ? nil : (low &- 1) &* width
    }
}
