import JavaScriptSyntax

/// Statements.
extension FunctionCompiler {
    mutating func statements(_ list: NodeList) {
        for index in list.indices { statement(tree.lists[index]) }
    }

    @inline(never)
    mutating func statement(_ node: NodeID) {
        if failure != nil { return }
        switch tree[node] {
        case .expressionStatement(let value): expressionStatement(value)
        case .directive(let value): directive(value)
        case .variableDeclaration(let kind, let declarators): variableDeclaration(kind, declarators)
        case .block(let body): block(node, body)
        case .ifStatement: ifStatement(node)
        case .returnStatement(let argument): returnStatement(node, argument)
        case .forStatement, .whileStatement, .doWhile: loop(node)
        case .forOf:
            resetCompletion()
            forOf(node)
        case .forIn:
            resetCompletion()
            forIn(node)
        case .continueStatement, .breakStatement: jumpStatement(node)
        case .throwStatement(let argument): throwStatement(node, argument)
        case .tryStatement(let parts): tryStatement(node, parts)
        case .switchStatement: switchStatement(node)
        case .labeled: labeled(node)
        case .functionDeclaration(let function): functionDeclarationStatement(node, function)
        case .classDeclaration(let classNode): classDeclaration(classNode)
        case .withStatement: fail("`with` is not supported", at: offset(node))
        case .importDeclaration, .exportNamed, .exportDeclaration, .exportDefault, .exportAll:
            fail("modules are not supported yet", at: offset(node))
        default: break
        }
    }

    private mutating func expressionStatement(_ value: NodeID) {
        if let completion {
            evaluate(value, into: completion)
        } else {
            discard(value)
        }
    }

    private mutating func directive(_ value: NameID) {
        if let completion { loadString(value, into: completion) }
    }

    /// The completion value of a compound statement is undefined until something in it has one.
    mutating func resetCompletion() {
        if let completion { loadUndefined(completion) }
    }

    @inline(never)
    mutating func block(_ node: NodeID, _ body: NodeList) {
        let scope = scopes.scope(of: node)
        let state = enterScope(scope)
        if scopes[scope].hasFunctions { instantiateFunctions(body) }
        statements(body)
        leaveScope(state)
    }

    /// A statement in the place of a block. A function there is in a block of its own (Annex B).
    @inline(never)
    mutating func nestedStatement(_ node: NodeID) {
        guard case .functionDeclaration(let function) = tree[node], case .function(_, _, let body, _) = tree[function]
        else {
            statement(node)
            return
        }
        let state = enterScope(scopes.scope(of: body))
        instantiateFunction(function)
        statement(node)
        leaveScope(state)
    }

    // MARK: Declarations

    @inline(never)
    mutating func variableDeclaration(_ kind: VariableKind, _ declarators: NodeList) {
        for index in declarators.indices {
            guard case .declarator(let target, let initializer) = tree[tree.lists[index]] else { continue }
            if case .bindingIdentifier(let name) = tree[target] {
                if kind == .var {
                    varDeclarator(target, name, initializer)
                } else {
                    lexicalDeclarator(target, name, initializer)
                }
            } else if !initializer.isNone {
                if kind != .var { reserveLocals(for: target) }
                let mark = nextRegister
                let value = operand(initializer)
                bindPattern(target, value: value, isAssignment: kind == .var)
                nextRegister = mark
            }
        }
    }

    @inline(never)
    private mutating func varDeclarator(_ target: NodeID, _ name: NameID, _ initializer: NodeID) {
        if initializer.isNone { return }
        let mark = nextRegister
        if let register = assignableRegister(target) {
            evaluateNamed(initializer, into: register, name: name)
        } else {
            let value = temporary()
            evaluateNamed(initializer, into: value, name: name)
            assignIdentifier(target, name, from: value, at: offset(target))
        }
        nextRegister = mark
    }

    @inline(never)
    private mutating func lexicalDeclarator(_ target: NodeID, _ name: NameID, _ initializer: NodeID) {
        let variable = scopes.reference(target).variable
        let mark = nextRegister
        if variable.isNone {
            let value = temporary()
            evaluateInitial(initializer, name, into: value)
            initializeGlobal(value, name, at: offset(target))
            nextRegister = mark
        } else if isCaptured(variable) {
            let value = temporary()
            evaluateInitial(initializer, name, into: value)
            storeCaptured(variable, from: value)
            nextRegister = mark
        } else if scopes[variable].flags.contains(.checked) {
            evaluateInitial(initializer, name, into: register(of: variable))
        } else {
            // The register counts as scratch until the value is complete, so that a call can leave its result in place.
            let register = temporary()
            evaluateInitial(initializer, name, into: register)
            registers[Int(variable.raw)] = UInt16(truncatingIfNeeded: register)
            localsTop = nextRegister
        }
    }

    private mutating func evaluateInitial(_ initializer: NodeID, _ name: NameID, into target: Register) {
        if initializer.isNone { loadUndefined(target) } else { evaluateNamed(initializer, into: target, name: name) }
    }

    @inline(never)
    private mutating func classDeclaration(_ node: NodeID) {
        guard case .classExpression(let name, _, _) = tree[node], case .bindingIdentifier(let id) = tree[name] else {
            return
        }
        let variable = scopes.reference(name).variable
        let mark = nextRegister
        let value = temporary()
        classDefinition(node, name: nil, into: value)
        if variable.isNone {
            initializeGlobal(value, id, at: offset(name))
            nextRegister = mark
        } else if isCaptured(variable) || scopes[variable].flags.contains(.checked) {
            initialize(variable, from: value)
            nextRegister = mark
        } else {
            registers[Int(variable.raw)] = UInt16(truncatingIfNeeded: value)
            localsTop = nextRegister
        }
    }

    // MARK: if, switch

    @inline(never)
    private mutating func ifStatement(_ node: NodeID) {
        resetCompletion()
        let end = assembler.makeLabel()
        var node = node
        while case .ifStatement(let test, let consequent, let alternate) = tree[node] {
            if branchedJump(test, consequent, alternate) {
                node = alternate
                continue
            }
            let otherwise = assembler.makeLabel()
            branch(test, if: false, to: otherwise)
            nestedStatement(consequent)
            if !alternate.isNone { assembler.jump(end) }
            assembler.bind(otherwise)
            node = alternate
        }
        if !node.isNone { nestedStatement(node) }
        assembler.bind(end)
    }

    @inline(never)
    private mutating func switchStatement(_ node: NodeID) {
        guard case .switchStatement(let discriminant, let cases) = tree[node] else { return }
        resetCompletion()
        let outer = currentScopeState()
        let labels = takeLabels()
        let value = local()
        evaluate(discriminant, into: value)
        let scope = scopes.scope(of: node)
        let state = enterScope(scope)
        if scopes[scope].hasFunctions {
            for index in cases.indices {
                if case .switchCase(_, let body) = tree[tree.lists[index]] { instantiateFunctions(body) }
            }
        }
        let end = assembler.makeLabel()
        controls.append(Control(kind: .target, labels: labels, isBreakable: true, breakLabel: end))
        let targets = switchTests(cases, value, end: end)
        for (number, index) in cases.indices.enumerated() {
            guard case .switchCase(_, let body) = tree[tree.lists[index]] else { continue }
            assembler.bind(targets[number])
            statements(body)
        }
        controls.removeLast()
        assembler.bind(end)
        leaveScope(state)
        leaveScope(outer)
    }

    /// Compares the discriminant with each case. Returns the labels of the cases.
    @inline(never)
    private mutating func switchTests(_ cases: NodeList, _ value: Register, end: Label) -> [Label] {
        var targets: [Label] = []
        var fallback = end
        for index in cases.indices {
            let label = assembler.makeLabel()
            targets.append(label)
            guard case .switchCase(let test, _) = tree[tree.lists[index]] else { continue }
            if test.isNone {
                fallback = label
                continue
            }
            let mark = nextRegister
            let candidate = operand(test)
            assembler.jump(.jumpStrictEqual, value, candidate, label, at: offset(test))
            nextRegister = mark
        }
        assembler.jump(fallback)
        return targets
    }

    // MARK: Leaving

    @inline(never)
    private mutating func returnStatement(_ node: NodeID, _ argument: NodeID) {
        let mark = nextRegister
        let value: Register
        if argument.isNone {
            value = temporary()
            loadUndefined(value)
        } else if isAsync && isGenerator {
            value = temporary()
            evaluate(argument, into: value)
            awaitRegister(value, at: offset(node))
        } else {
            returnExpression(argument, at: offset(node))
            return
        }
        emitReturn(value, at: offset(node))
        nextRegister = mark
    }

    /// Returns the value of an expression; each branch of a conditional expression returns on its own.
    @inline(never)
    mutating func returnExpression(_ node: NodeID, at position: UInt32) {
        var node = node
        while returnsDirectly, case .conditional(let test, let consequent, let alternate) = tree[syntax.stripped(node)]
        {
            let otherwise = assembler.makeLabel()
            branch(test, if: false, to: otherwise)
            returnExpression(consequent, at: position)
            assembler.bind(otherwise)
            node = alternate
        }
        let mark = nextRegister
        emitReturn(operand(node), at: position)
        nextRegister = mark
    }

    @inline(never)
    private mutating func throwStatement(_ node: NodeID, _ argument: NodeID) {
        let mark = nextRegister
        let value = operand(argument)
        assembler.emitFinal(.throw, value, at: offset(node))
        nextRegister = mark
    }

    /// Where a `break` or `continue` statement goes.
    private mutating func jump(of statement: NodeID) -> Finalizer.Jump? {
        switch tree[statement] {
        case .breakStatement(let label):
            let depth = controls.lastIndex { control in
                label == .empty ? control.isBreakable : control.breakLabel != nil && control.labels.contains(label)
            }
            return depth.map { Finalizer.Jump(depth: $0, isContinue: false) }
        case .continueStatement(let label):
            let depth = controls.lastIndex { control in
                control.continueLabel != nil && (label == .empty || control.labels.contains(label))
            }
            return depth.map { Finalizer.Jump(depth: $0, isContinue: true) }
        default: return nil
        }
    }

    private mutating func jumpStatement(_ node: NodeID) {
        if let jump = jump(of: node) { leave(to: jump) }
    }

    /// `if (test) break`, `if (test) { continue }`: a jump on the condition, if nothing must be done on the way.
    @inline(never)
    private mutating func branchedJump(_ test: NodeID, _ consequent: NodeID, _ alternate: NodeID) -> Bool {
        var statement = consequent
        if case .block(let body) = tree[consequent], body.count == 1 { statement = tree.lists[body.indices.lowerBound] }
        guard alternate.isNone, completion == nil, let jump = jump(of: statement), isDirect(jump) else { return false }
        let control = controls[jump.depth]
        guard let label = jump.isContinue ? control.continueLabel : control.breakLabel else { return false }
        branch(test, if: true, to: label)
        return true
    }

    // MARK: Labels

    /// The labels in front of the statement that begins.
    mutating func takeLabels() -> [NameID] {
        let labels = pendingLabels
        pendingLabels = []
        return labels
    }

    @inline(never)
    private mutating func labeled(_ node: NodeID) {
        guard case .labeled(let label, let body) = tree[node] else { return }
        pendingLabels.append(label)
        switch tree[body] {
        case .labeled, .forStatement, .forIn, .forOf, .whileStatement, .doWhile, .switchStatement:
            statement(body)
            pendingLabels = []
        default:
            let end = assembler.makeLabel()
            controls.append(Control(kind: .target, labels: takeLabels(), breakLabel: end))
            statement(body)
            controls.removeLast()
            assembler.bind(end)
        }
    }
}
