import Foundation

/// Runs the conformance suite of ECMA-262 on the engine.
///
///     Test262 [--every N] [--failures] ROOT FOLDER…
///
/// ROOT is a checkout of https://github.com/tc39/test262, FOLDER a path below its `test`, such as `language`. Prints a
/// line per folder with the share of runs that pass, and exits with 0 whenever every file was run to an end.
@main
struct Test262 {
    static func main() {
        var arguments = Array(CommandLine.arguments.dropFirst())
        var step = 1
        var showsFailures = false
        while let first = arguments.first, first.hasPrefix("--") {
            arguments.removeFirst()
            if first == "--every", let value = arguments.first.flatMap({ Int($0) }), value > 0 {
                step = value
                arguments.removeFirst()
            } else if first == "--failures" {
                showsFailures = true
            } else {
                usage()
            }
        }
        guard arguments.count >= 2 else { usage() }
        var runner = TestRunner(root: arguments[0])
        var total = Tally()
        for folder in arguments.dropFirst() {
            var tally = Tally()
            for path in runner.files(in: [folder], every: step) {
                for (mode, outcome) in runner.run(path) {
                    tally.add(outcome)
                    if showsFailures, outcome != .passed { print("\(path) (\(mode.rawValue)): \(outcome)") }
                }
            }
            print("\(folder): \(tally)")
            total.add(tally)
        }
        print("all: \(total)")
    }

    private static func usage() -> Never {
        print("usage: Test262 [--every N] [--failures] ROOT FOLDER…")
        exit(2)
    }
}

/// Counts of runs.
struct Tally: CustomStringConvertible {
    private var passed = 0
    private var failed = 0
    private var limited = 0

    mutating func add(_ outcome: TestRunner.Outcome) {
        switch outcome {
        case .passed: passed += 1
        case .failed: failed += 1
        case .limited: limited += 1
        }
    }

    mutating func add(_ other: Tally) {
        passed += other.passed
        failed += other.failed
        limited += other.limited
    }

    var description: String {
        let all = passed + failed + limited
        let share = all == 0 ? 0 : Double(passed) * 100 / Double(all)
        return "\(passed) of \(all) runs pass (\(String(format: "%.1f", share)) %), \(limited) at a limit"
    }
}
