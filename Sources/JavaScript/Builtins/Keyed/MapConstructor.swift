/// https://tc39.es/ecma262/#sec-map-constructor
enum MapConstructor {
    static let object = BuiltinObject(
        constructor: .leaf(
            "Map", 0, isConstructor: true, generic: .steps({ steps(constructAny, $0, $1, $2) }, parameters: 1, slots: 2)
        ) { leaf(construct, $0, $1, $2) },
        prototype: .mapPrototype, intrinsic: .mapConstructor,
        members: [
            .method("groupBy", 2, script: groupBySource),
            .symbolGetter(.symbolSpecies, "[Symbol.species]") { leaf({ $0.this }, $0, $1, $2) },
        ])

    /// Nothing to add, or what iterates directly to plain arrays. https://tc39.es/ecma262/#sec-map-iterable
    private static func construct(_ call: Arguments) -> Value {
        let realm = call.realm
        guard call.newTarget.bits == call.callee.bits else {
            return call.isConstruct ? call.generic : call.throwTypeError("Constructor Map requires 'new'")
        }
        if call[0].isNullish { return realm.makeCollection(CellType.map, prototype: realm[.mapPrototype]) }
        guard realm.isIntact(.mapPrototype, .setAtom, .mapPrototypeSet) else { return call.generic }
        if let source = realm.directTable(call[0]), realm.type(call[0]) == CellType.map {
            return copy(call, of: source)
        }
        guard realm.iteratesDirectly(call[0]), realm.holesAreSafe, let list = realm.plainArray(call[0]) else {
            return call.generic
        }
        for i in 0..<list.count where !isPair(realm, list[i]) { return call.generic }
        call.charge(list.count)
        let map = realm.makeCollection(CellType.map, prototype: realm[.mapPrototype])
        call.root(0, map)
        for i in 0..<list.count {
            let pair = list[i]
            guard realm.insert(realm.tableSlot(map), realm.element(pair, 0), realm.element(pair, 1)) else {
                return .exception
            }
        }
        return map
    }

    private static func isPair(_ realm: Realm, _ value: Value) -> Bool {
        value.isObject && realm.plainArray(value) != nil
    }

    private static func copy(_ call: Arguments, of source: Value) -> Value {
        let map = call.realm.makeCollection(CellType.map, prototype: call.realm[.mapPrototype])
        call.root(0, map)
        return call.realm.copyEntries(of: source, into: map) ? map : .exception
    }

    /// f[1] = iterable, f[2] = map. https://tc39.es/ecma262/#sec-map-iterable
    private static func constructAny(_ f: StepFrame, _ step: Int) -> Value {
        let realm = f.realm
        switch step {
        case 0: return f.get(f.newTarget, PropertyKey(atom: realm[.prototypeAtom].offset), then: 1)
        case 1:
            f[3] = f.result.isObject ? f.result : realm[.mapPrototype]
            f[2] = realm.makeCollection(CellType.map, prototype: f[3])
            if f[1].isNullish { return f[2] }
            return f.get(f[2], PropertyKey(atom: realm[.setAtom].offset), then: 2)
        case 2:
            guard realm.isFunction(f.result) else {
                return f.throwTypeError(
                    "'\(realm.describe(f.result))' returned for property 'set' of object '#<Map>' is not a function")
            }
            return f.call(realm[.addEntries], this: .undefined, f[2], f[1], f.result, then: 3)
        default: return f[2]
        }
    }

    /// https://tc39.es/ecma262/#sec-map.groupby
    private static let groupBySource = """
        function (items, callback) {
            if (items === undefined || items === null) throw $typeError($describe(items) + ' is not iterable');
            if (typeof callback !== 'function') throw $typeError($describe(callback) + ' is not a function');
            const map = $newMap();
            let k = 0;
            for (const value of items) $groupInto(map, callback(value, k++), value);
            return map;
        }
        """
}

/// https://tc39.es/ecma262/#sec-set-constructor
enum SetConstructor {
    static let object = BuiltinObject(
        constructor: .leaf(
            "Set", 0, isConstructor: true, generic: .steps({ steps(constructAny, $0, $1, $2) }, parameters: 1, slots: 2)
        ) { leaf(construct, $0, $1, $2) },
        prototype: .setPrototype, intrinsic: .setConstructor,
        members: [.symbolGetter(.symbolSpecies, "[Symbol.species]") { leaf({ $0.this }, $0, $1, $2) }])

    /// Nothing to add, or an array or set that iterates directly. https://tc39.es/ecma262/#sec-set-iterable
    private static func construct(_ call: Arguments) -> Value {
        let realm = call.realm
        guard call.newTarget.bits == call.callee.bits else {
            return call.isConstruct ? call.generic : call.throwTypeError("Constructor Set requires 'new'")
        }
        if call[0].isNullish { return realm.makeCollection(CellType.set, prototype: realm[.setPrototype]) }
        guard realm.isIntact(.setPrototype, .addAtom, .setPrototypeAdd) else { return call.generic }
        let source = realm.directTable(call[0])
        let isSet = source != nil && realm.type(call[0]) == CellType.set
        guard isSet || realm.iteratesDirectly(call[0]) && realm.holesAreSafe else { return call.generic }
        let set = realm.makeCollection(CellType.set, prototype: realm[.setPrototype])
        call.root(0, set)
        if isSet, let source { return realm.copyEntries(of: source, into: set) ? set : .exception }
        guard let list = realm.plainArray(call[0]) else { return call.generic }
        call.charge(list.count)
        for i in 0..<list.count {
            let value = list[i].isHole ? .undefined : list[i]
            guard realm.insert(realm.tableSlot(set), value, .undefined) else { return .exception }
        }
        return set
    }

    /// f[1] = iterable, f[2] = set. https://tc39.es/ecma262/#sec-set-iterable
    private static func constructAny(_ f: StepFrame, _ step: Int) -> Value {
        let realm = f.realm
        switch step {
        case 0: return f.get(f.newTarget, PropertyKey(atom: realm[.prototypeAtom].offset), then: 1)
        case 1:
            f[3] = f.result.isObject ? f.result : realm[.setPrototype]
            f[2] = realm.makeCollection(CellType.set, prototype: f[3])
            if f[1].isNullish { return f[2] }
            return f.get(f[2], PropertyKey(atom: realm[.addAtom].offset), then: 2)
        case 2:
            guard realm.isFunction(f.result) else {
                return f.throwTypeError(
                    "'\(realm.describe(f.result))' returned for property 'add' of object '#<Set>' is not a function")
            }
            return f.call(realm[.addValues], this: .undefined, f[2], f[1], f.result, then: 3)
        default: return f[2]
        }
    }
}
