/// Internal functions around the iteration protocol and the copying of properties.
enum InternalIterators {
    static let getIterator = BuiltinFunction.steps("%getIterator%", 1, parameters: 1, slots: 1) {
        steps(getIterator, $0, $1, $2)
    }
    static let asyncIterator = BuiltinFunction.steps("%asyncIterator%", 1, parameters: 1, slots: 2) {
        steps(asyncIterator, $0, $1, $2)
    }
    static let iteratorToList = BuiltinFunction.steps("%iteratorToList%", 2, parameters: 2, slots: 4) {
        steps(iteratorToList, $0, $1, $2)
    }
    static let copyDataProperties = BuiltinFunction.steps(
        "%copyDataProperties%", 2, parameters: 2, slots: 4, rest: true
    ) { steps(copyDataProperties, $0, $1, $2) }

    /// https://tc39.es/ecma262/#sec-getiterator, sync, without the look at `next`
    private static func getIterator(_ f: StepFrame, _ step: Int) -> Value {
        let realm = f.realm
        switch step {
        case 0: return f.get(f[1], PropertyKey(atom: realm[.symbolIterator].offset), then: 1)
        case 1:
            guard realm.isFunction(f.result) else { return f.throwTypeError("\(realm.describe(f[1])) is not iterable") }
            return f.call(f.result, this: f[1], then: 2)
        default:
            return f.result.isObject
                ? f.result : f.throwTypeError("Result of the Symbol.iterator method is not an object")
        }
    }

    /// The iterator of `for await`. f[2] = sync iterator, f[3] = its next method.
    /// https://tc39.es/ecma262/#sec-getiterator, async
    private static func asyncIterator(_ f: StepFrame, _ step: Int) -> Value {
        let realm = f.realm
        switch step {
        case 0: return f.get(f[1], PropertyKey(atom: realm[.symbolAsyncIterator].offset), then: 1)
        case 1:
            if f.result.isNullish { return f.call(realm[.getIterator], this: .undefined, f[1], then: 3) }
            guard realm.isFunction(f.result) else {
                return f.throwTypeError("\(realm.describe(f[1])) is not async iterable")
            }
            return f.call(f.result, this: f[1], then: 2)
        case 2:
            return f.result.isObject
                ? f.result : f.throwTypeError("Result of the Symbol.asyncIterator method is not an object")
        case 3:
            f[2] = f.result
            return f.get(f[2], PropertyKey(atom: realm[.nextAtom].offset), then: 4)
        default:
            f[3] = f.result
            let wrapper = realm.makeInternalObject(CellType.iterator, prototype: realm[.asyncFromSyncIteratorPrototype])
            realm.setInternalSlot(wrapper, Cell.internal0, f[2])
            realm.setInternalSlot(wrapper, Cell.internal1, f[3])
            return wrapper
        }
    }

    /// All values of f[1] as an array; f[2] = its iterator method if that is known, else undefined.
    /// f[3] = iterator, f[4] = next method, f[5] = list. https://tc39.es/ecma262/#sec-iteratortolist
    private static func iteratorToList(_ f: StepFrame, _ step: Int) -> Value {
        let realm = f.realm
        switch step {
        case 0:
            if realm.iteratesDirectly(f[1]) { return copyOfArray(f) }
            f[5] = realm.makeArray(length: 0)
            if let iterator = realm.directTableIterator(f[1]) {
                f[3] = iterator
                return takeAll(f)
            }
            return f[2].isUndefined
                ? f.call(realm[.getIterator], this: .undefined, f[1], then: 1) : f.call(f[2], this: f[1], then: 1)
        case 1:
            guard f.result.isObject else {
                return f.throwTypeError("Result of the Symbol.iterator method is not an object")
            }
            f[3] = f.result
            return f.get(f[3], PropertyKey(atom: realm[.nextAtom].offset), then: 2)
        case 2:
            f[4] = f.result
            return f.go(to: 3)
        case 3: return f.call(f[4], this: f[3], then: 4)
        case 4:
            guard f.result.isObject else {
                return f.throwTypeError("Iterator result \(realm.describe(f.result)) is not an object")
            }
            f[6] = f.result
            return f.get(f[6], PropertyKey(atom: realm[.doneAtom].offset), then: 5)
        case 5:
            return realm.toBoolean(f.result) ? f[5] : f.get(f[6], PropertyKey(atom: realm[.valueAtom].offset), then: 6)
        default:
            f[6] = f.result
            realm.append(f[5], f[6])
            return f.go(to: 3)
        }
    }

    /// All values of the iterator f[3] over a Map or Set, in the list f[5].
    private static func takeAll(_ f: StepFrame) -> Value {
        while true {
            let value = f.realm.nextOfTableIterator(f[3])
            if value.isHole { return f[5] }
            f[4] = value
            f.charge(1)
            guard f.realm.append(f[5], value) else { return .undefined }
        }
    }

    private static func copyOfArray(_ f: StepFrame) -> Value {
        let realm = f.realm
        let count = realm.length(ofArray: f[1])
        f.charge(count)
        let list = realm.makeArray(length: count)
        if list.isException { return list }
        for i in 0..<count { realm.setElement(list, i, realm.element(f[1], i)) }
        return list
    }

    /// f[1] = target, f[2] = source, f[3] = excluded keys, f[4] = keys left, f[5] = position.
    /// https://tc39.es/ecma262/#sec-copydataproperties
    private static func copyDataProperties(_ f: StepFrame, _ step: Int) -> Value {
        let realm = f.realm
        if step == 0 {
            if f[2].isNullish { return f[1] }
            f[2] = realm.toObject(f[2])
            f[4] = listOfKeys(f)
            if f[4].isException { return .exception }
            f.set(5, 0)
        } else {
            f[6] = f.result
            realm.createDataProperty(f[1], realm.propertyKey(realm.element(f[4], f.int(5))), f[6])
            f.set(5, f.int(5) + 1)
        }
        while f.int(5) < realm.length(ofArray: f[4]) {
            let key = realm.propertyKey(realm.element(f[4], f.int(5)))
            if let own = realm.ownProperty(f[2], key), own.attributes.contains(.enumerable) {
                return f.get(f[2], key, then: 1)
            }
            f.set(5, f.int(5) + 1)
        }
        return f[1]
    }

    /// Own keys of the source that are not excluded.
    private static func listOfKeys(_ f: StepFrame) -> Value {
        let realm = f.realm
        let excluded = (0..<realm.length(ofArray: f[3])).map { realm.propertyKey(realm.element(f[3], $0)) }
        let keys = realm.ownKeys(f[2], .all).filter { !excluded.contains($0) }
        return realm.makeKeyArray(keys)
    }
}

extension Realm {
    /// An array of keys as values: int32 for an index, string or symbol.
    func makeKeyArray(_ keys: [PropertyKey], asStrings: Bool = false) -> Value {
        let array = makeArray(length: keys.count)
        if array.isException { return array }
        let root = keep(array)
        defer { release(root) }
        for (i, key) in keys.enumerated() {
            let small = !asStrings && key.isIndex && key.index <= 0x7fff_ffff
            setElement(array, i, small ? Value(int32: Int32(bitPattern: key.index)) : value(of: key))
        }
        return array
    }
}
