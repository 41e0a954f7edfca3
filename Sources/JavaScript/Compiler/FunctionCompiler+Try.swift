import JavaScriptSyntax

/// `try`. A `finally` block exists once; every way into it sets the completion registers, and it ends with a dispatch.
///
/// ```
///         … block …                       handler: catch
///  catch: … handler …                     handler of both: finally, with (value, kind)
///         loadInt kind, 0
///  finally: … finalizer …
///         dispatch on kind: go on / throw value / return value / jump i
/// ```
extension FunctionCompiler {
    @inline(never)
    mutating func tryStatement(_ node: NodeID, _ parts: TryParts) {
        resetCompletion()
        let parts = tree.parts(parts)
        if parts.finalizer.isNone {
            tryCatch(node, parts.block, parts.parameter, parts.handler)
            return
        }
        let state = currentScopeState()
        let value = local()
        let kind = local()
        let start = assembler.here
        beginFinalizer(value: value)
        if parts.handler.isNone {
            statement(parts.block)
        } else {
            tryCatch(node, parts.block, parts.parameter, parts.handler)
        }
        let end = assembler.here
        if let finalizer = endFinalizer() {
            if assembler.isReachable { assembler.emit(.loadInt, kind, immediate: Int(CompletionKind.normal)) }
            assembler.addHandler(from: start, to: end, target: assembler.here, register: value, isFinally: true)
            assembler.beginHandler()
            assembler.bind(finalizer.entry)
            finallyBlock(parts.finalizer, finalizer)
        }
        leaveScope(state)
    }

    @inline(never)
    private mutating func finallyBlock(_ block: NodeID, _ finalizer: Finalizer) {
        var saved: Register?
        if let completion {
            // The block's own completion value counts only if it completes abruptly.
            let register = local()
            move(completion, to: register)
            loadUndefined(completion)
            saved = register
        }
        statement(block)
        guard assembler.isReachable else { return }
        if let completion, let saved { move(saved, to: completion) }
        let end = assembler.makeLabel()
        dispatch(finalizer, normal: end)
        assembler.bind(end)
    }

    @inline(never)
    private mutating func tryCatch(_ node: NodeID, _ block: NodeID, _ parameter: NodeID, _ handler: NodeID) {
        let start = assembler.here
        let state = currentScopeState()
        let error = local()
        statement(block)
        let end = assembler.here
        let after = assembler.makeLabel()
        assembler.jump(after)
        assembler.addHandler(from: start, to: end, target: assembler.here, register: error, isFinally: false)
        if start < end {
            assembler.beginHandler()
            resetCompletion()
            catchClause(node, parameter, handler, error)
        }
        assembler.bind(after)
        leaveScope(state)
    }

    @inline(never)
    private mutating func catchClause(_ node: NodeID, _ parameter: NodeID, _ handler: NodeID, _ error: Register) {
        let scope = scopes.scope(of: node)
        if !scope.isNone, case .bindingIdentifier = tree[parameter] {
            // The handler's register is the parameter's, unless a closure holds it.
            let variable = scopes.reference(parameter).variable
            if !isCaptured(variable) { registers[Int(variable.raw)] = UInt16(truncatingIfNeeded: error) }
        }
        let state = enterScope(scope)
        if !parameter.isNone {
            if case .bindingIdentifier = tree[parameter] {
                initialize(scopes.reference(parameter).variable, from: error)
            } else {
                reserveLocals(for: parameter)
                bindPattern(parameter, value: error, isAssignment: false)
            }
        }
        statement(handler)
        leaveScope(state)
    }
}
