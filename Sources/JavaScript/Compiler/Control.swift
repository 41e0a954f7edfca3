import JavaScriptSyntax

/// A statement around the one being compiled that `break`, `continue` or `return` may leave.
struct Control {
    enum Kind {
        /// A loop, a switch or a labelled statement.
        case target
        /// A region with a finally block, or with an iterator to close.
        case finalizer
    }

    var kind: Kind
    var labels: [NameID] = []
    /// A `break` without a label ends it.
    var isBreakable = false
    var breakLabel: Assembler.Label?
    var continueLabel: Assembler.Label?
    /// A finalizer's state.
    var finalizer: Finalizer?
}

/// A region that runs code on the way out, whichever way that is: the completion is put into two registers, and the code
/// ends with a dispatch on its kind (`CompletionKind`).
struct Finalizer {
    /// First instruction of the finalizing code.
    var entry: Assembler.Label
    /// The value thrown or returned.
    var value: Register
    /// Next to `value`.
    var kind: Register { value + 1 }
    /// The iterator that is closed; nothing need be done while it is an array iterated directly.
    var iterator: Register?
    /// Someone returns through it.
    var hasReturn = false
    /// Jumps that leave through it, in the order of their completion kinds.
    var jumps: [Jump] = []

    /// A `break` or `continue` of the control at this depth.
    struct Jump: Equatable {
        var depth: Int
        var isContinue: Bool
    }
}

/// Leaving statements.
extension FunctionCompiler {
    /// Jumps to a control's end or next iteration, through the finalizers in between.
    mutating func leave(to jump: Finalizer.Jump) {
        var depth = controls.count - 1
        while depth > jump.depth {
            if let finalizer = controls[depth].finalizer {
                leave(through: depth, finalizer, jump)
                return
            }
            depth -= 1
        }
        let control = controls[jump.depth]
        if let label = jump.isContinue ? control.continueLabel : control.breakLabel { assembler.jump(label) }
    }

    private mutating func leave(through depth: Int, _ finalizer: Finalizer, _ jump: Finalizer.Jump) {
        if let iterator = finalizer.iterator, !hasFinalizer(between: jump.depth, and: depth) {
            let control = controls[jump.depth]
            if let label = jump.isContinue ? control.continueLabel : control.breakLabel {
                assembler.jump(.jumpIteratorDirect, iterator, label)
            }
        }
        var index = finalizer.jumps.firstIndex(of: jump)
        if index == nil {
            index = finalizer.jumps.count
            controls[depth].finalizer?.jumps.append(jump)
        }
        assembler.emit(.loadInt, finalizer.kind, immediate: Int(CompletionKind.firstJump) + (index ?? 0))
        assembler.jump(finalizer.entry)
    }

    private func hasFinalizer(between low: Int, and high: Int) -> Bool {
        var depth = low + 1
        while depth < high {
            if controls[depth].finalizer != nil { return true }
            depth += 1
        }
        return false
    }

    private func finalizerDepth(below limit: Int) -> Int? {
        var depth = limit - 1
        while depth >= 0 {
            if controls[depth].finalizer != nil { return depth }
            depth -= 1
        }
        return nil
    }

    /// Returns a value from the function, through all finalizers.
    mutating func emitReturn(_ value: Register, at position: UInt32) {
        emitReturn(value, below: controls.count, at: position)
    }

    private mutating func emitReturn(_ value: Register, below limit: Int, at position: UInt32) {
        guard let depth = finalizerDepth(below: limit), let finalizer = controls[depth].finalizer else {
            emitFinalReturn(value, at: position)
            return
        }
        if let iterator = finalizer.iterator {
            let direct = assembler.makeLabel()
            assembler.jump(.jumpIteratorDirect, iterator, direct)
            returnThrough(depth, finalizer, value)
            assembler.bind(direct)
            emitReturn(value, below: depth, at: position)
        } else {
            returnThrough(depth, finalizer, value)
        }
    }

    private mutating func returnThrough(_ depth: Int, _ finalizer: Finalizer, _ value: Register) {
        controls[depth].finalizer?.hasReturn = true
        move(value, to: finalizer.value)
        assembler.emit(.loadInt, finalizer.kind, immediate: Int(CompletionKind.return))
        assembler.jump(finalizer.entry)
    }

    /// The instruction that ends the function.
    mutating func emitFinalReturn(_ value: Register, at position: UInt32) {
        if isGenerator {
            assembler.emitFinal(.generatorReturn, value, suspendable, at: position)
        } else if isAsync {
            assembler.emitFinal(.asyncReturn, value, suspendable, at: position)
        } else if isDerivedConstructor {
            let mark = nextRegister
            nextRegister = max(nextRegister, value + 1)
            let this = rawThis()
            assembler.emitFinal(.returnDerived, value, this, at: position)
            nextRegister = mark
        } else {
            assembler.emitFinal(.return, value)
        }
    }

    // MARK: Finalizers

    /// Opens a region that ends with finalizing code.
    mutating func beginFinalizer(value: Register, iterator: Register? = nil) {
        var control = Control(kind: .finalizer)
        control.finalizer = Finalizer(entry: assembler.makeLabel(), value: value, iterator: iterator)
        controls.append(control)
    }

    /// Closes the region: what comes next is outside of it. The finalizing code must bind `entry`.
    mutating func endFinalizer() -> Finalizer? { controls.removeLast().finalizer }

    /// After the finalizing code: goes on with the completion. A normal one continues at `end`.
    mutating func dispatch(_ finalizer: Finalizer, mayReturn: Bool, normal end: Label?) {
        guard assembler.isReachable else { return }
        let position = sourceRange().start
        if let end { compareKind(finalizer, below: CompletionKind.throw, end) }
        let hasReturn = finalizer.hasReturn || mayReturn
        if !hasReturn && finalizer.jumps.isEmpty {
            assembler.emitFinal(.throw, finalizer.value, at: position)
            return
        }
        var next = assembler.makeLabel()
        assembler.jump(.jumpNotLessInt, finalizer.kind, Int(CompletionKind.return), next, at: position)
        assembler.emitFinal(.throw, finalizer.value, at: position)
        assembler.bind(next)
        if hasReturn {
            next = assembler.makeLabel()
            if !finalizer.jumps.isEmpty {
                let limit = Int(CompletionKind.firstJump)
                assembler.jump(.jumpNotLessInt, finalizer.kind, limit, next, at: position)
            }
            emitReturn(finalizer.value, at: position)
            assembler.bind(next)
        }
        for (index, jump) in finalizer.jumps.enumerated() {
            next = assembler.makeLabel()
            if index < finalizer.jumps.count - 1 {
                let limit = Int(CompletionKind.firstJump) + index + 1
                if limit <= Int(Int16.max) {
                    assembler.jump(.jumpNotLessInt, finalizer.kind, limit, next, at: position)
                } else {
                    fail("too many jumps leave a finally block", at: position)
                }
            }
            leave(to: jump)
            assembler.bind(next)
        }
    }

    private mutating func compareKind(_ finalizer: Finalizer, below kind: Int32, _ label: Label) {
        assembler.jump(.jumpLessInt, finalizer.kind, Int(kind), label, at: sourceRange().start)
    }
}
