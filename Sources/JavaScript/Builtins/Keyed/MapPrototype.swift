/// A Map's internal0 is its `HashTable`. https://tc39.es/ecma262/#sec-properties-of-the-map-prototype-object
enum MapPrototype {
    static let object = BuiltinObject(
        "Map.prototype", intrinsic: .mapPrototype,
        members: [
            .method("clear", 0) { leaf(clear, $0, $1, $2) },
            .method("delete", 1) { leaf(delete, $0, $1, $2) },
            .method("entries", 0) { leaf({ iterator($0, .entries, "Map.prototype.entries") }, $0, $1, $2) },
            .method("forEach", 1, parameters: 2, slots: 2) { steps(forEach, $0, $1, $2) },
            .method("get", 1) { leaf(get, $0, $1, $2) },
            .method("has", 1) { leaf(has, $0, $1, $2) },
            .method("keys", 0) { leaf({ iterator($0, .keys, "Map.prototype.keys") }, $0, $1, $2) },
            .method("set", 2) { leaf(set, $0, $1, $2) },
            .getter("size") { leaf(size, $0, $1, $2) },
            .method("values", 0) { leaf({ iterator($0, .values, "Map.prototype.values") }, $0, $1, $2) },
            .symbolAlias(.symbolIterator, of: "entries"),
            .toStringTag("Map"),
        ])

    /// https://tc39.es/ecma262/#sec-map.prototype.get
    private static func get(_ call: Arguments) -> Value {
        guard call.this(CellType.map, "Map.prototype.get") != nil else { return .exception }
        let table = call.realm.internalSlot(call.this, Cell.internal0)
        guard let entry = call.realm.findEntry(table, call[0]) else { return .undefined }
        return entry.load(fromByteOffset: HashTable.entryValue, as: Value.self)
    }

    /// https://tc39.es/ecma262/#sec-map.prototype.has
    private static func has(_ call: Arguments) -> Value {
        guard call.this(CellType.map, "Map.prototype.has") != nil else { return .exception }
        return Value(call.realm.findEntry(call.realm.internalSlot(call.this, Cell.internal0), call[0]) != nil)
    }

    /// https://tc39.es/ecma262/#sec-map.prototype.set
    private static func set(_ call: Arguments) -> Value {
        guard call.this(CellType.map, "Map.prototype.set") != nil else { return .exception }
        return call.realm.insert(call.realm.tableSlot(call.this), call[0], call[1]) ? call.this : .exception
    }

    /// https://tc39.es/ecma262/#sec-map.prototype.delete
    private static func delete(_ call: Arguments) -> Value {
        guard call.this(CellType.map, "Map.prototype.delete") != nil else { return .exception }
        return Value(call.realm.remove(call.realm.tableSlot(call.this), call[0]))
    }

    /// https://tc39.es/ecma262/#sec-map.prototype.clear
    private static func clear(_ call: Arguments) -> Value {
        guard call.this(CellType.map, "Map.prototype.clear") != nil else { return .exception }
        call.realm.clear(call.realm.tableSlot(call.this))
        return .undefined
    }

    /// https://tc39.es/ecma262/#sec-get-map.prototype.size
    private static func size(_ call: Arguments) -> Value {
        guard call.this(CellType.map, "get Map.prototype.size") != nil else { return .exception }
        return Value(index: call.realm.entryCount(call.realm.internalSlot(call.this, Cell.internal0)))
    }

    /// https://tc39.es/ecma262/#sec-createmapiterator
    private static func iterator(_ call: Arguments, _ kind: IterationKind, _ method: StaticString) -> Value {
        guard call.this(CellType.map, method) != nil else { return .exception }
        return call.realm.makeTableIterator(call.this, kind)
    }

    /// https://tc39.es/ecma262/#sec-map.prototype.foreach
    private static func forEach(_ f: StepFrame, _ step: Int) -> Value {
        CollectionIteration.forEach(f, step, CellType.map, "Map.prototype.forEach")
    }
}
