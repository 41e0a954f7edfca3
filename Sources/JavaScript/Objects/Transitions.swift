#if canImport(Glibc)
import Glibc
#else
import Musl
#endif

// The weak table of shape transitions: open addressing in a `CellType.bytes` cell, entries of 16 bytes
// { parent, key, attributes, child }, parent 0 = empty.
extension Realm {
    private static let entryBytes = 16
    private static let initialCapacity = 64

    func findTransition(parent: UInt32, key: UInt32, attributes: UInt8) -> UInt32? {
        let table = control.pointee.transitions
        if table == 0 { return nil }
        let entries = cell(at: table) + 8
        let capacity = Int(cell(at: table).load(as: UInt32.self))
        var probe = Realm.transitionHash(parent, key, attributes) & (capacity &- 1)
        while true {
            let entry = entries + probe &* Realm.entryBytes
            let found = entry.load(as: UInt32.self)
            if found == 0 { return nil }
            if found == parent, entry.load(fromByteOffset: 4, as: UInt32.self) == key,
                entry.load(fromByteOffset: 8, as: UInt32.self) == UInt32(attributes)
            {
                return entry.load(fromByteOffset: 12, as: UInt32.self)
            }
            probe = (probe &+ 1) & (capacity &- 1)
        }
    }

    /// Adds a transition; parent and child must be reachable.
    func addTransition(parent: UInt32, key: UInt32, attributes: UInt8, child: UInt32) {
        let block = control
        if block.pointee.transitions == 0
            || Int(block.pointee.transitionCount) &* 2 >= Int(cell(at: block.pointee.transitions).load(as: UInt32.self))
        {
            growTransitions()
        }
        insertTransition(cell(at: block.pointee.transitions), parent, key, attributes, child)
        block.pointee.transitionCount &+= 1
    }

    private func insertTransition(
        _ table: UnsafeMutableRawPointer, _ parent: UInt32, _ key: UInt32, _ attributes: UInt8, _ child: UInt32
    ) {
        let capacity = Int(table.load(as: UInt32.self))
        var probe = Realm.transitionHash(parent, key, attributes) & (capacity &- 1)
        while (table + 8 + probe &* Realm.entryBytes).load(as: UInt32.self) != 0 {
            probe = (probe &+ 1) & (capacity &- 1)
        }
        let entry = table + 8 + probe &* Realm.entryBytes
        entry.storeBytes(of: parent, as: UInt32.self)
        entry.storeBytes(of: key, toByteOffset: 4, as: UInt32.self)
        entry.storeBytes(of: UInt32(attributes), toByteOffset: 8, as: UInt32.self)
        entry.storeBytes(of: child, toByteOffset: 12, as: UInt32.self)
    }

    private func growTransitions() {
        let block = control
        let old = block.pointee.transitions
        let oldCapacity = old == 0 ? 0 : Int(cell(at: old).load(as: UInt32.self))
        let capacity = max(Realm.initialCapacity, oldCapacity &* 2)
        let table = allocate(8 &+ capacity &* Realm.entryBytes)
        writeHeader(table, UInt32(truncatingIfNeeded: capacity), CellType.bytes)
        memset(table + 8, 0, capacity &* Realm.entryBytes)
        // The allocation may have cleaned the old table, so it is read only now.
        if oldCapacity > 0 { copyTransitions(from: cell(at: block.pointee.transitions), to: table) }
        block.pointee.transitions = offset(table)
    }

    private func copyTransitions(from old: UnsafeMutableRawPointer, to table: UnsafeMutableRawPointer) {
        charge(Int(old.load(as: UInt32.self)) / 4)
        for i in 0..<Int(old.load(as: UInt32.self)) {
            let entry = old + 8 + i &* Realm.entryBytes
            let parent = entry.load(as: UInt32.self)
            if parent == 0 { continue }
            insertTransition(
                table, parent, entry.load(fromByteOffset: 4, as: UInt32.self),
                UInt8(truncatingIfNeeded: entry.load(fromByteOffset: 8, as: UInt32.self)),
                entry.load(fromByteOffset: 12, as: UInt32.self))
        }
    }

    /// After marking: forgets transitions from or to shapes that are gone.
    func cleanTransitions() {
        let block = control
        guard block.pointee.transitions != 0 else { return }
        let table = cell(at: block.pointee.transitions)
        let capacity = Int(table.load(as: UInt32.self))
        let size = capacity &* Realm.entryBytes
        let copy = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 16)
        defer { copy.deallocate() }
        memcpy(copy, table + 8, size)
        memset(table + 8, 0, size)
        block.pointee.transitionCount = 0
        for i in 0..<capacity {
            let entry = copy + i &* Realm.entryBytes
            let parent = entry.load(as: UInt32.self)
            let child = entry.load(fromByteOffset: 12, as: UInt32.self)
            if parent == 0 || !isMarked(child) || (parent & ~1 != 0 && !isMarked(parent & ~1)) { continue }
            let attributes = UInt8(truncatingIfNeeded: entry.load(fromByteOffset: 8, as: UInt32.self))
            insertTransition(table, parent, entry.load(fromByteOffset: 4, as: UInt32.self), attributes, child)
            block.pointee.transitionCount &+= 1
        }
    }

    private static func transitionHash(_ parent: UInt32, _ key: UInt32, _ attributes: UInt8) -> Int {
        Int((parent &* 0x9E37_79B1 ^ (key &+ UInt32(attributes)) &* 0x85EB_CA6B) &>> 9)
    }
}
