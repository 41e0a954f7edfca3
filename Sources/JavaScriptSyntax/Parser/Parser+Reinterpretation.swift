/// Expressions that turn out to be patterns: nodes are rewritten in place, so that children stay before parents.
///
/// Recursion is as deep as the nesting of the literals, which parsing has bounded.
///
/// https://tc39.es/ecma262/#sec-destructuring-assignment and https://tc39.es/ecma262/#sec-destructuring-binding-patterns
extension Parser {
    /// What the leaves of a pattern become.
    private enum PatternKind {
        /// References and member expressions that are assigned to.
        case assignment
        /// Names that are declared as parameters.
        case parameter
    }

    /// Rewrites an expression to the target of an assignment.
    mutating func reinterpretAsAssignmentTarget(_ id: NodeID) throws(Abort) {
        try reinterpretTarget(id, .assignment)
    }

    /// Rewrites the pending expressions from `mark` on to parameters, and declares them.
    mutating func reinterpretAsParameters(from mark: Int, _ flags: inout FunctionFlags) throws(Abort) -> NodeList {
        var isSimple = true
        for index in mark..<pending.count {
            let id = pending[index]
            try reinterpretElement(id, .parameter, isLast: index &+ 1 == pending.count)
            if case .bindingIdentifier = node(id) { continue }
            isSimple = false
        }
        if isSimple { flags.insert(.simpleParameters) }
        return makeList(from: mark)
    }

    private mutating func reinterpretTarget(_ id: NodeID, _ kind: PatternKind) throws(Abort) {
        switch node(id) {
        case .identifier(let name): try reinterpretIdentifier(id, name, kind)
        case .arrayPattern where kind == .assignment, .objectPattern where kind == .assignment:
            // Rewritten already, as the target of an inner assignment.
            return
        case .array(let list), .arrayPattern(let list):
            for index in 0..<list.count {
                let child = lists[Int(list.start &+ index)]
                if child.isNone { continue }
                try reinterpretElement(child, kind, isLast: index &+ 1 == list.count)
            }
            nodes.replace(id, by: .arrayPattern(elements: list))
        case .object(let list), .objectPattern(let list):
            for index in 0..<list.count {
                let child = lists[Int(list.start &+ index)]
                try reinterpretProperty(child, kind, isLast: index &+ 1 == list.count)
            }
            nodes.replace(id, by: .objectPattern(properties: list))
        case .member, .index:
            if kind == .parameter { throw fail(.invalidDestructuringTarget, id) }
        case .parenthesized(let content):
            if kind == .parameter { throw fail(.invalidDestructuringTarget, id) }
            switch node(content) {
            case .array, .object, .arrayPattern, .objectPattern: throw fail(.invalidParenthesizedPattern, id)
            default: try checkSimpleTarget(content, else: .invalidDestructuringTarget)
            }
        default:
            throw fail(kind == .parameter ? .invalidArrowParameters : .invalidDestructuringTarget, id)
        }
    }

    private mutating func reinterpretIdentifier(_ id: NodeID, _ name: NameID, _ kind: PatternKind) throws(Abort) {
        if context.contains(.strict), name == .eval || name == .arguments {
            throw fail(.unexpectedEvalOrArguments, id)
        }
        if kind == .parameter {
            nodes.replace(id, by: .bindingIdentifier(name))
            try declare(name, as: .parameter, at: id)
        }
    }

    /// An element of an array pattern, a parameter, or the value of a property: a target with an optional default.
    private mutating func reinterpretElement(_ id: NodeID, _ kind: PatternKind, isLast: Bool) throws(Abort) {
        switch node(id) {
        case .assignment(.assign, let target, let value):
            try reinterpretTarget(target, kind)
            nodes.replace(id, by: .assignmentPattern(target: target, defaultValue: value))
        case .assignmentPattern(let target, _):
            try reinterpretTarget(target, kind)
        case .spread(let argument), .rest(let argument):
            try checkRest(id, argument, isLast: isLast)
            try reinterpretTarget(argument, kind)
            nodes.replace(id, by: .rest(argument))
        default:
            try reinterpretTarget(id, kind)
        }
    }

    private mutating func checkRest(_ id: NodeID, _ argument: NodeID, isLast: Bool) throws(Abort) {
        if !isLast { throw fail(.restNotLast, id) }
        if case .assignment = node(argument) { throw fail(.restInitializer, argument) }
        // The tree does not tell `[...a]` from `[...a,]`.
        if lexer.byteAfterTrivia(from: range(id).end) == 0x2C { throw fail(.restTrailingComma, id) }
    }

    private mutating func reinterpretProperty(_ id: NodeID, _ kind: PatternKind, isLast: Bool) throws(Abort) {
        switch node(id) {
        case .property(let key, let value):
            try reinterpretElement(value, kind, isLast: true)
            nodes.replace(id, by: .patternProperty(key: key, target: value, isShorthand: false))
        case .shorthand(let identifier):
            guard case .identifier(let name) = node(identifier) else { return }
            try reinterpretTarget(identifier, kind)
            // `parseObject` keeps the node before the identifier free for the key.
            let key = NodeID(raw: identifier.raw &- 1)
            nodes.replace(key, by: .keyName(name))
            nodes.replace(id, by: .patternProperty(key: key, target: identifier, isShorthand: true))
        case .patternProperty(_, let target, _):
            try reinterpretElement(target, kind, isLast: true)
        case .spread(let argument), .rest(let argument):
            try checkRest(id, argument, isLast: isLast)
            switch node(argument) {
            case .array, .object, .arrayPattern, .objectPattern: throw fail(.invalidObjectRest, argument)
            default: try reinterpretTarget(argument, kind)
            }
            nodes.replace(id, by: .rest(argument))
        default:
            throw fail(kind == .parameter ? .invalidArrowParameters : .invalidDestructuringTarget, id)
        }
    }
}
