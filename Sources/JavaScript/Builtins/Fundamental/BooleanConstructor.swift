/// https://tc39.es/ecma262/#sec-boolean-constructor
enum BooleanConstructor {
    static let object = BuiltinObject(
        constructor: .leaf("Boolean", 1, isConstructor: true) { leaf(construct, $0, $1, $2) },
        prototype: .booleanPrototype, members: [])

    /// https://tc39.es/ecma262/#sec-boolean-constructor-boolean-value
    private static func construct(_ call: Arguments) -> Value {
        let realm = call.realm
        let value = Value(realm.toBoolean(call[0]))
        guard call.isConstruct else { return value }
        let prototype = realm.prototypeFromConstructor(call.newTarget, default: .booleanPrototype)
        call.root(0, prototype)
        let wrapper = realm.makeInternalObject(CellType.boolean, prototype: prototype)
        realm.setInternalSlot(wrapper, Cell.internal0, value)
        return wrapper
    }
}

/// https://tc39.es/ecma262/#sec-properties-of-the-boolean-prototype-object
enum BooleanPrototype {
    static let object = BuiltinObject(
        "Boolean.prototype", intrinsic: .booleanPrototype, cellType: CellType.boolean,
        members: [
            .method("toString", 0) { leaf(toString, $0, $1, $2) },
            .method("valueOf", 0) { leaf(valueOf, $0, $1, $2) },
        ])

    /// https://tc39.es/ecma262/#sec-thisbooleanvalue
    private static func thisBoolean(_ call: Arguments) -> Value? {
        if call.this.isBoolean { return call.this }
        return call.this.isObject && call.realm.type(call.this) == CellType.boolean
            ? call.realm.internalSlot(call.this, Cell.internal0) : nil
    }

    /// https://tc39.es/ecma262/#sec-boolean.prototype.tostring
    private static func toString(_ call: Arguments) -> Value {
        guard let value = thisBoolean(call) else {
            return call.throwTypeError("Boolean.prototype.toString requires that 'this' be a Boolean")
        }
        return call.realm.primitiveToString(value)
    }

    /// https://tc39.es/ecma262/#sec-boolean.prototype.valueof
    private static func valueOf(_ call: Arguments) -> Value {
        thisBoolean(call) ?? call.throwTypeError("Boolean.prototype.valueOf requires that 'this' be a Boolean")
    }
}
