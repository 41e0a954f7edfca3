#if canImport(Glibc)
import Glibc
#else
import Musl
#endif

/// Byte offsets in a `CellType.hashTable` cell: the entries of a Map or Set in the order of insertion. Word 0 is the
/// capacity in entries.
///
/// ```
///  capacity | header   used  removed   buckets  stride   sequences  listed   first   bucket heads …   entries …
///  entry:   key   hash | next of the bucket   value (of a Map)
/// ```
///
/// Entry numbers count from one; 0 ends a bucket. A removed entry keeps its place in its bucket, with a hole as key.
/// A table that is full, or has many removed entries, is replaced by another.
///
/// Every entry of a collection has a sequence number, larger than those of all earlier ones, by which an iterator that
/// stands in a replaced table finds its place in the current one. Numbers are not stored while they have no gaps: the
/// first `listed` are in the cell `sequences`, the others count from `first`.
///
/// Hashes depend on contents and on the order of allocation only, so a program costs the same fuel everywhere.
enum HashTable {
    static let used = 8
    static let removed = 12
    static let bucketCount = 16
    static let stride = 20
    /// A `CellType.bytes` cell of 64-bit numbers from byte 8, 0 if none is listed.
    static let sequences = 24
    static let listed = 28
    static let first = 32
    static let buckets = 40

    static let mapStride = 24
    static let setStride = 16
    static let entryKey = 0
    static let entryHash = 8
    static let entryNext = 12
    static let entryValue = 16

    static let initialCapacity = 4
    /// Entries of a bucket that are looked at without a charge.
    static let freeProbes = 4
    /// Most entries, as V8 has it.
    static let capacityMax = 1 << 24
}

extension Realm {
    // MARK: Making

    /// An empty table, as an object value that only the engine sees.
    func makeHashTable(isMap: Bool, capacity: Int = HashTable.initialCapacity) -> Value {
        let stride = isMap ? HashTable.mapStride : HashTable.setStride
        let table = allocate(HashTable.buckets &+ capacity &* (4 &+ stride))
        writeHeader(table, UInt32(truncatingIfNeeded: capacity), CellType.hashTable)
        table.storeBytes(of: 0, toByteOffset: HashTable.used, as: UInt64.self)
        table.storeBytes(of: UInt32(truncatingIfNeeded: capacity), toByteOffset: HashTable.bucketCount, as: UInt32.self)
        table.storeBytes(of: UInt32(truncatingIfNeeded: stride), toByteOffset: HashTable.stride, as: UInt32.self)
        table.storeBytes(of: 0, toByteOffset: HashTable.sequences, as: UInt64.self)
        table.storeBytes(of: 0, toByteOffset: HashTable.first, as: UInt64.self)
        memset(table + HashTable.buckets, 0, capacity &* 4)
        return object(table)
    }

    /// Entries that are present.
    func entryCount(_ table: Value) -> Int {
        let cell = self.cell(table)
        return Int(
            cell.load(fromByteOffset: HashTable.used, as: UInt32.self)
                &- cell.load(fromByteOffset: HashTable.removed, as: UInt32.self))
    }

    /// The word of a Map or Set object that refers to its table.
    func tableSlot(_ collection: Value) -> Registers {
        (cell(collection) + Cell.internal0).assumingMemoryBound(to: Value.self)
    }

    // MARK: Hashing

    /// The value that stands for all values that are the same by SameValueZero, strings apart.
    /// https://tc39.es/ecma262/#sec-canonicalizekeyedcollectionkey
    @inline(__always) func canonicalKey(_ key: Value) -> Value {
        if key.isDouble { return Value(number: key.double == 0 ? 0 : key.double) }
        return key
    }

    /// Hash of a canonical key. A rope is flattened.
    func hash(ofKey key: Value) -> UInt32 {
        if key.isString { return hash(ofString: key) }
        var h = UInt32(truncatingIfNeeded: key.bits) ^ UInt32(truncatingIfNeeded: key.bits >> 32) &* 0x9E37_79B1
        h = (h ^ h >> 16) &* 0x85EB_CA6B
        h = (h ^ h >> 13) &* 0xC2B2_AE35
        return h ^ h >> 16
    }

    /// Hash of the units of a string, remembered in a flat string.
    func hash(ofString string: Value) -> UInt32 {
        let (view, flat) = flatString(string)
        if flat != 0 {
            let known = cell(at: flat).load(fromByteOffset: Cell.stringHash, as: UInt32.self)
            if known != 0 { return known }
        }
        charge(view.count &>> 4)
        let hash = view.hash
        if flat != 0 { cell(at: flat).storeBytes(of: hash, toByteOffset: Cell.stringHash, as: UInt32.self) }
        return hash
    }

    // MARK: Lookup

    @inline(__always) func entry(_ table: UnsafeMutableRawPointer, _ index: Int) -> UnsafeMutableRawPointer {
        let buckets = Int(table.load(fromByteOffset: HashTable.bucketCount, as: UInt32.self))
        let stride = Int(table.load(fromByteOffset: HashTable.stride, as: UInt32.self))
        return table + (HashTable.buckets &+ buckets &* 4 &+ index &* stride)
    }

    /// The entry of a key, nil if there is none. Any value may be the key; it must be reachable.
    func findEntry(_ table: Value, _ key: Value) -> UnsafeMutableRawPointer? {
        let key = canonicalKey(key)
        return findEntry(cell(table), key, hash(ofKey: key))
    }

    private func findEntry(_ table: UnsafeMutableRawPointer, _ key: Value, _ hash: UInt32) -> UnsafeMutableRawPointer? {
        let mask = table.load(fromByteOffset: HashTable.bucketCount, as: UInt32.self) &- 1
        var number = (table + (HashTable.buckets &+ Int(hash & mask) &* 4)).load(as: UInt32.self)
        var probes = 0
        while number != 0 {
            let entry = entry(table, Int(number) &- 1)
            let found = entry.load(as: Value.self)
            if found.bits == key.bits { return entry }
            if found.isString, entry.load(fromByteOffset: HashTable.entryHash, as: UInt32.self) == hash, key.isString,
                equalStrings(found, key)
            {
                return entry
            }
            probes &+= 1
            if probes > HashTable.freeProbes { charge(1) }
            number = entry.load(fromByteOffset: HashTable.entryNext, as: UInt32.self)
        }
        return nil
    }

    // MARK: Changing

    /// Adds a key or replaces its value in the table that `slot` refers to; a table that is full is replaced.
    /// Operands must be reachable. False when the memory limit was reached or the table is as large as it may be.
    @discardableResult
    func insert(_ slot: Registers, _ rawKey: Value, _ value: Value) -> Bool {
        let key = canonicalKey(rawKey)
        let hash = hash(ofKey: key)
        if let found = findEntry(cell(slot.pointee), key, hash) {
            setEntryValue(cell(slot.pointee), found, value)
            return true
        }
        var table = cell(slot.pointee)
        if table.load(fromByteOffset: HashTable.used, as: UInt32.self) == table.load(as: UInt32.self) {
            guard rehash(slot) else { return false }
            table = cell(slot.pointee)
        }
        appendEntry(table, key, hash, value)
        return true
    }

    private func setEntryValue(_ table: UnsafeMutableRawPointer, _ entry: UnsafeMutableRawPointer, _ value: Value) {
        if table.load(fromByteOffset: HashTable.stride, as: UInt32.self) == UInt32(HashTable.mapStride) {
            entry.storeBytes(of: value, toByteOffset: HashTable.entryValue, as: Value.self)
        }
    }

    private func appendEntry(_ table: UnsafeMutableRawPointer, _ key: Value, _ hash: UInt32, _ value: Value) {
        let number = table.load(fromByteOffset: HashTable.used, as: UInt32.self) &+ 1
        let mask = table.load(fromByteOffset: HashTable.bucketCount, as: UInt32.self) &- 1
        let bucket = table + (HashTable.buckets &+ Int(hash & mask) &* 4)
        let entry = entry(table, Int(number) &- 1)
        entry.storeBytes(of: key, as: Value.self)
        entry.storeBytes(of: hash, toByteOffset: HashTable.entryHash, as: UInt32.self)
        entry.storeBytes(of: bucket.load(as: UInt32.self), toByteOffset: HashTable.entryNext, as: UInt32.self)
        setEntryValue(table, entry, value)
        bucket.storeBytes(of: number, as: UInt32.self)
        table.storeBytes(of: number, toByteOffset: HashTable.used, as: UInt32.self)
    }

    /// Removes a key; false if it is not there. A table with few entries left is replaced by a smaller one.
    func remove(_ slot: Registers, _ key: Value) -> Bool {
        let table = cell(slot.pointee)
        guard let entry = findEntry(slot.pointee, key) else { return false }
        entry.storeBytes(of: .hole, as: Value.self)
        setEntryValue(table, entry, .undefined)
        table.storeBytes(
            of: table.load(fromByteOffset: HashTable.removed, as: UInt32.self) &+ 1, toByteOffset: HashTable.removed,
            as: UInt32.self)
        let capacity = Int(table.load(as: UInt32.self))
        if capacity > 16, entryCount(slot.pointee) < capacity / 4 { _ = rehash(slot) }
        return true
    }

    /// Removes every entry.
    func clear(_ slot: Registers) {
        let old = slot.pointee
        if cell(old).load(fromByteOffset: HashTable.used, as: UInt32.self) == 0 { return }
        let isMap = cell(old).load(fromByteOffset: HashTable.stride, as: UInt32.self) == UInt32(HashTable.mapStride)
        let new = makeHashTable(isMap: isMap)
        let used = Int(cell(old).load(fromByteOffset: HashTable.used, as: UInt32.self))
        cell(new).storeBytes(of: sequence(cell(old), used), toByteOffset: HashTable.first, as: UInt64.self)
        slot.pointee = new
    }

    /// Replaces a table by one with the entries that are present and room for as many again.
    @inline(never) private func rehash(_ slot: Registers) -> Bool {
        let old = slot.pointee
        let live = entryCount(old)
        var capacity = HashTable.initialCapacity
        while capacity < live &* 2 { capacity &*= 2 }
        let isMap = cell(old).load(fromByteOffset: HashTable.stride, as: UInt32.self) == UInt32(HashTable.mapStride)
        if capacity > HashTable.capacityMax {
            _ = throwRangeError(isMap ? "Map maximum size exceeded" : "Set maximum size exceeded")
            return false
        }
        if capacity > 64, !reserve(capacity &* 28 &+ live &* 8) { return false }
        let used = Int(cell(old).load(fromByteOffset: HashTable.used, as: UInt32.self))
        charge(used)
        let new = makeHashTable(isMap: isMap, capacity: capacity)
        let root = keep(new)
        passSequences(from: cell(old), to: cell(new), live: live)
        release(root)
        let target = cell(new)
        for i in 0..<used {
            let source = entry(cell(old), i)
            let key = source.load(as: Value.self)
            if key.isHole { continue }
            appendEntry(
                target, key, source.load(fromByteOffset: HashTable.entryHash, as: UInt32.self),
                isMap ? source.load(fromByteOffset: HashTable.entryValue, as: Value.self) : .undefined)
        }
        slot.pointee = new
        return true
    }

    // MARK: Sequence numbers

    /// Number of the entry at an index up to `used`.
    private func sequence(_ table: UnsafeMutableRawPointer, _ index: Int) -> UInt64 {
        let listed = Int(table.load(fromByteOffset: HashTable.listed, as: UInt32.self))
        if index < listed { return listedSequence(table, index) }
        return table.load(fromByteOffset: HashTable.first, as: UInt64.self) &+ UInt64(index &- listed)
    }

    private func listedSequence(_ table: UnsafeMutableRawPointer, _ index: Int) -> UInt64 {
        reference(base, table, HashTable.sequences).load(fromByteOffset: 8 &+ index &* 8, as: UInt64.self)
    }

    /// Gives the entries of a table that replaces another the numbers they have there. Both are reachable.
    private func passSequences(from old: UnsafeMutableRawPointer, to new: UnsafeMutableRawPointer, live: Int) {
        let used = Int(old.load(fromByteOffset: HashTable.used, as: UInt32.self))
        if live == used, old.load(fromByteOffset: HashTable.listed, as: UInt32.self) == 0 {
            new.storeBytes(
                of: old.load(fromByteOffset: HashTable.first, as: UInt64.self), toByteOffset: HashTable.first,
                as: UInt64.self)
            return
        }
        new.storeBytes(of: sequence(old, used), toByteOffset: HashTable.first, as: UInt64.self)
        if live == 0 { return }
        let list = allocate(8 &+ live &* 8)
        writeHeader(list, 0, CellType.bytes)
        var count = 0
        for i in 0..<used where !entry(old, i).load(as: Value.self).isHole {
            list.storeBytes(of: sequence(old, i), toByteOffset: 8 &+ count &* 8, as: UInt64.self)
            count &+= 1
        }
        new.storeBytes(of: offset(list), toByteOffset: HashTable.sequences, as: UInt32.self)
        new.storeBytes(of: UInt32(truncatingIfNeeded: count), toByteOffset: HashTable.listed, as: UInt32.self)
    }

    /// Index of the first entry whose number is not smaller.
    private func index(_ table: UnsafeMutableRawPointer, ofSequence wanted: UInt64) -> Int {
        let listed = Int(table.load(fromByteOffset: HashTable.listed, as: UInt32.self))
        let first = table.load(fromByteOffset: HashTable.first, as: UInt64.self)
        if wanted >= first { return listed &+ Int(truncatingIfNeeded: wanted &- first) }
        var low = 0
        var high = listed
        while low < high {
            let middle = (low &+ high) / 2
            if listedSequence(table, middle) < wanted { low = middle &+ 1 } else { high = middle }
        }
        return low
    }

    // MARK: Iteration

    /// A position of an iterator: from the table it was last in to the one that the collection has now.
    @inline(__always) func currentPosition(_ collection: Value, _ table: Value, _ index: Int) -> (
        table: Value, index: Int
    ) {
        let current = internalSlot(collection, Cell.internal0)
        if current.bits == table.bits { return (table, index) }
        charge(1)
        return (current, self.index(cell(current), ofSequence: sequence(cell(table), index)))
    }

    /// The first entry that is present at or after a position, and the position behind it. The table is current.
    func nextEntry(_ table: Value, _ index: Int) -> (key: Value, value: Value, next: Int)? {
        let cell = self.cell(table)
        let used = Int(cell.load(fromByteOffset: HashTable.used, as: UInt32.self))
        let isMap = cell.load(fromByteOffset: HashTable.stride, as: UInt32.self) == UInt32(HashTable.mapStride)
        var i = index
        while i < used {
            let entry = entry(cell, i)
            i &+= 1
            let key = entry.load(as: Value.self)
            if !key.isHole {
                return (key, isMap ? entry.load(fromByteOffset: HashTable.entryValue, as: Value.self) : key, i)
            }
            if i & 7 == 0 { charge(1) }
        }
        return nil
    }
}

extension Marker {
    /// Entries of a table, a part at a time; the rest is put back on the work list.
    mutating func scanHashTable(_ cell: UnsafeMutableRawPointer, from first: Int) -> Int {
        let chunk = 256
        let used = Int(cell.load(fromByteOffset: HashTable.used, as: UInt32.self))
        let isMap = cell.load(fromByteOffset: HashTable.stride, as: UInt32.self) == UInt32(HashTable.mapStride)
        let end = min(used, first &+ chunk)
        if first == 0 { visit(offset: cell.load(fromByteOffset: HashTable.sequences, as: UInt32.self)) }
        for i in first..<max(first, end) {
            let entry = realm.entry(cell, i)
            visit(entry.load(as: Value.self))
            if isMap { visit(entry.load(fromByteOffset: HashTable.entryValue, as: Value.self)) }
        }
        return end < used ? end : 0
    }
}
