/// Release builds: one C function per instruction that ends in a tail call to the next one.
struct ThreadedForm: HandlerForm {
    let table: InstructionTable

    func go(_ distance: String) -> String {
        distance == "0"
            ? "return dispatch(pc, fp, base, fuel)"
            : "pc = pc + Int(\(distance)); return dispatch(pc, fp, base, fuel)"
    }

    func slow(_ name: String) -> String {
        jump(to: table.instructions.count + (table.slowNames.firstIndex(of: name) ?? 0))
    }

    func tail(_ name: String) -> String { jump(to: table.index(of: name) ?? 0) }

    let exit = "save(base, pc, fp, fuel, insn); return"
    var outOfFuel: String { tail("suspend") }

    private func jump(to index: Int) -> String {
        "return base.load(fromByteOffset: \(8 * index), as: Handler.self)(pc, fp, base, fuel, insn)"
    }

    var source: String {
        var out = generatedHeader
        out += """
            #if THREADED
            typealias Handler = @convention(c) (PC, UnsafeMutableRawPointer, ArenaBase, Int, UInt64) -> Void

            @inline(__always) func dispatch(_ pc: PC, _ fp: Registers, _ base: ArenaBase, _ fuel: Int) {
            let insn = pc.pointee
            return base.load(fromByteOffset: Int(truncatingIfNeeded: insn & 0xffff) &* 8, as: Handler.self)(pc, fp, base, fuel, insn)
            }

            """
        for instruction in table.instructions {
            let charge = instruction.isTail || instruction.name == "suspend" ? "" : "fuel &-= 1\n"
            out += """

                /// \(instruction.meaning)
                @_cdecl("h_\(instruction.name)") @inline(__always) func h_\(instruction.name)(_ pc0: PC, _ fp0: UnsafeMutableRawPointer, _ base: ArenaBase, _ fuel0: Int, _ insn: UInt64) {
                var pc = pc0, fp = fp0.assumingMemoryBound(to: Value.self), fuel = fuel0
                _ = (pc, fp, fuel); pc = pc0; fp = fp0.assumingMemoryBound(to: Value.self); fuel = fuel0
                \(operandDeclarations(instruction.body))
                \(charge)\(expand(instruction.body, as: self))
                }

                """
        }
        for name in table.slowNames {
            out += """

                @_cdecl("s_\(name)") @inline(__always) func s_\(name)(_ pc: PC, _ fp: UnsafeMutableRawPointer, _ base: ArenaBase, _ fuel: Int, _ insn: UInt64) {
                save(base, pc, fp.assumingMemoryBound(to: Value.self), fuel, insn); Realm(base: base).\(slowFunction(name))()
                return dispatch(control(base).pointee.pc, control(base).pointee.fp, base, control(base).pointee.fuel)
                }

                """
        }
        out +=
            "\n/// Writes the handlers' addresses to the first page of an arena, where `dispatch` finds them.\nfunc installDispatchTable(_ base: ArenaBase) {\n"
        for (i, instruction) in table.instructions.enumerated() {
            out += "base.storeBytes(of: h_\(instruction.name), toByteOffset: \(8 * i), as: Handler.self)\n"
        }
        for (i, name) in table.slowNames.enumerated() {
            out +=
                "base.storeBytes(of: s_\(name), toByteOffset: \(8 * (i + table.instructions.count)), as: Handler.self)\n"
        }
        out += """
            }

            /// Runs from the control block's pc until `halt` or `suspend`.
            func interpret(_ base: ArenaBase) { dispatch(control(base).pointee.pc, control(base).pointee.fp, base, control(base).pointee.fuel) }
            #endif

            """
        return out
    }
}
