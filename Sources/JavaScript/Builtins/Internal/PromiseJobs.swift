/// Internal functions behind promises: the jobs of reactions and thenables, and resolving functions.
enum InternalPromises {
    static let promiseJob = BuiltinFunction.steps("%promiseJob%", 3, parameters: 3, slots: 2) {
        steps(promiseJob, $0, $1, $2)
    }
    static let resolveFunction = BuiltinFunction.steps("%promiseResolveFunction%", 1, parameters: 1, slots: 2) {
        steps(resolveFunction, $0, $1, $2)
    }
    static let rejectFunction = BuiltinFunction.leaf("%promiseRejectFunction%", 1) { leaf(rejectFunction, $0, $1, $2) }

    /// f[1] = reaction, f[2] = value, f[3] = state.
    /// https://tc39.es/ecma262/#sec-newpromisereactionjob, https://tc39.es/ecma262/#sec-newpromiseresolvethenablejob
    private static func promiseJob(_ f: StepFrame, _ step: Int) -> Value {
        let realm = f.realm
        let reaction = f[1]
        switch realm.internalSlot(reaction, Reaction.kind).int32 {
        case Reaction.Kind.thenable: return thenableJob(f, step)
        case Reaction.Kind.microtask: return Microtasks.job(f, step)
        default: break
        }
        switch step {
        case 0:
            let rejected = f[3].int32 == PromiseState.rejected
            let handler = realm.internalSlot(reaction, rejected ? Reaction.second : Reaction.first)
            if !realm.isFunction(handler) {
                f[5] = Value(rejected)
                return f.finish(f[2], at: 1)
            }
            f[5] = .false
            return f.call(handler, this: .undefined, f[2], then: 1, orCatch: 2)
        case 1: return answer(f, reaction, f.result, rejected: f[5].bits == Value.true.bits)
        case 2: return answer(f, reaction, f.result, rejected: true)
        default: return .undefined
        }
    }

    /// Settles the derived promise of a reaction.
    private static func answer(_ f: StepFrame, _ reaction: Value, _ value: Value, rejected: Bool) -> Value {
        let realm = f.realm
        let promise = realm.internalSlot(reaction, Reaction.promise)
        let function = realm.internalSlot(reaction, rejected ? Reaction.reject : Reaction.resolve)
        if realm.isFunction(function) { return f.call(function, this: .undefined, value, then: 3) }
        if promise.isObject {
            if rejected { realm.settle(promise, value, PromiseState.rejected) } else { realm.resolve(promise, value) }
        }
        return .undefined
    }

    private static func thenableJob(_ f: StepFrame, _ step: Int) -> Value {
        let realm = f.realm
        let promise = realm.internalSlot(f[1], Reaction.first)
        let thenable = realm.internalSlot(f[1], Reaction.second)
        switch step {
        case 0:
            let then = realm.internalSlot(f[1], Reaction.promise)
            // A `then` behind a getter is read now.
            return then.isNull
                ? f.get(thenable, PropertyKey(atom: realm[.thenAtom].offset), then: 1, orCatch: 2)
                : f.finish(then, at: 1)
        case 1:
            let then = f.result
            guard realm.isFunction(then) else {
                realm.settle(promise, thenable, PromiseState.fulfilled)
                return .undefined
            }
            if then.bits == realm[.promiseThen].bits, realm.type(thenable) == CellType.promise,
                realm.hasDefaultSpecies(thenable)
            {
                realm.addReaction(thenable, realm.makeReaction(Reaction.Kind.adopt, promise))
                return .undefined
            }
            f[4] = realm.makeResolvingFunctions(promise)
            return f.call(then, this: thenable, realm.element(f[4], 0), realm.element(f[4], 1), then: 3, orCatch: 4)
        case 2:
            realm.settle(promise, f.result, PromiseState.rejected)
            return .undefined
        case 4:
            // `then` threw: as if it had called reject.
            return f.call(realm.element(f[4], 1), this: .undefined, f.result, then: 3)
        default: return .undefined
        }
    }

    /// https://tc39.es/ecma262/#sec-promise-resolve-functions
    private static func resolveFunction(_ f: StepFrame, _ step: Int) -> Value {
        let realm = f.realm
        switch step {
        case 0:
            guard let promise = realm.takePromise(ofResolvingFunction: f.callee) else { return .undefined }
            f[2] = promise
            guard f[1].isObject, f[1].bits != promise.bits else {
                realm.resolve(promise, f[1])
                return .undefined
            }
            return f.get(f[1], PropertyKey(atom: realm[.thenAtom].offset), then: 1, orCatch: 2)
        case 1:
            guard realm.isFunction(f.result) else {
                realm.settle(f[2], f[1], PromiseState.fulfilled)
                return .undefined
            }
            f[3] = f.result
            realm.enqueueJob(
                realm.makeReaction(Reaction.Kind.thenable, f[2], f[1], promise: f[3]), .undefined,
                PromiseState.fulfilled)
            return .undefined
        default:
            realm.settle(f[2], f.result, PromiseState.rejected)
            return .undefined
        }
    }

    /// https://tc39.es/ecma262/#sec-promise-reject-functions
    private static func rejectFunction(_ call: Arguments) -> Value {
        guard let promise = call.realm.takePromise(ofResolvingFunction: call.callee) else { return .undefined }
        call.realm.settle(promise, call[0], PromiseState.rejected)
        return .undefined
    }
}

extension StepFrame {
    /// The function object whose frame this is.
    var callee: Value { Value(bits: header(registers, FrameHeader.callee)) }
}

extension Realm {
    /// Resolve and reject functions of a promise, as an array of two. They share a record `[promise]`, which the first
    /// call empties. The promise must be reachable. https://tc39.es/ecma262/#sec-createresolvingfunctions
    func makeResolvingFunctions(_ promise: Value) -> Value {
        let record = makeArray([promise])
        let root = keep(record)
        defer { release(root) }
        let functions = makeArray(length: 2)
        _ = keep(functions)
        for (i, kind) in [InternalFunction.promiseResolveFunction, .promiseRejectFunction].enumerated() {
            let function = makeBuiltinFunction(BuiltinTable.shared.number(kind))
            setElement(functions, i, function)
            nameAnonymously(function)
            setFunctionData(function, record)
        }
        return functions
    }

    /// Engine functions that programs can see have an empty name.
    func nameAnonymously(_ function: Value) {
        if let own = ownProperty(function, PropertyKey(atom: self[.nameAtom].offset)) {
            cell(at: own.location).storeBytes(of: self[.emptyString], as: Value.self)
        }
    }

    /// A value that a builtin function object carries: in `nativeData` of a leaf, as environment of a resumable one.
    func setFunctionData(_ function: Value, _ data: Value) {
        if type(function) == CellType.native {
            setInternalSlot(function, Cell.nativeData, data)
        } else {
            cell(function).storeBytes(
                of: data.isObject ? data.offset : 0, toByteOffset: Cell.functionEnvironment, as: UInt32.self)
        }
    }

    func functionData(_ function: Value) -> Value {
        if type(function) == CellType.native { return internalSlot(function, Cell.nativeData) }
        return Value(objectOffset: cell(function).load(fromByteOffset: Cell.functionEnvironment, as: UInt32.self))
    }

    /// The promise that a resolving function may still settle; nil after the first call of either of the pair.
    func takePromise(ofResolvingFunction function: Value) -> Value? {
        let record = functionData(function)
        let promise = element(record, 0)
        guard promise.isObject else { return nil }
        setElement(record, 0, .undefined)
        return promise
    }

    /// Whether deriving a promise from this one makes an ordinary promise: `constructor` is %Promise%.
    func hasDefaultSpecies(_ promise: Value) -> Bool {
        guard case .value(let constructor) = get(promise, PropertyKey(atom: self[.constructorAtom].offset)) else {
            return false
        }
        return constructor.bits == self[.promiseConstructor].bits
    }
}
