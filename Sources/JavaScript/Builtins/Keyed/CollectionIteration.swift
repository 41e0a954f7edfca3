/// Iterators over Map and Set: internal0 = collection (undefined at the end), internal1 = position in the table
/// internal2, internal3 = IterationKind, which other iterators do not have.
/// https://tc39.es/ecma262/#sec-map-iterator-objects, https://tc39.es/ecma262/#sec-set-iterator-objects
enum CollectionIteration {
    /// https://tc39.es/ecma262/#sec-%mapiteratorprototype%-object
    static let mapIteratorPrototype = BuiltinObject(
        "Map Iterator.prototype", intrinsic: .mapIteratorPrototype, inherits: .iteratorPrototype,
        members: [
            .method("next", 0) { leaf({ next($0, isMap: true) }, $0, $1, $2) },
            .toStringTag("Map Iterator"),
        ])

    /// https://tc39.es/ecma262/#sec-%setiteratorprototype%-object
    static let setIteratorPrototype = BuiltinObject(
        "Set Iterator.prototype", intrinsic: .setIteratorPrototype, inherits: .iteratorPrototype,
        members: [
            .method("next", 0) { leaf({ next($0, isMap: false) }, $0, $1, $2) },
            .toStringTag("Set Iterator"),
        ])

    /// https://tc39.es/ecma262/#sec-%mapiteratorprototype%.next, https://tc39.es/ecma262/#sec-%setiteratorprototype%.next
    private static func next(_ call: Arguments, isMap: Bool) -> Value {
        let realm = call.realm
        guard realm.isTableIterator(call.this), realm.iteratesMap(call.this) == isMap else {
            let receiver = realm.describe(call.this)
            return call.throwTypeError(
                "Method \(isMap ? "Map" : "Set") Iterator.prototype.next called on incompatible receiver \(receiver)")
        }
        let value = realm.nextOfTableIterator(call.this)
        if value.isHole { return realm.makeIteratorResult(.undefined, done: true) }
        call.root(0, value)
        return realm.makeIteratorResult(value, done: false)
    }

    /// f[1] = callback, f[2] = this argument, f[3] = table, f[4] = position.
    /// https://tc39.es/ecma262/#sec-map.prototype.foreach, https://tc39.es/ecma262/#sec-set.prototype.foreach
    static func forEach(_ f: StepFrame, _ step: Int, _ type: UInt8, _ method: StaticString) -> Value {
        let realm = f.realm
        if step == 0 {
            guard f.this.isObject, realm.type(f.this) == type else {
                return f.throwTypeError("Method \(method) called on incompatible receiver \(realm.describe(f.this))")
            }
            guard realm.isFunction(f[1]) else { return f.throwTypeError("\(realm.describe(f[1])) is not a function") }
            f[3] = realm.internalSlot(f.this, Cell.internal0)
            f.set(4, 0)
        }
        let (table, index) = realm.currentPosition(f.this, f[3], f.int(4))
        f[3] = table
        guard let entry = realm.nextEntry(table, index) else { return .undefined }
        f.set(4, entry.next)
        return f.call(f[1], this: f[2], entry.value, entry.key, f.this, then: 1)
    }
}

extension Realm {
    /// A Map or Set without entries. The prototype must be reachable.
    func makeCollection(_ type: UInt8, prototype: Value) -> Value {
        let collection = makeInternalObject(type, prototype: prototype)
        let root = keep(collection)
        defer { release(root) }
        let table = makeHashTable(isMap: type == CellType.map)
        setInternalSlot(collection, Cell.internal0, table)
        return collection
    }

    /// Adds the entries of a table to a collection of the same kind, both reachable. False as `insert` has it.
    func copyEntries(of table: Value, into collection: Value) -> Bool {
        charge(entryCount(table))
        var position = 0
        while let entry = nextEntry(table, position) {
            guard insert(tableSlot(collection), entry.key, entry.value) else { return false }
            position = entry.next
        }
        return true
    }

    // MARK: Iterators

    /// An iterator over a Map or Set, which must be reachable.
    func makeTableIterator(_ collection: Value, _ kind: IterationKind) -> Value {
        let isMap = type(collection) == CellType.map
        let iterator = makeInternalObject(
            CellType.iterator, prototype: self[isMap ? .mapIteratorPrototype : .setIteratorPrototype])
        setInternalSlot(iterator, Cell.internal0, collection)
        setInternalSlot(iterator, Cell.internal1, Value(int32: 0))
        setInternalSlot(iterator, Cell.internal2, internalSlot(collection, Cell.internal0))
        let mark: Int32 = isMap ? 0 : IterationKind.setMark
        setInternalSlot(iterator, Cell.internal3, Value(int32: kind.rawValue | mark))
        return iterator
    }

    /// Whether a value is an iterator over a Map or Set.
    func isTableIterator(_ value: Value) -> Bool {
        value.isObject && type(value) == CellType.iterator && internalSlot(value, Cell.internal3).isInt32
    }

    func iteratesMap(_ iterator: Value) -> Bool {
        internalSlot(iterator, Cell.internal3).int32 & IterationKind.setMark == 0
    }

    /// The next value of an iterator over a Map or Set; a hole at the end.
    func nextOfTableIterator(_ iterator: Value) -> Value {
        let collection = internalSlot(iterator, Cell.internal0)
        if !collection.isObject { return .hole }
        let old = internalSlot(iterator, Cell.internal2)
        let (table, index) = currentPosition(collection, old, Int(internalSlot(iterator, Cell.internal1).int32))
        guard let entry = nextEntry(table, index) else {
            setInternalSlot(iterator, Cell.internal0, .undefined)
            setInternalSlot(iterator, Cell.internal2, .undefined)
            return .hole
        }
        setInternalSlot(iterator, Cell.internal2, table)
        setInternalSlot(iterator, Cell.internal1, Value(index: entry.next))
        switch IterationKind(rawValue: internalSlot(iterator, Cell.internal3).int32 & 3) ?? .values {
        case .keys: return entry.key
        case .values: return entry.value
        case .entries:
            let pair = makeArray(length: 2)
            setElement(pair, 0, entry.key)
            setElement(pair, 1, entry.value)
            return pair
        }
    }

    // MARK: Direct iteration

    /// Whether a property of an intrinsic object still is what the realm was built with.
    func isIntact(_ object: Intrinsic, _ key: Intrinsic, _ expected: Intrinsic) -> Bool {
        guard let own = ownProperty(self[object], PropertyKey(atom: self[key].offset)) else { return false }
        return own.value.bits == self[expected].bits
    }

    /// The table of a Map or Set that the iteration protocol would visit entry by entry: nothing has changed how it
    /// iterates. Nil for everything else.
    func directTable(_ value: Value) -> Value? {
        guard value.isObject else { return nil }
        let type = type(value)
        guard type == CellType.map || type == CellType.set else { return nil }
        let iterator = PropertyKey(atom: self[.symbolIterator].offset)
        guard case .value(let method) = get(value, iterator),
            method.bits == self[type == CellType.map ? .mapPrototypeEntries : .setPrototypeValues].bits,
            tableIteratorIsIntact(isMap: type == CellType.map)
        else { return nil }
        return internalSlot(value, Cell.internal0)
    }

    /// Whether `next` of these iterators is as it was made, and they have no `return`.
    func tableIteratorIsIntact(isMap: Bool) -> Bool {
        let prototype: Intrinsic = isMap ? .mapIteratorPrototype : .setIteratorPrototype
        return isIntact(prototype, .nextAtom, isMap ? .mapIteratorNext : .setIteratorNext)
            && lookup(self[prototype], PropertyKey(atom: self[.returnAtom].offset)) == nil
    }

    /// The iterator that `for (… of value)` takes values from directly: for a Map or Set a new one, for an iterator
    /// over one itself. Nil if the protocol has to be followed.
    func directTableIterator(_ value: Value) -> Value? {
        guard value.isObject else { return nil }
        switch type(value) {
        case CellType.map: return directTable(value) == nil ? nil : makeTableIterator(value, .entries)
        case CellType.set: return directTable(value) == nil ? nil : makeTableIterator(value, .values)
        case CellType.iterator:
            guard isTableIterator(value), tableIteratorIsIntact(isMap: iteratesMap(value)),
                prototype(of: value) == self[iteratesMap(value) ? .mapIteratorPrototype : .setIteratorPrototype].offset,
                self.shape(of: cell(value)).load(fromByteOffset: Shape.entryCount, as: UInt32.self) == 0,
                isIntact(.iteratorPrototype, .symbolIterator, .iteratorPrototypeIterator)
            else { return nil }
            return value
        default: return nil
        }
    }
}

extension IterationKind {
    /// Added to the kind of an iterator over a Set.
    static let setMark: Int32 = 16
}
