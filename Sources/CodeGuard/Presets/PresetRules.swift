/// The rules of each preset, in the order in which they report.
enum PresetRules {
    static func rules(_ policy: GuardPolicy) -> [any Rule] {
        switch policy.effectivePreset {
        case .agentscript: agentscript(policy, policy.options)
        case .babel: babel(policy)
        case .javascript: javascript(policy.options)
        case .strict: strict(policy.options)
        case .secure: secure(policy.options)
        case .standard: standard(policy.options)
        case .permissive: permissive(policy.options)
        case .none: []
        }
    }

    // MARK: Agent programs

    private static func agentscript(_ policy: GuardPolicy, _ options: PresetOptions) -> [any Rule] {
        let globals = (options.allowedGlobals ?? GlobalAllowLists.names(policy)) + options.hostGlobals
        let refused = agentScriptRefused(policy, options, globals)
        var rules: [any Rule] = [
            NoEvalRule(),
            ReservedPrefixRule(options.reservedPrefixes ?? ReservedPrefixRule.prefixesDefault),
            UnknownGlobalRule(globals, allowsStandardGlobals: false),
            NoUserFunctionsRule(allowsArrows: options.allowsArrowFunctions),
            NoGlobalAccessRule(),
            DisallowedIdentifierRule(refused),
            ForbiddenLoopRule(options.allowedLoops ?? .bounded),
            InfiniteLoopRule(),
        ]
        if let requirement = options.callToolValidation {
            rules.append(CallArgumentValidationRule(["callTool": requirement]))
        }
        rules.append(UnreachableCodeRule())
        if options.requiresStaticCallTarget { rules.append(StaticCallTargetRule(allowed: options.allowedToolNames)) }
        if options.requiresCallTool { rules.append(RequiredFunctionCallRule(["callTool"])) }
        rules.append(NoRegExpLiteralRule(blocksAll: policy.profile == .reference))
        rules.append(NoRegExpMethodsRule())
        rules.append(NoComputedDestructuringRule())
        var resources = ResourceExhaustionRule.Options()
        resources.allowsDynamicArrayFill = options.allowsDynamicArrayFill || policy.profile == .enclave
        rules.append(ResourceExhaustionRule(resources))
        rules.append(NoJSONCallbacksRule())
        return rules
    }

    /// The preset's list without what the policy allows by name, and with what it adds.
    private static func agentScriptRefused(
        _ policy: GuardPolicy, _ options: PresetOptions, _ globals: [String]
    ) -> [String] {
        let allowed = Set(globals)
        let kept = NameLists.agentscript.filter { !allowed.contains($0) }
        return kept + options.additionalDisallowedIdentifiers.filter { !kept.contains($0) }
    }

    private static func babel(_ policy: GuardPolicy) -> [any Rule] {
        var options = policy.options
        let listed = options.allowedGlobals ?? (policy.form == .agentProgram ? GlobalAllowLists.names(policy) : [])
        options.allowedGlobals = listed + ["Babel", "__safe_Babel"]
        return agentscript(policy, options)
    }

    private static func javascript(_ options: PresetOptions) -> [any Rule] {
        [
            NoEvalRule(),
            ReservedPrefixRule(options.reservedPrefixes ?? ReservedPrefixRule.prefixesDefault),
            NoCallTargetAssignmentRule(NameLists.protected),
            DisallowedIdentifierRule(NameLists.javascript + options.additionalDisallowedIdentifiers),
            UnreachableCodeRule(),
        ]
    }

    // MARK: General presets

    private static func strict(_ options: PresetOptions) -> [any Rule] {
        [
            NoEvalRule(),
            NoGlobalAccessRule(),
            DisallowedIdentifierRule(NameLists.strict + options.additionalDisallowedIdentifiers),
            ForbiddenLoopRule(options.allowedLoops ?? .none),
            NoAsyncRule(
                allowsFunctions: options.allowsAsyncFunctions ?? false, allowsAwait: options.allowsAwait ?? false),
        ] + argumentRules(options) + [UnreachableCodeRule()] + requiredCalls(options) + [
            NoRegExpLiteralRule(lengthMax: 100), NoRegExpMethodsRule(),
        ]
    }

    private static func secure(_ options: PresetOptions) -> [any Rule] {
        [
            NoEvalRule(),
            DisallowedIdentifierRule(NameLists.secure + options.additionalDisallowedIdentifiers),
            ForbiddenLoopRule(options.allowedLoops ?? .bounded),
            NoAsyncRule(
                allowsFunctions: options.allowsAsyncFunctions ?? false, allowsAwait: options.allowsAwait ?? true),
        ] + argumentRules(options) + [UnreachableCodeRule()] + requiredCalls(options) + [
            NoRegExpLiteralRule(lengthMax: 200), NoRegExpMethodsRule(),
        ]
    }

    private static func standard(_ options: PresetOptions) -> [any Rule] {
        let loops = AllowedLoops(forLoop: true, forOf: true, forIn: true)
        return [
            NoEvalRule(),
            DisallowedIdentifierRule(NameLists.standard + options.additionalDisallowedIdentifiers),
            ForbiddenLoopRule(options.allowedLoops ?? loops),
            NoAsyncRule(
                allowsFunctions: options.allowsAsyncFunctions ?? true, allowsAwait: options.allowsAwait ?? true),
        ] + argumentRules(options) + [UnreachableCodeRule()] + requiredCalls(options)
    }

    private static func permissive(_ options: PresetOptions) -> [any Rule] {
        var rules: [any Rule] = [NoEvalRule()]
        let names = options.additionalDisallowedIdentifiers
        if !names.isEmpty { rules.append(DisallowedIdentifierRule(names)) }
        return rules + argumentRules(options) + [UnreachableCodeRule()] + requiredCalls(options)
    }

    private static func argumentRules(_ options: PresetOptions) -> [any Rule] {
        options.functionArgumentRules.isEmpty ? [] : [CallArgumentValidationRule(options.functionArgumentRules)]
    }

    private static func requiredCalls(_ options: PresetOptions) -> [any Rule] {
        if options.requiredFunctions.isEmpty { return [] }
        return [
            RequiredFunctionCallRule(
                options.requiredFunctions, minimum: options.functionCallsMin, maximum: options.functionCallsMax)
        ]
    }
}
