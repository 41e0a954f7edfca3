/// https://tc39.es/ecma262/#sec-promise-constructor
enum PromiseConstructor {
    static let object = BuiltinObject(
        constructor: .steps("Promise", 1, isConstructor: true, parameters: 1, slots: 3) {
            steps(construct, $0, $1, $2)
        },
        prototype: .promisePrototype, intrinsic: .promiseConstructor,
        members: [
            .method("all", 1, script: allSource),
            .method("allSettled", 1, script: allSettledSource),
            .method("any", 1, script: anySource),
            .method("race", 1, script: raceSource),
            .method("resolve", 1, parameters: 1, slots: 1) { steps(resolve, $0, $1, $2) },
            .method("reject", 1, parameters: 1, slots: 1) { steps(reject, $0, $1, $2) },
            .method("try", 1, parameters: 1, slots: 1, rest: true) { steps(attempt, $0, $1, $2) },
            .method("withResolvers", 0, parameters: 0, slots: 2) { steps(withResolvers, $0, $1, $2) },
            .symbolGetter(.symbolSpecies, "[Symbol.species]") { leaf({ $0.this }, $0, $1, $2) },
        ])

    /// f[2] = promise, f[3] = resolving functions. https://tc39.es/ecma262/#sec-promise-executor
    private static func construct(_ f: StepFrame, _ step: Int) -> Value {
        let realm = f.realm
        switch step {
        case 0:
            if f.newTarget.isUndefined {
                return f.throwTypeError("Promise constructor cannot be invoked without 'new'")
            }
            guard realm.isFunction(f[1]) else {
                return f.throwTypeError("Promise resolver \(realm.describe(f[1])) is not a function")
            }
            return f.get(f.newTarget, PropertyKey(atom: realm[.prototypeAtom].offset), then: 1)
        case 1:
            let prototype = f.result.isObject ? f.result : realm[.promisePrototype]
            f[2] = realm.makeInternalObject(CellType.promise, prototype: prototype)
            realm.setInternalSlot(f[2], Cell.internal0, Value(int32: PromiseState.pending))
            f[3] = realm.makeResolvingFunctions(f[2])
            return f.call(f[1], this: .undefined, realm.element(f[3], 0), realm.element(f[3], 1), then: 3, orCatch: 2)
        case 2: return f.call(realm.element(f[3], 1), this: .undefined, f.result, then: 3)
        default: return f[2]
        }
    }

    /// https://tc39.es/ecma262/#sec-promise.resolve
    private static func resolve(_ f: StepFrame, _ step: Int) -> Value {
        if step == 1 { return f.result }
        guard f.this.isObject else { return f.throwTypeError("PromiseResolve called on non-object") }
        if f.this.bits == f.realm[.promiseConstructor].bits { return f.realm.promiseResolve(f[1]) }
        return f.call(f.realm[.promiseResolve], this: .undefined, f.this, f[1], then: 1)
    }

    /// https://tc39.es/ecma262/#sec-promise.reject
    private static func reject(_ f: StepFrame, _ step: Int) -> Value {
        let realm = f.realm
        switch step {
        case 0: return f.call(realm[.newPromiseCapability], this: .undefined, f.this, then: 1)
        case 1:
            f[2] = f.result
            return f.call(realm.element(f[2], 2), this: .undefined, f[1], then: 2)
        default: return realm.element(f[2], 0)
        }
    }

    /// https://tc39.es/ecma262/#sec-promise.withResolvers
    private static func withResolvers(_ f: StepFrame, _ step: Int) -> Value {
        let realm = f.realm
        if step == 0 { return f.call(realm[.newPromiseCapability], this: .undefined, f.this, then: 1) }
        f[1] = f.result
        f[2] = realm.makeObject()
        for (i, name) in ["promise", "resolve", "reject"].enumerated() {
            realm.define(f[2], realm.propertyKey(realm.makeString(name)), realm.element(f[1], i), .all)
        }
        return f[2]
    }
}
