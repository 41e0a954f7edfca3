package import JavaScriptSyntax

/// The kinds of `Syntax` nodes without their payloads: what a rule says it wants to see.
package enum NodeKind: UInt8, Sendable, Hashable, CaseIterable {
    case empty
    case program, directive, block, emptyStatement, expressionStatement, ifStatement, forStatement, forIn, forOf
    case whileStatement, doWhile, continueStatement, breakStatement, returnStatement, withStatement
    case switchStatement, switchCase, labeled, throwStatement, tryStatement, debuggerStatement
    case variableDeclaration, declarator, functionDeclaration, classDeclaration, function, functionBody
    case classExpression, method, field, staticBlock, keyName, keyString, keyNumber, keyBigInt, keyComputed
    case privateName, identifier, number, string, bigint, boolean, null, regexp, template, taggedTemplate
    case templateElement, this, superKeyword, array, object, property, shorthand, spread, parenthesized, unary
    case update, binary, logical, privateIn, assignment, conditional, sequence, member, index, call, new
    case optionalChain, newTarget, importMeta, importCall, yield, await, bindingIdentifier, arrayPattern
    case objectPattern, patternProperty, assignmentPattern, rest, importDeclaration, importSpecifier
    case exportNamed, exportSpecifier, exportDeclaration, exportDefault, exportAll
}

extension Syntax {
    /// Which kind of node this is.
    package var kind: NodeKind {
        statementKind ?? expressionKind
    }

    @inline(__always)
    private var statementKind: NodeKind? {
        switch self {
        case .empty: .empty
        case .program: .program
        case .directive: .directive
        case .block: .block
        case .emptyStatement: .emptyStatement
        case .expressionStatement: .expressionStatement
        case .ifStatement: .ifStatement
        case .forStatement: .forStatement
        case .forIn: .forIn
        case .forOf: .forOf
        case .whileStatement: .whileStatement
        case .doWhile: .doWhile
        case .continueStatement: .continueStatement
        case .breakStatement: .breakStatement
        case .returnStatement: .returnStatement
        case .withStatement: .withStatement
        case .switchStatement: .switchStatement
        case .switchCase: .switchCase
        case .labeled: .labeled
        case .throwStatement: .throwStatement
        case .tryStatement: .tryStatement
        case .debuggerStatement: .debuggerStatement
        case .variableDeclaration: .variableDeclaration
        case .declarator: .declarator
        case .functionDeclaration: .functionDeclaration
        case .classDeclaration: .classDeclaration
        case .function: .function
        case .functionBody: .functionBody
        case .classExpression: .classExpression
        case .method: .method
        case .field: .field
        case .staticBlock: .staticBlock
        default: nil
        }
    }

    @inline(__always)
    private var expressionKind: NodeKind {
        switch self {
        case .keyName: .keyName
        case .keyString: .keyString
        case .keyNumber: .keyNumber
        case .keyBigInt: .keyBigInt
        case .keyComputed: .keyComputed
        case .privateName: .privateName
        case .identifier: .identifier
        case .number: .number
        case .string: .string
        case .bigint: .bigint
        case .boolean: .boolean
        case .null: .null
        case .regexp: .regexp
        case .template: .template
        case .taggedTemplate: .taggedTemplate
        case .templateElement: .templateElement
        case .this: .this
        case .superKeyword: .superKeyword
        case .array: .array
        case .object: .object
        case .property: .property
        case .shorthand: .shorthand
        case .spread: .spread
        case .parenthesized: .parenthesized
        case .unary: .unary
        case .update: .update
        case .binary: .binary
        case .logical: .logical
        case .privateIn: .privateIn
        case .assignment: .assignment
        case .conditional: .conditional
        case .sequence: .sequence
        case .member: .member
        case .index: .index
        case .call: .call
        case .new: .new
        case .optionalChain: .optionalChain
        case .newTarget: .newTarget
        case .importMeta: .importMeta
        case .importCall: .importCall
        case .yield: .yield
        case .await: .await
        case .bindingIdentifier: .bindingIdentifier
        case .arrayPattern: .arrayPattern
        case .objectPattern: .objectPattern
        case .patternProperty: .patternProperty
        case .assignmentPattern: .assignmentPattern
        case .rest: .rest
        case .importDeclaration: .importDeclaration
        case .importSpecifier: .importSpecifier
        case .exportNamed: .exportNamed
        case .exportSpecifier: .exportSpecifier
        case .exportDeclaration: .exportDeclaration
        case .exportDefault: .exportDefault
        case .exportAll: .exportAll
        default: .empty
        }
    }
}
