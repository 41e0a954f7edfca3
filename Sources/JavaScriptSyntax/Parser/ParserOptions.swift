/// What a parse may assume and how much it may take.
public struct ParserOptions: Sendable {
    /// Judges the pattern and flags of a regular expression literal; returns what is wrong with it, or nil.
    public typealias RegExpValidator = @Sendable (_ pattern: JSText, _ flags: String) -> String?

    /// Longest accepted text in bytes; at most `SourceText.byteCountMax`.
    public var sourceBytesMax = 64 << 20
    /// Deepest accepted nesting; at most `Parser.nestingLimit`.
    public var nestingLimit = Parser.nestingLimit
    /// Whether the code is strict before its own directives are seen.
    public var isStrict = false
    /// Whether `super.x`, `super()` and `new.target` are allowed at the top: for a direct eval in a method.
    public var allowsSuperProperty = false
    /// See `allowsSuperProperty`.
    public var allowsSuperCall = false
    /// See `allowsSuperProperty`.
    public var allowsNewTarget = false
    /// Supplied by the regular expression compiler; without it only flags are checked.
    public var regExpValidator: RegExpValidator?

    /// Nodes that a text may have, if fewer than follow from its length (`DensityLimit`); for tests.
    var nodesMax = Int.max

    /// The defaults: a sloppy program of at most 64 MiB.
    public init() {}
}
