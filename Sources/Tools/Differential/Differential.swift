import Foundation
import JavaScript
import JavaScriptSyntax

/// Runs random programs on the engine and on `node`, and shows where what they print differs.
///
///     Differential [--programs N] [--seed S] [--show]
///
/// A program is determined by its seed; `--show` prints the one of the first seed instead of running it. Exit status: 0 if
/// every program printed the same, 1 if not, 2 for a wrong command line or without node.
///
/// The generator leaves out what implementations may do as they like: texts of error messages, comparators that are no
/// order, and a known deviation of V8 in the order of accessors behind a spread.
@main
struct Differential {
    static func main() {
        var arguments = ArraySlice(CommandLine.arguments.dropFirst())
        var count = 200
        var seed: UInt64 = 1
        var shows = false
        while let argument = arguments.popFirst() {
            switch argument {
            case "--programs": count = number(arguments.popFirst())
            case "--seed": seed = number(arguments.popFirst())
            case "--show": shows = true
            default: usage()
            }
        }
        if shows {
            print(Preamble.text + ProgramGenerator.program(seed: seed))
            return
        }
        exit(compare(count: count, first: seed))
    }

    private static func usage() -> Never {
        print("usage: Differential [--programs N] [--seed S] [--show]")
        exit(2)
    }

    private static func number<Number: FixedWidthInteger>(_ text: String?) -> Number {
        guard let text, let value = Number(text), value > 0 else { usage() }
        return value
    }

    private static func compare(count: Int, first: UInt64) -> Int32 {
        let pool = ArenaPool()
        var different = 0
        for index in 0..<UInt64(count) {
            let seed = first &+ index
            let text = Preamble.text + ProgramGenerator.program(seed: seed)
            guard let theirs = node(text) else {
                print("node cannot be run")
                return 2
            }
            let ours = engine(text, pool)
            if ours != theirs {
                different += 1
                report(seed, ours, theirs)
            }
            if (index + 1).isMultiple(of: 100) { print("\(index + 1) programs, \(different) different") }
        }
        print("\(count) programs, \(different) different")
        return different == 0 ? 0 : 1
    }

    private static func report(_ seed: UInt64, _ ours: [Substring], _ theirs: [Substring]) {
        let line = zip(ours, theirs).prefix { $0 == $1 }.count
        func text(_ lines: [Substring]) -> String { line < lines.count ? String(lines[line].prefix(200)) : "(end)" }
        print("seed \(seed), line \(line + 1)\n  engine  \(text(ours))\n  node    \(text(theirs))")
    }

    /// The lines that the engine prints.
    private static func engine(_ text: String, _ pool: ArenaPool) -> [Substring] {
        let limits = ExecutionLimits(fuel: .max / 4, heapBytesMax: 512 << 20)
        guard let execution = Execution(pool: pool, limits: limits) else { return ["no memory"] }
        var printed: [String] = []
        execution.onPrint { printed.append($0) }
        do {
            execution.start(try Program.compile(SourceText(text), name: "program.js", kind: .script))
        } catch {
            return ["SyntaxError"]
        }
        let progress = execution.run(slice: .max)
        if progress != .finished { printed.append("\(progress)") }
        return printed.joined(separator: "\n").split(separator: "\n", omittingEmptySubsequences: false)
    }

    /// The lines that node prints; nil if it cannot be run.
    private static func node(_ text: String) -> [Substring]? {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["node", "-"]
        let (input, output, errors) = (Pipe(), Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        process.standardError = errors
        do {
            try process.run()
            try input.fileHandleForWriting.write(contentsOf: Data(text.utf8))
            try input.fileHandleForWriting.close()
        } catch {
            return nil
        }
        let printed = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        let complaints = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        if process.terminationStatus == 127 { return nil }
        if complaints.contains("SyntaxError") { return ["SyntaxError"] }
        return (printed.hasSuffix("\n") ? String(printed.dropLast()) : printed)
            .split(separator: "\n", omittingEmptySubsequences: false)
    }
}
