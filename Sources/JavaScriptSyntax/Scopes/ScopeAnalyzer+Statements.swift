/// The walk over statements.
extension ScopeAnalyzer {
    mutating func statements(_ list: NodeList) {
        for index in list.indices { statement(tree.lists[index]) }
    }

    mutating func statement(_ node: NodeID) {
        switch tree[node] {
        case .expressionStatement(let value), .throwStatement(let value), .returnStatement(let value):
            expression(value)
        case .variableDeclaration(let kind, let declarators): variableDeclaration(kind, declarators)
        case .block(let body): block(node, body)
        case .ifStatement: ifStatement(node)
        case .forStatement(let parts): forStatement(node, parts)
        case .forIn(let left, let right, let body): forEach(node, left, right, body)
        case .forOf(let left, let right, let body, _): forEach(node, left, right, body)
        case .whileStatement(let test, let body): loop(test, body)
        case .doWhile(let body, let test): loop(test, body)
        case .switchStatement(let discriminant, let cases): switchStatement(node, discriminant, cases)
        case .labeled(_, let body):
            conditionalDepth += 1
            statement(body)
            conditionalDepth -= 1
        case .tryStatement(let parts): tryStatement(node, parts)
        case .withStatement(let object, let body):
            expression(object)
            conditionally(body)
        case .functionDeclaration(let function): functionDeclaration(function)
        case .classDeclaration(let node): classDeclaration(node)
        default: break
        }
    }

    private mutating func conditionally(_ node: NodeID) {
        conditionalDepth += 1
        if case .functionDeclaration = tree[node] {
            // Annex B: `if (x) function f() {}` stands for a block around the function.
            let state = enterScope(.block, start: tree.range(node).start)
            annotateFunctionScope(node)
            declareBlockFunction(node)
            statement(node)
            leaveScope(state)
        } else {
            statement(node)
        }
        conditionalDepth -= 1
    }

    /// The scope of such a function is found through its `.function` node's name.
    private mutating func annotateFunctionScope(_ declaration: NodeID) {
        guard case .functionDeclaration(let function) = tree[declaration],
            case .function(_, _, let body, _) = tree[function]
        else { return }
        result.annotations[Int(body.raw)] = scope.raw
    }

    private mutating func block(_ node: NodeID, _ body: NodeList) {
        let state = enterScope(.block, start: tree.range(node).start)
        result.annotations[Int(node.raw)] = scope.raw
        declareLexicals(body, isTopLevel: false)
        statements(body)
        leaveScope(state)
    }

    private mutating func variableDeclaration(_ kind: VariableKind, _ declarators: NodeList) {
        for index in declarators.indices {
            guard case .declarator(let target, let initializer) = tree[tree.lists[index]] else { continue }
            let isVar = kind == .var
            if case .bindingIdentifier(let name) = tree[target] {
                expression(initializer)
                if isVar && initializer.isNone { continue }
                binding(target, name, isAssignment: isVar)
                if isVar && conditionalDepth == 0 { markDefinite(name) }
            } else {
                expression(initializer)
                pattern(target, isAssignment: isVar)
            }
        }
    }

    /// Annotates a declared name. A `var` with a value is an assignment.
    mutating func binding(_ node: NodeID, _ name: NameID, isAssignment: Bool) {
        if isAssignment {
            reference(node, name, .write)
        } else {
            let variable = current[Int(name.raw)]
            if variable != Self.pendingArguments { result.annotations[Int(node.raw)] = variable.raw << 1 }
        }
    }

    private mutating func markDefinite(_ name: NameID) {
        let variable = Int(current[Int(name.raw)].raw)
        guard variable != 0, variable < result.variables.count, result.variables[variable].function == function,
            !result.variables[variable].flags.contains(.startsUndefined)
        else { return }
        result.variables[variable].flags.insert(.definite)
    }

    private mutating func ifStatement(_ node: NodeID) {
        var node = node
        while case .ifStatement(let test, let consequent, let alternate) = tree[node] {
            expression(test)
            conditionally(consequent)
            if alternate.isNone { return }
            guard case .ifStatement = tree[alternate] else {
                conditionally(alternate)
                return
            }
            node = alternate
        }
    }

    private mutating func loop(_ test: NodeID, _ body: NodeID) {
        loopDepth += 1
        conditionalDepth += 1
        statement(body)
        expression(test)
        conditionalDepth -= 1
        loopDepth -= 1
    }

    private mutating func forStatement(_ node: NodeID, _ parts: ForParts) {
        let parts = tree.parts(parts)
        var state: (mark: Int, outer: ScopeID)?
        if case .variableDeclaration(let kind, let declarators) = tree[parts.initializer] {
            if kind != .var {
                state = enterScope(.loop, start: tree.range(node).start)
                result.annotations[Int(node.raw)] = scope.raw
                declareLexicals(declarators, kind: kind == .const ? .const : .let, isGlobal: false)
            }
            let functions = result.functions.count
            statement(parts.initializer)
            if kind != .var { result.scopes[Int(scope.raw)].hasEarlyClosures = result.functions.count > functions }
        } else {
            expression(parts.initializer)
        }
        loopDepth += 1
        conditionalDepth += 1
        expression(parts.test)
        expression(parts.update)
        statement(parts.body)
        conditionalDepth -= 1
        loopDepth -= 1
        if let state { leaveScope(state) }
    }

    private mutating func forEach(_ node: NodeID, _ left: NodeID, _ right: NodeID, _ body: NodeID) {
        var declarators = NodeList.empty
        var isLexical = false
        var kind = VariableKind.var
        if case .variableDeclaration(let declared, let list) = tree[left] {
            kind = declared
            declarators = list
            isLexical = kind != .var
        }
        if isLexical {
            let dead = enterScope(.iterationDeadZone, start: tree.range(node).start)
            result.annotations[Int(left.raw)] = scope.raw
            declareLexicals(declarators, kind: .let, isGlobal: false)
            markNeverInitialized()
            expression(right)
            leaveScope(dead)
        } else {
            // `for (var x = 1 in o)` of sloppy code.
            if case .variableDeclaration = tree[left] { forVarInitializer(declarators) }
            expression(right)
        }
        loopDepth += 1
        conditionalDepth += 1
        var state: (mark: Int, outer: ScopeID)?
        if isLexical {
            state = enterScope(.iteration, start: tree.range(node).start)
            result.annotations[Int(node.raw)] = scope.raw
            declareLexicals(declarators, kind: kind == .const ? .const : .let, isGlobal: false)
        }
        if case .variableDeclaration = tree[left] {
            for index in declarators.indices {
                if case .declarator(let target, _) = tree[tree.lists[index]] {
                    pattern(target, isAssignment: !isLexical)
                }
            }
        } else {
            assignmentTarget(left, .write)
        }
        statement(body)
        if let state { leaveScope(state) }
        conditionalDepth -= 1
        loopDepth -= 1
    }

    private mutating func markNeverInitialized() {
        var variable = result.scopes[Int(scope.raw)].firstVariable
        while !variable.isNone {
            result.variables[Int(variable.raw)].initializedAt = .max
            variable = result.variables[Int(variable.raw)].next
        }
    }

    private mutating func forVarInitializer(_ declarators: NodeList) {
        for index in declarators.indices {
            if case .declarator(_, let initializer) = tree[tree.lists[index]] { expression(initializer) }
        }
    }

    private mutating func switchStatement(_ node: NodeID, _ discriminant: NodeID, _ cases: NodeList) {
        expression(discriminant)
        let state = enterScope(.switchBlock, start: tree.range(node).start)
        let own = Int(scope.raw)
        result.annotations[Int(node.raw)] = scope.raw
        var number: UInt32 = 0
        for index in cases.indices {
            guard case .switchCase(_, let body) = tree[tree.lists[index]] else { continue }
            number &+= 1
            result.scopes[own].currentCase = number
            declareLexicals(body, isTopLevel: false)
        }
        conditionalDepth += 1
        number = 0
        for index in cases.indices {
            guard case .switchCase(let test, let body) = tree[tree.lists[index]] else { continue }
            number &+= 1
            // Tests run before every body: they are in no clause.
            result.scopes[own].currentCase = 0
            expression(test)
            result.scopes[own].currentCase = number
            statements(body)
        }
        conditionalDepth -= 1
        leaveScope(state)
    }

    private mutating func tryStatement(_ node: NodeID, _ parts: TryParts) {
        let parts = tree.parts(parts)
        conditionalDepth += 1
        statement(parts.block)
        if !parts.handler.isNone {
            let state = enterScope(.catchClause, start: tree.range(parts.handler).start)
            result.annotations[Int(node.raw)] = scope.raw
            if !parts.parameter.isNone {
                let end = tree.range(parts.parameter).end
                for name in names(in: parts.parameter) {
                    if case .bindingIdentifier = tree[parts.parameter] {
                        declare(name, .catchParameter)
                    } else {
                        declareLexical(name, .catchParameter, initializedAt: end)
                    }
                }
                pattern(parts.parameter, isAssignment: false)
            }
            statement(parts.handler)
            leaveScope(state)
        }
        statement(parts.finalizer)
        conditionalDepth -= 1
    }
}
