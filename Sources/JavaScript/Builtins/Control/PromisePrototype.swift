/// https://tc39.es/ecma262/#sec-properties-of-the-promise-prototype-object
enum PromisePrototype {
    static let object = BuiltinObject(
        "Promise.prototype", intrinsic: .promisePrototype,
        members: [
            .method("then", 2, parameters: 2, slots: 4) { steps(then, $0, $1, $2) },
            .method("catch", 1, script: "function (onRejected) { return this.then(undefined, onRejected); }"),
            .method("finally", 1, script: finallySource),
            .toStringTag("Promise"),
        ])

    /// f[3] = constructor, f[4] = capability (promise, resolve, reject). https://tc39.es/ecma262/#sec-promise.prototype.then
    private static func then(_ f: StepFrame, _ step: Int) -> Value {
        let realm = f.realm
        switch step {
        case 0:
            guard realm.type(f.this) == CellType.promise else {
                return f.throwTypeError(
                    "Method Promise.prototype.then called on incompatible receiver \(realm.describe(f.this))")
            }
            if realm.hasDefaultSpecies(f.this), realm.promiseSpeciesIsIntact {
                return react(f, realm.makePromise(), .undefined, .undefined)
            }
            return f.call(realm[.speciesConstructor], this: .undefined, f.this, realm[.promiseConstructor], then: 1)
        case 1:
            f[3] = f.result
            return f.call(realm[.newPromiseCapability], this: .undefined, f[3], then: 2)
        default:
            f[4] = f.result
            return react(f, realm.element(f[4], 0), realm.element(f[4], 1), realm.element(f[4], 2))
        }
    }

    /// https://tc39.es/ecma262/#sec-performpromisethen
    private static func react(_ f: StepFrame, _ promise: Value, _ resolve: Value, _ reject: Value) -> Value {
        f[5] = promise
        let reaction = f.realm.makeReaction(
            Reaction.Kind.handlers, f[1], f[2], promise: promise, resolve: resolve, reject: reject)
        f.realm.addReaction(f.this, reaction)
        return promise
    }

    /// https://tc39.es/ecma262/#sec-promise.prototype.finally
    private static let finallySource = """
        function (onFinally) {
            if (this === null || typeof this !== 'object' && typeof this !== 'function') throw $typeError('Promise.prototype.finally called on a non-object');
            const C = $speciesConstructor(this, $promise());
            if (typeof onFinally !== 'function') return this.then(onFinally, onFinally);
            return this.then(
                (value) => $promiseResolve(C, onFinally()).then(() => value),
                (reason) => $promiseResolve(C, onFinally()).then(() => { throw reason; }));
        }
        """
}

extension Realm {
    /// `Promise[Symbol.species]` is as it was made; checked by the prototype epoch.
    var promiseSpeciesIsIntact: Bool {
        guard let own = ownProperty(self[.promiseConstructor], PropertyKey(atom: self[.symbolSpecies].offset)) else {
            return false
        }
        return own.isAccessor && own.value.bits == self[.promiseSpecies].bits
    }
}
