import Foundation

/// Generates the interpreter from the instruction table.
///
///     swift run Opcodes [--check]
///
/// Reads `Sources/JavaScript/Bytecode/Opcodes.def` below the current directory and writes the three generated files;
/// with `--check` it writes nothing and exits with 1 if one of them differs.
@main
struct Opcodes {
    static func main() throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        guard arguments.isEmpty || arguments == ["--check"] else {
            print("usage: Opcodes [--check]   (from the root of the repository)")
            exit(2)
        }
        let text = try String(contentsOfFile: "Sources/JavaScript/Bytecode/Opcodes.def", encoding: .utf8)
        let table = try InstructionTable(text: text)
        guard 8 * (table.instructions.count + table.slowNames.count) <= 4096 else {
            print("the dispatch table is larger than its page")
            exit(1)
        }
        let folder = "Sources/JavaScript/Interpreter/Generated/"
        let files = [
            ("Opcode.swift", OpcodeList(table: table).source),
            ("ThreadedInterpreter.swift", ThreadedForm(table: table).source),
            ("SwitchInterpreter.swift", SwitchForm(table: table).source),
        ]
        var stale: [String] = []
        for (name, source) in files {
            let current = try? String(contentsOfFile: folder + name, encoding: .utf8)
            if current == source { continue }
            stale.append(name)
            if arguments.isEmpty { try source.write(toFile: folder + name, atomically: true, encoding: .utf8) }
        }
        print(
            "\(table.instructions.count) instructions, \(table.slowNames.count) out-of-line operations; changed: \(stale)"
        )
        if !arguments.isEmpty && !stale.isEmpty { exit(1) }
    }
}
