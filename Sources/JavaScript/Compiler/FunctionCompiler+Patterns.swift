import JavaScriptSyntax

/// Destructuring.
///
/// A pattern either initialises new variables, or assigns (also to the names of a `var`). Array patterns are regions whose
/// finalizing code closes the iterator; the instructions that step the iterator are outside of the region, because an
/// iterator that throws is not closed.
extension FunctionCompiler {
    /// Binds a target to a value: a name, a pattern, or anything assignable.
    @inline(never)
    mutating func bindPattern(_ node: NodeID, value: Register, isAssignment: Bool) {
        switch tree[node] {
        case .bindingIdentifier(let name):
            if isAssignment {
                assignIdentifier(node, name, from: value, at: offset(node))
                return
            }
            let variable = scopes.reference(node).variable
            if variable.isNone {
                initializeGlobal(value, name, at: offset(node))
            } else {
                initialize(variable, from: value)
            }
        case .objectPattern(let properties): objectPattern(node, properties, value, isAssignment)
        case .arrayPattern(let elements): arrayPattern(node, elements, value, isAssignment)
        case .assignmentPattern(let target, let defaultValue):
            let mark = nextRegister
            let register = temporary()
            move(value, to: register)
            applyDefault(defaultValue, target, to: register)
            bindPattern(target, value: register, isAssignment: isAssignment)
            nextRegister = mark
        case .parenthesized(let inner): bindPattern(inner, value: value, isAssignment: isAssignment)
        case .empty: break
        default:
            let mark = nextRegister
            let target = prepareTarget(node, before: nil)
            store(value, to: target, at: offset(node))
            nextRegister = mark
        }
    }

    @inline(never)
    private mutating func applyDefault(_ defaultValue: NodeID, _ target: NodeID, to register: Register) {
        let skip = assembler.makeLabel()
        assembler.jump(.jumpNotUndefined, register, skip)
        evaluateNamed(defaultValue, into: register, name: syntax.nameOfTarget(target))
        assembler.bind(skip)
    }

    // MARK: Elements

    /// An element of a pattern, ready to receive its value.
    private struct Element {
        var target: NodeID
        var defaultValue: NodeID
        /// A member expression or identifier that is assigned, its object and key evaluated.
        var place: FunctionCompiler.Target?
        /// Where the value should be put first.
        var register: Register
    }

    /// Evaluates what must be evaluated before the value is read, and chooses the register for the value.
    @inline(never)
    private mutating func prepareElement(_ node: NodeID, isAssignment: Bool) -> Element {
        var target = node
        var defaultValue = NodeID.none
        if case .assignmentPattern(let inner, let value) = tree[node] {
            target = inner
            defaultValue = value
        }
        target = syntax.stripped(target)
        switch tree[target] {
        case .member, .index:
            let place = prepareTarget(target, before: nil)
            return Element(target: target, defaultValue: defaultValue, place: place, register: temporary())
        case .bindingIdentifier, .identifier:
            if let register = directRegister(target, isAssignment, hasDefault: !defaultValue.isNone) {
                return Element(target: target, defaultValue: defaultValue, place: nil, register: register)
            }
        default: break
        }
        return Element(target: target, defaultValue: defaultValue, place: nil, register: temporary())
    }

    /// The register of a name that may receive the value at once: nothing can see it before the default is applied.
    @inline(__always)
    private func directRegister(_ target: NodeID, _ isAssignment: Bool, hasDefault: Bool) -> Register? {
        if isAssignment || !syntax.isBinding(target) { return hasDefault ? nil : assignableRegister(target) }
        let variable = scopes.reference(target).variable
        if variable.isNone || isCaptured(variable) || scopes[variable].flags.contains(.checked) { return nil }
        return register(of: variable)
    }

    /// Applies the default to the value in the element's register and stores it.
    @inline(never)
    private mutating func finishElement(_ element: Element, isAssignment: Bool) {
        if !element.defaultValue.isNone { applyDefault(element.defaultValue, element.target, to: element.register) }
        if let place = element.place {
            store(element.register, to: place, at: offset(element.target))
        } else if syntax.isBinding(element.target) || !syntax.isIdentifier(element.target) {
            bindPattern(element.target, value: element.register, isAssignment: isAssignment)
        } else if case .identifier(let name) = tree[element.target] {
            assignIdentifier(element.target, name, from: element.register, at: offset(element.target))
        }
    }

    // MARK: Objects

    /// https://tc39.es/ecma262/#sec-destructuring-binding-patterns
    @inline(never)
    private mutating func objectPattern(
        _ node: NodeID, _ properties: NodeList, _ value: Register, _ isAssignment: Bool
    ) {
        let mark = nextRegister
        var source = value
        if isAssignment {
            // The targets may be the variable that the value came from.
            source = temporary()
            move(value, to: source)
        }
        assembler.emit(.checkCoercible, source, at: offset(node))
        var rest = NodeID.none
        if let last = properties.indices.last, case .rest(let target) = tree[tree.lists[last]] { rest = target }
        var keys: [Register] = []
        for index in properties.indices {
            guard case .patternProperty(let key, let target, _) = tree[tree.lists[index]] else { continue }
            let inner = nextRegister
            if rest.isNone {
                objectElement(key, target, source, isAssignment, keyRegister: nil)
                nextRegister = inner
            } else {
                // The keys are needed again to leave them out of the rest.
                let register = evaluateKey(key)
                keys.append(register)
                objectElement(key, target, source, isAssignment, keyRegister: register)
                nextRegister = register + 1
            }
        }
        if !rest.isNone { objectRest(rest, source, keys, isAssignment) }
        nextRegister = mark
    }

    @inline(never)
    private mutating func objectElement(
        _ key: NodeID, _ target: NodeID, _ source: Register, _ isAssignment: Bool, keyRegister: Register?
    ) {
        var computed = keyRegister
        var name: NameID?
        switch tree[key] {
        case .keyName(let text), .keyString(let text): name = text
        default: if computed == nil { computed = evaluateKey(key) }
        }
        let element = prepareElement(target, isAssignment: isAssignment)
        if let name, !syntax.isArrayIndex(name) {
            getProperty(source, name, into: element.register, at: offset(key))
        } else {
            let register = computed ?? evaluateKey(key)
            assembler.emit(.getElem, element.register, source, register, at: offset(key))
        }
        finishElement(element, isAssignment: isAssignment)
    }

    @inline(never)
    private mutating func objectRest(_ rest: NodeID, _ source: Register, _ keys: [Register], _ isAssignment: Bool) {
        let place: Target? =
            switch tree[syntax.stripped(rest)] {
            case .member, .index: prepareTarget(rest, before: nil)
            default: nil
            }
        let object = temporary()
        assembler.emit(.newObject, object)
        let window = temporary()
        reserve(window + 7 + keys.count + Self.windowScratch)
        move(source, to: window + 6)
        for (index, key) in keys.enumerated() { move(key, to: window + 7 + index) }
        copyDataProperties(window: window, target: object, excluded: keys.count, at: offset(rest))
        if let place {
            store(object, to: place, at: offset(rest))
        } else {
            bindAny(rest, object, isAssignment)
        }
    }

    private mutating func bindAny(_ node: NodeID, _ value: Register, _ isAssignment: Bool) {
        if case .identifier(let name) = tree[syntax.stripped(node)] {
            assignIdentifier(syntax.stripped(node), name, from: value, at: offset(node))
        } else {
            bindPattern(node, value: value, isAssignment: isAssignment)
        }
    }

    // MARK: Arrays

    /// https://tc39.es/ecma262/#sec-runtime-semantics-iteratordestructuringassignmentevaluation
    @inline(never)
    private mutating func arrayPattern(
        _ node: NodeID, _ elements: NodeList, _ value: Register, _ isAssignment: Bool
    ) {
        let mark = nextRegister
        let position = offset(node)
        // The iterator; undefined when it is exhausted.
        let iterator = temporaryPair()
        move(value, to: iterator)
        beginIteration(iterator, at: position)
        let completion = temporaryPair()
        beginFinalizer(value: completion, iterator: iterator)
        var regions: [(start: Int, end: Int)] = []
        var start = assembler.here
        for (number, index) in elements.indices.enumerated() {
            let inner = nextRegister
            var target = tree.lists[index]
            if case .rest(let rest) = tree[target] {
                target = rest
                let element = prepareElement(rest, isAssignment: isAssignment)
                regions.append((start, assembler.here))
                restElements(iterator, into: element.register, isFirst: number == 0, at: position)
                // The iterator is exhausted: nothing is left to close.
                start = assembler.here
                finishElement(element, isAssignment: isAssignment)
            } else {
                let element =
                    target.isNone
                    ? Element(target: .none, defaultValue: .none, place: nil, register: temporary())
                    : prepareElement(target, isAssignment: isAssignment)
                regions.append((start, assembler.here))
                stepElement(iterator, into: element.register, isFirst: number == 0, at: position)
                start = assembler.here
                if !target.isNone { finishElement(element, isAssignment: isAssignment) }
            }
            nextRegister = inner
        }
        regions.append((start, assembler.here))
        closePattern(iterator, regions, at: position)
        nextRegister = mark
    }

    /// The next element, or undefined.
    private mutating func stepElement(
        _ iterator: Register, into target: Register, isFirst: Bool, at position: UInt32
    ) {
        let mark = nextRegister
        let exhausted = assembler.makeLabel()
        let exit = assembler.makeLabel()
        let got = assembler.makeLabel()
        let head = assembler.makeLabel()
        if !isFirst { assembler.jump(.jumpUndefined, iterator, exhausted) }
        iterationStep(iterator, target, exit: exit, head: head, at: position)
        assembler.jump(got)
        assembler.bind(exit)
        loadUndefined(iterator)
        assembler.bind(exhausted)
        loadUndefined(target)
        assembler.bind(got)
        nextRegister = mark
    }

    /// The remaining elements as an array.
    private mutating func restElements(
        _ iterator: Register, into target: Register, isFirst: Bool, at position: UInt32
    ) {
        let mark = nextRegister
        let array = isScratch(target) ? target : temporary()
        let element = temporary()
        let exit = assembler.makeLabel()
        let head = assembler.makeLabel()
        assembler.emit(.makeArray, array, array, 0)
        if !isFirst { assembler.jump(.jumpUndefined, iterator, exit) }
        iterationStep(iterator, element, exit: exit, head: head, at: position)
        assembler.emit(.arrayAppend, array, element, 1)
        assembler.jump(head, isLoop: true)
        assembler.bind(exit)
        loadUndefined(iterator)
        move(array, to: target)
        nextRegister = mark
    }

    private mutating func closePattern(
        _ iterator: Register, _ regions: [(start: Int, end: Int)], at position: UInt32
    ) {
        guard let finalizer = endFinalizer() else { return }
        let end = assembler.makeLabel()
        let dispatch = assembler.makeLabel()
        if assembler.isReachable {
            assembler.jump(.jumpIteratorDirect, iterator, end)
            assembler.emit(.loadInt, finalizer.kind, immediate: Int(CompletionKind.normal))
        }
        for region in regions {
            assembler.addHandler(
                from: region.start, to: region.end, target: assembler.here, register: finalizer.value, isFinally: true)
        }
        assembler.beginHandler()
        assembler.bind(finalizer.entry)
        assembler.jump(.jumpUndefined, iterator, dispatch)
        closeIterator(finalizer, iterator, dispatch: dispatch, at: position)
        assembler.bind(dispatch)
        self.dispatch(finalizer, normal: end)
        assembler.bind(end)
    }
}
