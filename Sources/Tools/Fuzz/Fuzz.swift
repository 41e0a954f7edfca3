import CodeGuard
import Foundation

/// Feeds the guard with hostile texts, and measures how its time and memory grow.
///
/// Exit status: 0 when nothing went wrong, 1 when a check took too long or a growth is not linear, 2 for a wrong command
/// line. A crash is a crash: the last line that was printed names the seed and the index to start again from.
@main
struct Fuzz {
    static let usage = """
        usage: Fuzz random [--seconds N] [--seed N] [--from INDEX] [FILE...]
               Fuzz scaling [--only TEXT]
               Fuzz speed FILE...

        random   checks random bytes, token soup and mutations of FILEs under every preset, for N seconds (default 10)
        scaling  checks hostile shapes at 1, 2, 4 and 8 times a size; prints exponents and memory for each byte,
                 for the shapes whose names hold TEXT
        speed    prints the CPU time of a check of each FILE after warm-up
        """

    static func main() {
        do {
            exit(try run(Array(CommandLine.arguments.dropFirst())) ? 0 : 1)
        } catch {
            FileHandle.standardError.write(Data("\(error)\n".utf8))
            exit(2)
        }
    }

    /// A wrong command line or file.
    struct Problem: Error, CustomStringConvertible {
        let description: String
    }

    static func run(_ arguments: [String]) throws -> Bool {
        var seconds = 10.0
        var seed: UInt64 = 1
        var first: UInt64 = 0
        var name: String?
        var files: [[UInt8]] = []
        var rest = arguments.dropFirst()
        while let argument = rest.popFirst() {
            switch argument {
            case "--seconds": seconds = try number(rest.popFirst())
            case "--seed": seed = try number(rest.popFirst())
            case "--only": name = rest.popFirst()
            case "--from": first = try number(rest.popFirst())
            default: files.append([UInt8](try Data(contentsOf: URL(fileURLWithPath: argument))))
            }
        }
        switch arguments.first {
        case "random": return RandomRun(files, seed: seed, first: first).run(seconds: seconds)
        case "scaling": return Scaling.run(name)
        case "speed": return Speed.run(files)
        case "--help":
            print(usage)
            return true
        default: throw Problem(description: usage)
        }
    }

    private static func number<Number: LosslessStringConvertible>(_ text: String?) throws -> Number {
        guard let text, let value = Number(text) else { throw Problem(description: usage) }
        return value
    }

    /// Writes a line at once, so that it is there when the next check crashes.
    static func say(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }

    /// CPU seconds of this process.
    static func processSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
