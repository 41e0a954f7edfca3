/// Byte offsets in a `CellType.shape` cell: what all objects with the same keys in the same order share.
///
/// Word 0 is the number of property slots. The key table is shared along a line of descent: a shape sees the first
/// `entryCount` entries of it, and the newest shape of the line appends to it.
enum Shape {
    /// Prototype object, 0 for null.
    static let prototype = 8
    /// PropertyTable, 0 while there are no properties.
    static let table = 12
    static let inlineCapacity = 16
    /// Byte offset of the first in-line slot within the object.
    static let inlineOffset = 18
    static let flags = 20
    /// Entries of the table that belong to this shape.
    static let entryCount = 24
    static let size = 32

    // Flags
    static let notExtensible: UInt32 = 1
    /// Belongs to one object, which changes it in place; never cached.
    static let unique: UInt32 = 2
    /// Its object is the prototype of others: a change of its keys ends the prototype epoch.
    static let isPrototype: UInt32 = 4
    /// At least one key is an accessor or not writable, not enumerable or not configurable.
    static let hasSpecialAttributes: UInt32 = 8
    /// Its object is the global object.
    static let isGlobal: UInt32 = 16
}

/// Byte offsets in a `CellType.propertyTable` cell; word 0 is the capacity in entries.
///
/// ```
///  capacity | header    count  hashSize   { key, slot | attributes << 24 } …   hash index: entry number + 1 …
/// ```
enum PropertyTable {
    static let count = 8
    static let hashSize = 12
    static let entries = 16
    /// Tables up to this many entries are searched in order.
    static let linearMax = 8
}

/// https://tc39.es/ecma262/#sec-property-attributes
struct PropertyAttributes: OptionSet {
    let rawValue: UInt8
    static let writable = PropertyAttributes(rawValue: 1)
    static let enumerable = PropertyAttributes(rawValue: 2)
    static let configurable = PropertyAttributes(rawValue: 4)
    static let accessor = PropertyAttributes(rawValue: 8)
    static let all: PropertyAttributes = [.writable, .enumerable, .configurable]
    /// Attributes of methods and other builtin properties.
    static let hidden: PropertyAttributes = [.writable, .configurable]
}

/// Slot number and attributes of a property, as a table entry holds them.
struct PropertyInfo {
    let raw: UInt32
    @inline(__always) init(raw: UInt32) { self.raw = raw }
    @inline(__always) init(slot: Int, attributes: PropertyAttributes) {
        raw = UInt32(truncatingIfNeeded: slot) | UInt32(attributes.rawValue) << 24
    }
    @inline(__always) var slot: Int { Int(raw & 0xff_ffff) }
    @inline(__always) var attributes: PropertyAttributes { PropertyAttributes(rawValue: UInt8(raw >> 24)) }
    static let slotMax = 0xff_ffff
}

extension Realm {
    @inline(__always) func shape(of object: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer {
        cell(at: object.load(as: UInt32.self))
    }
    @inline(__always) func shapeFlags(_ shape: UnsafeMutableRawPointer) -> UInt32 {
        shape.load(fromByteOffset: Shape.flags, as: UInt32.self)
    }
    @inline(__always) func isUnique(_ shape: UnsafeMutableRawPointer) -> Bool { shapeFlags(shape) & Shape.unique != 0 }

    /// A shape without properties.
    func makeShape(prototype: UInt32, inlineCapacity: Int, inlineOffset: Int, flags: UInt32) -> UnsafeMutableRawPointer
    {
        let shape = allocate(Shape.size)
        writeHeader(shape, 0, CellType.shape)
        shape.storeBytes(of: UInt64(prototype), toByteOffset: 8, as: UInt64.self)
        shape.storeBytes(
            of: UInt16(truncatingIfNeeded: inlineCapacity), toByteOffset: Shape.inlineCapacity, as: UInt16.self)
        shape.storeBytes(
            of: UInt16(truncatingIfNeeded: inlineOffset), toByteOffset: Shape.inlineOffset, as: UInt16.self)
        shape.storeBytes(of: UInt64(flags), toByteOffset: Shape.flags, as: UInt64.self)
        shape.storeBytes(of: 0, toByteOffset: Shape.entryCount, as: UInt64.self)
        shape.storeBytes(of: flags, toByteOffset: Shape.flags, as: UInt32.self)
        return shape
    }

    /// The shape of empty objects with this prototype and layout; the same one every time while it is in use.
    func rootShape(prototype: UInt32, inlineCapacity: Int, inlineOffset: Int = Cell.objectSlots)
        -> UnsafeMutableRawPointer
    {
        let layout = UInt32(truncatingIfNeeded: inlineCapacity) | UInt32(truncatingIfNeeded: inlineOffset) << 16
        if let known = findTransition(parent: prototype | 1, key: layout, attributes: 0) { return cell(at: known) }
        if prototype != 0 { becomePrototype(cell(at: prototype)) }
        let shape = makeShape(
            prototype: prototype, inlineCapacity: inlineCapacity, inlineOffset: inlineOffset, flags: 0)
        let keep = self.keep(object(shape))
        addTransition(parent: prototype | 1, key: layout, attributes: 0, child: offset(shape))
        release(keep)
        return shape
    }

    // MARK: Lookup

    /// Slot and attributes of an own key. The key is the offset of an atom or a symbol.
    @inline(__always) func find(_ shape: UnsafeMutableRawPointer, _ key: UInt32) -> PropertyInfo? {
        let shapeOffset = offset(shape)
        let entry = base + (ArenaLayout.lookupCache &+ Int((shapeOffset >> 5 ^ key >> 4) & 255) &* 16)
        if entry.load(as: UInt64.self) == UInt64(shapeOffset) | UInt64(key) << 32 {
            let raw = entry.load(fromByteOffset: 8, as: UInt64.self)
            return raw >> 32 == 0 ? nil : PropertyInfo(raw: UInt32(truncatingIfNeeded: raw))
        }
        return findSlow(shape, key, entry)
    }

    @inline(never) private func findSlow(
        _ shape: UnsafeMutableRawPointer, _ key: UInt32, _ entry: UnsafeMutableRawPointer
    ) -> PropertyInfo? {
        let found = findEntry(shape, key)
        if !isUnique(shape) {
            entry.storeBytes(of: UInt64(offset(shape)) | UInt64(key) << 32, as: UInt64.self)
            entry.storeBytes(of: found.map { UInt64($0.info.raw) | 1 << 32 } ?? 0, toByteOffset: 8, as: UInt64.self)
        }
        return found?.info
    }

    /// Entry number and contents of a key in the table of a shape.
    func findEntry(_ shape: UnsafeMutableRawPointer, _ key: UInt32) -> (index: Int, info: PropertyInfo)? {
        let count = Int(shape.load(fromByteOffset: Shape.entryCount, as: UInt32.self))
        if count == 0 { return nil }
        let table = cell(at: shape.load(fromByteOffset: Shape.table, as: UInt32.self))
        let hashSize = Int(table.load(fromByteOffset: PropertyTable.hashSize, as: UInt32.self))
        let entries = table + PropertyTable.entries
        if hashSize == 0 {
            for i in 0..<count where (entries + i &* 8).load(as: UInt32.self) == key {
                return (i, PropertyInfo(raw: (entries + i &* 8).load(fromByteOffset: 4, as: UInt32.self)))
            }
            return nil
        }
        let index = entries + Int(table.load(as: UInt32.self)) &* 8
        var probe = Int(hashOfKey(key)) & (hashSize &- 1)
        while true {
            let number = Int((index + probe &* 4).load(as: UInt32.self))
            if number == 0 { return nil }
            if number <= count, (entries + (number &- 1) &* 8).load(as: UInt32.self) == key {
                return (
                    number &- 1,
                    PropertyInfo(raw: (entries + (number &- 1) &* 8).load(fromByteOffset: 4, as: UInt32.self))
                )
            }
            probe = (probe &+ 1) & (hashSize &- 1)
        }
    }

    @inline(__always) func hashOfKey(_ key: UInt32) -> UInt32 { (key &>> 4) &* 0x9E37_79B1 &>> 7 }

    /// Key of an entry: the offset of an atom or symbol, 0 for a deleted entry.
    @inline(__always) func keyOfEntry(_ table: UnsafeMutableRawPointer, _ index: Int) -> UInt32 {
        (table + PropertyTable.entries + index &* 8).load(as: UInt32.self)
    }

    @inline(__always) func infoOfEntry(_ table: UnsafeMutableRawPointer, _ index: Int) -> PropertyInfo {
        PropertyInfo(raw: (table + PropertyTable.entries + index &* 8).load(fromByteOffset: 4, as: UInt32.self))
    }

    // MARK: Slots

    /// Address of a property slot of an object.
    @inline(__always) func slotAddress(_ object: UnsafeMutableRawPointer, _ shape: UnsafeMutableRawPointer, _ slot: Int)
        -> UnsafeMutableRawPointer
    {
        let capacity = Int(shape.load(fromByteOffset: Shape.inlineCapacity, as: UInt16.self))
        if slot < capacity {
            return object + (Int(shape.load(fromByteOffset: Shape.inlineOffset, as: UInt16.self)) &+ slot &* 8)
        }
        return reference(base, object, Cell.slots) + (Cell.elementsHeader &+ (slot &- capacity) &* 8)
    }

    /// Capacity of the out-of-line block for this many out-of-line slots: a function of the count, so that equal shape
    /// means equal capacity.
    static func slotBlockCapacity(_ count: Int) -> Int {
        if count == 0 { return 0 }
        var capacity = 3
        while capacity < count { capacity = capacity &* 2 &+ 1 }
        return capacity
    }
}
