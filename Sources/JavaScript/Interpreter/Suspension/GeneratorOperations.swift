// Generators. The object holds its suspended frame in internal0; undefined when it has completed.
// https://tc39.es/ecma262/#sec-generator-objects
extension Realm {
    /// Prototype of the generator that the running function makes.
    private func generatorPrototype(_ fallback: Intrinsic) -> Value {
        prototypeFromConstructor(Value(bits: header(fp, FrameHeader.callee)), default: fallback)
    }

    private func startGenerator(_ type: UInt8, _ fallback: Intrinsic) {
        let a = operandA
        let prototype = generatorPrototype(fallback)
        let root = keep(prototype)
        let generator = makeInternalObject(type, prototype: prototype)
        fp[a] = generator
        let frame = makeSuspendedFrame(capacity: max(operandB, operandC))
        release(root)
        setInternalSlot(generator, Cell.internal0, frame)
        cell(frame).storeBytes(of: generator, toByteOffset: SuspendedFrame.owner, as: Value.self)
        freeze(frame, count: max(operandB, a + 1), pc: control.pointee.pc + 1, state: SuspendedFrame.State.start)
        leaveFrame(generator)
    }

    @inline(never) func slowGeneratorStart() { startGenerator(CellType.generator, .generatorPrototype) }
    @inline(never) func slowAsyncGeneratorStart() { startGenerator(CellType.asyncGenerator, .asyncGeneratorPrototype) }

    /// `next`, `throw` and `return` of a generator whose method window this is; the mode is in the control block.
    /// https://tc39.es/ecma262/#sec-generatorresume
    func resumeGenerator(_ callee: Registers, _ count: Int, _ returnPC: PC, _ delta: Int) {
        let mode = Resumption(rawValue: control.pointee.stepNext) ?? .next
        let generator = callee[0]
        let value = count > 0 ? callee[1] : .undefined
        let frame = internalSlot(generator, Cell.internal0)
        let state = frame.isObject ? frameState(frame) : SuspendedFrame.State.completed
        if state == SuspendedFrame.State.running {
            throwAndUnwind(.typeError, "Generator is already running")
            return
        }
        if state == SuspendedFrame.State.completed || state == SuspendedFrame.State.start && mode != .next {
            setInternalSlot(generator, Cell.internal0, .undefined)
            finishCompleted(callee, value, mode, returnPC)
            return
        }
        guard thaw(frame, callee, returnPC, delta) else { return }
        if state == SuspendedFrame.State.start { return }
        if mode == .return, (control.pointee.pc - 1).pointee & 0xffff != UInt64(Opcode.yieldDelegate.rawValue) {
            returnInto(generator, value)
        } else {
            deliver(value, mode)
        }
    }

    /// A generator that does not run any more answers at once.
    private func finishCompleted(_ callee: Registers, _ value: Value, _ mode: Resumption, _ returnPC: PC) {
        if mode == .throw {
            control.pointee.exception = value
            unwind()
            return
        }
        control.pointee.extraTop = callee + 2
        let result = makeIteratorResult(mode == .return ? value : .undefined, done: true)
        control.pointee.extraTop = control.pointee.stackBase
        (callee - 4).pointee = result
        control.pointee.pc = returnPC
    }

    /// `return()` at a yield: runs the finally blocks around it, or completes.
    private func returnInto(_ generator: Value, _ value: Value) {
        let block = control
        block.pointee.pc -= 1
        block.pointee.exception = value
        if enterHandler(FrameCursor(self), finallyOnly: true, completion: CompletionKind.return) { return }
        block.pointee.exception = .undefined
        complete(generator, value)
    }

    private func complete(_ generator: Value, _ value: Value) {
        setInternalSlot(generator, Cell.internal0, .undefined)
        let root = keep(value)
        let result = makeIteratorResult(value, done: true)
        release(root)
        leaveFrame(result)
    }

    @inline(never) func slowYield() {
        let generator = fp[operandB]
        if type(generator) == CellType.asyncGenerator {
            asyncGeneratorYield(generator)
            return
        }
        let frame = internalSlot(generator, Cell.internal0)
        freeze(frame, count: operandC, pc: control.pointee.pc + 1, state: SuspendedFrame.State.suspended)
        let result = makeIteratorResult(fp[operandA], done: false)
        leaveFrame(result)
    }

    @inline(never) func slowYieldDelegate() {
        let generator = fp[operandB]
        if type(generator) == CellType.asyncGenerator {
            asyncGeneratorYield(generator)
            return
        }
        let frame = internalSlot(generator, Cell.internal0)
        freeze(frame, count: operandC, pc: control.pointee.pc + 1, state: SuspendedFrame.State.suspended)
        leaveFrame(fp[operandA])
    }

    @inline(never) func slowGeneratorReturn() {
        let generator = fp[operandB]
        if type(generator) == CellType.asyncGenerator {
            asyncGeneratorComplete(generator, fp[operandA], rejected: false)
        } else {
            complete(generator, fp[operandA])
        }
    }

    @inline(never) func slowGeneratorThrow() {
        let generator = fp[operandB]
        if type(generator) == CellType.asyncGenerator {
            asyncGeneratorComplete(generator, fp[operandA], rejected: true)
            return
        }
        setInternalSlot(generator, Cell.internal0, .undefined)
        control.pointee.exception = fp[operandA]
        unwind()
    }
}
