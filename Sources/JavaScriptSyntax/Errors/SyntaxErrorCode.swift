extension SyntaxError {
    /// What is wrong with a text. The raw value is stable and fit for machine-readable output.
    public enum Code: String, Sendable, Hashable, CaseIterable, BitwiseCopyable {
        // Text and limits
        case invalidUTF8, sourceTooLong, nestingTooDeep, tooDense, bigIntTooLong

        // Tokens
        case invalidCharacter, unterminatedComment, unterminatedString, unterminatedTemplate, unterminatedRegExp
        case invalidRegExpFlags, invalidRegExpPattern
        case invalidHexEscape, invalidUnicodeEscape, codePointOutOfRange, invalidIdentifierEscape
        case octalEscapeInTemplate, invalidTemplateEscape
        case invalidNumber, identifierAfterNumber, numericSeparator, missingExponent, invalidBigInt
        case missingPrivateName

        // Unexpected tokens
        case unexpectedToken, unexpectedEnd, unexpectedNumber, unexpectedString, unexpectedTemplate,
            unexpectedIdentifier
        case unexpectedReservedWord, unexpectedStrictReservedWord, unexpectedEvalOrArguments, escapedKeyword
        case missingCloseParenthesis, missingFunctionName, missingInitializer, missingCatchOrFinally
        case lineTerminatorAfterThrow, lineTerminatorBeforeArrow

        // Strict mode
        case legacyOctalLiteral, legacyOctalEscape, legacyDecimalLiteral, withInStrictMode, deleteIdentifier
        case deletePrivateName, useStrictWithComplexParameters, functionInStatementPosition

        // Declarations and bindings
        case alreadyDeclared, duplicateParameter, letBoundName, restNotLast, restTrailingComma, restInitializer
        case invalidDestructuringTarget, invalidObjectRest, invalidParenthesizedPattern
        case lexicalDeclarationInStatementPosition, classInStatementPosition, generatorInStatementPosition
        case asyncInStatementPosition, labelledFunctionInStatementPosition
        case forInitializer, forMultipleBindings, forOfAsync, forOfLet

        // Expressions
        case invalidAssignmentTarget, invalidUpdateTarget, invalidForTarget, invalidCompoundTarget
        case coverInitializedName, duplicateProto, mixedNullish, unaryBeforeExponent
        case optionalChainInNew, optionalChainTemplate, invalidArrowParameters, privateNameOutsideIn
        case importCallInNew, importCallArity, importCallSpread

        // Functions
        case illegalReturn, awaitInParameters, yieldInParameters, awaitAsIdentifier, yieldAsIdentifier
        case awaitInStaticBlock, awaitOutsideAsync
        case newTargetOutsideFunction, superOutsideMethod, superCallOutsideConstructor, importMetaOutsideModule
        case getterParameters, setterParameters, setterRestParameter
        case argumentsInInitializer

        // Classes
        case duplicateConstructor, constructorIsAccessor, constructorIsGenerator, constructorIsAsync
        case constructorField, staticPrototype, privateConstructor, duplicatePrivateName, undeclaredPrivateName

        // Statements
        case undefinedLabel, duplicateLabel, illegalBreak, illegalContinue, continueNotLoop, duplicateDefault

        // Modules
        case importOutsideModule, exportOutsideModule, declarationNotAtTopLevel, duplicateExport, unresolvableExport
        case exportKeywordName, exportStringName, importStringName, malformedModuleName, duplicateImportAttribute
    }

    /// The message for a code; `%` stands for the token or name it is about.
    static func message(_ code: Code, argument: String) -> String {
        template(for: code).split(separator: "%", omittingEmptySubsequences: false).joined(separator: argument)
    }
}
