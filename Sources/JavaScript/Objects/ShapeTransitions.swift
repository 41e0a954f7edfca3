#if canImport(Glibc)
import Glibc
#else
import Musl
#endif

// Growing shapes. A transition (shape, key, attributes) → shape is kept in one weak hash table of the realm.
extension Realm {
    // MARK: Adding a key

    /// Adds a property to an object: moves it to the next shape (or changes its unique shape), makes room, stores the
    /// value. The object must be extensible and must not have the key. False when the memory limit was reached.
    func addProperty(_ objectValue: Value, _ key: UInt32, _ value: Value, _ attributes: PropertyAttributes) {
        let roots = (keep(objectValue), keep(value), keep(Value(symbolOffset: key)))
        defer { release(roots.0) }
        let old = shape(of: cell(objectValue))
        let new: UnsafeMutableRawPointer
        if isUnique(old) {
            appendToUnique(old, key, attributes)
            new = old
        } else {
            new = successor(of: old, key, attributes)
        }
        let slot = Int(new.load(as: UInt32.self)) &- 1
        _ = roots
        makeRoom(objectValue, new, slot)
        let target = cell(objectValue)
        target.storeBytes(of: offset(new), as: UInt32.self)
        slotAddress(target, new, slot).storeBytes(of: value, as: Value.self)
        if isUnique(new) { keysChanged(new) }
    }

    /// Grows the out-of-line block so that `slot` exists.
    func makeRoom(_ objectValue: Value, _ new: UnsafeMutableRawPointer, _ slot: Int) {
        let inlineCapacity = Int(new.load(fromByteOffset: Shape.inlineCapacity, as: UInt16.self))
        if slot < inlineCapacity || slot < 0 { return }
        let have = slot &- inlineCapacity
        let block = cell(objectValue).load(fromByteOffset: Cell.slots, as: UInt32.self)
        let capacity = block == 0 ? 0 : Int(cell(at: block).load(as: UInt32.self))
        if have < capacity { return }
        let wanted = Realm.slotBlockCapacity(have &+ 1)
        let keepShape = keep(object(new))
        let grown = allocate(Cell.elementsHeader &+ wanted &* 8)
        writeHeader(grown, UInt32(truncatingIfNeeded: wanted), CellType.slots)
        if capacity > 0 { memcpy(grown + Cell.elementsHeader, cell(at: block) + Cell.elementsHeader, capacity &* 8) }
        for i in capacity..<wanted { (grown + Cell.elementsHeader + i &* 8).storeBytes(of: .undefined, as: Value.self) }
        cell(objectValue).storeBytes(of: offset(grown), toByteOffset: Cell.slots, as: UInt32.self)
        release(keepShape)
    }

    /// The shape that objects of this shape get when the key is added.
    func successor(of shape: UnsafeMutableRawPointer, _ key: UInt32, _ attributes: PropertyAttributes)
        -> UnsafeMutableRawPointer
    {
        if let known = findTransition(parent: offset(shape), key: key, attributes: attributes.rawValue) {
            return cell(at: known)
        }
        let keepShape = keep(object(shape))
        defer { release(keepShape) }
        let child = makeShape(
            prototype: shape.load(fromByteOffset: Shape.prototype, as: UInt32.self),
            inlineCapacity: Int(shape.load(fromByteOffset: Shape.inlineCapacity, as: UInt16.self)),
            inlineOffset: Int(shape.load(fromByteOffset: Shape.inlineOffset, as: UInt16.self)),
            flags: shapeFlags(shape) | (attributes == .all ? 0 : Shape.hasSpecialAttributes))
        let count = Int(shape.load(fromByteOffset: Shape.entryCount, as: UInt32.self))
        let slot = Int(shape.load(as: UInt32.self))
        _ = keep(object(child))
        let table = tableForAppending(shape, count)
        appendEntry(table, key, PropertyInfo(slot: slot, attributes: attributes))
        child.storeBytes(of: UInt32(truncatingIfNeeded: slot &+ 1), as: UInt32.self)
        child.storeBytes(of: offset(table), toByteOffset: Shape.table, as: UInt32.self)
        child.storeBytes(of: UInt32(truncatingIfNeeded: count &+ 1), toByteOffset: Shape.entryCount, as: UInt32.self)
        addTransition(parent: offset(shape), key: key, attributes: attributes.rawValue, child: offset(child))
        return child
    }

    private func appendToUnique(_ shape: UnsafeMutableRawPointer, _ key: UInt32, _ attributes: PropertyAttributes) {
        let keepShape = keep(object(shape))
        defer { release(keepShape) }
        let count = Int(shape.load(fromByteOffset: Shape.entryCount, as: UInt32.self))
        let slot = Int(shape.load(as: UInt32.self))
        let table = tableForAppending(shape, count)
        appendEntry(table, key, PropertyInfo(slot: slot, attributes: attributes))
        shape.storeBytes(of: UInt32(truncatingIfNeeded: slot &+ 1), as: UInt32.self)
        shape.storeBytes(of: offset(table), toByteOffset: Shape.table, as: UInt32.self)
        shape.storeBytes(of: UInt32(truncatingIfNeeded: count &+ 1), toByteOffset: Shape.entryCount, as: UInt32.self)
        if attributes != .all {
            shape.storeBytes(
                of: shapeFlags(shape) | Shape.hasSpecialAttributes, toByteOffset: Shape.flags, as: UInt32.self)
        }
    }

    // MARK: Tables

    /// The shape's table if it can take one more entry for this shape, else a larger copy.
    private func tableForAppending(_ shape: UnsafeMutableRawPointer, _ count: Int) -> UnsafeMutableRawPointer {
        let current = shape.load(fromByteOffset: Shape.table, as: UInt32.self)
        if current != 0 {
            let table = cell(at: current)
            if Int(table.load(fromByteOffset: PropertyTable.count, as: UInt32.self)) == count,
                count < Int(table.load(as: UInt32.self)), !isReadOnly(current)
            {
                return table
            }
        }
        // The table of a builtin is not likely to grow by much.
        let capacity = current != 0 && isReadOnly(current) ? count &+ 8 : count < 4 ? 4 : count &* 2
        return copyTable(current, count, capacity: capacity)
    }

    /// A copy of the first `count` entries. The source must be reachable.
    func copyTable(_ source: UInt32, _ count: Int, capacity: Int) -> UnsafeMutableRawPointer {
        var hashSize = 0
        if capacity > PropertyTable.linearMax {
            hashSize = 16
            while hashSize < capacity &* 2 { hashSize &*= 2 }
        }
        charge(count)
        let table = inSharedArea { allocate(PropertyTable.entries &+ capacity &* 8 &+ hashSize &* 4) }
        writeHeader(table, UInt32(truncatingIfNeeded: capacity), CellType.propertyTable)
        table.storeBytes(of: 0, toByteOffset: PropertyTable.count, as: UInt32.self)
        table.storeBytes(
            of: UInt32(truncatingIfNeeded: hashSize), toByteOffset: PropertyTable.hashSize, as: UInt32.self)
        if hashSize > 0 { memset(table + PropertyTable.entries + capacity &* 8, 0, hashSize &* 4) }
        if count > 0 {
            let old = cell(at: source)
            for i in 0..<count { appendEntry(table, keyOfEntry(old, i), infoOfEntry(old, i)) }
        }
        return table
    }

    /// The table of a unique shape, for changes in place: a copy of its own where it was the builtins' shared one.
    func writableTable(_ shape: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer {
        let current = shape.load(fromByteOffset: Shape.table, as: UInt32.self)
        guard isReadOnly(current) else { return cell(at: current) }
        let root = keep(object(shape))
        defer { release(root) }
        let count = Int(shape.load(fromByteOffset: Shape.entryCount, as: UInt32.self))
        let table = copyTable(current, count, capacity: count &+ 4)
        shape.storeBytes(of: offset(table), toByteOffset: Shape.table, as: UInt32.self)
        return table
    }

    private func appendEntry(_ table: UnsafeMutableRawPointer, _ key: UInt32, _ info: PropertyInfo) {
        let count = table.load(fromByteOffset: PropertyTable.count, as: UInt32.self)
        let entry = table + PropertyTable.entries + Int(count) &* 8
        entry.storeBytes(of: key, as: UInt32.self)
        entry.storeBytes(of: info.raw, toByteOffset: 4, as: UInt32.self)
        table.storeBytes(of: count &+ 1, toByteOffset: PropertyTable.count, as: UInt32.self)
        let hashSize = Int(table.load(fromByteOffset: PropertyTable.hashSize, as: UInt32.self))
        if hashSize == 0 || key == 0 { return }
        let index = table + PropertyTable.entries + Int(table.load(as: UInt32.self)) &* 8
        var probe = Int(hashOfKey(key)) & (hashSize &- 1)
        while (index + probe &* 4).load(as: UInt32.self) != 0 { probe = (probe &+ 1) & (hashSize &- 1) }
        (index + probe &* 4).storeBytes(of: count &+ 1, as: UInt32.self)
    }

    // MARK: Unique shapes

    /// Gives an object a shape of its own, so that keys can be removed and attributes changed in place.
    func makeUnique(_ objectValue: Value) -> UnsafeMutableRawPointer {
        let old = shape(of: cell(objectValue))
        if isUnique(old) { return old }
        let root = keep(objectValue)
        defer { release(root) }
        let new = makeShape(
            prototype: old.load(fromByteOffset: Shape.prototype, as: UInt32.self),
            inlineCapacity: Int(old.load(fromByteOffset: Shape.inlineCapacity, as: UInt16.self)),
            inlineOffset: Int(old.load(fromByteOffset: Shape.inlineOffset, as: UInt16.self)),
            flags: shapeFlags(old) | Shape.unique)
        _ = keep(object(new))
        let count = Int(old.load(fromByteOffset: Shape.entryCount, as: UInt32.self))
        if count > 0 {
            let table = copyTable(old.load(fromByteOffset: Shape.table, as: UInt32.self), count, capacity: count &+ 4)
            new.storeBytes(of: offset(table), toByteOffset: Shape.table, as: UInt32.self)
        }
        new.storeBytes(of: old.load(as: UInt32.self), as: UInt32.self)
        new.storeBytes(of: UInt32(truncatingIfNeeded: count), toByteOffset: Shape.entryCount, as: UInt32.self)
        cell(objectValue).storeBytes(of: offset(new), as: UInt32.self)
        return new
    }

    /// Removes a key. Its slot stays unused; the table is rebuilt when half of it is deleted entries.
    func removeProperty(_ objectValue: Value, _ key: UInt32) {
        let shape = makeUnique(objectValue)
        guard let (index, info) = findEntry(shape, key) else { return }
        slotAddress(cell(objectValue), shape, info.slot).storeBytes(of: .undefined, as: Value.self)
        let root = keep(objectValue)
        defer { release(root) }
        rebuildTable(shape, without: index, replacing: nil)
        keysChanged(shape)
    }

    /// Replaces the attributes of a property; the object gets a unique shape.
    func changeAttributes(_ objectValue: Value, _ key: UInt32, _ attributes: PropertyAttributes) {
        let shape = makeUnique(objectValue)
        guard let (index, info) = findEntry(shape, key), info.attributes != attributes else { return }
        let entry = writableTable(shape) + PropertyTable.entries + index &* 8
        entry.storeBytes(
            of: PropertyInfo(slot: info.slot, attributes: attributes).raw, toByteOffset: 4, as: UInt32.self)
        if attributes != .all {
            shape.storeBytes(
                of: shapeFlags(shape) | Shape.hasSpecialAttributes, toByteOffset: Shape.flags, as: UInt32.self)
        }
        keysChanged(shape)
    }

    private func rebuildTable(_ shape: UnsafeMutableRawPointer, without removed: Int, replacing: PropertyInfo?) {
        let count = Int(shape.load(fromByteOffset: Shape.entryCount, as: UInt32.self))
        let source = writableTable(shape)
        if removed == count &- 1, !tableIsShared(source, count) {
            removeLastEntry(source, removed)
            shape.storeBytes(of: UInt32(truncatingIfNeeded: removed), toByteOffset: Shape.entryCount, as: UInt32.self)
            return
        }
        // In place: the entry becomes a tombstone that no key equals. Compact when tombstones dominate.
        (source + PropertyTable.entries + removed &* 8).storeBytes(of: 0, as: UInt32.self)
        var live = 0
        if removed & 7 == 0 {
            for i in 0..<count where keyOfEntry(source, i) != 0 { live &+= 1 }
            charge(count)
            if live &* 2 < count { compactTable(shape, count, live) }
        }
    }

    private func tableIsShared(_ table: UnsafeMutableRawPointer, _ count: Int) -> Bool {
        Int(table.load(fromByteOffset: PropertyTable.count, as: UInt32.self)) != count
    }

    private func removeLastEntry(_ table: UnsafeMutableRawPointer, _ index: Int) {
        (table + PropertyTable.entries + index &* 8).storeBytes(of: 0, as: UInt32.self)
        if table.load(fromByteOffset: PropertyTable.hashSize, as: UInt32.self) == 0 {
            table.storeBytes(of: UInt32(truncatingIfNeeded: index), toByteOffset: PropertyTable.count, as: UInt32.self)
        }
    }

    private func compactTable(_ shape: UnsafeMutableRawPointer, _ count: Int, _ live: Int) {
        let keepShape = keep(object(shape))
        defer { release(keepShape) }
        let table = copyTable(0, 0, capacity: live &+ 4)
        let source = cell(at: shape.load(fromByteOffset: Shape.table, as: UInt32.self))
        for i in 0..<count where keyOfEntry(source, i) != 0 {
            appendEntry(table, keyOfEntry(source, i), infoOfEntry(source, i))
        }
        shape.storeBytes(of: offset(table), toByteOffset: Shape.table, as: UInt32.self)
        shape.storeBytes(of: UInt32(truncatingIfNeeded: live), toByteOffset: Shape.entryCount, as: UInt32.self)
    }

    /// Ends the epoch of caches that may have seen this object's keys.
    func keysChanged(_ shape: UnsafeMutableRawPointer) {
        let flags = shapeFlags(shape)
        if flags & Shape.isPrototype != 0 { control.pointee.prototypeEpoch &+= 1 }
        if flags & Shape.isGlobal != 0 { control.pointee.globalEpoch &+= 1 }
    }

    /// An object that is about to be the prototype of others gets a unique shape that says so.
    func becomePrototype(_ prototype: UnsafeMutableRawPointer) {
        if shapeFlags(shape(of: prototype)) & Shape.isPrototype != 0 { return }
        let shape = makeUnique(object(prototype))
        shape.storeBytes(of: shapeFlags(shape) | Shape.isPrototype, toByteOffset: Shape.flags, as: UInt32.self)
        control.pointee.prototypeEpoch &+= 1
        let value = object(prototype)
        let elements = reference(base, prototype, Cell.elements)
        let isEmpty =
            elements.load(fromByteOffset: Cell.type, as: UInt8.self) == CellType.elements
            && elements.load(as: UInt32.self) == 0
        if !isEmpty || type(value) == CellType.string { control.pointee.arrayHolesSafe = false }
        // The interpreter stores into plain arrays without asking whether they are prototypes.
        if type(value) == CellType.array { makeExotic(value) }
    }
}
