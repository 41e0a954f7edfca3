import JavaScriptSyntax

/// The text of bytecode, for `--dump bytecode` and snapshot tests. Stable: it holds no addresses.
///
/// ```
/// function add(2): 12 registers
///    0  add r3, r1, r2
///    1  return r3
/// ```
struct Disassembler {
    let template: FunctionTemplate
    /// Slots by word offset.
    private let slots: [Int: FunctionTemplate.Slot]

    /// All functions of a unit.
    static func text(of unit: CodeUnit) -> String {
        unit.functions.map { Disassembler($0).text }.joined(separator: "\n")
    }

    init(_ template: FunctionTemplate) {
        self.template = template
        var slots: [Int: FunctionTemplate.Slot] = [:]
        var offset = 0
        for slot in template.slots {
            slots[offset] = slot
            offset += slot.wordCount
        }
        self.slots = slots
    }

    /// Header, instructions and handlers.
    var text: String {
        var lines = [header]
        let targets = jumpTargets
        for index in 0..<template.codeCount {
            let mark = targets.contains(index) ? ">" : " "
            lines.append("\(mark)\(padded(index)) \(instruction(index))")
        }
        for handler in template.handlers {
            let kind = handler.isFinally ? "finally" : "catch"
            lines.append(
                "  \(kind) \(handler.start)..<\(handler.end) → \(handler.target), r\(handler.register)")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private var header: String {
        let name = template.name.utf16.isEmpty ? "(anonymous)" : template.name.description
        var flags: [String] = []
        let names: [(FunctionTemplate.Flags, String)] = [
            (.strict, "strict"), (.arrow, "arrow"), (.async, "async"), (.generator, "generator"), (.method, "method"),
            (.derivedConstructor, "derived"), (.classConstructor, "class"),
        ]
        for (flag, text) in names where template.flags.contains(flag) { flags.append(text) }
        let suffix = flags.isEmpty ? "" : ", " + flags.joined(separator: " ")
        return "function \(name)(\(template.parameterCount)): \(template.registerCount) registers\(suffix)"
    }

    private func padded(_ number: Int) -> String {
        let digits = String(number)
        return String(repeating: " ", count: max(0, 4 - digits.count)) + digits
    }

    private var jumpTargets: Set<Int> {
        var targets: Set<Int> = []
        for index in 0..<template.codeCount {
            let word = InstructionWord(template.code[index])
            guard let opcode = word.opcode else { continue }
            for (field, kind) in opcode.operands where kind == .jump { targets.insert(index + word.value(field)) }
        }
        for handler in template.handlers { targets.insert(handler.target) }
        return targets
    }

    /// One instruction with its operands.
    func instruction(_ index: Int) -> String {
        let word = InstructionWord(template.code[index])
        guard let opcode = word.opcode else { return "invalid \(word.bits)" }
        let operands = opcode.operands.map { operand(word.value($0.field), $0.kind, at: index) }
        return operands.isEmpty ? "\(opcode)" : "\(opcode) " + operands.joined(separator: ", ")
    }

    private func operand(_ value: Int, _ kind: OperandKind, at index: Int) -> String {
        switch kind {
        case .reg: "r\(value)"
        case .reg2: "r\(value):r\(value + 1)"
        case .window: "r\(value)…"
        case .int, .count: "\(value)"
        case .jump: "→\(index + value)"
        case .const, .ic, .literal: slots[value].map(describe) ?? "slot \(value)"
        }
    }

    private func describe(_ slot: FunctionTemplate.Slot) -> String {
        switch slot {
        case .number(let value): "\(value)"
        case .string(let text): "\"\(text.description)\""
        case .key(let text): "key \(text.description)"
        case .function(let child): "function \(child)"
        case .builtin(let name): name
        case .symbol(let name): "@@\(name)"
        case .templateObject(_, let raw): "template(\(raw.count))"
        case .cache(let key): ".\(key.description)"
        case .literal(let keys): "{" + keys.map(\.description).joined(separator: ", ") + "}"
        }
    }
}

/// The fields of an instruction word.
struct InstructionWord {
    let bits: UInt64

    init(_ bits: UInt64) { self.bits = bits }

    /// Nil for a number that is no opcode.
    var opcode: Opcode? { Opcode(rawValue: UInt16(truncatingIfNeeded: bits)) }

    /// The value of an operand.
    func value(_ field: OperandField) -> Int {
        switch field {
        case .a: Int(UInt16(truncatingIfNeeded: bits >> 16))
        case .b: Int(UInt16(truncatingIfNeeded: bits >> 32))
        case .c: Int(UInt16(truncatingIfNeeded: bits >> 48))
        case .sb: Int(Int16(truncatingIfNeeded: bits >> 32))
        case .sc: Int(Int16(truncatingIfNeeded: bits >> 48))
        case .imm: Int(Int32(truncatingIfNeeded: bits >> 32))
        }
    }
}
