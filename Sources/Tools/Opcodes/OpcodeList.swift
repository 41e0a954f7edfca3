/// The opcode numbers and the facts about operands that the assembler, disassembler and validator use.
struct OpcodeList {
    let table: InstructionTable

    var source: String {
        var out = generatedHeader
        out +=
            "/// The operation of an instruction; the low 16 bits of its word.\nenum Opcode: UInt16, CaseIterable, Sendable {\n"
        for (i, instruction) in table.instructions.enumerated() {
            out += "/// \(instruction.meaning)\ncase `\(instruction.name)` = \(i)\n"
        }
        out +=
            "}\n\nextension Opcode {\n/// Operand kinds in the order of the fields a, b, c.\nvar operands: [(field: OperandField, kind: OperandKind)] {\nswitch self {\n"
        for instruction in table.instructions {
            let list = instruction.operands.map { "(.\($0.field.lowercased()), .\($0.kind))" }.joined(separator: ", ")
            out += "case .`\(instruction.name)`: [\(list)]\n"
        }
        out += "}\n}\n\n/// Whether the instruction can throw.\nvar canThrow: Bool {\nswitch self {\ncase "
        out += table.instructions.filter(\.canThrow).map { ".`\($0.name)`" }.joined(separator: ", ")
        out +=
            ": true\ndefault: false\n}\n}\n\n/// Whether the handler is reached only from another handler and never occurs in code.\nvar isTail: Bool {\nswitch self {\ncase "
        out += table.instructions.filter(\.isTail).map { ".`\($0.name)`" }.joined(separator: ", ")
        out += ": true\ndefault: false\n}\n}\n}\n"
        return out
    }
}
