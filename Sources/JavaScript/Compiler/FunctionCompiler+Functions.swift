import JavaScriptSyntax

/// What a function consists of: prologue, body, epilogue, by kind of function.
extension FunctionCompiler {
    var isAsync: Bool { info.flags.contains(.async) }
    var isGenerator: Bool { info.flags.contains(.generator) }
    var isArrow: Bool { info.flags.contains(.arrow) }
    var isStrict: Bool { info.flags.contains(.strict) }
    var isDerivedConstructor: Bool { info.flags.contains(.derivedConstructor) }

    /// Compiles the current function.
    mutating func compileFunction() {
        var parameters = NodeList.empty
        var body = NodeID.none
        if case .function(_, let list, let node, _) = tree[info.node], info.kind == .ordinary {
            parameters = list
            body = node
        }
        let start = prologue(parameters)
        switch info.kind {
        case .program: programBody()
        case .ordinary: functionBody(body)
        case .defaultConstructor: defaultConstructorBody()
        case .instanceInitializer: instanceElements(of: details.classID)
        case .staticInitializer: staticElements(of: details.classID)
        }
        epilogue(start)
    }

    private mutating func programBody() {
        guard case .program(let body, let kind, _) = tree[tree.root] else { return }
        if kind == .script {
            let register = local()
            completion = register
            loadUndefined(register)
        }
        instantiateFunctions(body)
        statements(body)
    }

    private mutating func functionBody(_ body: NodeID) {
        if case .functionBody(let list) = tree[body] {
            statements(list)
        } else {
            returnExpression(body, at: offset(body))
        }
    }

    private mutating func epilogue(_ start: (code: Int, suspension: Int)) {
        let end = tree.range(info.node).end
        if derivedReturn != nil {
            endDerivedConstructor(at: end &- 1)
            return
        }
        if assembler.isReachable {
            if let completion {
                assembler.emitFinal(.return, completion)
            } else if info.flags.contains(.classConstructor) && !isDerivedConstructor {
                assembler.emitFinal(.return, 0)
            } else {
                let register = temporary()
                loadUndefined(register)
                emitFinalReturn(register, at: end &- 1)
            }
        }
        guard start.suspension >= 0 else { return }
        // Whatever ends the body abruptly settles the promise or finishes the generator.
        let register = nextRegister
        reserve(register + 1)
        let target = assembler.here
        assembler.addHandler(from: start.code, to: target, target: target, register: register, isFinally: false)
        assembler.beginHandler()
        assembler.emitFinal(isGenerator ? .generatorThrow : .asyncReject, register, suspendable, at: end &- 1)
        if isGenerator {
            assembler.patch(start.suspension, c: max(liveMax, suspendable + 1))
        } else {
            assembler.patch(start.suspension, b: max(liveMax, suspendable + 1))
        }
    }

    private mutating func endDerivedConstructor(at position: UInt32) {
        guard let derivedReturn else { return }
        if assembler.isReachable { loadUndefined(derivedReturn.value) }
        assembler.bind(derivedReturn.label)
        let this = rawThis()
        assembler.emitFinal(.returnDerived, derivedReturn.value, this, at: position)
    }

    // MARK: Prologue

    /// Returns the index of the first covered instruction, and of the instruction that starts the suspendable function.
    private mutating func prologue(_ parameters: NodeList) -> (code: Int, suspension: Int) {
        var rest = NodeID.none
        parameterCount = Int(parameters.count)
        if let last = parameters.indices.last, case .rest(let target) = tree[tree.lists[last]] {
            rest = target
            parameterCount -= 1
        }
        nextRegister = 1 + parameterCount
        localsTop = nextRegister
        reserve(nextRegister)
        let isDefaultDerived = info.kind == .defaultConstructor && isDerivedConstructor
        let restRegister = enterArguments(hasRest: !rest.isNone || isDefaultDerived)
        enterSpecials()
        var start = (code: 0, suspension: -1)
        if isAsync && !isGenerator {
            suspendable = local()
            start.suspension = assembler.here
            assembler.emit(.asyncStart, suspendable)
            start.code = assembler.here
        }
        enterThis()
        enterEnvironments()
        storeSpecials()
        if info.flags.contains(.classConstructor) && !isDerivedConstructor { callInitializer() }
        declareVariables(of: info.scope)
        localsTop = nextRegister
        bindParameters(parameters, rest: rest, restRegister: restRegister)
        if !details.bodyScope.isNone { declareVariables(of: details.bodyScope) }
        localsTop = nextRegister
        if case .function(_, _, let body, _) = tree[info.node], info.kind == .ordinary,
            case .functionBody(let list) = tree[body]
        {
            instantiateFunctions(list)
        }
        if isGenerator {
            suspendable = local()
            start.suspension = assembler.here
            assembler.emit(isAsync ? .asyncGeneratorStart : .generatorStart, suspendable, nextRegister)
            start.code = assembler.here
        }
        return start
    }

    /// The arguments object and the rest array, which must be made before any register above the parameters is written.
    private mutating func enterArguments(hasRest: Bool) -> Register {
        let variable = details.argumentsVariable
        let needsArguments =
            !variable.isNone && (scopes[variable].flags.contains(.used) || scopes[variable].kind == .var)
        if needsArguments {
            let register = local()
            assembler.emit(.enterArguments, register, isStrict ? 1 : 0)
            registers[Int(variable.raw)] = UInt16(truncatingIfNeeded: register)
        }
        guard hasRest else { return 0 }
        let register = local()
        assembler.emit(.enterRest, register, parameterCount)
        guard needsArguments else { return register }
        // The arguments object was written over the first rest argument: take it from there.
        let mark = nextRegister
        let value = temporary()
        let skip = assembler.makeLabel()
        let position = sourceStart
        getLength(of: register, into: value, at: position)
        assembler.jump(.jumpNotGreaterInt, value, 0, skip, at: position)
        assembler.emit(.loadInt, value, immediate: parameterCount)
        assembler.emit(.getElem, value, register - 1, value, at: position)
        let index = temporary()
        assembler.emit(.loadInt, index, immediate: 0)
        assembler.emit(.setElem, register, index, value, at: position)
        assembler.bind(skip)
        nextRegister = mark
        return register
    }

    /// `new.target` and the running function.
    private mutating func enterSpecials() {
        if !details.newTargetVariable.isNone {
            let register = local()
            assembler.emit(.loadNewTarget, register)
            assign(register, to: details.newTargetVariable)
        }
        let usesSelf = !details.selfVariable.isNone && scopes[details.selfVariable].flags.contains(.used)
        if !details.calleeVariable.isNone || usesSelf {
            let register = local()
            assembler.emit(.loadCallee, register)
            assign(register, to: details.calleeVariable)
            if usesSelf { assign(register, to: details.selfVariable) }
        }
        if info.hasClosures || info.hasOuterScopes || scopes[info.scope].slotCount > 0 {
            environment = local()
            assembler.emit(.loadEnv, environment)
        }
    }

    private mutating func assign(_ register: Register, to variable: VariableID) {
        if !variable.isNone { registers[Int(variable.raw)] = UInt16(truncatingIfNeeded: register) }
    }

    private mutating func enterThis() {
        if isArrow { return }
        if isDerivedConstructor {
            assembler.emit(.loadSpecial, 0, Special.uninitialized)
            derivedReturn = (assembler.makeLabel(), local())
        }
        if details.thisVariable.isNone { return }
        registers[Int(details.thisVariable.raw)] = 0
        if !isStrict || info.kind == .program { assembler.emit(.coerceThis) }
    }

    /// The function's own environment, and those of outer functions that it uses.
    private mutating func enterEnvironments() {
        let closureEnvironment = environment
        loadOuterEnvironments(closureEnvironment)
        let own = scopes[info.scope]
        guard own.slotCount > 0 else { return }
        environment = local()
        assembler.emit(.newEnv, environment, closureEnvironment, Int(own.slotCount))
        environmentRegisters[Int(info.scope.raw)] = UInt16(truncatingIfNeeded: environment)
    }

    private mutating func loadOuterEnvironments(_ closureEnvironment: Register) {
        var wanted: [ScopeID] = []
        for scope in scopes.outerScopes(of: function) {
            let owner = scopes[scope].environment
            if !wanted.contains(owner) { wanted.append(owner) }
        }
        var scope = scopes[info.scope].parent
        var hops = 0
        var last = (register: closureEnvironment, hops: 0)
        var found = 0
        while !scope.isNone && found < wanted.count {
            let candidate = scopes[scope]
            if candidate.environment == scope && candidate.slotCount > 0 {
                if wanted.contains(scope) {
                    found += 1
                    if hops > 0 {
                        let register = local()
                        assembler.emit(.parentEnv, register, last.register, hops - last.hops)
                        last = (register, hops)
                    }
                    environmentRegisters[Int(scope.raw)] = UInt16(truncatingIfNeeded: last.register)
                }
                hops += 1
            }
            scope = candidate.parent
        }
    }

    /// Moves captured values that the prologue found in registers to the environment.
    private mutating func storeSpecials() {
        let variables = [
            details.argumentsVariable, details.newTargetVariable, details.calleeVariable, details.selfVariable,
            isDerivedConstructor || isArrow ? .none : details.thisVariable,
        ]
        for variable in variables where !variable.isNone && scopes[variable].isCaptured {
            storeCaptured(variable, from: Int(registers[Int(variable.raw)]))
        }
    }

    // MARK: Parameters

    private mutating func bindParameters(_ parameters: NodeList, rest: NodeID, restRegister: Register) {
        let isSimple = info.flags.contains(.simpleParameters)
        if !isSimple { reserveParameterRegisters(parameters, rest: rest, restRegister: restRegister) }
        var register = 0
        for index in parameters.indices {
            register += 1
            let parameter = tree.lists[index]
            if case .bindingIdentifier = tree[parameter] {
                bindSimpleParameter(scopes.reference(parameter).variable, register)
            } else if case .rest = tree[parameter] {
                bindPattern(rest, value: restRegister, isAssignment: false)
            } else if case .assignmentPattern(let target, let value) = tree[parameter] {
                bindDefault(target, value, from: register)
            } else {
                bindPattern(parameter, value: register, isAssignment: false)
            }
        }
    }

    private mutating func bindSimpleParameter(_ variable: VariableID, _ register: Register) {
        if variable.isNone { return }
        if scopes[variable].isCaptured {
            storeCaptured(variable, from: register)
        } else if scopes[variable].flags.contains(.checked) {
            move(register, to: Int(registers[Int(variable.raw)]))
        } else {
            registers[Int(variable.raw)] = UInt16(truncatingIfNeeded: register)
        }
    }

    @inline(never)
    private mutating func bindDefault(_ target: NodeID, _ value: NodeID, from register: Register) {
        let skip = assembler.makeLabel()
        assembler.jump(.jumpNotUndefined, register, skip)
        evaluateNamed(value, into: register, name: syntax.nameOfTarget(target))
        assembler.bind(skip)
        bindPattern(target, value: register, isAssignment: false)
    }

    /// Gives every variable that parameters bind a register: its parameter's own where nothing can tell the difference.
    private mutating func reserveParameterRegisters(_ parameters: NodeList, rest: NodeID, restRegister: Register) {
        var register = 0
        for index in parameters.indices {
            register += 1
            var target = tree.lists[index]
            var own: Register = register
            if case .assignmentPattern(let inner, _) = tree[target] { target = inner }
            if !rest.isNone, index == parameters.indices.last {
                target = rest
                own = restRegister
            }
            reserveRegisters(for: target, preferring: own)
        }
        localsTop = nextRegister
    }

    private mutating func reserveRegisters(for target: NodeID, preferring own: Register?) {
        switch tree[target] {
        case .bindingIdentifier:
            let variable = scopes.reference(target).variable
            if variable.isNone || scopes[variable].isCaptured { return }
            let isChecked = scopes[variable].flags.contains(.checked)
            if let own, !isChecked {
                registers[Int(variable.raw)] = UInt16(truncatingIfNeeded: own)
                return
            }
            let register = temporary()
            registers[Int(variable.raw)] = UInt16(truncatingIfNeeded: register)
            if isChecked { assembler.emit(.loadSpecial, register, Special.uninitialized) }
        case .assignmentPattern(let inner, _), .rest(let inner), .patternProperty(_, let inner, _):
            reserveRegisters(for: inner, preferring: nil)
        case .arrayPattern(let list), .objectPattern(let list):
            for index in list.indices { reserveRegisters(for: tree.lists[index], preferring: nil) }
        default: break
        }
    }

    /// Registers for the names of a declaration with a pattern, which outlive the temporaries of the pattern.
    mutating func reserveLocals(for pattern: NodeID) {
        reserveLocalNames(pattern)
        localsTop = nextRegister
    }

    private mutating func reserveLocalNames(_ target: NodeID) {
        switch tree[target] {
        case .bindingIdentifier:
            let variable = scopes.reference(target).variable
            if variable.isNone { return }
            let flags = scopes[variable].flags
            if flags.contains(.captured) || flags.contains(.checked) { return }
            registers[Int(variable.raw)] = UInt16(truncatingIfNeeded: temporary())
        case .assignmentPattern(let inner, _), .rest(let inner), .patternProperty(_, let inner, _):
            reserveLocalNames(inner)
        case .arrayPattern(let list), .objectPattern(let list):
            for index in list.indices { reserveLocalNames(tree.lists[index]) }
        default: break
        }
    }

    // MARK: Template

    /// The `length` property: parameters before the first with a default or rest.
    func declaredLength() -> Int {
        guard case .function(_, let parameters, _, _) = tree[info.node], info.kind == .ordinary else { return 0 }
        var length = 0
        for index in parameters.indices {
            switch tree[tree.lists[index]] {
            case .assignmentPattern, .rest: return length
            default: length += 1
            }
        }
        return length
    }

    func templateFlags() -> FunctionTemplate.Flags {
        var flags: FunctionTemplate.Flags = []
        let pairs: [(FunctionFlags, FunctionTemplate.Flags)] = [
            (.strict, .strict), (.arrow, .arrow), (.async, .async), (.generator, .generator), (.method, .method),
            (.classConstructor, .classConstructor), (.derivedConstructor, .derivedConstructor),
        ]
        for (syntax, template) in pairs where info.flags.contains(syntax) { flags.insert(template) }
        let isPlain = info.flags.isDisjoint(with: [.arrow, .async, .generator, .method, .getter, .setter])
        if info.flags.contains(.classConstructor) || (info.kind == .ordinary && isPlain) { flags.insert(.constructor) }
        return flags
    }

    /// What `toString` shows: the function, or the class of a constructor.
    func sourceRange() -> SourceRange {
        if info.flags.contains(.classConstructor), let id = details.classID { return tree.range(scopes[id].node) }
        return tree.range(info.node)
    }
}

/// Payloads of `loadSpecial`.
enum Special {
    static let undefined = 1
    static let null = 2
    static let `false` = 4
    static let `true` = 5
    static let hole = 7
    static let uninitialized = 8
}
