import Foundation
import JavaScript

/// Runs script tests: JavaScript files whose `// expect: TEXT` lines are what they print, in order.
///
///     Scripts [--collect-always] [--print] [--stats] FILE…
///     Scripts --continue IMAGE ANSWER FILE
///
/// Exits with 0 if every file printed what it expects, 1 otherwise. A file that begins with `// async` is run as the
/// body of an async function. `// expect uncaught: TEXT` is the first line of the error that ends a script.
/// `--collect-always` collects garbage at each allocation, in files with a line `// large` every 64 KiB.
///
/// The second form reads an execution of FILE that another process wrote while it waited for the host, answers every
/// call it waits for with ANSWER, which is JSON, and prints what the rest of the script prints and the fuel of the whole.
@main
struct Scripts {
    static func main() {
        let arguments = CommandLine.arguments
        if arguments.count == 5, arguments[1] == "--continue" {
            exit(Continuation(image: arguments[2], answer: arguments[3], script: arguments[4]).run())
        }
        var files: [String] = []
        var options = Set<String>()
        for argument in CommandLine.arguments.dropFirst() {
            if argument.hasPrefix("--") { options.insert(argument) } else { files.append(argument) }
        }
        let known: Set<String> = ["--collect-always", "--print", "--stats"]
        guard !files.isEmpty, options.isSubset(of: known) else {
            print("usage: Scripts [--collect-always] [--print] [--stats] FILE… | --continue IMAGE ANSWER FILE")
            exit(2)
        }
        var failed = 0
        for file in files {
            guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
                print("\(file): cannot be read")
                failed += 1
                continue
            }
            let interval = text.contains("\n// large\n") || text.hasPrefix("// large\n") ? 65_536 : 0
            let run = ScriptRun(
                text, name: (file as NSString).lastPathComponent,
                collectInterval: options.contains("--collect-always") ? interval : nil)
            if options.contains("--print") { print(run.lines.joined(separator: "\n")) }
            if options.contains("--stats") { print("\(file): fuel \(run.fuelUsed), heap \(run.heapBytesPeak)") }
            if let difference = run.difference {
                failed += 1
                print("FAIL \(file)\n\(difference)")
            }
        }
        print("\(files.count - failed) passed, \(failed) failed")
        exit(failed == 0 ? 0 : 1)
    }
}
