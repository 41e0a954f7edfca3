/// Why a token is illegal, and where.
struct LexicalProblem: BitwiseCopyable {
    var code: SyntaxError.Code
    var range: SourceRange
}
