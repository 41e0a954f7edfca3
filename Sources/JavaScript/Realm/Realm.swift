#if canImport(Glibc)
import Glibc
#else
import Musl
#endif

/// A running program and everything it can reach, addressed from the base of its arena.
///
/// A view, not an owner: copying it costs nothing and it keeps nothing alive. Operations of the specification, slow
/// paths of the interpreter and builtins are written as extensions of it.
struct Realm {
    let base: ArenaBase

    @inline(__always) init(base: ArenaBase) { self.base = base }

    @inline(__always) var control: UnsafeMutablePointer<ControlBlock> {
        (base + ArenaLayout.controlBlock).assumingMemoryBound(to: ControlBlock.self)
    }

    @inline(__always) func cell(_ value: Value) -> UnsafeMutableRawPointer { base + Int(value.offset) }
    @inline(__always) func cell(at offset: UInt32) -> UnsafeMutableRawPointer { base + Int(offset) }
    @inline(__always) func offset(_ cell: UnsafeMutableRawPointer) -> UInt32 { UInt32(truncatingIfNeeded: cell - base) }
    @inline(__always) func object(_ cell: UnsafeMutableRawPointer) -> Value { Value(object: cell, base: base) }
    @inline(__always) func string(_ cell: UnsafeMutableRawPointer) -> Value { Value(stringOffset: offset(cell)) }

    /// Type of the cell a value refers to, `CellType.free` for a value without a cell.
    @inline(__always) func type(_ value: Value) -> UInt8 {
        value.isCell ? cell(value).load(fromByteOffset: Cell.type, as: UInt8.self) : CellType.free
    }
    @inline(__always) func isFunction(_ value: Value) -> Bool { value.isObject && CellType.isFunction(type(value)) }
    @inline(__always) func isArray(_ value: Value) -> Bool { value.isObject && CellType.isArray(type(value)) }

    @inline(__always) func internalSlot(_ value: Value, _ field: Int) -> Value {
        cell(value).load(fromByteOffset: field, as: Value.self)
    }
    @inline(__always) func setInternalSlot(_ value: Value, _ field: Int, _ new: Value) {
        cell(value).storeBytes(of: new, toByteOffset: field, as: Value.self)
    }

    /// A value that the realm itself refers to.
    @inline(__always) subscript(intrinsic: Intrinsic) -> Value {
        get { (base + ArenaLayout.intrinsics).load(fromByteOffset: intrinsic.rawValue &* 8, as: Value.self) }
        nonmutating set {
            (base + ArenaLayout.intrinsics).storeBytes(
                of: newValue, toByteOffset: intrinsic.rawValue &* 8, as: Value.self)
        }
    }

    /// Charges fuel for work of this size; the interpreter stops at its next check once the fuel is below zero.
    @inline(__always) func charge(_ units: Int) { control.pointee.fuel &-= units }

    /// Marks the execution for termination, which no program code can catch. The interpreter notices at its next fuel check.
    func terminate(_ reason: Termination) {
        let block = control
        guard block.pointee.termination == 0 else { return }
        block.pointee.termination = reason.rawValue
        block.pointee.fuelAtTermination = block.pointee.fuel
        block.pointee.fuel = -1
    }
}

extension Realm {
    /// Whether a long loop of a builtin has to give up, because the program is to be terminated: asked every 1,024 turns.
    /// Any value may then be returned; no program sees it.
    @inline(__always) func mustStop(at turn: Int) -> Bool { turn & 1_023 == 0 && mustStop() }

    @inline(never) func mustStop() -> Bool {
        let block = control
        if block.pointee.isTerminating { return true }
        guard block.pointee.deadline != 0, MonotonicClock.nanoseconds > block.pointee.deadline else { return false }
        terminate(.deadline)
        return true
    }
}

/// The system's clock that never goes back.
enum MonotonicClock {
    static var nanoseconds: UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(truncatingIfNeeded: time.tv_sec) &* 1_000_000_000 &+ UInt64(truncatingIfNeeded: time.tv_nsec)
    }
}

extension ControlBlock {
    /// Whether the program may not go on.
    var isTerminating: Bool { termination != 0 }
}
