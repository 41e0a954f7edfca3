/// https://tc39.es/ecma262/#sec-%iterator.prototype%-object
///
/// A lazy helper is an `Iterator Helper` object around a generator of its own, which no program sees.
enum IteratorPrototype {
    static let object = BuiltinObject(
        "Iterator.prototype", intrinsic: .iteratorPrototype,
        members: [
            accessor(
                .string("constructor"), "constructor",
                getter: .leaf("get constructor", 0) { leaf({ $0.realm[.iteratorConstructor] }, $0, $1, $2) }),
            .method("drop", 1, script: dropSource),
            .method("every", 1, script: everySource),
            .method("filter", 1, script: filterSource),
            .method("find", 1, script: findSource),
            .method("flatMap", 1, script: flatMapSource),
            .method("forEach", 1, script: forEachSource),
            .method("map", 1, script: mapSource),
            .method("reduce", 1, script: reduceSource),
            .method("some", 1, script: someSource),
            .method("take", 1, script: takeSource),
            .method("toArray", 0, script: toArraySource),
            .symbolMethod(.symbolIterator, "[Symbol.iterator]", 0) { leaf({ $0.this }, $0, $1, $2) },
            accessor(
                .symbol(.symbolToStringTag), "[Symbol.toStringTag]",
                getter: .leaf("get [Symbol.toStringTag]", 0) { leaf({ $0.realm.makeString("Iterator") }, $0, $1, $2) }),
        ])

    /// https://tc39.es/ecma262/#sec-iterator.prototype.constructor, https://tc39.es/ecma262/#sec-iterator.prototype-%symbol.tostringtag%
    private static func accessor(_ key: BuiltinMember.Key, _ name: String, getter: BuiltinFunction) -> BuiltinMember {
        let setter: BuiltinFunction =
            name == "constructor"
            ? .steps("set constructor", 1, parameters: 1, slots: 0) {
                steps({ IteratorPrototype.setOwn($0, $1, .constructorAtom) }, $0, $1, $2)
            }
            : .steps("set [Symbol.toStringTag]", 1, parameters: 1, slots: 0) {
                steps({ IteratorPrototype.setOwn($0, $1, .symbolToStringTag) }, $0, $1, $2)
            }
        return BuiltinMember(key: key, content: .accessor(getter: getter, setter: setter), attributes: .configurable)
    }

    /// f[1] = value. https://tc39.es/ecma262/#sec-SetterThatIgnoresPrototypeProperties
    private static func setOwn(_ f: StepFrame, _ step: Int, _ name: Intrinsic) -> Value {
        let realm = f.realm
        if step == 1 { return .undefined }
        guard f.this.isObject else { return f.throwTypeError("Iterator.prototype setter called on non-object") }
        let key = PropertyKey(atom: realm[name].offset)
        if f.this.bits == realm[.iteratorPrototype].bits { return realm.throwRefused(.readOnly, key, f.this) }
        if realm.ownProperty(f.this, key) != nil { return f.set(f.this, key, f[1], then: 1) }
        return realm.createDataProperty(f.this, key, f[1]) ? .undefined : realm.throwNotDefinable(f.this, key)
    }

    // MARK: Lazy

    /// https://tc39.es/ecma262/#sec-iterator.prototype.map
    private static let mapSource = """
        function (mapper) {
            const iterator = $checkIterator(this, mapper);
            const next = iterator.next;
            return $iteratorHelper(iterator, (function* () {
                for (let counter = 0, result; (result = $iteratorStep(iterator, next)) !== undefined; counter++) {
                    const value = result.value;
                    let state = 0;
                    try {
                        yield mapper(value, counter);
                        state = 1;
                    } catch (error) {
                        state = 2;
                        $closeQuietly(iterator);
                        throw error;
                    } finally {
                        if (state === 0) $closeIterator(iterator);
                    }
                }
            })());
        }
        """

    /// https://tc39.es/ecma262/#sec-iterator.prototype.filter
    private static let filterSource = """
        function (predicate) {
            const iterator = $checkIterator(this, predicate);
            const next = iterator.next;
            return $iteratorHelper(iterator, (function* () {
                for (let counter = 0, result; (result = $iteratorStep(iterator, next)) !== undefined; counter++) {
                    const value = result.value;
                    let state = 0;
                    try {
                        if (predicate(value, counter)) yield value;
                        state = 1;
                    } catch (error) {
                        state = 2;
                        $closeQuietly(iterator);
                        throw error;
                    } finally {
                        if (state === 0) $closeIterator(iterator);
                    }
                }
            })());
        }
        """

    /// https://tc39.es/ecma262/#sec-iterator.prototype.take
    private static let takeSource = """
        function (limit) {
            const iterator = $checkIterator(this);
            let remaining = $checkLimit(iterator, limit);
            const next = iterator.next;
            return $iteratorHelper(iterator, (function* () {
                for (;;) {
                    if (remaining === 0) {
                        $closeIterator(iterator);
                        return;
                    }
                    remaining--;
                    const result = $iteratorStep(iterator, next);
                    if (result === undefined) return;
                    const value = result.value;
                    let finished = false;
                    try {
                        yield value;
                        finished = true;
                    } finally {
                        if (!finished) $closeIterator(iterator);
                    }
                }
            })());
        }
        """

    /// https://tc39.es/ecma262/#sec-iterator.prototype.drop
    private static let dropSource = """
        function (limit) {
            const iterator = $checkIterator(this);
            let remaining = $checkLimit(iterator, limit);
            const next = iterator.next;
            return $iteratorHelper(iterator, (function* () {
                for (; remaining > 0; remaining--) {
                    if ($iteratorStep(iterator, next) === undefined) return;
                }
                for (let result; (result = $iteratorStep(iterator, next)) !== undefined; ) {
                    const value = result.value;
                    let finished = false;
                    try {
                        yield value;
                        finished = true;
                    } finally {
                        if (!finished) $closeIterator(iterator);
                    }
                }
            })());
        }
        """

    /// https://tc39.es/ecma262/#sec-iterator.prototype.flatmap
    private static let flatMapSource = """
        function (mapper) {
            const iterator = $checkIterator(this, mapper);
            const next = iterator.next;
            return $iteratorHelper(iterator, (function* () {
                for (let counter = 0, result; (result = $iteratorStep(iterator, next)) !== undefined; counter++) {
                    const value = result.value;
                    let inner, innerNext;
                    try {
                        inner = $iteratorFlattenable(mapper(value, counter), false);
                        innerNext = inner.next;
                    } catch (error) {
                        $closeQuietly(iterator);
                        throw error;
                    }
                    for (;;) {
                        let innerResult, innerValue;
                        try {
                            innerResult = $iteratorStep(inner, innerNext);
                            if (innerResult === undefined) break;
                            innerValue = innerResult.value;
                        } catch (error) {
                            $closeQuietly(iterator);
                            throw error;
                        }
                        let finished = false;
                        try {
                            yield innerValue;
                            finished = true;
                        } finally {
                            if (!finished) {
                                try {
                                    $closeIterator(inner);
                                } catch (error) {
                                    $closeQuietly(iterator);
                                    throw error;
                                }
                                $closeIterator(iterator);
                            }
                        }
                    }
                }
            })());
        }
        """

    // MARK: Eager

    /// https://tc39.es/ecma262/#sec-iterator.prototype.every
    private static let everySource = """
        function (predicate) {
            const iterator = $checkIterator(this, predicate);
            const next = iterator.next;
            for (let counter = 0, result; (result = $iteratorStep(iterator, next)) !== undefined; counter++) {
                if (!$callOrClose(iterator, predicate, result.value, counter)) {
                    $closeIterator(iterator);
                    return false;
                }
            }
            return true;
        }
        """

    /// https://tc39.es/ecma262/#sec-iterator.prototype.some
    private static let someSource = """
        function (predicate) {
            const iterator = $checkIterator(this, predicate);
            const next = iterator.next;
            for (let counter = 0, result; (result = $iteratorStep(iterator, next)) !== undefined; counter++) {
                if ($callOrClose(iterator, predicate, result.value, counter)) {
                    $closeIterator(iterator);
                    return true;
                }
            }
            return false;
        }
        """

    /// https://tc39.es/ecma262/#sec-iterator.prototype.find
    private static let findSource = """
        function (predicate) {
            const iterator = $checkIterator(this, predicate);
            const next = iterator.next;
            for (let counter = 0, result; (result = $iteratorStep(iterator, next)) !== undefined; counter++) {
                const value = result.value;
                if ($callOrClose(iterator, predicate, value, counter)) {
                    $closeIterator(iterator);
                    return value;
                }
            }
        }
        """

    /// https://tc39.es/ecma262/#sec-iterator.prototype.foreach
    private static let forEachSource = """
        function (procedure) {
            const iterator = $checkIterator(this, procedure);
            const next = iterator.next;
            for (let counter = 0, result; (result = $iteratorStep(iterator, next)) !== undefined; counter++)
                $callOrClose(iterator, procedure, result.value, counter);
        }
        """

    /// https://tc39.es/ecma262/#sec-iterator.prototype.reduce
    private static let reduceSource = """
        function (reducer, ...rest) {
            const iterator = $checkIterator(this, reducer);
            const next = iterator.next;
            let accumulator = rest[0], counter = 0, result;
            if (rest.length === 0) {
                result = $iteratorStep(iterator, next);
                if (result === undefined) throw $typeError('Reduce of a done iterator with no initial value');
                accumulator = result.value;
                counter = 1;
            }
            for (; (result = $iteratorStep(iterator, next)) !== undefined; counter++) {
                const value = result.value;
                try {
                    accumulator = reducer(accumulator, value, counter);
                } catch (error) {
                    $closeQuietly(iterator);
                    throw error;
                }
            }
            return accumulator;
        }
        """

    /// https://tc39.es/ecma262/#sec-iterator.prototype.toarray
    private static let toArraySource = """
        function () {
            const iterator = $checkIterator(this);
            const next = iterator.next;
            const items = [];
            for (let result; (result = $iteratorStep(iterator, next)) !== undefined; ) $append(items, result.value);
            return items;
        }
        """
}
