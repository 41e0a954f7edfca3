// How out-of-line operations read the instruction they were left from and go on after it.
extension Realm {
    @inline(__always) var operandA: Int { Int(control.pointee.insn >> 16 & 0xffff) }
    @inline(__always) var operandB: Int { Int(control.pointee.insn >> 32 & 0xffff) }
    @inline(__always) var operandC: Int { Int(control.pointee.insn >> 48) }
    @inline(__always) var operandSB: Int { Int(Int16(truncatingIfNeeded: control.pointee.insn >> 32)) }
    @inline(__always) var operandSC: Int { Int(Int16(truncatingIfNeeded: control.pointee.insn >> 48)) }
    @inline(__always) var operandIMM: Int { Int(Int32(truncatingIfNeeded: control.pointee.insn >> 32)) }

    @inline(__always) var fp: Registers { control.pointee.fp }

    /// Goes on with the next instruction.
    @inline(__always) func next() { control.pointee.pc += 1 }

    /// Goes on `distance` words further.
    @inline(__always) func jump(_ distance: Int) { control.pointee.pc += distance }

    /// Stores a result in r[a] and goes on; unwinds if it is the exception signal.
    @inline(__always) func finish(_ value: Value) {
        if value.isException {
            unwind()
            return
        }
        control.pointee.fp[operandA] = value
        control.pointee.pc += 1
    }
}
