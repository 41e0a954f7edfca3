import JavaScriptSyntax

/// What the compiler asks about syntax beyond a single node.
///
/// A class, so that a question passes a reference: `FunctionCompiler` is a large value, and its own methods would copy it
/// where they do not change it.
final class SyntaxQueries {
    let tree: SyntaxTree
    let scopes: ScopeTree

    init(tree: SyntaxTree, scopes: ScopeTree) {
        self.tree = tree
        self.scopes = scopes
    }

    // MARK: Shapes of expressions

    func stripped(_ node: NodeID) -> NodeID {
        var node = node
        while case .parenthesized(let inner) = tree[node] { node = inner }
        return node
    }

    func isSuper(_ node: NodeID) -> Bool {
        if case .superKeyword = tree[node] { true } else { false }
    }

    func isIdentifier(_ node: NodeID) -> Bool {
        if case .identifier = tree[node] { true } else { false }
    }

    func isBinding(_ node: NodeID) -> Bool {
        if case .bindingIdentifier = tree[node] { true } else { false }
    }

    /// Whether `node` is what `parent` calls.
    func isCallee(_ node: NodeID, of parent: NodeID) -> Bool {
        switch tree[parent] {
        case .call(let callee, _, _), .taggedTemplate(let callee, _):
            callee == node || stripped(callee) == stripped(node)
        default: false
        }
    }

    func hasSpread(_ list: NodeList) -> Bool {
        for index in list.indices {
            if case .spread = tree[tree.lists[index]] { return true }
        }
        return false
    }

    /// Whether an expression is a function or class without a name.
    func isAnonymousFunction(_ node: NodeID) -> Bool {
        switch tree[node] {
        case .function(let name, _, _, _): name.isNone
        case .classExpression(let name, _, _): name.isNone
        case .parenthesized(let inner): isAnonymousFunction(inner)
        default: false
        }
    }

    /// The name that a target gives to a function assigned to it.
    func nameOfTarget(_ target: NodeID) -> NameID? {
        switch tree[target] {
        case .identifier(let name), .bindingIdentifier(let name): name
        default: nil
        }
    }

    /// The operands of a left spine of one logical operator, in source order.
    func logicalOperands(_ node: NodeID) -> [NodeID] {
        guard case .logical(let op, _, _) = tree[node] else { return [node] }
        var operands: [NodeID] = []
        var node = node
        while case .logical(let other, let left, let right) = tree[node], other == op {
            operands.append(right)
            node = left
        }
        operands.append(node)
        return operands.reversed()
    }

    /// The name that a loop head declares, if it declares exactly one and no pattern.
    func simpleHead(_ left: NodeID) -> (kind: VariableKind, name: NodeID)? {
        guard case .variableDeclaration(let kind, let declarators) = tree[left], let index = declarators.indices.first,
            case .declarator(let target, _) = tree[tree.lists[index]], case .bindingIdentifier = tree[target]
        else { return nil }
        return (kind, target)
    }

    func isAlwaysTrue(_ test: NodeID) -> Bool {
        switch tree[test] {
        case .empty, .boolean(true): true
        default: false
        }
    }

    // MARK: Constants

    /// The value of a numeric literal, possibly in parentheses or with a sign.
    func constantNumber(_ node: NodeID) -> Double? {
        switch tree[node] {
        case .number(let value): value
        case .parenthesized(let inner):
            if case .number(let value) = tree[inner] { value } else { nil }
        case .unary(.minus, let inner):
            if case .number(let value) = tree[inner] { -value } else { nil }
        default: nil
        }
    }

    /// Whether an expression is the global `undefined` or `void` of a number.
    func isUndefined(_ node: NodeID) -> Bool {
        switch tree[node] {
        case .identifier(.undefined): return scopes.reference(node).isUnresolved
        case .unary(.void, let inner):
            if case .number = tree[inner] { return true }
            return false
        default: return false
        }
    }

    /// Whether a name is a canonical array index, which is no property name for an inline cache.
    func isArrayIndex(_ name: NameID) -> Bool {
        let count = tree.names.utf16Count(name)
        guard count > 0, count <= 10 else { return false }
        return tree.names.withCodeUnits(
            of: name,
            latin1: { units in
                units.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } && (units.count == 1 || units[0] != 0x30)
            },
            utf16: { _ in false })
    }

    /// The name of an index expression that is a string and no array index: `a["b"]` is `a.b`.
    func constantName(_ index: NodeID) -> NameID? {
        guard case .string(let name) = tree[stripped(index)], !isArrayIndex(name) else { return nil }
        return name
    }

    // MARK: Object literals

    /// The key of a property that `makeObject` can define, or nil.
    func plainKey(_ property: NodeID) -> NameID? {
        switch tree[property] {
        case .property(let key, _): plainName(key, allowsProto: false)
        case .shorthand(let identifier):
            if case .identifier(let name) = tree[identifier] { name } else { nil }
        case .method(let key, _, .method, _): plainName(key, allowsProto: true)
        default: nil
        }
    }

    func plainName(_ key: NodeID, allowsProto: Bool) -> NameID? {
        switch tree[key] {
        case .keyName(let name), .keyString(let name):
            (name == .proto && !allowsProto) || isArrayIndex(name) ? nil : name
        default: nil
        }
    }

    func isProto(_ key: NodeID) -> Bool {
        switch tree[key] {
        case .keyName(.proto), .keyString(.proto): true
        default: false
        }
    }

    // MARK: Positions

    /// Source offset of the operator between two nodes, where other engines show its errors; exact where operators have
    /// one space on either side or none.
    func operatorOffset(_ left: NodeID, _ right: NodeID) -> UInt32 {
        let end = tree.range(left).end
        return tree.range(right).start &- end > 2 ? end &+ 1 : end
    }

    /// Where the position of a call is shown: the name that is called, or the parenthesis.
    func callPosition(_ callee: NodeID) -> UInt32 {
        switch tree[callee] {
        case .identifier: tree.range(callee).start
        case .member(_, let property, _): tree.range(property).start
        default: tree.range(callee).end
        }
    }
}
