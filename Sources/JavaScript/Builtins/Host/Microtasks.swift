/// `queueMicrotask`. https://html.spec.whatwg.org/multipage/timers-and-user-prompts.html#microtask-queuing
enum Microtasks {
    static let members: [BuiltinMember] = [.method("queueMicrotask", 1) { leaf(queue, $0, $1, $2) }]

    private static func queue(_ call: Arguments) -> Value {
        let realm = call.realm
        guard realm.isFunction(call[0]) else {
            return call.throwTypeError(
                "The \"callback\" argument must be of type function. Received \(realm.describe(call[0]))")
        }
        let job = realm.makeReaction(Reaction.Kind.microtask, call[0])
        call.root(0, job)
        realm.enqueueJob(job, .undefined, PromiseState.fulfilled)
        return .undefined
    }

    /// Steps of the job: calls the function; what it throws is reported as a message of the console.
    static func job(_ f: StepFrame, _ step: Int) -> Value {
        let realm = f.realm
        switch step {
        case 0: return f.call(realm.internalSlot(f[1], Reaction.first), this: .undefined, then: 3, orCatch: 1)
        case 1:
            let block = realm.control
            block.pointee.consoleCallsLeft &-= 1
            if block.pointee.consoleCallsLeft < 0 {
                realm.terminate(.console)
                return .undefined
            }
            let thrown = f.result
            let text = realm.type(thrown) == CellType.error ? realm.errorHeader(thrown) : realm.describe(thrown)
            realm.deliver(.error, "Uncaught \(text)")
            return .undefined
        default: return .undefined
        }
    }
}
