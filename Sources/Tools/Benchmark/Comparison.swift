import Foundation
import JavaScript
import JavaScriptSyntax

/// One program on both engines, round by round.
struct Comparison {
    let program: BenchmarkProgram
    private let ours: [Double]
    private let node: [Double]
    private let fuel: Int

    enum Failure: Error {
        case nodeMissing
        case resultsDiffer(String, String)
        case failed(String)
    }

    init(_ program: BenchmarkProgram, rounds: Int) throws {
        self.program = program
        var ours: [Double] = []
        var node: [Double] = []
        var fuel = 0
        for _ in 0..<rounds {
            let mine = try Comparison.runEngine(program)
            let theirs = try Comparison.runNode(program)
            guard mine.result == theirs.result else { throw Failure.resultsDiffer(mine.result, theirs.result) }
            ours.append(mine.milliseconds)
            node.append(theirs.milliseconds)
            fuel = mine.fuel
        }
        self.ours = ours
        self.node = node
        self.fuel = fuel
    }

    /// Per program median milliseconds of both, median and spread of the ratio per round (below 1: the engine is faster),
    /// fuel. Then the geometric means. Fuel is always counted.
    static func measure(names: ArraySlice<String>, rounds: Int) {
        let unknown = names.filter { name in !BenchmarkProgram.all.contains { $0.name == name } }
        guard unknown.isEmpty else {
            print("no program is called \(unknown.joined(separator: ", "))")
            exit(2)
        }
        var rows: [Comparison] = []
        for program in BenchmarkProgram.all where names.isEmpty || names.contains(program.name) {
            do {
                let row = try Comparison(program, rounds: rounds)
                print(row.line)
                rows.append(row)
            } catch {
                print("{\"name\":\"\(program.name)\",\"error\":\"\(error)\"}")
            }
        }
        printMean("the ten", rows.filter { $0.program.isMicro })
        printMean("all", rows)
    }

    private static func printMean(_ name: String, _ rows: [Comparison]) {
        guard !rows.isEmpty else { return }
        let mean = exp(rows.map { log($0.ratio) }.reduce(0, +) / Double(rows.count))
        print("{\"geometricMean\":\"\(name)\",\"programs\":\(rows.count),\"ratio\":\(String(format: "%.3f", mean))}")
    }

    var ratios: [Double] { zip(ours, node).map { $0 / $1 } }
    var ratio: Double { Comparison.median(ratios) }

    var line: String {
        func text(_ value: Double) -> String { String(format: "%.3f", value) }
        return
            "{\"name\":\"\(program.name)\",\"ours\":\(text(Comparison.median(ours))),\"node\":\(text(Comparison.median(node))),"
            + "\"ratio\":\(text(ratio)),\"ratioMin\":\(text(ratios.min() ?? 0)),\"ratioMax\":\(text(ratios.max() ?? 0)),\"fuel\":\(fuel)}"
    }

    static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        return sorted.isEmpty
            ? 0
            : sorted.count % 2 == 1
                ? sorted[sorted.count / 2] : (sorted[sorted.count / 2 - 1] + sorted[sorted.count / 2]) / 2
    }

    private static func runEngine(_ benchmark: BenchmarkProgram) throws -> (
        milliseconds: Double, result: String, fuel: Int
    ) {
        let limits = ExecutionLimits(fuel: .max / 4, heapBytesMax: 512 << 20)
        guard let execution = Execution(pool: ArenaPool(), limits: limits) else { throw Failure.failed("no memory") }
        var printed = ""
        execution.onPrint { printed = $0 }
        let source = benchmark.source + "\nprint(main());"
        do {
            execution.start(try Program.compile(SourceText(source), name: benchmark.name, kind: .script))
        } catch {
            throw Failure.failed(error.message)
        }
        let start = DispatchTime.now().uptimeNanoseconds
        let progress = execution.run(slice: .max)
        let elapsed = Double(DispatchTime.now().uptimeNanoseconds - start) / 1e6
        guard progress == .finished else { throw Failure.failed("\(progress)") }
        if case .thrown(let text) = execution.outcome { throw Failure.failed(String(text.prefix { $0 != "\n" })) }
        return (elapsed, printed, execution.fuelUsed)
    }

    private static func runNode(_ benchmark: BenchmarkProgram) throws -> (milliseconds: Double, result: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        let tail =
            "\nconst started = performance.now(); const value = main(); console.log(performance.now() - started, String(value));"
        process.arguments = ["node", "--no-warnings", "--jitless", "-e", benchmark.source + tail]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        do { try process.run() } catch { throw Failure.nodeMissing }
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        let parts = text.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, let milliseconds = Double(parts[0]) else { throw Failure.nodeMissing }
        return (milliseconds, parts[1].trimmingCharacters(in: .whitespacesAndNewlines))
    }
}
