// The combinators are JavaScript: each calls user code at every turn. `$newPromiseCapability` answers an array of
// promise, resolve and reject, and refuses a receiver that is no constructor.
// https://tc39.es/ecma262/#sec-properties-of-the-promise-constructor
extension PromiseConstructor {
    /// https://tc39.es/ecma262/#sec-promise.all
    static let allSource = """
        function (iterable) {
            if (this === null || typeof this !== 'object' && typeof this !== 'function') throw $typeError('Promise.all called on non-object');
            const capability = $newPromiseCapability(this), resolve = capability[1], reject = capability[2];
            try {
                const promiseResolve = this.resolve;
                if (typeof promiseResolve !== 'function') throw $typeError('Promise resolve or reject function is not callable');
                const values = [];
                let remaining = 1, next = 0;
                for (const value of iterable) {
                    const index = next++;
                    let called = false;
                    $append(values, undefined);
                    const promise = $call(promiseResolve, this, value);
                    remaining++;
                    promise.then((value) => {
                        if (called) return;
                        called = true;
                        $createDataProperty(values, index, value);
                        if (--remaining === 0) return $call(resolve, undefined, values);
                    }, reject);
                }
                if (--remaining === 0) $call(resolve, undefined, values);
            } catch (error) {
                $call(reject, undefined, error);
            }
            return capability[0];
        }
        """

    /// https://tc39.es/ecma262/#sec-promise.allsettled
    static let allSettledSource = """
        function (iterable) {
            if (this === null || typeof this !== 'object' && typeof this !== 'function') throw $typeError('Promise.allSettled called on non-object');
            const capability = $newPromiseCapability(this), resolve = capability[1], reject = capability[2];
            try {
                const promiseResolve = this.resolve;
                if (typeof promiseResolve !== 'function') throw $typeError('Promise resolve or reject function is not callable');
                const values = [];
                let remaining = 1, next = 0;
                for (const value of iterable) {
                    const index = next++;
                    let called = false;
                    $append(values, undefined);
                    const promise = $call(promiseResolve, this, value);
                    remaining++;
                    promise.then((value) => {
                        if (called) return;
                        called = true;
                        $createDataProperty(values, index, { status: 'fulfilled', value });
                        if (--remaining === 0) return $call(resolve, undefined, values);
                    }, (reason) => {
                        if (called) return;
                        called = true;
                        $createDataProperty(values, index, { status: 'rejected', reason });
                        if (--remaining === 0) return $call(resolve, undefined, values);
                    });
                }
                if (--remaining === 0) $call(resolve, undefined, values);
            } catch (error) {
                $call(reject, undefined, error);
            }
            return capability[0];
        }
        """

    /// https://tc39.es/ecma262/#sec-promise.any
    static let anySource = """
        function (iterable) {
            if (this === null || typeof this !== 'object' && typeof this !== 'function') throw $typeError('Promise.any called on non-object');
            const capability = $newPromiseCapability(this), resolve = capability[1], reject = capability[2];
            try {
                const promiseResolve = this.resolve;
                if (typeof promiseResolve !== 'function') throw $typeError('Promise resolve or reject function is not callable');
                const errors = [];
                let remaining = 1, next = 0;
                for (const value of iterable) {
                    const index = next++;
                    let called = false;
                    $append(errors, undefined);
                    const promise = $call(promiseResolve, this, value);
                    remaining++;
                    promise.then(resolve, (error) => {
                        if (called) return;
                        called = true;
                        $createDataProperty(errors, index, error);
                        if (--remaining === 0) return $call(reject, undefined, $aggregateError(errors));
                    });
                }
                if (--remaining === 0) throw $aggregateError(errors);
            } catch (error) {
                $call(reject, undefined, error);
            }
            return capability[0];
        }
        """

    /// https://tc39.es/ecma262/#sec-promise.race
    static let raceSource = """
        function (iterable) {
            if (this === null || typeof this !== 'object' && typeof this !== 'function') throw $typeError('Promise.race called on non-object');
            const capability = $newPromiseCapability(this), resolve = capability[1], reject = capability[2];
            try {
                const promiseResolve = this.resolve;
                if (typeof promiseResolve !== 'function') throw $typeError('Promise resolve or reject function is not callable');
                for (const value of iterable) $call(promiseResolve, this, value).then(resolve, reject);
            } catch (error) {
                $call(reject, undefined, error);
            }
            return capability[0];
        }
        """

    /// f[1] = callback, f[2] = arguments, f[3] = capability. https://tc39.es/ecma262/#sec-promise.try
    static func attempt(_ f: StepFrame, _ step: Int) -> Value {
        let realm = f.realm
        switch step {
        case 0:
            guard f.this.isObject else { return f.throwTypeError("Promise.try called on non-object") }
            return f.call(realm[.newPromiseCapability], this: .undefined, f.this, then: 1)
        case 1:
            f[3] = f.result
            return f.call(f[1], this: .undefined, list: f[2], then: 2, orCatch: 3)
        case 2: return f.call(realm.element(f[3], 1), this: .undefined, f.result, then: 4)
        case 3: return f.call(realm.element(f[3], 2), this: .undefined, f.result, then: 4)
        default: return realm.element(f[3], 0)
        }
    }
}
