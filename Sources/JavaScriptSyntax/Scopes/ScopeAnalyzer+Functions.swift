/// The program, functions, and the values that a function keeps like variables.
extension ScopeAnalyzer {
    /// What surrounds a function while the walk is inside it.
    struct FunctionState {
        var function: FunctionID
        var loopDepth: UInt16
        var conditionalDepth: Int
    }

    mutating func program() {
        guard case .program(let body, _, let isStrict) = tree[tree.root] else { return }
        var flags: FunctionFlags = kind == .asyncFunctionBody ? [.async, .simpleParameters] : [.simpleParameters]
        if isStrict { flags.insert(.strict) }
        _ = makeFunction(.program, node: tree.root, flags: flags, createdAt: 0)
        functionStack.append(.program)
        let state = enterScope(.function, start: 0)
        result.functions[0].scope = scope
        result.functions[0].bodyScope = scope
        hoistVariables(body, isStrict: isStrict)
        declareLexicals(body, isTopLevel: true)
        statements(body)
        leaveScope(state)
    }

    mutating func makeFunction(
        _ kind: FunctionScope.Kind, node: NodeID, flags: FunctionFlags, createdAt: UInt32
    ) -> FunctionID {
        let id = FunctionID(raw: UInt32(truncatingIfNeeded: result.functions.count))
        let isProgram = kind == .program
        let depth = isProgram ? 0 : result.functions[Int(function.raw)].depth &+ 1
        let thisFunction =
            flags.contains(.arrow) && !isProgram ? result.functions[Int(function.raw)].thisFunction : id
        result.functions.append(
            FunctionScope(
                kind: kind, node: node, flags: flags, depth: depth, parent: function, scope: .none,
                createdAt: createdAt, thisFunction: thisFunction))
        if !isProgram { result.functions[Int(function.raw)].hasClosures = true }
        return id
    }

    /// Makes `id` the current function; its scopes are opened by the caller.
    mutating func enterFunction(_ id: FunctionID) -> FunctionState {
        let state = FunctionState(function: function, loopDepth: loopDepth, conditionalDepth: conditionalDepth)
        function = id
        loopDepth = 0
        conditionalDepth = 0
        functionStack.append(id)
        return state
    }

    mutating func leaveFunction(_ state: FunctionState) {
        functionStack.removeLast()
        function = state.function
        loopDepth = state.loopDepth
        conditionalDepth = state.conditionalDepth
    }

    // MARK: Declarations and expressions

    mutating func functionDeclaration(_ node: NodeID) {
        if case .function(let name, _, _, _) = tree[node], case .bindingIdentifier(let id) = tree[name] {
            binding(name, id, isAssignment: false)
        }
        analyzeFunction(node, createdAt: result.scopes[Int(scope.raw)].start)
    }

    mutating func functionExpression(_ node: NodeID) {
        analyzeFunction(node, createdAt: tree.range(node).start, namesItself: true)
    }

    /// A method of a class or object literal.
    mutating func methodFunction(
        _ node: NodeID, home: ScopeID, isStatic: Bool, createdAt: UInt32, classID: ClassID? = nil
    ) {
        analyzeFunction(node, createdAt: createdAt, home: home, isStatic: isStatic, classID: classID)
    }

    private mutating func analyzeFunction(
        _ node: NodeID, createdAt: UInt32, namesItself: Bool = false, home: ScopeID = .none, isStatic: Bool = false,
        classID: ClassID? = nil
    ) {
        guard case .function(let name, let parameters, let body, let flags) = tree[node] else { return }
        let id = makeFunction(.ordinary, node: node, flags: flags, createdAt: createdAt)
        result.annotations[Int(node.raw)] = id.raw
        result.functions[Int(id.raw)].homeScope = home
        result.functions[Int(id.raw)].isStatic = isStatic
        result.functions[Int(id.raw)].classID = classID
        let state = enterFunction(id)
        let outer = enterScope(.function, start: tree.range(body).start)
        result.functions[Int(id.raw)].scope = scope
        if !flags.contains(.arrow) {
            if let argumentsName { show(Self.pendingArguments, as: argumentsName) }
            if namesItself, case .bindingIdentifier(let own) = tree[name] {
                result.functions[Int(id.raw)].selfVariable = declare(own, .functionName)
            }
        }
        declareParameters(parameters)
        if !flags.contains(.simpleParameters) { walkParameters(parameters) } else { annotateParameters(parameters) }
        functionBody(id, body, flags)
        leaveScope(outer)
        leaveFunction(state)
    }

    private mutating func functionBody(_ id: FunctionID, _ body: NodeID, _ flags: FunctionFlags) {
        guard case .functionBody(let list) = tree[body] else {
            result.functions[Int(id.raw)].bodyScope = scope
            expression(body)
            return
        }
        let hasOwnScope = result.functions[Int(id.raw)].hasParameterExpressions
        let outer = hasOwnScope ? enterScope(.body, start: tree.range(body).start) : nil
        result.functions[Int(id.raw)].bodyScope = scope
        hoistVariables(list, isStrict: flags.contains(.strict))
        declareLexicals(list, isTopLevel: true)
        settleArguments()
        statements(list)
        if let outer { leaveScope(outer) }
    }

    // MARK: Parameters

    private mutating func declareParameters(_ parameters: NodeList) {
        var hasExpressions = false
        for index in parameters.indices {
            let parameter = tree.lists[index]
            if case .bindingIdentifier(let name) = tree[parameter] {
                declare(name, .parameter)
                continue
            }
            if containsExpression(parameter) { hasExpressions = true }
            for name in names(in: parameter) { declare(name, .parameter) }
        }
        guard hasExpressions else { return }
        result.functions[Int(function.raw)].hasParameterExpressions = true
        for index in parameters.indices {
            let end = tree.range(tree.lists[index]).end
            for name in names(in: tree.lists[index]) {
                let variable = Int(current[Int(name.raw)].raw)
                result.variables[variable].flags.insert(.deadZone)
                result.variables[variable].initializedAt = end
            }
        }
    }

    private func containsExpression(_ target: NodeID) -> Bool {
        switch tree[target] {
        case .assignmentPattern: return true
        case .rest(let inner): return containsExpression(inner)
        case .patternProperty(let key, let target, _):
            if case .keyComputed = tree[key] { return true }
            return containsExpression(target)
        case .arrayPattern(let list), .objectPattern(let list):
            return list.indices.contains { containsExpression(tree.lists[$0]) }
        default: return false
        }
    }

    private mutating func walkParameters(_ parameters: NodeList) {
        for index in parameters.indices { pattern(tree.lists[index], isAssignment: false) }
    }

    private mutating func annotateParameters(_ parameters: NodeList) {
        for index in parameters.indices {
            guard case .bindingIdentifier(let name) = tree[tree.lists[index]] else { continue }
            binding(tree.lists[index], name, isAssignment: false)
        }
    }

    // MARK: arguments, this, new.target, super

    /// The `arguments` variable of the nearest function that has one, made on first use.
    mutating func makeArguments() -> VariableID {
        let owner = result.functions[Int(function.raw)].thisFunction
        guard let argumentsName else { return .none }
        let variable = makeVariable(.arguments, name: argumentsName, in: result.functions[Int(owner.raw)].scope)
        result.functions[Int(owner.raw)].argumentsVariable = variable
        current[Int(argumentsName.raw)] = variable
        return variable
    }

    /// `var arguments`: the variable holds the arguments object.
    mutating func takeArguments(_ variable: VariableID) {
        result.functions[Int(function.raw)].argumentsVariable = variable
        result.variables[Int(variable.raw)].flags.insert(.definite)
    }

    /// A function that declares `arguments` as a function or lexically has no arguments object of its own.
    private mutating func settleArguments() {
        guard let argumentsName else { return }
        let id = result.functions[Int(function.raw)].argumentsVariable
        if id.isNone { return }
        let visible = current[Int(argumentsName.raw)]
        if visible == id, result.variables[Int(id.raw)].kind == .function {
            result.functions[Int(function.raw)].argumentsVariable = .none
        }
    }

    /// Notes a use of `this`.
    mutating func useThis(_ node: NodeID, at position: UInt32) {
        let owner = Int(result.functions[Int(function.raw)].thisFunction.raw)
        if result.functions[owner].thisVariable.isNone {
            result.functions[owner].thisVariable = makeVariable(.this, name: .empty, in: result.functions[owner].scope)
        }
        let variable = result.functions[owner].thisVariable
        use(variable, at: position, .read)
        if !node.isNone { result.annotations[Int(node.raw)] = variable.raw << 1 }
    }

    mutating func useNewTarget(_ node: NodeID, at position: UInt32) {
        let owner = Int(result.functions[Int(function.raw)].thisFunction.raw)
        if result.functions[owner].newTargetVariable.isNone {
            let scope = result.functions[owner].scope
            result.functions[owner].newTargetVariable = makeVariable(.newTarget, name: .empty, in: scope)
        }
        let variable = result.functions[owner].newTargetVariable
        use(variable, at: position, .read)
        if !node.isNone { result.annotations[Int(node.raw)] = variable.raw << 1 }
    }

    private mutating func useCallee(at position: UInt32) {
        let owner = Int(result.functions[Int(function.raw)].thisFunction.raw)
        if result.functions[owner].calleeVariable.isNone {
            let scope = result.functions[owner].scope
            result.functions[owner].calleeVariable = makeVariable(.callee, name: .empty, in: scope)
        }
        use(result.functions[owner].calleeVariable, at: position, .read)
    }

    /// `super.x`: the home object and `this`. The `superKeyword` node is annotated with the home object.
    mutating func useSuperProperty(_ keyword: NodeID) {
        let position = tree.range(keyword).start
        useThis(.none, at: position)
        let owner = result.functions[Int(result.functions[Int(function.raw)].thisFunction.raw)]
        if owner.homeScope.isNone { return }
        let scope = Int(owner.homeScope.raw)
        var home = owner.isStatic ? result.scopes[scope].staticHome : result.scopes[scope].home
        if home.isNone {
            home = makeVariable(.home, name: .empty, in: owner.homeScope)
            if owner.isStatic { result.scopes[scope].staticHome = home } else { result.scopes[scope].home = home }
        }
        use(home, at: position, .read)
        result.annotations[Int(keyword.raw)] = home.raw << 1
    }

    /// `super(…)`: `this`, the running constructor, `new.target` and the initializer of the class.
    mutating func useSuperCall(_ keyword: NodeID) {
        let position = tree.range(keyword).start
        useThis(.none, at: position)
        useNewTarget(.none, at: position)
        useCallee(at: position)
        let owner = result.functions[Int(result.functions[Int(function.raw)].thisFunction.raw)]
        guard let classID = owner.classID else { return }
        let initializer = result.classes[Int(classID.raw)].initializer
        if !initializer.isNone { use(initializer, at: position, .read) }
    }
}
