internal import ArgumentParser
internal import Foundation
internal import JavaScript
internal import JavaScriptSyntax

/// `enclave js`: the bare engine as a shell.
struct JavaScriptCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "js", abstract: "Runs plain scripts on the bare engine, with print and console.",
        discussion: "The files run one after the other in one realm. Exit status 1 on an uncaught error.")

    @Argument(help: "Scripts; - reads standard input.") var files: [String]
    @Option(help: "Units of fuel.") var fuel = 1_000_000_000_000
    @Option(help: "Heap bytes.") var memory = 1 << 30
    @Flag(help: "Print fuel, peak heap bytes and wall milliseconds as a line of JSON.") var stats = false

    mutating func run() throws {
        guard fuel > 0, memory >= 1 << 20 else {
            throw ValidationError("--fuel is positive, --memory at least 1048576")
        }
        let limits = ExecutionLimits(fuel: fuel, heapBytesMax: memory)
        guard let execution = Execution(pool: ArenaPool(), limits: limits) else {
            throw ValidationError("the system refuses \(memory) bytes of address space")
        }
        execution.onPrint { Output.write($0 + "\n", to: .standardOutput) }
        execution.setTime(milliseconds: (Date().timeIntervalSince1970 * 1_000).rounded(.down))
        let start = DispatchTime.now().uptimeNanoseconds
        var failure: String?
        for file in files where failure == nil { failure = try Self.run(file, on: execution) }
        if let failure { Output.write(failure + "\n", to: .standardError) }
        if stats {
            let elapsed = Double(DispatchTime.now().uptimeNanoseconds - start) / 1e6
            Output.write(
                "{\"fuel\":\(execution.fuelUsed),\"heapBytesPeak\":\(execution.heapBytesPeak),\"wallMilliseconds\":\(elapsed)}\n",
                to: .standardOutput)
        }
        if failure != nil { try ExitStatus.scriptFailed.leave() }
    }

    /// What went wrong with a script, or nil.
    private static func run(_ path: String, on execution: Execution) throws -> String? {
        let script = try ScriptFile(path)
        do {
            execution.start(try Program.compile(SourceText(script.text), name: script.name, kind: .script))
        } catch {
            return "\(script.name):\(error.line):\(error.column): SyntaxError: \(error.message)"
        }
        switch execution.run(slice: .max) {
        case .finished:
            if case .thrown(let text) = execution.outcome { return text }
            return nil
        case .terminated(let reason): return "\(script.name): stopped: \(reason)"
        case .waiting, .outOfSlice: return "\(script.name): waits for a promise that nothing settles"
        }
    }
}
