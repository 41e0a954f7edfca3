/// One token: plain data, overwritten in place by `Lexer.advance`.
struct Token: BitwiseCopyable {
    /// What is special about a token.
    struct Flags: OptionSet, BitwiseCopyable {
        let rawValue: UInt8
        /// A line terminator, or a comment that holds one, stands before the token.
        static let lineTerminatorBefore = Flags(rawValue: 1)
        /// The identifier or string is written with an escape sequence.
        static let hasEscape = Flags(rawValue: 2)
        /// A number such as `017` or `08`, or a string with an escape such as `\1` or `\8`: wrong in strict mode code.
        static let legacyOctal = Flags(rawValue: 4)
        /// The part of a template that ends in a back-tick rather than `${`.
        static let templateTail = Flags(rawValue: 8)
        /// A template part whose escapes are wrong: `Lexer.templateProblem` says how.
        static let invalidTemplateEscape = Flags(rawValue: 16)
    }

    var kind = TokenKind.endOfFile
    var flags: Flags = []
    /// UTF-8 offset of the first byte.
    var start: UInt32 = 0
    /// UTF-8 offset one past the last byte.
    var end: UInt32 = 0
    /// The identifier name, string value, decimal BigInt digits, cooked template text or regular expression pattern.
    var name = NameID.empty
    /// The raw text of a template part, or the flags of a regular expression.
    var raw = NameID.empty
    /// The value of a number.
    var number = 0.0

    /// Whether automatic semicolon insertion sees a line terminator here.
    @inline(__always) var hasLineTerminatorBefore: Bool { flags.contains(.lineTerminatorBefore) }
    /// The UTF-8 offsets that the token covers.
    var range: SourceRange { SourceRange(start: start, end: end) }
}
