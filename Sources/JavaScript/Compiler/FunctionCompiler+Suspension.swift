import JavaScriptSyntax

/// `await`, `yield` and `yield*`.
extension FunctionCompiler {
    /// Awaits the value of the newest temporary; everything below it survives.
    mutating func awaitRegister(_ register: Register, at position: UInt32) {
        liveMax = max(liveMax, register)
        assembler.emit(.await, register, suspendable, register, at: position)
    }

    @inline(never)
    mutating func awaitExpression(_ node: NodeID, _ argument: NodeID, into target: Register) {
        let mark = nextRegister
        let value = scratch(for: target)
        evaluate(argument, into: value)
        awaitRegister(value, at: offset(node))
        move(value, to: target)
        nextRegister = mark
    }

    @inline(never)
    mutating func yield(_ node: NodeID, into target: Register) {
        guard case .yield(let argument, let isDelegate) = tree[node] else { return }
        yieldCount += 1
        let mark = nextRegister
        if isDelegate {
            delegate(node, argument, into: target)
            nextRegister = mark
            return
        }
        let value = scratch(for: target)
        if argument.isNone { loadUndefined(value) } else { evaluate(argument, into: value) }
        if isAsync { awaitRegister(value, at: offset(node)) }
        yieldRegister(value, at: offset(node))
        move(value, to: target)
        nextRegister = mark
    }

    private mutating func yieldRegister(_ register: Register, at position: UInt32) {
        liveMax = max(liveMax, register)
        assembler.emit(.yield, register, suspendable, register, at: position)
    }

    // MARK: yield*

    /// ```
    ///        iterator, next = GetIterator(value); received = undefined
    ///  next:  result = next.call(iterator, received)
    ///  step:  [await result]; checkObject result; if done → end
    ///  hand:  received, mode = yieldDelegate(result)
    ///         mode 0 → next
    ///         mode 1: method = iterator.throw;  result = method.call(iterator, received) → step
    ///         mode 2: method = iterator.return; result = method.call(iterator, received); if done return value → hand
    ///  end:   value of the result
    /// ```
    /// https://tc39.es/ecma262/#sec-generator-function-definitions-runtime-semantics-evaluation
    @inline(never)
    private mutating func delegate(_ node: NodeID, _ argument: NodeID, into target: Register) {
        let position = offset(node)
        let iterator = temporaryPair()
        evaluate(argument, into: iterator)
        openDelegate(iterator, at: position)
        // The value received, and how: 0 next, 1 throw, 2 return.
        let received = temporaryPair()
        let window = temporary()
        reserve(window + 6 + Self.windowScratch)
        loadUndefined(received)
        let next = assembler.makeLabel()
        let step = assembler.makeLabel()
        let handOn = assembler.makeLabel()
        let returned = assembler.makeLabel()
        let throwing = assembler.makeLabel()
        let end = assembler.makeLabel()
        assembler.bind(next, isLoop: true)
        assembler.emit(.mov, window, iterator + 1)
        callDelegate(window, iterator, received, at: position)
        assembler.bind(step, isLoop: true)
        assembler.emit(.checkObject, window, at: position)
        getProperty(window, JSText("done"), into: window + 1, at: position)
        assembler.jump(.jumpTrue, window + 1, end)
        assembler.bind(handOn, isLoop: true)
        if isAsync { getProperty(window, JSText("value"), into: window, at: position) }
        move(window, to: received)
        liveMax = max(liveMax, received + 2)
        assembler.emit(.yieldDelegate, received, suspendable, received, at: position)
        assembler.jump(.loopLessInt, received + 1, 1, next, at: position)
        assembler.jump(.jumpLessInt, received + 1, 2, throwing, at: position)
        delegateReturn(window, iterator, received, returned, at: position)
        assembler.jump(handOn, isLoop: true)
        assembler.bind(throwing)
        delegateThrow(window, iterator, received, at: position)
        assembler.jump(step, isLoop: true)
        assembler.bind(returned)
        emitReturn(window, at: position)
        assembler.bind(end)
        getProperty(window, JSText("value"), into: target, at: position)
    }

    /// The iterator of `yield*`: never an array iterated directly, because its methods are called by name.
    private mutating func openDelegate(_ iterator: Register, at position: UInt32) {
        if isAsync {
            beginIteration(iterator, isAsync: true, at: position)
            return
        }
        let mark = nextRegister
        let window = temporary()
        reserve(window + 5 + Self.windowScratch)
        nextRegister = window + 5
        let key = temporary()
        assembler.emit(.loadConst, key, constant: slots.constant(.symbol("iterator")))
        assembler.emit(.getElemMethod, window, iterator, key, at: position)
        assembler.emit(.call, window, 0, at: position)
        assembler.emit(.checkObject, window, at: position)
        move(window, to: iterator)
        getProperty(iterator, JSText("next"), into: iterator + 1, at: position)
        nextRegister = mark
    }

    /// Calls the function in the window with the iterator and the value received.
    private mutating func callDelegate(
        _ window: Register, _ iterator: Register, _ received: Register, at position: UInt32
    ) {
        move(iterator, to: window + 4)
        move(received, to: window + 5)
        assembler.emit(.call, window, 1, at: position)
        if isAsync { awaitRegister(window, at: position) }
    }

    /// `throw()` was called: hand it on, or close an iterator that has no such method and throw a TypeError.
    private mutating func delegateThrow(
        _ window: Register, _ iterator: Register, _ received: Register, at position: UInt32
    ) {
        let missing = assembler.makeLabel()
        let done = assembler.makeLabel()
        let noReturn = assembler.makeLabel()
        getProperty(iterator, JSText("throw"), into: window, at: position)
        assembler.jump(.jumpNullish, window, missing)
        callDelegate(window, iterator, received, at: position)
        assembler.jump(done)
        assembler.bind(missing)
        getProperty(iterator, JSText("return"), into: window, at: position)
        assembler.jump(.jumpNullish, window, noReturn)
        move(iterator, to: window + 4)
        assembler.emit(.call, window, 0, at: position)
        if isAsync { awaitRegister(window, at: position) }
        assembler.emit(.checkObject, window, at: position)
        assembler.bind(noReturn)
        throwError(.typeError, "The iterator does not provide a 'throw' method", at: position)
        assembler.bind(done)
    }

    /// `return()` was called: hand it on; at the end, or without such a method, return from here at `returned`.
    private mutating func delegateReturn(
        _ window: Register, _ iterator: Register, _ received: Register, _ returned: Label, at position: UInt32
    ) {
        let present = assembler.makeLabel()
        let more = assembler.makeLabel()
        getProperty(iterator, JSText("return"), into: window, at: position)
        assembler.jump(.jumpNotNullish, window, present)
        move(received, to: window)
        if isAsync { awaitRegister(window, at: position) }
        assembler.jump(returned)
        assembler.bind(present)
        callDelegate(window, iterator, received, at: position)
        assembler.emit(.checkObject, window, at: position)
        getProperty(window, JSText("done"), into: window + 1, at: position)
        assembler.jump(.jumpFalse, window + 1, more)
        getProperty(window, JSText("value"), into: window, at: position)
        assembler.jump(returned)
        assembler.bind(more)
    }
}
