import JavaScriptSyntax

/// Which globals, and which constants, the variables of a program stand for.
///
/// `const e = eval`, `const { eval: e } = globalThis` and `let e; e = eval` make `e` mean `eval`. One pass over the
/// declarators and assignments in source order, so chains of aliases are followed as far as they are written downwards.
struct Aliases {
    /// The word of the global that a variable stands for; by variable.
    private var globals: ContiguousArray<UInt16> = []
    /// The initializer of a variable that is never assigned again; by variable.
    private var values: ContiguousArray<NodeID> = []

    init() {}

    init(_ facts: ProgramFacts, _ scopes: ScopeTree) {
        globals = ContiguousArray(repeating: 0, count: scopes.variables.count)
        values = ContiguousArray(repeating: .none, count: scopes.variables.count)
        for node in facts.tree.nodes {
            switch node {
            case .declarator(let target, let value) where !value.isNone: bind(target, value, facts, scopes)
            case .assignment(.assign, let target, let value):
                noteGlobal(facts.unwrap(target), value, facts, scopes)
                destructure(facts.unwrap(target), value, facts, scopes)
            default: continue
            }
        }
    }

    func global(_ variable: VariableID) -> WordID {
        let index = Int(variable.raw)
        return index < globals.count ? WordID(raw: globals[index]) : .other
    }

    func value(_ variable: VariableID) -> NodeID? {
        let index = Int(variable.raw)
        guard index < values.count, !values[index].isNone else { return nil }
        return values[index]
    }

    private mutating func bind(_ target: NodeID, _ value: NodeID, _ facts: ProgramFacts, _ scopes: ScopeTree) {
        guard case .bindingIdentifier = facts.tree[target] else {
            return destructure(target, value, facts, scopes)
        }
        let variable = scopes.reference(target).variable
        if variable.isNone { return }
        if !scopes[variable].flags.contains(.assigned) { values[Int(variable.raw)] = value }
        noteGlobal(target, value, facts, scopes)
    }

    private mutating func noteGlobal(_ target: NodeID, _ value: NodeID, _ facts: ProgramFacts, _ scopes: ScopeTree) {
        switch facts.tree[target] {
        case .identifier, .bindingIdentifier: break
        default: return
        }
        let variable = scopes.reference(target).variable
        if variable.isNone { return }
        let word = meaning(of: value, facts, scopes)
        if word != .other { globals[Int(variable.raw)] = word.raw }
    }

    /// `{ name: target }` from an object that holds the globals.
    private mutating func destructure(
        _ pattern: NodeID, _ value: NodeID, _ facts: ProgramFacts, _ scopes: ScopeTree
    ) {
        guard case .objectPattern(let properties) = facts.tree[pattern],
            Aliases.isGlobalObject(meaning(of: value, facts, scopes))
        else { return }
        for index in 0..<Int(properties.count) {
            guard case .patternProperty(let key, var target, _) = facts.tree[facts.tree[properties, index]] else {
                continue
            }
            if case .assignmentPattern(let inner, _) = facts.tree[target] { target = inner }
            let name: NameID
            switch facts.tree[key] {
            case .keyName(let text), .keyString(let text): name = text
            case .keyComputed(let expression):
                guard case .string(let text) = facts.tree[facts.unwrap(expression)] else { continue }
                name = text
            default: continue
            }
            switch facts.tree[target] {
            case .identifier, .bindingIdentifier: break
            default: continue
            }
            let variable = scopes.reference(target).variable
            if !variable.isNone { globals[Int(variable.raw)] = facts.word(name).raw }
        }
    }

    /// The global that an expression certainly or possibly is.
    func meaning(of id: NodeID, _ facts: ProgramFacts, _ scopes: ScopeTree) -> WordID {
        var id = facts.unwrap(id)
        while case .sequence(let list) = facts.tree[id] { id = facts.unwrap(facts.tree[list, Int(list.count) - 1]) }
        switch facts.tree[id] {
        case .identifier(let name):
            let variable = scopes.reference(id).variable
            return variable.isNone ? facts.isLocal(id, name) ? .other : facts.word(name) : global(variable)
        case .optionalChain(let inner): return memberMeaning(of: inner, facts, scopes)
        default: return memberMeaning(of: id, facts, scopes)
        }
    }

    /// `globalThis.name` and `globalThis["name"]`; `globalThis.globalThis.name` is not followed.
    private func memberMeaning(of id: NodeID, _ facts: ProgramFacts, _ scopes: ScopeTree) -> WordID {
        let object: NodeID
        switch facts.tree[id] {
        case .member(let node, _, _), .index(let node, _, _): object = facts.unwrap(node)
        default: return .other
        }
        guard case .identifier(let name) = facts.tree[object] else { return .other }
        let variable = scopes.reference(object).variable
        let word = variable.isNone ? facts.isLocal(object, name) ? .other : facts.word(name) : global(variable)
        guard Aliases.isGlobalObject(word) else { return .other }
        switch facts.tree[id] {
        case .member(_, let property, _):
            if case .keyName(let key) = facts.tree[property] { return facts.word(key) }
            return .other
        case .index(_, let index, _): return facts.foldedWord(index)
        default: return .other
        }
    }

    static func isGlobalObject(_ word: WordID) -> Bool {
        word == .globalThis || word == .window || word == .`self` || word == .global || word == .frames
    }
}

extension ProgramFacts {
    /// The word of a constant key expression, variables followed.
    func foldedWord(_ id: NodeID) -> WordID {
        if case .string(let name) = tree[unwrap(id)] { return word(name) }
        guard let units = ConstantFolder.text(of: id, self, .all) else { return .other }
        return word(ofText: units)
    }
}
