/// Classes: the inner name, private names, fields, and the functions that a class definition implies.
extension ScopeAnalyzer {
    mutating func classDeclaration(_ node: NodeID) {
        guard case .classExpression(let name, _, _) = tree[node] else { return }
        if case .bindingIdentifier(let id) = tree[name] { binding(name, id, isAssignment: false) }
        classDefinition(node)
    }

    /// https://tc39.es/ecma262/#sec-runtime-semantics-classdefinitionevaluation
    mutating func classDefinition(_ node: NodeID) {
        guard case .classExpression(let name, let superclass, let members) = tree[node] else { return }
        let range = tree.range(node)
        let state = enterScope(.class, start: range.start)
        let id = ClassID(raw: UInt32(truncatingIfNeeded: result.classes.count))
        result.annotations[Int(node.raw)] = id.raw
        result.classes.append(ClassScope(node: node, scope: scope))
        if case .bindingIdentifier(let text) = tree[name] {
            declareLexical(text, .className, initializedAt: range.end)
            result.classes[Int(id.raw)].name = current[Int(text.raw)]
        }
        expression(superclass)
        declareMembers(id, members)
        for index in members.indices { member(id, tree.lists[index], end: range.end) }
        if result.classes[Int(id.raw)].constructorNode.isNone {
            defaultConstructor(id, hasSuperclass: !superclass.isNone, end: range.end)
        }
        leaveScope(state)
    }

    /// Declares private names and finds out which implied functions the class needs.
    private mutating func declareMembers(_ id: ClassID, _ members: NodeList) {
        var hasInstanceElements = false
        for index in members.indices {
            switch tree[tree.lists[index]] {
            case .field(let key, _, let isStatic):
                if !isStatic { hasInstanceElements = true }
                declarePrivateName(key)
            case .method(let key, _, let kind, let isStatic):
                if kind == .constructor { continue }
                if case .privateName = tree[key], !isStatic { hasInstanceElements = true }
                declarePrivateName(key)
            default: break
            }
        }
        if hasInstanceElements {
            result.classes[Int(id.raw)].initializer = makeVariable(.initializer, name: .empty, in: scope)
        }
    }

    private mutating func declarePrivateName(_ key: NodeID) {
        guard case .privateName(let name) = tree[key] else { return }
        let visible = currentPrivate[Int(name.raw)]
        // A getter and a setter share the name.
        if !visible.isNone, result.variables[Int(visible.raw)].scope == scope { return }
        hidden.append((name, visible, true))
        currentPrivate[Int(name.raw)] = makeVariable(.privateName, name: name, in: scope)
    }

    mutating func privateReference(_ node: NodeID, _ name: NameID) {
        let variable = currentPrivate[Int(name.raw)]
        if variable.isNone { return }
        use(variable, at: tree.range(node).start, .read)
        result.annotations[Int(node.raw)] = variable.raw << 1
    }

    private mutating func member(_ id: ClassID, _ node: NodeID, end: UInt32) {
        switch tree[node] {
        case .method(let key, let value, let kind, let isStatic):
            propertyKey(key)
            if case .privateName(let name) = tree[key] {
                privateMethod(id, node, key, name, isStatic: isStatic, end: end)
            }
            if kind == .constructor {
                useInitializer(id, value, end: end)
            } else {
                methodFunction(value, home: scope, isStatic: isStatic, createdAt: end)
            }
        case .field(let key, let initializer, let isStatic):
            field(id, node, key, initializer, isStatic: isStatic, end: end)
        case .staticBlock(let body): staticBlock(id, node, body, end: end)
        default: break
        }
    }

    // MARK: Constructors

    private mutating func useInitializer(_ id: ClassID, _ constructor: NodeID, end: UInt32) {
        let before = result.functions.count
        methodFunction(constructor, home: scope, isStatic: false, createdAt: end, classID: id)
        let function = FunctionID(raw: UInt32(truncatingIfNeeded: before))
        result.classes[Int(id.raw)].constructor = function
        result.classes[Int(id.raw)].constructorNode = constructor
        guard before < result.functions.count else { return }
        if !result.functions[before].flags.contains(.derivedConstructor) { useInitializer(id, from: function) }
    }

    private mutating func useInitializer(_ id: ClassID, from function: FunctionID) {
        let initializer = result.classes[Int(id.raw)].initializer
        if initializer.isNone { return }
        let state = enterFunction(function)
        use(initializer, at: 0, .read)
        leaveFunction(state)
    }

    private mutating func defaultConstructor(_ id: ClassID, hasSuperclass: Bool, end: UInt32) {
        var flags: FunctionFlags = [.method, .classConstructor, .strict, .simpleParameters]
        if hasSuperclass { flags.insert(.derivedConstructor) }
        let function = impliedFunction(.defaultConstructor, of: id, flags: flags, end: end)
        result.classes[Int(id.raw)].constructor = function
        guard hasSuperclass else {
            useInitializer(id, from: function)
            return
        }
        let state = enterFunction(function)
        useSuperCall(.none)
        leaveFunction(state)
    }

    private mutating func impliedFunction(
        _ kind: FunctionScope.Kind, of id: ClassID, flags: FunctionFlags, end: UInt32
    ) -> FunctionID {
        let classScope = scope
        let node = result.classes[Int(id.raw)].node
        let function = makeFunction(kind, node: node, flags: flags, createdAt: end)
        result.changeDetails(of: function) {
            $0.homeScope = classScope
            $0.classID = id
        }
        let state = enterFunction(function)
        let outer = enterScope(.function, start: tree.range(node).start)
        result.functions[Int(function.raw)].scope = scope
        leaveScope(outer)
        leaveFunction(state)
        return function
    }

    // MARK: Fields, private methods, static blocks

    /// The function that initialises instances, or static elements, made on first use.
    private mutating func initializerFunction(_ id: ClassID, isStatic: Bool, end: UInt32) -> FunctionID {
        let known =
            isStatic ? result.classes[Int(id.raw)].staticInitializer : result.classes[Int(id.raw)].instanceInitializer
        if let known { return known }
        let flags: FunctionFlags = [.method, .strict, .simpleParameters]
        let kind: FunctionScope.Kind = isStatic ? .staticInitializer : .instanceInitializer
        let function = impliedFunction(kind, of: id, flags: flags, end: end)
        result.functions[Int(function.raw)].isStatic = isStatic
        if isStatic {
            result.classes[Int(id.raw)].staticInitializer = function
        } else {
            result.classes[Int(id.raw)].instanceInitializer = function
        }
        return function
    }

    /// Walks `body` inside such a function.
    private mutating func inInitializer(
        _ id: ClassID, isStatic: Bool, end: UInt32, _ body: (inout ScopeAnalyzer) -> Void
    ) {
        let function = initializerFunction(id, isStatic: isStatic, end: end)
        let state = enterFunction(function)
        let outer = scope
        scope = result.functions[Int(function.raw)].scope
        let mark = hidden.count
        if let argumentsName { show(.none, as: argumentsName) }
        body(&self)
        restoreNames(to: mark)
        scope = outer
        leaveFunction(state)
    }

    private mutating func field(
        _ id: ClassID, _ node: NodeID, _ key: NodeID, _ initializer: NodeID, isStatic: Bool, end: UInt32
    ) {
        var keyVariable = VariableID.none
        if case .keyComputed(let value) = tree[key] {
            expression(value)
            keyVariable = makeVariable(.fieldKey, name: .empty, in: scope)
            result.annotations[Int(node.raw)] = keyVariable.raw << 1
        }
        let position = tree.range(node).start
        inInitializer(id, isStatic: isStatic, end: end) { analyzer in
            analyzer.useThis(.none, at: position)
            if !keyVariable.isNone { analyzer.use(keyVariable, at: position, .read) }
            if case .privateName(let name) = analyzer.tree[key] { analyzer.privateReference(key, name) }
            analyzer.expression(initializer)
        }
    }

    /// A private instance method is a variable of the class, and the initializer adds it to each instance.
    private mutating func privateMethod(
        _ id: ClassID, _ node: NodeID, _ key: NodeID, _ name: NameID, isStatic: Bool, end: UInt32
    ) {
        if isStatic {
            privateReference(key, name)
            return
        }
        let method = makeVariable(.privateMethod, name: name, in: scope)
        result.annotations[Int(node.raw)] = method.raw << 1
        let position = tree.range(node).start
        inInitializer(id, isStatic: false, end: end) { analyzer in
            analyzer.useThis(.none, at: position)
            analyzer.use(method, at: position, .read)
            analyzer.privateReference(key, name)
        }
    }

    private mutating func staticBlock(_ id: ClassID, _ node: NodeID, _ body: NodeList, end: UInt32) {
        let start = tree.range(node).start
        inInitializer(id, isStatic: true, end: end) { analyzer in
            analyzer.useThis(.none, at: start)
            let state = analyzer.enterScope(.staticBlock, start: start)
            analyzer.result.annotations[Int(node.raw)] = analyzer.scope.raw
            analyzer.hoistVariables(body, isStrict: true)
            analyzer.declareLexicals(body, isTopLevel: true)
            analyzer.statements(body)
            analyzer.leaveScope(state)
        }
    }
}
