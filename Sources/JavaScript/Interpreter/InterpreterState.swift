/// Base address of an arena: everything else is an offset from it.
typealias ArenaBase = UnsafeMutableRawPointer
/// Address of an instruction, in code that all realms share.
typealias PC = UnsafePointer<UInt64>
/// Registers of a frame; the frame header lies below.
typealias Registers = UnsafeMutablePointer<Value>

/// A builtin that never calls JavaScript: `this` in `arguments[0]`, then the arguments.
typealias LeafFunction = @convention(c) (ArenaBase, UnsafeMutableRawPointer, Int) -> UInt64
/// One step of a resumable builtin, whose frame `Registers` is.
typealias StepFunction = @convention(c) (ArenaBase, UnsafeMutableRawPointer, Int) -> UInt64

/// Adapts a Swift function to the form that the table of leaf builtins holds.
@inline(__always) func leaf(
    _ body: (Arguments) -> Value, _ base: ArenaBase, _ registers: UnsafeMutableRawPointer, _ count: Int
) -> UInt64 {
    body(Arguments(base, registers.assumingMemoryBound(to: Value.self), count)).bits
}

/// Adapts a Swift function to the form that the table of resumable builtins holds.
@inline(__always) func steps(
    _ body: (StepFrame, Int) -> Value, _ base: ArenaBase, _ registers: UnsafeMutableRawPointer, _ step: Int
) -> UInt64 {
    body(StepFrame(base, registers.assumingMemoryBound(to: Value.self)), step).bits
}

@inline(__always) func cell(_ base: ArenaBase, _ value: Value) -> UnsafeMutableRawPointer { base + Int(value.offset) }

@inline(__always) func reference(_ base: ArenaBase, _ cell: UnsafeMutableRawPointer, _ field: Int)
    -> UnsafeMutableRawPointer
{
    base + Int(cell.load(fromByteOffset: field, as: UInt32.self))
}

// Header words go through raw byte offsets: the optimizer of Swift 6.3.1 drops the first of two stores
// `p[-2] = x; p[0] = y` (Tests/JavaScriptTests/Compiler­Defects keeps the reproduction).

@inline(__always) func header(_ fp: Registers, _ word: Int) -> UInt64 {
    UnsafeMutableRawPointer(fp).load(fromByteOffset: word &* 8, as: UInt64.self)
}

@inline(__always) func setHeader(_ fp: Registers, _ word: Int, _ bits: UInt64) {
    UnsafeMutableRawPointer(fp).storeBytes(of: bits, toByteOffset: word &* 8, as: UInt64.self)
}

/// An instruction address read back from a frame or a continuation; the engine wrote it there.
@inline(__always) func programCounter(_ bits: UInt64) -> PC { PC(bitPattern: UInt(bits)).unsafelyUnwrapped }

@inline(__always) func frameFunctionData(_ base: ArenaBase, _ fp: Registers) -> UnsafeMutableRawPointer {
    base + Int(UInt32(truncatingIfNeeded: header(fp, FrameHeader.function)))
}

@inline(__always) func frameEnvironment(_ base: ArenaBase, _ fp: Registers) -> Value {
    Value(objectOffset: UInt32(truncatingIfNeeded: header(fp, FrameHeader.function) >> 32))
}

@inline(__always) func frameRegisterCount(_ base: ArenaBase, _ fp: Registers) -> Int {
    Int(frameFunctionData(base, fp).load(fromByteOffset: FunctionData.registerCount, as: UInt32.self))
}

@inline(__always) func slot(_ base: ArenaBase, _ fp: Registers, _ index: Int) -> Value {
    (frameFunctionData(base, fp) + FunctionData.slots + index &* 8).load(as: Value.self)
}

@inline(__always) func inlineCache(_ base: ArenaBase, _ fp: Registers, _ index: Int) -> UnsafeMutableRawPointer {
    frameFunctionData(base, fp) + FunctionData.slots + index &* 8
}

/// Writes the interpreter's registers to the control block before it leaves its fast path.
@inline(__always) func save(_ base: ArenaBase, _ pc: PC, _ fp: Registers, _ fuel: Int, _ insn: UInt64) {
    let block = control(base)
    block.pointee.pc = pc
    block.pointee.fp = fp
    block.pointee.fuel = fuel
    block.pointee.insn = insn
}

/// Code of the continuation stubs: immutable and shared, so that a saved address never points into an arena.
enum Stub {
    static let halt = 0
    static let finishValue = 1
    static let finishVoid = 2
    static let finishJump = 3
    static let finishMethod = 4
    static let runJobs = 5
    static let count = 6

    static let code: StubCode = StubCode()

    @inline(__always) static func pc(_ index: Int) -> PC { code.words + index }

    /// The stub that an address belongs to, or nil for ordinary code.
    @inline(__always) static func index(of pc: PC) -> Int? {
        let distance = pc - code.words
        return distance >= 0 && distance < count ? distance : nil
    }
}

/// Immutable after initialisation.
struct StubCode: @unchecked Sendable {
    let words: PC

    init() {
        let opcodes: [Opcode] = [.halt, .finishValue, .finishVoid, .finishJump, .finishMethod, .runJobs, .halt]
        let memory = UnsafeMutablePointer<UInt64>.allocate(capacity: opcodes.count)
        for (i, opcode) in opcodes.enumerated() { (memory + i).initialize(to: UInt64(opcode.rawValue)) }
        words = PC(memory)
    }
}
