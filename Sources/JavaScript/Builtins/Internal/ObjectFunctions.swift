/// Internal functions of property descriptors and keys.
enum InternalObjects {
    static let functions: [InternalFunction: BuiltinFunction] = [
        .emptyFunction: .leaf("", 0) { leaf({ _ in .undefined }, $0, $1, $2) },
        .throwTypeError: .leaf("", 0) { leaf(throwTypeError, $0, $1, $2) },
        .createDataProperty: .leaf("%createDataProperty%", 3, converting: [.any, .any, .key]) {
            leaf(createDataProperty, $0, $1, $2)
        },
        .defineOwnProperty: .leaf("%defineOwnProperty%", 3) { leaf(defineOwnProperty, $0, $1, $2) },
        .defineProperties: .script("%defineProperties%", 2, definePropertiesSource),
        .toArrayLength: .script("%toArrayLength%", 1, toArrayLengthSource),
        .toPropertyDescriptor: .script("%toPropertyDescriptor%", 1, toPropertyDescriptorSource),
        .ownKeys: .leaf("%ownKeys%", 1) { leaf({ $0.realm.makeKeyArray($0.realm.ownKeys($0[0], .all)) }, $0, $1, $2) },
        .ownNames: .leaf("%ownNames%", 1) {
            leaf({ $0.realm.makeKeyArray($0.realm.ownKeys($0[0], .strings), asStrings: true) }, $0, $1, $2)
        },
        .isEnumerable: .leaf("%isEnumerable%", 2) { leaf(isEnumerable, $0, $1, $2) },
    ]

    /// https://tc39.es/ecma262/#sec-%throwtypeerror%
    private static func throwTypeError(_ call: Arguments) -> Value {
        call.throwTypeError(
            "'caller', 'callee', and 'arguments' properties may not be accessed on strict mode functions or the arguments objects for calls to them"
        )
    }

    /// https://tc39.es/ecma262/#sec-createdatapropertyorthrow
    private static func createDataProperty(_ call: Arguments) -> Value {
        guard let key = call.key(1) else { return call.exit }
        let realm = call.realm
        if realm.createDataProperty(call[0], key, call[2]) { return .undefined }
        return realm.throwNotDefinable(call[0], key)
    }

    /// https://tc39.es/ecma262/#sec-definepropertyorthrow
    private static func defineOwnProperty(_ call: Arguments) -> Value {
        guard let key = call.key(1) else { return call.exit }
        let realm = call.realm
        guard let descriptor = realm.descriptor(of: call[2]) else {
            return call.throwTypeError("Property description must be an object")
        }
        return realm.defineOwnProperty(call[0], key, descriptor) ? call[0] : realm.throwNotDefinable(call[0], key)
    }

    /// https://tc39.es/ecma262/#sec-toobject is done by the caller.
    private static func isEnumerable(_ call: Arguments) -> Value {
        guard let key = call.key(1) else { return call.exit }
        return Value(call.realm.ownProperty(call[0], key)?.attributes.contains(.enumerable) ?? false)
    }

    /// https://tc39.es/ecma262/#sec-objectdefineproperties
    private static let definePropertiesSource = """
        function (object, properties) {
            const source = $toObject(properties);
            const keys = $ownKeys(source);
            const found = [];
            for (let i = 0; i < keys.length; i++) {
                if (!$isEnumerable(source, keys[i])) continue;
                const descriptor = $toPropertyDescriptor(source[keys[i]]);
                $append(found, keys[i]);
                $append(found, descriptor);
            }
            for (let i = 0; i < found.length; i += 2) {
                const descriptor = found[i + 1];
                if (found[i] === 'length' && 'value' in descriptor && $isArray(object)) descriptor.value = $toArrayLength(descriptor.value);
                $defineOwnProperty(object, found[i], descriptor);
            }
            return object;
        }
        """

    /// https://tc39.es/ecma262/#sec-arraysetlength, the conversion of the value: twice, as programs can see.
    private static let toArrayLengthSource = """
        function (value) {
            const length = value >>> 0;
            if (length !== +value) throw $rangeError('Invalid array length');
            return length;
        }
        """

    /// https://tc39.es/ecma262/#sec-topropertydescriptor
    private static let toPropertyDescriptorSource = """
        function (object) {
            if (typeof object !== 'object' && typeof object !== 'function' || object === null)
                throw $typeError('Property description must be an object: ' + $describe(object));
            const result = { __proto__: null };
            if ('enumerable' in object) result.enumerable = !!object.enumerable;
            if ('configurable' in object) result.configurable = !!object.configurable;
            if ('value' in object) result.value = object.value;
            if ('writable' in object) result.writable = !!object.writable;
            if ('get' in object) {
                result.get = object.get;
                if (typeof result.get !== 'function' && result.get !== undefined) throw $typeError('Getter must be a function: ' + $describe(result.get));
            }
            if ('set' in object) {
                result.set = object.set;
                if (typeof result.set !== 'function' && result.set !== undefined) throw $typeError('Setter must be a function: ' + $describe(result.set));
            }
            if (('get' in result || 'set' in result) && ('value' in result || 'writable' in result))
                throw $typeError('Invalid property descriptor. Cannot both specify accessors and a value or writable attribute, ' + $describe(object));
            return result;
        }
        """
}

extension Realm {
    /// The error of a definition that the object refuses; what is pending already stays.
    func throwNotDefinable(_ object: Value, _ key: PropertyKey) -> Value {
        if !control.pointee.exception.isUndefined { return .exception }
        if ownProperty(object, key) == nil {
            return throwTypeError("Cannot define property \(keyText(key)), object is not extensible")
        }
        return throwTypeError("Cannot redefine property: \(keyText(key))")
    }

    /// A descriptor from the data properties of an object whose get and set were checked; nil for anything else than an object.
    /// https://tc39.es/ecma262/#sec-topropertydescriptor
    func descriptor(of object: Value) -> PropertyDescriptor? {
        guard object.isObject else { return nil }
        func field(_ key: Intrinsic) -> Value? {
            if case .value(let value) = get(object, PropertyKey(atom: self[key].offset)) { return value }
            return nil
        }
        var descriptor = PropertyDescriptor()
        descriptor.value = field(.valueAtom)
        descriptor.getter = field(.getAtom)
        descriptor.setter = field(.setAtom)
        descriptor.writable = field(.writableAtom).map { toBoolean($0) }
        descriptor.enumerable = field(.enumerableAtom).map { toBoolean($0) }
        descriptor.configurable = field(.configurableAtom).map { toBoolean($0) }
        return descriptor
    }

    /// Whether `descriptor(of:)` is all that ToPropertyDescriptor does for this object: no getter runs, nothing is refused.
    func isSimpleDescriptor(_ object: Value) -> Bool {
        guard object.isObject else { return false }
        var accessors = false
        var data = false
        for key in [Intrinsic.enumerableAtom, .configurableAtom, .valueAtom, .writableAtom, .getAtom, .setAtom] {
            switch get(object, PropertyKey(atom: self[key].offset)) {
            case .absent: continue
            case .getter: return false
            case .value(let value):
                if key == .getAtom || key == .setAtom {
                    accessors = true
                    if !value.isUndefined, !isFunction(value) { return false }
                } else if key == .valueAtom || key == .writableAtom {
                    data = true
                }
            }
        }
        return !(accessors && data)
    }

    /// https://tc39.es/ecma262/#sec-frompropertydescriptor. The value of the property must be reachable.
    func makeDescriptorObject(_ own: OwnProperty) -> Value {
        let result = makeObject()
        let root = keep(result)
        defer { release(root) }
        func put(_ key: Intrinsic, _ value: Value) {
            createDataProperty(result, PropertyKey(atom: self[key].offset), value)
        }
        if own.isAccessor {
            put(.getAtom, cell(own.value).load(fromByteOffset: 8, as: Value.self))
            put(.setAtom, cell(own.value).load(fromByteOffset: 16, as: Value.self))
        } else {
            put(.valueAtom, own.value)
            put(.writableAtom, Value(own.attributes.contains(.writable)))
        }
        put(.enumerableAtom, Value(own.attributes.contains(.enumerable)))
        put(.configurableAtom, Value(own.attributes.contains(.configurable)))
        return result
    }
}
