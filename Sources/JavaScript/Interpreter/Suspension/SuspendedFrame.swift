#if canImport(Glibc)
import Glibc
#else
import Musl
#endif

/// A frame that waits in the heap: a generator between two `next`, an async function at an `await`.
///
/// ```
///  capacity | header   pc   FunctionData, environment   state, live   closure   owner   answer   registers …
/// ```
///
/// `owner` is the generator object or the promise of the async function. Only the live registers are copied.
enum SuspendedFrame {
    static let pc = 8
    static let function = 16
    static let state = 24
    static let liveCount = 28
    static let closure = 32
    static let owner = 40
    /// Async generators: what the frame returns to whoever resumed it.
    static let answer = 48
    static let registers = 56

    enum State {
        static let start: UInt32 = 0
        static let suspended: UInt32 = 1
        static let running: UInt32 = 2
        static let completed: UInt32 = 3
        /// An async generator waits for the value of a `return()` request.
        static let awaitingReturn: UInt32 = 4
    }

    static func visit(_ cell: UnsafeMutableRawPointer, _ marker: inout Marker) {
        let function = cell.load(fromByteOffset: function, as: UInt64.self)
        marker.visit(offset: UInt32(truncatingIfNeeded: function))
        marker.visit(offset: UInt32(truncatingIfNeeded: function >> 32))
        marker.visit(cell.load(fromByteOffset: closure, as: Value.self))
        marker.visit(cell.load(fromByteOffset: owner, as: Value.self))
        marker.visit(cell.load(fromByteOffset: answer, as: Value.self))
        for i in 0..<Int(cell.load(fromByteOffset: liveCount, as: UInt32.self)) {
            marker.visit((cell + registers + i &* 8).load(as: Value.self))
        }
    }
}

/// How a suspended frame goes on.
enum Resumption: Int {
    case next = 0
    case `throw` = 1
    case `return` = 2
}

extension Realm {
    /// A cell for the running frame, with room for `capacity` registers; it holds none yet.
    func makeSuspendedFrame(capacity: Int) -> Value {
        let frame = allocate(SuspendedFrame.registers &+ capacity &* 8)
        writeHeader(frame, UInt32(truncatingIfNeeded: capacity), CellType.frame)
        memset(frame + 8, 0, SuspendedFrame.registers - 8)
        let fp = self.fp
        frame.storeBytes(of: header(fp, FrameHeader.function), toByteOffset: SuspendedFrame.function, as: UInt64.self)
        frame.storeBytes(of: header(fp, FrameHeader.callee), toByteOffset: SuspendedFrame.closure, as: UInt64.self)
        frame.storeBytes(of: .undefined, toByteOffset: SuspendedFrame.owner, as: Value.self)
        frame.storeBytes(of: .undefined, toByteOffset: SuspendedFrame.answer, as: Value.self)
        return object(frame)
    }

    /// Copies the first `count` registers of the running frame away; it will go on at `pc`.
    func freeze(_ frame: Value, count: Int, pc: PC, state: UInt32) {
        let target = cell(frame)
        let live = min(count, Int(target.load(as: UInt32.self)))
        memcpy(target + SuspendedFrame.registers, UnsafeRawPointer(fp), live &* 8)
        target.storeBytes(of: pc, toByteOffset: SuspendedFrame.pc, as: PC.self)
        target.storeBytes(of: state, toByteOffset: SuspendedFrame.state, as: UInt32.self)
        target.storeBytes(of: UInt32(truncatingIfNeeded: live), toByteOffset: SuspendedFrame.liveCount, as: UInt32.self)
    }

    /// Copies a suspended frame onto the stack and makes it the running one. False if the stack is full (unwinding).
    func thaw(_ frame: Value, _ callee: Registers, _ returnPC: PC, _ delta: Int) -> Bool {
        let source = cell(frame)
        let function = source.load(fromByteOffset: SuspendedFrame.function, as: UInt64.self)
        let data = cell(at: UInt32(truncatingIfNeeded: function))
        let registers = Int(data.load(fromByteOffset: FunctionData.registerCount, as: UInt32.self))
        guard makeRoom(callee, registers) else { return false }
        let live = Int(source.load(fromByteOffset: SuspendedFrame.liveCount, as: UInt32.self))
        memcpy(UnsafeMutableRawPointer(callee), source + SuspendedFrame.registers, live &* 8)
        setHeader(callee, FrameHeader.callee, source.load(fromByteOffset: SuspendedFrame.closure, as: UInt64.self))
        setHeader(callee, FrameHeader.returnPC, UInt64(UInt(bitPattern: returnPC)))
        setHeader(callee, FrameHeader.delta, UInt64(truncatingIfNeeded: delta))
        setHeader(callee, FrameHeader.function, function)
        control.pointee.fp = callee
        control.pointee.pc = source.load(fromByteOffset: SuspendedFrame.pc, as: PC.self)
        source.storeBytes(of: SuspendedFrame.State.running, toByteOffset: SuspendedFrame.state, as: UInt32.self)
        source.storeBytes(of: 0, toByteOffset: SuspendedFrame.liveCount, as: UInt32.self)
        return true
    }

    func frameState(_ frame: Value) -> UInt32 {
        cell(frame).load(fromByteOffset: SuspendedFrame.state, as: UInt32.self)
    }
    func setFrameState(_ frame: Value, _ state: UInt32) {
        cell(frame).storeBytes(of: state, toByteOffset: SuspendedFrame.state, as: UInt32.self)
    }

    /// Operand a of the instruction before `pc`: the register that a resumed frame receives its value in.
    private func receivingRegister() -> Int { Int((control.pointee.pc - 1).pointee >> 16 & 0xffff) }

    /// Delivers a value to the frame that `thaw` has made the running one.
    func deliver(_ value: Value, _ mode: Resumption) {
        let block = control
        if (block.pointee.pc - 1).pointee & 0xffff == UInt64(Opcode.yieldDelegate.rawValue) {
            let a = receivingRegister()
            fp[a] = value
            fp[a + 1] = Value(int32: Int32(truncatingIfNeeded: mode.rawValue))
            return
        }
        switch mode {
        case .next: fp[receivingRegister()] = value
        case .throw:
            block.pointee.pc -= 1
            block.pointee.exception = value
            unwind()
        case .return: break
        }
    }
}
