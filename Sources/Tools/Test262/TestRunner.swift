import Foundation
import JavaScript
import JavaScriptSyntax

/// Runs files of test262 on the engine, each in a realm of its own and under limits.
struct TestRunner {
    /// Outcome of one file in one mode.
    enum Outcome: Equatable {
        case passed
        case failed(String)
        /// A limit was reached: never right, and told apart from a wrong result.
        case limited(String)
    }

    /// Folder of the checkout, with `harness` and `test`.
    let root: String
    private let pool = ArenaPool()
    private let limits = ExecutionLimits(fuel: 300_000_000, heapBytesMax: 256 << 20)
    private var harness: [String: String] = [:]

    init(root: String) { self.root = root }

    /// All `.js` files below the given folders of `test`, fixtures left out, sorted; every n-th of them.
    func files(in folders: [String], every step: Int) -> [String] {
        let all = folders.flatMap { folder -> [String] in
            guard let walk = FileManager.default.enumerator(atPath: root + "/test/" + folder) else { return [] }
            return walk.compactMap { $0 as? String }.filter { $0.hasSuffix(".js") && !$0.contains("_FIXTURE") }.map {
                folder + "/" + $0
            }
        }
        return stride(from: 0, to: all.count, by: step).map { all.sorted()[$0] }
    }

    mutating func run(_ path: String) -> [(TestFile.Mode, Outcome)] {
        guard let source = try? String(contentsOfFile: root + "/test/" + path, encoding: .utf8) else {
            return [(.sloppy, .failed("not UTF-8"))]
        }
        let file = TestFile(path: path, source: source)
        return file.modes.map { ($0, run(file, $0)) }
    }

    private mutating func run(_ file: TestFile, _ mode: TestFile.Mode) -> Outcome {
        if mode == .module { return .failed("modules are not supported yet") }
        guard let execution = Execution(pool: pool, limits: limits) else { return .limited("no memory") }
        var printed: [String] = []
        execution.onPrint { printed.append($0) }
        if !file.flags.contains("raw") {
            for name in ["assert.js", "sta.js"] + (file.flags.contains("async") ? ["doneprintHandle.js"] : [])
                + file.includes
            {
                if let problem = runHarness(name, on: execution) { return .failed("harness \(name): \(problem)") }
            }
        }
        let text = mode == .strict ? "\"use strict\";\n" + file.source : file.source
        let program: Program
        do {
            program = try Program.compile(SourceText(text), name: file.path, kind: .script)
        } catch {
            return file.negative?.phase == "parse" ? .passed : .failed("SyntaxError: \(error)")
        }
        if file.negative?.phase == "parse" { return .failed("no early error") }
        execution.start(program)
        return judge(execution.run(slice: .max), execution, file, printed)
    }

    private mutating func runHarness(_ name: String, on execution: Execution) -> String? {
        let text = harness[name] ?? (try? String(contentsOfFile: root + "/harness/" + name, encoding: .utf8))
        guard let text else { return "missing" }
        harness[name] = text
        do {
            execution.start(try Program.compile(SourceText(text), name: name, kind: .script))
        } catch {
            return "\(error)"
        }
        guard execution.run(slice: .max) == .finished else { return "did not finish" }
        if case .thrown(let text) = execution.outcome { return String(text.prefix { $0 != "\n" }) }
        return nil
    }

    private func judge(_ progress: Execution.Progress, _ execution: Execution, _ file: TestFile, _ printed: [String])
        -> Outcome
    {
        switch progress {
        case .terminated(let reason): return .limited("\(reason)")
        case .outOfSlice, .waiting: return .failed("did not finish")
        case .finished: break
        }
        if case .thrown(let text) = execution.outcome {
            let first = String(text.prefix { $0 != "\n" })
            if let negative = file.negative { return first.contains(negative.type) ? .passed : .failed(first) }
            return .failed(first)
        }
        if let negative = file.negative { return .failed("no \(negative.type)") }
        guard file.flags.contains("async") else { return .passed }
        return printed.contains("Test262:AsyncTestComplete") ? .passed : .failed(printed.last ?? "never done")
    }
}
