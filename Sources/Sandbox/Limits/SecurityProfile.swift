/// Whose verdicts on source text, and whose defaults, apply.
public enum SecurityProfile: String, Sendable, CaseIterable {
    /// Ours: meaning decides, and at STANDARD and PERMISSIVE the full language may be written.
    case enclave
    /// Those of the reference system, for people who bring their scripts from there.
    case reference
}
