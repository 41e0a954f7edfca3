internal import JavaScript

/// A script in the engine: compiled, with what it may call, and stepped by whoever has it.
struct ScriptMachine {
    /// Fuel of one step: about a millisecond of a release build, some ten of a debug build.
    #if DEBUG
    static let slice = 30_000
    #else
    static let slice = 200_000
    #endif

    /// The name under which scripts know errors' places.
    private static let sourceName = "script"

    /// Why the engine stopped a script.
    enum Reason {
        case fuel
        case memory
        case deadline
        case consoleLimit
        case toolCallLimit
        case unknown
    }

    /// How far a step came.
    enum Progress {
        case outOfSlice
        case waiting
        case finished
        case terminated(Reason)

        var isEnd: Bool {
            switch self {
            case .finished, .terminated: true
            case .outOfSlice, .waiting: false
            }
        }
    }

    /// How a finished script ended.
    enum Outcome {
        case success(json: String?)
        /// The value cannot leave the script, because of what follows "the result".
        case refused(ResultRefusal)
        case thrown(ThrownError)
    }

    private static let pool = ArenaPool()

    private let execution: Execution
    private let freezesClock: Bool

    /// Compiles the source text, and makes a realm with the globals.
    ///
    /// - Throws: what is wrong with the text.
    init(_ request: SandboxRun.Request) throws(ExecutionError) {
        let limits = request.limits
        let program = try Self.compile(request)
        guard
            let execution = Execution(
                pool: Self.pool, limits: ExecutionLimits(fuel: limits.fuel, heapBytesMax: limits.heapBytesMax))
        else { throw ScriptFailures.internalError("the system has no memory for another realm") }
        self.execution = execution
        freezesClock = request.freezesClock
        execution.setTime(milliseconds: WallClock.milliseconds)
        execution.setRandomSeed(UInt64.random(in: 0...UInt64.max))
        execution.setConsoleLimits(calls: limits.consoleCallsMax, units: limits.consoleUnitsMax)
        execution.setHostCallLimit(limits.toolCallsMax)
        execution.removeGlobal("print")
        execution.registerHostFunction("callTool")
        if let prelude = Prelude.program {
            execution.start(prelude)
            _ = execution.run(slice: .max)
        }
        for (name, json) in request.globals where !execution.defineGlobal(name, json: Array(json.utf8)) {
            throw ScriptFailures.internalError("the global `\(name)` cannot be defined")
        }
        execution.start(program)
    }

    private static func compile(_ request: SandboxRun.Request) throws(ExecutionError) -> Program {
        let bytesMax = request.limits.sourceBytesMax
        guard request.code.utf8.count <= bytesMax else {
            throw ScriptFailures.invalid("the source text is longer than \(bytesMax) bytes")
        }
        let (tree, source) = try ScriptGuard.of(request.terms).check(request.code)
        do {
            return try Program.compile(tree, of: source, name: sourceName)
        } catch {
            throw ScriptFailures.invalid(error.message, line: error.line, column: error.column)
        }
    }

    /// Receives what the script prints, and the calls that it has made before; a nil level is `console.log`.
    func onConsole(_ body: @escaping (ExecutionEvent.LogLevel?, String, [HostCall]) -> Void) {
        execution.onConsole { [unowned execution] level, text in
            body(level.logLevel, text, execution.takeHostCalls())
        }
    }

    // MARK: Steps

    /// Runs the script for one slice. A builtin with much to do gives up after the remaining time.
    func run(remaining: Duration) -> Progress {
        if !freezesClock { execution.setTime(milliseconds: WallClock.milliseconds) }
        return switch execution.run(slice: Self.slice, remaining: remaining) {
        case .outOfSlice: .outOfSlice
        case .waiting: .waiting
        case .finished: .finished
        case .terminated(.fuel): .terminated(.fuel)
        case .terminated(.memory): .terminated(.memory)
        case .terminated(.deadline): .terminated(.deadline)
        case .terminated(.console): .terminated(.consoleLimit)
        case .terminated(.hostCalls): .terminated(.toolCallLimit)
        case .terminated: .terminated(.unknown)
        }
    }

    /// The calls that the script has made since the last time.
    func takeCalls() -> [HostCall] { execution.takeHostCalls() }

    /// Gives the script an answer.
    func settle(_ id: ToolCall.ID, _ answer: ToolAnswer) {
        switch answer {
        case .success(let json):
            guard execution.settle(call: id.rawValue, resultJSON: json.map { Array($0.utf8) } ?? []) == .notJSON
            else { return }
            settle(
                id,
                .failure(ToolError(message: "the tool's result cannot be read", code: .invalidToolResult)))
        case .failure(let error):
            // A call that is not there any more, or an execution without memory, show in the next step.
            _ = execution.settle(
                call: id.rawValue, errorName: error.name, message: error.message, code: error.code.rawValue)
        }
    }

    // MARK: End

    /// Only after `.finished`.
    func outcome(_ limits: EnclaveLimits) -> Outcome {
        if let thrown = execution.thrownError { return .thrown(ThrownError(thrown)) }
        do {
            let bytes = try execution.resultJSON(
                ResultLimits(
                    depthMax: limits.valueDepthMax, propertiesMax: limits.valuePropertiesMax,
                    bytesMax: limits.resultBytesMax))
            return .success(json: bytes.map { String(decoding: $0, as: UTF8.self) })
        } catch {
            return .refused(ResultRefusal(error))
        }
    }

    var fuelUsed: Int { execution.fuelUsed }
    var heapBytesPeak: Int { execution.heapBytesPeak }
}

extension ConsoleLevel {
    /// nil for `console.log`.
    fileprivate var logLevel: ExecutionEvent.LogLevel? {
        switch self {
        case .log: nil
        case .debug: .debug
        case .info: .info
        case .warn: .warn
        case .error: .error
        }
    }
}

/// Why a value cannot leave the script.
enum ResultRefusal {
    /// What is too large, for people.
    case limit(String)
    /// A kind of value that has no JSON.
    case kind(String)
    case memory

    fileprivate init(_ failure: ResultFailure) {
        self =
            switch failure {
            case .function: .kind("a function")
            case .symbol: .kind("a symbol")
            case .depth(let max): .limit("is nested deeper than \(max) levels")
            case .properties(let max): .limit("has more than \(max) properties")
            case .bytes(let max): .limit("is longer than \(max) bytes of JSON")
            case .memory: .memory
            }
    }
}

extension ThrownError {
    fileprivate init(_ thrown: Execution.ThrownError) {
        let place = thrown.stack.first { $0.line > 0 }
        self.init(
            name: thrown.isError ? thrown.name ?? "Error" : "", message: thrown.message ?? thrown.description,
            code: thrown.code,
            stack: thrown.stack.isEmpty
                ? nil
                : thrown.stack.map { line in
                    let function = line.function.isEmpty ? "<anonymous>" : line.function
                    return line.line > 0
                        ? "    at \(function) (\(line.source):\(line.line):\(line.column))"
                        : "    at \(function) (native)"
                }.joined(separator: "\n"),
            line: place?.line, column: place?.column)
    }
}
