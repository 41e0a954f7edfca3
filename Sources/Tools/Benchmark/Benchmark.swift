import Foundation

/// Measures the engine and the sandbox. Build with `-c release` and leave the machine alone.
///
///     Benchmark [programs] [--rounds N] [NAME…]    the engine against node --jitless, interleaved in one run
///     Benchmark runs [--rounds N]                   what a run costs beside its script, and how late limits are
///     Benchmark lateness                            how late runs end that are deep in builtins at their deadline
///     Benchmark footprint                           a fresh realm, and the memory of an execution that waits
///
/// One JSON line a row.
@main
struct Benchmark {
    static func main() async {
        var arguments = Array(CommandLine.arguments.dropFirst())
        var rounds: Int?
        if let at = arguments.firstIndex(of: "--rounds") {
            guard at + 1 < arguments.count, let value = Int(arguments[at + 1]), value > 0 else { usage() }
            rounds = value
            arguments.removeSubrange(at...at + 1)
        }
        guard !arguments.contains(where: { $0.hasPrefix("-") }) else { usage() }
        switch arguments.first {
        case "runs" where arguments.count == 1: await RunCosts.measure(runs: rounds ?? 20_000)
        case "footprint" where arguments.count == 1: await Footprint.measure()
        case "lateness" where arguments.count == 1: await Lateness.measure()
        case "programs": Comparison.measure(names: arguments.dropFirst(), rounds: rounds ?? 7)
        default: Comparison.measure(names: arguments[...], rounds: rounds ?? 7)
        }
    }

    private static func usage() -> Never {
        print("usage: Benchmark [programs] [--rounds N] [NAME…] | runs [--rounds N] | lateness | footprint")
        exit(2)
    }
}
