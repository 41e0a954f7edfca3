/// internal0 = what is iterated (undefined at the end), internal1 = next index, internal2 = IterationKind.
/// https://tc39.es/ecma262/#sec-%arrayiteratorprototype%-object
enum ArrayIteratorPrototype {
    static let object = BuiltinObject(
        "Array Iterator.prototype", intrinsic: .arrayIteratorPrototype, inherits: .iteratorPrototype,
        members: [
            .method("next", 0, parameters: 0, slots: 3) { steps(next, $0, $1, $2) },
            .toStringTag("Array Iterator"),
        ])

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
