extension Realm {
    /// Which keys `ownKeys` returns.
    struct KeyFilter: OptionSet {
        let rawValue: UInt8
        static let strings = KeyFilter(rawValue: 1)
        static let symbols = KeyFilter(rawValue: 2)
        static let enumerableOnly = KeyFilter(rawValue: 4)
        static let all: KeyFilter = [.strings, .symbols]
    }

    /// Own keys in the order of the specification: indices ascending, strings, then symbols, both in order of creation.
    /// Private names are never among them. Charges fuel by their number.
    /// https://tc39.es/ecma262/#sec-ordinaryownpropertykeys
    func ownKeys(_ objectValue: Value, _ filter: KeyFilter) -> [PropertyKey] {
        var keys: [PropertyKey] = []
        let object = cell(objectValue)
        if filter.contains(.strings) {
            appendIndexKeys(object, filter, to: &keys)
            appendComputedKeys(object, filter, to: &keys)
        }
        let shape = self.shape(of: object)
        let count = Int(shape.load(fromByteOffset: Shape.entryCount, as: UInt32.self))
        if count > 0 {
            let table = cell(at: shape.load(fromByteOffset: Shape.table, as: UInt32.self))
            if filter.contains(.strings) { appendTableKeys(table, count, filter, symbols: false, to: &keys) }
            if filter.contains(.symbols) { appendTableKeys(table, count, filter, symbols: true, to: &keys) }
        }
        charge(keys.count)
        return keys
    }

    private func appendIndexKeys(_ object: UnsafeMutableRawPointer, _ filter: KeyFilter, to keys: inout [PropertyKey]) {
        if object.load(fromByteOffset: Cell.type, as: UInt8.self) == CellType.string {
            let length = length(ofString: object.load(fromByteOffset: Cell.internal0, as: Value.self))
            for i in 0..<UInt32(truncatingIfNeeded: length) { keys.append(PropertyKey(index: i)) }
        }
        let elements = reference(base, object, Cell.elements)
        if elements.load(fromByteOffset: Cell.type, as: UInt8.self) == CellType.elements {
            let count = denseCount(object, elements)
            charge(Int(count) &>> 3)
            for i in 0..<count where !(elements + Cell.elementsHeader + Int(i) &* 8).load(as: Value.self).isHole {
                keys.append(PropertyKey(index: i))
            }
            return
        }
        for index in SparseElements.indices(elements) {
            if filter.contains(.enumerableOnly), let found = SparseElements.find(elements, index),
                !found.attributes.contains(.enumerable)
            {
                continue
            }
            keys.append(PropertyKey(index: index))
        }
    }

    /// The length of arrays and strings is a property without a slot.
    private func appendComputedKeys(
        _ object: UnsafeMutableRawPointer, _ filter: KeyFilter, to keys: inout [PropertyKey]
    ) {
        let type = object.load(fromByteOffset: Cell.type, as: UInt8.self)
        if filter.contains(.enumerableOnly) { return }
        if CellType.isArray(type) || type == CellType.string {
            keys.append(PropertyKey(atom: self[.lengthAtom].offset))
        }
    }

    private func appendTableKeys(
        _ table: UnsafeMutableRawPointer, _ count: Int, _ filter: KeyFilter, symbols: Bool, to keys: inout [PropertyKey]
    ) {
        for i in 0..<count {
            let key = keyOfEntry(table, i)
            if key == 0 { continue }
            let isSymbol = cell(at: key).load(fromByteOffset: Cell.type, as: UInt8.self) == CellType.symbol
            if isSymbol != symbols || (isSymbol && isPrivateName(key)) { continue }
            if filter.contains(.enumerableOnly), !infoOfEntry(table, i).attributes.contains(.enumerable) { continue }
            keys.append(PropertyKey(atom: key))
        }
    }
}
