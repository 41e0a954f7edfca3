/// https://tc39.es/ecma262/#sec-iterator-constructor
enum IteratorConstructor {
    static let object = BuiltinObject(
        constructor: .leaf("Iterator", 0, isConstructor: true) { leaf(construct, $0, $1, $2) }, prototype: nil,
        intrinsic: .iteratorConstructor,
        members: [
            .method("from", 1, script: fromSource),
            BuiltinMember(key: .string("prototype"), content: .intrinsic(.iteratorPrototype), attributes: []),
        ])

    /// Abstract: only a subclass makes an object. https://tc39.es/ecma262/#sec-iterator
    private static func construct(_ call: Arguments) -> Value {
        let realm = call.realm
        if call.newTarget.isUndefined { return call.throwTypeError("Constructor Iterator requires 'new'") }
        if call.newTarget.bits == call.callee.bits {
            return call.throwTypeError("Abstract class Iterator not directly constructable")
        }
        let prototype = realm.prototypeFromConstructor(call.newTarget, default: .iteratorPrototype)
        call.root(0, prototype)
        return realm.makeObject(prototype: prototype)
    }

    /// https://tc39.es/ecma262/#sec-iterator.from
    private static let fromSource = """
        function (O) {
            const iterator = $iteratorFlattenable(O, true);
            const next = iterator.next;
            return $isIterator(iterator) ? iterator : $wrapIterator(iterator, next);
        }
        """
}

/// internal0 = iterator, internal1 = its next method, internal2 = this prototype.
/// https://tc39.es/ecma262/#sec-%wrapforvaliditeratorprototype%-object
enum WrapForValidIteratorPrototype {
    static let object = BuiltinObject(
        "WrapForValidIterator.prototype", intrinsic: .wrapForValidIteratorPrototype, inherits: .iteratorPrototype,
        members: [
            .method("next", 0, parameters: 0, slots: 0) { steps(next, $0, $1, $2) },
            .method("return", 0, parameters: 0, slots: 1) { steps(`return`, $0, $1, $2) },
        ])

    /// https://tc39.es/ecma262/#sec-%wrapforvaliditeratorprototype%.next
    private static func next(_ f: StepFrame, _ step: Int) -> Value {
        if step == 1 { return f.result }
        guard f.realm.isHelper(f.this, .wrapForValidIteratorPrototype) else {
            return f.throwTypeError("next method called on incompatible receiver \(f.realm.describe(f.this))")
        }
        return f.call(
            f.realm.internalSlot(f.this, Cell.internal1), this: f.realm.internalSlot(f.this, Cell.internal0), then: 1)
    }

    /// f[1] = iterator. https://tc39.es/ecma262/#sec-%wrapforvaliditeratorprototype%.return
    private static func `return`(_ f: StepFrame, _ step: Int) -> Value {
        let realm = f.realm
        switch step {
        case 0:
            guard realm.isHelper(f.this, .wrapForValidIteratorPrototype) else {
                return f.throwTypeError("return method called on incompatible receiver \(realm.describe(f.this))")
            }
            f[1] = realm.internalSlot(f.this, Cell.internal0)
            return f.get(f[1], PropertyKey(atom: realm[.returnAtom].offset), then: 1)
        case 1:
            return f.result.isNullish
                ? realm.makeIteratorResult(.undefined, done: true) : f.call(f.result, this: f[1], then: 2)
        default: return f.result
        }
    }
}

/// internal0 = generator that does the work, internal1 = underlying iterator, internal2 = this prototype, internal3 = true
/// once it was started. https://tc39.es/ecma262/#sec-%iteratorhelperprototype%-object
enum IteratorHelperPrototype {
    static let object = BuiltinObject(
        "Iterator Helper.prototype", intrinsic: .iteratorHelperPrototype, inherits: .iteratorPrototype,
        members: [
            .method("next", 0, parameters: 0, slots: 0) { steps(next, $0, $1, $2) },
            .method("return", 0, parameters: 0, slots: 1) { steps(`return`, $0, $1, $2) },
            .toStringTag("Iterator Helper"),
        ])

    /// https://tc39.es/ecma262/#sec-%iteratorhelperprototype%.next
    private static func next(_ f: StepFrame, _ step: Int) -> Value {
        let realm = f.realm
        if step == 1 { return f.result }
        guard realm.isHelper(f.this, .iteratorHelperPrototype) else {
            return f.throwTypeError(
                "Iterator Helper.prototype.next called on incompatible receiver \(realm.describe(f.this))")
        }
        realm.setInternalSlot(f.this, Cell.internal3, .true)
        return f.call(realm[.generatorNext], this: realm.internalSlot(f.this, Cell.internal0), .undefined, then: 1)
    }

    /// https://tc39.es/ecma262/#sec-%iteratorhelperprototype%.return
    private static func `return`(_ f: StepFrame, _ step: Int) -> Value {
        let realm = f.realm
        switch step {
        case 0:
            guard realm.isHelper(f.this, .iteratorHelperPrototype) else {
                return f.throwTypeError(
                    "Iterator Helper.prototype.return called on incompatible receiver \(realm.describe(f.this))")
            }
            if realm.internalSlot(f.this, Cell.internal3).bits == Value.true.bits { return f.go(to: 1) }
            // 4: it was never started, so the generator's code does not close the iterator.
            realm.setInternalSlot(f.this, Cell.internal3, .true)
            f[1] = .true
            return f.go(to: 1)
        case 1:
            return f.call(
                realm[.generatorReturn], this: realm.internalSlot(f.this, Cell.internal0), .undefined, then: 2)
        case 2:
            if !f[1].isBoolean { return f.result }
            return f.call(realm[.closeIterator], this: .undefined, realm.internalSlot(f.this, Cell.internal1), then: 3)
        default: return realm.makeIteratorResult(.undefined, done: true)
        }
    }
}

extension Realm {
    /// Whether a value is an iterator object of this prototype's kind.
    func isHelper(_ value: Value, _ prototype: Intrinsic) -> Bool {
        value.isObject && type(value) == CellType.iterator
            && internalSlot(value, Cell.internal2).bits == self[prototype].bits
    }
}
