import CodeGuard
import Foundation

/// Makes rules from the options under which a corpus records them.
enum RuleMapping {
    static func rule(_ entry: [String: Any]) throws -> any Rule {
        let name = entry["name"] as? String ?? ""
        let options = entry["options"] as? [String: Any] ?? [:]
        func flag(_ key: String, _ fallback: Bool) -> Bool { options[key] as? Bool ?? fallback }
        switch name {
        case "no-eval": return NoEvalRule()
        case "disallowed-identifier": return DisallowedIdentifierRule(options["disallowed"] as? [String] ?? [])
        case "no-global-access": return NoGlobalAccessRule()
        case "reserved-prefix":
            return ReservedPrefixRule(options["reservedPrefixes"] as? [String] ?? ReservedPrefixRule.prefixesDefault)
        case "unknown-global":
            return UnknownGlobalRule(
                options["allowedGlobals"] as? [String] ?? UnknownGlobalRule.allowedGlobalsDefault,
                allowsStandardGlobals: flag("allowStandardGlobals", true))
        case "no-user-functions":
            return NoUserFunctionsRule(
                allowsArrows: flag("allowArrowFunctions", true),
                allowsExpressions: flag("allowFunctionExpressions", false))
        case "no-call-target-assignment":
            return NoCallTargetAssignmentRule(options["protectedTargets"] as? [String] ?? ["callTool"])
        case "static-call-target": return staticCallTarget(options)
        case "required-function-call": return requiredCall(options)
        case "call-argument-validation": return CallArgumentValidationRule(requirements(options["functions"]))
        case "forbidden-loop": return ForbiddenLoopRule(loops(options))
        case "infinite-loop":
            return InfiniteLoopRule(
                checksFor: flag("checkForLoops", true), checksWhile: flag("checkWhileLoops", true),
                checksDoWhile: flag("checkDoWhile", true))
        case "no-async":
            return NoAsyncRule(
                allowsFunctions: flag("allowAsyncFunctions", false), allowsAwait: flag("allowAwait", false))
        case "unreachable-code": return UnreachableCodeRule()
        case "no-regex-literal":
            return NoRegExpLiteralRule(
                blocksAll: flag("blockAll", false), lengthMax: options["maxPatternLength"] as? Int ?? 200)
        case "no-regex-methods": return NoRegExpMethodsRule()
        case "resource-exhaustion": return ResourceExhaustionRule(resources(options))
        case "no-computed-destructuring": return NoComputedDestructuringRule()
        case "no-json-callbacks": return NoJSONCallbacksRule()
        case "unicode-security": return UnicodeSecurityRule(unicode(options))
        default: throw Record.Problem(description: "no rule is called `\(name)`")
        }
    }

    static func loops(_ options: [String: Any]) -> AllowedLoops {
        func flag(_ key: String) -> Bool { options[key] as? Bool ?? false }
        return AllowedLoops(
            forLoop: flag("allowFor"), whileLoop: flag("allowWhile"), doWhile: flag("allowDoWhile"),
            forOf: flag("allowForOf"), forIn: flag("allowForIn"))
    }

    static func requirements(_ value: Any?) -> [String: ArgumentRequirement] {
        (value as? [String: [String: Any]] ?? [:]).mapValues { entry in
            var requirement = ArgumentRequirement(
                minimum: entry["minArgs"] as? Int, maximum: entry["maxArgs"] as? Int,
                types: entry["expectedTypes"] as? [String] ?? [], message: entry["message"] as? String)
            // Host functions are recorded as text; the ones that are recorded ask for at least one argument.
            if entry["validator"] is String {
                requirement.validator = { $0.isEmpty ? "Must provide arguments" : nil }
            }
            return requirement
        }
    }

    private static func staticCallTarget(_ options: [String: Any]) -> any Rule {
        let allowed = (options["allowedToolNames"] as? [Any])?.compactMap { entry -> ToolNamePattern? in
            if let name = entry as? String { return .exactly(name) }
            guard let pattern = (entry as? [String: Any])?["$regexp"] as? String else { return nil }
            let body = String(pattern.dropFirst().prefix { $0 != "/" })
            return .matching(pattern) { $0.range(of: body, options: .regularExpression) != nil }
        }
        return StaticCallTargetRule(
            targets: options["targetFunctions"] as? [String] ?? ["callTool", "__safe_callTool"],
            position: options["argumentPosition"] as? Int ?? 0, allowed: allowed)
    }

    private static func requiredCall(_ options: [String: Any]) -> any Rule {
        RequiredFunctionCallRule(
            options["required"] as? [String] ?? [], minimum: options["minCalls"] as? Int ?? 1,
            maximum: options["maxCalls"] as? Int ?? 0, mode: options["mode"] as? String == "any" ? .any : .all)
    }

    private static func resources(_ given: [String: Any]) -> ResourceExhaustionRule.Options {
        var options = ResourceExhaustionRule.Options()
        options.bigIntExponentMax = given["maxBigIntExponent"] as? Int ?? options.bigIntExponentMax
        options.arraySizeMax = given["maxArraySize"] as? Int ?? options.arraySizeMax
        options.arrayFillMax = given["maxArrayFillSize"] as? Int ?? options.arrayFillMax
        options.stringRepeatMax = given["maxStringRepeat"] as? Int ?? options.stringRepeatMax
        options.blocksConstructorAccess = given["blockConstructorAccess"] as? Bool ?? true
        options.blocksBigIntPowers = given["blockBigIntExponentiation"] as? Bool ?? false
        options.allowsDynamicArrayFill = given["allowDynamicArrayFill"] as? Bool ?? false
        return options
    }

    private static func unicode(_ given: [String: Any]) -> UnicodeSecurityRule.Options {
        var options = UnicodeSecurityRule.Options()
        func flag(_ key: String, _ fallback: Bool) -> Bool { given[key] as? Bool ?? fallback }
        options.blocksZeroWidth = flag("blockZeroWidth", true)
        options.blocksBidirectional = flag("blockBidi", true)
        options.blocksHomoglyphs = flag("blockHomoglyphs", true)
        options.blocksInvisible = flag("blockInvisible", true)
        options.checksComments = flag("checkComments", true)
        options.checksStrings = flag("checkStringLiterals", false)
        options.checksTemplates = flag("checkTemplateLiterals", false)
        let allowed = (given["allowedCharacters"] as? [String: Any])?["$set"] ?? given["allowedCharacters"]
        options.allowedCharacters = Set((allowed as? [String] ?? []).flatMap(\.unicodeScalars))
        return options
    }
}
