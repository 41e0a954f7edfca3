import JavaScriptSyntax

/// Unary and binary operators.
extension FunctionCompiler {
    // MARK: Binary

    /// Evaluates a left spine of binary operators with a loop.
    @inline(never)
    mutating func binary(_ node: NodeID, into target: Register) {
        let mark = nextRegister
        let bottom = spine.count
        var node = node
        while case .binary(_, let left, _) = tree[node] {
            spine.append(node)
            node = left
        }
        var constant = syntax.constantNumber(node)
        var accumulator = -1
        var leftNode = node
        while spine.count > bottom {
            let parent = spine.removeLast()
            guard case .binary(let op, _, let right) = tree[parent] else { continue }
            if let left = constant, let value = syntax.constantNumber(right), let folded = op.fold(left, value) {
                constant = folded
                if spine.count == bottom { loadNumber(folded, into: target) }
                leftNode = parent
                continue
            }
            let isLast = spine.count == bottom
            let destination = isLast ? target : scratchOrNew(target, mark)
            binaryStep(op, leftNode, constant, accumulator, right, into: destination)
            constant = nil
            accumulator = destination
            nextRegister = max(mark, isScratch(destination) && destination >= mark ? destination + 1 : mark)
            leftNode = parent
        }
        nextRegister = mark
    }

    /// Where intermediate results of a spine go: the target if it is scratch, else a temporary at `mark`.
    private mutating func scratchOrNew(_ target: Register, _ mark: Int) -> Register {
        if isScratch(target) { return target }
        nextRegister = mark
        return temporary()
    }

    /// One operator; its left operand is a constant, the accumulator, or a node that is still to be evaluated.
    @inline(never)
    private mutating func binaryStep(
        _ op: BinaryOperator, _ leftNode: NodeID, _ constant: Double?, _ accumulator: Register, _ right: NodeID,
        into target: Register
    ) {
        let position = syntax.operatorOffset(leftNode, right)
        if accumulator < 0, op.isCommutative, let left = constant ?? syntax.constantNumber(leftNode) {
            // `2 * x` is `x * 2`: only the other operand can have an effect.
            let value = operand(right)
            if immediate(op, target, value, left, at: position) { return }
            let register = temporary()
            loadNumber(left, into: register)
            assembler.emit(op.opcode, target, register, value, at: position)
            return
        }
        var left = accumulator
        if left < 0 {
            if let constant {
                left = temporary()
                loadNumber(constant, into: left)
            } else {
                left = operand(leftNode, beforeNode: right)
            }
        }
        if let value = syntax.constantNumber(right), immediate(op, target, left, value, at: position) { return }
        let value = operand(right)
        assembler.emit(op.opcode, target, left, value, at: position)
    }

    /// Emits the form of an operator with a small constant, if there is one.
    mutating func immediate(
        _ op: BinaryOperator, _ target: Register, _ left: Register, _ value: Double, at position: UInt32
    ) -> Bool {
        guard let integer = Int32(exactly: value), !(value == 0 && value.sign == .minus) else { return false }
        let small = Int16(exactly: integer).map(Int.init)
        switch op {
        case .add, .subtract, .multiply, .remainder:
            guard let small, let opcode = op.immediateOpcode else { return false }
            assembler.emit(opcode, target, left, small, at: position)
        case .shiftLeft, .shiftRight, .shiftRightUnsigned:
            guard let opcode = op.immediateOpcode else { return false }
            assembler.emit(opcode, target, left, Int(integer & 31), at: position)
        case .bitAnd, .bitOr, .bitXor:
            guard let slot = slots.operand(value), let opcode = op.immediateOpcode else { return false }
            assembler.emit(opcode, target, left, slot, at: position)
        default: return false
        }
        return true
    }

    // MARK: Unary

    @inline(never)
    mutating func unary(_ node: NodeID, into target: Register) {
        guard case .unary(let op, let operandNode) = tree[node] else { return }
        let mark = nextRegister
        switch op {
        case .minus, .plus, .bitNot:
            if let value = syntax.constantNumber(node) {
                loadNumber(value, into: target)
            } else {
                let opcode: Opcode = op == .minus ? .neg : op == .plus ? .toNumber : .bitNot
                let value = operand(operandNode)
                assembler.emit(opcode, target, value, at: offset(node))
            }
        case .not: assembler.emit(.not, target, operand(operandNode))
        case .void:
            discard(operandNode)
            loadUndefined(target)
        case .typeof: typeof(operandNode, into: target)
        case .delete: delete(operandNode, into: target)
        }
        nextRegister = mark
    }

    @inline(never)
    private mutating func typeof(_ node: NodeID, into target: Register) {
        var inner = node
        while case .parenthesized(let next) = tree[inner] { inner = next }
        if case .identifier(let name) = tree[inner], scopes.reference(inner).isUnresolved {
            let value = temporary()
            getGlobal(name, into: value, at: offset(inner), orUndefined: true)
            assembler.emit(.typeOf, target, value)
        } else {
            assembler.emit(.typeOf, target, operand(inner))
        }
    }

    /// https://tc39.es/ecma262/#sec-delete-operator
    @inline(never)
    private mutating func delete(_ node: NodeID, into target: Register) {
        var inner = node
        while case .parenthesized(let next) = tree[inner] { inner = next }
        switch tree[inner] {
        case .identifier(let name):
            guard scopes.reference(inner).isUnresolved else {
                assembler.emit(.loadSpecial, target, Special.false)
                return
            }
            // An undeclared name can only be a property of the global object.
            let object = temporary()
            let global = required(slots.requiredCache(JSText("globalThis")))
            assembler.emit(.getGlobal, object, 0, global, at: offset(inner))
            let key = temporary()
            loadKey(name, into: key)
            assembler.emit(.deleteProp, target, object, key, at: offset(inner))
        case .member, .index: deleteMember(inner, into: target)
        case .optionalChain(let chain): deleteOptional(chain, into: target)
        default:
            discard(inner)
            assembler.emit(.loadSpecial, target, Special.true)
        }
    }

    mutating func deleteMember(_ node: NodeID, into target: Register) {
        let mark = nextRegister
        switch tree[node] {
        case .member(let object, let property, _):
            if syntax.isSuper(object) { return deleteSuper(object) }
            let base = operand(object)
            let key = temporary()
            if case .keyName(let name) = tree[property] { loadKey(name, into: key) }
            assembler.emit(.deleteProp, target, base, key, at: offset(property))
        case .index(let object, let index, _):
            if syntax.isSuper(object) {
                checkThisBinding(at: offset(object))
                discard(index)
                return deleteSuper(object)
            }
            let base = operand(object, beforeNode: index)
            let key = operand(index)
            assembler.emit(.deleteProp, target, base, key, at: tree.range(object).end)
        default: break
        }
        nextRegister = mark
    }

    private mutating func deleteSuper(_ node: NodeID) {
        checkThisBinding(at: offset(node))
        throwError(.referenceError, "Unsupported reference to 'super'", at: offset(node))
    }
}

extension BinaryOperator {
    /// The instruction on two registers.
    var opcode: Opcode {
        switch self {
        case .add: .add
        case .subtract: .sub
        case .multiply: .mul
        case .divide: .div
        case .remainder: .mod
        case .exponent: .exp
        case .shiftLeft: .shl
        case .shiftRight: .shr
        case .shiftRightUnsigned: .ushr
        case .bitAnd: .bitAnd
        case .bitOr: .bitOr
        case .bitXor: .bitXor
        case .equal: .equal
        case .notEqual: .notEqual
        case .strictEqual: .strictEqual
        case .strictNotEqual: .strictNotEqual
        case .less: .less
        case .lessEqual: .lessEqual
        case .greater: .greater
        case .greaterEqual: .greaterEqual
        case .in: .in
        case .instanceof: .instanceOf
        }
    }

    /// The instruction on a register and a small constant.
    var immediateOpcode: Opcode? {
        switch self {
        case .add: .addInt
        case .subtract: .subInt
        case .multiply: .mulInt
        case .remainder: .modInt
        case .shiftLeft: .shlInt
        case .shiftRight: .shrInt
        case .shiftRightUnsigned: .ushrInt
        case .bitAnd: .bitAndConst
        case .bitOr: .bitOrConst
        case .bitXor: .bitXorConst
        default: nil
        }
    }

    /// Whether the operands may change places when one of them is a number.
    var isCommutative: Bool {
        switch self {
        case .multiply, .bitAnd, .bitOr, .bitXor: true
        default: false
        }
    }

    /// The result for two numbers, where IEEE arithmetic gives it exactly as the language does.
    func fold(_ left: Double, _ right: Double) -> Double? {
        switch self {
        case .add: left + right
        case .subtract: left - right
        case .multiply: left * right
        case .divide: left / right
        default: nil
        }
    }
}

extension AssignmentOperator {
    /// The binary operator of a compound assignment.
    var binary: BinaryOperator? {
        switch self {
        case .add: .add
        case .subtract: .subtract
        case .multiply: .multiply
        case .divide: .divide
        case .remainder: .remainder
        case .exponent: .exponent
        case .shiftLeft: .shiftLeft
        case .shiftRight: .shiftRight
        case .shiftRightUnsigned: .shiftRightUnsigned
        case .bitAnd: .bitAnd
        case .bitOr: .bitOr
        case .bitXor: .bitXor
        case .assign, .and, .or, .nullish: nil
        }
    }

    /// The logical operator of `&&=`, `||=`, `??=`.
    var logical: LogicalOperator? {
        switch self {
        case .and: .and
        case .or: .or
        case .nullish: .nullish
        default: nil
        }
    }
}
