/// Internal functions for constructors of subclasses: species, promise capabilities.
enum InternalCapabilities {
    static let speciesConstructor = BuiltinFunction.steps("%speciesConstructor%", 2, parameters: 2, slots: 1) {
        steps(speciesConstructor, $0, $1, $2)
    }
    static let newPromiseCapability = BuiltinFunction.steps("%newPromiseCapability%", 1, parameters: 1, slots: 3) {
        steps(newPromiseCapability, $0, $1, $2)
    }
    static let capabilityExecutor = BuiltinFunction.leaf("%capabilityExecutor%", 2) {
        leaf(capabilityExecutor, $0, $1, $2)
    }
    static let promiseResolve = BuiltinFunction.steps("%promiseResolve%", 2, parameters: 2, slots: 2) {
        steps(promiseResolve, $0, $1, $2)
    }
    /// `%Promise%` itself, for code written in JavaScript.
    static let promise = BuiltinFunction.leaf("%promise%", 0) { leaf({ $0.realm[.promiseConstructor] }, $0, $1, $2) }
    static let typeError = BuiltinFunction.leaf("%typeError%", 1) {
        leaf({ $0.realm.makeError(.typeError, $0[0]) }, $0, $1, $2)
    }

    /// https://tc39.es/ecma262/#sec-promise.any, the error of the last rejection
    static let aggregateError = BuiltinFunction.leaf("%aggregateError%", 1) {
        leaf(
            { call in
                let realm = call.realm
                let error = realm.makeError(.aggregateError, realm.makeString("All promises were rejected"))
                call.root(0, error)
                realm.define(error, PropertyKey(atom: realm[.errorsAtom].offset), call[0], .hidden)
                return error
            }, $0, $1, $2)
    }

    /// f[1] = object, f[2] = default constructor. https://tc39.es/ecma262/#sec-speciesconstructor
    private static func speciesConstructor(_ f: StepFrame, _ step: Int) -> Value {
        let realm = f.realm
        switch step {
        case 0: return f.get(f[1], PropertyKey(atom: realm[.constructorAtom].offset), then: 1)
        case 1:
            if f.result.isUndefined { return f[2] }
            guard f.result.isObject else { return f.throwTypeError("The .constructor property is not an object") }
            return f.get(f.result, PropertyKey(atom: realm[.symbolSpecies].offset), then: 2)
        default:
            if f.result.isNullish { return f[2] }
            return realm.isConstructor(f.result)
                ? f.result : f.throwTypeError("object.constructor[Symbol.species] is not a constructor")
        }
    }

    /// An array of promise, resolve and reject for a constructor. f[2] = record [resolve, reject], f[3] = executor.
    /// https://tc39.es/ecma262/#sec-newpromisecapability
    private static func newPromiseCapability(_ f: StepFrame, _ step: Int) -> Value {
        let realm = f.realm
        if step == 0 {
            guard realm.isConstructor(f[1]) else {
                return f.throwTypeError("\(realm.describe(f[1])) is not a constructor")
            }
            if f[1].bits == realm[.promiseConstructor].bits {
                f[2] = realm.makePromise()
                f[3] = realm.makeResolvingFunctions(f[2])
                return realm.makeArray([f[2], realm.element(f[3], 0), realm.element(f[3], 1)])
            }
            f[2] = realm.makeArray([.undefined, .undefined])
            f[3] = realm.makeBuiltinFunction(BuiltinTable.shared.number(.capabilityExecutor))
            realm.setFunctionData(f[3], f[2])
            realm.nameAnonymously(f[3])
            return f.construct(f[1], (f[3], .undefined), count: 1, then: 1)
        }
        f[4] = f.constructed
        guard realm.isFunction(realm.element(f[2], 0)), realm.isFunction(realm.element(f[2], 1)) else {
            return f.throwTypeError("Promise resolve or reject function is not callable")
        }
        return realm.makeArray([f[4], realm.element(f[2], 0), realm.element(f[2], 1)])
    }

    /// Stores what the constructor hands to its executor. https://tc39.es/ecma262/#sec-newpromisecapability, the executor closure
    private static func capabilityExecutor(_ call: Arguments) -> Value {
        let realm = call.realm
        let record = call.data
        guard realm.element(record, 0).isUndefined, realm.element(record, 1).isUndefined else {
            return call.throwTypeError("Promise executor has already been invoked with non-undefined arguments")
        }
        realm.setElement(record, 0, call[0])
        realm.setElement(record, 1, call[1])
        return .undefined
    }

    /// f[1] = constructor, f[2] = value. https://tc39.es/ecma262/#sec-promise-resolve
    private static func promiseResolve(_ f: StepFrame, _ step: Int) -> Value {
        let realm = f.realm
        switch step {
        case 0:
            guard realm.type(f[2]) == CellType.promise else { return f.go(to: 2) }
            return f.get(f[2], PropertyKey(atom: realm[.constructorAtom].offset), then: 1)
        case 1: return f.result.bits == f[1].bits ? f[2] : f.go(to: 2)
        case 2:
            if f[1].bits == realm[.promiseConstructor].bits { return realm.promiseResolve(f[2]) }
            return f.call(realm[.newPromiseCapability], this: .undefined, f[1], then: 3)
        case 3:
            f[3] = f.result
            return f.call(realm.element(f[3], 1), this: .undefined, f[2], then: 4)
        default: return realm.element(f[3], 0)
        }
    }
}
