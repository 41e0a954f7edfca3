// Object: assign, entries, fromEntries, groupBy, keys, values.
extension ObjectConstructor {
    // MARK: Lists

    /// Keys, values or entries of the enumerable own string properties; an accessor among them is for the generic form.
    /// https://tc39.es/ecma262/#sec-enumerableownproperties
    static func list(_ call: Arguments, _ kind: IterationKind) -> Value {
        let realm = call.realm
        let object = realm.toObject(call[0])
        if object.isException { return object }
        call.root(0, object)
        if realm.hasOnlyNamedProperties(object) { return listNamed(call, object, kind) }
        let keys = realm.ownKeys(object, [.strings, .enumerableOnly])
        let result = realm.makeArray(length: keys.count)
        if result.isException { return result }
        call.root(1, result)
        for (i, key) in keys.enumerated() {
            if realm.mustStop(at: i) { return .exception }
            guard let own = realm.ownProperty(object, key) else { continue }
            if kind != .keys, own.isAccessor { return call.generic }
            call.root(2, own.value)
            if kind == .values {
                realm.setElement(result, i, own.value)
                continue
            }
            let name = realm.value(of: key)
            call.root(3, name)
            realm.setElement(result, i, kind == .keys ? name : realm.makePair(name, own.value))
        }
        return result
    }

    /// The same, straight from the table of the shape. https://tc39.es/ecma262/#sec-enumerableownproperties
    private static func listNamed(_ call: Arguments, _ object: Value, _ kind: IterationKind) -> Value {
        let realm = call.realm
        let shape = realm.shape(of: realm.cell(object))
        let count = Int(shape.load(fromByteOffset: Shape.entryCount, as: UInt32.self))
        call.charge(count)
        if count == 0 { return realm.makeArray(length: 0) }
        let table = realm.cell(at: shape.load(fromByteOffset: Shape.table, as: UInt32.self))
        var found = 0
        for i in 0..<count where realm.isEnumerableName(table, i) {
            if kind != .keys, realm.infoOfEntry(table, i).attributes.contains(.accessor) { return call.generic }
            found &+= 1
        }
        let result = realm.makeArray(length: found)
        if result.isException { return result }
        call.root(1, result)
        var end = 0
        for i in 0..<count where realm.isEnumerableName(table, i) {
            if realm.mustStop(at: end) { return .exception }
            let name = Value(stringOffset: realm.keyOfEntry(table, i))
            if kind == .keys {
                realm.setElement(result, end, name)
            } else {
                let value = realm.slotValue(object, shape, realm.infoOfEntry(table, i).slot)
                realm.setElement(result, end, kind == .values ? value : realm.makePair(name, value))
            }
            end &+= 1
        }
        return result
    }

    /// https://tc39.es/ecma262/#sec-object.entries
    static let entriesSource = """
        function (O) {
            const object = $toObject(O);
            const keys = $ownNames(object);
            const result = [];
            for (let i = 0; i < keys.length; i++) {
                if ($isEnumerable(object, keys[i])) $append(result, [keys[i], object[keys[i]]]);
            }
            return result;
        }
        """

    /// https://tc39.es/ecma262/#sec-object.values
    static let valuesSource = """
        function (O) {
            const object = $toObject(O);
            const keys = $ownNames(object);
            const result = [];
            for (let i = 0; i < keys.length; i++) {
                if ($isEnumerable(object, keys[i])) $append(result, object[keys[i]]);
            }
            return result;
        }
        """

    // MARK: From iterables

    /// https://tc39.es/ecma262/#sec-object.fromentries
    static let fromEntriesSource = """
        function (iterable) {
            if (iterable === undefined || iterable === null) throw $typeError($describe(iterable) + ' is not iterable');
            const result = {};
            for (const entry of iterable) {
                if (typeof entry !== 'object' && typeof entry !== 'function' || entry === null)
                    throw $typeError('Iterator value ' + $describe(entry) + ' is not an entry object');
                const key = entry[0];
                $createDataProperty(result, key, entry[1]);
            }
            return result;
        }
        """

    /// https://tc39.es/ecma262/#sec-object.groupby
    static let groupBySource = """
        function (items, callback) {
            if (items === undefined || items === null) throw $typeError($describe(items) + ' is not iterable');
            if (typeof callback !== 'function') throw $typeError($describe(callback) + ' is not a function');
            const groups = { __proto__: null };
            let k = 0;
            for (const value of items) {
                const key = $toPropertyKey(callback(value, k++));
                const group = groups[key];
                if (group === undefined) groups[key] = [value];
                else $append(group, value);
            }
            return groups;
        }
        """

    // MARK: assign

    /// f[1] = target, f[2] = sources, f[3] = number of the source, f[4] = its keys, f[5] = number of the key, f[6] = source,
    /// f[7] = key. https://tc39.es/ecma262/#sec-object.assign
    static func assign(_ f: StepFrame, _ step: Int) -> Value {
        let realm = f.realm
        switch step {
        case 0:
            f[1] = realm.toObject(f[1])
            if f[1].isException { return .exception }
            f.set(3, 0)
            return nextSource(f)
        case 1: return store(f, f.result)
        default:
            f.set(5, f.int(5) &+ 1)
            return nextProperty(f)
        }
    }

    /// https://tc39.es/ecma262/#sec-object.assign
    private static func nextSource(_ f: StepFrame) -> Value {
        let realm = f.realm
        while f.int(3) < realm.length(ofArray: f[2]) {
            let source = realm.element(f[2], f.int(3))
            f.set(3, f.int(3) &+ 1)
            if source.isNullish { continue }
            f[6] = realm.toObject(source)
            if realm.hasOnlyNamedProperties(f[6]), let done = assignNamed(f) {
                if done.isException { return done }
                continue
            }
            f[4] = realm.makeKeyArray(realm.ownKeys(f[6], .all))
            if f[4].isException { return .exception }
            f.set(5, 0)
            return nextProperty(f)
        }
        return f[1]
    }

    /// Assigns the properties of a source without accessors to a target without setters; nil if user code has to run.
    /// Going over the source once more from the beginning then changes nothing that a program could see.
    /// https://tc39.es/ecma262/#sec-object.assign
    private static func assignNamed(_ f: StepFrame) -> Value? {
        let realm = f.realm
        let shape = realm.shape(of: realm.cell(f[6]))
        if f[6].bits == f[1].bits { return nil }
        let count = Int(shape.load(fromByteOffset: Shape.entryCount, as: UInt32.self))
        f.charge(count)
        if count == 0 { return .undefined }
        let table = realm.cell(at: shape.load(fromByteOffset: Shape.table, as: UInt32.self))
        var hasSymbols = false
        for i in 0..<count where realm.keyOfEntry(table, i) != 0 {
            if realm.infoOfEntry(table, i).attributes.contains(.accessor) { return nil }
            if !realm.isName(table, i) { hasSymbols = true }
        }
        if hasSymbols { return nil }
        for i in 0..<count where realm.isEnumerableName(table, i) {
            if realm.mustStop(at: i) { return .exception }
            let value = realm.slotValue(f[6], shape, realm.infoOfEntry(table, i).slot)
            let key = PropertyKey(atom: realm.keyOfEntry(table, i))
            if realm.addPlain(f[1], key, value) { continue }
            switch realm.set(f[1], key, value, receiver: f[1]) {
            case .done: continue
            case .setter: return nil
            case .exception: return .exception
            case .refused(let why): return realm.throwRefused(why, key, f[1])
            }
        }
        return .undefined
    }

    /// https://tc39.es/ecma262/#sec-object.assign
    private static func nextProperty(_ f: StepFrame) -> Value {
        let realm = f.realm
        while f.int(5) < realm.length(ofArray: f[4]) {
            f[7] = realm.element(f[4], f.int(5))
            let key = realm.propertyKey(f[7])
            if let own = realm.ownProperty(f[6], key), own.attributes.contains(.enumerable) {
                return f.get(f[6], key, then: 1)
            }
            f.set(5, f.int(5) &+ 1)
        }
        return nextSource(f)
    }

    /// https://tc39.es/ecma262/#sec-object.assign
    private static func store(_ f: StepFrame, _ value: Value) -> Value {
        let key = f.realm.propertyKey(f[7])
        return f.set(f[1], key, value, then: 2)
    }
}
