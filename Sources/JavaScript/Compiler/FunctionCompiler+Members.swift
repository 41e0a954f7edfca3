import JavaScriptSyntax

/// Property access: by name through an inline cache, by key, through `super`, by private name.
extension FunctionCompiler {
    // MARK: Names

    // MARK: Reading

    /// `target = base.name`.
    mutating func getProperty(_ base: Register, _ name: NameID, into target: Register, at position: UInt32) {
        if syntax.isArrayIndex(name) {
            getByKey(base, name, into: target, at: position)
            return
        }
        let text = text(name)
        guard let slot = slots.cache(text) else {
            getByKey(base, name, into: target, at: position)
            return
        }
        let isLength = text.utf16.count == 6 && text == FunctionCompiler.length
        assembler.emit(isLength ? .getLength : .getProp, target, base, slot, at: position)
    }

    static let length = JSText("length")

    private mutating func getByKey(_ base: Register, _ name: NameID, into target: Register, at position: UInt32) {
        let mark = nextRegister
        let key = temporary()
        loadKey(name, into: key)
        assembler.emit(.getElem, target, base, key, at: position)
        nextRegister = mark
    }

    /// `target = base.text` for a name that the program may not contain.
    mutating func getProperty(_ base: Register, _ text: JSText, into target: Register, at position: UInt32) {
        if let slot = slots.cache(text) {
            assembler.emit(.getProp, target, base, slot, at: position)
            return
        }
        let mark = nextRegister
        let key = temporary()
        assembler.emit(.loadConst, key, constant: slots.constant(.key(text)))
        assembler.emit(.getElem, target, base, key, at: position)
        nextRegister = mark
    }

    mutating func getLength(of base: Register, into target: Register, at position: UInt32) {
        if let slot = slots.cache(FunctionCompiler.length) {
            assembler.emit(.getLength, target, base, slot, at: position)
        } else {
            getProperty(base, FunctionCompiler.length, into: target, at: position)
        }
    }

    /// `object.property`, where `object` has been evaluated into `base` unless it is `super`.
    @inline(never)
    mutating func getMember(_ object: NodeID, _ property: NodeID, base: Register, into target: Register) {
        let mark = nextRegister
        switch tree[property] {
        case .keyName(let name):
            if syntax.isSuper(object) {
                let key = temporary()
                loadKey(name, into: key)
                getSuper(object, key, into: target, at: offset(property))
            } else {
                getProperty(base, name, into: target, at: offset(property))
            }
        case .privateName:
            let name = privateOperand(property)
            assembler.emit(.getPrivate, target, base, name, at: offset(property))
        default: break
        }
        nextRegister = mark
    }

    /// `object[index]`, likewise.
    @inline(never)
    mutating func getIndex(_ object: NodeID, _ index: NodeID, base: Register, into target: Register) {
        let mark = nextRegister
        let position = tree.range(object).end
        if syntax.isSuper(object) {
            checkThisBinding(at: offset(object))
            let key = superKey(index)
            getSuper(object, key, into: target, at: position)
        } else if let name = syntax.constantName(index) {
            getProperty(base, name, into: target, at: position)
        } else {
            let key = operand(index)
            assembler.emit(.getElem, target, base, key, at: position)
        }
        nextRegister = mark
    }

    /// The key of `super[index]`, converted.
    private mutating func superKey(_ index: NodeID) -> Register {
        let key = temporary()
        evaluate(index, into: key)
        assembler.emit(.toPropertyKey, key, key, at: offset(index))
        return key
    }

    /// `super[key]`: receiver `this`, lookup from the prototype of the home object.
    @inline(never)
    mutating func getSuper(_ keyword: NodeID, _ key: Register, into target: Register, at position: UInt32) {
        let mark = nextRegister
        let home = readOperand(scopes.reference(keyword).variable)
        let receiver = isScratch(target) && target != key && target != home ? target : temporary()
        loadThis(into: receiver, at: position)
        assembler.emit(.getSuper, receiver, home, key, at: position)
        move(receiver, to: target)
        nextRegister = mark
    }

    // MARK: Methods

    /// Puts `object.property` and its object into the call window at the chain's scratch register.
    @inline(never)
    mutating func methodOfMember(_ object: NodeID, _ property: NodeID, _ state: inout ChainState) {
        let window = chainScratch(&state)
        reserve(window + 5)
        defer {
            state.hasCallee = true
            state.object = window
        }
        if syntax.isSuper(object) {
            guard case .keyName(let name) = tree[property] else { return }
            nextRegister = window + 5
            let key = temporary()
            loadKey(name, into: key)
            superMethod(object, key, window: window, at: offset(property))
            return
        }
        if case .privateName = tree[property] {
            move(state.object, to: window + 4)
            nextRegister = window + 5
            let name = privateOperand(property)
            assembler.emit(.getPrivate, window, window + 4, name, at: offset(property))
            return
        }
        guard case .keyName(let name) = tree[property] else { return }
        let text = text(name)
        if let slot = slots.cache(text) {
            assembler.emit(.getMethod, window, state.object, slot, at: offset(property))
        } else {
            nextRegister = window + 5
            let key = temporary()
            loadKey(name, into: key)
            assembler.emit(.getElemMethod, window, state.object, key, at: offset(property))
        }
    }

    /// The same for `object[index]`.
    @inline(never)
    mutating func methodOfIndex(_ object: NodeID, _ index: NodeID, _ state: inout ChainState) {
        let window = chainScratch(&state)
        let position = tree.range(object).end
        defer {
            state.hasCallee = true
            state.object = window
        }
        if syntax.isSuper(object) {
            nextRegister = window + 5
            checkThisBinding(at: offset(object))
            let key = superKey(index)
            superMethod(object, key, window: window, at: position)
            return
        }
        if let name = syntax.constantName(index) {
            let text = text(name)
            if let slot = slots.cache(text) {
                assembler.emit(.getMethod, window, state.object, slot, at: position)
                reserve(window + 5)
                return
            }
        }
        // The key lies above what the instruction writes.
        nextRegister = window + 5
        let key = operand(index)
        assembler.emit(.getElemMethod, window, state.object, key, at: position)
        reserve(window + 5)
    }

    @inline(never)
    private mutating func superMethod(_ keyword: NodeID, _ key: Register, window: Register, at position: UInt32) {
        let home = readOperand(scopes.reference(keyword).variable)
        loadThis(into: window, at: position)
        assembler.emit(.getSuper, window, home, key, at: position)
        loadThis(into: window + 4, at: position)
        reserve(window + 5)
    }

    // MARK: Writing

    /// `base.name = value`.
    mutating func setProperty(_ base: Register, _ name: NameID, _ value: Register, at position: UInt32) {
        let text = text(name)
        if !syntax.isArrayIndex(name), let slot = slots.cache(text) {
            assembler.emit(.setProp, base, value, slot, at: position)
            return
        }
        let mark = nextRegister
        let key = temporary()
        loadKey(name, into: key)
        assembler.emit(.setElem, base, key, value, at: position)
        nextRegister = mark
    }

    /// Defines the own data property `base.name = value`.
    mutating func defineProperty(_ base: Register, _ name: NameID, _ value: Register, at position: UInt32) {
        let text = text(name)
        if !syntax.isArrayIndex(name), let slot = slots.cache(text) {
            assembler.emit(.initProp, base, value, slot, at: position)
            return
        }
        let mark = nextRegister
        let key = temporary()
        loadKey(name, into: key)
        assembler.emit(.initElem, base, key, value, at: position)
        nextRegister = mark
    }
}
