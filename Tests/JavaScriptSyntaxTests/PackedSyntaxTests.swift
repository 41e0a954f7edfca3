import Testing

@testable import JavaScriptSyntax

/// Nodes in sixteen bytes are the nodes they were.
@Suite struct PackedSyntaxTests {
    private static let a = NodeID(raw: .max)
    private static let b = NodeID(raw: 0x8765_4321)
    private static let c = NodeID(raw: 1)
    private static let name = NameID(raw: .max)
    private static let other = NameID(raw: 0x0102_0304)
    private static let list = NodeList(start: .max, count: 0x00FF_FFFF)
    private static let long = NodeList(start: 7, count: 0x0100_0000)
    private static let attributes = NodeList(start: 9, count: 3)

    static let statements: [Syntax] = [
        .empty, .program(body: long, kind: .asyncFunctionBody, strict: true), .directive(value: name),
        .block(body: long), .emptyStatement, .expressionStatement(a),
        .ifStatement(test: a, consequent: b, alternate: a), .forStatement(ForParts(list: long)),
        .forIn(left: a, right: b, body: a), .forOf(left: a, right: b, body: a, isAwait: true),
        .whileStatement(test: a, body: b), .doWhile(body: a, test: b), .continueStatement(label: name),
        .breakStatement(label: name), .returnStatement(argument: a), .withStatement(object: a, body: b),
        .switchStatement(discriminant: a, cases: long), .switchCase(test: a, body: long),
        .labeled(label: name, body: a), .throwStatement(argument: a), .tryStatement(TryParts(list: long)),
        .debuggerStatement, .variableDeclaration(kind: .const, declarators: long),
        .declarator(target: a, initializer: b), .functionDeclaration(function: a), .classDeclaration(classNode: a),
    ]

    static let functionsAndKeys: [Syntax] = [
        .function(name: a, parameters: long, body: b, flags: FunctionFlags(rawValue: .max)),
        .functionBody(statements: long), .classExpression(name: a, superclass: b, members: list),
        .classExpression(name: a, superclass: b, members: long),
        .method(key: a, value: b, kind: .constructor, isStatic: true),
        .field(key: a, initializer: b, isStatic: true), .staticBlock(body: long), .keyName(name), .keyString(name),
        .keyNumber(-0.1), .keyBigInt(digits: name), .keyComputed(a), .privateName(name),
    ]

    static let expressions: [Syntax] = [
        .identifier(name), .number(.greatestFiniteMagnitude), .string(name), .bigint(digits: name), .boolean(true),
        .boolean(false), .null, .regexp(pattern: name, flags: other), .template(quasis: long, expressions: list),
        .template(quasis: long, expressions: long), .taggedTemplate(tag: a, template: b),
        .templateElement(cooked: name, raw: other, hasCooked: true), .this, .superKeyword, .array(elements: long),
        .object(properties: long), .property(key: a, value: b), .shorthand(identifier: a), .spread(a),
        .parenthesized(a), .unary(op: .delete, operand: a), .update(op: .decrement, isPrefix: true, operand: a),
        .binary(op: .instanceof, left: a, right: b), .logical(op: .nullish, left: a, right: b),
        .privateIn(name: a, object: b), .assignment(op: .nullish, target: a, value: b),
        .conditional(test: a, consequent: b, alternate: a), .sequence(long),
        .member(object: a, property: b, isOptional: true), .index(object: a, index: b, isOptional: true),
        .call(callee: a, arguments: long, isOptional: true), .new(callee: a, arguments: long), .optionalChain(a),
        .newTarget, .importMeta, .importCall(specifier: a, options: b), .yield(argument: a, isDelegate: true),
        .await(a),
    ]

    static let patternsAndModules: [Syntax] = [
        .bindingIdentifier(name), .arrayPattern(elements: long), .objectPattern(properties: long),
        .patternProperty(key: a, target: b, isShorthand: true), .assignmentPattern(target: a, defaultValue: b),
        .rest(a), .importDeclaration(specifiers: long, source: name, attributes: long),
        .importSpecifier(imported: a, local: b), .exportNamed(specifiers: long, source: a, attributes: long),
        .exportSpecifier(local: a, exported: b), .exportDeclaration(a), .exportDefault(a),
        .exportAll(exported: a, source: name, attributes: attributes),
        .exportAll(exported: c, source: other, attributes: long),
    ]

    static let all = statements + functionsAndKeys + expressions + patternsAndModules

    @Test func `a node is its payload and a byte for the case`() {
        #expect(MemoryLayout<Syntax>.size == PackedSyntax.caseOffset + 1)
    }

    @Test(arguments: all)
    func `a node comes out of its sixteen bytes as it went in`(node: Syntax) {
        guard let packed = PackedSyntax(node) else { return }
        #expect(packed.wideIndex == nil)
        #expect(packed.node == node)
    }

    @Test func `only functions, imports, exports and lists of sixteen million children are wide`() {
        let wide = Self.all.filter { PackedSyntax($0) == nil }
        #expect(wide.count == 6)
    }

    @Test func `nodes are found by their indices when some are wide and some are replaced`() {
        let lent = LentMemory.lend(capacity: 2) { memory in
            // Two fit into the memory; the buffer moves out of it for the third.
            var nodes = NodeBuffer(lent: memory.nodes)
            for node in Self.all { nodes.append(node) }
            var count = -1
            var tree = SyntaxNodes(packed: nodes.packed.makeArray(lentCount: &count), wide: nodes.wide.makeArray())
            #expect(count == 0)
            #expect(Array(tree) == Self.all)
            for index in Self.all.indices { tree[index] = Self.all[Self.all.count - 1 - index] }
            #expect(Array(tree) == Self.all.reversed())
            return (0, 0)
        }
        #expect(lent.nodes.isEmpty && lent.ranges.isEmpty)
    }

    @Test func `a text with more nodes than bytes parses`() throws {
        let count = 10_000
        let tree = try Parser.parse(SourceText("var {" + String(repeating: "a,", count: count) + "} = x"))
        #expect(tree.nodes.count > 3 * count)
        #expect(tree.nodes.count == tree.ranges.count)
        let text = "a" + String(repeating: "``", count: count)
        #expect(try Parser.parse(SourceText(text)).nodes.count > 3 * count)
    }
}
