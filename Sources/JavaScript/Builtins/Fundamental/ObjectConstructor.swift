/// https://tc39.es/ecma262/#sec-object-constructor
enum ObjectConstructor {
    static let object = BuiltinObject(
        constructor: .leaf("Object", 1, isConstructor: true) { leaf(construct, $0, $1, $2) },
        prototype: .objectPrototype, intrinsic: .objectConstructor,
        members: properties + integrity + enumeration)

    private static let properties: [BuiltinMember] = [
        .method("assign", 2, parameters: 1, slots: 6, rest: true) { steps(assign, $0, $1, $2) },
        .method(
            "create", 2,
            generic: .script("function (O, properties) { return $defineProperties($createObject(O), properties); }")
        ) { leaf(create, $0, $1, $2) },
        .method("defineProperties", 2, script: definePropertiesSource),
        .method("defineProperty", 3, generic: .script(definePropertySource)) { leaf(defineProperty, $0, $1, $2) },
        .method("getOwnPropertyDescriptor", 2, converting: [.any, .any, .key]) {
            leaf(getOwnPropertyDescriptor, $0, $1, $2)
        },
        .method("getOwnPropertyDescriptors", 1) { leaf(getOwnPropertyDescriptors, $0, $1, $2) },
        .method("getOwnPropertyNames", 1) { leaf({ keys($0, .strings) }, $0, $1, $2) },
        .method("getOwnPropertySymbols", 1) { leaf({ keys($0, .symbols) }, $0, $1, $2) },
        .method("hasOwn", 2, converting: [.any, .any, .key]) { leaf(hasOwn, $0, $1, $2) },
    ]

    private static let integrity: [BuiltinMember] = [
        .method("freeze", 1) { leaf({ setIntegrity($0, frozen: true) }, $0, $1, $2) },
        .method("getPrototypeOf", 1) { leaf(getPrototypeOf, $0, $1, $2) },
        .method("is", 2) { leaf({ Value($0.realm.sameValue($0[0], $0[1])) }, $0, $1, $2) },
        .method("isExtensible", 1) { leaf({ Value($0[0].isObject && $0.realm.isExtensible($0[0])) }, $0, $1, $2) },
        .method("isFrozen", 1) {
            leaf({ Value(!$0[0].isObject || $0.realm.testIntegrity($0[0], frozen: true)) }, $0, $1, $2)
        },
        .method("isSealed", 1) {
            leaf({ Value(!$0[0].isObject || $0.realm.testIntegrity($0[0], frozen: false)) }, $0, $1, $2)
        },
        .method("preventExtensions", 1) { leaf(preventExtensions, $0, $1, $2) },
        .method("seal", 1) { leaf({ setIntegrity($0, frozen: false) }, $0, $1, $2) },
        .method("setPrototypeOf", 2) { leaf(setPrototypeOf, $0, $1, $2) },
    ]

    private static let enumeration: [BuiltinMember] = [
        .method("entries", 1, generic: .script(entriesSource)) { leaf({ list($0, .entries) }, $0, $1, $2) },
        .method("fromEntries", 1, script: fromEntriesSource),
        .method("groupBy", 2, script: groupBySource),
        .method("keys", 1) { leaf({ list($0, .keys) }, $0, $1, $2) },
        .method("values", 1, generic: .script(valuesSource)) { leaf({ list($0, .values) }, $0, $1, $2) },
    ]

    /// https://tc39.es/ecma262/#sec-object-value
    private static func construct(_ call: Arguments) -> Value {
        let realm = call.realm
        if !call.newTarget.isUndefined, call.newTarget.bits != call.callee.bits {
            let prototype = realm.prototypeFromConstructor(call.newTarget, default: .objectPrototype)
            call.root(0, prototype)
            return realm.makeObject(prototype: prototype)
        }
        return call[0].isNullish ? realm.makeObject() : realm.toObject(call[0])
    }

    // MARK: Prototype and integrity

    /// https://tc39.es/ecma262/#sec-object.getprototypeof
    private static func getPrototypeOf(_ call: Arguments) -> Value {
        let realm = call.realm
        if call[0].isNullish { return realm.toObject(call[0]) }
        let holder = call[0].isObject ? realm.prototype(of: call[0]) : realm.prototypeOfPrimitive(call[0]).offset
        return holder == 0 ? .null : Value(objectOffset: holder)
    }

    /// https://tc39.es/ecma262/#sec-object.setprototypeof
    private static func setPrototypeOf(_ call: Arguments) -> Value {
        let realm = call.realm
        if call[0].isNullish { return call.throwTypeError("Object.setPrototypeOf called on null or undefined") }
        guard call[1].isObject || call[1].isNull else {
            return call.throwTypeError("Object prototype may only be an Object or null: \(realm.describe(call[1]))")
        }
        guard call[0].isObject else { return call[0] }
        return realm.setPrototype(call[0], call[1]) ? call[0] : realm.throwPrototypeRefused(call[0], call[1])
    }

    /// https://tc39.es/ecma262/#sec-object.freeze, https://tc39.es/ecma262/#sec-object.seal
    private static func setIntegrity(_ call: Arguments, frozen: Bool) -> Value {
        if call[0].isObject { call.realm.setIntegrity(call[0], frozen: frozen) }
        return call[0]
    }

    /// https://tc39.es/ecma262/#sec-object.preventextensions
    private static func preventExtensions(_ call: Arguments) -> Value {
        if call[0].isObject { call.realm.preventExtensions(call[0]) }
        return call[0]
    }

    // MARK: Defining

    /// https://tc39.es/ecma262/#sec-object.create
    private static func create(_ call: Arguments) -> Value {
        guard call[0].isObject || call[0].isNull else {
            return call.throwTypeError(
                "Object prototype may only be an Object or null: \(call.realm.describe(call[0]))")
        }
        return call[1].isUndefined ? call.realm.makeObject(prototype: call[0]) : call.generic
    }

    /// https://tc39.es/ecma262/#sec-object.defineproperties
    private static let definePropertiesSource = """
        function (O, properties) {
            if (typeof O !== 'object' && typeof O !== 'function' || O === null) throw $typeError('Object.defineProperties called on non-object');
            return $defineProperties(O, properties);
        }
        """

    /// With a descriptor that has no getters. https://tc39.es/ecma262/#sec-object.defineproperty
    private static func defineProperty(_ call: Arguments) -> Value {
        let realm = call.realm
        guard call[0].isObject, !call[1].isObject, realm.isSimpleDescriptor(call[2]), !realm.isArray(call[0]),
            let key = call.key(1),
            let descriptor = realm.descriptor(of: call[2])
        else { return call.generic }
        return realm.defineOwnProperty(call[0], key, descriptor) ? call[0] : realm.throwNotDefinable(call[0], key)
    }

    private static let definePropertySource = """
        function (O, P, attributes) {
            if (typeof O !== 'object' && typeof O !== 'function' || O === null) throw $typeError('Object.defineProperty called on non-object');
            const key = $toPropertyKey(P);
            const descriptor = $toPropertyDescriptor(attributes);
            if (key === 'length' && 'value' in descriptor && $isArray(O)) descriptor.value = $toArrayLength(descriptor.value);
            return $defineOwnProperty(O, key, descriptor);
        }
        """

    // MARK: Own properties

    /// https://tc39.es/ecma262/#sec-object.getownpropertydescriptor
    private static func getOwnPropertyDescriptor(_ call: Arguments) -> Value {
        let realm = call.realm
        let object = realm.toObject(call[0])
        if object.isException { return object }
        call.root(0, object)
        guard let key = call.key(1) else { return call.exit }
        guard let own = realm.ownProperty(object, key) else { return .undefined }
        call.root(1, own.value)
        return realm.makeDescriptorObject(own)
    }

    /// https://tc39.es/ecma262/#sec-object.getownpropertydescriptors
    private static func getOwnPropertyDescriptors(_ call: Arguments) -> Value {
        let realm = call.realm
        let object = realm.toObject(call[0])
        if object.isException { return object }
        call.root(0, object)
        let result = realm.makeObject()
        call.root(1, result)
        for key in realm.ownKeys(object, .all) {
            guard let own = realm.ownProperty(object, key) else { continue }
            call.root(2, own.value)
            let descriptor = realm.makeDescriptorObject(own)
            call.root(3, descriptor)
            realm.createDataProperty(result, key, descriptor)
        }
        return result
    }

    /// https://tc39.es/ecma262/#sec-getownpropertykeys
    private static func keys(_ call: Arguments, _ filter: Realm.KeyFilter) -> Value {
        let realm = call.realm
        let object = realm.toObject(call[0])
        if object.isException { return object }
        call.root(0, object)
        return realm.makeKeyArray(realm.ownKeys(object, filter), asStrings: true)
    }

    /// https://tc39.es/ecma262/#sec-object.hasown
    private static func hasOwn(_ call: Arguments) -> Value {
        let realm = call.realm
        let object = realm.toObject(call[0])
        if object.isException { return object }
        call.root(0, object)
        guard let key = call.key(1) else { return call.exit }
        return Value(realm.ownProperty(object, key) != nil)
    }
}

extension Realm {
    /// The error of a prototype that the object refuses.
    func throwPrototypeRefused(_ object: Value, _ prototype: Value) -> Value {
        if object.bits == self[.objectPrototype].bits {
            return throwTypeError("Immutable prototype object 'Object.prototype' cannot have their prototype set")
        }
        if !isExtensible(object) { return throwTypeError("\(describe(object)) is not extensible") }
        return throwTypeError("Cyclic __proto__ value")
    }
}
