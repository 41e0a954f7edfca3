import JavaScriptSyntax

/// Assignment, compound assignment, `++` and `--`.
extension FunctionCompiler {
    /// An assignment target whose object and key have been evaluated.
    enum Target {
        case identifier(NodeID, NameID)
        case property(base: Register, name: NameID, node: NodeID)
        case element(base: Register, key: Register, position: UInt32)
        /// Two registers: the home object and the key, which may still have to be converted to a property key.
        case superProperty(pair: Register, isConverted: Bool, position: UInt32)
        case privateName(base: Register, name: Register, position: UInt32)
        case pattern(NodeID)
        case none
    }

    // MARK: Targets

    /// Evaluates the object and key of a target. `range` is what is evaluated before they are used.
    @inline(never)
    mutating func prepareTarget(_ node: NodeID, before range: SourceRange?) -> Target {
        let node = syntax.stripped(node)
        switch tree[node] {
        case .identifier(let name), .bindingIdentifier(let name): return .identifier(node, name)
        case .member(let object, let property, _):
            if syntax.isSuper(object), case .keyName(let name) = tree[property] {
                checkThisBinding(at: offset(object))
                let pair = superPair(object)
                loadKey(name, into: pair + 1)
                return .superProperty(pair: pair, isConverted: true, position: offset(property))
            }
            let base = operand(object, before: range)
            if case .keyName(let name) = tree[property] { return .property(base: base, name: name, node: property) }
            return .privateName(base: base, name: privateOperand(property), position: offset(property))
        case .index(let object, let index, _):
            let position = tree.range(object).end
            if syntax.isSuper(object) {
                checkThisBinding(at: offset(object))
                let pair = superPair(object)
                evaluate(index, into: pair + 1)
                return .superProperty(pair: pair, isConverted: false, position: position)
            }
            if let name = syntax.constantName(index) {
                return .property(base: operand(object, before: range), name: name, node: index)
            }
            let end = range?.end ?? tree.range(index).end
            let base = operand(object, before: SourceRange(start: offset(index), end: end))
            return .element(base: base, key: operand(index, before: range), position: position)
        case .arrayPattern, .objectPattern: return .pattern(node)
        default: return .none
        }
    }

    private mutating func superPair(_ keyword: NodeID) -> Register {
        let pair = temporaryPair()
        read(scopes.reference(keyword).variable, into: pair)
        return pair
    }

    /// Converts the key of an element once, where it is used for reading and writing.
    private mutating func fixKey(_ target: Target) -> Target {
        if case .superProperty(let pair, false, let position) = target {
            assembler.emit(.toPropertyKey, pair + 1, pair + 1, at: position)
            return .superProperty(pair: pair, isConverted: true, position: position)
        }
        guard case .element(let base, let key, let position) = target else { return target }
        let fixed = temporary()
        assembler.emit(.elementKey, fixed, base, key, at: position)
        return .element(base: base, key: fixed, position: position)
    }

    @inline(never)
    mutating func load(_ place: Target, into target: Register) {
        switch place {
        case .identifier(let node, let name): identifier(node, name, into: target)
        case .property(let base, let name, let node): getProperty(base, name, into: target, at: offset(node))
        case .element(let base, let key, let position): assembler.emit(.getElem, target, base, key, at: position)
        case .superProperty(let pair, _, let position):
            let mark = nextRegister
            let receiver = isScratch(target) ? target : temporary()
            loadThis(into: receiver, at: position)
            assembler.emit(.getSuper, receiver, pair, pair + 1, at: position)
            move(receiver, to: target)
            nextRegister = mark
        case .privateName(let base, let name, let position):
            assembler.emit(.getPrivate, target, base, name, at: position)
        case .pattern, .none: break
        }
    }

    @inline(never)
    mutating func store(_ value: Register, to target: Target, at position: UInt32) {
        let mark = nextRegister
        switch target {
        case .identifier(let node, let name): assignIdentifier(node, name, from: value, at: offset(node))
        case .property(let base, let name, _): setProperty(base, name, value, at: position)
        case .element(let base, let key, _): assembler.emit(.setElem, base, key, value, at: position)
        case .superProperty(let pair, let isConverted, _):
            if !isConverted { assembler.emit(.toPropertyKey, pair + 1, pair + 1, at: position) }
            let receiver = thisOperand(at: position)
            assembler.emit(.setSuper, receiver, pair, value, at: position)
        case .privateName(let base, let name, _): assembler.emit(.setPrivate, base, name, value, at: position)
        case .pattern(let node): bindPattern(node, value: value, isAssignment: true)
        case .none: throwError(.syntaxError, "Invalid left-hand side in assignment", at: position)
        }
        nextRegister = mark
    }

    // MARK: Assignment

    @inline(never)
    mutating func assignment(_ node: NodeID, into target: Register) {
        guard case .assignment(let op, let place, let value) = tree[node] else { return }
        let mark = nextRegister
        if op == .assign {
            let result = assign(place, value, wanted: target)
            move(result, to: target)
        } else if let logical = op.logical {
            let result = logicalAssignment(logical, place, value, wanted: target)
            move(result, to: target)
        } else if let binary = op.binary {
            let result = compoundAssignment(binary, place, value, wanted: target)
            move(result, to: target)
        }
        nextRegister = mark
    }

    @inline(never)
    mutating func assignmentEffect(_ node: NodeID) {
        guard case .assignment(let op, let place, let value) = tree[node] else { return }
        if op == .assign {
            _ = assign(place, value, wanted: nil)
        } else if let logical = op.logical {
            _ = logicalAssignment(logical, place, value, wanted: nil)
        } else if let binary = op.binary {
            _ = compoundAssignment(binary, place, value, wanted: nil)
        }
    }

    /// `place = value`. Returns a register with the value; `wanted` is where the caller would like it.
    @inline(never)
    private mutating func assign(_ place: NodeID, _ value: NodeID, wanted: Register?) -> Register {
        let position = syntax.operatorOffset(place, value)
        if case .identifier(let name) = tree[syntax.stripped(place)] {
            let node = syntax.stripped(place)
            let isNamed = syntax.isAnonymousFunction(value) && node == place
            if let register = assignableRegister(node) {
                evaluateNamed(value, into: register, name: isNamed ? name : nil)
                return register
            }
            let result = isNamed ? temporary() : wantedOperand(value, wanted)
            if isNamed { evaluateNamed(value, into: result, name: name) }
            assignIdentifier(node, name, from: result, at: offset(node))
            return result
        }
        let target = prepareTarget(place, before: tree.range(value))
        let result = wantedOperand(value, wanted)
        store(result, to: target, at: position)
        return result
    }

    /// An operand, evaluated into the wanted register if that is scratch.
    private mutating func wantedOperand(_ value: NodeID, _ wanted: Register?) -> Register {
        guard let wanted, isScratch(wanted) else { return operand(value) }
        switch tree[value] {
        case .identifier, .this, .parenthesized: return operand(value)
        default:
            evaluate(value, into: wanted)
            return wanted
        }
    }

    @inline(never)
    private mutating func compoundAssignment(
        _ op: BinaryOperator, _ place: NodeID, _ value: NodeID, wanted: Register?
    ) -> Register {
        let position = syntax.operatorOffset(place, value)
        let node = syntax.stripped(place)
        if case .identifier = tree[node], let register = assignableRegister(node) {
            if let constant = syntax.constantNumber(value), immediate(op, register, register, constant, at: position) {
                return register
            }
            let left = operand(node, beforeNode: value)
            let right = operand(value)
            assembler.emit(op.opcode, register, left, right, at: position)
            return register
        }
        var target = prepareTarget(place, before: tree.range(value))
        target = fixKey(target)
        let result = wanted.flatMap { isScratch($0) ? $0 : nil } ?? temporary()
        load(target, into: result)
        if let constant = syntax.constantNumber(value), immediate(op, result, result, constant, at: position) {
            store(result, to: target, at: position)
            return result
        }
        let right = operand(value)
        assembler.emit(op.opcode, result, result, right, at: position)
        store(result, to: target, at: position)
        return result
    }

    @inline(never)
    private mutating func logicalAssignment(
        _ op: LogicalOperator, _ place: NodeID, _ value: NodeID, wanted: Register?
    ) -> Register {
        let position = syntax.operatorOffset(place, value)
        let end = assembler.makeLabel()
        let name = syntax.nameOfTarget(place)
        if case .identifier = tree[place], let register = assignableRegister(place) {
            assembler.jump(op.exitJump, register, end)
            evaluateNamed(value, into: register, name: name)
            assembler.bind(end)
            return register
        }
        let result = wanted.flatMap { isScratch($0) ? $0 : nil } ?? temporary()
        var target = prepareTarget(place, before: tree.range(value))
        target = fixKey(target)
        load(target, into: result)
        assembler.jump(op.exitJump, result, end)
        evaluateNamed(value, into: result, name: name)
        store(result, to: target, at: position)
        assembler.bind(end)
        return result
    }

    // MARK: Update

    mutating func updateEffect(_ node: NodeID, _ op: UpdateOperator, _ operandNode: NodeID) {
        let opcode: Opcode = op == .increment ? .inc : .dec
        let place = syntax.stripped(operandNode)
        if case .identifier = tree[place], let register = assignableRegister(place) {
            assembler.emit(opcode, register, register, at: offset(node))
            return
        }
        let target = fixKey(prepareTarget(place, before: nil))
        let value = temporary()
        load(target, into: value)
        assembler.emit(opcode, value, value, at: offset(node))
        store(value, to: target, at: offset(node))
    }

    @inline(never)
    mutating func update(_ node: NodeID, into result: Register) {
        guard case .update(let op, let isPrefix, let operandNode) = tree[node] else { return }
        let opcode: Opcode = op == .increment ? .inc : .dec
        let place = syntax.stripped(operandNode)
        let mark = nextRegister
        if case .identifier = tree[place], let register = assignableRegister(place) {
            if isPrefix {
                assembler.emit(opcode, register, register, at: offset(node))
                move(register, to: result)
            } else if result == register {
                // `x = x++` leaves the converted old value.
                assembler.emit(.toNumeric, register, register, at: offset(node))
            } else {
                let old = isScratch(result) ? result : temporary()
                assembler.emit(.toNumeric, old, register, at: offset(node))
                assembler.emit(opcode, register, old, at: offset(node))
                move(old, to: result)
            }
            nextRegister = mark
            return
        }
        let value = isScratch(result) ? result : temporary()
        let target = fixKey(prepareTarget(place, before: nil))
        load(target, into: value)
        if isPrefix {
            assembler.emit(opcode, value, value, at: offset(node))
            store(value, to: target, at: offset(node))
            move(value, to: result)
        } else {
            let new = temporary()
            assembler.emit(.toNumeric, value, value, at: offset(node))
            assembler.emit(opcode, new, value, at: offset(node))
            store(new, to: target, at: offset(node))
            move(value, to: result)
        }
        nextRegister = mark
    }
}
