import CodeGuard
import Foundation

/// Turns a record's configuration into a policy of ours.
enum PolicyMapping {
    static func policy(for record: Record, profile: GuardProfile) throws -> GuardPolicy {
        let level = record.securityLevel.flatMap(GuardLevel.init(rawValue:)) ?? .standard
        var policy = GuardPolicy(profile: profile, level: level, preset: preset(record))
        policy.form = form(record)
        policy.options = options(record)
        if let preScan = record.config["preScan"] as? [String: Any] { policy.preScan = limits(preScan) }
        policy.scoring = scoring(record)
        for (name, value) in record.config["rules"] as? [String: Any] ?? [:] { policy.rules[name] = setting(value) }
        if let list = record.rules {
            policy.customRules = try list.map(RuleMapping.rule)
            for rule in policy.customRules where policy.rules[rule.name]?.isEnabled == nil {
                policy.rules[rule.name, default: RuleSetting()].isEnabled = true
            }
        }
        if let most = record.config["maxIssues"] as? Int, most > 0 { policy.issuesMax = most }
        policy.stopsAtFirstError = record.config["stopOnFirstError"] as? Bool ?? false
        return policy
    }

    private static func preset(_ record: Record) -> GuardPreset {
        record.rules != nil ? .none : GuardPreset(rawValue: record.preset) ?? .agentscript
    }

    private static func form(_ record: Record) -> ProgramForm {
        if record.isWholeRun { return .agentProgram }
        let options = record.config["parseOptions"] as? [String: Any] ?? [:]
        if options["sourceType"] as? String == "module" { return .module }
        let isBody = options["allowReturnOutsideFunction"] as? Bool ?? false
        return isBody ? .functionBody : .script
    }

    private static func limits(_ given: [String: Any]) -> PreScanPolicy {
        if given["enabled"] as? Bool == false { return .off }
        let preset = (given["preset"] as? String).flatMap(PreScanPreset.init(rawValue:))
        let changes = given["config"] as? [String: Any] ?? [:]
        if preset == nil, changes.isEmpty { return .automatic }
        var limits = PreScanLimits(preset ?? .standard)
        let numbers: KeyValuePairs<String, WritableKeyPath<PreScanLimits, Int>> = [
            "maxInputSize": \.inputBytesMax, "maxLineLength": \.lineLengthMax, "maxLines": \.linesMax,
            "maxNestingDepth": \.nestingDepthMax, "maxConsecutiveOperators": \.consecutiveOperatorsMax,
            "maxRegexLength": \.regExpLengthMax, "maxRegexCount": \.regExpCountMax,
            "maxStringLength": \.stringLengthMax, "maxTotalStringContent": \.stringTotalMax,
        ]
        for (name, path) in numbers { if let value = changes[name] as? Int { limits[keyPath: path] = value } }
        let flags: KeyValuePairs<String, WritableKeyPath<PreScanLimits, Bool>> = [
            "unicodePreCheck": \.checksUnicode, "blockBidiPatterns": \.blocksBidirectional,
            "blockInvisibleChars": \.blocksInvisible,
        ]
        for (name, path) in flags { if let value = changes[name] as? Bool { limits[keyPath: path] = value } }
        if let mode = (changes["regexMode"] as? String).flatMap(RegExpMode.init(rawValue:)) { limits.regExpMode = mode }
        if let level = (changes["regexAnalysisLevel"] as? String).flatMap(ReDoSLevel.init(rawValue:)) {
            limits.regExpAnalysisLevel = level
        }
        return .limits(limits)
    }

    /// The gate, where a run has one that needs no model.
    private static func scoring(_ record: Record) -> ScoringPolicy? {
        guard let given = record.config["scoringGate"] as? [String: Any], given["scorer"] as? String == "rule-based"
        else { return nil }
        var policy = ScoringPolicy()
        policy.blockThreshold = given["blockThreshold"] as? Int ?? policy.blockThreshold
        policy.warnThreshold = given["warnThreshold"] as? Int ?? policy.warnThreshold
        return policy
    }

    private static func setting(_ value: Any) -> RuleSetting {
        if let isEnabled = value as? Bool { return RuleSetting(isEnabled: isEnabled) }
        let object = value as? [String: Any] ?? [:]
        return RuleSetting(
            isEnabled: object["enabled"] as? Bool,
            severity: (object["severity"] as? String).flatMap(Severity.init(rawValue:)))
    }

    private static func options(_ record: Record) -> PresetOptions {
        var options = PresetOptions()
        let given = record.presetOptions
        options.allowedGlobals = given["allowedGlobals"] as? [String]
        options.hostGlobals = (record.config["globals"] as? [String: Any] ?? [:]).keys.sorted()
        options.additionalDisallowedIdentifiers = given["additionalDisallowedIdentifiers"] as? [String] ?? []
        options.allowsArrowFunctions = given["allowArrowFunctions"] as? Bool ?? true
        options.reservedPrefixes = given["reservedPrefixes"] as? [String]
        options.requiresCallTool = given["requireCallTool"] as? Bool ?? false
        options.requiredFunctions = given["requiredFunctions"] as? [String] ?? []
        options.functionCallsMin = given["minFunctionCalls"] as? Int ?? 1
        options.functionCallsMax = given["maxFunctionCalls"] as? Int ?? 0
        options.functionArgumentRules = RuleMapping.requirements(given["functionArgumentRules"])
        if let loops = given["allowedLoops"] as? [String: Any] { options.allowedLoops = RuleMapping.loops(loops) }
        if record.isWholeRun { options.allowsDynamicArrayFill = record.config["memoryLimit"] as? Int ?? 1 > 0 }
        return options
    }
}
