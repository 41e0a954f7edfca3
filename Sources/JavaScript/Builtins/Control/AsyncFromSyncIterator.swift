/// An async iterator over a sync one: internal0 = the iterator, internal1 = its next method.
/// https://tc39.es/ecma262/#sec-async-from-sync-iterator-objects
enum AsyncFromSyncIteratorPrototype {
    static let object = BuiltinObject(
        "AsyncFromSyncIterator.prototype", intrinsic: .asyncFromSyncIteratorPrototype,
        inherits: .asyncIteratorPrototype,
        members: [
            .method("next", 1, parameters: 1, slots: 5) { steps({ run($0, $1, .next) }, $0, $1, $2) },
            .method("return", 1, parameters: 1, slots: 5) { steps({ run($0, $1, .return) }, $0, $1, $2) },
            .method("throw", 1, parameters: 1, slots: 5) { steps({ run($0, $1, .throw) }, $0, $1, $2) },
        ])

    /// f[2] = promise, f[3] = iterator, f[4] = result object, f[5] = done, f[6] = value.
    /// https://tc39.es/ecma262/#sec-%asyncfromsynciteratorprototype%.next
    private static func run(_ f: StepFrame, _ step: Int, _ mode: Resumption) -> Value {
        let realm = f.realm
        switch step {
        case 0:
            f[2] = realm.makePromise()
            f[3] = realm.internalSlot(f.this, Cell.internal0)
            if mode == .next { return f.finish(realm.internalSlot(f.this, Cell.internal1), at: 1) }
            return f.get(
                f[3], PropertyKey(atom: realm[mode == .return ? .returnAtom : .throwAtom].offset), then: 1, orCatch: 7)
        case 1:
            if f.result.isNullish, mode != .next { return withoutMethod(f, mode) }
            let method = f.result
            return f.argumentCount > 0
                ? f.call(method, this: f[3], f[1], then: 2, orCatch: 7)
                : f.call(method, this: f[3], then: 2, orCatch: 7)
        case 2:
            f[4] = f.result
            guard f[4].isObject else {
                return reject(f, .typeError, "Iterator result \(realm.describe(f[4])) is not an object")
            }
            return f.get(f[4], PropertyKey(atom: realm[.doneAtom].offset), then: 3, orCatch: 7)
        case 3:
            f[5] = Value(realm.toBoolean(f.result))
            return f.get(f[4], PropertyKey(atom: realm[.valueAtom].offset), then: 4, orCatch: 7)
        case 4:
            f[6] = f.result
            let wrapper = realm.promiseResolve(f[6])
            f[4] = wrapper
            realm.addReaction(wrapper, realm.makeReaction(Reaction.Kind.unwrap, f[2], f[5]))
            return f[2]
        default:
            realm.settle(f[2], f.result, PromiseState.rejected)
            return f[2]
        }
    }

    /// The iterator has no `return` or `throw`.
    /// https://tc39.es/ecma262/#sec-%asyncfromsynciteratorprototype%.return
    private static func withoutMethod(_ f: StepFrame, _ mode: Resumption) -> Value {
        if mode == .throw { return reject(f, .typeError, "The iterator does not provide a 'throw' method.") }
        let realm = f.realm
        f[6] = realm.makeIteratorResult(f[1], done: true)
        realm.settle(f[2], f[6], PromiseState.fulfilled)
        return f[2]
    }

    /// https://tc39.es/ecma262/#sec-asyncfromsynciteratorcontinuation
    private static func reject(_ f: StepFrame, _ kind: ErrorKind, _ message: String) -> Value {
        let realm = f.realm
        f[6] = realm.makeError(kind, realm.makeString(message))
        realm.settle(f[2], f[6], PromiseState.rejected)
        return f[2]
    }
}
