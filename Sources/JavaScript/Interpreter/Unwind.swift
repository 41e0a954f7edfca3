extension Realm {
    /// Continues at the handler for the pending exception, or leaves with it pending where no frame has one.
    ///
    /// `pc` and `fp` of the control block are those of the instruction that threw. A termination passes every handler.
    @inline(never) func unwind() {
        let block = control
        var cursor = FrameCursor(self)
        block.pointee.rootCount = 0
        block.pointee.extraTop = block.pointee.stackBase
        while true {
            if !block.pointee.isTerminating, enterHandler(cursor) { return }
            if cursor.isOutermost {
                block.pointee.pendingException = true
                block.pointee.fp = cursor.fp - Int(header(cursor.fp, FrameHeader.delta) & 0xffff)
                block.pointee.pc = Stub.pc(Stub.halt)
                return
            }
            cursor.moveToCaller()
        }
    }

    private func enterHandler(_ cursor: FrameCursor) -> Bool {
        cursor.flags.contains(.native)
            ? enterCatchStep(cursor) : enterHandler(cursor, finallyOnly: false, completion: CompletionKind.throw)
    }

    /// A resumable builtin names the step that receives an exception when it makes a call.
    private func enterCatchStep(_ cursor: FrameCursor) -> Bool {
        let count = frameRegisterCount(base, cursor.fp)
        let step = cursor.fp[count - StepFrame.catchRegister]
        guard step.isInt32 else { return false }
        let block = control
        cursor.fp[count - StepFrame.catchRegister] = .undefined
        cursor.fp[count] = block.pointee.exception
        block.pointee.exception = .undefined
        block.pointee.fp = cursor.fp
        block.pointee.pc = cursor.data.load(fromByteOffset: FunctionData.code, as: PC.self) + Int(step.int32)
        return true
    }

    /// Enters the innermost handler of a frame that covers its instruction; a generator's `return()` only finally handlers.
    func enterHandler(_ cursor: FrameCursor, finallyOnly: Bool, completion: Int32) -> Bool {
        let data = cursor.data
        let count = Int(data.load(fromByteOffset: FunctionData.handlerCount, as: UInt32.self))
        guard count > 0,
            let handlers = UnsafePointer<UInt32>(
                bitPattern: data.load(fromByteOffset: FunctionData.handlers, as: UInt.self))
        else { return false }
        let at = UInt32(truncatingIfNeeded: cursor.instruction)
        let block = control
        for i in 0..<count {
            let handler = handlers + i &* 4
            guard at >= handler[0], at < handler[1] else { continue }
            let isFinally = handler[3] & 1 == 1
            if finallyOnly && !isFinally { continue }
            let register = Int(handler[3] >> 1)
            cursor.fp[register] = block.pointee.exception
            if isFinally { cursor.fp[register + 1] = Value(int32: completion) }
            block.pointee.exception = .undefined
            block.pointee.fp = cursor.fp
            block.pointee.pc = data.load(fromByteOffset: FunctionData.code, as: PC.self) + Int(handler[2])
            return true
        }
        return false
    }

    func slowThrow() {
        control.pointee.exception = control.pointee.fp[operandA]
        unwind()
    }
}
