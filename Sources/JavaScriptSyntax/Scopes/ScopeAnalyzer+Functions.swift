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
        result.functions[Int(id.raw)].isStatic = isStatic
        if !home.isNone || classID != nil {
            result.changeDetails(of: id) {
                $0.homeScope = home
                $0.classID = classID
            }
        }
        let state = enterFunction(id)
        let outer = enterScope(.function, start: tree.range(body).start)
        result.functions[Int(id.raw)].scope = scope
        if !flags.contains(.arrow) {
            if let argumentsName { show(Self.pendingArguments, as: argumentsName) }
            if namesItself, case .bindingIdentifier(let own) = tree[name] {
                let variable = declare(own, .functionName)
                result.changeDetails(of: id) { $0.selfVariable = variable }
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
            expression(body)
            return
        }
        let hasOwnScope = result.functions[Int(id.raw)].hasParameterExpressions
        let outer = hasOwnScope ? enterScope(.body, start: tree.range(body).start) : nil
        if hasOwnScope { result.changeDetails(of: id) { $0.bodyScope = scope } }
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
        result.changeDetails(of: owner) { $0.argumentsVariable = variable }
        current[Int(argumentsName.raw)] = variable
        return variable
    }

    /// `var arguments`: the variable holds the arguments object.
    mutating func takeArguments(_ variable: VariableID) {
        result.changeDetails(of: function) { $0.argumentsVariable = variable }
        result.variables[Int(variable.raw)].flags.insert(.definite)
    }

    /// A function that declares `arguments` as a function or lexically has no arguments object of its own.
    private mutating func settleArguments() {
        guard let argumentsName else { return }
        let id = result.details(of: function).argumentsVariable
        if id.isNone { return }
        let visible = current[Int(argumentsName.raw)]
        if visible == id, result.variables[Int(id.raw)].kind == .function {
            result.changeDetails(of: function) { $0.argumentsVariable = .none }
        }
    }

    /// A variable that the innermost function without an arrow has for itself, made on first use.
    private mutating func ownVariable(
        _ kind: Variable.Kind, _ path: WritableKeyPath<FunctionDetails, VariableID>
    ) -> VariableID {
        let owner = result.functions[Int(function.raw)].thisFunction
        let known = result.details(of: owner)[keyPath: path]
        if !known.isNone { return known }
        let variable = makeVariable(kind, name: .empty, in: result.functions[Int(owner.raw)].scope)
        result.changeDetails(of: owner) { $0[keyPath: path] = variable }
        return variable
    }

    /// Notes a use of `this`.
    mutating func useThis(_ node: NodeID, at position: UInt32) {
        let variable = ownVariable(.this, \.thisVariable)
        use(variable, at: position, .read)
        if !node.isNone { result.annotations[Int(node.raw)] = variable.raw << 1 }
    }

    mutating func useNewTarget(_ node: NodeID, at position: UInt32) {
        let variable = ownVariable(.newTarget, \.newTargetVariable)
        use(variable, at: position, .read)
        if !node.isNone { result.annotations[Int(node.raw)] = variable.raw << 1 }
    }

    private mutating func useCallee(at position: UInt32) {
        use(ownVariable(.callee, \.calleeVariable), at: position, .read)
    }

    /// `super.x`: the home object and `this`. The `superKeyword` node is annotated with the home object.
    mutating func useSuperProperty(_ keyword: NodeID) {
        let position = tree.range(keyword).start
        useThis(.none, at: position)
        let owner = result.functions[Int(function.raw)].thisFunction
        let homeScope = result.details(of: owner).homeScope
        if homeScope.isNone { return }
        let scope = Int(homeScope.raw)
        let isStatic = result.functions[Int(owner.raw)].isStatic
        var home = isStatic ? result.scopes[scope].staticHome : result.scopes[scope].home
        if home.isNone {
            home = makeVariable(.home, name: .empty, in: homeScope)
            if isStatic { result.scopes[scope].staticHome = home } else { result.scopes[scope].home = home }
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
        let owner = result.functions[Int(function.raw)].thisFunction
        guard let classID = result.details(of: owner).classID else { return }
        let initializer = result.classes[Int(classID.raw)].initializer
        if !initializer.isNone { use(initializer, at: position, .read) }
    }
}
