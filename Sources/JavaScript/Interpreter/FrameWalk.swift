/// A frame of the running program and the instruction it is at, for unwinding and stack traces.
struct FrameCursor {
    let base: ArenaBase
    var fp: Registers
    var pc: PC

    init(_ realm: Realm) {
        base = realm.base
        fp = realm.control.pointee.fp
        pc = realm.control.pointee.pc
    }

    var data: UnsafeMutableRawPointer { frameFunctionData(base, fp) }
    var flags: FunctionTemplate.Flags {
        FunctionTemplate.Flags(rawValue: data.load(fromByteOffset: FunctionData.flags, as: UInt32.self))
    }
    /// Index of the instruction within its function.
    var instruction: Int { pc - data.load(fromByteOffset: FunctionData.code, as: PC.self) }
    var returnPC: PC { programCounter(header(fp, FrameHeader.returnPC)) }

    /// Whether the host, the job loop or nothing called this frame.
    var isOutermost: Bool {
        let stub = Stub.index(of: returnPC)
        return stub == Stub.halt || stub == Stub.runJobs
    }

    /// Moves to the caller. The instruction is the one that made the call.
    mutating func moveToCaller() {
        let callee = fp
        let back = returnPC
        fp -= Int(header(callee, FrameHeader.delta) & 0xffff)
        if let stub = Stub.index(of: back), stub != Stub.halt, stub != Stub.runJobs {
            // The caller's instruction called from within; it left its address above its registers.
            pc = programCounter((fp + frameRegisterCount(base, fp)).pointee.bits)
        } else {
            pc = back - 1
        }
    }
}
