#if canImport(Glibc)
import Glibc
#else
import Musl
#endif

/// Flags of an array.
enum ArrayFlags {
    static let lengthReadOnly: UInt32 = 1
}

// Indexed properties. Dense elements are a block of values with holes; anything else (large gaps, attributes that are
// not all true) is a `SparseElements` table.
extension Realm {
    /// A gap larger than this between the end of the elements and a new index makes the elements sparse.
    private static let gapMax: UInt32 = 1_024
    /// Longest dense block.
    static let denseMax = 1 << 26

    // MARK: Reading

    func ownElement(_ object: UnsafeMutableRawPointer, _ index: UInt32) -> OwnProperty? {
        let elements = reference(base, object, Cell.elements)
        if elements.load(fromByteOffset: Cell.type, as: UInt8.self) == CellType.elements {
            if index < denseCount(object, elements) {
                let address = elements + Cell.elementsHeader + Int(index) &* 8
                let value = address.load(as: Value.self)
                if !value.isHole { return OwnProperty(attributes: .all, value: value, location: offset(address)) }
            }
        } else if let found = SparseElements.find(elements, index) {
            let address = elements + found.valueOffset
            return OwnProperty(
                attributes: found.attributes, value: address.load(as: Value.self), location: offset(address))
        }
        if object.load(fromByteOffset: Cell.type, as: UInt8.self) == CellType.string {
            let text = object.load(fromByteOffset: Cell.internal0, as: Value.self)
            if Int(index) < length(ofString: text) {
                return OwnProperty(
                    attributes: .enumerable, value: makeString(unit: view(text)[Int(index)]), location: 0)
            }
        }
        return nil
    }

    /// Elements that may be present: the length of an array, the capacity otherwise.
    @inline(__always) func denseCount(_ object: UnsafeMutableRawPointer, _ elements: UnsafeMutableRawPointer) -> UInt32
    {
        let capacity = elements.load(as: UInt32.self)
        if CellType.isArray(object.load(fromByteOffset: Cell.type, as: UInt8.self)) {
            return min(capacity, object.load(fromByteOffset: Cell.arrayLength, as: UInt32.self))
        }
        return capacity
    }

    @inline(__always) func arrayLength(_ object: UnsafeMutableRawPointer) -> Value {
        Value(index: Int(object.load(fromByteOffset: Cell.arrayLength, as: UInt32.self)))
    }

    @inline(__always) func length(ofArray value: Value) -> Int {
        Int(cell(value).load(fromByteOffset: Cell.arrayLength, as: UInt32.self))
    }

    // MARK: Writing

    /// Adds an element that is not there. Operands must be reachable. False if a read-only length forbids it.
    func addElement(_ objectValue: Value, _ index: UInt32, _ value: Value, _ attributes: PropertyAttributes) -> Bool {
        let object = cell(objectValue)
        let isArray = CellType.isArray(object.load(fromByteOffset: Cell.type, as: UInt8.self))
        let length = isArray ? object.load(fromByteOffset: Cell.arrayLength, as: UInt32.self) : 0
        if isArray, index >= length,
            object.load(fromByteOffset: Cell.arrayFlags, as: UInt32.self) & ArrayFlags.lengthReadOnly != 0
        {
            return false
        }
        if shapeFlags(shape(of: object)) & Shape.isPrototype != 0 { control.pointee.arrayHolesSafe = false }
        let elements = reference(base, object, Cell.elements)
        let isDense = elements.load(fromByteOffset: Cell.type, as: UInt8.self) == CellType.elements
        if isDense, attributes == .all, isWithinReach(index, capacity: elements.load(as: UInt32.self)) {
            guard ensureCapacity(objectValue, Int(index) &+ 1) else { return true }
            (reference(base, object, Cell.elements) + Cell.elementsHeader + Int(index) &* 8).storeBytes(
                of: value, as: Value.self)
        } else {
            let roots = keep(value)
            defer { release(roots) }
            _ = keep(objectValue)
            makeExotic(objectValue)
            SparseElements.insert(self, objectValue, index, value, attributes)
        }
        if isArray, index >= length {
            object.storeBytes(of: index &+ 1, toByteOffset: Cell.arrayLength, as: UInt32.self)
        }
        return true
    }

    private func isWithinReach(_ index: UInt32, capacity: UInt32) -> Bool {
        index < capacity &+ max(Realm.gapMax, capacity &>> 1) && Int(index) < Realm.denseMax
    }

    /// Grows dense elements to hold `count`; the object must be reachable. False when the memory limit was reached.
    @discardableResult
    func ensureCapacity(_ objectValue: Value, _ count: Int) -> Bool {
        let object = cell(objectValue)
        let elements = reference(base, object, Cell.elements)
        let capacity = Int(elements.load(as: UInt32.self))
        if count <= capacity { return true }
        let wanted = max(count, 4, capacity &+ capacity &>> 1)
        if wanted > 256, !reserve(wanted &* 8) { return false }
        charge(capacity &>> 3)
        let root = keep(objectValue)
        let grown = allocateElements(wanted)
        release(root)
        if capacity > 0 { memcpy(grown + Cell.elementsHeader, elements + Cell.elementsHeader, capacity &* 8) }
        fillHoles(grown, from: capacity, to: wanted)
        object.storeBytes(of: offset(grown), toByteOffset: Cell.elements, as: UInt32.self)
        return true
    }

    /// A block whose values the caller writes at once.
    func allocateElements(_ capacity: Int) -> UnsafeMutableRawPointer {
        let elements = allocate(Cell.elementsHeader &+ capacity &* 8)
        writeHeader(elements, UInt32(truncatingIfNeeded: capacity), CellType.elements)
        return elements
    }

    @inline(__always) func fillHoles(_ elements: UnsafeMutableRawPointer, from: Int, to: Int) {
        var i = from
        while i < to {
            (elements + Cell.elementsHeader + i &* 8).storeBytes(of: .hole, as: Value.self)
            i &+= 1
        }
    }

    func redefineElement(_ objectValue: Value, _ index: UInt32, _ value: Value, _ attributes: PropertyAttributes)
        -> Bool
    {
        makeExotic(objectValue)
        SparseElements.insert(self, objectValue, index, value, attributes)
        return true
    }

    func deleteElement(_ objectValue: Value, _ index: UInt32) -> Bool {
        let elements = reference(base, cell(objectValue), Cell.elements)
        if elements.load(fromByteOffset: Cell.type, as: UInt8.self) == CellType.elements {
            (elements + Cell.elementsHeader + Int(index) &* 8).storeBytes(of: .hole, as: Value.self)
        } else {
            SparseElements.remove(elements, index)
        }
        return true
    }

    /// Turns dense elements into a sparse table and the array into one without fast paths.
    func makeExotic(_ objectValue: Value) {
        let object = cell(objectValue)
        if object.load(fromByteOffset: Cell.type, as: UInt8.self) == CellType.array {
            object.storeBytes(of: CellType.exoticArray, toByteOffset: Cell.type, as: UInt8.self)
        }
        let elements = reference(base, object, Cell.elements)
        if elements.load(fromByteOffset: Cell.type, as: UInt8.self) == CellType.sparseElements { return }
        let roots = keep(objectValue)
        defer { release(roots) }
        SparseElements.convert(self, objectValue)
    }

    // MARK: The length of an array

    /// https://tc39.es/ecma262/#sec-arraysetlength, for a length that is a valid uint32. False if an element cannot be removed.
    func setArrayLength(_ arrayValue: Value, _ length: UInt32) -> Bool {
        let array = cell(arrayValue)
        let old = array.load(fromByteOffset: Cell.arrayLength, as: UInt32.self)
        if length == old { return true }
        if array.load(fromByteOffset: Cell.arrayFlags, as: UInt32.self) & ArrayFlags.lengthReadOnly != 0 {
            return false
        }
        let elements = reference(base, array, Cell.elements)
        if elements.load(fromByteOffset: Cell.type, as: UInt8.self) == CellType.elements {
            let capacity = elements.load(as: UInt32.self)
            if length < old {
                let end = min(old, capacity)
                charge(Int(end &- min(length, end)) &>> 3)
                if length < end { fillHoles(elements, from: Int(length), to: Int(end)) }
            } else if length > capacity {
                // A plain array has room for its length: the interpreter reads its elements without looking at the capacity.
                let root = keep(arrayValue)
                defer { release(root) }
                if !isWithinReach(length &- 1, capacity: capacity) {
                    makeExotic(arrayValue)
                } else if !ensureCapacity(arrayValue, Int(length)) {
                    return true
                }
            }
            array.storeBytes(of: length, toByteOffset: Cell.arrayLength, as: UInt32.self)
            return true
        }
        let reached = length < old ? SparseElements.truncate(self, elements, to: length) : length
        array.storeBytes(of: reached, toByteOffset: Cell.arrayLength, as: UInt32.self)
        return reached == length
    }

    func defineArrayLength(_ arrayValue: Value, _ descriptor: PropertyDescriptor) -> Bool {
        guard let own = ownProperty(arrayValue, PropertyKey(atom: self[.lengthAtom].offset)) else { return false }
        if let value = descriptor.value, arrayLengthOperand(value) == nil {
            _ = throwRangeError("Invalid array length")
            return false
        }
        var change = descriptor
        if let value = descriptor.value, let length = arrayLengthOperand(value) {
            change.value = Value(index: Int(length))
        }
        guard change.isCompatible(with: own, realm: self) else { return false }
        var result = true
        if let value = change.value, let length = arrayLengthOperand(value), !setArrayLength(arrayValue, length) {
            result = false
        }
        if descriptor.writable == false {
            let array = cell(arrayValue)
            makeExotic(arrayValue)
            array.storeBytes(
                of: array.load(fromByteOffset: Cell.arrayFlags, as: UInt32.self) | ArrayFlags.lengthReadOnly,
                toByteOffset: Cell.arrayFlags, as: UInt32.self)
        }
        return result
    }

    /// The uint32 that a number is, for an array length.
    func arrayLengthOperand(_ value: Value) -> UInt32? {
        if value.isInt32 { return UInt32(exactly: value.int32) }
        guard let number = primitiveToNumber(value) else { return nil }
        return UInt32(exactly: number)
    }

    // MARK: Making arrays

    /// An array of this length whose elements are holes. Exception value when the memory limit was reached.
    func makeArray(length: Int) -> Value {
        if length > 256, !reserve(length &* 8) { return .exception }
        var root: RootIndex?
        var elements = cell(at: control.pointee.emptyElements)
        if length > 0 {
            elements = allocateElements(length)
            fillHoles(elements, from: 0, to: length)
            root = keep(object(elements))
        }
        let array = allocate(32)
        writeHeader(array, self[.arrayShape].offset, CellType.array)
        array.storeBytes(of: UInt64(offset(elements)) << 32, toByteOffset: 8, as: UInt64.self)
        array.storeBytes(
            of: UInt64(UInt32(truncatingIfNeeded: length)), toByteOffset: Cell.arrayLength, as: UInt64.self)
        array.storeBytes(of: .undefined, toByteOffset: Cell.arraySlots, as: Value.self)
        if let root { release(root) }
        return object(array)
    }

    /// Element of a dense array at an index below its length; undefined for a hole.
    @inline(__always) func element(_ array: Value, _ index: Int) -> Value {
        let elements = reference(base, cell(array), Cell.elements)
        if index >= Int(elements.load(as: UInt32.self)) { return .undefined }
        let value = (elements + Cell.elementsHeader + index &* 8).load(as: Value.self)
        return value.isHole ? .undefined : value
    }

    /// Stores into a dense array within its capacity.
    @inline(__always) func setElement(_ array: Value, _ index: Int, _ value: Value) {
        (reference(base, cell(array), Cell.elements) + Cell.elementsHeader + index &* 8).storeBytes(
            of: value, as: Value.self)
    }

    /// Appends to a dense array made by the engine. The array and the value must be reachable. False at the memory limit.
    @discardableResult
    func append(_ array: Value, _ value: Value) -> Bool {
        let length = self.length(ofArray: array)
        guard ensureCapacity(array, length &+ 1) else { return false }
        setElement(array, length, value)
        cell(array).storeBytes(
            of: UInt32(truncatingIfNeeded: length &+ 1), toByteOffset: Cell.arrayLength, as: UInt32.self)
        return true
    }
}
