/// Which verdicts count as right.
package enum GuardProfile: String, Sendable, Hashable, CaseIterable {
    /// Ours: meaning decides, positions and scopes are exact.
    case enclave
    /// Verdicts, codes and defaults of the reference system, for people who migrate.
    case reference
}

/// How much a script is trusted; the levels of the sandbox.
package enum GuardLevel: String, Sendable, Hashable, CaseIterable {
    case strict = "STRICT"
    case secure = "SECURE"
    case standard = "STANDARD"
    case permissive = "PERMISSIVE"
}

/// A named set of rules.
package enum GuardPreset: String, Sendable, Hashable, CaseIterable {
    /// What language models write: arrows, bounded loops, an allow-list of globals.
    case agentscript
    /// `agentscript` with the compiler's global for TypeScript input.
    case babel
    /// The full language with only those rules that limits cannot replace.
    case javascript
    case strict
    case secure
    case standard
    case permissive
    /// No rules but those of the policy itself.
    case none
}

/// What a text is parsed as.
package enum ProgramForm: String, Sendable, Hashable, CaseIterable {
    /// The body of an async function: top-level `await` and `return`. What the sandbox runs.
    case agentProgram
    /// The same, judged as it is spelled: under profile `reference`, without the renaming of undeclared names.
    case functionBody
    case script
    case module
}

/// How a policy changes one rule.
package struct RuleSetting: Sendable, Hashable {
    /// Whether the rule runs; nil leaves the preset's choice.
    package var isEnabled: Bool?
    /// The severity of its issues; nil leaves the rule's own.
    package var severity: Severity?

    package init(isEnabled: Bool? = nil, severity: Severity? = nil) {
        self.isEnabled = isEnabled
        self.severity = severity
    }
}

/// Whether and how layer 0 runs.
package enum PreScanPolicy: Sendable, Hashable {
    /// Not at all.
    case off
    /// With the limits that belong to the rule preset and the profile.
    case automatic
    /// With these limits.
    case limits(PreScanLimits)
}

/// Everything a check depends on beside the text.
package struct GuardPolicy: Sendable {
    /// Most issues of one check, where a policy does not say otherwise: a hostile text must not grow its own report.
    package static let issuesMaxDefault = 1_000

    /// Which verdicts count as right.
    package var profile: GuardProfile
    /// The sandbox's level: decides the preset under profile `enclave`, and the globals that are allowed.
    package var level: GuardLevel
    /// The rules; nil means those of the profile and the level.
    package var preset: GuardPreset?
    /// What the text is.
    package var form = ProgramForm.agentProgram
    /// Options of the preset.
    package var options = PresetOptions()
    /// Layer 0.
    package var preScan = PreScanPolicy.automatic
    /// Changes to single rules by name.
    package var rules: [String: RuleSetting] = [:]
    /// Further rules, after those of the preset.
    package var customRules: [any Rule] = []
    /// Most issues of one check.
    package var issuesMax = GuardPolicy.issuesMaxDefault
    /// Whether the first error ends the check.
    package var stopsAtFirstError = false
    /// Layer 3; nil leaves it out.
    package var scoring: ScoringPolicy?

    package init(
        profile: GuardProfile = .enclave, level: GuardLevel = .standard, preset: GuardPreset? = nil
    ) {
        self.profile = profile
        self.level = level
        self.preset = preset
    }

    /// The preset in force.
    package var effectivePreset: GuardPreset {
        if let preset { return preset }
        if profile == .reference { return .agentscript }
        return level == .strict || level == .secure ? .agentscript : .javascript
    }
}
