/// Internal functions of the iterator helpers.
enum InternalIteratorFunctions {
    static let functions: [InternalFunction: BuiltinFunction] = [
        .checkIterator: .script("%checkIterator%", 2, checkIteratorSource),
        .checkLimit: .script("%checkLimit%", 2, checkLimitSource),
        .iteratorStep: .steps("%iteratorStep%", 2, parameters: 2, slots: 1) { steps(iteratorStep, $0, $1, $2) },
        .iteratorHelper: .leaf("%iteratorHelper%", 2) { leaf(iteratorHelper, $0, $1, $2) },
        .wrapIterator: .leaf("%wrapIterator%", 2) { leaf(wrapIterator, $0, $1, $2) },
        .isIterator: .leaf("%isIterator%", 1) {
            leaf({ $0.realm.ordinaryHasInstance($0[0], prototype: $0.realm[.iteratorPrototype]) }, $0, $1, $2)
        },
        .iteratorFlattenable: .script("%iteratorFlattenable%", 2, flattenableSource),
        .closeIterator: .script("%closeIterator%", 1, closeIteratorSource),
        .closeQuietly: .script("%closeQuietly%", 1, closeQuietlySource),
        .callOrClose: .script("%callOrClose%", 4, callOrCloseSource),
        .isObject: .leaf("%isObject%", 1) { leaf({ Value($0[0].isObject) }, $0, $1, $2) },
    ]

    /// The receiver of a helper; with a second argument, that it is callable, else the iterator is closed.
    /// https://tc39.es/ecma262/#sec-iterator.prototype.map, steps 2–4
    private static let checkIteratorSource = """
        function (iterator, ...rest) {
            if (!$isObject(iterator)) throw $typeError('Iterator helper called on non-object');
            if (rest.length > 0 && typeof rest[0] !== 'function') {
                $closeQuietly(iterator);
                throw $typeError($describe(rest[0]) + ' is not a function');
            }
            return iterator;
        }
        """

    /// https://tc39.es/ecma262/#sec-iterator.prototype.take, steps 3–8
    private static let checkLimitSource = """
        function (iterator, limit) {
            let number;
            try {
                number = +limit;
            } catch (error) {
                $closeQuietly(iterator);
                throw error;
            }
            const integer = $toInteger(number);
            if (number !== number || integer < 0 || integer > 9007199254740991 && integer !== 1 / 0) {
                $closeQuietly(iterator);
                throw $rangeError($describe(limit) + ' must be positive');
            }
            return integer;
        }
        """

    /// f[1] = iterator, f[2] = next method, f[3] = result. The result object, undefined at the end.
    /// https://tc39.es/ecma262/#sec-iteratorstep
    private static func iteratorStep(_ f: StepFrame, _ step: Int) -> Value {
        switch step {
        case 0: return f.call(f[2], this: f[1], then: 1)
        case 1:
            f[3] = f.result
            guard f[3].isObject else {
                return f.throwTypeError("Iterator result \(f.realm.describe(f[3])) is not an object")
            }
            return f.get(f[3], PropertyKey(atom: f.realm[.doneAtom].offset), then: 2)
        default: return f.realm.toBoolean(f.result) ? .undefined : f[3]
        }
    }

    /// https://tc39.es/ecma262/#sec-%iteratorhelperprototype%-object
    private static func iteratorHelper(_ call: Arguments) -> Value {
        make(call, .iteratorHelperPrototype, call[1], call[0])
    }

    /// https://tc39.es/ecma262/#sec-%wrapforvaliditeratorprototype%-object
    private static func wrapIterator(_ call: Arguments) -> Value {
        make(call, .wrapForValidIteratorPrototype, call[0], call[1])
    }

    private static func make(_ call: Arguments, _ prototype: Intrinsic, _ first: Value, _ second: Value) -> Value {
        let realm = call.realm
        let object = realm.makeInternalObject(CellType.iterator, prototype: realm[prototype])
        realm.setInternalSlot(object, Cell.internal0, first)
        realm.setInternalSlot(object, Cell.internal1, second)
        realm.setInternalSlot(object, Cell.internal2, realm[prototype])
        return object
    }

    /// https://tc39.es/ecma262/#sec-getiteratorflattenable
    private static let flattenableSource = """
        function (object, acceptsStrings) {
            if (!$isObject(object) && !(acceptsStrings && typeof object === 'string')) throw $typeError($describe(object) + ' is not an object');
            const method = $iteratorMethod(object);
            const iterator = method === undefined ? object : $call(method, object);
            if (!$isObject(iterator)) throw $typeError($describe(iterator) + ' is not an object');
            return iterator;
        }
        """

    /// https://tc39.es/ecma262/#sec-iteratorclose
    private static let closeIteratorSource = """
        function (iterator) {
            const method = iterator.return;
            if (method === undefined || method === null) return;
            const result = $call(method, iterator);
            if (!$isObject(result)) throw $typeError($describe(result) + ' is not an object');
        }
        """

    /// https://tc39.es/ecma262/#sec-iteratorclose, for a throw completion
    private static let closeQuietlySource = """
        function (iterator) {
            try {
                const method = iterator.return;
                if (method !== undefined && method !== null) $call(method, iterator);
            } catch {}
        }
        """

    /// https://tc39.es/ecma262/#sec-ifabruptcloseiterator, around a call
    private static let callOrCloseSource = """
        function (iterator, callback, value, counter) {
            try {
                return callback(value, counter);
            } catch (error) {
                $closeQuietly(iterator);
                throw error;
            }
        }
        """
}
