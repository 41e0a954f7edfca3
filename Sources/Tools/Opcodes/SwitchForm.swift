/// Debug and sanitizer builds: one loop around one `switch`, because tail calls need the optimizer.
struct SwitchForm: HandlerForm {
    let table: InstructionTable

    func go(_ distance: String) -> String {
        distance == "0" ? "continue run" : "pc = pc + Int(\(distance)); continue run"
    }

    func slow(_ name: String) -> String {
        "save(base, pc, fp, fuel, insn); Realm(base: base).\(slowFunction(name))(); pc = control(base).pointee.pc; fp = control(base).pointee.fp; fuel = control(base).pointee.fuel; continue run"
    }

    func tail(_ name: String) -> String { "opcode = \(table.index(of: name) ?? 0); continue again" }

    let exit = "save(base, pc, fp, fuel, insn); return"
    var outOfFuel: String { exit }

    var source: String {
        var out = generatedHeader
        out += """
            #if !THREADED
            func installDispatchTable(_ base: ArenaBase) {}

            /// Runs from the control block's pc until `halt` or until the fuel is used up.
            func interpret(_ base: ArenaBase) {
            var pc = control(base).pointee.pc, fp = control(base).pointee.fp, fuel = control(base).pointee.fuel
            run: while true {
            let insn = pc.pointee
            fuel &-= 1
            var opcode = UInt16(truncatingIfNeeded: insn)
            again: while true {
            switch opcode {

            """
        for (i, instruction) in table.instructions.enumerated() {
            out += "case \(i):\n// \(instruction.name): \(instruction.meaning)\n"
            out += operandDeclarations(instruction.body) + "\n" + expand(instruction.body, as: self) + "\n"
        }
        out += "default: save(base, pc, fp, fuel, insn); return\n}\n}\n}\n}\n#endif\n"
        return out
    }
}
