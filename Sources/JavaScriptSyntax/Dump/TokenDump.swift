extension Parser {
    /// The tokens of a program, one a line, as the parser takes them; for `--dump tokens`.
    ///
    /// - Throws: the same errors as `parse`.
    public static func dumpTokens(
        _ source: SourceText, kind: ProgramKind = .script, options: ParserOptions = ParserOptions()
    ) throws(SyntaxError) -> String {
        var recorder = TokenRecorder()
        _ = try parse(source, kind: kind, options: options, recordingTokensIn: &recorder)
        return recorder.lines.joined(separator: "\n") + "\n"
    }
}
