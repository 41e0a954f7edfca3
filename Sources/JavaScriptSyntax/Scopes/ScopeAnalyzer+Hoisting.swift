/// The declarations of a statement list, found before the list is walked.
extension ScopeAnalyzer {
    // MARK: Names of binding targets

    /// Calls `body` with each name that a binding target declares, in order.
    func forEachName(in target: NodeID, _ body: (NodeID, NameID) -> Void) {
        switch tree[target] {
        case .bindingIdentifier(let name): body(target, name)
        case .assignmentPattern(let target, _), .rest(let target), .patternProperty(_, let target, _):
            forEachName(in: target, body)
        case .arrayPattern(let list), .objectPattern(let list):
            for index in list.indices { forEachName(in: tree.lists[index], body) }
        default: break
        }
    }

    /// The names that a binding target declares.
    func names(in target: NodeID) -> [NameID] {
        if case .bindingIdentifier(let name) = tree[target] { return [name] }
        var names: [NameID] = []
        forEachName(in: target) { _, name in names.append(name) }
        return names
    }

    // MARK: var

    /// Declares the `var` names of a function body (or static block) and its top-level functions.
    /// https://tc39.es/ecma262/#sec-static-semantics-varscopeddeclarations
    mutating func hoistVariables(_ body: NodeList, isStrict: Bool) {
        sawBlockFunction = false
        for index in body.indices { hoistVariables(in: tree.lists[index], isTopLevel: true) }
        if sawBlockFunction && !isStrict { hoistBlockFunctions(body) }
    }

    private mutating func hoistVariables(in statement: NodeID, isTopLevel: Bool) {
        var statement = statement
        while true {
            switch tree[statement] {
            case .variableDeclaration(.var, let declarators):
                for index in declarators.indices {
                    guard case .declarator(let target, _) = tree[tree.lists[index]] else { continue }
                    if case .bindingIdentifier(let name) = tree[target] {
                        declareVar(name)
                    } else {
                        for name in names(in: target) { declareVar(name) }
                    }
                }
                return
            case .functionDeclaration(let node):
                if isTopLevel { declareTopLevelFunction(node) } else { sawBlockFunction = true }
                return
            case .ifStatement(_, let consequent, let alternate):
                hoistVariables(in: consequent, isTopLevel: false)
                if alternate.isNone { return }
                statement = alternate
                if case .functionDeclaration = tree[statement] {
                    sawBlockFunction = true
                    return
                }
            case .labeled(_, let body):
                if isTopLevel {
                    hoistVariables(in: body, isTopLevel: true)
                    return
                }
                statement = body
                if case .functionDeclaration = tree[statement] {
                    sawBlockFunction = true
                    return
                }
            default:
                hoistVariables(inNested: statement)
                return
            }
        }
    }

    private mutating func hoistVariables(inNested statement: NodeID) {
        switch tree[statement] {
        case .block(let body):
            for index in body.indices { hoistVariables(in: tree.lists[index], isTopLevel: false) }
        case .forStatement(let parts):
            let parts = tree.parts(parts)
            hoistVariables(in: parts.initializer, isTopLevel: false)
            hoistVariables(in: parts.body, isTopLevel: false)
        case .forIn(let left, _, let body), .forOf(let left, _, let body, _):
            hoistVariables(in: left, isTopLevel: false)
            hoistVariables(in: body, isTopLevel: false)
        case .whileStatement(_, let body), .doWhile(let body, _), .withStatement(_, let body):
            hoistVariables(in: body, isTopLevel: false)
        case .switchStatement(_, let cases):
            for index in cases.indices {
                guard case .switchCase(_, let body) = tree[tree.lists[index]] else { continue }
                for index in body.indices { hoistVariables(in: tree.lists[index], isTopLevel: false) }
            }
        case .tryStatement(let parts):
            let parts = tree.parts(parts)
            hoistVariables(in: parts.block, isTopLevel: false)
            hoistVariables(in: parts.handler, isTopLevel: false)
            hoistVariables(in: parts.finalizer, isTopLevel: false)
        default: break
        }
    }

    /// Whether the declarations of the walk's own statement list are global bindings.
    var isGlobalLevel: Bool {
        kind == .script && function == .program && result.scopes[Int(scope.raw)].kind == .function
    }

    private mutating func declareVar(_ name: NameID) {
        if isGlobalLevel {
            result.globals.variables.append(name)
            return
        }
        let before = current[Int(name.raw)]
        let variable = declare(name, .var)
        if before == Self.pendingArguments {
            takeArguments(variable)
        } else if variable != before, !before.isNone, result.variables[Int(before.raw)].kind == .parameter,
            result.variables[Int(before.raw)].function == function
        {
            result.variables[Int(variable.raw)].parameter = before
        }
    }

    private mutating func declareTopLevelFunction(_ node: NodeID) {
        guard let name = functionName(node) else { return }
        result.scopes[Int(scope.raw)].hasFunctions = true
        if isGlobalLevel {
            result.globals.functions.append(name)
            return
        }
        declareFunction(name)
    }

    private mutating func declareFunction(_ name: NameID) {
        let variable = Int(declare(name, .function).raw)
        // A function takes the place of a `var` or parameter of the same name.
        if result.variables[variable].kind == .var { result.variables[variable].kind = .function }
        if result.variables[variable].kind == .parameter { result.variables[variable].flags.insert(.assigned) }
    }

    func functionName(_ function: NodeID) -> NameID? {
        guard case .function(let name, _, _, _) = tree[function], case .bindingIdentifier(let id) = tree[name] else {
            return nil
        }
        return id
    }

    // MARK: Lexical declarations

    /// Declares the `let`, `const`, `class` and, unless at the top level of a function, function names of a list.
    /// https://tc39.es/ecma262/#sec-static-semantics-lexicallyscopeddeclarations
    mutating func declareLexicals(_ body: NodeList, isTopLevel: Bool) {
        for index in body.indices {
            let statement = tree.lists[index]
            switch tree[statement] {
            case .variableDeclaration(let kind, let declarators) where kind != .var:
                declareLexicals(
                    declarators, kind: kind == .const ? .const : .let, isGlobal: isTopLevel && isGlobalLevel)
            case .classDeclaration(let node):
                guard case .classExpression(let name, _, _) = tree[node], case .bindingIdentifier(let id) = tree[name]
                else { continue }
                if isTopLevel && isGlobalLevel {
                    result.globals.lexical.append((id, false))
                } else {
                    declareLexical(id, .class, initializedAt: tree.range(node).end)
                }
            case .functionDeclaration, .labeled:
                if !isTopLevel { declareBlockFunction(statement) }
            default: break
            }
        }
    }

    mutating func declareLexicals(_ declarators: NodeList, kind: Variable.Kind, isGlobal: Bool) {
        for index in declarators.indices {
            let declarator = tree.lists[index]
            guard case .declarator(let target, _) = tree[declarator] else { continue }
            if !isGlobal, case .bindingIdentifier(let name) = tree[target] {
                declareLexical(name, kind, initializedAt: tree.range(declarator).end)
                continue
            }
            for name in names(in: target) {
                if isGlobal {
                    result.globals.lexical.append((name, kind == .const))
                } else {
                    declareLexical(name, kind, initializedAt: tree.range(declarator).end)
                }
            }
        }
    }

    /// A function declared in a block: initialised where the block begins.
    mutating func declareBlockFunction(_ statement: NodeID) {
        var statement = statement
        while case .labeled(_, let body) = tree[statement] { statement = body }
        guard case .functionDeclaration(let node) = tree[statement], let name = functionName(node) else { return }
        result.scopes[Int(scope.raw)].hasFunctions = true
        declareFunction(name)
    }

    // MARK: Annex B

    /// Hoists functions in blocks of sloppy code as `var`, where that conflicts with no lexical declaration around them.
    /// https://tc39.es/ecma262/#sec-web-compat-functiondeclarationinstantiation
    private mutating func hoistBlockFunctions(_ body: NodeList) {
        if blockingDeclarations.isEmpty {
            blockingDeclarations = ContiguousArray(repeating: 0, count: tree.names.count)
        }
        let lexical = lexicalNames(body, isTopLevel: true)
        block(lexical, 1)
        for index in body.indices { hoistBlockFunctions(in: tree.lists[index]) }
        block(lexical, -1)
    }

    private mutating func block(_ names: [NameID], _ change: Int) {
        for name in names {
            let count = Int(blockingDeclarations[Int(name.raw)]) &+ change
            blockingDeclarations[Int(name.raw)] = UInt16(truncatingIfNeeded: min(max(count, 0), 0xffff))
        }
    }

    private func lexicalNames(_ body: NodeList, isTopLevel: Bool) -> [NameID] {
        var found: [NameID] = []
        for index in body.indices {
            switch tree[tree.lists[index]] {
            case .variableDeclaration(let kind, _) where kind != .var:
                found += declaredNames(tree.lists[index])
            case .classDeclaration(let node):
                if case .classExpression(let name, _, _) = tree[node] { found += names(in: name) }
            case .functionDeclaration(let node):
                if !isTopLevel, let name = functionName(node) { found.append(name) }
            default: break
            }
        }
        return found
    }

    private func declaredNames(_ declaration: NodeID) -> [NameID] {
        guard case .variableDeclaration(let kind, let declarators) = tree[declaration], kind != .var else { return [] }
        var found: [NameID] = []
        for index in declarators.indices {
            if case .declarator(let target, _) = tree[tree.lists[index]] { found += names(in: target) }
        }
        return found
    }

    private mutating func hoistBlockFunctions(in statement: NodeID) {
        var statement = statement
        while true {
            switch tree[statement] {
            case .ifStatement(_, let consequent, let alternate):
                hoistBlockFunctions(nested: consequent)
                if alternate.isNone { return }
                if case .ifStatement = tree[alternate] {
                    statement = alternate
                    continue
                }
                hoistBlockFunctions(nested: alternate)
                return
            case .labeled(_, let body): statement = body
            case .forStatement(let parts):
                let parts = tree.parts(parts)
                hoistBlockFunctions(nested: parts.body, blocking: declaredNames(parts.initializer))
                return
            case .forIn(let left, _, let body), .forOf(let left, _, let body, _):
                hoistBlockFunctions(nested: body, blocking: declaredNames(left))
                return
            case .whileStatement(_, let body), .doWhile(let body, _), .withStatement(_, let body): statement = body
            case .block(let body):
                hoistBlockFunctions(inBlock: body)
                return
            case .switchStatement(_, let cases):
                hoistBlockFunctions(inSwitch: cases)
                return
            case .tryStatement(let parts):
                let parts = tree.parts(parts)
                hoistBlockFunctions(in: parts.block)
                var blocking: [NameID] = []
                if case .bindingIdentifier = tree[parts.parameter] {} else { blocking = names(in: parts.parameter) }
                hoistBlockFunctions(nested: parts.handler, blocking: blocking)
                statement = parts.finalizer
            default: return
            }
        }
    }

    private mutating func hoistBlockFunctions(nested statement: NodeID, blocking names: [NameID] = []) {
        block(names, 1)
        if case .functionDeclaration = tree[statement] {
            hoistBlockFunction(statement)
        } else {
            hoistBlockFunctions(in: statement)
        }
        block(names, -1)
    }

    private mutating func hoistBlockFunctions(inBlock body: NodeList) {
        for index in body.indices { hoistBlockFunction(tree.lists[index]) }
        let lexical = lexicalNames(body, isTopLevel: false)
        block(lexical, 1)
        for index in body.indices { hoistBlockFunctions(in: tree.lists[index]) }
        block(lexical, -1)
    }

    private mutating func hoistBlockFunctions(inSwitch cases: NodeList) {
        var lexical: [NameID] = []
        for index in cases.indices {
            guard case .switchCase(_, let body) = tree[tree.lists[index]] else { continue }
            for index in body.indices { hoistBlockFunction(tree.lists[index]) }
            lexical += lexicalNames(body, isTopLevel: false)
        }
        block(lexical, 1)
        for index in cases.indices {
            guard case .switchCase(_, let body) = tree[tree.lists[index]] else { continue }
            for index in body.indices { hoistBlockFunctions(in: tree.lists[index]) }
        }
        block(lexical, -1)
    }

    private mutating func hoistBlockFunction(_ statement: NodeID) {
        guard case .functionDeclaration(let node) = tree[statement], case .function(_, _, _, let flags) = tree[node],
            flags.isDisjoint(with: [.async, .generator]), let name = functionName(node),
            blockingDeclarations[Int(name.raw)] == 0
        else { return }
        if isGlobalLevel {
            result.globals.variables.append(name)
            result.annotations[Int(statement.raw)] = Reference.global.raw
            return
        }
        let visible = current[Int(name.raw)]
        if !visible.isNone, visible != Self.pendingArguments {
            let variable = result.variables[Int(visible.raw)]
            if variable.kind == .parameter && variable.function == function { return }
        }
        declareVar(name)
        let variable = current[Int(name.raw)]
        result.variables[Int(variable.raw)].flags.formUnion([.assigned, .startsUndefined])
        result.annotations[Int(statement.raw)] = variable.raw << 1
    }
}

extension NodeList {
    /// Indices into `SyntaxTree.lists`.
    package var indices: Range<Int> { Int(start)..<Int(start) + Int(count) }
}
