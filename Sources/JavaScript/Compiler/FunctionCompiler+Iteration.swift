import JavaScriptSyntax

/// The iterator protocol in bytecode, and closing iterators.
extension FunctionCompiler {
    private static let next = JSText("next")
    private static let done = JSText("done")
    private static let value = JSText("value")
    private static let close = JSText("return")

    /// Turns the value in `iterator` into an iterator record: iterator and next method, or array and index.
    mutating func beginIteration(_ iterator: Register, isAsync: Bool = false, at position: UInt32) {
        assembler.emit(isAsync ? .asyncIteratorInit : .iteratorInit, iterator, at: position)
        // The fast path of `iteratorInit` jumps over exactly this instruction.
        getProtocolProperty(iterator, Self.next, into: iterator + 1, at: position)
    }

    /// One instruction in any case: the protocol counts them.
    private mutating func getProtocolProperty(
        _ base: Register, _ key: JSText, into target: Register, at position: UInt32
    ) {
        let slot = required(slots.requiredCache(key))
        assembler.emit(.getProp, target, base, slot, at: position)
    }

    /// One step: the next value in `element`, or on to `exit`. `head` is where a loop jumps back to.
    @inline(never)
    mutating func iterationStep(
        _ iterator: Register, _ element: Register, exit: Label, head: Label, isAsync: Bool = false, at position: UInt32
    ) {
        let mark = nextRegister
        let window = temporary()
        reserve(window + 5 + Self.windowScratch)
        if isAsync {
            assembler.bind(head, isLoop: true)
        } else {
            assembler.next(.iteratorNext, iterator, element, exit: exit, head: head, at: position)
        }
        assembler.emit(.mov, window, iterator + 1)
        assembler.emit(.mov, window + 4, iterator)
        assembler.emit(.call, window, 0, at: position)
        if isAsync { awaitRegister(window, at: position) }
        assembler.emit(.checkObject, window, at: position)
        getProtocolProperty(window, Self.done, into: window + 1, at: position)
        assembler.jump(.jumpTrue, window + 1, exit)
        getProtocolProperty(window, Self.value, into: element, at: position)
        nextRegister = mark
    }

    /// Calls the `return` method of an iterator, as the finalizing code of a region; ends at `dispatch`, unbound.
    ///
    /// While an error is on its way, errors of the method are swallowed; otherwise its result must be an object.
    /// https://tc39.es/ecma262/#sec-iteratorclose
    @inline(never)
    mutating func closeIterator(
        _ finalizer: Finalizer, _ iterator: Register, isAsync: Bool = false, dispatch: Label, at position: UInt32
    ) {
        let mark = nextRegister
        let window = temporary()
        reserve(window + 5 + Self.windowScratch)
        if !isAsync { assembler.jump(.jumpIteratorDirect, iterator, dispatch) }
        let start = assembler.here
        if let slot = slots.cache(Self.close) {
            assembler.emit(.getMethod, window, iterator, slot, at: position)
        } else {
            getProperty(iterator, Self.close, into: window, at: position)
            move(iterator, to: window + 4)
        }
        assembler.jump(.jumpNullish, window, dispatch)
        assembler.emit(.call, window, 0, at: position)
        if isAsync { awaitRegister(window, at: position) }
        let end = assembler.here
        skipIfThrowing(finalizer, to: dispatch, at: position)
        assembler.emit(.checkObject, window, at: position)
        assembler.jump(dispatch)
        assembler.addHandler(from: start, to: end, target: assembler.here, register: window, isFinally: false)
        assembler.beginHandler()
        skipIfThrowing(finalizer, to: dispatch, at: position)
        assembler.emitFinal(.throw, window, at: position)
        nextRegister = mark
    }

    /// Jumps if the completion is an error.
    private mutating func skipIfThrowing(_ finalizer: Finalizer, to label: Label, at position: UInt32) {
        let otherwise = assembler.makeLabel()
        assembler.jump(.jumpLessInt, finalizer.kind, Int(CompletionKind.throw), otherwise, at: position)
        assembler.jump(.jumpLessInt, finalizer.kind, Int(CompletionKind.return), label, at: position)
        assembler.bind(otherwise)
    }

    // MARK: for-of, for-in

    @inline(never)
    mutating func forOf(_ node: NodeID) {
        guard case .forOf(let left, let right, let body, let isAsync) = tree[node] else { return }
        let outer = currentScopeState()
        let labels = takeLabels()
        let position = offset(right)
        let iterator = local()
        _ = local()
        evaluateHead(left, right, into: iterator)
        beginIteration(iterator, isAsync: isAsync, at: position)
        let value = local()
        _ = local()
        let exit = assembler.makeLabel()
        let head = assembler.makeLabel()
        let next = assembler.makeLabel()
        controls.append(Control(kind: .target, labels: labels, isBreakable: true, breakLabel: exit))
        let scope = scopes.scope(of: node)
        let element = iterationElement(left)
        localsTop = nextRegister
        iterationStep(iterator, element, exit: exit, head: head, isAsync: isAsync, at: position)
        let start = assembler.here
        beginFinalizer(value: value, iterator: isAsync ? nil : iterator)
        controls.append(Control(kind: .target, labels: labels, continueLabel: next))
        iterationBody(left, body, element, scope)
        controls.removeLast()
        assembler.bind(next)
        let end = assembler.here
        assembler.jump(head, isLoop: true)
        if let finalizer = endFinalizer() {
            let dispatch = assembler.makeLabel()
            assembler.addHandler(
                from: start, to: end, target: assembler.here, register: finalizer.value, isFinally: true)
            assembler.beginHandler()
            assembler.bind(finalizer.entry)
            closeIterator(finalizer, iterator, isAsync: isAsync, dispatch: dispatch, at: position)
            assembler.bind(dispatch)
            self.dispatch(finalizer, normal: nil)
        }
        controls.removeLast()
        assembler.bind(exit)
        leaveScope(outer)
    }

    @inline(never)
    mutating func forIn(_ node: NodeID) {
        guard case .forIn(let left, let right, let body) = tree[node] else { return }
        let outer = currentScopeState()
        let labels = takeLabels()
        let position = offset(right)
        if case .variableDeclaration(.var, let declarators) = tree[left] { variableDeclaration(.var, declarators) }
        let iterator = local()
        _ = local()
        evaluateHead(left, right, into: iterator)
        assembler.emit(.forInInit, iterator, at: position)
        let exit = assembler.makeLabel()
        let head = assembler.makeLabel()
        let next = assembler.makeLabel()
        let element = iterationElement(left)
        localsTop = nextRegister
        assembler.next(.forInNext, iterator, element, exit: exit, head: head, at: position)
        controls.append(
            Control(kind: .target, labels: labels, isBreakable: true, breakLabel: exit, continueLabel: next))
        iterationBody(left, body, element, scopes.scope(of: node))
        controls.removeLast()
        assembler.bind(next)
        assembler.jump(head, isLoop: true)
        assembler.bind(exit)
        leaveScope(outer)
    }

    /// Evaluates the right side, in which the names of the head are in their dead zone.
    private mutating func evaluateHead(_ left: NodeID, _ right: NodeID, into iterator: Register) {
        let state = currentScopeState()
        if case .variableDeclaration(let kind, _) = tree[left], kind != .var {
            let scope = scopes.scope(of: left)
            enterEnvironment(scope)
            declareVariables(of: scope)
        }
        evaluate(right, into: iterator)
        leaveScope(state)
    }

    /// The register that receives each element: the loop variable's own, where nothing else is needed.
    private mutating func iterationElement(_ left: NodeID) -> Register {
        if let head = syntax.simpleHead(left), head.kind != .var {
            let variable = scopes.reference(head.name).variable
            let flags = scopes[variable].flags
            if !flags.contains(.captured) && !flags.contains(.checked) {
                let register = temporary()
                registers[Int(variable.raw)] = UInt16(truncatingIfNeeded: register)
                return register
            }
        }
        return temporary()
    }

    /// Binds the element in a new scope and runs the body.
    @inline(never)
    private mutating func iterationBody(_ left: NodeID, _ body: NodeID, _ element: Register, _ scope: ScopeID) {
        let state = enterScope(scope)
        if case .variableDeclaration(let kind, let declarators) = tree[left] {
            if let index = declarators.indices.first, case .declarator(let target, _) = tree[tree.lists[index]] {
                if kind != .var { reserveHeadNames(target) }
                bindPattern(target, value: element, isAssignment: kind == .var)
            }
        } else {
            let mark = nextRegister
            let target = prepareTarget(left, before: nil)
            store(element, to: target, at: offset(left))
            nextRegister = mark
        }
        statement(body)
        leaveScope(state)
    }

    private mutating func reserveHeadNames(_ target: NodeID) {
        if case .bindingIdentifier = tree[target] { return }
        reserveLocals(for: target)
    }
}
