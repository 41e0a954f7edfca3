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
    /// Number of `yield` and `yield*` before the region, to tell whether it contains any.
    var yieldCount: Int
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
    @inline(never)
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

    @inline(never)
    private mutating func leave(through depth: Int, _ finalizer: Finalizer, _ jump: Finalizer.Jump) {
        if let iterator = finalizer.iterator, !controls.hasFinalizer(between: jump.depth, and: depth) {
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

    /// Whether a `break` or `continue` reaches its target by a jump alone.
    mutating func isDirect(_ jump: Finalizer.Jump) -> Bool {
        !controls.hasFinalizer(between: jump.depth, and: controls.count)
    }

    /// Whether `return` leaves no finalizer.
    var returnsDirectly: Bool {
        mutating get { controls.finalizerDepth(below: controls.count) == nil }
    }

    /// Returns a value from the function, through all finalizers.
    mutating func emitReturn(_ value: Register, at position: UInt32) {
        emitReturn(value, below: controls.count, at: position)
    }

    @inline(never)
    private mutating func emitReturn(_ value: Register, below limit: Int, at position: UInt32) {
        guard let depth = controls.finalizerDepth(below: limit), let finalizer = controls[depth].finalizer else {
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
        } else if let derivedReturn {
            move(value, to: derivedReturn.value)
            assembler.jump(derivedReturn.label)
        } else {
            assembler.emitFinal(.return, value)
        }
    }

    // MARK: Finalizers

    /// Opens a region that ends with finalizing code.
    mutating func beginFinalizer(value: Register, iterator: Register? = nil) {
        var control = Control(kind: .finalizer)
        control.finalizer = Finalizer(
            entry: assembler.makeLabel(), value: value, iterator: iterator, yieldCount: yieldCount)
        controls.append(control)
    }

    /// Closes the region: what comes next is outside of it. The finalizing code must bind `entry`.
    mutating func endFinalizer() -> Finalizer? {
        var finalizer = controls.removeLast().finalizer
        // A generator that waits in the region can be told to return from there.
        if let before = finalizer?.yieldCount, yieldCount > before { finalizer?.hasReturn = true }
        return finalizer
    }

    /// After the finalizing code: goes on with the completion. A normal one continues at `end`.
    @inline(never)
    mutating func dispatch(_ finalizer: Finalizer, normal end: Label?) {
        guard assembler.isReachable else { return }
        let position = sourceStart
        if let end { compareKind(finalizer, below: CompletionKind.throw, end) }
        if !finalizer.hasReturn && finalizer.jumps.isEmpty {
            assembler.emitFinal(.throw, finalizer.value, at: position)
            return
        }
        var next = assembler.makeLabel()
        assembler.jump(.jumpNotLessInt, finalizer.kind, Int(CompletionKind.return), next, at: position)
        assembler.emitFinal(.throw, finalizer.value, at: position)
        assembler.bind(next)
        if finalizer.hasReturn {
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
        assembler.jump(.jumpLessInt, finalizer.kind, Int(kind), label, at: sourceStart)
    }
}

extension [Control] {
    /// Whether there is a finalizer above `low` and below `high`.
    func hasFinalizer(between low: Int, and high: Int) -> Bool {
        var depth = low + 1
        while depth < high {
            if self[depth].finalizer != nil { return true }
            depth += 1
        }
        return false
    }

    /// The innermost finalizer below `limit`.
    func finalizerDepth(below limit: Int) -> Int? {
        var depth = limit - 1
        while depth >= 0 {
            if self[depth].finalizer != nil { return depth }
            depth -= 1
        }
        return nil
    }
}
