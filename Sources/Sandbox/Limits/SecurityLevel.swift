/// How much a script may do, from least to most: a name for a set of limits.
public enum SecurityLevel: String, Sendable, CaseIterable {
    /// For code that nobody has looked at.
    case strict = "STRICT"
    /// For code of language models that act for outside users.
    case secure = "SECURE"
    /// For code of language models that act for your own users.
    case standard = "STANDARD"
    /// For your own code.
    case permissive = "PERMISSIVE"

    /// Whether errors go out without the script's stack.
    public var hidesStacks: Bool { self == .strict || self == .secure }

    /// Whether the script's clock stands still at the start of the run.
    public var freezesClock: Bool { self == .strict }
}
