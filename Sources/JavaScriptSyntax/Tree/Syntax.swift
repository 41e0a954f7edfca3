/// One node of a `SyntaxTree`. Every case names the production of ECMA-262 it stands for; payloads are trivial.
///
/// Conventions: `NodeID.none` is an absent child; a `NodeList` keeps source order; parenthesised expressions keep their
/// own node (`.parenthesized`), because early errors, function names and optional chains depend on the parentheses.
/// Source: https://tc39.es/ecma262/#sec-ecmascript-language-expressions and the clauses after it.
public enum Syntax: Sendable, Hashable, BitwiseCopyable {
    /// No node.
    case empty

    // MARK: Program and statements

    /// `body`: statements, declarations and, in modules, imports and exports.
    case program(body: NodeList, kind: ProgramKind, strict: Bool)
    /// A directive prologue member such as `"use strict"`; `value` is the raw text between the quotes.
    case directive(value: NameID)
    case block(body: NodeList)
    case emptyStatement
    case expressionStatement(NodeID)
    case ifStatement(test: NodeID, consequent: NodeID, alternate: NodeID)
    /// `initializer` is a variable declaration, an expression or none.
    case forStatement(ForParts)
    /// `left` is a variable declaration with one declarator and no initializer, or an assignment target.
    case forIn(left: NodeID, right: NodeID, body: NodeID)
    case forOf(left: NodeID, right: NodeID, body: NodeID, isAwait: Bool)
    case whileStatement(test: NodeID, body: NodeID)
    case doWhile(body: NodeID, test: NodeID)
    /// `label` is `NameID.empty` for an unlabelled statement.
    case continueStatement(label: NameID)
    case breakStatement(label: NameID)
    case returnStatement(argument: NodeID)
    case withStatement(object: NodeID, body: NodeID)
    /// `cases` are `.switchCase` nodes.
    case switchStatement(discriminant: NodeID, cases: NodeList)
    /// `test` is none for `default:`.
    case switchCase(test: NodeID, body: NodeList)
    case labeled(label: NameID, body: NodeID)
    case throwStatement(argument: NodeID)
    /// `parameter` is a binding target or none; `handler` is the catch block or none, `finalizer` the finally block or none.
    case tryStatement(TryParts)
    case debuggerStatement

    // MARK: Declarations

    /// `declarators` are `.declarator` nodes.
    case variableDeclaration(kind: VariableKind, declarators: NodeList)
    /// `target` is a binding target (identifier or pattern).
    case declarator(target: NodeID, initializer: NodeID)
    /// Function declaration; `function` is a `.function` node whose name is set (none in `export default function () {}`).
    case functionDeclaration(function: NodeID)
    /// Class declaration; the node is a `.classExpression`.
    case classDeclaration(classNode: NodeID)

    // MARK: Functions and classes

    /// Every function: declarations, expressions, arrows, methods, accessors, constructors, field initializers.
    ///
    /// `name` is a `.bindingIdentifier` or none; `parameters` are binding targets, `.assignmentPattern` (a default) or
    /// `.rest`; `body` is a `.functionBody`, or an expression for a concise arrow.
    case function(name: NodeID, parameters: NodeList, body: NodeID, flags: FunctionFlags)
    case functionBody(statements: NodeList)
    /// `name` is a `.bindingIdentifier` or none; `members` are `.method`, `.field` and `.staticBlock` nodes.
    case classExpression(name: NodeID, superclass: NodeID, members: NodeList)
    /// `key` is a property key; `value` is a `.function`.
    case method(key: NodeID, value: NodeID, kind: MethodKind, isStatic: Bool)
    /// `key` is a property key; `initializer` an expression or none.
    case field(key: NodeID, initializer: NodeID, isStatic: Bool)
    case staticBlock(body: NodeList)

    // MARK: Property keys

    /// `{ name: … }`, `.name`: a key written as an identifier name.
    case keyName(NameID)
    /// A key written as a string.
    case keyString(NameID)
    /// A key written as a number.
    case keyNumber(Double)
    /// A key written as a BigInt; `digits` is its decimal text.
    case keyBigInt(digits: NameID)
    /// `[expression]`.
    case keyComputed(NodeID)
    /// `#name`, without the `#` in the text.
    case privateName(NameID)

    // MARK: Primary expressions

    /// A reference to a variable.
    case identifier(NameID)
    case number(Double)
    case string(NameID)
    /// `digits` is the decimal text of the value.
    case bigint(digits: NameID)
    case boolean(Bool)
    case null
    case regexp(pattern: NameID, flags: NameID)
    /// `quasis` are `.templateElement` nodes, one more than `expressions`.
    case template(quasis: NodeList, expressions: NodeList)
    case taggedTemplate(tag: NodeID, template: NodeID)
    /// `cooked` is absent (`hasCooked == false`) where a tagged template holds an invalid escape.
    case templateElement(cooked: NameID, raw: NameID, hasCooked: Bool)
    case this
    case superKeyword
    /// `elements` are expressions, `.spread` or none for a hole.
    case array(elements: NodeList)
    /// `properties` are `.property`, `.shorthand`, `.method` (kinds method, getter, setter) and `.spread` nodes.
    case object(properties: NodeList)
    /// `key: value`.
    case property(key: NodeID, value: NodeID)
    /// `{ x }`; `identifier` is an `.identifier` node.
    case shorthand(identifier: NodeID)
    case spread(NodeID)
    case parenthesized(NodeID)

    // MARK: Operators

    case unary(op: UnaryOperator, operand: NodeID)
    case update(op: UpdateOperator, isPrefix: Bool, operand: NodeID)
    case binary(op: BinaryOperator, left: NodeID, right: NodeID)
    case logical(op: LogicalOperator, left: NodeID, right: NodeID)
    /// `#name in object`.
    case privateIn(name: NodeID, object: NodeID)
    /// `target` is an identifier, a member expression or, for `=`, a pattern.
    case assignment(op: AssignmentOperator, target: NodeID, value: NodeID)
    case conditional(test: NodeID, consequent: NodeID, alternate: NodeID)
    /// Two or more expressions.
    case sequence(NodeList)
    /// `object.name` and `object.#name`; `property` is `.keyName` or `.privateName`. `isOptional` for `?.`.
    case member(object: NodeID, property: NodeID, isOptional: Bool)
    /// `object[index]`.
    case index(object: NodeID, index: NodeID, isOptional: Bool)
    /// `callee` may be `.superKeyword`; `arguments` may hold `.spread`.
    case call(callee: NodeID, arguments: NodeList, isOptional: Bool)
    case new(callee: NodeID, arguments: NodeList)
    /// The whole of an optional chain: where a `?.` short-circuits to.
    case optionalChain(NodeID)
    case newTarget
    case importMeta
    /// `import(specifier, options)`.
    case importCall(specifier: NodeID, options: NodeID)
    case yield(argument: NodeID, isDelegate: Bool)
    case await(NodeID)

    // MARK: Binding and assignment patterns

    /// A name that is being declared.
    case bindingIdentifier(NameID)
    /// `elements` are targets, `.assignmentPattern`, `.rest` or none for a hole.
    case arrayPattern(elements: NodeList)
    /// `properties` are `.patternProperty` and at most one `.rest`.
    case objectPattern(properties: NodeList)
    /// `key: target`; `key` is a property key, `target` may be an `.assignmentPattern`.
    case patternProperty(key: NodeID, target: NodeID, isShorthand: Bool)
    /// `target = default`.
    case assignmentPattern(target: NodeID, defaultValue: NodeID)
    case rest(NodeID)

    // MARK: Modules

    /// `specifiers` are `.importSpecifier`; `attributes` are `.property` nodes with string values.
    case importDeclaration(specifiers: NodeList, source: NameID, attributes: NodeList)
    /// `imported` is a key name or string; none for `* as local`; `default` is the key name `default`.
    case importSpecifier(imported: NodeID, local: NodeID)
    /// `export { a as b } [from "m"]`; `source` is a `.string` or none; specifiers are `.exportSpecifier`.
    case exportNamed(specifiers: NodeList, source: NodeID, attributes: NodeList)
    case exportSpecifier(local: NodeID, exported: NodeID)
    /// `export const …`, `export function …`, `export class …`.
    case exportDeclaration(NodeID)
    /// `declaration` is a function or class declaration or an expression.
    case exportDefault(NodeID)
    /// `export * [as exported] from "m"`; `exported` is a key or none.
    case exportAll(exported: NodeID, source: NameID, attributes: NodeList)
}

/// The four parts of a `for (;;)` statement, boxed in a list to keep nodes small: initializer, test, update, body.
public struct ForParts: Hashable, Sendable, BitwiseCopyable {
    /// Four children: initializer, test, update, body.
    public let list: NodeList
    /// Wraps a list of four.
    @inlinable public init(list: NodeList) { self.list = list }
}

/// The four parts of a `try` statement: block, parameter, handler, finalizer.
public struct TryParts: Hashable, Sendable, BitwiseCopyable {
    /// Four children: block, parameter, handler, finalizer.
    public let list: NodeList
    /// Wraps a list of four.
    @inlinable public init(list: NodeList) { self.list = list }
}

extension SyntaxTree {
    /// Initializer, test, update and body of a `for` statement.
    @inlinable public func parts(_ parts: ForParts) -> (initializer: NodeID, test: NodeID, update: NodeID, body: NodeID)
    {
        let i = Int(parts.list.start)
        return (lists[i], lists[i + 1], lists[i + 2], lists[i + 3])
    }

    /// Block, parameter, handler and finalizer of a `try` statement.
    @inlinable public func parts(_ parts: TryParts) -> (
        block: NodeID, parameter: NodeID, handler: NodeID, finalizer: NodeID
    ) {
        let i = Int(parts.list.start)
        return (lists[i], lists[i + 1], lists[i + 2], lists[i + 3])
    }
}
