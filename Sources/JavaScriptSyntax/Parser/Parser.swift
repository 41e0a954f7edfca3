/// Parses a program into a `SyntaxTree` and finds its early errors, in one pass.
///
/// Recursive descent; operators are parsed with an explicit stack. Cover grammars are parsed as expressions and their
/// nodes rewritten in place to patterns (`Parser+Reinterpretation`), each node at most twice, so that no text is read
/// again. Declarations are checked while their scopes are open (`EarlyErrors/`).
///
/// Native recursion is bounded: every cycle of the grammar passes `enter`, which counts towards `nestingLimit`.
///
/// https://tc39.es/ecma262/#sec-ecmascript-language-source-text and the clauses after it
public struct Parser: ~Copyable {
    /// Deepest nesting of any construct: parentheses, blocks, functions, unary operators, operands on the right.
    public static let nestingLimit = 1_000

    /// Nodes that a parser makes room for at most before there are any.
    private static let reservedNodesMax = 1 << 26

    /// Thrown within the parser; `failure` holds what is wrong.
    struct Abort: Error {}

    /// An error before positions are computed.
    struct Failure {
        var code: SyntaxError.Code
        var argument: String
        var range: SourceRange
    }

    /// A binary operator whose right operand is being parsed.
    struct PendingOperator: BitwiseCopyable {
        var left: NodeID
        var start: UInt32
        var kind: TokenKind
        var precedence: UInt8
    }

    /// Something in an expression that is an error unless the expression turns out to be a pattern.
    struct CoverProblem: BitwiseCopyable {
        var code: SyntaxError.Code
        var range: SourceRange
    }

    /// Where, in the current function, something stands that arrow parameters must not contain. Zero: nowhere yet;
    /// otherwise the offset plus one of the newest.
    struct ArrowHazards: BitwiseCopyable {
        var awaitExpression: UInt32 = 0
        var yieldExpression: UInt32 = 0
        var awaitIdentifier: UInt32 = 0
    }

    var lexer: Lexer
    let kind: ProgramKind
    let options: ParserOptions

    // The tree under construction.
    var nodes: NodeBuffer
    var ranges: AppendBuffer<SourceRange>
    var lists: AppendBuffer<NodeID>
    /// Children of the nodes under construction.
    var pending = AppendBuffer<NodeID>(capacity: 64)
    var operators = AppendBuffer<PendingOperator>(capacity: 16)
    /// Offsets of the `if` statements of the chains under construction.
    var chainStarts = AppendBuffer<UInt32>(capacity: 4)

    // Context.
    var context: ParserContext = []
    /// Whether `in` is an operator here.
    var allowsIn = true
    var depth = 0
    let depthMax: Int
    let nodesMax: Int
    /// Enclosing statements of the current function that `break` and `continue` may leave or repeat.
    var breakableDepth = 0
    var loopDepth = 0
    var coverProblem: CoverProblem?
    var hazards = ArrowHazards()
    /// The first parameter of the current function whose name repeats an earlier one.
    var duplicateParameter = NodeID.none
    var failure: Failure?
    /// The text was cut off behind too many nodes.
    var isTooDense = false

    var declarations = DeclarationTable()
    var labels = LabelTable()
    var privateNames = PrivateNameTable()
    var exports = ExportTable()
    var tokenRecorder: TokenRecorder?

    init(
        _ bytes: ByteView, kind: ProgramKind, options: ParserOptions, memory: LentMemory, nodesMax: Int
    ) {
        let count = bytes.count
        self.nodesMax = nodesMax
        self.kind = kind
        self.options = options
        depthMax = min(options.nestingLimit, Parser.nestingLimit)
        lexer = Lexer(bytes, allowsHTMLComments: kind != .module)
        nodes = NodeBuffer(lent: memory.nodes)
        ranges = AppendBuffer(lent: memory.ranges)
        lists = AppendBuffer(capacity: max(count / 8, 32))
        nodes.append(.empty)
        ranges.append(SourceRange(start: 0, end: 0))
        lexer.names.reserve(names: count / 16 + 16, bytes: count / 8 + 128)
    }

    /// Parses a text.
    ///
    /// - Throws: the first error, in the order in which the parser meets them.
    public static func parse(
        _ source: SourceText, kind: ProgramKind = .script, options: ParserOptions = ParserOptions()
    ) throws(SyntaxError) -> SyntaxTree {
        var recorder: TokenRecorder?
        return try parse(source, kind: kind, options: options, recorder: &recorder)
    }

    /// Parses a text and records its tokens.
    static func parse(
        _ source: SourceText, kind: ProgramKind, options: ParserOptions, recordingTokensIn recorder: inout TokenRecorder
    ) throws(SyntaxError) -> SyntaxTree {
        var optional: TokenRecorder? = recorder
        let tree = try parse(source, kind: kind, options: options, recorder: &optional)
        if let recorded = optional { recorder = recorded }
        return tree
    }

    private static func parse(
        _ source: SourceText, kind: ProgramKind, options: ParserOptions, recorder: inout TokenRecorder?
    ) throws(SyntaxError) -> SyntaxTree {
        let limit = min(options.sourceBytesMax, SourceText.byteCountMax)
        if source.byteCount > limit {
            throw SyntaxError(
                .sourceTooLong, argument: "\(limit)", range: SourceRange(start: 0, end: 0), source: source)
        }
        let outcome = source.withBytes { bytes in run(bytes, kind: kind, options: options, recorder: &recorder) }
        switch outcome {
        case .success(let tree): return tree
        case .failure(let failure):
            throw SyntaxError(failure.code, argument: failure.argument, range: failure.range, source: source)
        }
    }

    /// The tree, or why there is none.
    enum Outcome {
        case success(SyntaxTree)
        case failure(Failure)
    }

    private static func run(
        _ bytes: ByteView, kind: ProgramKind, options: ParserOptions,
        recorder: inout TokenRecorder?
    ) -> Outcome {
        if let offset = UTF8Validation.firstInvalidOffset(in: bytes) {
            let at = UInt32(truncatingIfNeeded: offset)
            return .failure(Failure(code: .invalidUTF8, argument: "", range: SourceRange(start: at, end: at &+ 1)))
        }
        let density = DensityLimit(byteCount: bytes.count)
        // No text has more nodes than three for two bytes (`{a,a,…`), but a few.
        let capacity = min(bytes.count + bytes.count / 2, density.nodesMax, Parser.reservedNodesMax) + 64
        var tree = SyntaxTree()
        var failure: Failure?
        let arrays = LentMemory.lend(capacity: capacity) { memory in
            var parser = Parser(
                bytes, kind: kind, options: options, memory: memory, nodesMax: min(options.nodesMax, density.nodesMax))
            parser.tokenRecorder = recorder
            failure = parser.run()
            recorder = parser.tokenRecorder
            return failure == nil ? parser.finish(&tree) : (0, 0)
        }
        if let failure { return .failure(failure) }
        if tree.nodes.isEmpty { tree.nodes.packed = arrays.nodes }
        if tree.ranges.isEmpty { tree.ranges = arrays.ranges }
        tree.nodes.trim()
        tree.ranges.trim()
        if density.isExceeded(by: tree) {
            return .failure(tooDense(tree.range(tree.root)))
        }
        return .success(tree)
    }

    /// Parses the text. Returns what is wrong with it.
    private mutating func run() -> Failure? {
        do {
            try parseProgram()
        } catch {
            if isTooDense { return Parser.tooDense(ranges[nodesMax]) }
            return failure ?? Failure(code: .unexpectedToken, argument: "", range: lexer.token.range)
        }
        return isTooDense ? Parser.tooDense(ranges[nodesMax]) : nil
    }

    private static func tooDense(_ range: SourceRange) -> Failure {
        Failure(code: .tooDense, argument: "\(DensityLimit.bytesForEachByte)", range: range)
    }

    /// Fills a tree, except for what lies in lent memory: that many nodes and ranges.
    private mutating func finish(_ tree: inout SyntaxTree) -> (nodes: Int, ranges: Int) {
        pending = AppendBuffer(capacity: 1)
        tree.root = NodeID(raw: UInt32(truncatingIfNeeded: nodes.count &- 1))
        tree.names = lexer.names
        tree.lists = lists.makeArray()
        var nodesInPlace = 0
        var rangesInPlace = 0
        tree.nodes = SyntaxNodes(packed: nodes.packed.makeArray(lentCount: &nodesInPlace), wide: nodes.wide.makeArray())
        tree.ranges = ranges.makeArray(lentCount: &rangesInPlace)
        return (nodesInPlace, rangesInPlace)
    }
}
