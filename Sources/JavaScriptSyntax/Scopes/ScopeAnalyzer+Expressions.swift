/// The walk over expressions and patterns.
extension ScopeAnalyzer {
    /// Walks an expression. Left spines are followed with an explicit stack, because source text bounds their length
    /// only by its own.
    mutating func expression(_ node: NodeID) {
        let mark = spine.count
        var node = node
        descend: while true {
            switch tree[node] {
            case .binary(_, let left, _), .logical(_, let left, _), .member(let left, _, _), .index(let left, _, _),
                .call(let left, _, _), .taggedTemplate(let left, _):
                spine.append(node)
                node = left
            default: break descend
            }
        }
        leaf(node)
        while spine.count > mark {
            let parent = spine.removeLast()
            rightPart(of: parent, left: node)
            node = parent
        }
    }

    private mutating func rightPart(of node: NodeID, left: NodeID) {
        switch tree[node] {
        case .binary(_, _, let right), .logical(_, _, let right): expression(right)
        case .member(_, let property, _):
            if case .superKeyword = tree[left] { useSuperProperty(left) }
            if case .privateName(let name) = tree[property] { privateReference(property, name) }
        case .index(_, let index, _):
            if case .superKeyword = tree[left] { useSuperProperty(left) }
            expression(index)
        case .call(_, let arguments, _):
            list(arguments)
            if case .superKeyword = tree[left] { useSuperCall(left) }
        case .taggedTemplate(_, let template): expression(template)
        default: break
        }
    }

    mutating func list(_ nodes: NodeList) {
        for index in nodes.indices { expression(tree.lists[index]) }
    }

    private mutating func leaf(_ node: NodeID) {
        switch tree[node] {
        case .identifier(let name): reference(node, name, .read)
        case .this: useThis(node, at: tree.range(node).start)
        case .newTarget: useNewTarget(node, at: tree.range(node).start)
        case .function: functionExpression(node)
        case .classExpression: classDefinition(node)
        case .parenthesized(let inner), .spread(let inner), .unary(_, let inner), .optionalChain(let inner),
            .await(let inner), .yield(let inner, _):
            expression(inner)
        case .array(let elements), .sequence(let elements): list(elements)
        case .template(_, let expressions): list(expressions)
        case .new(let callee, let arguments):
            expression(callee)
            list(arguments)
        case .conditional(let test, let consequent, let alternate):
            expression(test)
            expression(consequent)
            expression(alternate)
        case .update(_, _, let operand): assignmentTarget(operand, [.read, .write])
        case .assignment(let op, let target, let value): assignment(op, target, value)
        case .object(let properties): object(node, properties)
        case .privateIn(let name, let object):
            if case .privateName(let id) = tree[name] { privateReference(name, id) }
            expression(object)
        case .importCall(let specifier, let options):
            expression(specifier)
            expression(options)
        default: break
        }
    }

    // MARK: Assignment

    private mutating func assignment(_ op: AssignmentOperator, _ target: NodeID, _ value: NodeID) {
        assignmentTarget(target, op == .assign ? .write : [.read, .write])
        expression(value)
    }

    /// An identifier, a member expression or a pattern that is assigned.
    mutating func assignmentTarget(_ node: NodeID, _ access: Access) {
        var node = node
        while case .parenthesized(let inner) = tree[node] { node = inner }
        switch tree[node] {
        case .identifier(let name): reference(node, name, access)
        case .arrayPattern, .objectPattern: pattern(node, isAssignment: true)
        default: expression(node)
        }
    }

    /// A pattern of a declaration, of parameters (`isAssignment == false`: names are initialised) or of an assignment.
    mutating func pattern(_ node: NodeID, isAssignment: Bool) {
        switch tree[node] {
        case .bindingIdentifier(let name): binding(node, name, isAssignment: isAssignment)
        case .assignmentPattern(let target, let value):
            pattern(target, isAssignment: isAssignment)
            expression(value)
        case .rest(let target): pattern(target, isAssignment: isAssignment)
        case .arrayPattern(let elements):
            for index in elements.indices { pattern(tree.lists[index], isAssignment: isAssignment) }
        case .objectPattern(let properties):
            for index in properties.indices { pattern(tree.lists[index], isAssignment: isAssignment) }
        case .patternProperty(let key, let target, _):
            propertyKey(key)
            pattern(target, isAssignment: isAssignment)
        case .empty: break
        default: assignmentTarget(node, .write)
        }
    }

    mutating func propertyKey(_ key: NodeID) {
        if case .keyComputed(let value) = tree[key] { expression(value) }
    }

    // MARK: Object literals

    private mutating func object(_ node: NodeID, _ properties: NodeList) {
        let hasMethods = properties.indices.contains {
            if case .method = tree[tree.lists[$0]] { true } else { false }
        }
        guard hasMethods else {
            for index in properties.indices { property(tree.lists[index], start: 0) }
            return
        }
        let start = tree.range(node).start
        let state = enterScope(.object, start: start)
        result.annotations[Int(node.raw)] = scope.raw
        for index in properties.indices { property(tree.lists[index], start: start) }
        leaveScope(state)
    }

    private mutating func property(_ node: NodeID, start: UInt32) {
        switch tree[node] {
        case .property(let key, let value):
            propertyKey(key)
            expression(value)
        case .shorthand(let identifier): expression(identifier)
        case .spread(let value): expression(value)
        case .method(let key, let value, _, _):
            propertyKey(key)
            methodFunction(value, home: scope, isStatic: false, createdAt: tree.range(node).start)
        default: break
        }
    }
}
