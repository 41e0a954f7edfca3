/// State of a realm that the interpreter keeps at a fixed place of the arena.
///
/// Everything a running program is lies in the arena; the pointers here are the only ones that depend on where it is
/// mapped, and `Arena.rebase` renews them.
struct ControlBlock {
    // The interpreter's registers while it is not running
    var pc: PC
    var fp: Registers
    var fuel: Int
    var insn: UInt64

    // Stack
    var stackBase: Registers
    /// Soft limit that `call` compares with; raised in steps up to `stackEnd`.
    var stackLimit: Registers
    var stackEnd: Registers
    /// First register above everything that a builtin called from an operation uses.
    var extraTop: Registers
    /// Largest register count of any function of the realm.
    var largestFrame: Int

    // Builtin code, shared by all realms
    var leaves: UnsafeMutablePointer<LeafFunction>
    var steps: UnsafeMutablePointer<StepFunction>

    /// `HostServices` of the execution, unretained; renewed by its owner.
    var services: UnsafeMutableRawPointer?

    // Heap
    var used: Int
    var trigger: Int
    var limit: Int
    var peak: Int
    var external: Int
    var blockCount: Int
    var sweepCursor: Int
    var largeCursor: Int
    var freeLargeBlocks: Int
    var markBit: UInt8
    var collectAlways: Bool
    /// Bytes of allocation after which tests collect; 0 for the usual trigger.
    var collectInterval: Int
    var markOverflow: Bool
    var arrayHolesSafe: Bool
    var collections: Int

    // Builtins: cells made while the realm is built, which are never freed
    /// Whether allocations go to the areas of the builtins.
    var isBuilding: Bool
    /// Whether they go to the area that all realms share.
    var buildsShared: Bool
    /// End of the used part of the shared area.
    var sharedEnd: UInt32
    /// End of the used part of the area that each realm has a copy of.
    var builtinEnd: UInt32
    /// Cells in that area, listed at `ArenaLayout.builtinCells`.
    var builtinCellCount: UInt32
    /// The atoms of the shared area: never collected, never added to.
    var sharedAtoms: UInt32

    // Exceptions and termination
    var exception: Value
    var result: Value
    var newTarget: Value
    var pendingException: Bool
    /// `Termination.rawValue`, 0 while the program may go on.
    var termination: UInt8
    /// Fuel left when `terminate` set it to -1.
    var fuelAtTermination: Int
    /// Nanoseconds of the monotonic clock after which long builtins give up; 0 for never.
    var deadline: UInt64
    var stepNext: Int
    var stepArgumentCount: Int
    var nativeDepth: Int
    /// Values on the root stack.
    var rootCount: Int
    /// Blocks of the heap that the reservation has room for.
    var blockCountMax: Int

    // Caches and their epochs
    var prototypeEpoch: UInt32
    var globalEpoch: UInt32
    var protectorEpoch: UInt32
    var arrayIterationPristine: Bool

    // Tables
    var atoms: UInt32
    var atomCount: UInt32
    var transitions: UInt32
    var transitionCount: UInt32
    var emptyElements: UInt32
    var templates: UInt32
    var templateCount: UInt32
    var functionDataList: UInt32

    // Jobs: ring buffer of (reaction, argument) pairs
    var jobs: Value
    var jobHead: Int
    var jobCount: Int
    var jobCapacity: Int

    // Host calls in flight
    var hostCalls: Value
    var nextHostCall: UInt32

    // What `console` may still do, and the indentation of its groups
    var consoleCallsLeft: Int
    var consoleUnitsLeft: Int
    var consoleIndent: UInt32
    /// Calls of host functions that the program may still make.
    var hostCallsLeft: Int

    // Inputs of the host that make a run repeatable
    var randomState: (UInt64, UInt64)
    var timeMilliseconds: Double
    var symbolCounter: UInt32
}

/// Why an execution may not go on. Not catchable by the program.
enum Termination: UInt8 {
    case none = 0
    case fuel
    case memory
    case deadline
    case cancelled
    case host
    case console
    case hostCalls
}

/// The parts of an arena before its heap, as offsets from the base.
enum ArenaLayout {
    // Read-only, one copy for all realms of the process: the dispatch table at 0, then what builtins never change.
    /// Offsets of the cells in the realm's area of builtins.
    static let builtinCells = 4_096
    static let builtinCellsMax = 4_096
    static let shared = builtinCells + builtinCellsMax * 4
    static let sharedEnd = 524_288

    // A realm's own. What a small program touches lies close together, so that it takes few pages.
    static let lookupCache = sharedEnd
    static let lookupCacheEntries = 256
    /// Builtin objects, their slots and shapes.
    static let builtins = lookupCache + lookupCacheEntries * 16
    static let builtinsEnd = 1_048_576
    static let controlBlock = builtinsEnd
    static let freeLists = controlBlock + 512
    /// Values that the realm refers to by `Intrinsic`.
    static let intrinsics = freeLists + 192
    static let intrinsicsMax = 200
    /// Function objects of `InternalFunction`.
    static let internalFunctions = intrinsics + intrinsicsMax * 8
    static let internalFunctionsMax = 128
    /// One byte for each block of the heap.
    static let blockTable = internalFunctions + internalFunctionsMax * 8
    static let blockTableEnd = controlBlock + 5 * 1_048_576
    /// Values that Swift code holds over an allocation, downwards from the stack; see `Realm.keep`. The first of them
    /// share a page with the lowest frames.
    static let rootCountMax = 8_192
    static let stack = blockTableEnd + rootCountMax * 8 + 1_024
    static let stackBytes = 1_048_576
    /// Registers that the last frame may need above the end of the stack.
    static let stackMargin = 65_536
    static let heap = (stack + stackBytes + stackMargin + 4_095) & ~4_095
    static let blockSize = 1_024
}

@inline(__always) func control(_ base: ArenaBase) -> UnsafeMutablePointer<ControlBlock> {
    (base + ArenaLayout.controlBlock).assumingMemoryBound(to: ControlBlock.self)
}
