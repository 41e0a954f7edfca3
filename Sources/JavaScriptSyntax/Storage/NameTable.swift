/// Every identifier name and string value of a tree, once.
///
/// ```
///  bytes    v a r e v a l x …        one byte for each code unit below 256, else two (little endian)
///  entries  [0,0][0,3]…              where each name lies, its width and hash; `NameID.raw` is an index
///  buckets  [·][h,7][·][h,2]…        open addressing, a power of two, at most three quarters full: hash and index
/// ```
///
/// A large table lies outside of the processor's caches, so a bucket holds the whole hash: a new name reads no entry.
///
/// The hash is keyed with a number drawn once per process, so that a script cannot choose names that collide. Identities
/// depend on the order of first use only: nothing observable depends on the key. Every table begins with the keywords
/// and the names of `WellKnownNames`, so that those are constants and a keyword is recognised by its identity.
public struct NameTable: Sendable {
    /// Where a name lies in `bytes`.
    private struct Entry: BitwiseCopyable, Sendable {
        var offset: Int
        /// Number of code units.
        var count: UInt32
        /// The hash; its lowest bit says whether code units take two bytes.
        var hash: UInt32
        var isWide: Bool { hash & 1 != 0 }
        var byteCount: Int { Int(count) << Int(hash & 1) }
    }

    private var bytes: ContiguousArray<UInt8>
    private var entries: ContiguousArray<Entry>
    /// Hash above index; `emptyBucket` where there is none.
    private var buckets: ContiguousArray<UInt64>

    private static var emptyBucket: UInt64 { .max }
    /// The key of the hash.
    private static let hashKey = UInt64.random(in: .min ... .max)
    private static let wellKnown = NameTable(wellKnownTexts: TokenKind.texts.suffix(Int(TokenKind.keywordCount)))

    /// A table that holds the empty string and the well-known names.
    public init() { self = NameTable.wellKnown }

    private init(wellKnownTexts keywords: ArraySlice<String>) {
        bytes = []
        entries = []
        buckets = ContiguousArray(repeating: NameTable.emptyBucket, count: 256)
        for text in [""] + keywords + NameID.wellKnownTexts { _ = intern(JSText(text)) }
    }

    /// Number of distinct names.
    public var count: Int { entries.count }

    /// Bytes of memory that the table takes.
    var memoryBytes: Int {
        entries.count * MemoryLayout<Entry>.stride + buckets.count * MemoryLayout<UInt64>.stride + bytes.count
    }

    /// The text of a name.
    public subscript(name: NameID) -> JSText {
        withCodeUnits(
            of: name,
            latin1: { JSText(utf16: ContiguousArray($0.lazy.map(UInt16.init))) },
            utf16: { JSText(utf16: $0) })
    }

    /// The text of a name as a Swift string; lone surrogates become U+FFFD.
    public func string(_ name: NameID) -> String {
        withCodeUnits(
            of: name,
            latin1: { units in
                if units.allSatisfy({ $0 < 0x80 }) { return String(decoding: units, as: UTF8.self) }
                return String(decoding: units.lazy.map(UInt16.init), as: UTF16.self)
            },
            utf16: { String(decoding: $0, as: UTF16.self) })
    }

    /// Number of UTF-16 code units of a name.
    public func utf16Count(_ name: NameID) -> Int { Int(entries[Int(name.raw)].count) }

    /// Whether every code unit of a name is below 256.
    public func isLatin1(_ name: NameID) -> Bool { !entries[Int(name.raw)].isWide }

    /// Calls one of the two functions with the code units of a name: bytes where all are below 256, else UTF-16.
    public func withCodeUnits<Result>(
        of name: NameID, latin1: (UnsafeBufferPointer<UInt8>) -> Result, utf16: (ContiguousArray<UInt16>) -> Result
    ) -> Result {
        let entry = entries[Int(name.raw)]
        let end = entry.offset + entry.byteCount
        precondition(entry.offset >= 0 && end <= bytes.count)
        return bytes.withUnsafeBufferPointer { all in
            // Invariant: checked against `bytes.count` above.
            let slice = UnsafeBufferPointer(rebasing: all[entry.offset..<end])
            if !entry.isWide { return latin1(slice) }
            let units = (0..<Int(entry.count)).lazy.map { UInt16(slice[2 * $0]) | UInt16(slice[2 * $0 + 1]) << 8 }
            return utf16(ContiguousArray(units))
        }
    }

    /// Makes room for a number of further names and bytes.
    mutating func reserve(names: Int, bytes extra: Int) {
        entries.reserveCapacity(entries.count + names)
        bytes.reserveCapacity(bytes.count + extra)
        rehash(capacityFor: entries.count + names)
    }

    /// The identity of a text, assigned on first use.
    public mutating func intern(_ text: JSText) -> NameID {
        intern(utf16: text.utf16)
    }

    /// The identity of a text that occurs in the program, or nil.
    public func lookup(_ text: JSText) -> NameID? {
        let (raw, isWide) = NameTable.pack(text.utf16)
        let id = raw.withView(count: raw.count) { find($0, isWide: isWide).id }
        return id == UInt32.max ? nil : NameID(raw: id)
    }

    /// The identity of a text given as UTF-16.
    mutating func intern(utf16 units: some Collection<UInt16>) -> NameID {
        let (raw, isWide) = NameTable.pack(units)
        return raw.withView(count: raw.count) { intern($0, isWide: isWide) }
    }

    /// The identity of a text given as Latin-1; ASCII source text is.
    @inline(__always)
    mutating func intern(latin1 units: ByteView) -> NameID { intern(units, isWide: false) }

    /// Code units as they are stored: one byte each if all are below 256.
    private static func pack(_ units: some Collection<UInt16>) -> (bytes: ContiguousArray<UInt8>, isWide: Bool) {
        let isWide = units.contains { $0 > 255 }
        var bytes = ContiguousArray<UInt8>()
        bytes.reserveCapacity(isWide ? 2 * units.count : units.count)
        for unit in units {
            bytes.append(UInt8(truncatingIfNeeded: unit))
            if isWide { bytes.append(UInt8(truncatingIfNeeded: unit >> 8)) }
        }
        return (bytes, isWide)
    }

    @inline(__always)
    private mutating func intern(_ raw: ByteView, isWide: Bool) -> NameID {
        let place = find(raw, isWide: isWide)
        if place.id != UInt32.max { return NameID(raw: place.id) }
        return insert(raw, isWide: isWide, hash: place.hash, bucket: place.bucket)
    }

    @inline(never)
    private mutating func insert(
        _ raw: ByteView, isWide: Bool, hash: UInt32, bucket: Int
    ) -> NameID {
        let id = UInt32(truncatingIfNeeded: entries.count)
        let units = UInt32(truncatingIfNeeded: isWide ? raw.count / 2 : raw.count)
        entries.append(Entry(offset: bytes.count, count: units, hash: hash))
        bytes.append(raw)
        buckets[bucket] = UInt64(hash) << 32 | UInt64(id)
        rehash(capacityFor: entries.count &+ 1)
        return NameID(raw: id)
    }

    /// The entry with these bytes, or the bucket where it belongs with `id` all ones.
    @inline(__always)
    private func find(_ raw: ByteView, isWide: Bool) -> (id: UInt32, bucket: Int, hash: UInt32) {
        let hash = NameTable.hash(raw, isWide: isWide)
        let mask = buckets.count &- 1
        var bucket = Int(hash >> 1) & mask
        while true {
            let slot = buckets[bucket]
            if slot == NameTable.emptyBucket { return (UInt32.max, bucket, hash) }
            if slot >> 32 == UInt64(hash) {
                let id = UInt32(truncatingIfNeeded: slot)
                let entry = entries[Int(id)]
                if entry.byteCount == raw.count, isEqual(entry, raw) { return (id, bucket, hash) }
            }
            bucket = (bucket &+ 1) & mask
        }
    }

    @inline(__always)
    private func isEqual(_ entry: Entry, _ raw: ByteView) -> Bool {
        bytes.withUnsafeBufferPointer { all in
            precondition(entry.offset >= 0 && all.count &- entry.offset >= raw.count)
            var index = 0
            while index < raw.count {
                if all[entry.offset &+ index] != raw[index] { return false }
                index &+= 1
            }
            return true
        }
    }

    /// Doubles the table until a number of names fill at most three quarters of it.
    private mutating func rehash(capacityFor names: Int) {
        if names <= buckets.count / 4 &* 3 { return }
        var size = buckets.count
        while names > size / 4 * 3 { size *= 2 }
        let old = buckets
        buckets = ContiguousArray(repeating: NameTable.emptyBucket, count: size)
        for slot in old where slot != NameTable.emptyBucket {
            var bucket = Int(slot >> 33) & (size &- 1)
            while buckets[bucket] != NameTable.emptyBucket { bucket = (bucket &+ 1) & (size &- 1) }
            buckets[bucket] = slot
        }
    }

    /// A keyed hash that folds 128-bit products of eight bytes at a time (the construction of wyhash).
    @inline(__always)
    private static func hash(_ raw: ByteView, isWide: Bool) -> UInt32 {
        let key = hashKey
        var state = key ^ UInt64(truncatingIfNeeded: raw.count)
        var index = 0
        while raw.count &- index >= 8 {
            state = fold(state ^ raw.word(at: index), key | 0x9E37_79B9_0000_0001)
            index &+= 8
        }
        var tail: UInt64 = 0
        while index < raw.count {
            tail = tail << 8 | UInt64(raw[index])
            index &+= 1
        }
        state = fold(state ^ tail ^ 0xA076_1D64_78BD_642F, key ^ 0xE703_7ED1_A0B4_28DB)
        return UInt32(truncatingIfNeeded: state) & ~1 | (isWide ? 1 : 0)
    }

    @inline(__always)
    private static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = left.multipliedFullWidth(by: right)
        return product.high ^ product.low
    }
}
