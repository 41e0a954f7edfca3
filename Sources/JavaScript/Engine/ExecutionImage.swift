#if canImport(Glibc)
import Glibc
#else
import Musl
#endif

/// A stopped execution as bytes, to be continued in another arena, process or machine.
///
/// ```
///  header   magic, version, limits, fuel used, phase, hash of the program, section sizes, digest of the builtins
///  memory   control block page, builtins, block table, used stack, heap blocks: as they are, positions independent
///  addresses  (place, unit, function, instruction) of every word that holds the address of code
/// ```
///
/// Only code addresses depend on the process: frames, continuations and FunctionData name them, and they are written
/// down as (unit, function index, instruction). An image is as trusted as the process that wrote it: it holds offsets
/// that are used unchecked. Authenticate it before reading it.
package struct ExecutionImage {
    /// Header, memory, addresses.
    package let bytes: [UInt8]

    /// Wraps bytes that an execution wrote.
    package init(bytes: [UInt8]) { self.bytes = bytes }

    static let magic: UInt64 = 0x3147_4d49_4356_4e45
    static let version: UInt64 = 1
    static let headerWords = 12
}

/// Address of an instruction or table in process-independent form.
struct CodeAddress: Equatable {
    enum Kind: UInt32 {
        /// An instruction of a function.
        case instruction = 0
        /// A continuation stub.
        case stub = 1
        /// A step of a resumable builtin.
        case step = 2
        /// Fields of a FunctionData that come from its template.
        case template = 3
    }

    var kind: Kind
    /// Number of a builtin written in JavaScript, or `programUnit`.
    var unit: UInt32
    var function: UInt32
    var instruction: UInt32

    static let programUnit = UInt32.max
}

/// Finds every word of a realm that holds a code address.
struct CodeAddressWalk {
    let realm: Realm
    private(set) var found: [(offset: UInt32, address: CodeAddress)] = []

    init(realm: Realm) {
        self.realm = realm
        walkStack()
        walkHeap()
    }

    private mutating func note(_ place: UnsafeMutableRawPointer, _ address: CodeAddress) {
        found.append((realm.offset(place), address))
    }

    /// An instruction address in the code of a FunctionData, or in the shared stubs.
    private func address(of pc: PC, in data: UnsafeMutableRawPointer) -> CodeAddress {
        if let stub = Stub.index(of: pc) {
            return CodeAddress(kind: .stub, unit: 0, function: 0, instruction: UInt32(stub))
        }
        let instruction = UInt32(truncatingIfNeeded: pc - data.load(fromByteOffset: FunctionData.code, as: PC.self))
        guard let template = realm.template(of: data), let unit = template.unit else {
            return CodeAddress(kind: .step, unit: 0, function: 0, instruction: instruction)
        }
        let number = unit.builtinNumber.map { UInt32(truncatingIfNeeded: $0) } ?? CodeAddress.programUnit
        return CodeAddress(kind: .instruction, unit: number, function: UInt32(template.index), instruction: instruction)
    }

    private mutating func walkStack() {
        let control = realm.control
        var fp = control.pointee.fp
        note(
            realm.base + ArenaLayout.controlBlock + (MemoryLayout<ControlBlock>.offset(of: \.pc) ?? 0),
            address(of: control.pointee.pc, in: frameFunctionData(realm.base, fp)))
        while fp > control.pointee.stackBase + 4 {
            let back = programCounter(header(fp, FrameHeader.returnPC))
            let caller = fp - Int(header(fp, FrameHeader.delta) & 0xffff)
            let data = frameFunctionData(realm.base, caller)
            note(UnsafeMutableRawPointer(fp) + FrameHeader.returnPC * 8, address(of: back, in: data))
            if let stub = Stub.index(of: back), stub != Stub.halt, stub != Stub.runJobs {
                let continuation = caller + frameRegisterCount(realm.base, caller)
                note(
                    UnsafeMutableRawPointer(continuation),
                    address(of: programCounter(continuation.pointee.bits), in: data))
            }
            fp = caller
        }
        note(
            UnsafeMutableRawPointer(fp) + FrameHeader.returnPC * 8,
            CodeAddress(kind: .stub, unit: 0, function: 0, instruction: UInt32(Stub.halt)))
    }

    private mutating func walkHeap() {
        for i in 0..<Int(realm.control.pointee.builtinCellCount) { walk(realm.builtinCell(i)) }
        for index in 0..<realm.control.pointee.blockCount {
            let entry = (realm.base + (ArenaLayout.blockTable &+ index)).load(as: UInt8.self)
            let start = realm.base + (ArenaLayout.heap &+ index &* ArenaLayout.blockSize)
            if entry == SizeClass.largeStart {
                walk(start)
            } else if entry > 0, entry < SizeClass.count {
                let bytes = SizeClass.bytes(Int(entry))
                for i in 0..<SizeClass.cellsInRun(Int(entry)) { walk(start + i &* bytes) }
            }
        }
    }

    private mutating func walk(_ cell: UnsafeMutableRawPointer) {
        switch cell.load(fromByteOffset: Cell.type, as: UInt8.self) {
        case CellType.functionData:
            if let template = realm.template(of: cell), let unit = template.unit {
                let number = unit.builtinNumber.map { UInt32(truncatingIfNeeded: $0) } ?? CodeAddress.programUnit
                note(cell, CodeAddress(kind: .template, unit: number, function: UInt32(template.index), instruction: 0))
            } else {
                let code = cell.load(fromByteOffset: FunctionData.code, as: PC.self)
                note(
                    cell + FunctionData.code,
                    Stub.index(of: code) == nil
                        ? CodeAddress(kind: .step, unit: 0, function: 0, instruction: 0)
                        : CodeAddress(kind: .stub, unit: 0, function: 0, instruction: 0))
            }
        case CellType.frame
        where cell.load(fromByteOffset: SuspendedFrame.liveCount, as: UInt32.self) > 0
            || cell.load(fromByteOffset: SuspendedFrame.pc, as: UInt.self) != 0:
            let data = realm.cell(
                at: UInt32(truncatingIfNeeded: cell.load(fromByteOffset: SuspendedFrame.function, as: UInt64.self)))
            note(
                cell + SuspendedFrame.pc,
                address(of: cell.load(fromByteOffset: SuspendedFrame.pc, as: PC.self), in: data))
        default: break
        }
    }
}

/// Turns code addresses back into pointers of this process.
struct CodeLinker {
    let realm: Realm
    let program: CodeUnit

    /// Writes the pointer that an address stands for; false if there is no such code.
    func write(_ address: CodeAddress, at offset: UInt32) -> Bool {
        let place = realm.cell(at: offset)
        let instruction = Int(address.instruction)
        switch address.kind {
        case .stub:
            guard instruction < Stub.count else { return false }
            place.storeBytes(of: Stub.pc(instruction), as: PC.self)
        case .step:
            guard instruction < BuiltinTable.stepCountMax else { return false }
            place.storeBytes(of: BuiltinTable.shared.stepCode + instruction, as: PC.self)
        case .instruction:
            guard let template = template(address), instruction <= template.codeCount else { return false }
            place.storeBytes(of: template.code + instruction, as: PC.self)
        case .template:
            guard let template = template(address) else { return false }
            realm.link(place, to: template)
        }
        return true
    }

    private func template(_ address: CodeAddress) -> FunctionTemplate? {
        let unit = address.unit == CodeAddress.programUnit ? program : BuiltinTable.shared.script(Int(address.unit))
        guard let unit, Int(address.function) < unit.functions.count else { return nil }
        return unit.functions[Int(address.function)]
    }
}
