import CodeGuard
import Foundation

/// Replays a recorded corpus and compares the verdicts.
///
/// Exit status: 0 when the pass rate reaches `--at-least`, 1 when it does not, 2 for a wrong command line or file.
@main
struct Corpus {
    static let usage = """
        usage: Corpus [--profile enclave|reference] [--layers guard|all] [--at-least PERCENT] [--json OUT] [--codes] FILE

        Replays FILE, one JSON object a line, and prints passes by category and each miss. `--layers guard` (the default)
        judges what layers 0 to 3 decide, and that they let through what later layers decide. `--codes` also lists
        records whose verdict is right but whose codes differ.
        """

    var profile = GuardProfile.reference
    var percent = 98.0
    var jsonPath: String?
    var listsCodes = false
    var path: String?

    static func main() {
        do {
            let corpus = try Corpus(Array(CommandLine.arguments.dropFirst()))
            exit(try corpus.run() ? 0 : 1)
        } catch {
            FileHandle.standardError.write(Data("\(error)\n".utf8))
            exit(2)
        }
    }

    init(_ arguments: [String]) throws {
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            switch argument {
            case "--profile": profile = try Corpus.value(rest.popFirst(), GuardProfile.init(rawValue:))
            case "--layers":
                if rest.popFirst() != "guard" {
                    throw Record.Problem(description: "whole runs need the sandbox: use `--layers guard`")
                }
            case "--at-least": percent = try Corpus.value(rest.popFirst(), Double.init)
            case "--json": jsonPath = try Corpus.value(rest.popFirst(), { $0 })
            case "--codes": listsCodes = true
            case "--help":
                print(Corpus.usage)
                exit(0)
            default:
                if argument.hasPrefix("-") || path != nil { throw Record.Problem(description: Corpus.usage) }
                path = argument
            }
        }
    }

    private static func value<Value>(_ text: String?, _ parse: (String) -> Value?) throws -> Value {
        guard let text, let value = parse(text) else { throw Record.Problem(description: usage) }
        return value
    }

    /// Whether enough records pass.
    func run() throws -> Bool {
        guard let path else { throw Record.Problem(description: Corpus.usage) }
        let data = try Data(contentsOf: URL(fileURLWithPath: path))
        var replays: [Replay] = []
        for (index, line) in data.split(separator: 0x0A).enumerated() {
            do {
                replays.append(Replay.run(try Record(line: line), profile: profile))
            } catch {
                throw Record.Problem(description: "\(path):\(index + 1): \(error)")
            }
        }
        let report = Report(replays)
        report.print(listsCodes: listsCodes)
        if let jsonPath { try report.json().write(to: URL(fileURLWithPath: jsonPath)) }
        return report.percent >= percent
    }
}
