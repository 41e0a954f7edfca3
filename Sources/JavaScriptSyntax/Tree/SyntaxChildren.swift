/// The children of a node: up to three places, each a node or a list, in source order.
public struct SyntaxChildren: Sendable {
    /// One place for children.
    @frozen
    public enum Place: Sendable {
        /// No place.
        case unused
        /// One child, which may be absent.
        case node(NodeID)
        /// Any number of children, each of which may be absent.
        case list(NodeList)
    }

    /// The places, in source order; of a template, the two lists alternate element by element.
    public let first: Place, second: Place, third: Place

    @usableFromInline
    init(_ first: Place = .unused, _ second: Place = .unused, _ third: Place = .unused) {
        self.first = first
        self.second = second
        self.third = third
    }
}

extension Syntax {
    /// Where the children of this node are.
    public var children: SyntaxChildren {
        statementChildren ?? functionChildren ?? expressionChildren ?? patternAndModuleChildren ?? SyntaxChildren()
    }

    private var statementChildren: SyntaxChildren? {
        switch self {
        case .program(let body, _, _), .block(let body), .staticBlock(let body), .functionBody(let body):
            SyntaxChildren(.list(body))
        case .expressionStatement(let node), .returnStatement(let node), .throwStatement(let node),
            .functionDeclaration(let node), .classDeclaration(let node), .labeled(_, let node):
            SyntaxChildren(.node(node))
        case .ifStatement(let test, let consequent, let alternate):
            SyntaxChildren(.node(test), .node(consequent), .node(alternate))
        case .forStatement(let parts): SyntaxChildren(.list(parts.list))
        case .tryStatement(let parts): SyntaxChildren(.list(parts.list))
        case .forIn(let left, let right, let body), .forOf(let left, let right, let body, _):
            SyntaxChildren(.node(left), .node(right), .node(body))
        case .whileStatement(let first, let second), .doWhile(let first, let second),
            .withStatement(let first, let second), .declarator(let first, let second):
            SyntaxChildren(.node(first), .node(second))
        case .switchStatement(let node, let list), .switchCase(let node, let list):
            SyntaxChildren(.node(node), .list(list))
        case .variableDeclaration(_, let declarators): SyntaxChildren(.list(declarators))
        default: nil
        }
    }

    private var functionChildren: SyntaxChildren? {
        switch self {
        case .function(let name, let parameters, let body, _):
            SyntaxChildren(.node(name), .list(parameters), .node(body))
        case .classExpression(let name, let superclass, let members):
            SyntaxChildren(.node(name), .node(superclass), .list(members))
        case .method(let key, let value, _, _), .field(let key, let value, _), .property(let key, let value):
            SyntaxChildren(.node(key), .node(value))
        case .keyComputed(let expression): SyntaxChildren(.node(expression))
        default: nil
        }
    }

    private var expressionChildren: SyntaxChildren? {
        switch self {
        case .template(let quasis, let expressions): SyntaxChildren(.list(quasis), .list(expressions))
        case .taggedTemplate(let first, let second), .privateIn(let first, let second),
            .binary(_, let first, let second), .logical(_, let first, let second),
            .assignment(_, let first, let second), .member(let first, let second, _),
            .index(let first, let second, _), .importCall(let first, let second):
            SyntaxChildren(.node(first), .node(second))
        case .array(let list), .object(let list), .sequence(let list): SyntaxChildren(.list(list))
        case .shorthand(let node), .spread(let node), .parenthesized(let node), .unary(_, let node),
            .update(_, _, let node), .optionalChain(let node), .yield(let node, _), .await(let node):
            SyntaxChildren(.node(node))
        case .conditional(let test, let consequent, let alternate):
            SyntaxChildren(.node(test), .node(consequent), .node(alternate))
        case .call(let callee, let arguments, _), .new(let callee, let arguments):
            SyntaxChildren(.node(callee), .list(arguments))
        default: nil
        }
    }

    private var patternAndModuleChildren: SyntaxChildren? {
        switch self {
        case .arrayPattern(let list), .objectPattern(let list): SyntaxChildren(.list(list))
        case .patternProperty(let key, let target, _): SyntaxChildren(.node(key), .node(target))
        case .assignmentPattern(let first, let second), .importSpecifier(let first, let second),
            .exportSpecifier(let first, let second):
            SyntaxChildren(.node(first), .node(second))
        case .rest(let node), .exportDeclaration(let node), .exportDefault(let node): SyntaxChildren(.node(node))
        case .importDeclaration(let specifiers, _, let attributes):
            SyntaxChildren(.list(specifiers), .list(attributes))
        case .exportNamed(let specifiers, let source, let attributes):
            SyntaxChildren(.list(specifiers), .node(source), .list(attributes))
        case .exportAll(let exported, _, let attributes): SyntaxChildren(.node(exported), .list(attributes))
        default: nil
        }
    }
}

extension SyntaxTree {
    /// Calls `body` for each child of a node that is there, in source order.
    public func forEachChild(of id: NodeID, _ body: (NodeID) -> Void) {
        let node = self[id]
        if case .template(let quasis, let expressions) = node {
            for index in 0..<Int(quasis.count) {
                body(self[quasis, index])
                if index < Int(expressions.count) { body(self[expressions, index]) }
            }
            return
        }
        let children = node.children
        forEach(in: children.first, body)
        forEach(in: children.second, body)
        forEach(in: children.third, body)
    }

    private func forEach(in place: SyntaxChildren.Place, _ body: (NodeID) -> Void) {
        switch place {
        case .unused: return
        case .node(let id): if !id.isNone { body(id) }
        case .list(let list):
            for index in 0..<Int(list.count) {
                let id = self[list, index]
                if !id.isNone { body(id) }
            }
        }
    }
}
