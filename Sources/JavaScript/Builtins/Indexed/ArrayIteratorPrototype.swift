/// internal0 = what is iterated (undefined at the end), internal1 = next index, internal2 = IterationKind.
/// https://tc39.es/ecma262/#sec-%arrayiteratorprototype%-object
enum ArrayIteratorPrototype {
    static let object = BuiltinObject(
        "Array Iterator.prototype", intrinsic: .arrayIteratorPrototype, inherits: .iteratorPrototype,
        members: [
            .method("next", 0, generic: .steps({ steps(next, $0, $1, $2) }, parameters: 0, slots: 3)) {
                leaf(nextPlain, $0, $1, $2)
            },
            .toStringTag("Array Iterator"),
        ])

    /// Over a plain array. https://tc39.es/ecma262/#sec-%arrayiteratorprototype%.next
    private static func nextPlain(_ call: Arguments) -> Value {
        let realm = call.realm
        guard realm.type(call.this) == CellType.iterator else { return call.generic }
        let kind = realm.internalSlot(call.this, Cell.internal2)
        let position = realm.internalSlot(call.this, Cell.internal1)
        guard kind.isInt32, position.isInt32,
            let array = realm.plainArray(realm.internalSlot(call.this, Cell.internal0))
        else { return call.generic }
        let index = Int(position.int32)
        guard index < array.count, !array[index].isHole else { return call.generic }
        realm.setInternalSlot(call.this, Cell.internal1, Value(index: index &+ 1))
        switch IterationKind(rawValue: kind.int32) {
        case .values: return realm.makeIteratorResult(array[index], done: false)
        case .keys: return realm.makeIteratorResult(position, done: false)
        default:
            call.root(0, array[index])
            let pair = realm.makePair(position, call.rooted(0))
            call.root(1, pair)
            return realm.makeIteratorResult(pair, done: false)
        }
    }

    /// f[1] = length, f[2] = index. https://tc39.es/ecma262/#sec-%arrayiteratorprototype%.next
    private static func next(_ f: StepFrame, _ step: Int) -> Value {
        let realm = f.realm
        switch step {
        case 0:
            guard realm.type(f.this) == CellType.iterator, realm.internalSlot(f.this, Cell.internal2).isInt32 else {
                return f.throwTypeError(
                    "Array Iterator.prototype.next called on incompatible receiver \(realm.describe(f.this))")
            }
            let source = realm.internalSlot(f.this, Cell.internal0)
            if !source.isObject { return realm.makeIteratorResult(.undefined, done: true) }
            if realm.isArray(source) { return f.finish(Value(index: realm.length(ofArray: source)), at: 2) }
            return f.get(source, PropertyKey(atom: realm[.lengthAtom].offset), then: 1)
        case 1: return f.convert(f.result, .number, then: 2)
        case 2:
            let length = toIntegerClamped(f.result.number)
            let index = toIntegerClamped(realm.internalSlot(f.this, Cell.internal1).number)
            if index >= length {
                realm.setInternalSlot(f.this, Cell.internal0, .undefined)
                return realm.makeIteratorResult(.undefined, done: true)
            }
            realm.setInternalSlot(f.this, Cell.internal1, Value(index: index + 1))
            f.set(2, index)
            if realm.internalSlot(f.this, Cell.internal2).int32 == IterationKind.keys.rawValue {
                return realm.makeIteratorResult(f[2], done: false)
            }
            return f.get(realm.internalSlot(f.this, Cell.internal0), realm.propertyKey(f[2]), then: 3)
        default:
            f[3] = f.result
            if realm.internalSlot(f.this, Cell.internal2).int32 == IterationKind.entries.rawValue {
                f[3] = realm.makeArray([f[2], f[3]])
            }
            return realm.makeIteratorResult(f[3], done: false)
        }
    }
}
