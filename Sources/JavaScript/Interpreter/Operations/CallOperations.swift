#if canImport(Glibc)
import Glibc
#else
import Musl
#endif

// Call instructions that left their fast path, and the entry of functions.
extension Realm {
    @inline(never) func slowCall() {
        let a = operandA
        dispatchCall(fp + (a &+ 4), operandB, control.pointee.pc + 1, a &+ 4)
    }

    /// A leaf builtin called by the fast path returned a signal.
    @inline(never) func slowLeafExit() {
        let a = operandA
        let signal = control.pointee.result
        control.pointee.result = .undefined
        leaveLeaf(signal, fp + (a &+ 4), operandB, control.pointee.pc + 1, a &+ 4)
    }

    /// A step of a resumable builtin returned a signal.
    @inline(never) func slowStepExit() {
        let block = control
        let signal = block.pointee.result
        block.pointee.result = .undefined
        let fp = block.pointee.fp
        let code = frameFunctionData(base, fp).load(fromByteOffset: FunctionData.code, as: PC.self)
        let step = code + block.pointee.stepNext
        if signal.bits == Value.call.bits {
            // The frequent case: the callback of a loop.
            let registers = frameRegisterCount(base, fp)
            let callee = fp + (registers &+ 4)
            let function = Value(bits: header(callee, FrameHeader.callee))
            if function.isObject, type(function) == CellType.closure {
                pushFrame(callee, cell(function), block.pointee.stepArgumentCount, step, registers &+ 4, flags: 0)
            } else {
                dispatchCall(callee, block.pointee.stepArgumentCount, step, registers &+ 4)
            }
            return
        }
        switch signal.bits {
        case Value.exception.bits: unwind()
        case Value.goOn.bits: block.pointee.pc = step
        case Value.construct.bits:
            let registers = frameRegisterCount(base, fp)
            let newTarget = block.pointee.newTarget
            dispatchConstruct(
                fp + (registers &+ 4), block.pointee.stepArgumentCount, step, registers &+ 4, newTarget: newTarget)
        default: unwind()
        }
    }

    // MARK: new

    @inline(never) func slowNew() {
        let a = operandA
        dispatchConstruct(fp + (a &+ 4), operandB, control.pointee.pc + 1, a &+ 4, newTarget: fp[a])
    }

    @inline(never) func slowSuperCall() {
        let a = operandA
        dispatchConstruct(fp + (a &+ 4), operandB, control.pointee.pc + 1, a &+ 4, newTarget: fp[operandC])
    }

    /// Copies the elements of the array r[a+5] into the argument registers; nil if there are too many.
    private func spreadArguments() -> Int? {
        let a = operandA
        let array = fp[a + 5]
        let count = length(ofArray: array)
        guard makeRoom(fp + (a &+ 4), count) else { return nil }
        charge(count)
        for i in 0..<count { fp[a &+ 5 &+ i] = element(array, i) }
        return count
    }

    @inline(never) func slowCallSpread() {
        guard let count = spreadArguments() else { return }
        let a = operandA
        dispatchCall(fp + (a &+ 4), count, control.pointee.pc + 1, a &+ 4)
    }

    @inline(never) func slowNewSpread() {
        guard let count = spreadArguments() else { return }
        let a = operandA
        dispatchConstruct(fp + (a &+ 4), count, control.pointee.pc + 1, a &+ 4, newTarget: fp[a])
    }

    @inline(never) func slowSuperCallSpread() {
        guard let count = spreadArguments() else { return }
        let a = operandA
        dispatchConstruct(fp + (a &+ 4), count, control.pointee.pc + 1, a &+ 4, newTarget: fp[operandC])
    }

    // MARK: Entering and leaving

    @inline(never) func slowEnterRest() {
        let count = Int(header(fp, FrameHeader.delta) >> 32)
        let declared = operandB
        let array = makeArray(length: max(0, count &- declared))
        if !array.isException {
            var i = declared
            while i < count {
                setElement(array, i &- declared, fp[i &+ 1])
                i &+= 1
            }
        }
        finish(array)
    }

    /// https://tc39.es/ecma262/#sec-createunmappedargumentsobject
    @inline(never) func slowEnterArguments() {
        let count = Int(header(fp, FrameHeader.delta) >> 32)
        let shape = rootShape(prototype: self[.objectPrototype].offset, inlineCapacity: 4)
        let root = keep(object(shape))
        defer { release(root) }
        let arguments = makeObject(shape: shape, type: CellType.arguments)
        _ = keep(arguments)
        if ensureCapacity(arguments, count) {
            for i in 0..<count { setElement(arguments, i, fp[i &+ 1]) }
        }
        define(arguments, PropertyKey(atom: self[.lengthAtom].offset), Value(index: count), .hidden)
        define(arguments, PropertyKey(atom: self[.symbolIterator].offset), self[.arrayPrototypeValues], .hidden)
        if operandB == 0 {
            define(
                arguments, PropertyKey(atom: self[.calleeAtom].offset), Value(bits: header(fp, FrameHeader.callee)),
                .hidden)
        }
        finish(arguments)
    }

    @inline(never) func slowCoerceThis() {
        let this = fp[0]
        fp[0] = this.isNullish ? self[.globalObject] : toObject(this)
        next()
    }

    @inline(never) func slowReturnDerived() {
        let value = fp[operandA]
        let this = fp[operandB]
        if value.isObject {
            leaveFrame(value)
        } else if !value.isUndefined {
            throwAndUnwind(.typeError, "Derived constructors may only return object or undefined")
        } else if this.bits == Value.uninitialized.bits {
            throwAndUnwind(
                .referenceError,
                "Must call super constructor in derived class before accessing 'this' or returning from derived constructor"
            )
        } else {
            leaveFrame(this)
        }
    }

    /// Returns a value from the running frame to its caller.
    func leaveFrame(_ value: Value) {
        let block = control
        let fp = block.pointee.fp
        block.pointee.pc = programCounter(header(fp, FrameHeader.returnPC))
        (fp - 4).pointee = value
        block.pointee.fp = fp - Int(header(fp, FrameHeader.delta) & 0xffff)
    }
}
