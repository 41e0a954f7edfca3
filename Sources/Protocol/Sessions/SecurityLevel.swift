/// How much a script may do, from least to most.
public enum SecurityLevel: String, Sendable, CaseIterable {
    case strict = "STRICT"
    case secure = "SECURE"
    case standard = "STANDARD"
    case permissive = "PERMISSIVE"
}

/// Whose verdicts, codes and defaults apply.
public enum SecurityProfile: String, Sendable, CaseIterable {
    /// Ours.
    case enclave
    /// As recorded from the reference system, for migration.
    case reference
}
