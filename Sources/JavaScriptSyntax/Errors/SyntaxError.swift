/// Why a text is not a program: the early errors of ECMA-262, lexical errors, and the parser's own limits.
///
/// https://tc39.es/ecma262/#sec-static-semantic-rules
public struct SyntaxError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Which error.
    public let code: Code
    /// The error in words, without the position.
    public let message: String
    /// The UTF-8 offsets of the text that is wrong.
    public let range: SourceRange
    /// Line from one.
    public let line: Int
    /// Column from one, in UTF-16 code units.
    public let column: Int

    /// An error at a range of a source text.
    init(_ code: Code, argument: String, range: SourceRange, source: SourceText) {
        self.code = code
        self.range = range
        message = SyntaxError.message(code, argument: argument)
        let position = source.position(of: range.start)
        line = position.line
        column = position.column
    }

    /// The message with its position: `Unexpected token '}' (3:14)`.
    public var description: String { "\(message) (\(line):\(column))" }
}
