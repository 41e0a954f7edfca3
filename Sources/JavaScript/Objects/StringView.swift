#if canImport(Glibc)
import Glibc
#else
import Musl
#endif

/// Flags of a flat string.
enum StringFlags {
    /// Is in the table of atoms: equal text means the same cell.
    static let atom: UInt16 = 1
}

/// The units of a flat string, in the arena or in static memory: Latin-1 bytes or UTF-16 units.
///
/// Valid until the string is collected; allocation does not move it.
struct StringView: Equatable {
    let start: UnsafeRawPointer
    let count: Int
    let isLatin1: Bool

    @inline(__always) init(latin1 start: UnsafePointer<UInt8>, count: Int) {
        self.start = UnsafeRawPointer(start)
        self.count = count
        isLatin1 = true
    }

    @inline(__always) init(start: UnsafeRawPointer, count: Int, isLatin1: Bool) {
        self.start = start
        self.count = count
        self.isLatin1 = isLatin1
    }

    /// Code unit at an index below `count`.
    @inline(__always) subscript(_ i: Int) -> UInt16 {
        isLatin1
            ? UInt16(start.load(fromByteOffset: i, as: UInt8.self))
            : start.load(fromByteOffset: i &* 2, as: UInt16.self)
    }

    /// A part of it; `from ≤ to ≤ count`.
    @inline(__always) func slice(_ from: Int, _ to: Int) -> StringView {
        StringView(start: start + (isLatin1 ? from : from &* 2), count: to &- from, isLatin1: isLatin1)
    }

    static func == (a: StringView, b: StringView) -> Bool {
        if a.count != b.count { return false }
        if a.isLatin1 == b.isLatin1 { return memcmp(a.start, b.start, a.isLatin1 ? a.count : a.count &* 2) == 0 }
        for i in 0..<a.count where a[i] != b[i] { return false }
        return true
    }

    func equals(_ text: StaticString) -> Bool {
        self == StringView(latin1: text.utf8Start, count: text.utf8CodeUnitCount)
    }

    /// Order by code units: negative, zero or positive.
    /// https://tc39.es/ecma262/#sec-islessthan
    func compare(_ other: StringView) -> Int {
        let n = min(count, other.count)
        if isLatin1 && other.isLatin1 {
            let order = Int(memcmp(start, other.start, n))
            return order != 0 ? order : count &- other.count
        }
        for i in 0..<n where self[i] != other[i] { return Int(self[i]) &- Int(other[i]) }
        return count &- other.count
    }

    /// FNV-1a over the code units, never 0: the same number on every machine, whatever the representation.
    var hash: UInt32 {
        var h: UInt32 = 0x811C_9DC5
        if isLatin1 {
            for i in 0..<count { h = (h ^ UInt32(start.load(fromByteOffset: i, as: UInt8.self))) &* 0x0100_0193 }
        } else {
            for i in 0..<count {
                let unit = start.load(fromByteOffset: i &* 2, as: UInt16.self)
                h = (h ^ UInt32(unit)) &* 0x0100_0193
            }
        }
        h ^= h >> 15
        return h == 0 ? 1 : h
    }

    /// The canonical array index that this text is, if it is one.
    var arrayIndex: UInt32? {
        guard count > 0, count <= 10 else { return nil }
        let first = self[0]
        if first == 48 { return count == 1 ? 0 : nil }
        var value: UInt64 = 0
        for i in 0..<count {
            let digit = self[i] &- 48
            if digit > 9 { return nil }
            value = value &* 10 &+ UInt64(digit)
        }
        return value <= UInt64(PropertyKey.indexMax) ? UInt32(value) : nil
    }

    /// For messages: lone surrogates become U+FFFD.
    var swiftString: String {
        if isLatin1 {
            var isASCII = true
            for i in 0..<count where self[i] >= 0x80 {
                isASCII = false
                break
            }
            if isASCII { return String(decoding: UnsafeRawBufferPointer(start: start, count: count), as: UTF8.self) }
        }
        var units: [UInt16] = []
        units.reserveCapacity(count)
        for i in 0..<count { units.append(self[i]) }
        return String(decoding: units, as: UTF16.self)
    }
}
