import JavaScriptSyntax

/// Conditions: expressions of which only the truth matters, compiled to jumps.
extension FunctionCompiler {
    /// Jumps to `label` if the truth of an expression equals `condition`; otherwise control falls through.
    ///
    /// With `isLoop` the label lies behind, and the jump that is taken must be a `loop` instruction.
    @inline(never)
    mutating func branch(_ node: NodeID, if condition: Bool, to label: Label, isLoop: Bool = false) {
        let mark = nextRegister
        switch tree[node] {
        case .parenthesized(let inner): branch(inner, if: condition, to: label, isLoop: isLoop)
        case .unary(.not, let inner) where !isLoop: branch(inner, if: !condition, to: label)
        case .boolean(let value): constantBranch(value, condition, label, isLoop)
        case .logical(let op, _, _) where op != .nullish:
            branchLogical(node, op, if: condition, to: label, isLoop: isLoop)
        case .binary(let op, let left, let right) where op.isComparison:
            branchComparison(node, op, left, right, if: condition, to: label, isLoop: isLoop)
        default: branchValue(node, if: condition, to: label, isLoop: isLoop)
        }
        nextRegister = mark
    }

    private mutating func constantBranch(_ value: Bool, _ condition: Bool, _ label: Label, _ isLoop: Bool) {
        if value == condition { assembler.jump(label, isLoop: isLoop) }
    }

    @inline(never)
    private mutating func branchValue(_ node: NodeID, if condition: Bool, to label: Label, isLoop: Bool) {
        if isLoop && !condition {
            branchAround(node, label)
            return
        }
        let value = operand(node)
        assembler.jump(condition ? (isLoop ? .loopTrue : .jumpTrue) : .jumpFalse, value, label)
    }

    /// Loops while an expression is false.
    @inline(never)
    private mutating func branchAround(_ node: NodeID, _ label: Label) {
        let exit = assembler.makeLabel()
        branch(node, if: true, to: exit)
        assembler.jump(label, isLoop: true)
        assembler.bind(exit)
    }

    @inline(never)
    private mutating func branchLogical(
        _ node: NodeID, _ op: LogicalOperator, if condition: Bool, to label: Label, isLoop: Bool
    ) {
        let operands = syntax.logicalOperands(node)
        // `a && b` is decided by the first false operand, `a || b` by the first true one.
        let deciding = op == .or
        if deciding == condition {
            if isLoop {
                let exit = assembler.makeLabel()
                branch(node, if: !condition, to: exit)
                assembler.jump(label, isLoop: true)
                assembler.bind(exit)
                return
            }
            for operand in operands { branch(operand, if: condition, to: label) }
        } else {
            let exit = assembler.makeLabel()
            for operand in operands.dropLast() { branch(operand, if: deciding, to: exit) }
            if let last = operands.last { branch(last, if: condition, to: label, isLoop: isLoop) }
            assembler.bind(exit)
        }
    }

    @inline(never)
    private mutating func branchComparison(
        _ node: NodeID, _ op: BinaryOperator, _ left: NodeID, _ right: NodeID, if condition: Bool, to label: Label,
        isLoop: Bool
    ) {
        if op.isRelational {
            if isLoop && !condition {
                branchAround(node, label)
            } else {
                branchRelational(op, left, right, if: condition, to: label, isLoop: isLoop)
            }
            return
        }
        if isLoop {
            let exit = assembler.makeLabel()
            branch(node, if: !condition, to: exit)
            assembler.jump(label, isLoop: true)
            assembler.bind(exit)
            return
        }
        let isEqual = (op == .equal || op == .strictEqual) == condition
        let isStrictOperator = op == .strictEqual || op == .strictNotEqual
        if branchNullish(left, right, isStrictOperator, isEqual, label) { return }
        let position = syntax.operatorOffset(left, right)
        let first = operand(left, beforeNode: right)
        let second = operand(right)
        if isStrictOperator {
            assembler.jump(isEqual ? .jumpStrictEqual : .jumpStrictNotEqual, first, second, label, at: position)
        } else {
            let result = temporary()
            assembler.emit(.equal, result, first, second, at: position)
            assembler.jump(isEqual ? .jumpTrue : .jumpFalse, result, label)
        }
    }

    /// `x == null`, `x === undefined` and the like have their own jumps.
    @inline(never)
    private mutating func branchNullish(
        _ left: NodeID, _ right: NodeID, _ isStrictOperator: Bool, _ isEqual: Bool, _ label: Label
    ) -> Bool {
        let opcode: Opcode
        if isStrictOperator {
            guard syntax.isUndefined(right) else { return false }
            opcode = isEqual ? .jumpUndefined : .jumpNotUndefined
        } else {
            if case .null = tree[right] {} else if !syntax.isUndefined(right) { return false }
            opcode = isEqual ? .jumpNullish : .jumpNotNullish
        }
        assembler.jump(opcode, operand(left), label)
        return true
    }

    @inline(never)
    private mutating func branchRelational(
        _ op: BinaryOperator, _ left: NodeID, _ right: NodeID, if condition: Bool, to label: Label, isLoop: Bool
    ) {
        let position = syntax.operatorOffset(left, right)
        if let value = syntax.constantNumber(right), let small = Int16(exactly: value) {
            let first = operand(left)
            let opcode = op.jump(if: condition, isLoop: isLoop, isImmediate: true)
            assembler.jump(opcode, first, Int(small), label, at: position)
        } else if let value = syntax.constantNumber(left), let small = Int16(exactly: value) {
            let second = operand(right)
            let opcode = op.mirrored.jump(if: condition, isLoop: isLoop, isImmediate: true)
            assembler.jump(opcode, second, Int(small), label, at: position)
        } else {
            let first = operand(left, beforeNode: right)
            let second = operand(right)
            let opcode = op.jump(if: condition, isLoop: isLoop, isImmediate: false)
            assembler.jump(opcode, first, second, label, at: position)
        }
    }
}

extension BinaryOperator {
    fileprivate var isRelational: Bool {
        switch self {
        case .less, .lessEqual, .greater, .greaterEqual: true
        default: false
        }
    }

    fileprivate var isComparison: Bool {
        switch self {
        case .less, .lessEqual, .greater, .greaterEqual, .equal, .notEqual, .strictEqual, .strictNotEqual: true
        default: false
        }
    }

    /// The operator for exchanged operands.
    fileprivate var mirrored: BinaryOperator {
        switch self {
        case .less: .greater
        case .lessEqual: .greaterEqual
        case .greater: .less
        case .greaterEqual: .lessEqual
        default: self
        }
    }

    /// The comparing jump of a relational operator. Its negation differs from the opposite operator for NaN.
    fileprivate func jump(if condition: Bool, isLoop: Bool, isImmediate: Bool) -> Opcode {
        switch (self, condition) {
        case (.less, true):
            isLoop ? (isImmediate ? .loopLessInt : .loopLess) : isImmediate ? .jumpLessInt : .jumpLess
        case (.lessEqual, true):
            isLoop
                ? (isImmediate ? .loopLessEqualInt : .loopLessEqual) : isImmediate ? .jumpLessEqualInt : .jumpLessEqual
        case (.greater, true):
            isLoop ? (isImmediate ? .loopGreaterInt : .loopGreater) : isImmediate ? .jumpGreaterInt : .jumpGreater
        case (_, true):
            isLoop
                ? (isImmediate ? .loopGreaterEqualInt : .loopGreaterEqual)
                : isImmediate ? .jumpGreaterEqualInt : .jumpGreaterEqual
        case (.less, false): isImmediate ? .jumpNotLessInt : .jumpNotLess
        case (.lessEqual, false): isImmediate ? .jumpNotLessEqualInt : .jumpNotLessEqual
        case (.greater, false): isImmediate ? .jumpNotGreaterInt : .jumpNotGreater
        default: isImmediate ? .jumpNotGreaterEqualInt : .jumpNotGreaterEqual
        }
    }
}
