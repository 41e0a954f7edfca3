extension Syntax {
    /// The case's name.
    var dumpName: String {
        dumpedStatement ?? dumpedDefinition ?? dumpedExpression ?? dumpedPattern ?? "empty"
    }

    private var dumpedStatement: String? {
        switch self {
        case .program: "program"
        case .directive: "directive"
        case .block: "block"
        case .emptyStatement: "emptyStatement"
        case .expressionStatement: "expressionStatement"
        case .ifStatement: "ifStatement"
        case .forStatement: "forStatement"
        case .forIn: "forIn"
        case .forOf: "forOf"
        case .whileStatement: "whileStatement"
        case .doWhile: "doWhile"
        case .continueStatement: "continueStatement"
        case .breakStatement: "breakStatement"
        case .returnStatement: "returnStatement"
        case .withStatement: "withStatement"
        case .switchStatement: "switchStatement"
        case .switchCase: "switchCase"
        case .labeled: "labeled"
        case .throwStatement: "throwStatement"
        case .tryStatement: "tryStatement"
        case .debuggerStatement: "debuggerStatement"
        case .variableDeclaration: "variableDeclaration"
        case .declarator: "declarator"
        case .functionDeclaration: "functionDeclaration"
        case .classDeclaration: "classDeclaration"
        default: nil
        }
    }

    private var dumpedDefinition: String? {
        switch self {
        case .function: "function"
        case .functionBody: "functionBody"
        case .classExpression: "classExpression"
        case .method: "method"
        case .field: "field"
        case .staticBlock: "staticBlock"
        case .keyName: "keyName"
        case .keyString: "keyString"
        case .keyNumber: "keyNumber"
        case .keyBigInt: "keyBigInt"
        case .keyComputed: "keyComputed"
        case .privateName: "privateName"
        default: nil
        }
    }

    private var dumpedExpression: String? {
        switch self {
        case .identifier: "identifier"
        case .number: "number"
        case .string: "string"
        case .bigint: "bigint"
        case .boolean: "boolean"
        case .null: "null"
        case .regexp: "regexp"
        case .template: "template"
        case .taggedTemplate: "taggedTemplate"
        case .templateElement: "templateElement"
        case .this: "this"
        case .superKeyword: "superKeyword"
        case .array: "array"
        case .object: "object"
        case .property: "property"
        case .shorthand: "shorthand"
        case .spread: "spread"
        case .parenthesized: "parenthesized"
        case .unary: "unary"
        case .update: "update"
        case .binary: "binary"
        case .logical: "logical"
        case .privateIn: "privateIn"
        case .assignment: "assignment"
        case .conditional: "conditional"
        case .sequence: "sequence"
        case .member: "member"
        case .index: "index"
        case .call: "call"
        case .new: "new"
        case .optionalChain: "optionalChain"
        case .newTarget: "newTarget"
        case .importMeta: "importMeta"
        case .importCall: "importCall"
        case .yield: "yield"
        case .await: "await"
        default: nil
        }
    }

    private var dumpedPattern: String? {
        switch self {
        case .bindingIdentifier: "bindingIdentifier"
        case .arrayPattern: "arrayPattern"
        case .objectPattern: "objectPattern"
        case .patternProperty: "patternProperty"
        case .assignmentPattern: "assignmentPattern"
        case .rest: "rest"
        case .importDeclaration: "importDeclaration"
        case .importSpecifier: "importSpecifier"
        case .exportNamed: "exportNamed"
        case .exportSpecifier: "exportSpecifier"
        case .exportDeclaration: "exportDeclaration"
        case .exportDefault: "exportDefault"
        case .exportAll: "exportAll"
        default: nil
        }
    }
}
