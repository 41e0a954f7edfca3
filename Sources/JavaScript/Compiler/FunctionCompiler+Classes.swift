import JavaScriptSyntax

/// Class definitions.
///
/// What the members share lives in the class scope, captured like any variable: the inner name, private names, the home
/// objects of `super`, the functions of private methods, the keys of computed fields, and the *initializer*, a function
/// that adds fields and private methods to `this`. Constructors call it first, or after `super()`.
extension FunctionCompiler {
    /// Registers of a class under definition.
    private struct ClassRegisters {
        var constructor: Register
        var prototype: Register
    }

    /// https://tc39.es/ecma262/#sec-runtime-semantics-classdefinitionevaluation
    @inline(never)
    mutating func classDefinition(_ node: NodeID, name: JSText?, nameKey: Register? = nil, into target: Register) {
        guard case .classExpression(let nameNode, let superclass, let members) = tree[node] else { return }
        let definition = scopes[scopes.class(of: node)]
        let state = currentScopeState()
        let position = offset(node)
        let result = isTop(target) ? target : temporary()
        _ = enterExpressionScope(definition.scope)
        var className = name ?? JSText("")
        if case .bindingIdentifier(let id) = tree[nameNode] { className = text(id) }
        createPrivateNames(definition)
        let constructor = temporaryPair()
        let prototype = temporary()
        if superclass.isNone { loadUndefined(constructor + 1) } else { evaluate(superclass, into: constructor + 1) }
        closure(definition.constructor, name: className, into: constructor)
        assembler.emit(.newClass, constructor, prototype, superclass.isNone ? 0 : 1, at: position)
        if let nameKey { assembler.emit(.setFunctionName, constructor, nameKey, 0) }
        let registers = ClassRegisters(constructor: constructor, prototype: prototype)
        let scope = scopes[definition.scope]
        if !scope.home.isNone { initialize(scope.home, from: prototype) }
        if !scope.staticHome.isNone { initialize(scope.staticHome, from: constructor) }
        for index in members.indices { classMember(tree.lists[index], registers) }
        finishClass(definition, registers, at: position)
        move(constructor, to: result)
        leaveScope(state)
        move(result, to: target)
    }

    private mutating func createPrivateNames(_ definition: ClassScope) {
        var next = scopes[definition.scope].firstVariable
        while !next.isNone {
            let variable = scopes[next]
            if variable.kind == .privateName {
                let mark = nextRegister
                let register = temporary()
                let description = JSText(utf16: [0x23] + text(variable.name).utf16)
                assembler.emit(.newPrivateName, register, constant: slots.constant(.string(description)))
                initialize(next, from: register)
                nextRegister = mark
            }
            next = variable.next
        }
    }

    // MARK: Members

    @inline(never)
    private mutating func classMember(_ node: NodeID, _ registers: ClassRegisters) {
        let mark = nextRegister
        switch tree[node] {
        case .method(let key, let value, let kind, let isStatic):
            if kind == .constructor { break }
            if case .privateName = tree[key] {
                privateMethod(node, key, value, kind, isStatic: isStatic, registers)
            } else {
                let pair = temporaryPair()
                let object = isStatic ? registers.constructor : registers.prototype
                let id = scopes.function(of: value)
                defineMethod(key, id, kind, pair: pair, on: object, flags: [], at: offset(node))
            }
        case .field(let key, _, _):
            guard case .keyComputed = tree[key] else { break }
            let register = evaluateKey(key)
            initialize(scopes.reference(node).variable, from: register)
        default: break
        }
        nextRegister = mark
    }

    /// A private instance method waits in a variable for the initializer; a static one is added to the class.
    @inline(never)
    private mutating func privateMethod(
        _ node: NodeID, _ key: NodeID, _ value: NodeID, _ kind: MethodKind, isStatic: Bool, _ registers: ClassRegisters
    ) {
        let id = scopes.function(of: value)
        let pair = temporaryPair()
        closure(id, name: methodName(key, kind), into: pair + 1)
        if isStatic {
            read(scopes.reference(key).variable, into: pair)
            let flags = Int(kind.memberFlags.rawValue)
            assembler.emit(.definePrivate, registers.constructor, pair, flags, at: offset(node))
        } else {
            initialize(scopes.reference(node).variable, from: pair + 1)
        }
    }

    /// The initializer, the inner name, and then the static elements.
    private mutating func finishClass(_ definition: ClassScope, _ registers: ClassRegisters, at position: UInt32) {
        let mark = nextRegister
        if let id = definition.instanceInitializer, !definition.initializer.isNone {
            let register = temporary()
            closure(id, name: JSText("<instance_members_initializer>"), into: register)
            initialize(definition.initializer, from: register)
            nextRegister = mark
        }
        if !definition.name.isNone {
            let flags = scopes[definition.name].flags
            if flags.contains(.used) || flags.contains(.captured) {
                initialize(definition.name, from: registers.constructor)
            }
        }
        if let id = definition.staticInitializer {
            let window = temporary()
            reserve(window + 5)
            closure(id, name: JSText("<static_initializer>"), into: window)
            move(registers.constructor, to: window + 4)
            call(window, argumentCount: 0, at: position)
        }
        nextRegister = mark
    }

    // MARK: Initializers

    /// The body of the function that adds private methods and then fields to an instance.
    /// https://tc39.es/ecma262/#sec-initializeinstanceelements
    @inline(never)
    mutating func instanceElements(of id: ClassID?) {
        guard let id, case .classExpression(_, _, let members) = tree[scopes[id].node] else { return }
        for index in members.indices {
            let node = tree.lists[index]
            guard case .method(let key, _, let kind, false) = tree[node], kind != .constructor,
                case .privateName = tree[key]
            else { continue }
            let mark = nextRegister
            let pair = temporaryPair()
            read(scopes.reference(key).variable, into: pair)
            read(scopes.reference(node).variable, into: pair + 1)
            let position = offset(node)
            let this = thisOperand(at: position)
            assembler.emit(.definePrivate, this, pair, Int(kind.memberFlags.rawValue), at: position)
            nextRegister = mark
        }
        for index in members.indices {
            if case .field(let key, let value, false) = tree[tree.lists[index]] { field(tree.lists[index], key, value) }
        }
    }

    /// The body of the function that runs static fields and blocks in order.
    @inline(never)
    mutating func staticElements(of id: ClassID?) {
        guard let id, case .classExpression(_, _, let members) = tree[scopes[id].node] else { return }
        for index in members.indices {
            let node = tree.lists[index]
            switch tree[node] {
            case .field(let key, let value, true): field(node, key, value)
            case .staticBlock(let body):
                let state = enterScope(scopes.scope(of: node))
                instantiateFunctions(body)
                statements(body)
                leaveScope(state)
            default: break
            }
        }
    }

    /// https://tc39.es/ecma262/#sec-definefield
    @inline(never)
    private mutating func field(_ node: NodeID, _ key: NodeID, _ value: NodeID) {
        let mark = nextRegister
        let position = offset(node)
        let this = thisOperand(at: position)
        switch tree[key] {
        case .keyName(let name), .keyString(let name):
            let register = temporary()
            fieldValue(value, key, 0, into: register)
            defineProperty(this, name, register, at: position)
        case .privateName:
            let pair = temporaryPair()
            read(scopes.reference(key).variable, into: pair)
            fieldValue(value, key, 0, into: pair + 1)
            assembler.emit(.definePrivate, this, pair, 0, at: position)
        case .keyComputed:
            let keyRegister = readOperand(scopes.reference(node).variable)
            let register = temporary()
            fieldValue(value, key, keyRegister, into: register)
            assembler.emit(.initElem, this, keyRegister, register, at: position)
        default:
            let keyRegister = evaluateKey(key)
            let register = temporary()
            fieldValue(value, key, keyRegister, into: register)
            assembler.emit(.initElem, this, keyRegister, register, at: position)
        }
        nextRegister = mark
    }

    private mutating func fieldValue(_ value: NodeID, _ key: NodeID, _ keyRegister: Register, into target: Register) {
        if value.isNone {
            loadUndefined(target)
        } else {
            evaluateWithKey(value, key: key, keyRegister, into: target)
        }
    }

    // MARK: Constructors

    /// Calls the initializer of the class whose constructor this is (or is around), if it has one.
    @inline(never)
    mutating func callInitializer() {
        guard let id = scopes.details(of: info.thisFunction).classID, !scopes[id].initializer.isNone else { return }
        let mark = nextRegister
        let window = temporary()
        reserve(window + 5)
        read(scopes[id].initializer, into: window)
        let position = offset(scopes[id].node)
        loadThis(into: window + 4, at: position)
        call(window, argumentCount: 0, at: position)
        nextRegister = mark
    }

    /// `constructor(…arguments) { super(…arguments) }`, without looking at the iterator of arrays.
    mutating func defaultConstructorBody() {
        guard isDerivedConstructor else { return }
        let arguments = parameterCount + 1
        let window = temporary()
        nextRegister = window + 6
        reserve(window + 6 + Self.windowScratch)
        let position = tree.range(info.node).start
        loadSuperConstructor(into: window, at: position)
        move(arguments, to: window + 5)
        assembler.emit(.superCallSpread, window, 0, newTargetOperand(), at: position)
        bindThis(window, at: position)
    }

    private mutating func loadSuperConstructor(into target: Register, at position: UInt32) {
        let callee = readOperand(scopes.details(of: info.thisFunction).calleeVariable)
        assembler.emit(.superConstructor, target, callee, at: position)
    }

    private mutating func newTargetOperand() -> Register {
        readOperand(scopes.details(of: info.thisFunction).newTargetVariable)
    }

    /// `super(…)` in the window; leaves `this` there.
    /// https://tc39.es/ecma262/#sec-super-keyword-runtime-semantics-evaluation
    @inline(never)
    mutating func superCall(_ node: NodeID, _ arguments: NodeList, window: Register) {
        let position = offset(node)
        nextRegister = window + 5
        loadSuperConstructor(into: window, at: position)
        if syntax.hasSpread(arguments) {
            spreadArguments(arguments, window: window)
            assembler.emit(.superCallSpread, window, 0, newTargetOperand(), at: position)
        } else {
            evaluateArguments(arguments, window: window)
            nextRegister = window + 5 + Int(arguments.count)
            assembler.emit(.superCall, window, Int(arguments.count), newTargetOperand(), at: position)
        }
        nextRegister = window + 1
        bindThis(window, at: position)
        nextRegister = window + 1
    }

    /// Makes the result of a super call `this`, once, and initialises the instance.
    private mutating func bindThis(_ window: Register, at position: UInt32) {
        assembler.emit(.constructResult, window)
        nextRegister = window + 1
        let current = rawThis()
        let mark = temporary()
        let fresh = assembler.makeLabel()
        assembler.emit(.loadSpecial, mark, Special.uninitialized)
        assembler.jump(.jumpStrictEqual, current, mark, fresh, at: position)
        throwError(.referenceError, "Super constructor may only be called once", at: position)
        assembler.bind(fresh)
        storeThis(window)
        nextRegister = window + 1
        callInitializer()
    }
}
