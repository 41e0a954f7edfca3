/// https://tc39.es/ecma262/#sec-properties-of-the-object-prototype-object
enum ObjectPrototype {
    static let object = BuiltinObject(
        "Object.prototype", intrinsic: .objectPrototype, inherits: nil,
        members: [
            .method("hasOwnProperty", 1, converting: [.any, .key]) { leaf(hasOwnProperty, $0, $1, $2) },
            .method("__defineGetter__", 2, converting: [.any, .key]) {
                leaf({ defineAccessor($0, isGetter: true) }, $0, $1, $2)
            },
            .method("__defineSetter__", 2, converting: [.any, .key]) {
                leaf({ defineAccessor($0, isGetter: false) }, $0, $1, $2)
            },
            .method("__lookupGetter__", 1, converting: [.any, .key]) {
                leaf({ lookupAccessor($0, isGetter: true) }, $0, $1, $2)
            },
            .method("__lookupSetter__", 1, converting: [.any, .key]) {
                leaf({ lookupAccessor($0, isGetter: false) }, $0, $1, $2)
            },
            .method("isPrototypeOf", 1) { leaf(isPrototypeOf, $0, $1, $2) },
            .method("propertyIsEnumerable", 1, converting: [.any, .key]) { leaf(propertyIsEnumerable, $0, $1, $2) },
            .method("toLocaleString", 0, script: "function () { return this.toString(); }"),
            .method("toString", 0, parameters: 0, slots: 1) { steps(toString, $0, $1, $2) },
            .method("valueOf", 0) { leaf(valueOf, $0, $1, $2) },
            BuiltinMember(
                key: .string("__proto__"),
                content: .accessor(
                    getter: .leaf("get __proto__", 0) { leaf(getProto, $0, $1, $2) },
                    setter: .leaf("set __proto__", 1) { leaf(setProto, $0, $1, $2) }),
                attributes: .configurable),
        ])

    /// https://tc39.es/ecma262/#sec-object.prototype.hasownproperty
    private static func hasOwnProperty(_ call: Arguments) -> Value {
        guard let key = call.key(0) else { return call.exit }
        let object = call.realm.toObject(call.this)
        if object.isException { return .exception }
        return Value(call.realm.ownProperty(object, key) != nil)
    }

    /// https://tc39.es/ecma262/#sec-object.prototype.isprototypeof
    private static func isPrototypeOf(_ call: Arguments) -> Value {
        let realm = call.realm
        guard call[0].isObject else { return .false }
        if call.this.isNullish { return call.throwTypeError("Cannot convert undefined or null to object") }
        var current = realm.prototype(of: call[0])
        while current != 0 {
            if call.this.isObject, current == call.this.offset { return .true }
            call.charge(1)
            current = realm.prototype(of: Value(objectOffset: current))
        }
        return .false
    }

    /// https://tc39.es/ecma262/#sec-object.prototype.propertyisenumerable
    private static func propertyIsEnumerable(_ call: Arguments) -> Value {
        guard let key = call.key(0) else { return call.exit }
        let object = call.realm.toObject(call.this)
        if object.isException { return .exception }
        return Value(call.realm.ownProperty(object, key)?.attributes.contains(.enumerable) ?? false)
    }

    /// https://tc39.es/ecma262/#sec-object.prototype.tostring
    private static func toString(_ f: StepFrame, _ step: Int) -> Value {
        let realm = f.realm
        if step == 0 {
            if f.this.isUndefined { return realm.makeString("[object Undefined]") }
            if f.this.isNull { return realm.makeString("[object Null]") }
            return f.get(f.this, PropertyKey(atom: realm[.symbolToStringTag].offset), then: 1)
        }
        let tag = f.result.isString ? realm.swiftString(f.result) : builtinTag(realm, f.this)
        return realm.makeString("[object \(tag)]")
    }

    private static func builtinTag(_ realm: Realm, _ value: Value) -> String {
        if !value.isObject {
            return value.isString ? "String" : value.isNumber ? "Number" : value.isBoolean ? "Boolean" : "Object"
        }
        switch realm.type(value) {
        case CellType.array, CellType.exoticArray: return "Array"
        case CellType.error: return "Error"
        case CellType.boolean: return "Boolean"
        case CellType.number: return "Number"
        case CellType.string: return "String"
        case CellType.date: return "Date"
        case CellType.arguments: return "Arguments"
        default: return realm.isFunction(value) ? "Function" : "Object"
        }
    }

    /// https://tc39.es/ecma262/#sec-object.prototype.valueof
    private static func valueOf(_ call: Arguments) -> Value { call.realm.toObject(call.this) }

    /// https://tc39.es/ecma262/#sec-object.prototype.__defineGetter__ and its sibling
    private static func defineAccessor(_ call: Arguments, isGetter: Bool) -> Value {
        let realm = call.realm
        let object = realm.toObject(call.this)
        if object.isException { return object }
        call.root(0, object)
        guard realm.isFunction(call[1]) else {
            return call.throwTypeError("Object.prototype.__define\(isGetter ? "G" : "S")etter__: Expecting function")
        }
        guard let key = call.key(0) else { return call.exit }
        var descriptor = PropertyDescriptor()
        if isGetter { descriptor.getter = call[1] } else { descriptor.setter = call[1] }
        descriptor.enumerable = true
        descriptor.configurable = true
        return realm.defineOwnProperty(object, key, descriptor) ? .undefined : realm.throwNotDefinable(object, key)
    }

    /// https://tc39.es/ecma262/#sec-object.prototype.__lookupGetter__ and its sibling
    private static func lookupAccessor(_ call: Arguments, isGetter: Bool) -> Value {
        let realm = call.realm
        let object = realm.toObject(call.this)
        if object.isException { return object }
        guard let key = call.key(0) else { return call.exit }
        guard let (_, property) = realm.lookup(object, key), property.isAccessor else { return .undefined }
        return realm.cell(property.value).load(fromByteOffset: isGetter ? 8 : 16, as: Value.self)
    }

    /// https://tc39.es/ecma262/#sec-get-object.prototype.__proto__
    private static func getProto(_ call: Arguments) -> Value {
        let object = call.realm.toObject(call.this)
        if object.isException { return .exception }
        let prototype = call.realm.prototype(of: object)
        return prototype == 0 ? .null : Value(objectOffset: prototype)
    }

    /// https://tc39.es/ecma262/#sec-set-object.prototype.__proto__
    private static func setProto(_ call: Arguments) -> Value {
        if call.this.isNullish { return call.throwTypeError("Object.prototype.__proto__ called on null or undefined") }
        guard call[0].isObject || call[0].isNull, call.this.isObject else { return .undefined }
        return call.realm.setPrototype(call.this, call[0])
            ? .undefined : call.realm.throwPrototypeRefused(call.this, call[0])
    }
}
