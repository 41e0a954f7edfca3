/// Which limits of layer 0 belong to a policy.
enum PreScanPresets {
    /// The limits, or nil if layer 0 is off.
    static func limits(_ policy: GuardPolicy) -> PreScanLimits? {
        switch policy.preScan {
        case .off: return nil
        case .limits(let limits): return limits
        case .automatic: break
        }
        if policy.profile == .enclave { return enclave(policy) }
        var limits = PreScanLimits(.standard)
        if policy.form == .agentProgram {
            // The reference scans what its printer wrote, which holds no comments.
            limits.homographs = .exceptComments
        } else {
            limits.countsOperatorsInComments = true
        }
        return limits
    }

    private static func enclave(_ policy: GuardPolicy) -> PreScanLimits {
        let preset: PreScanPreset =
            switch policy.effectivePreset {
            case .agentscript, .babel: .agentscript
            case .strict: .strict
            case .secure: .secure
            case .javascript, .standard: .standard
            case .permissive, .none: .permissive
            }
        var limits = PreScanLimits(preset)
        if preset == .agentscript {
            // The language has regular expressions at every level; they are judged rather than refused.
            limits.regExpMode = .analyze
            limits.regExpLengthMax = 200
            limits.regExpCountMax = 20
        }
        limits.checksUnicode = true
        limits.blocksBidirectional = true
        limits.homographs = .identifiers
        return limits
    }
}
