import JavaScriptSyntax

/// Limits of one execution. The same program under the same limits uses the same fuel and memory on every machine.
package struct ExecutionLimits: Sendable, Hashable {
    /// Instructions and builtin work.
    package var fuel: Int
    /// Live heap bytes.
    package var heapBytesMax: Int

    package init(fuel: Int = 500_000_000, heapBytesMax: Int = 64 << 20) {
        self.fuel = max(0, fuel)
        self.heapBytesMax = max(1 << 20, heapBytesMax)
    }
}

/// One running program: a realm in an arena of its own. Used by one thread at a time.
///
/// ```
///  start(program) ─▶ run(slice) ─▶ .outOfSlice ─▶ run …
///                              ├─▶ .waiting   (host calls in flight; settle them, then run)
///                              ├─▶ .finished
///                              └─▶ .terminated(reason)
/// ```
package final class Execution {
    /// How far `run` came.
    package enum Progress: Equatable {
        /// The slice is used up; the program can go on.
        case outOfSlice
        /// Nothing to run until a host call is settled.
        case waiting
        /// The program is done; see `outcome`.
        case finished
        /// A limit was reached or the host stopped the program.
        case terminated(Reason)
    }

    /// Why a program was stopped. Not catchable by it.
    package enum Reason: Equatable {
        case fuel, memory, deadline, cancelled, host, console, hostCalls
    }

    enum Phase: UInt8 { case idle, program, jobs, done }

    let arena: Arena
    let pool: ArenaPool
    /// Limits it was made with.
    package let limits: ExecutionLimits
    let services = HostServices()
    private(set) var phase = Phase.idle
    /// The programs that were started here, the latest last; their code is in use as long as the realm is.
    private var units: [CodeUnit] = []
    /// The latest program.
    var unit: CodeUnit? { units.last }
    private(set) var fuelUsedBefore = 0
    var realm: Realm { Realm(base: arena.base) }

    /// A fresh realm; nil where the system refuses memory.
    package convenience init?(pool: ArenaPool, limits: ExecutionLimits = ExecutionLimits()) {
        guard let arena = pool.take(heapBytesMax: limits.heapBytesMax) else { return nil }
        self.init(arena: arena, pool: pool, limits: limits)
    }

    /// An execution in an arena that holds a fresh realm.
    init(arena: Arena, pool: ArenaPool, limits: ExecutionLimits) {
        self.arena = arena
        self.pool = pool
        self.limits = limits
        let control = realm.control
        control.pointee.limit = limits.heapBytesMax
        realm.setTrigger()
        control.pointee.fuel = 0
        control.pointee.services = Unmanaged.passUnretained(services).toOpaque()
    }

    deinit { pool.put(arena, heapBytesMax: limits.heapBytesMax) }

    /// Takes over the state of an image whose memory has just been copied into the arena.
    func adopt(_ unit: CodeUnit, phase: Phase, fuelUsed: Int, frame: Int) {
        units.append(unit)
        self.phase = phase
        fuelUsedBefore = fuelUsed
        ArenaLayout.rebase(arena.base)
        let control = realm.control
        control.pointee.blockCountMax = arena.blockCountMax
        control.pointee.services = Unmanaged.passUnretained(services).toOpaque()
        control.pointee.fp = (arena.base + frame).assumingMemoryBound(to: Value.self)
        while control.pointee.stackLimit < control.pointee.fp + 1_024 { control.pointee.stackLimit += 512 }
        control.pointee.stackLimit = min(control.pointee.stackLimit, control.pointee.stackEnd)
    }

    // MARK: Running

    /// Prepares a program to run; an error message if its global declarations collide.
    func start(_ unit: CodeUnit) {
        units.append(unit)
        let realm = self.realm
        realm.control.pointee.fuel = 0
        if let (kind, message) = realm.declareGlobals(unit.globals) {
            _ = realm.throwError(kind, message)
            realm.control.pointee.pendingException = true
            phase = .done
            return
        }
        let data = realm.instantiate(unit.functions[0])
        let closure = realm.makeClosure(data, environment: .undefined)
        let callee = realm.fp + 8
        (callee - 4).pointee = closure
        callee[0] = realm[.globalObject]
        fuelUsedBefore -= realm.control.pointee.fuel
        realm.dispatchCall(callee, 0, Stub.pc(Stub.halt), 8)
        phase = .program
    }

    /// Runs until the program finishes, waits, is stopped, or has used `slice` units of fuel.
    ///
    /// - Parameter remaining: time after which a builtin that is at work gives up, and the program is terminated. It is
    ///   for builtins with much to do; between instructions the caller looks at its clock, after each slice.
    package func run(slice: Int, remaining: Duration? = nil) -> Progress {
        realm.control.pointee.deadline = remaining.map(Self.deadline) ?? 0
        while true {
            switch phase {
            case .idle, .done: return .finished
            case .program, .jobs: break
            }
            let control = realm.control
            if control.pointee.isTerminating { return terminated() }
            // A program that waits costs nothing, however often it is asked.
            if phase == .jobs, control.pointee.pc == Stub.pc(Stub.halt), let progress = advance() { return progress }
            let left = limits.fuel - fuelUsed
            if left <= 0 {
                realm.terminate(.fuel)
                return terminated()
            }
            let grant = min(slice, left)
            control.pointee.fuel = grant
            interpret(arena.base)
            fuelUsedBefore +=
                grant - (control.pointee.isTerminating ? control.pointee.fuelAtTermination : control.pointee.fuel)
            control.pointee.fuel = 0
            if control.pointee.isTerminating { return terminated() }
            guard control.pointee.pc == Stub.pc(Stub.halt) else {
                if fuelUsed >= limits.fuel {
                    realm.terminate(.fuel)
                    return terminated()
                }
                return .outOfSlice
            }
            if let progress = advance() { return progress }
        }
    }

    private static func deadline(after remaining: Duration) -> UInt64 {
        let (seconds, attoseconds) = remaining.components
        let nanoseconds = max(0, min(seconds, 1 << 32)) * 1_000_000_000 + attoseconds / 1_000_000_000
        return MonotonicClock.nanoseconds &+ UInt64(max(0, nanoseconds))
    }

    /// The running phase has come to its end.
    private func advance() -> Progress? {
        let control = realm.control
        if phase == .program {
            if control.pointee.pendingException {
                phase = .done
                return .finished
            }
            realm[.entryResult] = (realm.fp + 4).pointee
            phase = .jobs
            control.pointee.pc = Stub.pc(Stub.runJobs)
            return nil
        }
        control.pointee.pendingException = false
        control.pointee.exception = .undefined
        if control.pointee.jobCount > 0 {
            // A settled host call has queued jobs, or a job has thrown what nobody catches.
            control.pointee.pc = Stub.pc(Stub.runJobs)
            return nil
        }
        let result = realm[.entryResult]
        if realm.type(result) == CellType.promise, realm.promiseState(result) == PromiseState.pending {
            return .waiting
        }
        phase = .done
        return .finished
    }

    /// Work that the host does in the realm, counted as fuel of the program.
    func charging<Result>(_ work: () -> Result) -> Result {
        let control = realm.control
        control.pointee.fuel = 0
        defer {
            fuelUsedBefore -= control.pointee.isTerminating ? control.pointee.fuelAtTermination : control.pointee.fuel
            control.pointee.fuel = 0
        }
        return work()
    }

    private func terminated() -> Progress {
        let reason: Reason =
            switch Termination(rawValue: realm.control.pointee.termination) ?? .host {
            case .fuel: .fuel
            case .memory: .memory
            case .deadline: .deadline
            case .cancelled: .cancelled
            case .console: .console
            case .hostCalls: .hostCalls
            case .none, .host: .host
            }
        return .terminated(reason)
    }

    // MARK: Figures

    /// Units of fuel used so far, at most the limit.
    package var fuelUsed: Int { min(fuelUsedBefore, limits.fuel) }

    /// Largest number of heap bytes in use at once.
    package var heapBytesPeak: Int {
        let control = realm.control
        return min(max(control.pointee.peak, control.pointee.used), limits.heapBytesMax)
    }
}

extension Execution {
    /// Prepares a compiled program to run.
    package func start(_ program: Program) { start(program.unit) }

    /// How a finished program ended, for people: the value, or the error with its stack.
    package enum Outcome {
        case value(String)
        case thrown(String)
    }

    /// Only after `.finished`.
    package var outcome: Outcome {
        let realm = self.realm
        let control = realm.control
        if control.pointee.pendingException { return .thrown(errorText(control.pointee.exception)) }
        let result = realm[.entryResult]
        if realm.type(result) == CellType.promise {
            let value = realm.internalSlot(result, Cell.internal1)
            return realm.promiseState(result) == PromiseState.rejected
                ? .thrown(errorText(value)) : .value(realm.describe(value))
        }
        return .value(realm.describe(result))
    }

    private func errorText(_ value: Value) -> String {
        let realm = self.realm
        guard realm.type(value) == CellType.error else { return "Uncaught " + realm.describe(value) }
        return realm.stackText(of: value, header: "Uncaught " + realm.errorHeader(value))
    }

    /// Collects garbage at every allocation: finds values that are not rooted. For tests.
    ///
    /// - Parameter interval: bytes of allocation between two collections; 0 collects at every allocation.
    package func collectOften(interval: Int = 0) {
        realm.control.pointee.collectAlways = interval == 0
        realm.control.pointee.collectInterval = interval
        realm.setTrigger()
    }
}
