import JavaScriptSyntax

/// Evaluating expressions: into a register, into any register, or for their effects.
extension FunctionCompiler {
    /// Evaluates an expression into `target`, which is a variable's register or a temporary.
    ///
    /// Everything above `target`'s own stack position is free again afterwards.
    @inline(never)
    mutating func evaluate(_ node: NodeID, into target: Register) {
        switch tree[node] {
        case .identifier(let name): identifier(node, name, into: target)
        case .number, .string, .boolean, .null, .bigint, .regexp: literal(node, into: target)
        case .this: loadThis(into: target, at: offset(node))
        case .binary: binary(node, into: target)
        case .member, .index, .call, .taggedTemplate: chain(node, into: target)
        case .parenthesized(let inner): evaluate(inner, into: target)
        case .function: functionExpression(node, name: nil, into: target)
        case .classExpression: classDefinition(node, name: nil, into: target)
        case .array(let elements): arrayLiteral(node, elements, into: target)
        case .object: objectLiteral(node, into: target)
        case .template: templateLiteral(node, into: target)
        case .unary: unary(node, into: target)
        case .update: update(node, into: target)
        case .logical: logical(node, into: target)
        case .conditional: conditional(node, into: target)
        case .assignment: assignment(node, into: target)
        case .sequence(let list): sequence(list, into: target)
        case .new: new(node, into: target)
        case .optionalChain(let inner): optionalChain(inner, into: target)
        case .privateIn: privateIn(node, into: target)
        case .newTarget: read(scopes.details(of: info.thisFunction).newTargetVariable, into: target)
        case .yield: yield(node, into: target)
        case .await(let argument): awaitExpression(node, argument, into: target)
        case .importCall, .importMeta: importExpression(node, into: target)
        default: loadUndefined(target)
        }
    }

    /// A register with the value of an expression: a variable's own register where that is safe, else a new temporary.
    ///
    /// `range` is what is evaluated between now and the use of the value.
    @inline(never)
    mutating func operand(_ node: NodeID, before range: SourceRange? = nil) -> Register {
        switch tree[node] {
        case .identifier:
            if let register = localOperand(node, before: range) { return register }
        case .parenthesized(let inner): return operand(inner, before: range)
        case .this: return thisOperand(at: offset(node))
        default: break
        }
        let register = temporary()
        evaluate(node, into: register)
        return register
    }

    /// The same; `next` is the expression that is evaluated in between.
    mutating func operand(_ node: NodeID, beforeNode next: NodeID) -> Register {
        if case .identifier = tree[node] {
            switch tree[next] {
            case .identifier, .number, .string, .empty: return operand(node, before: nil)
            default: return operand(node, before: tree.range(next))
            }
        }
        return operand(node, before: tree.range(next))
    }

    /// Evaluates an expression for its effects.
    @inline(never)
    mutating func discard(_ node: NodeID) {
        let mark = nextRegister
        switch tree[node] {
        case .update(let op, _, let operand): updateEffect(node, op, operand)
        case .assignment: assignmentEffect(node)
        case .sequence(let list): for index in list.indices { discard(tree.lists[index]) }
        case .parenthesized(let inner): discard(inner)
        case .unary(.void, let inner), .unary(.not, let inner): discard(inner)
        case .logical(let op, let left, let right): logicalEffect(op, left, right)
        case .conditional(let test, let consequent, let alternate): conditionalEffect(test, consequent, alternate)
        case .number, .string, .boolean, .null, .function, .empty: break
        default:
            let register = temporary()
            evaluate(node, into: register)
        }
        nextRegister = mark
    }

    /// Evaluates an expression that gives its name to an anonymous function or class.
    /// https://tc39.es/ecma262/#sec-runtime-semantics-namedevaluation
    @inline(never)
    mutating func evaluateNamed(_ node: NodeID, into target: Register, name: NameID?) {
        guard let name else {
            evaluate(node, into: target)
            return
        }
        var inner = node
        while case .parenthesized(let next) = tree[inner] { inner = next }
        switch tree[inner] {
        case .function(let own, _, _, _) where own.isNone:
            functionExpression(inner, name: text(name), into: target)
        case .classExpression(let own, _, _) where own.isNone:
            classDefinition(inner, name: text(name), into: target)
        default: evaluate(node, into: target)
        }
    }

    @inline(never)
    mutating func functionExpression(_ node: NodeID, name: JSText?, into target: Register) {
        var own = name ?? JSText("")
        if case .function(let id, _, _, _) = tree[node], case .bindingIdentifier(let declared) = tree[id] {
            own = text(declared)
        }
        closure(scopes.function(of: node), name: own, into: target)
    }

    // MARK: Literals

    mutating func loadUndefined(_ target: Register) {
        assembler.emit(.loadSpecial, target, Special.undefined)
    }

    mutating func loadNumber(_ value: Double, into target: Register) {
        if let small = Int32(exactly: value), !(small == 0 && value.sign == .minus) {
            assembler.emit(.loadInt, target, immediate: Int(small))
        } else {
            assembler.emit(.loadConst, target, constant: slots.number(value.isNaN ? .nan : value))
        }
    }

    mutating func loadString(_ name: NameID, into target: Register) {
        let text = text(name)
        assembler.emit(.loadConst, target, constant: slots.string(name, text))
    }

    /// Loads a property key: an interned string or an index.
    mutating func loadKey(_ name: NameID, into target: Register) {
        let text = text(name)
        assembler.emit(.loadConst, target, constant: slots.key(name, text))
    }

    @inline(never)
    private mutating func literal(_ node: NodeID, into target: Register) {
        switch tree[node] {
        case .number(let value): loadNumber(value, into: target)
        case .string(let name): loadString(name, into: target)
        case .boolean(let value): assembler.emit(.loadSpecial, target, value ? Special.true : Special.false)
        case .null: assembler.emit(.loadSpecial, target, Special.null)
        case .bigint: throwError(.syntaxError, "BigInt is not supported yet", at: offset(node))
        case .regexp: throwError(.syntaxError, "regular expressions are not supported yet", at: offset(node))
        default: break
        }
    }

    @inline(never)
    private mutating func importExpression(_ node: NodeID, into target: Register) {
        if case .importCall(let specifier, let options) = tree[node] {
            discard(specifier)
            discard(options)
        }
        throwError(.typeError, "import() is not supported", at: offset(node))
    }

    // MARK: Sequences and conditions

    @inline(never)
    private mutating func sequence(_ list: NodeList, into target: Register) {
        for index in list.indices.dropLast() { discard(tree.lists[index]) }
        if let last = list.indices.last { evaluate(tree.lists[last], into: target) }
    }

    @inline(never)
    private mutating func conditional(_ node: NodeID, into target: Register) {
        var node = node
        let end = assembler.makeLabel()
        while case .conditional(let test, let consequent, let alternate) = tree[node] {
            let otherwise = assembler.makeLabel()
            branch(test, if: false, to: otherwise)
            evaluate(consequent, into: target)
            assembler.jump(end)
            assembler.bind(otherwise)
            node = alternate
        }
        evaluate(node, into: target)
        assembler.bind(end)
    }

    @inline(never)
    private mutating func conditionalEffect(_ test: NodeID, _ consequent: NodeID, _ alternate: NodeID) {
        let otherwise = assembler.makeLabel()
        let end = assembler.makeLabel()
        branch(test, if: false, to: otherwise)
        discard(consequent)
        assembler.jump(end)
        assembler.bind(otherwise)
        discard(alternate)
        assembler.bind(end)
    }

    @inline(never)
    private mutating func logical(_ node: NodeID, into target: Register) {
        guard case .logical(let op, _, _) = tree[node] else { return }
        let operands = syntax.logicalOperands(node)
        let end = assembler.makeLabel()
        let mark = nextRegister
        // A variable's register must not hold an intermediate value.
        let value = isScratch(target) ? target : temporary()
        for (index, operand) in operands.enumerated() {
            evaluate(operand, into: value)
            if index < operands.count - 1 { assembler.jump(op.exitJump, value, end) }
        }
        assembler.bind(end)
        move(value, to: target)
        nextRegister = mark
    }

    @inline(never)
    private mutating func logicalEffect(_ op: LogicalOperator, _ left: NodeID, _ right: NodeID) {
        let end = assembler.makeLabel()
        switch op {
        case .and: branch(left, if: false, to: end)
        case .or: branch(left, if: true, to: end)
        case .nullish:
            let mark = nextRegister
            assembler.jump(.jumpNotNullish, operand(left), end)
            nextRegister = mark
        }
        discard(right)
        assembler.bind(end)
    }

    @inline(never)
    private mutating func privateIn(_ node: NodeID, into target: Register) {
        guard case .privateIn(let name, let object) = tree[node] else { return }
        let mark = nextRegister
        let value = operand(object)
        let key = privateOperand(name)
        assembler.emit(.hasPrivate, target, value, key, at: offset(node))
        nextRegister = mark
    }

    /// A register with a private name.
    mutating func privateOperand(_ node: NodeID) -> Register {
        let reference = scopes.reference(node)
        if reference.isUnresolved {
            fail("private name is not declared", at: offset(node))
            return 0
        }
        return readOperand(reference.variable)
    }
}

extension LogicalOperator {
    /// The jump that is taken when the left operand decides the result.
    var exitJump: Opcode {
        switch self {
        case .and: .jumpFalse
        case .or: .jumpTrue
        case .nullish: .jumpNotNullish
        }
    }
}
