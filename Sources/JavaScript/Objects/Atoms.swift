#if canImport(Glibc)
import Glibc
#else
import Musl
#endif

/// A property key: an array index, or the offset of an atom (interned string) or symbol.
///
/// https://tc39.es/ecma262/#sec-object-type
struct PropertyKey: Equatable {
    /// An index below 2^32 - 1, or 2^32 plus the offset of an atom or symbol.
    let raw: UInt64

    @inline(__always) init(index: UInt32) { raw = UInt64(index) }
    @inline(__always) init(atom offset: UInt32) { raw = 1 << 32 | UInt64(offset) }

    @inline(__always) var isIndex: Bool { raw >> 32 == 0 }
    @inline(__always) var index: UInt32 { UInt32(truncatingIfNeeded: raw) }
    /// Offset of the atom or symbol; meaningful only if it is not an index.
    @inline(__always) var atom: UInt32 { UInt32(truncatingIfNeeded: raw) }

    /// Largest array index. https://tc39.es/ecma262/#array-index
    static let indexMax: UInt32 = 0xFFFF_FFFE
}

// The weak table of atoms: offsets of flat strings in a `CellType.bytes` cell, open addressing by content hash.
// A flat string that is an atom has flag `StringFlags.atom`; equal text means equal offset.
extension Realm {
    private static let initialAtoms = 64

    /// The atom of a string value. Flattens the string.
    func atom(_ stringValue: Value) -> UInt32 {
        let (text, flat) = flatString(stringValue)
        if flat != 0, cell(at: flat).load(fromByteOffset: Cell.stringFlags, as: UInt16.self) & StringFlags.atom != 0 {
            return flat
        }
        charge(text.count &>> 4)
        let hash = text.hash
        if let known = findAtom(text, hash) { return known }
        let root = keep(stringValue)
        defer { release(root) }
        // A flat cell that is wholly this text becomes the atom itself; a slice is copied.
        let own = flat != 0 ? flat : offset(copyOfString(stringValue))
        return addAtom(own, hash)
    }

    /// The atom of a text of the engine or of a program.
    func atom(_ text: StaticString) -> UInt32 {
        let view = StringView(latin1: text.utf8Start, count: text.utf8CodeUnitCount)
        let hash = view.hash
        if let known = findAtom(view, hash) { return known }
        return addAtom(offset(makeLatin1(text.utf8Start, text.utf8CodeUnitCount)), hash)
    }

    /// A name of the engine, as an atom; a builtin's while the realm is built.
    func internedName(_ name: String) -> Value {
        var name = name
        return inSharedArea {
            name.withUTF8 { bytes in
                guard let start = bytes.baseAddress else { return self[.emptyString] }
                return Value(stringOffset: atom(of: StringView(latin1: start, count: bytes.count)))
            }
        }
    }

    /// The atom of a text that lies in a reachable string or outside of the arena.
    func atom(of text: StringView) -> UInt32 {
        charge(text.count &>> 4)
        let hash = text.hash
        if let known = findAtom(text, hash) { return known }
        return addAtom(makeString(copying: text).offset, hash)
    }

    private func findAtom(_ text: StringView, _ hash: UInt32) -> UInt32? {
        findAtom(text, hash, in: control.pointee.sharedAtoms) ?? findAtom(text, hash, in: control.pointee.atoms)
    }

    private func findAtom(_ text: StringView, _ hash: UInt32, in table: UInt32) -> UInt32? {
        if table == 0 { return nil }
        let entries = cell(at: table) + 8
        let capacity = Int(cell(at: table).load(as: UInt32.self))
        var probe = Int(hash) & (capacity &- 1)
        while true {
            let found = (entries + probe &* 4).load(as: UInt32.self)
            if found == 0 { return nil }
            let candidate = cell(at: found)
            if candidate.load(fromByteOffset: Cell.stringHash, as: UInt32.self) == hash, flatView(candidate) == text {
                return found
            }
            probe = (probe &+ 1) & (capacity &- 1)
        }
    }

    private func addAtom(_ own: UInt32, _ hash: UInt32) -> UInt32 {
        let block = control
        let root = keep(Value(stringOffset: own))
        defer { release(root) }
        if block.pointee.atoms == 0
            || Int(block.pointee.atomCount) &* 2 >= Int(cell(at: block.pointee.atoms).load(as: UInt32.self))
        {
            growAtoms()
        }
        let string = cell(at: own)
        string.storeBytes(of: hash, toByteOffset: Cell.stringHash, as: UInt32.self)
        string.storeBytes(
            of: string.load(fromByteOffset: Cell.stringFlags, as: UInt16.self) | StringFlags.atom,
            toByteOffset: Cell.stringFlags, as: UInt16.self)
        insertAtom(cell(at: block.pointee.atoms), own, hash)
        block.pointee.atomCount &+= 1
        return own
    }

    private func insertAtom(_ table: UnsafeMutableRawPointer, _ atom: UInt32, _ hash: UInt32) {
        let capacity = Int(table.load(as: UInt32.self))
        var probe = Int(hash) & (capacity &- 1)
        while (table + 8 + probe &* 4).load(as: UInt32.self) != 0 { probe = (probe &+ 1) & (capacity &- 1) }
        (table + 8 + probe &* 4).storeBytes(of: atom, as: UInt32.self)
    }

    private func growAtoms() {
        let block = control
        let oldCapacity = block.pointee.atoms == 0 ? 0 : Int(cell(at: block.pointee.atoms).load(as: UInt32.self))
        let capacity = max(Realm.initialAtoms, oldCapacity &* 2)
        let table = allocate(8 &+ capacity &* 4)
        writeHeader(table, UInt32(truncatingIfNeeded: capacity), CellType.bytes)
        memset(table + 8, 0, capacity &* 4)
        if oldCapacity > 0 {
            let old = cell(at: block.pointee.atoms)
            charge(oldCapacity / 4)
            for i in 0..<oldCapacity {
                let atom = (old + 8 + i &* 4).load(as: UInt32.self)
                if atom != 0 {
                    insertAtom(table, atom, cell(at: atom).load(fromByteOffset: Cell.stringHash, as: UInt32.self))
                }
            }
        }
        block.pointee.atoms = offset(table)
    }

    /// After marking: forgets atoms that nothing refers to.
    func cleanAtoms() {
        let block = control
        guard block.pointee.atoms != 0 else { return }
        let table = cell(at: block.pointee.atoms)
        let capacity = Int(table.load(as: UInt32.self))
        var live: [UInt32] = []
        for i in 0..<capacity {
            let atom = (table + 8 + i &* 4).load(as: UInt32.self)
            if atom != 0, isMarked(atom) { live.append(atom) }
        }
        memset(table + 8, 0, capacity &* 4)
        for atom in live {
            insertAtom(table, atom, cell(at: atom).load(fromByteOffset: Cell.stringHash, as: UInt32.self))
        }
        block.pointee.atomCount = UInt32(truncatingIfNeeded: live.count)
    }

    // MARK: Keys

    /// The property key of a string, int32 or symbol value. Any other number goes through its text.
    func propertyKey(_ value: Value) -> PropertyKey {
        if value.isInt32, value.int32 >= 0 { return PropertyKey(index: UInt32(bitPattern: value.int32)) }
        if value.isSymbol { return PropertyKey(atom: value.offset) }
        if value.isString { return propertyKey(string: value) }
        if value.isDouble, value.double >= 0, value.double <= 4_294_967_294, value.double == value.double.rounded(.down)
        {
            return PropertyKey(index: UInt32(value.double))
        }
        return propertyKey(string: primitiveToString(value))
    }

    private func propertyKey(string: Value) -> PropertyKey {
        let (text, flat) = flatString(string)
        if flat == 0 || cell(at: flat).load(fromByteOffset: Cell.stringFlags, as: UInt16.self) & StringFlags.atom == 0,
            let index = text.arrayIndex
        {
            return PropertyKey(index: index)
        }
        return PropertyKey(atom: atom(string))
    }

    /// The value that a key is seen as: a string or a symbol.
    func value(of key: PropertyKey) -> Value {
        if key.isIndex { return numberToString(Double(key.index)) }
        return cell(at: key.atom).load(fromByteOffset: Cell.type, as: UInt8.self) == CellType.symbol
            ? Value(symbolOffset: key.atom) : Value(stringOffset: key.atom)
    }

    @inline(__always) func isSymbolKey(_ key: PropertyKey) -> Bool {
        !key.isIndex && cell(at: key.atom).load(fromByteOffset: Cell.type, as: UInt8.self) == CellType.symbol
    }
}
