import JavaScriptSyntax

/// Reading, assigning and initialising variables and global bindings.
extension FunctionCompiler {
    // MARK: Places

    func register(of variable: VariableID) -> Register { Int(registers[Int(variable.raw)]) }

    /// The register with the environment that holds a captured variable.
    func environment(of variable: VariableID) -> Register {
        Int(environmentRegisters[Int(scopes.variables[Int(variable.raw)].environment.raw)])
    }

    func isCaptured(_ variable: VariableID) -> Bool {
        scopes.variables[Int(variable.raw)].flags.contains(.captured)
    }

    // MARK: Values without checks

    mutating func storeCaptured(_ variable: VariableID, from source: Register) {
        assembler.emit(.setEnv, source, environment(of: variable), Int(scopes[variable].slot))
    }

    /// Reads a variable that is known to be initialised.
    mutating func read(_ variable: VariableID, into target: Register) {
        if isCaptured(variable) {
            assembler.emit(.getEnv, target, environment(of: variable), Int(scopes[variable].slot))
        } else {
            move(register(of: variable), to: target)
        }
    }

    /// A register with the value of a variable that is known to be initialised: its own, or a new temporary.
    mutating func readOperand(_ variable: VariableID) -> Register {
        if !isCaptured(variable) { return register(of: variable) }
        let target = temporary()
        read(variable, into: target)
        return target
    }

    /// Gives a variable its first value.
    mutating func initialize(_ variable: VariableID, from source: Register) {
        if isCaptured(variable) {
            storeCaptured(variable, from: source)
        } else {
            move(source, to: register(of: variable))
        }
    }

    // MARK: Identifiers

    /// The local register that an identifier's value is in, if it can be used in place.
    ///
    /// Not if `range`, which is evaluated before the value is used, may assign the variable.
    mutating func localOperand(_ node: NodeID, before range: SourceRange?) -> Register? {
        let reference = scopes.reference(node)
        if reference.isUnresolved { return nil }
        let index = Int(reference.variable.raw)
        let flags = scopes.variables[index].flags
        if flags.contains(.captured) { return nil }
        if let range, flags.contains(.assigned), range.start < range.end, scopes.hasAssignment(in: range) { return nil }
        let register = Int(registers[index])
        if reference.isChecked { checkInitialized(register, reference.variable, at: offset(node)) }
        return register
    }

    @inline(never)
    mutating func checkInitialized(_ register: Register, _ variable: VariableID, at offset: UInt32) {
        assembler.nameVariable(text(scopes[variable].name))
        assembler.emit(.checkInitialized, register, at: offset)
    }

    /// Evaluates an identifier.
    @inline(never)
    mutating func identifier(_ node: NodeID, _ name: NameID, into target: Register) {
        let reference = scopes.reference(node)
        if reference.isUnresolved {
            getGlobal(name, into: target, at: offset(node))
            return
        }
        let variable = reference.variable
        if isCaptured(variable) {
            if reference.isChecked {
                assembler.nameVariable(text(name))
                assembler.emit(
                    .getEnvChecked, target, environment(of: variable), Int(scopes[variable].slot), at: offset(node))
            } else {
                read(variable, into: target)
            }
        } else {
            if reference.isChecked { checkInitialized(register(of: variable), variable, at: offset(node)) }
            move(register(of: variable), to: target)
        }
    }

    /// Assigns to an identifier (`.identifier`, or `.bindingIdentifier` of a `var`) the value of a register.
    @inline(never)
    mutating func assignIdentifier(_ node: NodeID, _ name: NameID, from source: Register, at position: UInt32) {
        let reference = scopes.reference(node)
        if reference.isUnresolved {
            setGlobal(source, name, at: position)
            return
        }
        let variable = reference.variable
        if isImmutable(reference, at: offset(node)) { return }
        if isCaptured(variable) {
            if reference.isChecked {
                assembler.nameVariable(text(name))
                let slot = Int(scopes[variable].slot)
                assembler.emit(.setEnvChecked, source, environment(of: variable), slot, at: offset(node))
            } else {
                storeCaptured(variable, from: source)
            }
        } else {
            if reference.isChecked { checkInitialized(register(of: variable), variable, at: offset(node)) }
            move(source, to: register(of: variable))
        }
    }

    /// The register of a variable that an assignment may write at once, or nil.
    @inline(__always)
    func assignableRegister(_ node: NodeID) -> Register? {
        let reference = scopes.reference(node)
        if reference.isUnresolved || reference.isChecked { return nil }
        let variable = scopes.variables[Int(reference.variable.raw)]
        if variable.isCaptured || variable.isConstant || variable.kind == .functionName { return nil }
        return Int(registers[Int(reference.variable.raw)])
    }

    /// Emits what an assignment to a constant does instead; true if the variable is one.
    @inline(never)
    private mutating func isImmutable(_ reference: Reference, at position: UInt32) -> Bool {
        let variable = scopes[reference.variable]
        if variable.kind == .functionName {
            if isStrict { throwError(.typeError, "Assignment to constant variable.", at: position) }
            return true
        }
        guard variable.isConstant else { return false }
        if reference.isChecked {
            let mark = nextRegister
            let scratch = temporary()
            assembler.nameVariable(text(variable.name))
            if variable.isCaptured {
                let environment = environment(of: reference.variable)
                assembler.emit(.getEnvChecked, scratch, environment, Int(variable.slot), at: position)
            } else {
                assembler.emit(.checkInitialized, register(of: reference.variable), at: position)
            }
            nextRegister = mark
        }
        throwError(.typeError, "Assignment to constant variable.", at: position)
        return true
    }

    @inline(never)
    mutating func throwError(_ kind: ErrorKind, _ message: String, at position: UInt32) {
        let slot = slots.constant(.string(JSText(message)))
        assembler.emit(.throwError, Int(kind.rawValue), constant: slot, at: position)
    }

    // MARK: Global bindings

    /// The operand of a slot that the function cannot do without.
    mutating func required(_ slot: Int?) -> Int {
        if let slot { return slot }
        fail("the function has too many names, functions and property accesses", at: sourceStart)
        return 0
    }

    /// The cache slot of a global binding. Fails the compilation when there is none left.
    @inline(never)
    private mutating func globalCache(_ name: NameID) -> Int {
        let text = text(name)
        return required(slots.global(name, text))
    }

    @inline(never)
    mutating func getGlobal(_ name: NameID, into target: Register, at position: UInt32, orUndefined: Bool = false) {
        if name == .undefined {
            loadUndefined(target)
            return
        }
        if options.isSelfHosted, let builtin = builtinName(name) {
            loadBuiltin(builtin, into: target)
            return
        }
        let slot = globalCache(name)
        assembler.emit(orUndefined ? .getGlobalOrUndefined : .getGlobal, target, 0, slot, at: position)
    }

    mutating func setGlobal(_ source: Register, _ name: NameID, at position: UInt32) {
        assembler.emit(.setGlobal, source, 0, globalCache(name), at: position)
    }

    mutating func initializeGlobal(_ source: Register, _ name: NameID, at position: UInt32) {
        assembler.emit(.initGlobalLexical, source, 0, globalCache(name), at: position)
    }

    /// `$toObject` names `%toObject%`.
    private mutating func builtinName(_ name: NameID) -> String? {
        let text = text(name).description
        return text.hasPrefix("$") && text.count > 1 ? "%" + text.dropFirst() + "%" : nil
    }

    mutating func loadBuiltin(_ name: String, into target: Register) {
        assembler.emit(.loadBuiltin, target, constant: slots.constant(.builtin(name)))
    }

    // MARK: this

    /// Whether `this` is in r0.
    private var thisIsInRegister: Bool {
        thisVariable.isNone || !isCaptured(thisVariable) || (!isArrow && !thisIsChecked)
    }

    /// r0 if it holds `this`, checked where it may be uninitialised.
    mutating func thisRegister(at position: UInt32) -> Register? {
        guard thisIsInRegister else { return nil }
        if thisIsChecked { checkThis(0, at: position) }
        return 0
    }

    /// A register that holds `this`.
    mutating func thisOperand(at position: UInt32) -> Register {
        if let register = thisRegister(at: position) { return register }
        let target = temporary()
        loadThis(into: target, at: position)
        return target
    }

    @inline(never)
    mutating func loadThis(into target: Register, at position: UInt32) {
        if let register = thisRegister(at: position) {
            move(register, to: target)
        } else if thisIsChecked {
            assembler.nameVariable(JSText("this"))
            let slot = Int(scopes[thisVariable].slot)
            assembler.emit(.getEnvChecked, target, environment(of: thisVariable), slot, at: position)
        } else {
            read(thisVariable, into: target)
        }
    }

    /// In a derived constructor, throws unless `super()` has returned.
    mutating func checkThisBinding(at position: UInt32) {
        guard thisIsChecked else { return }
        let mark = nextRegister
        _ = thisOperand(at: position)
        nextRegister = mark
    }

    private mutating func checkThis(_ register: Register, at position: UInt32) {
        assembler.nameVariable(JSText("this"))
        assembler.emit(.checkInitialized, register, at: position)
    }

    /// `this` of a derived constructor as it is, possibly uninitialised.
    mutating func rawThis() -> Register {
        let variable = thisVariable
        if variable.isNone || !isCaptured(variable) { return 0 }
        let target = temporary()
        read(variable, into: target)
        return target
    }

    /// Stores what `super()` returned.
    mutating func storeThis(_ source: Register) {
        let variable = thisVariable
        if variable.isNone || !isCaptured(variable) {
            move(source, to: 0)
        } else {
            storeCaptured(variable, from: source)
        }
    }
}
