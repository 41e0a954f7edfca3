import Foundation

/// The instruction set as read from `Opcodes.def`; the file's head describes the format.
struct InstructionTable {
    /// One instruction.
    struct Instruction {
        var name: String
        var operands: [Operand]
        var meaning: String
        var body: String
        /// Reached only from another handler, which has charged the fuel.
        var isTail: Bool
        var canThrow: Bool
        /// The handler may call a Swift function on its fast path (builtins).
        var mayCall: Bool
    }

    /// An operand field and what it refers to.
    struct Operand {
        var field: String
        var kind: String
    }

    struct FormatError: Error, CustomStringConvertible {
        var line: Int
        var message: String
        var description: String { "Opcodes.def:\(line): \(message)" }
    }

    private(set) var instructions: [Instruction] = []

    /// Names of the out-of-line operations that bodies leave for, sorted.
    var slowNames: [String] {
        var names = Set<String>()
        for instruction in instructions {
            for match in instruction.body.matches(of: #/SLOW\((\w+)\)/#) { names.insert(String(match.1)) }
        }
        return names.sorted()
    }

    func index(of name: String) -> Int? { instructions.firstIndex { $0.name == name } }

    init(text: String) throws {
        var family: [[String]] = [[]]
        var pending: (header: String, line: Int, body: [String])?
        var number = 0
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            number += 1
            if line.hasPrefix("  ") {
                guard pending != nil else { throw FormatError(line: number, message: "body without an instruction") }
                pending?.body.append(String(line.dropFirst(2)))
                continue
            }
            if let entry = pending {
                try add(entry, family: family)
                pending = nil
                family = [[]]
            }
            if line.isEmpty || line.hasPrefix("#") { continue }
            if line.hasPrefix("family ") {
                family = Self.arguments(String(line.dropFirst(7)))
            } else {
                pending = (String(line), number, [])
            }
        }
        if let entry = pending { try add(entry, family: family) }
        try checkTails()
    }

    /// A handler that is entered by TAIL must not charge again.
    private func checkTails() throws {
        for instruction in instructions {
            for match in instruction.body.matches(of: #/TAIL\((\w+)\)/#) {
                guard let target = instructions.first(where: { $0.name == match.1 }), target.isTail else {
                    throw FormatError(
                        line: 0, message: "\(instruction.name): TAIL(\(match.1)) is not a `tail` instruction")
                }
            }
        }
    }

    /// `(a b |c d|) (e f g)` → [["a", "b", "c d"], ["e", "f", "g"]].
    private static func arguments(_ text: String) -> [[String]] {
        var groups: [[String]] = []
        var word = ""
        var group: [String] = []
        var inBars = false
        var depth = 0
        let characters = Array(text)
        for (index, character) in characters.enumerated() {
            // A bar before a closing parenthesis is the operator.
            let isOperator = character == "|" && !inBars && index + 1 < characters.count && characters[index + 1] == ")"
            if inBars {
                if character == "|" { inBars = false } else { word.append(character) }
            } else if character == "|" && !isOperator {
                inBars = true
            } else if character == "(" && depth == 0 {
                depth = 1
                group = []
            } else if character == ")" || character == " " {
                if !word.isEmpty { group.append(word) }
                word = ""
                if character == ")" && depth == 1 {
                    groups.append(group)
                    depth = 0
                }
            } else {
                word.append(character)
            }
        }
        return groups
    }

    private mutating func add(_ entry: (header: String, line: Int, body: [String]), family: [[String]]) throws {
        for arguments in family {
            func fill(_ text: String) -> String {
                var text = text
                for (i, argument) in arguments.enumerated() {
                    text = text.replacingOccurrences(of: "$\(i + 1)", with: argument)
                }
                return text
            }
            let parts = fill(entry.header).split(separator: "|", maxSplits: 1).map {
                $0.trimmingCharacters(in: .whitespaces)
            }
            let words = parts[0].split(separator: " ").map(String.init)
            guard parts.count == 2, words.count >= 2, words[0] == "op" || words[0] == "tail" else {
                throw FormatError(line: entry.line, message: "expected `op NAME operands | meaning`")
            }
            var operands: [Operand] = []
            var flags = Set<String>()
            for word in words.dropFirst(2) {
                let pair = word.split(separator: ":")
                if pair.count == 2 {
                    operands.append(Operand(field: String(pair[0]), kind: String(pair[1])))
                } else {
                    flags.insert(word)
                }
            }
            guard flags.isSubset(of: ["throws", "calls"]) else {
                throw FormatError(line: entry.line, message: "unknown flag in \(flags)")
            }
            let body = fill(entry.body.joined(separator: "\n"))
            guard !body.dropFirst().contains("CHARGE") else {
                throw FormatError(
                    line: entry.line,
                    message: "CHARGE must come first: the instruction is executed again after a suspension")
            }
            instructions.append(
                Instruction(
                    name: words[1], operands: operands, meaning: parts[1], body: body, isTail: words[0] == "tail",
                    canThrow: flags.contains("throws"), mayCall: flags.contains("calls")))
        }
    }
}
