/// A Set's internal0 is its `HashTable`. https://tc39.es/ecma262/#sec-properties-of-the-set-prototype-object
enum SetPrototype {
    static let object = BuiltinObject(
        "Set.prototype", intrinsic: .setPrototype,
        members: [
            .method("add", 1) { leaf(add, $0, $1, $2) },
            .method("clear", 0) { leaf(clear, $0, $1, $2) },
            .method("delete", 1) { leaf(delete, $0, $1, $2) },
            .method("difference", 1, script: differenceSource),
            .method("entries", 0) { leaf({ iterator($0, .entries, "Set.prototype.entries") }, $0, $1, $2) },
            .method("forEach", 1, parameters: 2, slots: 2) { steps(forEach, $0, $1, $2) },
            .method("has", 1) { leaf(has, $0, $1, $2) },
            .method("intersection", 1, script: intersectionSource),
            .method("isDisjointFrom", 1, script: isDisjointFromSource),
            .method("isSubsetOf", 1, script: isSubsetOfSource),
            .method("isSupersetOf", 1, script: isSupersetOfSource),
            .getter("size") { leaf(size, $0, $1, $2) },
            .method("symmetricDifference", 1, script: symmetricDifferenceSource),
            .method("union", 1, script: unionSource),
            .method("values", 0) { leaf({ iterator($0, .values, "Set.prototype.values") }, $0, $1, $2) },
            .alias("keys", of: "values"),
            .symbolAlias(.symbolIterator, of: "values"),
            .toStringTag("Set"),
        ])

    /// https://tc39.es/ecma262/#sec-set.prototype.add
    private static func add(_ call: Arguments) -> Value {
        guard call.this(CellType.set, "Set.prototype.add") != nil else { return .exception }
        return call.realm.insert(call.realm.tableSlot(call.this), call[0], .undefined) ? call.this : .exception
    }

    /// https://tc39.es/ecma262/#sec-set.prototype.has
    private static func has(_ call: Arguments) -> Value {
        guard call.this(CellType.set, "Set.prototype.has") != nil else { return .exception }
        return Value(call.realm.findEntry(call.realm.internalSlot(call.this, Cell.internal0), call[0]) != nil)
    }

    /// https://tc39.es/ecma262/#sec-set.prototype.delete
    private static func delete(_ call: Arguments) -> Value {
        guard call.this(CellType.set, "Set.prototype.delete") != nil else { return .exception }
        return Value(call.realm.remove(call.realm.tableSlot(call.this), call[0]))
    }

    /// https://tc39.es/ecma262/#sec-set.prototype.clear
    private static func clear(_ call: Arguments) -> Value {
        guard call.this(CellType.set, "Set.prototype.clear") != nil else { return .exception }
        call.realm.clear(call.realm.tableSlot(call.this))
        return .undefined
    }

    /// https://tc39.es/ecma262/#sec-get-set.prototype.size
    private static func size(_ call: Arguments) -> Value {
        guard call.this(CellType.set, "get Set.prototype.size") != nil else { return .exception }
        return Value(index: call.realm.entryCount(call.realm.internalSlot(call.this, Cell.internal0)))
    }

    /// https://tc39.es/ecma262/#sec-createsetiterator
    private static func iterator(_ call: Arguments, _ kind: IterationKind, _ method: StaticString) -> Value {
        guard call.this(CellType.set, method) != nil else { return .exception }
        return call.realm.makeTableIterator(call.this, kind)
    }

    /// https://tc39.es/ecma262/#sec-set.prototype.foreach
    private static func forEach(_ f: StepFrame, _ step: Int) -> Value {
        CollectionIteration.forEach(f, step, CellType.set, "Set.prototype.forEach")
    }
}
