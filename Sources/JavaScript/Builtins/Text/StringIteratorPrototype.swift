/// internal0 = the string (undefined at the end), internal1 = next index, internal2 = the empty string, which tells
/// these iterators from others. https://tc39.es/ecma262/#sec-%stringiteratorprototype%-object
enum StringIteratorPrototype {
    static let object = BuiltinObject(
        "String Iterator.prototype", intrinsic: .stringIteratorPrototype, inherits: .iteratorPrototype,
        members: [
            .method("next", 0) { leaf(next, $0, $1, $2) },
            .toStringTag("String Iterator"),
        ])

    /// An iterator over the code points of a string, which must be reachable.
    static func makeIterator(_ realm: Realm, _ text: Value) -> Value {
        let iterator = realm.makeInternalObject(CellType.iterator, prototype: realm[.stringIteratorPrototype])
        realm.setInternalSlot(iterator, Cell.internal0, text)
        realm.setInternalSlot(iterator, Cell.internal1, Value(int32: 0))
        realm.setInternalSlot(iterator, Cell.internal2, realm[.emptyString])
        return iterator
    }

    /// https://tc39.es/ecma262/#sec-%stringiteratorprototype%.next
    private static func next(_ call: Arguments) -> Value {
        let realm = call.realm
        guard realm.type(call.this) == CellType.iterator, realm.internalSlot(call.this, Cell.internal2).isString else {
            return call.throwTypeError(
                "String Iterator.prototype.next called on incompatible receiver \(realm.describe(call.this))")
        }
        let text = realm.internalSlot(call.this, Cell.internal0)
        guard text.isString else { return realm.makeIteratorResult(.undefined, done: true) }
        let at = Int(realm.internalSlot(call.this, Cell.internal1).int32)
        let units = realm.view(text)
        if at >= units.count {
            realm.setInternalSlot(call.this, Cell.internal0, .undefined)
            return realm.makeIteratorResult(.undefined, done: true)
        }
        let length = units.codePoint(at: at).units
        realm.setInternalSlot(call.this, Cell.internal1, Value(index: at &+ length))
        let part = length == 1 ? realm.makeString(unit: units[at]) : realm.makeString(copying: units.slice(at, at &+ 2))
        call.root(0, part)
        return realm.makeIteratorResult(part, done: false)
    }
}
