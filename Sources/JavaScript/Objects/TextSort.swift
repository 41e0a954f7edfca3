/// Sorts values by the code units of their texts: the order of `sort` without a comparator.
///
/// A stable merge sort of records { first four units, position }, in two buffers of the heap.
/// https://tc39.es/ecma262/#sec-comparearrayelements
enum TextSort {
    private static let recordBytes = 16

    /// Sorts a plain array made by the engine, whose `keys` are their texts; without keys the values are primitives that
    /// are converted here. Both must be reachable. False at the memory limit.
    static func sort(_ realm: Realm, _ values: Value, keys given: Value?) -> Bool {
        let count = realm.length(ofArray: values)
        if count < 2 { return true }
        let keys = given ?? texts(realm, values)
        if keys.isException { return false }
        let roots = realm.keep(keys)
        defer { realm.release(roots) }
        guard let buffer = makeBuffer(realm, count), let other = makeBuffer(realm, count) else { return false }
        let copy = realm.makeArray(copying: values, from: 0, to: count)
        guard !copy.isException, let texts = realm.plainArray(keys) else { return false }
        _ = realm.keep(copy)
        for i in 0..<count { write(realm.view(texts[i]), i, to: buffer + i &* recordBytes) }
        guard let sorted = merge(realm, texts, buffer, other), let target = realm.plainArray(values),
            let source = realm.plainArray(copy)
        else {
            return false
        }
        for i in 0..<count { target[i] = source[(sorted + i &* recordBytes).load(fromByteOffset: 8, as: Int.self)] }
        return true
    }

    /// The texts of primitives, flattened.
    private static func texts(_ realm: Realm, _ values: Value) -> Value {
        let count = realm.length(ofArray: values)
        let keys = realm.makeArray(length: count)
        if keys.isException { return keys }
        let root = realm.keep(keys)
        defer { realm.release(root) }
        for i in 0..<count {
            let value = realm.element(values, i)
            if realm.mustStop(at: i) { return .exception }
            if !value.isString { realm.charge(4) }
            realm.setElement(keys, i, realm.primitiveToString(value))
            _ = realm.view(realm.element(keys, i))
        }
        return keys
    }

    /// Memory for the records, kept by the root stack.
    private static func makeBuffer(_ realm: Realm, _ count: Int) -> UnsafeMutableRawPointer? {
        let bytes = 8 &+ count &* recordBytes
        guard realm.reserve(bytes) else { return nil }
        let cell = realm.allocate(bytes)
        realm.writeHeader(cell, UInt32(truncatingIfNeeded: count), CellType.bytes)
        _ = realm.keep(realm.object(cell))
        return cell + 8
    }

    private static func write(_ text: StringView, _ index: Int, to record: UnsafeMutableRawPointer) {
        var prefix: UInt64 = 0
        for i in 0..<4 { prefix = prefix &<< 16 | (i < text.count ? UInt64(text[i]) : 0) }
        record.storeBytes(of: prefix, as: UInt64.self)
        record.storeBytes(of: index, toByteOffset: 8, as: Int.self)
    }

    /// Sorts the records; the buffer they are in at the end, nil if the execution is being terminated.
    private static func merge(
        _ realm: Realm, _ texts: PlainArray, _ buffer: UnsafeMutableRawPointer, _ other: UnsafeMutableRawPointer
    ) -> UnsafeMutableRawPointer? {
        let count = texts.count
        var (source, target) = (buffer, other)
        var width = 1
        while width < count {
            realm.charge(count)
            if realm.mustStop() { return nil }
            var low = 0
            while low < count {
                mergeRuns(realm, texts, source, target, low, min(low &+ width, count), min(low &+ width &* 2, count))
                low &+= width &* 2
            }
            swap(&source, &target)
            width &*= 2
        }
        return source
    }

    private static func mergeRuns(
        _ realm: Realm, _ texts: PlainArray, _ source: UnsafeMutableRawPointer, _ target: UnsafeMutableRawPointer,
        _ low: Int, _ middle: Int, _ high: Int
    ) {
        var (i, j, k) = (low, middle, low)
        func move(_ from: inout Int) {
            let record = source + from &* recordBytes
            (target + k &* recordBytes).storeBytes(of: record.load(as: UInt64.self), as: UInt64.self)
            (target + k &* recordBytes).storeBytes(
                of: record.load(fromByteOffset: 8, as: Int.self), toByteOffset: 8, as: Int.self)
            from &+= 1
            k &+= 1
        }
        while i < middle, j < high, !realm.mustStop(at: k) {
            if isAfter(realm, texts, source + i &* recordBytes, source + j &* recordBytes) {
                move(&j)
            } else {
                move(&i)
            }
        }
        // After an early stop records are left over in both halves; the order does not matter any more.
        while i < middle { move(&i) }
        while j < high { move(&j) }
    }

    private static func isAfter(
        _ realm: Realm, _ texts: PlainArray, _ a: UnsafeMutableRawPointer, _ b: UnsafeMutableRawPointer
    ) -> Bool {
        let x = a.load(as: UInt64.self)
        let y = b.load(as: UInt64.self)
        if x != y { return x > y }
        let first = realm.view(texts[a.load(fromByteOffset: 8, as: Int.self)])
        let second = realm.view(texts[b.load(fromByteOffset: 8, as: Int.self)])
        realm.charge(min(first.count, second.count) &>> 4)
        return first.compare(second) > 0
    }
}
