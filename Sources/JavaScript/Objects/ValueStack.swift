#if canImport(Glibc)
import Glibc
#else
import Musl
#endif

/// A stack of values in the arena, for walks over structures of any depth.
///
/// The block stands in a word that the collector sees (a register or a root). Its first word is the number of values in
/// use, so that nothing above them is ever looked at; the first of them is the capacity. Growth is asked of the memory
/// limit.
struct ValueStack {
    let realm: Realm
    private let slot: Registers
    private var block: UnsafeMutableRawPointer
    private(set) var count: Int
    private var capacity: Int

    private static let initialCapacity = 60
    /// First value, behind the header and the capacity.
    private static let values = Cell.elementsHeader + 8

    /// An empty stack, kept in `slot`.
    init(_ realm: Realm, in slot: Registers) {
        self.realm = realm
        self.slot = slot
        count = 0
        capacity = ValueStack.initialCapacity
        block = realm.allocateElements(capacity &+ 1)
        slot.pointee = realm.object(block)
        noteCapacity()
        truncate(to: 0)
    }

    /// Goes on with the stack that `slot` holds.
    init(resuming realm: Realm, in slot: Registers) {
        self.realm = realm
        self.slot = slot
        block = realm.cell(slot.pointee)
        count = Int(block.load(as: UInt32.self)) &- 1
        capacity = Int(block.load(fromByteOffset: Cell.elementsHeader, as: Value.self).int32)
    }

    private func noteCapacity() {
        block.storeBytes(of: Value(index: capacity), toByteOffset: Cell.elementsHeader, as: Value.self)
    }

    /// The value at an index below `count`.
    @inline(__always) subscript(_ i: Int) -> Value {
        get { (block + ValueStack.values + i &* 8).load(as: Value.self) }
        nonmutating set { (block + ValueStack.values + i &* 8).storeBytes(of: newValue, as: Value.self) }
    }

    /// Adds a value, which must be reachable. False when the memory limit was reached.
    @inline(__always) mutating func push(_ value: Value) -> Bool {
        if count == capacity, !grow(keeping: value) { return false }
        (block + ValueStack.values + count &* 8).storeBytes(of: value, as: Value.self)
        truncate(to: count &+ 1)
        return true
    }

    /// Sets the number of values; those above are forgotten.
    @inline(__always) mutating func truncate(to newCount: Int) {
        count = newCount
        block.storeBytes(of: UInt32(truncatingIfNeeded: newCount &+ 1), as: UInt32.self)
    }

    @inline(never) private mutating func grow(keeping value: Value) -> Bool {
        let wanted = capacity &* 2
        guard wanted < 1 << 28, realm.reserve(wanted &* 8) else { return false }
        realm.charge(count &>> 3)
        let root = realm.keep(value)
        let grown = realm.allocateElements(wanted &+ 1)
        realm.release(root)
        memcpy(grown + ValueStack.values, block + ValueStack.values, count &* 8)
        slot.pointee = realm.object(grown)
        block = grown
        capacity = wanted
        noteCapacity()
        truncate(to: count)
        return true
    }

    // MARK: Making objects of the values on top

    /// An array of the values from `start` on. The exception signal when the memory limit was reached.
    func makeArray(from start: Int) -> Value {
        let length = count &- start
        if length == 0 { return realm.makeArray(length: 0) }
        if length > 256, !realm.reserve(length &* 8) { return .exception }
        let elements = realm.allocateElements(length)
        memcpy(elements + Cell.elementsHeader, block + ValueStack.values + start &* 8, length &* 8)
        let root = realm.keep(realm.object(elements))
        defer { realm.release(root) }
        let array = realm.makeArray(length: 0)
        let cell = realm.cell(array)
        cell.storeBytes(of: realm.offset(elements), toByteOffset: Cell.elements, as: UInt32.self)
        cell.storeBytes(of: UInt32(truncatingIfNeeded: length), toByteOffset: Cell.arrayLength, as: UInt32.self)
        return array
    }

    /// An object of this shape from key and value pairs from `start` on, which are in the order of its slots.
    func makeObject(shape: UnsafeMutableRawPointer, from start: Int) -> Value {
        let pairs = (count &- start) / 2
        let capacity = Int(shape.load(fromByteOffset: Shape.inlineCapacity, as: UInt16.self))
        let root = realm.keep(realm.object(shape))
        defer { realm.release(root) }
        var block: UnsafeMutableRawPointer?
        if pairs > capacity {
            let room = Realm.slotBlockCapacity(pairs &- capacity)
            let slots = realm.allocate(Cell.elementsHeader &+ room &* 8)
            realm.writeHeader(slots, UInt32(truncatingIfNeeded: room), CellType.slots)
            for i in 0..<room { (slots + Cell.elementsHeader + i &* 8).storeBytes(of: .undefined, as: Value.self) }
            _ = realm.keep(realm.object(slots))
            block = slots
        }
        let result = realm.makeObject(shape: shape)
        let object = realm.cell(result)
        if let block { object.storeBytes(of: realm.offset(block), toByteOffset: Cell.slots, as: UInt32.self) }
        var i = 0
        while i < pairs {
            let value = self[start &+ i &* 2 &+ 1]
            if i < capacity {
                (object + Cell.objectSlots + i &* 8).storeBytes(of: value, as: Value.self)
            } else if let block {
                (block + Cell.elementsHeader + (i &- capacity) &* 8).storeBytes(of: value, as: Value.self)
            }
            i &+= 1
        }
        return result
    }
}
