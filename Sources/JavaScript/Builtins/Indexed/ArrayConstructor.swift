/// https://tc39.es/ecma262/#sec-array-constructor
enum ArrayConstructor {
    static let object = BuiltinObject(
        constructor: .leaf("Array", 1, isConstructor: true) { leaf(construct, $0, $1, $2) }, prototype: .arrayPrototype,
        intrinsic: .arrayConstructor,
        members: [
            .method("from", 1, generic: .script(fromSource)) { leaf(from, $0, $1, $2) },
            .method("fromAsync", 1, script: fromAsyncSource),
            .method("isArray", 1) { leaf({ Value($0.realm.isArray($0[0])) }, $0, $1, $2) },
            .method("of", 0, generic: .script(ofSource)) { leaf(of, $0, $1, $2) },
            .symbolGetter(.symbolSpecies, "[Symbol.species]") { leaf({ $0.this }, $0, $1, $2) },
        ])

    /// https://tc39.es/ecma262/#sec-array
    private static func construct(_ call: Arguments) -> Value {
        let realm = call.realm
        let newTarget = call.newTarget
        var array: Value
        if call.count == 1, call[0].isNumber {
            let length = call[0].number
            guard length >= 0, length <= Double(Realm.arrayLengthMax), length == length.rounded(.down) else {
                return call.throwRangeError("Invalid array length")
            }
            array = realm.createArray(length: Int(length))
        } else {
            array = list(call)
        }
        if array.isException || newTarget.isUndefined || newTarget.bits == call.callee.bits { return array }
        call.root(0, array)
        let prototype = realm.prototypeFromConstructor(newTarget, default: .arrayPrototype)
        if prototype.bits != realm[.arrayPrototype].bits {
            let shape = realm.rootShape(prototype: prototype.offset, inlineCapacity: 1, inlineOffset: Cell.arraySlots)
            if realm.isUnique(realm.shape(of: realm.cell(array))) {
                _ = realm.setPrototype(array, prototype)
            } else {
                realm.cell(array).storeBytes(of: realm.offset(shape), as: UInt32.self)
            }
        }
        return array
    }

    /// An array of the arguments.
    private static func list(_ call: Arguments) -> Value {
        call.charge(call.count &>> 2)
        let array = call.realm.makeArray(length: call.count)
        if array.isException { return array }
        for i in 0..<call.count { call.realm.setElement(array, i, call[i]) }
        return array
    }

    /// Of a plain array or iterable that iterates directly, without a mapper. https://tc39.es/ecma262/#sec-array.from
    private static func from(_ call: Arguments) -> Value {
        let realm = call.realm
        guard call.this.bits == realm[Intrinsic.arrayConstructor].bits, call[1].isUndefined, realm.holesAreSafe,
            realm.iteratesDirectly(call[0]),
            let source = realm.plainArray(call[0])
        else { return call.generic }
        let result = realm.makeArray(copying: call[0], from: 0, to: source.count)
        if let target = realm.plainArray(result) {
            for i in 0..<target.count where target[i].isHole { target[i] = .undefined }
        }
        return result
    }

    private static let fromSource = """
        function (items, mapper, thisArg) {
            if (mapper !== undefined && typeof mapper !== 'function') throw $typeError($describe(mapper) + ' is not a function');
            const method = $iteratorMethod(items);
            if (method !== undefined) {
                if (mapper === undefined && this === $arrayConstructor()) return $iteratorToList(items, method);
                const A = $isConstructor(this) ? new this() : [];
                const source = $iteratesDirectly(items) ? items : { [$iteratorSymbol()]: () => $call(method, items) };
                let k = 0;
                for (const value of source) {
                    $createDataProperty(A, k, mapper === undefined ? value : thisArg === undefined ? mapper(value, k) : $call(mapper, thisArg, value, k));
                    k++;
                }
                A.length = k;
                return A;
            }
            const list = $toObject(items);
            const length = $toLength(list.length);
            const A = $isConstructor(this) ? new this(length) : $newArray(length);
            for (let k = 0; k < length; k++) {
                const value = list[k];
                $createDataProperty(A, k, mapper === undefined ? value : thisArg === undefined ? mapper(value, k) : $call(mapper, thisArg, value, k));
            }
            A.length = length;
            return A;
        }
        """

    /// https://tc39.es/ecma262/#sec-array.fromasync
    private static let fromAsyncSource = """
        async function (items, mapper, thisArg) {
            if (mapper !== undefined && typeof mapper !== 'function') throw $typeError($describe(mapper) + ' is not a function');
            const asyncMethod = $asyncIteratorMethod(items);
            const method = asyncMethod === undefined ? $iteratorMethod(items) : undefined;
            if (asyncMethod !== undefined || method !== undefined) {
                const A = $isConstructor(this) ? new this() : [];
                const source = asyncMethod !== undefined
                    ? { [$asyncIteratorSymbol()]: () => $call(asyncMethod, items) } : { [$iteratorSymbol()]: () => $call(method, items) };
                let k = 0;
                for await (const value of source) {
                    $createDataProperty(A, k, mapper === undefined ? value : await $call(mapper, thisArg, value, k));
                    k++;
                }
                A.length = k;
                return A;
            }
            const list = $toObject(items);
            const length = $toLength(list.length);
            const A = $isConstructor(this) ? new this(length) : $newArray(length);
            for (let k = 0; k < length; k++) {
                let value = await list[k];
                if (mapper !== undefined) value = await $call(mapper, thisArg, value, k);
                $createDataProperty(A, k, value);
            }
            A.length = length;
            return A;
        }
        """

    /// https://tc39.es/ecma262/#sec-array.of
    private static func of(_ call: Arguments) -> Value {
        call.this.bits == call.realm[Intrinsic.arrayConstructor].bits ? list(call) : call.generic
    }

    private static let ofSource = """
        function (...items) {
            const A = $isConstructor(this) ? new this(items.length) : $newArray(items.length);
            for (let k = 0; k < items.length; k++) $createDataProperty(A, k, items[k]);
            A.length = items.length;
            return A;
        }
        """
}
