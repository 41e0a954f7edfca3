import JavaScriptSyntax

/// Why a program that is well formed cannot be compiled: an unsupported part of the language, or a limit.
struct CompileError: Error, Hashable, CustomStringConvertible {
    /// The error in words, without the position.
    let message: String
    /// UTF-8 offset into the source.
    let offset: UInt32
    /// Line from one.
    let line: Int
    /// Column from one, in UTF-16 code units.
    let column: Int

    init(_ message: String, offset: UInt32, source: SourceText) {
        self.message = message
        self.offset = offset
        let position = source.position(of: offset)
        line = position.line
        column = position.column
    }

    /// The message with its position: `modules are not supported yet (1:1)`.
    var description: String { "\(message) (\(line):\(column))" }
}
