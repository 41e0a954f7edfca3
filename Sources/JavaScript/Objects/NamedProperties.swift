// Properties that stand in the table of a shape, taken without a list of keys.
extension Realm {
    /// Adds a property that neither the object nor its prototypes have to an ordinary object; false if that is not so.
    /// The operands must be reachable. https://tc39.es/ecma262/#sec-ordinarysetwithowndescriptor, step 3.d
    func addPlain(_ objectValue: Value, _ key: PropertyKey, _ value: Value) -> Bool {
        guard !key.isIndex, type(objectValue) == CellType.object, isExtensible(objectValue) else { return false }
        var current = objectValue
        while true {
            let object = cell(current)
            let holder = object.load(fromByteOffset: Cell.type, as: UInt8.self)
            guard holder == CellType.object, find(shape(of: object), key.atom) == nil else { return false }
            let parent = prototype(of: current)
            if parent == 0 { break }
            current = Value(objectOffset: parent)
        }
        addProperty(objectValue, key.atom, value, .all)
        return true
    }

    /// Whether the own properties are those of the shape: no elements, nothing computed.
    func hasOnlyNamedProperties(_ objectValue: Value) -> Bool {
        let object = cell(objectValue)
        let type = object.load(fromByteOffset: Cell.type, as: UInt8.self)
        if CellType.isArray(type) || type == CellType.string { return false }
        let elements = reference(base, object, Cell.elements)
        return elements.load(fromByteOffset: Cell.type, as: UInt8.self) == CellType.elements
            && elements.load(as: UInt32.self) == 0
    }

    /// Whether an entry of a property table has a string as key.
    func isName(_ table: UnsafeMutableRawPointer, _ index: Int) -> Bool {
        let key = keyOfEntry(table, index)
        return key != 0 && cell(at: key).load(fromByteOffset: Cell.type, as: UInt8.self) != CellType.symbol
    }

    func isEnumerableName(_ table: UnsafeMutableRawPointer, _ index: Int) -> Bool {
        isName(table, index) && infoOfEntry(table, index).attributes.contains(.enumerable)
    }

    /// Value of a data property's slot. The object must be reachable.
    func slotValue(_ objectValue: Value, _ shape: UnsafeMutableRawPointer, _ slot: Int) -> Value {
        let address = slotAddress(cell(objectValue), shape, slot)
        let value = address.load(as: Value.self)
        return value.isLazyBuiltin ? materialize(address, value, owner: objectValue) : value
    }

    /// `[a, b]`; both must be reachable.
    func makePair(_ a: Value, _ b: Value) -> Value {
        let pair = makeArray(length: 2)
        setElement(pair, 0, a)
        setElement(pair, 1, b)
        return pair
    }
}
