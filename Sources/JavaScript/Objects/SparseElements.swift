#if canImport(Glibc)
import Glibc
#else
import Musl
#endif

/// Indexed properties of which most are absent or some have attributes: a hash table from index to value.
///
/// ```
///  capacity | header    used  free    { value, index, attributes | 256 } …     state 0 = empty, 1 = removed
/// ```
enum SparseElements {
    private static let used = 8
    private static let entries = 16
    private static let entryBytes = 16
    private static let occupied: UInt32 = 256
    private static let removed: UInt32 = 1

    struct Found {
        /// Byte offset of the value within the table.
        let valueOffset: Int
        let attributes: PropertyAttributes
    }

    private static func hash(_ index: UInt32) -> Int { Int((index &* 0x9E37_79B1) >> 4) }

    static func find(_ table: UnsafeMutableRawPointer, _ index: UInt32) -> Found? {
        let mask = Int(table.load(as: UInt32.self)) &- 1
        var probe = hash(index) & mask
        while true {
            let position = entries &+ probe &* entryBytes
            let state = table.load(fromByteOffset: position &+ 12, as: UInt32.self)
            if state == 0 { return nil }
            if state & occupied != 0, table.load(fromByteOffset: position &+ 8, as: UInt32.self) == index {
                return Found(
                    valueOffset: position, attributes: PropertyAttributes(rawValue: UInt8(truncatingIfNeeded: state)))
            }
            probe = (probe &+ 1) & mask
        }
    }

    /// Adds or replaces an element. Object and value must be reachable.
    static func insert(
        _ realm: Realm, _ object: Value, _ index: UInt32, _ value: Value, _ attributes: PropertyAttributes
    ) {
        var table = reference(realm.base, realm.cell(object), Cell.elements)
        if let found = find(table, index) {
            write(table, found.valueOffset, index, value, attributes)
            return
        }
        if Int(table.load(fromByteOffset: used, as: UInt32.self)) &* 4 >= Int(table.load(as: UInt32.self)) &* 3 {
            let roots = realm.keep(value)
            table = grow(realm, object)
            realm.release(roots)
        }
        place(table, index, value, attributes)
    }

    private static func place(
        _ table: UnsafeMutableRawPointer, _ index: UInt32, _ value: Value, _ attributes: PropertyAttributes
    ) {
        let mask = Int(table.load(as: UInt32.self)) &- 1
        var probe = hash(index) & mask
        while table.load(fromByteOffset: entries &+ probe &* entryBytes &+ 12, as: UInt32.self) != 0 {
            probe = (probe &+ 1) & mask
        }
        write(table, entries &+ probe &* entryBytes, index, value, attributes)
        table.storeBytes(
            of: table.load(fromByteOffset: used, as: UInt32.self) &+ 1, toByteOffset: used, as: UInt32.self)
    }

    private static func write(
        _ table: UnsafeMutableRawPointer, _ position: Int, _ index: UInt32, _ value: Value,
        _ attributes: PropertyAttributes
    ) {
        table.storeBytes(of: value, toByteOffset: position, as: Value.self)
        table.storeBytes(of: index, toByteOffset: position &+ 8, as: UInt32.self)
        table.storeBytes(of: occupied | UInt32(attributes.rawValue), toByteOffset: position &+ 12, as: UInt32.self)
    }

    private static func make(_ realm: Realm, capacity: Int) -> UnsafeMutableRawPointer {
        let table = realm.allocate(entries &+ capacity &* entryBytes)
        realm.writeHeader(table, UInt32(truncatingIfNeeded: capacity), CellType.sparseElements)
        memset(table + 8, 0, 8 &+ capacity &* entryBytes)
        return table
    }

    private static func grow(_ realm: Realm, _ object: Value) -> UnsafeMutableRawPointer {
        let old = reference(realm.base, realm.cell(object), Cell.elements)
        let count = Int(old.load(as: UInt32.self))
        var live = 0
        forEach(old) { _, _, _ in live &+= 1 }
        var capacity = 8
        while capacity < (live &+ 1) &* 2 { capacity &*= 2 }
        realm.charge(count &>> 2)
        let root = realm.keep(object)
        let table = make(realm, capacity: capacity)
        realm.release(root)
        forEach(old) { place(table, $0, $1, $2) }
        realm.cell(object).storeBytes(of: realm.offset(table), toByteOffset: Cell.elements, as: UInt32.self)
        return table
    }

    /// Replaces the dense elements of an object; the object must be reachable.
    static func convert(_ realm: Realm, _ object: Value) {
        let dense = reference(realm.base, realm.cell(object), Cell.elements)
        let count = Int(realm.denseCount(realm.cell(object), dense))
        var live = 0
        for i in 0..<count where !(dense + Cell.elementsHeader + i &* 8).load(as: Value.self).isHole { live &+= 1 }
        var capacity = 8
        while capacity < (live &+ 1) &* 2 { capacity &*= 2 }
        realm.charge(count &>> 2)
        let table = make(realm, capacity: capacity)
        for i in 0..<count {
            let value = (dense + Cell.elementsHeader + i &* 8).load(as: Value.self)
            if !value.isHole { place(table, UInt32(truncatingIfNeeded: i), value, .all) }
        }
        realm.cell(object).storeBytes(of: realm.offset(table), toByteOffset: Cell.elements, as: UInt32.self)
    }

    static func remove(_ table: UnsafeMutableRawPointer, _ index: UInt32) {
        guard let found = find(table, index) else { return }
        table.storeBytes(of: .undefined, toByteOffset: found.valueOffset, as: Value.self)
        table.storeBytes(of: removed, toByteOffset: found.valueOffset &+ 12, as: UInt32.self)
    }

    /// Changes the attributes of every element.
    static func mapAttributes(_ table: UnsafeMutableRawPointer, _ change: (PropertyAttributes) -> PropertyAttributes) {
        for i in 0..<Int(table.load(as: UInt32.self)) {
            let position = entries &+ i &* entryBytes &+ 12
            let state = table.load(fromByteOffset: position, as: UInt32.self)
            if state & occupied == 0 { continue }
            let new = change(PropertyAttributes(rawValue: UInt8(truncatingIfNeeded: state)))
            table.storeBytes(of: occupied | UInt32(new.rawValue), toByteOffset: position, as: UInt32.self)
        }
    }

    /// Removes elements from the end down to `length`; stops at one that is not configurable. Returns the length reached.
    static func truncate(_ realm: Realm, _ table: UnsafeMutableRawPointer, to length: UInt32) -> UInt32 {
        realm.charge(Int(table.load(as: UInt32.self)) &>> 2)
        var reached = length
        forEach(table) { index, _, attributes in
            if index >= reached, !attributes.contains(.configurable) { reached = index &+ 1 }
        }
        forEach(table) { index, _, _ in if index >= reached { remove(table, index) } }
        return reached
    }

    /// Every element, in no order.
    static func forEach(_ table: UnsafeMutableRawPointer, _ body: (UInt32, Value, PropertyAttributes) -> Void) {
        for i in 0..<Int(table.load(as: UInt32.self)) {
            let position = entries &+ i &* entryBytes
            let state = table.load(fromByteOffset: position &+ 12, as: UInt32.self)
            if state & occupied == 0 { continue }
            body(
                table.load(fromByteOffset: position &+ 8, as: UInt32.self),
                table.load(fromByteOffset: position, as: Value.self),
                PropertyAttributes(rawValue: UInt8(truncatingIfNeeded: state)))
        }
    }

    /// The indices that are present, ascending.
    static func indices(_ table: UnsafeMutableRawPointer) -> [UInt32] {
        var result: [UInt32] = []
        forEach(table) { index, _, _ in result.append(index) }
        return result.sorted()
    }

    static func visit(_ table: UnsafeMutableRawPointer, _ marker: inout Marker) {
        for i in 0..<Int(table.load(as: UInt32.self)) {
            let position = entries &+ i &* entryBytes
            if table.load(fromByteOffset: position &+ 12, as: UInt32.self) & occupied != 0 {
                marker.visit(table.load(fromByteOffset: position, as: Value.self))
            }
        }
    }
}
