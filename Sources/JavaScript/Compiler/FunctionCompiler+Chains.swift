import JavaScriptSyntax

/// Chains of property accesses and calls: `a.b[c].d(e)`, walked from the innermost node outwards with a loop.
extension FunctionCompiler {
    /// What the last access of a chain is for.
    enum ChainUse {
        case value
        case delete
        /// The callee of a call with the given window: function in its first register, `this` in its fifth.
        case callee(window: Register)
    }

    /// A chain in progress.
    struct ChainState {
        /// The object so far, or -1 before the first link.
        var object: Register
        /// Register for intermediate values; also where call windows start.
        var scratch: Register
        var mark: Int
        /// The previous link prepared the window at `scratch`: function and `this`.
        var hasCallee = false
    }

    /// Evaluates a chain.
    @inline(never)
    mutating func chain(_ node: NodeID, into target: Register, use: ChainUse = .value) {
        let mark = nextRegister
        let bottom = spine.count
        var base = collectChain(node)
        if case .optionalChain = tree[syntax.stripped(base)], spine.count > bottom,
            syntax.isCallee(base, of: spine[spine.count - 1])
        {
            base = syntax.stripped(base)
        }
        var state = ChainState(object: -1, scratch: isTop(target) ? target : -1, mark: mark)
        beginChain(base, bottom: bottom, &state)
        while spine.count > bottom {
            let link = spine.removeLast()
            let isLast = spine.count == bottom
            let isCalled = !isLast && syntax.isCallee(link, of: spine[spine.count - 1])
            chainLink(link, isCalled: isCalled, isLast: isLast, target: target, use: use, &state)
            if !isLast { nextRegister = max(mark, state.scratch + 1) }
        }
        if case .value = use { move(state.object, to: target) }
        nextRegister = mark
    }

    /// Pushes the links of a chain, outermost first; returns what it starts from.
    private mutating func collectChain(_ node: NodeID) -> NodeID {
        var node = node
        while true {
            switch tree[node] {
            case .member(let object, _, _), .index(let object, _, _):
                spine.append(node)
                node = object
            case .call(let callee, _, _), .taggedTemplate(let callee, _):
                spine.append(node)
                node = callee
                // Parentheses around a member expression keep its `this`.
                let inner = syntax.stripped(callee)
                switch tree[inner] {
                case .member, .index: node = inner
                default: break
                }
            default: return node
            }
        }
    }

    /// The scratch register of a chain, taken when it is first needed.
    mutating func chainScratch(_ state: inout ChainState) -> Register {
        if state.scratch < 0 { state.scratch = temporary() }
        return state.scratch
    }

    /// Evaluates what a chain starts from.
    @inline(never)
    private mutating func beginChain(_ base: NodeID, bottom: Int, _ state: inout ChainState) {
        if syntax.isSuper(base) { return }
        let link = spine.count > bottom ? spine[spine.count - 1] : base
        if case .optionalChain(let inner) = tree[base], syntax.isCallee(base, of: link) {
            let window = chainScratch(&state)
            optionalCallee(inner, window: window)
            state.object = window
            state.hasCallee = true
            return
        }
        if case .identifier = tree[base] {
            // The value is used by the first link, after its key but before its arguments are evaluated.
            var range: SourceRange?
            if case .index(_, let index, _) = tree[link] { range = tree.range(index) }
            if let register = localOperand(base, before: range) {
                state.object = register
                return
            }
        } else if case .this = tree[base], let register = thisRegister(at: offset(base)) {
            state.object = register
            return
        }
        let register = chainScratch(&state)
        evaluate(base, into: register)
        state.object = register
    }

    @inline(never)
    private mutating func chainLink(
        _ node: NodeID, isCalled: Bool, isLast: Bool, target: Register, use: ChainUse, _ state: inout ChainState
    ) {
        switch tree[node] {
        case .member(let object, let property, let isOptional):
            if isOptional { exitIfNullish(state.object) }
            if isCalled {
                methodOfMember(object, property, &state)
            } else if isLast, case .callee(let window) = use {
                state.scratch = window
                methodOfMember(object, property, &state)
            } else if isLast, case .delete = use {
                deleteLink(node, &state, into: target)
            } else {
                let result = isLast ? target : chainScratch(&state)
                getMember(object, property, base: state.object, into: result)
                state.object = result
            }
        case .index(let object, let index, let isOptional):
            if isOptional { exitIfNullish(state.object) }
            if isCalled {
                methodOfIndex(object, index, &state)
            } else if isLast, case .callee(let window) = use {
                state.scratch = window
                methodOfIndex(object, index, &state)
            } else if isLast, case .delete = use {
                deleteLink(node, &state, into: target)
            } else {
                let result = isLast ? target : chainScratch(&state)
                getIndex(object, index, base: state.object, into: result)
                state.object = result
            }
        case .call(let callee, let arguments, let isOptional):
            callLink(node, callee, arguments, isOptional: isOptional, &state)
        case .taggedTemplate(let tag, let template):
            prepareCallee(&state)
            taggedTemplate(template, window: state.scratch, at: syntax.callPosition(tag))
            state.object = state.scratch
        default: break
        }
    }

    private mutating func exitIfNullish(_ register: Register) {
        if let optionalExit { assembler.jump(.jumpNullish, register, optionalExit) }
    }

    private mutating func deleteLink(_ node: NodeID, _ state: inout ChainState, into target: Register) {
        let key: Register
        switch tree[node] {
        case .member(_, let property, _):
            key = temporary()
            if case .keyName(let name) = tree[property] { loadKey(name, into: key) }
        case .index(_, let index, _): key = operand(index)
        default: return
        }
        assembler.emit(.deleteProp, target, state.object, key, at: offset(node))
        state.object = target
    }

    // MARK: Calls

    /// Makes the scratch register the window of the value so far, called without `this`.
    private mutating func prepareCallee(_ state: inout ChainState) {
        let window = chainScratch(&state)
        if !state.hasCallee {
            move(state.object, to: window)
            loadUndefined(window + 4)
        }
        state.hasCallee = false
        state.object = window
    }

    @inline(never)
    private mutating func callLink(
        _ node: NodeID, _ callee: NodeID, _ arguments: NodeList, isOptional: Bool, _ state: inout ChainState
    ) {
        if syntax.isSuper(callee) {
            let window = chainScratch(&state)
            superCall(node, arguments, window: window)
            state.object = window
            return
        }
        let window = chainScratch(&state)
        if !state.hasCallee { move(state.object, to: window) }
        if isOptional { exitIfNullish(window) }
        if !state.hasCallee { loadUndefined(window + 4) }
        state.hasCallee = false
        callWindow(window, arguments, at: syntax.callPosition(callee))
        state.object = window
    }

    /// Evaluates arguments into a window whose function and `this` are set, and calls.
    mutating func callWindow(_ window: Register, _ arguments: NodeList, at position: UInt32) {
        if syntax.hasSpread(arguments) {
            spreadArguments(arguments, window: window)
            assembler.emit(.callSpread, window, at: position)
        } else {
            evaluateArguments(arguments, window: window)
            assembler.emit(.call, window, Int(arguments.count), at: position)
        }
        nextRegister = window + 1
    }

    /// Calls a prepared window with arguments that are already there.
    mutating func call(_ window: Register, argumentCount: Int, at position: UInt32) {
        reserve(window + 5 + argumentCount + FunctionCompiler.windowScratch)
        assembler.emit(.call, window, argumentCount, at: position)
        nextRegister = window + 1
    }

    /// Registers behind a window's arguments that a builtin may use.
    static let windowScratch = 8

    @inline(never)
    mutating func evaluateArguments(_ arguments: NodeList, window: Register) {
        nextRegister = window + 5
        reserve(window + 5 + Int(arguments.count) + Self.windowScratch)
        for index in arguments.indices {
            let register = temporary()
            evaluate(tree.lists[index], into: register)
        }
    }

    /// The arguments as an array in the first argument's register.
    @inline(never)
    mutating func spreadArguments(_ arguments: NodeList, window: Register) {
        nextRegister = window + 5
        reserve(window + 6 + Self.windowScratch)
        let register = temporary()
        arrayElements(arguments, into: register)
    }

    @inline(never)
    mutating func new(_ node: NodeID, into target: Register) {
        guard case .new(let callee, let arguments) = tree[node] else { return }
        let mark = nextRegister
        let window = scratch(for: target)
        evaluate(callee, into: window)
        if syntax.hasSpread(arguments) {
            spreadArguments(arguments, window: window)
            assembler.emit(.newSpread, window, at: offset(node))
        } else {
            evaluateArguments(arguments, window: window)
            assembler.emit(.new, window, Int(arguments.count), at: offset(node))
        }
        assembler.emit(.constructResult, window)
        move(window, to: target)
        nextRegister = mark
    }

    // MARK: Optional chains

    /// https://tc39.es/ecma262/#sec-optional-chains
    @inline(never)
    mutating func optionalChain(_ inner: NodeID, into target: Register) {
        let outer = optionalExit
        let exit = assembler.makeLabel()
        let end = assembler.makeLabel()
        optionalExit = exit
        evaluate(inner, into: target)
        optionalExit = outer
        guard assembler.isUsed(exit) else { return }
        assembler.jump(end)
        assembler.bind(exit)
        loadUndefined(target)
        assembler.bind(end)
    }

    @inline(never)
    mutating func deleteOptional(_ inner: NodeID, into target: Register) {
        let outer = optionalExit
        let exit = assembler.makeLabel()
        let end = assembler.makeLabel()
        optionalExit = exit
        switch tree[inner] {
        case .member, .index: chain(inner, into: target, use: .delete)
        default:
            discard(inner)
            assembler.emit(.loadSpecial, target, Special.true)
        }
        optionalExit = outer
        assembler.jump(end)
        assembler.bind(exit)
        assembler.emit(.loadSpecial, target, Special.true)
        assembler.bind(end)
    }

    /// `(a?.b)()`: the chain's value is called with its object as `this`.
    @inline(never)
    private mutating func optionalCallee(_ inner: NodeID, window: Register) {
        let outer = optionalExit
        let exit = assembler.makeLabel()
        let end = assembler.makeLabel()
        optionalExit = exit
        switch tree[inner] {
        case .member, .index: chain(inner, into: window, use: .callee(window: window))
        default:
            evaluate(inner, into: window)
            loadUndefined(window + 4)
        }
        optionalExit = outer
        assembler.jump(end)
        assembler.bind(exit)
        loadUndefined(window)
        loadUndefined(window + 4)
        assembler.bind(end)
        reserve(window + 5)
    }
}
