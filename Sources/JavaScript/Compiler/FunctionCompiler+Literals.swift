import JavaScriptSyntax

/// Array literals, object literals, templates.
extension FunctionCompiler {
    /// Values that one `makeArray`, `arrayAppend`, `makeObject` or `concat` takes at most.
    static let chunk = 32

    // MARK: Arrays

    @inline(never)
    mutating func arrayLiteral(_ node: NodeID, _ elements: NodeList, into target: Register) {
        let mark = nextRegister
        if elements.count <= Self.chunk && !syntax.hasSpread(elements) {
            let base = isTop(target) || elements.isEmpty ? target : nextRegister
            loadElements(elements.indices, from: base)
            assembler.emit(.makeArray, target, base, Int(elements.count))
        } else {
            let array = isScratch(target) ? target : temporary()
            arrayElements(elements, into: array)
            move(array, to: target)
        }
        nextRegister = mark
    }

    /// Evaluates elements into consecutive registers from `base` on, which is free or the newest temporary.
    @inline(never)
    private mutating func loadElements(_ indices: Range<Int>, from base: Register) {
        nextRegister = base
        for index in indices {
            let register = temporary()
            let element = tree.lists[index]
            if element.isNone {
                assembler.emit(.loadSpecial, register, Special.hole)
            } else {
                evaluate(element, into: register)
            }
        }
    }

    /// An array of expressions, holes and spreads, in a scratch register that is not the start of the run of elements.
    @inline(never)
    mutating func arrayElements(_ elements: NodeList, into array: Register) {
        let mark = nextRegister
        var isMade = false
        var start = elements.indices.lowerBound
        var index = start
        while index <= elements.indices.upperBound {
            let isEnd = index == elements.indices.upperBound
            var spread: NodeID?
            if !isEnd, case .spread(let value) = tree[tree.lists[index]] { spread = value }
            guard isEnd || spread != nil || index - start == Self.chunk else {
                index += 1
                continue
            }
            if index > start || !isMade {
                loadElements(start..<index, from: mark)
                assembler.emit(isMade ? .arrayAppend : .makeArray, array, index > start ? mark : array, index - start)
                isMade = true
                nextRegister = mark
            }
            start = index
            if let spread {
                appendSpread(spread, to: array)
                start = index + 1
                index += 1
            }
            if isEnd { break }
        }
        nextRegister = mark
    }

    @inline(never)
    private mutating func appendSpread(_ value: NodeID, to array: Register) {
        let mark = nextRegister
        let iterator = temporaryPair()
        evaluate(value, into: iterator)
        let position = offset(value)
        let end = assembler.makeLabel()
        assembler.jump(.arraySpread, array, iterator, end, at: position)
        beginIteration(iterator, at: position)
        let element = temporary()
        let exit = assembler.makeLabel()
        let head = assembler.makeLabel()
        iterationStep(iterator, element, exit: exit, head: head, at: position)
        assembler.emit(.arrayAppend, array, element, 1)
        assembler.jump(head, isLoop: true)
        assembler.bind(exit)
        assembler.bind(end)
        nextRegister = mark
    }

    // MARK: Templates

    @inline(never)
    mutating func templateLiteral(_ node: NodeID, into target: Register) {
        guard case .template(let quasis, let expressions) = tree[node] else { return }
        let mark = nextRegister
        let base = isTop(target) ? target : nextRegister
        nextRegister = base
        var count = 0
        for (position, index) in quasis.indices.enumerated() {
            if count >= Self.chunk {
                assembler.emit(.concat, base, base, count, at: offset(node))
                count = 1
                nextRegister = base + 1
            }
            if case .templateElement(let cooked, _, _) = tree[tree.lists[index]], cooked != .empty {
                loadString(cooked, into: temporary())
                count += 1
            }
            guard position < Int(expressions.count) else { continue }
            let expression = tree.lists[expressions.indices.lowerBound + position]
            let register = temporary()
            evaluate(expression, into: register)
            assembler.emit(.toString, register, register, at: offset(expression))
            count += 1
        }
        switch count {
        case 0: loadString(.empty, into: target)
        case 1: move(base, to: target)
        default: assembler.emit(.concat, target, base, count, at: offset(node))
        }
        nextRegister = mark
    }

    /// The arguments of a tag in a prepared window, and the call.
    @inline(never)
    mutating func taggedTemplate(_ template: NodeID, window: Register, at position: UInt32) {
        guard case .template(let quasis, let expressions) = tree[template] else { return }
        var cooked: [JSText?] = []
        var raw: [JSText] = []
        for index in quasis.indices {
            guard case .templateElement(let value, let source, let hasCooked) = tree[tree.lists[index]] else {
                continue
            }
            cooked.append(hasCooked ? text(value) : nil)
            raw.append(text(source))
        }
        nextRegister = window + 5
        reserve(window + 6 + Int(expressions.count) + Self.windowScratch)
        let strings = slots.template(cooked: cooked, raw: raw)
        assembler.emit(.loadConst, temporary(), constant: strings)
        for index in expressions.indices {
            let register = temporary()
            evaluate(tree.lists[index], into: register)
        }
        assembler.emit(.call, window, 1 + Int(expressions.count), at: position)
        nextRegister = window + 1
    }

    // MARK: Objects

    /// https://tc39.es/ecma262/#sec-object-initializer-runtime-semantics-evaluation
    @inline(never)
    mutating func objectLiteral(_ node: NodeID, into target: Register) {
        guard case .object(let properties) = tree[node] else { return }
        let state = currentScopeState()
        let object = isScratch(target) ? target : temporary()
        let scope = scopes.scope(of: node)
        let home = scope.isNone ? VariableID.none : scopes[scope].home
        _ = enterExpressionScope(scope)
        var first = plainPrefix(properties)
        if !makePlain(properties.indices.lowerBound..<first, into: object) {
            assembler.emit(.newObject, object)
            first = properties.indices.lowerBound
        }
        if !home.isNone { initialize(home, from: object) }
        for index in first..<properties.indices.upperBound {
            objectMember(tree.lists[index], object)
        }
        leaveScope(state)
        move(object, to: target)
    }

    /// Index of the first property that `makeObject` does not define.
    private mutating func plainPrefix(_ properties: NodeList) -> Int {
        literalCount &+= 1
        for index in properties.indices {
            guard index - properties.indices.lowerBound < Self.chunk, let name = syntax.plainKey(tree.lists[index]),
                literalKeys[Int(name.raw)] != literalCount
            else { return index }
            literalKeys[Int(name.raw)] = literalCount
        }
        return properties.indices.upperBound
    }

    /// Makes an object of plain properties with one instruction; false if there are none, or no slot is left.
    @inline(never)
    private mutating func makePlain(_ indices: Range<Int>, into object: Register) -> Bool {
        if indices.isEmpty { return false }
        var keys: [JSText] = []
        keys.reserveCapacity(indices.count)
        for index in indices {
            if let name = syntax.plainKey(tree.lists[index]) { keys.append(text(name)) }
        }
        guard let slot = slots.literal(keys) else { return false }
        let mark = nextRegister
        let base = isTop(object) ? object : nextRegister
        nextRegister = base
        for index in indices {
            let register = temporary()
            propertyValue(tree.lists[index], into: register)
        }
        assembler.emit(.makeObject, object, base, slot)
        nextRegister = mark
        return true
    }

    @inline(never)
    private mutating func propertyValue(_ property: NodeID, into target: Register) {
        switch tree[property] {
        case .property(let key, let value):
            var name: NameID?
            if syntax.isAnonymousFunction(value) { name = syntax.plainName(key, allowsProto: true) }
            evaluateNamed(value, into: target, name: name)
        case .shorthand(let identifier): evaluate(identifier, into: target)
        case .method(let key, let value, _, _):
            let name = syntax.plainName(key, allowsProto: true).map { text($0) } ?? JSText("")
            closure(scopes.function(of: value), name: name, into: target)
        default: break
        }
    }

    /// Defines one property after the plain ones.
    @inline(never)
    private mutating func objectMember(_ node: NodeID, _ object: Register) {
        let mark = nextRegister
        let position = offset(node)
        switch tree[node] {
        case .property(let key, let value):
            if syntax.isProto(key) {
                let prototype = operand(value)
                assembler.emit(.setPrototype, object, prototype)
            } else if let name = syntax.plainName(key, allowsProto: false) {
                let register = temporary()
                propertyValue(node, into: register)
                defineProperty(object, name, register, at: position)
            } else {
                let keyRegister = evaluateKey(key)
                let register = temporary()
                evaluateWithKey(value, key: key, keyRegister, into: register)
                assembler.emit(.initElem, object, keyRegister, register, at: position)
            }
        case .shorthand(let identifier):
            if case .identifier(let name) = tree[identifier] {
                let value = operand(identifier)
                defineProperty(object, name, value, at: position)
            }
        case .method(let key, let value, let kind, _): objectMethod(key, value, kind, object, at: position)
        case .spread(let value):
            let window = nextRegister
            nextRegister = window + 6
            reserve(window + 7 + Self.windowScratch)
            evaluate(value, into: temporary())
            copyDataProperties(window: window, target: object, excluded: 0, at: position)
        default: break
        }
        nextRegister = mark
    }

    private mutating func objectMethod(
        _ key: NodeID, _ value: NodeID, _ kind: MethodKind, _ object: Register, at position: UInt32
    ) {
        let id = scopes.function(of: value)
        if kind == .method, let name = syntax.plainName(key, allowsProto: true) {
            let register = temporary()
            closure(id, name: text(name), into: register)
            defineProperty(object, name, register, at: position)
            return
        }
        let pair = temporaryPair()
        defineMethod(key, id, kind, pair: pair, on: object, flags: .enumerable, at: position)
    }

    /// Calls `%copyDataProperties%(target, source, …excluded keys)`; the source and the keys are in the window already.
    mutating func copyDataProperties(window: Register, target: Register, excluded: Int, at position: UInt32) {
        loadBuiltin("%copyDataProperties%", into: window)
        loadUndefined(window + 4)
        move(target, to: window + 5)
        call(window, argumentCount: 2 + excluded, at: position)
    }

    // MARK: Keys

    /// A register with a property key; a computed key is evaluated and converted.
    mutating func evaluateKey(_ key: NodeID) -> Register {
        let register = temporary()
        evaluateKey(key, into: register)
        return register
    }

    mutating func evaluateKey(_ key: NodeID, into register: Register) {
        switch tree[key] {
        case .keyName(let name), .keyString(let name): loadKey(name, into: register)
        case .keyBigInt(let digits): loadKey(digits, into: register)
        case .keyNumber(let value):
            loadNumber(value, into: register)
            if Int32(exactly: value).map({ $0 < 0 }) ?? true {
                assembler.emit(.toPropertyKey, register, register, at: offset(key))
            }
        case .keyComputed(let value):
            evaluate(value, into: register)
            assembler.emit(.toPropertyKey, register, register, at: offset(value))
        default: loadUndefined(register)
        }
    }

    /// The name that a key gives to an anonymous function, if it is known now.
    mutating func staticName(_ key: NodeID) -> JSText? {
        switch tree[key] {
        case .keyName(let name), .keyString(let name), .keyBigInt(let name): text(name)
        case .keyNumber(let value): Int32(exactly: value).map { JSText(String($0)) }
        case .privateName(let name): JSText(utf16: [0x23] + text(name).utf16)
        default: nil
        }
    }

    /// Evaluates the value of a property, which takes its name from the key if it is an anonymous function.
    @inline(never)
    mutating func evaluateWithKey(_ value: NodeID, key: NodeID, _ keyRegister: Register, into target: Register) {
        guard syntax.isAnonymousFunction(value) else {
            evaluate(value, into: target)
            return
        }
        let inner = syntax.stripped(value)
        let name = staticName(key)
        if case .classExpression = tree[inner] {
            classDefinition(inner, name: name ?? JSText(""), nameKey: name == nil ? keyRegister : nil, into: target)
        } else {
            functionExpression(inner, name: name ?? JSText(""), into: target)
            if name == nil { assembler.emit(.setFunctionName, target, keyRegister, 0) }
        }
    }

    /// Defines a method or accessor on an object; `pair` receives its key and function.
    mutating func defineMethod(
        _ key: NodeID, _ id: FunctionID, _ kind: MethodKind, pair: Register, on object: Register, flags: MemberFlags,
        at position: UInt32
    ) {
        evaluateKey(key, into: pair)
        closure(id, name: methodName(key, kind), into: pair + 1)
        if staticName(key) == nil { assembler.emit(.setFunctionName, pair + 1, pair, kind.namePrefix) }
        var flags = flags
        flags.insert(kind.memberFlags)
        assembler.emit(.defineMember, object, pair, Int(flags.rawValue), at: position)
    }

    /// `x`, `get x`, `set x`; empty for a computed key.
    mutating func methodName(_ key: NodeID, _ kind: MethodKind) -> JSText {
        guard let name = staticName(key) else { return JSText("") }
        switch kind {
        case .getter: return JSText(utf16: JSText("get ").utf16 + name.utf16)
        case .setter: return JSText(utf16: JSText("set ").utf16 + name.utf16)
        case .method, .constructor: return name
        }
    }
}

extension MethodKind {
    var memberFlags: MemberFlags {
        switch self {
        case .getter: .getter
        case .setter: .setter
        case .method, .constructor: .method
        }
    }

    /// Operand c of `setFunctionName`.
    var namePrefix: Int {
        switch self {
        case .getter: 1
        case .setter: 2
        case .method, .constructor: 0
        }
    }
}
