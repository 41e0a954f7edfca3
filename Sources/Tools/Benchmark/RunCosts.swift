import Foundation
import Sandbox

/// Measures what a run costs beside the script itself, and how late limits are.
/// Times are of the processor, of all threads, unless the name says otherwise.
enum RunCosts {
    static func measure(runs count: Int) async {
        await cost("return 1+1", of: "return 1+1", runs: count)
        await cost(
            "forty lines", of: String(repeating: "function f(a, b) { return a.map(x => x * b) }\n", count: 40),
            runs: count)
        await cost("one tool call", of: "return await callTool('t', { a: 1 })", runs: count)
        await cost("ten tool calls", of: "for (let i = 0; i < 10; i++) await callTool('t', { i })", runs: count / 4)
        await lateness("a loop", of: "while (true) {}", side: 1)
        await lateness("a loop after an await", of: "await null; while (true) {}", side: 1)
        await lateness("a hanging tool", of: "await callTool('hang', {})", side: 1)
        await lateness("200 loops", of: "while (true) {}", side: 200)
        await lateness("200 hanging tools", of: "await callTool('hang', {})", side: 200)
        await lateness("growth and loops", of: "let a = []; while (true) { a = [a.length, a.length]; }", side: 20)
    }

    private static let tools: ToolHandler = { call in
        guard call.name == "hang" else { return 1 }
        let (never, _) = AsyncStream.makeStream(of: Void.self)
        for await _ in never {}
        throw CancellationError()
    }

    /// Processor time of one run among many that follow each other.
    private static func cost(_ name: String, of code: String, runs: Int) async {
        let enclave = Enclave(toolHandler: tools)
        for _ in 0..<min(runs, 1000) { _ = await enclave.run(code) }
        let processor = processorSeconds
        let began = ContinuousClock.now
        var failed = 0
        for _ in 0..<runs where !(await enclave.run(code)).success { failed += 1 }
        let wall = began.duration(to: .now) / .seconds(1)
        let used = processorSeconds - processor
        print(
            "{\"row\":\"\(name)\",\"runs\":\(runs),\"failed\":\(failed),\"microseconds\":\(text(used / Double(runs) * 1e6)),"
                + "\"wallMicroseconds\":\(text(wall / Double(runs) * 1e6))}")
    }

    /// How long after their deadline runs end that would go on for ever.
    private static func lateness(_ name: String, of code: String, side: Int) async {
        var limits = EnclaveLimits(.standard)
        limits.fuel = .max
        limits.timeout = .milliseconds(500)
        let timeout = limits.timeout
        let enclave = Enclave(limits: limits, toolHandler: tools)
        let late = await withTaskGroup(of: Double.self) { group in
            for _ in 0..<side {
                group.addTask { (await enclave.run(code).stats.duration - timeout) / .milliseconds(1) }
            }
            return await group.reduce(into: [Double]()) { $0.append($1) }.sorted()
        }
        print(
            "{\"row\":\"deadline: \(name)\",\"runs\":\(side),\"lateMillisecondsMedian\":\(text(late[late.count / 2])),"
                + "\"lateMillisecondsMax\":\(text(late[late.count - 1]))}")
    }

    private static var processorSeconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    private static func text(_ value: Double) -> String { String(format: "%.2f", value) }
}
