#if canImport(Glibc)
import Glibc
#else
import Musl
#endif

// Finding a text in a text, in linear time and without memory: memchr and memcmp while that goes well, the two-way
// algorithm once comparisons have failed late too often, which only periodic texts can bring about.
extension StringView {
    /// Parts up to this length are compared whole at each candidate.
    private static let shortPart = 16

    /// Whether a unit below 256 occurs.
    func contains(_ unit: UInt8) -> Bool {
        if isLatin1 { return count > 0 && memchr(start, Int32(unit), count) != nil }
        for i in 0..<count where self[i] == UInt16(unit) { return true }
        return false
    }

    /// Position of a part at or after `from`, or nil. https://tc39.es/ecma262/#sec-stringindexof
    func find(_ part: StringView, from: Int) -> Int? {
        let last = count &- part.count
        if last < from { return nil }
        if part.count == 0 { return from }
        if isLatin1 && part.isLatin1 { return findLatin1(part, from: from, last: last) }
        if isLatin1, part.count == 1, part[0] > 0xFF { return nil }
        return findUnits(part, from: from, last: last)
    }

    /// Looks for the first byte with memchr, then compares.
    private func findLatin1(_ part: StringView, from: Int, last: Int) -> Int? {
        let head = Int32(part.start.load(as: UInt8.self))
        let prefix = min(part.count, StringView.shortPart)
        var budget = count &- from
        var i = from
        while i <= last {
            guard let hit = memchr(start + i, head, last &- i &+ 1) else { return nil }
            i = UnsafeRawPointer(hit) - start
            if memcmp(start + i, part.start, prefix) == 0 {
                if prefix == part.count || memcmp(start + i, part.start, part.count) == 0 { return i }
                budget &-= part.count
                if budget < 0 { return TwoWaySearch(self, part, backwards: false).first(from: i &+ 1) }
            }
            i &+= 1
        }
        return nil
    }

    private func findUnits(_ part: StringView, from: Int, last: Int) -> Int? {
        let head = part[0]
        var budget = count &- from
        var i = from
        while i <= last {
            if self[i] == head {
                let equal = commonPrefix(part, at: i)
                if equal == part.count { return i }
                budget &-= equal > StringView.shortPart ? equal : 0
                if budget < 0 { return TwoWaySearch(self, part, backwards: false).first(from: i &+ 1) }
            }
            i &+= 1
        }
        return nil
    }

    /// Number of units in which a part agrees with this text at an index.
    @inline(__always) private func commonPrefix(_ part: StringView, at i: Int) -> Int {
        var k = 0
        while k < part.count, self[i &+ k] == part[k] { k &+= 1 }
        return k
    }

    /// Position of the last occurrence that starts at or before `from`, or nil.
    func findLast(_ part: StringView, from: Int) -> Int? {
        var i = min(from, count &- part.count)
        if i < 0 { return nil }
        if part.count == 0 { return i }
        let head = part[0]
        var budget = count
        while i >= 0 {
            if self[i] == head {
                let equal = commonPrefix(part, at: i)
                if equal == part.count { return i }
                budget &-= equal > StringView.shortPart ? equal : 0
                if budget < 0 { return findLastInLinearTime(part, before: i) }
            }
            i &-= 1
        }
        return nil
    }

    /// The last occurrence that starts before an index: the first one of the reversed texts.
    private func findLastInLinearTime(_ part: StringView, before i: Int) -> Int? {
        let text = slice(0, i &- 1 &+ part.count)
        return TwoWaySearch(text, part, backwards: true).first(from: 0).map { text.count &- $0 &- part.count }
    }
}

/// Two-way string matching, in the texts or in their mirror images: linear time, constant space.
///
/// Crochemore and Perrin, "Two-way string-matching", Journal of the ACM 38 (1991).
private struct TwoWaySearch {
    let text: StringView
    let part: StringView
    let backwards: Bool

    init(_ text: StringView, _ part: StringView, backwards: Bool) {
        self.text = text
        self.part = part
        self.backwards = backwards
    }

    @inline(__always) private func textUnit(_ i: Int) -> UInt16 { text[backwards ? text.count &- 1 &- i : i] }
    @inline(__always) private func partUnit(_ i: Int) -> UInt16 { part[backwards ? part.count &- 1 &- i : i] }

    /// Start (less one) and period of the maximal suffix of the part, in ascending or descending order of units.
    private func maximalSuffix(descending: Bool) -> (start: Int, period: Int) {
        var suffix = -1
        var j = 0
        var k = 1
        var period = 1
        while j &+ k < part.count {
            let a = partUnit(j &+ k)
            let b = partUnit(suffix &+ k)
            if a == b {
                if k == period {
                    j &+= period
                    k = 1
                } else {
                    k &+= 1
                }
            } else if (a < b) != descending {
                j &+= k
                k = 1
                period = j &- suffix
            } else {
                suffix = j
                j = suffix &+ 1
                k = 1
                period = 1
            }
        }
        return (suffix, period)
    }

    /// Position of the first occurrence at or after an index.
    func first(from: Int) -> Int? {
        let ascending = maximalSuffix(descending: false)
        let descending = maximalSuffix(descending: true)
        let (cut, period) = ascending.start > descending.start ? ascending : descending
        var isPeriodic = period &+ cut < part.count
        if isPeriodic {
            for i in 0..<(cut &+ 1) where partUnit(i) != partUnit(i &+ period) {
                isPeriodic = false
                break
            }
        }
        let step = isPeriodic ? period : max(cut &+ 1, part.count &- cut &- 1) &+ 1
        var memory = -1
        var j = from
        while j &+ part.count <= text.count {
            var i = max(cut, memory) &+ 1
            while i < part.count, partUnit(i) == textUnit(i &+ j) { i &+= 1 }
            if i < part.count {
                j &+= i &- cut
                memory = -1
                continue
            }
            i = cut
            while i > memory, partUnit(i) == textUnit(i &+ j) { i &-= 1 }
            if i <= memory { return j }
            j &+= step
            memory = isPeriodic ? part.count &- period &- 1 : -1
        }
        return nil
    }
}
