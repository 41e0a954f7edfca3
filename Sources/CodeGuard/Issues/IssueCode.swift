/// The stable names of all findings; the raw value is what reports and error payloads carry.
package enum IssueCode: String, Sendable, Hashable, CaseIterable {
    // The text as a whole
    case invalidSource = "INVALID_SOURCE"
    case parseError = "PARSE_ERROR"
    case transformError = "TRANSFORM_ERROR"

    // Layer 0
    case preScanInputTooLarge = "PRESCANNER_INPUT_TOO_LARGE"
    case preScanNullByte = "PRESCANNER_NULL_BYTE"
    case preScanLineTooLong = "PRESCANNER_LINE_TOO_LONG"
    case preScanTooManyLines = "PRESCANNER_TOO_MANY_LINES"
    case preScanBidirectional = "PRESCANNER_BIDI_ATTACK"
    case preScanUnicode = "PRESCANNER_UNICODE_SUSPICIOUS"
    case preScanHomograph = "PRESCANNER_HOMOGRAPH"
    case preScanNesting = "PRESCANNER_NESTING_OVERFLOW"
    case preScanOperators = "PRESCANNER_OPERATOR_SPAM"
    case preScanRegExpCount = "PRESCANNER_REGEX_COUNT"
    case preScanRegExpBlocked = "PRESCANNER_REGEX_BLOCKED"
    case preScanRegExpTooLong = "PRESCANNER_REGEX_TOO_LONG"
    case preScanReDoS = "PRESCANNER_REDOS"
    case preScanStringTooLong = "PRESCANNER_STRING_TOO_LONG"
    case preScanStringTotal = "PRESCANNER_STRING_TOTAL"

    // Code from strings, and names
    case noEval = "NO_EVAL"
    case disallowedIdentifier = "DISALLOWED_IDENTIFIER"
    case noGlobalAccess = "NO_GLOBAL_ACCESS"
    case noConstructorAccess = "NO_CONSTRUCTOR_ACCESS"
    case noGlobalDestructure = "NO_GLOBAL_DESTRUCTURE"
    case noReflectAPI = "NO_REFLECT_API"
    case noMetaProgramming = "NO_META_PROGRAMMING"
    case reservedPrefix = "RESERVED_PREFIX"
    case reservedPrefixAssignment = "RESERVED_PREFIX_ASSIGNMENT"
    case reservedPrefixMemberAssignment = "RESERVED_PREFIX_MEMBER_ASSIGNMENT"
    case unknownGlobal = "UNKNOWN_GLOBAL"

    // Functions and calls
    case noUserFunctionDeclaration = "NO_USER_FUNCTION_DECLARATION"
    case noUserFunctionExpression = "NO_USER_FUNCTION_EXPRESSION"
    case noUserArrowFunction = "NO_USER_ARROW_FUNCTION"
    case noUserMethodDefinition = "NO_USER_METHOD_DEFINITION"
    case noUserMethodShorthand = "NO_USER_METHOD_SHORTHAND"
    case noCallTargetAssignment = "NO_CALL_TARGET_ASSIGNMENT"
    case missingCallTarget = "MISSING_CALL_TARGET"
    case dynamicCallTarget = "DYNAMIC_CALL_TARGET"
    case unknownToolName = "UNKNOWN_TOOL_NAME"
    case requiredFunctionNotCalled = "REQUIRED_FUNCTION_NOT_CALLED"
    case functionCalledTooManyTimes = "FUNCTION_CALLED_TOO_MANY_TIMES"
    case invalidArgumentCount = "INVALID_ARGUMENT_COUNT"
    case invalidArgumentType = "INVALID_ARGUMENT_TYPE"
    case customArgumentValidationFailed = "CUSTOM_ARGUMENT_VALIDATION_FAILED"

    // Control flow
    case forbiddenLoop = "FORBIDDEN_LOOP"
    case infiniteLoop = "INFINITE_LOOP"
    case noAsync = "NO_ASYNC"
    case noAwait = "NO_AWAIT"
    case unreachableCode = "UNREACHABLE_CODE"

    // Regular expressions and resources
    case noRegExpLiteral = "NO_REGEX_LITERAL"
    case regExpTooLong = "REGEX_TOO_LONG"
    case regExpReDoSVulnerable = "REGEX_REDOS_VULNERABLE"
    case regExpReDoSSuspicious = "REGEX_REDOS_SUSPICIOUS"
    case regExpDynamicPattern = "REGEX_DYNAMIC_PATTERN"
    case noRegExpMethod = "NO_REGEX_METHOD"
    case regExpMethodDynamic = "REGEX_METHOD_DYNAMIC"
    case resourceExhaustion = "RESOURCE_EXHAUSTION"
    case constructorAccess = "CONSTRUCTOR_ACCESS"
    case noComputedDestructuring = "NO_COMPUTED_DESTRUCTURING"
    case noDangerousDestructuring = "NO_DANGEROUS_DESTRUCTURING"
    case jsonCallbackNotAllowed = "JSON_CALLBACK_NOT_ALLOWED"

    // Characters
    case unicodeBidirectional = "UNICODE_BIDI_ATTACK"
    case unicodeZeroWidth = "UNICODE_ZERO_WIDTH"
    case unicodeInvisible = "UNICODE_INVISIBLE"
    case unicodeHomoglyph = "UNICODE_HOMOGLYPH"

    /// A finding of a rule that the host wrote.
    case custom = "CUSTOM_RULE"
}
