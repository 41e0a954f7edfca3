// Async generators. internal0 = suspended frame (undefined when completed), internal2 = queue of requests, an engine
// array of (mode, value, promise) triples. https://tc39.es/ecma262/#sec-asyncgenerator-objects
extension Realm {
    private func queue(_ generator: Value) -> Value { internalSlot(generator, Cell.internal2) }
    private func queueCount(_ generator: Value) -> Int {
        queue(generator).isObject ? length(ofArray: queue(generator)) / 3 : 0
    }

    private func state(_ generator: Value) -> UInt32 {
        let frame = internalSlot(generator, Cell.internal0)
        if frame.isObject { return frameState(frame) }
        return internalSlot(generator, Cell.internal1).isUndefined
            ? SuspendedFrame.State.completed : SuspendedFrame.State.awaitingReturn
    }

    /// Adds a request and returns its promise. https://tc39.es/ecma262/#sec-asyncgeneratorenqueue
    private func enqueueRequest(_ generator: Value, _ mode: Resumption, _ value: Value) -> Value {
        let promise = makePromise()
        let root = keep(promise)
        defer { release(root) }
        if !queue(generator).isObject { setInternalSlot(generator, Cell.internal2, makeArray(length: 0)) }
        for item in [Value(int32: Int32(truncatingIfNeeded: mode.rawValue)), value, promise] {
            append(queue(generator), item)
        }
        return promise
    }

    private func firstRequest(_ generator: Value) -> (mode: Resumption, value: Value, promise: Value) {
        let queue = queue(generator)
        return (Resumption(rawValue: Int(element(queue, 0).int32)) ?? .next, element(queue, 1), element(queue, 2))
    }

    private func removeFirstRequest(_ generator: Value) {
        let queue = queue(generator)
        let count = length(ofArray: queue)
        charge(count)
        for i in 3..<max(3, count) { setElement(queue, i - 3, element(queue, i)) }
        _ = setArrayLength(queue, UInt32(truncatingIfNeeded: max(0, count - 3)))
    }

    /// `next`, `throw`, `return`: the request's promise is the result; the generator may have to run first.
    func resumeAsyncGenerator(_ callee: Registers, _ count: Int, _ returnPC: PC, _ delta: Int) {
        let mode = Resumption(rawValue: control.pointee.stepNext) ?? .next
        let generator = callee[0]
        let value = count > 0 ? callee[1] : .undefined
        control.pointee.extraTop = callee + (count &+ 2)
        let promise = enqueueRequest(generator, mode, value)
        (callee - 4).pointee = promise
        let current = state(generator)
        if current == SuspendedFrame.State.start && mode != .next {
            setInternalSlot(generator, Cell.internal0, .undefined)
        }
        control.pointee.extraTop = control.pointee.stackBase
        switch state(generator) {
        case SuspendedFrame.State.completed:
            drain(generator)
            control.pointee.pc = returnPC
        case SuspendedFrame.State.start, SuspendedFrame.State.suspended:
            let frame = internalSlot(generator, Cell.internal0)
            cell(frame).storeBytes(of: promise, toByteOffset: SuspendedFrame.answer, as: Value.self)
            guard thaw(frame, callee, returnPC, delta) else { return }
            if current != SuspendedFrame.State.start { resumeWith(generator, mode, value) }
        default: control.pointee.pc = returnPC
        }
    }

    /// Delivers a request to the generator whose frame has just been thawed at a yield.
    private func resumeWith(_ generator: Value, _ mode: Resumption, _ value: Value) {
        if mode == .return {
            awaitReturnValue(generator, value)
        } else {
            deliver(value, mode)
        }
    }

    /// `return(value)` at a yield waits for the value inside the generator.
    private func awaitReturnValue(_ generator: Value, _ value: Value) {
        let frame = internalSlot(generator, Cell.internal0)
        let promise = promiseResolve(value)
        let root = keep(promise)
        let reaction = makeReaction(Reaction.Kind.frameReturn, frame, generator)
        let live = Int(control.pointee.pc[-1] >> 48)
        freeze(frame, count: live, pc: control.pointee.pc, state: SuspendedFrame.State.running)
        addReaction(promise, reaction)
        release(root)
        leaveFrame(cell(frame).load(fromByteOffset: SuspendedFrame.answer, as: Value.self))
    }

    /// The value of `return()` has arrived: finally blocks run, or the generator completes.
    func resumeWithReturn(
        _ reaction: Value, _ value: Value, _ state: Int32, _ callee: Registers, _ returnPC: PC, _ delta: Int
    ) {
        let generator = internalSlot(reaction, Reaction.second)
        guard thaw(internalSlot(reaction, Reaction.first), callee, returnPC, delta) else { return }
        if state == PromiseState.rejected {
            deliver(value, .throw)
            return
        }
        if (control.pointee.pc - 1).pointee & 0xffff == UInt64(Opcode.yieldDelegate.rawValue) {
            deliver(value, .return)
            return
        }
        control.pointee.pc -= 1
        control.pointee.exception = value
        if enterHandler(FrameCursor(self), finallyOnly: true, completion: CompletionKind.return) { return }
        control.pointee.exception = .undefined
        asyncGeneratorComplete(generator, value, rejected: false)
    }

    /// https://tc39.es/ecma262/#sec-asyncgeneratoryield, after the await of its operand
    func asyncGeneratorYield(_ generator: Value) {
        let frame = internalSlot(generator, Cell.internal0)
        let result = makeIteratorResult(fp[operandA], done: false)
        let root = keep(result)
        settleFirst(generator, result, PromiseState.fulfilled)
        release(root)
        if queueCount(generator) > 0 {
            let (mode, value, _) = firstRequest(generator)
            control.pointee.pc += 1
            resumeWith(generator, mode, value)
            return
        }
        freeze(frame, count: operandC, pc: control.pointee.pc + 1, state: SuspendedFrame.State.suspended)
        leaveFrame(cell(frame).load(fromByteOffset: SuspendedFrame.answer, as: Value.self))
    }

    /// Answers the first request. Iterator results go to the promise as they are.
    private func settleFirst(_ generator: Value, _ value: Value, _ state: Int32) {
        guard queueCount(generator) > 0 else { return }
        let promise = firstRequest(generator).promise
        let root = keep(promise)
        removeFirstRequest(generator)
        settle(promise, value, state)
        release(root)
    }

    /// The generator has returned or thrown. https://tc39.es/ecma262/#sec-asyncgeneratorstart
    func asyncGeneratorComplete(_ generator: Value, _ value: Value, rejected: Bool) {
        let frame = internalSlot(generator, Cell.internal0)
        let answer = cell(frame).load(fromByteOffset: SuspendedFrame.answer, as: Value.self)
        let roots = keep(value)
        _ = keep(answer)
        _ = keep(generator)
        setInternalSlot(generator, Cell.internal0, .undefined)
        let outcome = rejected ? value : makeIteratorResult(value, done: true)
        _ = keep(outcome)
        settleFirst(generator, outcome, rejected ? PromiseState.rejected : PromiseState.fulfilled)
        drain(generator)
        release(roots)
        leaveFrame(answer)
    }

    /// Answers the requests of a completed generator. https://tc39.es/ecma262/#sec-asyncgeneratordrainqueue
    private func drain(_ generator: Value) {
        let roots = keep(generator)
        defer { release(roots) }
        while queueCount(generator) > 0 {
            let (mode, value, _) = firstRequest(generator)
            switch mode {
            case .next: settleFirst(generator, makeIteratorResult(.undefined, done: true), PromiseState.fulfilled)
            case .throw: settleFirst(generator, value, PromiseState.rejected)
            case .return:
                setInternalSlot(generator, Cell.internal1, .true)
                let promise = promiseResolve(value)
                let root = keep(promise)
                addReaction(promise, makeReaction(Reaction.Kind.asyncGeneratorReturn, generator))
                release(root)
                return
            }
        }
    }

    /// The value of a `return()` request to a completed generator has arrived.
    func asyncGeneratorReturned(_ generator: Value, _ value: Value, _ state: Int32) {
        setInternalSlot(generator, Cell.internal1, .undefined)
        let outcome = state == PromiseState.fulfilled ? makeIteratorResult(value, done: true) : value
        let root = keep(outcome)
        settleFirst(generator, outcome, state)
        release(root)
        drain(generator)
    }

    /// A value of a sync iterator behind an async one has arrived. https://tc39.es/ecma262/#sec-asyncfromsynciteratorcontinuation
    func unwrapSyncResult(_ reaction: Value, _ value: Value, _ state: Int32) {
        let promise = internalSlot(reaction, Reaction.first)
        if state == PromiseState.rejected {
            settle(promise, value, state)
            return
        }
        let result = makeIteratorResult(value, done: internalSlot(reaction, Reaction.second).bits == Value.true.bits)
        let root = keep(result)
        settle(promise, result, PromiseState.fulfilled)
        release(root)
    }
}
