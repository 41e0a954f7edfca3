import JavaScriptSyntax

/// Opening and closing scopes: environments, registers of variables, functions declared in blocks.
extension FunctionCompiler {
    /// What is restored when a scope ends.
    struct ScopeState {
        var nextRegister: Int
        var localsTop: Int
        var environment: Register
    }

    func currentScopeState() -> ScopeState {
        ScopeState(nextRegister: nextRegister, localsTop: localsTop, environment: environment)
    }

    /// Opens a scope between statements.
    @inline(never)
    mutating func enterScope(_ id: ScopeID) -> ScopeState {
        let state = currentScopeState()
        if id.isNone { return state }
        enterEnvironment(id)
        declareVariables(of: id)
        localsTop = nextRegister
        return state
    }

    /// Opens the scope of a class or object literal within an expression.
    mutating func enterExpressionScope(_ id: ScopeID) -> ScopeState {
        let state = currentScopeState()
        if id.isNone { return state }
        enterEnvironment(id)
        declareVariables(of: id)
        return state
    }

    mutating func leaveScope(_ state: ScopeState) {
        nextRegister = state.nextRegister
        localsTop = state.localsTop
        environment = state.environment
    }

    /// Makes the environment of a scope that owns one.
    mutating func enterEnvironment(_ id: ScopeID) {
        let scope = scopes[id]
        guard scope.environment == id, scope.slotCount > 0 else { return }
        let register = temporary()
        assembler.emit(.newEnv, register, environment, Int(scope.slotCount))
        environment = register
        environmentRegisters[Int(id.raw)] = UInt16(truncatingIfNeeded: register)
    }

    /// Gives the variables of a scope their registers and first values, as far as their declarations do not.
    @inline(never)
    mutating func declareVariables(of id: ScopeID) {
        var next = scopes[id].firstVariable
        while !next.isNone {
            let index = Int(next.raw)
            let kind = scopes.variables[index].kind
            let flags = scopes.variables[index].flags
            switch kind {
            case .var: declareVar(next)
            case .let, .const, .class, .catchParameter:
                if flags.contains(.checked) && !flags.contains(.captured) {
                    let register = temporary()
                    registers[index] = UInt16(truncatingIfNeeded: register)
                    assembler.emit(.loadSpecial, register, Special.uninitialized)
                }
            case .className:
                if !flags.contains(.captured) && flags.contains(.used) {
                    let register = temporary()
                    registers[index] = UInt16(truncatingIfNeeded: register)
                    assembler.emit(.loadSpecial, register, Special.uninitialized)
                }
            case .function, .home, .initializer, .privateName, .privateMethod, .fieldKey:
                if !flags.contains(.captured) { registers[index] = UInt16(truncatingIfNeeded: temporary()) }
            case .parameter, .functionName, .this, .newTarget, .callee, .arguments: break
            }
            next = scopes.variables[index].next
        }
    }

    private mutating func declareVar(_ id: VariableID) {
        let variable = scopes[id]
        if id == details.argumentsVariable { return }
        if variable.isCaptured {
            let mark = nextRegister
            var source = nextRegister
            if variable.parameter.isNone {
                source = temporary()
                loadUndefined(source)
            } else {
                source = readOperand(variable.parameter)
            }
            storeCaptured(id, from: source)
            nextRegister = mark
            return
        }
        let register = temporary()
        registers[Int(id.raw)] = UInt16(truncatingIfNeeded: register)
        if !variable.parameter.isNone {
            read(variable.parameter, into: register)
        } else if variable.flags.contains(.startsUndefined) {
            loadUndefined(register)
        }
    }

    // MARK: Function declarations

    /// Creates the functions that the statements of a body or block declare.
    mutating func instantiateFunctions(_ body: NodeList) {
        for index in body.indices {
            var statement = tree.lists[index]
            while case .labeled(_, let inner) = tree[statement] { statement = inner }
            if case .functionDeclaration(let node) = tree[statement] { instantiateFunction(node) }
        }
    }

    @inline(never)
    mutating func instantiateFunction(_ node: NodeID) {
        guard case .function(let name, _, _, _) = tree[node], case .bindingIdentifier(let id) = tree[name] else {
            return
        }
        let mark = nextRegister
        let variable = scopes.reference(name).variable
        if variable.isNone {
            let register = temporary()
            closure(scopes.function(of: node), name: text(id), into: register)
            setGlobal(register, id, at: offset(name))
        } else if scopes[variable].isCaptured {
            let register = temporary()
            closure(scopes.function(of: node), name: text(id), into: register)
            storeCaptured(variable, from: register)
        } else {
            closure(scopes.function(of: node), name: text(id), into: Int(registers[Int(variable.raw)]))
        }
        nextRegister = mark
    }

    /// A function declaration in its place: Annex B copies the block's binding to the hoisted one.
    mutating func functionDeclarationStatement(_ statement: NodeID, _ node: NodeID) {
        let hoisted = scopes.reference(statement)
        if hoisted.isUnresolved { return }
        guard case .function(let name, _, _, _) = tree[node], case .bindingIdentifier(let id) = tree[name] else {
            return
        }
        let mark = nextRegister
        let value = readOperand(scopes.reference(name).variable)
        if hoisted == .global {
            setGlobal(value, id, at: offset(name))
        } else if scopes[hoisted.variable].isCaptured {
            storeCaptured(hoisted.variable, from: value)
        } else {
            move(value, to: Int(registers[Int(hoisted.variable.raw)]))
        }
        nextRegister = mark
    }

    // MARK: Closures

    /// Creates a closure over the innermost environment.
    mutating func closure(_ id: FunctionID, name: JSText, into target: Register) {
        let child = addChild(id, name: name)
        let slot = required(slots.function(child))
        assembler.emit(.closure, target, slot, environment)
    }
}
