import JavaScriptSyntax

/// Checks that the operands of bytecode lie within their bounds, so that the interpreter need not.
///
/// Registers within the frame, call windows with their scratch registers, slots of the right kind, jumps and handlers
/// within the code, no instruction that only handlers reach, and control never running past the end.
struct BytecodeValidator {
    let template: FunctionTemplate
    private var slots: [Int: FunctionTemplate.Slot] = [:]
    private(set) var problems: [String] = []

    /// What is wrong with a function; empty if nothing is.
    static func problems(of template: FunctionTemplate) -> [String] {
        var validator = BytecodeValidator(template)
        validator.validate()
        return validator.problems
    }

    /// What is wrong with any function of a unit.
    static func problems(of unit: CodeUnit) -> [String] { unit.functions.flatMap { problems(of: $0) } }

    private init(_ template: FunctionTemplate) {
        self.template = template
        var offset = 0
        for slot in template.slots {
            slots[offset] = slot
            offset += slot.wordCount
        }
    }

    private mutating func report(_ index: Int, _ problem: String) {
        let text = index < template.codeCount ? Disassembler(template).instruction(index) : "end"
        problems.append("\(template.name.description) \(index) \(text): \(problem)")
    }

    private mutating func validate() {
        if template.registerCount > FunctionTemplate.registerLimit { report(0, "too many registers") }
        if template.registerCount <= template.parameterCount { report(0, "parameters do not fit the frame") }
        for index in 0..<template.codeCount {
            let word = InstructionWord(template.code[index])
            guard let opcode = word.opcode else {
                report(index, "no such opcode")
                continue
            }
            if opcode.isTail { report(index, "only handlers reach this instruction") }
            for (field, kind) in opcode.operands { check(word.value(field), kind, at: index) }
            checkRuns(opcode, word, at: index)
        }
        checkEnd()
        for handler in template.handlers { check(handler) }
        checkOrder()
    }

    private mutating func check(_ value: Int, _ kind: OperandKind, at index: Int) {
        switch kind {
        case .reg: checkRegisters(value, 1, at: index)
        case .reg2: checkRegisters(value, 2, at: index)
        case .window: checkRegisters(value, 5, at: index)
        case .int, .count: break
        case .jump:
            let target = index + value
            if target < 0 || target >= template.codeCount { report(index, "jump out of the code") }
        case .const:
            checkSlot(value, at: index) {
                if case .cache = $0 { false } else if case .literal = $0 { false } else { true }
            }
        case .ic: checkSlot(value, at: index) { if case .cache = $0 { true } else { false } }
        case .literal: checkSlot(value, at: index) { if case .literal = $0 { true } else { false } }
        }
    }

    private mutating func checkRegisters(_ first: Int, _ count: Int, at index: Int) {
        if first < 0 || first + count > template.registerCount { report(index, "register out of the frame") }
    }

    private mutating func checkSlot(_ offset: Int, at index: Int, _ isRight: (FunctionTemplate.Slot) -> Bool) {
        guard let slot = slots[offset] else {
            report(index, "no slot at \(offset)")
            return
        }
        if !isRight(slot) { report(index, "slot of another kind") }
        if case .function(let child) = slot, child >= template.children.count { report(index, "no such function") }
    }

    /// Operands that stand for runs of registers.
    private mutating func checkRuns(_ opcode: Opcode, _ word: InstructionWord, at index: Int) {
        let a = word.value(.a)
        let b = word.value(.b)
        let c = word.value(.c)
        switch opcode {
        case .call, .new, .superCall: checkRegisters(a, 4 + b + 1 + FunctionCompiler.windowScratch, at: index)
        case .callSpread, .newSpread, .superCallSpread:
            checkRegisters(a, 6 + FunctionCompiler.windowScratch, at: index)
        case .makeArray, .arrayAppend, .concat: checkRegisters(b, c, at: index)
        case .makeObject:
            if case .literal(let keys) = slots[c] { checkRegisters(b, keys.count, at: index) }
        case .yield, .yieldDelegate, .await: checkRegisters(0, c, at: index)
        default: break
        }
    }

    private mutating func checkEnd() {
        guard template.codeCount > 0 else {
            report(0, "no code")
            return
        }
        let last = template.codeCount - 1
        switch InstructionWord(template.code[last]).opcode {
        case .return, .returnDerived, .throw, .jump, .loop, .generatorReturn, .generatorThrow, .asyncReturn,
            .asyncReject:
            break
        default: report(last, "control runs past the end")
        }
    }

    private mutating func check(_ handler: FunctionTemplate.ExceptionHandler) {
        if handler.start < 0 || handler.start >= handler.end || handler.end > template.codeCount {
            report(handler.start, "handler range out of the code")
        }
        if handler.target < 0 || handler.target >= template.codeCount {
            report(handler.start, "handler target out of the code")
        }
        checkRegisters(handler.register, handler.isFinally ? 2 : 1, at: handler.start)
    }

    /// A handler that lies within another comes before it, and tables are ascending.
    private mutating func checkOrder() {
        for (index, position) in template.positions.enumerated().dropFirst()
        where position.index <= template.positions[index - 1].index {
            report(Int(position.index), "positions are not ascending")
        }
        for (index, entry) in template.variableNames.enumerated().dropFirst()
        where entry.index <= template.variableNames[index - 1].index {
            report(Int(entry.index), "variable names are not ascending")
        }
    }
}
