import JavaScriptSyntax

#if canImport(Glibc)
import Glibc
#else
import Musl
#endif

// Strings: flat (Latin-1 or UTF-16), slices of flat strings, and ropes that are flattened when their units are needed.
extension Realm {
    /// Longest string, in code units.
    static let stringLengthMax = (1 << 29) - 24
    /// A concatenation up to this length is copied, a longer one becomes a rope.
    private static let ropeMin = 24
    /// A part up to this length is copied, a longer one refers to its source.
    private static let sliceMin = 24

    @inline(__always) func length(ofString value: Value) -> Int { Int(cell(value).load(as: UInt32.self)) }

    // MARK: Making strings

    func makeLatin1(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> UnsafeMutableRawPointer {
        let string = allocateLatin1(count)
        memcpy(string + Cell.stringData, bytes, count)
        return string
    }

    /// A Latin-1 string whose bytes the caller writes at once.
    @inline(__always) func allocateLatin1(_ count: Int) -> UnsafeMutableRawPointer {
        let string = allocate(Cell.stringData &+ count)
        writeHeader(string, UInt32(truncatingIfNeeded: count), CellType.latin1)
        string.storeBytes(of: 0, toByteOffset: 8, as: UInt64.self)
        return string
    }

    /// A UTF-16 string whose units the caller writes at once.
    @inline(__always) func allocateUTF16(_ count: Int) -> UnsafeMutableRawPointer {
        let string = allocate(Cell.stringData &+ count &* 2)
        writeHeader(string, UInt32(truncatingIfNeeded: count), CellType.utf16)
        string.storeBytes(of: 0, toByteOffset: 8, as: UInt64.self)
        return string
    }

    func makeString(_ text: StaticString) -> Value { string(makeLatin1(text.utf8Start, text.utf8CodeUnitCount)) }

    /// A string of code units; Latin-1 where they allow it.
    func makeString(utf16 units: UnsafeBufferPointer<UInt16>) -> Value {
        var all: UInt16 = 0
        for unit in units { all |= unit }
        if all < 256 {
            let result = allocateLatin1(units.count)
            for i in 0..<units.count {
                (result + Cell.stringData + i).storeBytes(of: UInt8(truncatingIfNeeded: units[i]), as: UInt8.self)
            }
            return string(result)
        }
        let result = allocateUTF16(units.count)
        if let source = units.baseAddress { memcpy(result + Cell.stringData, source, units.count &* 2) }
        return string(result)
    }

    func makeString(_ text: JSText) -> Value { text.utf16.withUnsafeBufferPointer { makeString(utf16: $0) } }

    func makeString(_ text: String) -> Value {
        var text = text
        let ascii: Value? = text.withUTF8 { bytes in
            for byte in bytes where byte >= 0x80 { return nil }
            guard let start = bytes.baseAddress else { return self[.emptyString] }
            return string(makeLatin1(start, bytes.count))
        }
        if let ascii { return ascii }
        return Array(text.utf16).withUnsafeBufferPointer { makeString(utf16: $0) }
    }

    /// The one-unit string of a code unit.
    func makeString(unit: UInt16) -> Value {
        if unit < 128, self[.singleCharacters].isObject {
            let known =
                (reference(base, cell(self[.singleCharacters]), Cell.elements) + Cell.elementsHeader + Int(unit) &* 8)
                .load(as: Value.self)
            if known.isString { return known }
        }
        return withUnsafePointer(to: unit) { makeString(utf16: UnsafeBufferPointer(start: $0, count: 1)) }
    }

    /// A copy of a view as a new string. The view's string must be reachable.
    func makeString(copying view: StringView) -> Value {
        if view.count == 0 { return self[.emptyString] }
        if view.count == 1 { return makeString(unit: view[0]) }
        if view.isLatin1 {
            let result = allocateLatin1(view.count)
            memcpy(result + Cell.stringData, view.start, view.count)
            return string(result)
        }
        return makeString(
            utf16: UnsafeBufferPointer(start: view.start.assumingMemoryBound(to: UInt16.self), count: view.count))
    }

    func copyOfString(_ value: Value) -> UnsafeMutableRawPointer {
        let (view, _) = flatString(value)
        let result = view.isLatin1 ? allocateLatin1(view.count) : allocateUTF16(view.count)
        memcpy(result + Cell.stringData, view.start, view.isLatin1 ? view.count : view.count &* 2)
        return result
    }

    // MARK: Flattening

    /// The units of a string, and the offset of the flat cell if the string is that whole cell (0 for a slice).
    @inline(__always) func flatString(_ value: Value) -> (StringView, UInt32) {
        let string = cell(value)
        let type = string.load(fromByteOffset: Cell.type, as: UInt8.self)
        if type <= CellType.utf16 { return (flatView(string), value.offset) }
        if type == CellType.rope { flatten(value) }
        return (sliceView(string), 0)
    }

    /// The units of a string.
    @inline(__always) func view(_ value: Value) -> StringView { flatString(value).0 }

    @inline(__always) func flatView(_ string: UnsafeMutableRawPointer) -> StringView {
        StringView(
            start: UnsafeRawPointer(string + Cell.stringData), count: Int(string.load(as: UInt32.self)),
            isLatin1: string.load(fromByteOffset: Cell.type, as: UInt8.self) == CellType.latin1)
    }

    private func sliceView(_ string: UnsafeMutableRawPointer) -> StringView {
        let parent = flatView(reference(base, string, Cell.sliceParent))
        let start = Int(string.load(fromByteOffset: Cell.sliceStart, as: UInt32.self))
        return parent.slice(start, start &+ Int(string.load(as: UInt32.self)))
    }

    /// Turns a rope into a slice of a flat string. Iterative; the rope must be reachable.
    @inline(never) func flatten(_ value: Value) {
        let rope = cell(value)
        let count = Int(rope.load(as: UInt32.self))
        charge(count &>> 4)
        let root = keep(value)
        defer { release(root) }
        let isLatin1 = ropeIsLatin1(rope)
        let flat = isLatin1 ? allocateLatin1(count) : allocateUTF16(count)
        var end = count
        var pending: [UnsafeMutableRawPointer] = [rope]
        while let part = pending.popLast() {
            if part.load(fromByteOffset: Cell.type, as: UInt8.self) == CellType.rope {
                pending.append(reference(base, part, Cell.ropeLeft))
                pending.append(reference(base, part, Cell.ropeRight))
                continue
            }
            let units = flatString(string(part)).0
            end &-= units.count
            copyUnits(units, to: flat + Cell.stringData, at: end, isLatin1: isLatin1)
        }
        rope.storeBytes(of: CellType.slice, toByteOffset: Cell.type, as: UInt8.self)
        rope.storeBytes(of: offset(flat), toByteOffset: Cell.sliceParent, as: UInt32.self)
        rope.storeBytes(of: 0, toByteOffset: Cell.sliceStart, as: UInt32.self)
    }

    private func ropeIsLatin1(_ rope: UnsafeMutableRawPointer) -> Bool {
        rope.load(fromByteOffset: 16, as: UInt8.self) == CellType.latin1
    }

    /// Whether all units of a string are known to be below 256.
    @inline(__always) func isLatin1(_ string: UnsafeMutableRawPointer) -> Bool {
        switch string.load(fromByteOffset: Cell.type, as: UInt8.self) {
        case CellType.latin1: true
        case CellType.utf16: false
        case CellType.rope: ropeIsLatin1(string)
        default:
            reference(base, string, Cell.sliceParent).load(fromByteOffset: Cell.type, as: UInt8.self) == CellType.latin1
        }
    }

    /// Writes units into the data of a string of the given width.
    @inline(__always) func copyUnits(
        _ units: StringView, to data: UnsafeMutableRawPointer, at index: Int, isLatin1: Bool
    ) {
        if isLatin1 {
            memcpy(data + index, units.start, units.count)
        } else if !units.isLatin1 {
            memcpy(data + index &* 2, units.start, units.count &* 2)
        } else {
            for i in 0..<units.count { (data + (index &+ i) &* 2).storeBytes(of: units[i], as: UInt16.self) }
        }
    }

    // MARK: Joining and cutting

    /// `x + y` for strings. Exception value if the result would be too long. Both operands must be reachable.
    @inline(never) func concatenate(_ x: Value, _ y: Value) -> Value {
        let a = cell(x)
        let b = cell(y)
        let m = Int(a.load(as: UInt32.self))
        let n = Int(b.load(as: UInt32.self))
        if m == 0 { return y }
        if n == 0 { return x }
        let count = m &+ n
        if count > Realm.stringLengthMax { return throwRangeError("Invalid string length") }
        let latin1 = isLatin1(a) && isLatin1(b)
        if count <= Realm.ropeMin {
            let result = latin1 ? allocateLatin1(count) : allocateUTF16(count)
            copyUnits(view(x), to: result + Cell.stringData, at: 0, isLatin1: latin1)
            copyUnits(view(y), to: result + Cell.stringData, at: m, isLatin1: latin1)
            return string(result)
        }
        let rope = allocate(24)
        writeHeader(rope, UInt32(truncatingIfNeeded: count), CellType.rope)
        rope.storeBytes(of: x.offset, toByteOffset: Cell.ropeLeft, as: UInt32.self)
        rope.storeBytes(of: y.offset, toByteOffset: Cell.ropeRight, as: UInt32.self)
        rope.storeBytes(of: UInt64(latin1 ? CellType.latin1 : CellType.utf16), toByteOffset: 16, as: UInt64.self)
        return string(rope)
    }

    /// Units `from ..< to` of a string; the source must be reachable.
    func substring(_ source: Value, _ from: Int, _ to: Int) -> Value {
        let count = to &- from
        if count <= 0 { return self[.emptyString] }
        let (units, flat) = flatString(source)
        if count == units.count { return source }
        if count <= Realm.sliceMin || count &* 4 < units.count { return makeString(copying: units.slice(from, to)) }
        let string = cell(source)
        let parent = flat != 0 ? flat : string.load(fromByteOffset: Cell.sliceParent, as: UInt32.self)
        let start = flat != 0 ? 0 : Int(string.load(fromByteOffset: Cell.sliceStart, as: UInt32.self))
        let part = allocate(16)
        writeHeader(part, UInt32(truncatingIfNeeded: count), CellType.slice)
        part.storeBytes(of: parent, toByteOffset: Cell.sliceParent, as: UInt32.self)
        part.storeBytes(of: UInt32(truncatingIfNeeded: start &+ from), toByteOffset: Cell.sliceStart, as: UInt32.self)
        return self.string(part)
    }

    // MARK: Comparing

    func equalStrings(_ x: Value, _ y: Value) -> Bool {
        if x.bits == y.bits { return true }
        if length(ofString: x) != length(ofString: y) { return false }
        let (a, flatA) = flatString(x)
        let (b, flatB) = flatString(y)
        if flatA != 0, flatB != 0, isAtom(flatA), isAtom(flatB) { return flatA == flatB }
        charge(a.count &>> 4)
        return a == b
    }

    @inline(__always) func isAtom(_ flat: UInt32) -> Bool {
        cell(at: flat).load(fromByteOffset: Cell.stringFlags, as: UInt16.self) & StringFlags.atom != 0
    }

    /// For messages and the host.
    func swiftString(_ value: Value) -> String { view(value).swiftString }
}
