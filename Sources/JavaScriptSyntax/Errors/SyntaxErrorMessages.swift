extension SyntaxError {
    /// The wording of each code; `%` stands for the token or name it is about. Where V8 has a wording, it is V8's.
    static func template(for code: Code) -> String {
        lexicalTemplate(for: code) ?? tokenTemplate(for: code) ?? declarationTemplate(for: code)
            ?? expressionTemplate(for: code) ?? structureTemplate(for: code) ?? code.rawValue
    }

    private static func lexicalTemplate(for code: Code) -> String? {
        switch code {
        case .invalidUTF8: "Source text is not valid UTF-8"
        case .sourceTooLong: "Source text is longer than % bytes"
        case .tooDense: "Program is too dense: checking it would take more than % times its length in memory"
        case .nestingTooDeep: "Source text is nested more than % levels deep"
        case .bigIntTooLong: "BigInt literal has more than % digits"
        case .invalidCharacter: "Invalid or unexpected token"
        case .unterminatedComment: "Unterminated comment"
        case .unterminatedString: "Unterminated string literal"
        case .unterminatedTemplate: "Unterminated template literal"
        case .unterminatedRegExp: "Invalid regular expression: missing /"
        case .invalidRegExpFlags: "Invalid regular expression flags '%'"
        case .invalidRegExpPattern: "Invalid regular expression: %"
        case .invalidHexEscape: "Invalid hexadecimal escape sequence"
        case .invalidUnicodeEscape: "Invalid Unicode escape sequence"
        case .codePointOutOfRange: "Undefined Unicode code-point"
        case .invalidIdentifierEscape: "Unicode escape does not stand for an identifier character"
        case .octalEscapeInTemplate: "Octal escape sequences are not allowed in template strings"
        case .invalidTemplateEscape: "\\8 and \\9 are not allowed in template strings"
        case .invalidNumber: "Invalid number"
        case .identifierAfterNumber: "Identifier or digit directly after number"
        case .numericSeparator: "Numeric separators are only allowed between two digits"
        case .missingExponent: "Missing digits in exponent of number"
        case .invalidBigInt: "Invalid BigInt syntax"
        case .missingPrivateName: "Missing name after '#'"
        default: nil
        }
    }

    private static func tokenTemplate(for code: Code) -> String? {
        switch code {
        case .unexpectedToken: "Unexpected token '%'"
        case .unexpectedEnd: "Unexpected end of input"
        case .unexpectedNumber: "Unexpected number"
        case .unexpectedString: "Unexpected string"
        case .unexpectedTemplate: "Unexpected template string"
        case .unexpectedIdentifier: "Unexpected identifier '%'"
        case .unexpectedReservedWord: "Unexpected reserved word"
        case .unexpectedStrictReservedWord: "Unexpected strict mode reserved word '%'"
        case .unexpectedEvalOrArguments: "Unexpected eval or arguments in strict mode"
        case .escapedKeyword: "Keyword must not contain escaped characters"
        case .missingCloseParenthesis: "missing ) after argument list"
        case .missingFunctionName: "Function statements require a function name"
        case .missingInitializer: "Missing initializer in % declaration"
        case .missingCatchOrFinally: "Missing catch or finally after try"
        case .lineTerminatorAfterThrow: "Illegal newline after throw"
        case .lineTerminatorBeforeArrow: "Illegal newline before '=>'"
        case .legacyOctalLiteral: "Octal literals are not allowed in strict mode."
        case .legacyOctalEscape: "Octal escape sequences are not allowed in strict mode."
        case .legacyDecimalLiteral: "Decimals with leading zeros are not allowed in strict mode."
        case .withInStrictMode: "Strict mode code may not include a with statement"
        case .deleteIdentifier: "Delete of an unqualified identifier in strict mode."
        case .deletePrivateName: "Private fields can not be deleted"
        case .useStrictWithComplexParameters:
            "Illegal 'use strict' directive in function with non-simple parameter list"
        case .functionInStatementPosition:
            "In strict mode code, functions can only be declared at top level or inside a block."
        default: nil
        }
    }

    private static func declarationTemplate(for code: Code) -> String? {
        switch code {
        case .alreadyDeclared: "Identifier '%' has already been declared"
        case .duplicateParameter: "Duplicate parameter name '%' not allowed in this context"
        case .letBoundName: "let is disallowed as a lexically bound name"
        case .restNotLast: "Rest element must be last element"
        case .restTrailingComma: "Rest parameter or element may not have a trailing comma"
        case .restInitializer: "Rest parameter or element may not have a default initializer"
        case .invalidDestructuringTarget: "Invalid destructuring assignment target"
        case .invalidObjectRest: "`...` must be followed by an assignable reference in assignment contexts"
        case .invalidParenthesizedPattern: "Invalid destructuring assignment target: parenthesized pattern"
        case .lexicalDeclarationInStatementPosition: "Lexical declaration cannot appear in a single-statement context"
        case .classInStatementPosition: "Class declaration cannot appear in a single-statement context"
        case .generatorInStatementPosition: "Generators can only be declared at the top level or inside a block"
        case .asyncInStatementPosition: "Async functions can only be declared at the top level or inside a block."
        case .labelledFunctionInStatementPosition: "Labelled function declaration cannot appear here"
        case .forInitializer: "% loop variable declaration may not have an initializer."
        case .forMultipleBindings: "Invalid left-hand side in % loop: Must have a single binding."
        case .forOfAsync: "The left-hand side of a for-of loop may not be 'async'."
        case .forOfLet: "The left-hand side of a for-of loop may not start with 'let'."
        default: nil
        }
    }

    private static func expressionTemplate(for code: Code) -> String? {
        switch code {
        case .invalidAssignmentTarget, .invalidCompoundTarget: "Invalid left-hand side in assignment"
        case .invalidUpdateTarget: "Invalid left-hand side expression in % operation"
        case .invalidForTarget: "Invalid left-hand side in for-loop"
        case .coverInitializedName: "Invalid shorthand property initializer"
        case .duplicateProto: "Duplicate __proto__ fields are not allowed in object literals"
        case .mixedNullish: "'??' cannot be mixed with '&&' or '||' without parentheses"
        case .unaryBeforeExponent:
            "Unary operator used immediately before exponentiation expression. "
                + "Parenthesis must be used to disambiguate operator precedence"
        case .optionalChainInNew: "Invalid optional chain from new expression"
        case .optionalChainTemplate: "Invalid tagged template on optional chain"
        case .invalidArrowParameters: "Malformed arrow function parameter list"
        case .privateNameOutsideIn: "Unexpected private name '#%'"
        case .importCallInNew: "Cannot use new with import"
        case .importCallArity: "import() requires a specifier and at most one options argument"
        case .importCallSpread: "... is not allowed in import()"
        default: nil
        }
    }

    private static func structureTemplate(for code: Code) -> String? {
        switch code {
        case .illegalReturn: "Illegal return statement"
        case .awaitInParameters: "Illegal await-expression in formal parameters of async function"
        case .yieldInParameters: "Yield expression not allowed in formal parameter"
        case .awaitAsIdentifier: "'await' is reserved here and cannot be an identifier"
        case .yieldAsIdentifier: "'yield' is reserved here and cannot be an identifier"
        case .awaitInStaticBlock: "await is not allowed in a class static initialization block"
        case .awaitOutsideAsync: "await is only valid in async functions and the top level bodies of modules"
        case .newTargetOutsideFunction: "new.target expression is not allowed here"
        case .superOutsideMethod, .superCallOutsideConstructor: "'super' keyword unexpected here"
        case .importMetaOutsideModule: "Cannot use 'import.meta' outside a module"
        case .getterParameters: "Getter must not have any formal parameters."
        case .setterParameters: "Setter must have exactly one formal parameter."
        case .setterRestParameter: "Setter function argument must not be a rest parameter"
        case .argumentsInInitializer:
            "'arguments' is not allowed in class field initializer or static initialization block"
        case .duplicateConstructor: "A class may only have one constructor"
        case .constructorIsAccessor: "Class constructor may not be an accessor"
        case .constructorIsGenerator: "Class constructor may not be a generator"
        case .constructorIsAsync: "Class constructor may not be an async method"
        case .constructorField: "Classes may not have a field named '%'"
        case .staticPrototype: "Classes may not have a static property named 'prototype'"
        case .privateConstructor: "Classes may not have a private field named '#constructor'"
        case .duplicatePrivateName: "Identifier '#%' has already been declared"
        case .undeclaredPrivateName: "Private field '#%' must be declared in an enclosing class"
        case .undefinedLabel: "Undefined label '%'"
        case .duplicateLabel: "Label '%' has already been declared"
        case .illegalBreak: "Illegal break statement"
        case .illegalContinue: "Illegal continue statement: no surrounding iteration statement"
        case .continueNotLoop: "Illegal continue statement: '%' does not denote an iteration statement"
        case .duplicateDefault: "More than one default clause in switch statement"
        case .importOutsideModule: "Cannot use import statement outside a module"
        case .exportOutsideModule: "Unexpected token 'export': only modules may export"
        case .declarationNotAtTopLevel: "'%' declarations may only appear at top level of a module"
        case .duplicateExport: "Duplicate export of '%'"
        case .unresolvableExport: "Export '%' is not defined in module"
        case .exportKeywordName: "Unexpected reserved word '%' as the local name of an export"
        case .exportStringName: "A string cannot be used as an exported binding without 'from'"
        case .importStringName: "A string cannot be used as an imported binding without 'as'"
        case .malformedModuleName: "Module import or export name is not a well-formed Unicode string"
        case .duplicateImportAttribute: "Import attributes has a duplicate key '%'"
        default: nil
        }
    }
}
