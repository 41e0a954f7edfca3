import JavaScriptSyntax

/// Turns a syntax tree into bytecode.
///
/// ```
///  SyntaxTree ──ScopeAnalyzer──▶ ScopeTree ──FunctionCompiler, function by function──▶ CodeUnit
/// ```
///
/// One pass over each function, no intermediate form: expressions are compiled *into* a register, so that most results
/// are produced where they are wanted. Inner functions wait in a queue, so native recursion depends on the nesting of one
/// function only. The cost is linear in the size of the source.
///
/// Not supported, with a clear error: modules and `with` (when compiled); regular expressions, BigInt and `import()`
/// (when executed). An arguments object is never mapped to the parameters, also in sloppy code, and there is no direct
/// eval.
enum Compiler {
    /// Changes when the same source compiles to other code; part of `CodeUnit.hash`.
    static let codeVersion: UInt64 = 1

    struct Options: Sendable {
        /// Undeclared identifiers that start with `$` name builtins: `$toObject` is `%toObject%`. For builtins written in
        /// JavaScript.
        var isSelfHosted = false
    }

    /// Compiles a program. The tree must be that of the source.
    static func compile(
        tree: SyntaxTree, source: SourceText, sourceName: String, options: Options = Options()
    ) throws(CompileError) -> CodeUnit {
        guard case .program(_, let kind, _) = tree[tree.root] else {
            throw CompileError("not a program", offset: 0, source: source)
        }
        if kind == .module { throw CompileError("modules are not supported yet", offset: 0, source: source) }
        let scopes = ScopeAnalyzer.analyze(tree)
        var compiler = FunctionCompiler(tree: tree, scopes: scopes, options: options)
        compiler.compileAll()
        if let failure = compiler.failure {
            throw CompileError(failure.message, offset: failure.offset, source: source)
        }
        return CodeUnit(
            sourceName: sourceName, source: source, functions: link(compiler.finished),
            globals: globals(of: scopes, tree), hash: hash(source, kind: kind, options: options))
    }

    /// Makes the templates; a function's children come after it.
    private static func link(_ finished: [FunctionCompiler.Finished]) -> [FunctionTemplate] {
        var templates: [FunctionTemplate?] = Array(repeating: nil, count: finished.count)
        for index in finished.indices.reversed() {
            var parts = finished[index].parts
            parts.index = index
            parts.children = finished[index].children.compactMap { templates[$0] }
            templates[index] = FunctionTemplate(parts)
        }
        return templates.compactMap { $0 }
    }

    private static func globals(of scopes: ScopeTree, _ tree: SyntaxTree) -> GlobalDeclarations {
        var globals = GlobalDeclarations()
        let names = scopes.globals
        globals.lexical = names.lexical.map { (tree.text($0.name), $0.isConst) }
        globals.functions = unique(names.functions).map { tree.text($0) }
        globals.variables = unique(names.variables).map { tree.text($0) }
        return globals
    }

    private static func unique(_ names: [NameID]) -> [NameID] {
        var seen: Set<NameID> = []
        return names.filter { seen.insert($0).inserted }
    }

    /// The same on every machine: it names the code of a suspended program.
    private static func hash(_ source: SourceText, kind: ProgramKind, options: Options) -> UInt64 {
        let seed = codeVersion << 16 | UInt64(kind.rawValue) << 8 | (options.isSelfHosted ? 1 : 0)
        return source.contentHash(seed: seed)
    }
}
