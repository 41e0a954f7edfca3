/// https://tc39.es/ecma262/#sec-properties-of-the-array-prototype-object
enum ArrayPrototype {
    static let object = BuiltinObject(
        "Array.prototype", intrinsic: .arrayPrototype, cellType: CellType.array,
        members: [
            .method("push", 1) { leaf(push, $0, $1, $2) },
            .method("map", 1, parameters: 2, slots: 4) { steps(map, $0, $1, $2) },
            .method("keys", 0) { leaf({ iterator($0, .keys) }, $0, $1, $2) },
            .method("entries", 0) { leaf({ iterator($0, .entries) }, $0, $1, $2) },
            .method("values", 0) { leaf({ iterator($0, .values) }, $0, $1, $2) },
            .symbolAlias(.symbolIterator, of: "values"),
        ])

    /// https://tc39.es/ecma262/#sec-array.prototype.push
    private static func push(_ call: Arguments) -> Value {
        let realm = call.realm
        guard realm.type(call.this) == CellType.array else {
            return call.throwTypeError("Array.prototype.push called on something that is not a plain array")
        }
        let length = realm.length(ofArray: call.this)
        guard realm.ensureCapacity(call.this, length &+ call.count) else { return .undefined }
        for i in 0..<call.count { realm.setElement(call.this, length &+ i, call[i]) }
        realm.cell(call.this).storeBytes(
            of: UInt32(truncatingIfNeeded: length &+ call.count), toByteOffset: Cell.arrayLength, as: UInt32.self)
        return Value(index: length &+ call.count)
    }

    /// f[1] = callback, f[2] = this argument, f[3] = result, f[4] = index, f[5] = length.
    /// https://tc39.es/ecma262/#sec-array.prototype.map
    private static func map(_ f: StepFrame, _ step: Int) -> Value {
        let realm = f.realm
        if step == 0 {
            guard realm.isArray(f.this) else {
                return f.throwTypeError("Array.prototype.map called on something that is not an array")
            }
            guard realm.isFunction(f[1]) else { return f.throwTypeError("\(realm.describe(f[1])) is not a function") }
            f.set(5, realm.length(ofArray: f.this))
            f[3] = realm.makeArray(length: f.int(5))
            if f[3].isException { return .exception }
            f.set(4, 0)
        } else {
            realm.setElement(f[3], f.int(4), f.result)
            f.set(4, f.int(4) &+ 1)
        }
        let i = f.int(4)
        return i < f.int(5) ? f.call(f[1], this: f[2], realm.element(f.this, i), f[4], f.this, then: 1) : f[3]
    }

    /// https://tc39.es/ecma262/#sec-createarrayiterator
    private static func iterator(_ call: Arguments, _ kind: IterationKind) -> Value {
        let realm = call.realm
        let object = realm.toObject(call.this)
        if object.isException { return .exception }
        call.root(0, object)
        let iterator = realm.makeInternalObject(CellType.iterator, prototype: realm[.arrayIteratorPrototype])
        realm.setInternalSlot(iterator, Cell.internal0, object)
        realm.setInternalSlot(iterator, Cell.internal1, Value(int32: 0))
        realm.setInternalSlot(iterator, Cell.internal2, Value(int32: kind.rawValue))
        return iterator
    }
}
