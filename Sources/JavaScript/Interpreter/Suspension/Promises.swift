#if canImport(Glibc)
import Glibc
#else
import Musl
#endif

/// States of a promise, in its internal0 as an int32.
enum PromiseState {
    static let pending: Int32 = 0
    static let fulfilled: Int32 = 1
    static let rejected: Int32 = 2
}

/// A `CellType.reaction` cell: what happens when a promise is settled. Seven values from byte 8.
enum Reaction {
    static let kind = 8
    /// Handler for fulfilment, or the waiting frame, or the generator, or the promise that adopts the state.
    static let first = 16
    /// Handler for rejection.
    static let second = 24
    /// The derived promise if it is one of ours, else undefined.
    static let promise = 32
    /// Resolving functions of the derived promise if it is of a subclass, else undefined.
    static let resolve = 40
    static let reject = 48
    static let next = 56
    static let valueCount = 7
    static let size = 64

    enum Kind {
        static let handlers: Int32 = 0
        static let frame: Int32 = 1
        static let asyncGeneratorReturn: Int32 = 2
        static let adopt: Int32 = 3
        /// Job of a thenable: first = promise, second = thenable, promise = its `then`.
        static let thenable: Int32 = 4
        /// A value of a sync iterator behind an async one: first = capability promise, second = done flag.
        static let unwrap: Int32 = 5
        /// The same for a `return()` request that waits inside `yield`.
        static let frameReturn: Int32 = 6
        /// A function of `queueMicrotask`: first.
        static let microtask: Int32 = 7
    }
}

// Promises and their jobs. https://tc39.es/ecma262/#sec-promise-abstract-operations
extension Realm {
    func makePromise() -> Value {
        let promise = makeObject(shape: cell(self[.promiseShape]), type: CellType.promise)
        setInternalSlot(promise, Cell.internal0, Value(int32: PromiseState.pending))
        return promise
    }

    func promiseState(_ promise: Value) -> Int32 { internalSlot(promise, Cell.internal0).int32 }

    /// A reaction; all values must be reachable.
    func makeReaction(
        _ kind: Int32, _ first: Value, _ second: Value = .undefined, promise: Value = .undefined,
        resolve: Value = .undefined, reject: Value = .undefined
    ) -> Value {
        let reaction = allocate(Reaction.size)
        writeHeader(reaction, 0, CellType.reaction)
        reaction.storeBytes(of: Value(int32: kind), toByteOffset: Reaction.kind, as: Value.self)
        reaction.storeBytes(of: first, toByteOffset: Reaction.first, as: Value.self)
        reaction.storeBytes(of: second, toByteOffset: Reaction.second, as: Value.self)
        reaction.storeBytes(of: promise, toByteOffset: Reaction.promise, as: Value.self)
        reaction.storeBytes(of: resolve, toByteOffset: Reaction.resolve, as: Value.self)
        reaction.storeBytes(of: reject, toByteOffset: Reaction.reject, as: Value.self)
        reaction.storeBytes(of: .undefined, toByteOffset: Reaction.next, as: Value.self)
        return object(reaction)
    }

    /// Adds a reaction to a promise, or queues its job if the promise is settled. Both must be reachable.
    /// https://tc39.es/ecma262/#sec-performpromisethen
    func addReaction(_ promise: Value, _ reaction: Value) {
        let state = promiseState(promise)
        setInternalSlot(promise, Cell.internal3, .true)
        if state != PromiseState.pending {
            enqueueJob(reaction, internalSlot(promise, Cell.internal1), state)
            return
        }
        let first = internalSlot(promise, Cell.internal2)
        guard first.isObject else {
            setInternalSlot(promise, Cell.internal2, reaction)
            return
        }
        // The list is circular behind its last member, so that adding is constant: internal2 is the last one.
        let head = internalSlot(first, Reaction.next)
        setInternalSlot(reaction, Reaction.next, head.isObject ? head : first)
        setInternalSlot(first, Reaction.next, reaction)
        setInternalSlot(promise, Cell.internal2, reaction)
    }

    /// Fulfils or rejects a pending promise. Operands must be reachable.
    /// https://tc39.es/ecma262/#sec-fulfillpromise, https://tc39.es/ecma262/#sec-rejectpromise
    func settle(_ promise: Value, _ value: Value, _ state: Int32) {
        guard promiseState(promise) == PromiseState.pending else { return }
        setInternalSlot(promise, Cell.internal0, Value(int32: state))
        setInternalSlot(promise, Cell.internal1, value)
        let last = internalSlot(promise, Cell.internal2)
        setInternalSlot(promise, Cell.internal2, .undefined)
        guard last.isObject else { return }
        let root = keep(last)
        defer { release(root) }
        let head = internalSlot(last, Reaction.next)
        var reaction = head.isObject ? head : last
        while true {
            let following = internalSlot(reaction, Reaction.next)
            enqueueJob(reaction, value, state)
            if reaction.bits == last.bits { return }
            reaction = following
        }
    }

    /// The resolve function of a promise, without the "already resolved" test. Operands must be reachable.
    /// https://tc39.es/ecma262/#sec-promise-resolve-functions
    func resolve(_ promise: Value, _ value: Value) {
        guard value.isObject else { return settle(promise, value, PromiseState.fulfilled) }
        if value.bits == promise.bits {
            let error = makeError(.typeError, makeString("Chaining cycle detected for promise #<Promise>"))
            let root = keep(error)
            settle(promise, error, PromiseState.rejected)
            release(root)
            return
        }
        let then: Value
        switch get(value, PropertyKey(atom: self[.thenAtom].offset)) {
        case .value(let found): then = found
        case .absent: then = .undefined
        case .getter:
            // The getter runs in the job, one turn of the queue later than the specification has it.
            then = .null
        }
        if !then.isNull && !isFunction(then) { return settle(promise, value, PromiseState.fulfilled) }
        let root = keep(value)
        let reaction = makeReaction(Reaction.Kind.thenable, promise, value, promise: then)
        enqueueJob(reaction, .undefined, PromiseState.fulfilled)
        release(root)
    }

    /// PromiseResolve(%Promise%, value). The value must be reachable. https://tc39.es/ecma262/#sec-promise-resolve
    func promiseResolve(_ value: Value) -> Value {
        if type(value) == CellType.promise,
            case .value(let constructor) = get(value, PropertyKey(atom: self[.constructorAtom].offset)),
            constructor.bits == self[.promiseConstructor].bits
        {
            return value
        }
        let promise = makePromise()
        let root = keep(promise)
        resolve(promise, value)
        release(root)
        return promise
    }

    // MARK: Jobs

    /// Queues a job: a reaction, the value and whether it is a rejection. Operands must be reachable.
    func enqueueJob(_ reaction: Value, _ value: Value, _ state: Int32) {
        let block = control
        if block.pointee.jobCount == block.pointee.jobCapacity { growJobs(reaction, value) }
        let ring = cell(block.pointee.jobs) + Cell.elementsHeader
        let at = (block.pointee.jobHead &+ block.pointee.jobCount) & (block.pointee.jobCapacity &- 1)
        let entry = ring + at &* 24
        entry.storeBytes(of: reaction, as: Value.self)
        entry.storeBytes(of: value, toByteOffset: 8, as: Value.self)
        entry.storeBytes(of: Value(int32: state), toByteOffset: 16, as: Value.self)
        block.pointee.jobCount &+= 1
    }

    private func growJobs(_ reaction: Value, _ value: Value) {
        let block = control
        let capacity = max(8, block.pointee.jobCapacity &* 2)
        let root = keep(reaction)
        _ = keep(value)
        let ring = allocateElements(capacity &* 3)
        release(root)
        for i in 0..<capacity &* 3 { (ring + Cell.elementsHeader + i &* 8).storeBytes(of: .undefined, as: Value.self) }
        if block.pointee.jobCapacity > 0 {
            let old = cell(block.pointee.jobs) + Cell.elementsHeader
            for i in 0..<block.pointee.jobCount {
                let at = (block.pointee.jobHead &+ i) & (block.pointee.jobCapacity &- 1)
                memcpy(ring + Cell.elementsHeader + i &* 24, old + at &* 24, 24)
            }
        }
        block.pointee.jobs = object(ring)
        block.pointee.jobHead = 0
        block.pointee.jobCapacity = capacity
    }

    /// Takes the next job, or leaves the interpreter when there is none.
    @inline(never) func slowRunJobs() {
        let block = control
        guard block.pointee.jobCount > 0 else {
            block.pointee.pc = Stub.pc(Stub.halt)
            return
        }
        let entry = cell(block.pointee.jobs) + Cell.elementsHeader + block.pointee.jobHead &* 24
        let reaction = entry.load(as: Value.self)
        let value = entry.load(fromByteOffset: 8, as: Value.self)
        let state = entry.load(fromByteOffset: 16, as: Value.self).int32
        entry.storeBytes(of: .undefined, as: Value.self)
        entry.storeBytes(of: .undefined, toByteOffset: 8, as: Value.self)
        block.pointee.jobHead = (block.pointee.jobHead &+ 1) & (block.pointee.jobCapacity &- 1)
        block.pointee.jobCount &-= 1
        run(reaction, value, state)
    }

    private func run(_ reaction: Value, _ value: Value, _ state: Int32) {
        let fp = self.fp
        let registers = frameRegisterCount(base, fp)
        let callee = fp + (registers &+ 4)
        let back = Stub.pc(Stub.runJobs)
        let root = keep(reaction)
        _ = keep(value)
        defer { if control.pointee.rootCount > root.index { release(root) } }
        switch internalSlot(reaction, Reaction.kind).int32 {
        case Reaction.Kind.frame:
            guard thaw(internalSlot(reaction, Reaction.first), callee, back, registers &+ 4) else { return }
            deliver(value, state == PromiseState.rejected ? .throw : .next)
        case Reaction.Kind.frameReturn: resumeWithReturn(reaction, value, state, callee, back, registers &+ 4)
        case Reaction.Kind.adopt: settle(internalSlot(reaction, Reaction.first), value, state)
        case Reaction.Kind.asyncGeneratorReturn:
            asyncGeneratorReturned(internalSlot(reaction, Reaction.first), value, state)
        case Reaction.Kind.unwrap: unwrapSyncResult(reaction, value, state)
        default:
            callee[0] = .undefined
            callee[1] = reaction
            callee[2] = value
            callee[3] = Value(int32: state)
            setHeader(callee, FrameHeader.callee, self[.promiseJob].bits)
            dispatchCall(callee, 3, back, registers &+ 4)
        }
    }

    // MARK: Async functions

    @inline(never) func slowAsyncStart() {
        let frame = makeSuspendedFrame(capacity: operandB)
        fp[operandA] = frame
        setFrameState(frame, SuspendedFrame.State.running)
        let promise = makePromise()
        cell(frame).storeBytes(of: promise, toByteOffset: SuspendedFrame.owner, as: Value.self)
        next()
    }

    /// https://tc39.es/ecma262/#await
    @inline(never) func slowAwait() {
        let owner = fp[operandB]
        let isGenerator = type(owner) == CellType.asyncGenerator
        let frame = isGenerator ? internalSlot(owner, Cell.internal0) : owner
        let promise = promiseResolve(fp[operandA])
        let root = keep(promise)
        let reaction = makeReaction(Reaction.Kind.frame, frame)
        freeze(frame, count: operandC, pc: control.pointee.pc + 1, state: SuspendedFrame.State.running)
        addReaction(promise, reaction)
        release(root)
        leaveFrame(
            cell(frame).load(fromByteOffset: isGenerator ? SuspendedFrame.answer : SuspendedFrame.owner, as: Value.self)
        )
    }

    private func ownerPromise(_ frame: Value) -> Value {
        cell(frame).load(fromByteOffset: SuspendedFrame.owner, as: Value.self)
    }

    @inline(never) func slowAsyncReturn() {
        let promise = ownerPromise(fp[operandB])
        resolve(promise, fp[operandA])
        leaveFrame(promise)
    }

    @inline(never) func slowAsyncReject() {
        let promise = ownerPromise(fp[operandB])
        settle(promise, fp[operandA], PromiseState.rejected)
        leaveFrame(promise)
    }
}
