/// Tokens, nodes, lists, nesting and failures: what every production uses.
extension Parser {
    // MARK: Tokens

    /// The kind of the current token.
    var kindHere: TokenKind { lexer.token.kind }
    /// The offset of the current token.
    var here: UInt32 { lexer.token.start }

    /// Moves to the next token.
    mutating func advance() {
        if tokenRecorder != nil { tokenRecorder?.record(lexer.token, names: lexer.names) }
        lexer.advance()
    }

    /// Consumes the token if it is of a kind.
    mutating func consume(_ kind: TokenKind) -> Bool {
        guard lexer.token.kind == kind else { return false }
        advance()
        return true
    }

    /// Consumes a token that must be of a kind.
    mutating func expect(_ kind: TokenKind) throws(Abort) {
        guard lexer.token.kind == kind else { throw unexpected() }
        advance()
    }

    /// Whether the current token is a contextual keyword with this name, written without escapes.
    func isContextual(_ name: NameID) -> Bool {
        lexer.token.kind == .identifier && lexer.token.name == name && !lexer.token.flags.contains(.hasEscape)
    }

    /// Automatic semicolon insertion.
    ///
    /// https://tc39.es/ecma262/#sec-automatic-semicolon-insertion
    mutating func consumeSemicolon() throws(Abort) {
        if lexer.token.kind == .semicolon { return advance() }
        if lexer.token.kind == .rightBrace || lexer.token.kind == .endOfFile { return }
        if lexer.token.hasLineTerminatorBefore { return }
        throw unexpectedAfterExpression()
    }

    // MARK: Nodes

    /// Adds a node from `start` to the end of the last consumed token.
    mutating func add(_ node: Syntax, from start: UInt32) -> NodeID {
        add(node, SourceRange(start: start, end: lexer.previousEnd))
    }

    /// Adds a node with a range.
    mutating func add(_ node: Syntax, _ range: SourceRange) -> NodeID {
        if nodes.count >= nodesMax { stop() }
        let id = NodeID(raw: UInt32(truncatingIfNeeded: nodes.count))
        nodes.append(node)
        ranges.append(range)
        return id
    }

    /// Ends the text here, because it has too many nodes: no production goes on behind the end.
    @inline(never)
    private mutating func stop() {
        isTooDense = true
        lexer.position = lexer.count
    }

    /// Consumes the current token and adds a node for it.
    mutating func addToken(_ node: Syntax) -> NodeID {
        let range = lexer.token.range
        advance()
        return add(node, range)
    }

    /// The pending children from `mark` on as a list.
    mutating func makeList(from mark: Int) -> NodeList {
        let count = pending.count &- mark
        if count == 0 { return .empty }
        let start = UInt32(truncatingIfNeeded: lists.count)
        lists.append(from: pending, startingAt: mark)
        pending.truncate(to: mark)
        return NodeList(start: start, count: UInt32(truncatingIfNeeded: count))
    }

    /// A node. Changes nothing; a borrowing method of this shape makes the compiler copy the whole parser.
    mutating func node(_ id: NodeID) -> Syntax {
        let entry = nodes.packed[Int(id.raw)]
        if let index = entry.wideIndex { return nodes.wide[index] }
        return entry.node
    }
    /// The range of a node.
    func range(_ id: NodeID) -> SourceRange { ranges[Int(id.raw)] }

    // MARK: Nesting

    /// Counts one level of nesting; `leave` takes it back.
    mutating func enter() throws(Abort) {
        depth &+= 1
        if depth > depthMax { throw fail(.nestingTooDeep, lexer.token.range, "\(depthMax)") }
    }

    /// Ends what `enter` began.
    mutating func leave() { depth &-= 1 }

    // MARK: Failures

    /// Records a failure, to be thrown.
    @inline(never)
    mutating func fail(_ code: SyntaxError.Code, _ range: SourceRange, _ argument: String = "") -> Abort {
        failure = Failure(code: code, argument: argument, range: range)
        return Abort()
    }

    /// Records a failure about a name.
    @inline(never)
    mutating func fail(_ code: SyntaxError.Code, _ range: SourceRange, _ name: NameID) -> Abort {
        let text = lexer.names.string(name)
        return fail(code, range, text.count > 60 ? String(text.prefix(60)) + "…" : text)
    }

    /// Records a failure at a node.
    @inline(never)
    mutating func fail(_ code: SyntaxError.Code, _ id: NodeID, _ argument: String = "") -> Abort {
        fail(code, range(id), argument)
    }

    /// The current token is not what the grammar wants.
    @inline(never)
    mutating func unexpected() -> Abort {
        let token = lexer.token
        switch token.kind {
        case .illegal: return fail(lexer.problem.code, lexer.problem.range)
        case .endOfFile: return fail(.unexpectedEnd, token.range)
        case .number, .bigint: return fail(.unexpectedNumber, token.range)
        case .string: return fail(.unexpectedString, token.range)
        case .template: return fail(.unexpectedTemplate, token.range)
        case .identifier, .async, .of: return fail(.unexpectedIdentifier, token.range, token.name)
        case .privateName: return fail(.privateNameOutsideIn, token.range, token.name)
        case .escapedKeyword: return fail(.escapedKeyword, token.range)
        case .await: return fail(.unexpectedReservedWord, token.range)
        case .arrow where lexer.previousEnd > 0 && lexer.bytes[Int(lexer.previousEnd) - 1] == 0x29:
            return fail(.invalidArrowParameters, token.range)
        case let kind where kind.isStrictReservedWord:
            if context.contains(.strict) { return fail(.unexpectedStrictReservedWord, token.range, token.name) }
            return fail(.unexpectedIdentifier, token.range, token.name)
        default: return fail(.unexpectedToken, token.range, token.kind.text)
        }
    }

    /// The current token cannot follow an expression; says what was probably meant.
    @inline(never)
    mutating func unexpectedAfterExpression() -> Abort {
        if kindHere != .illegal, let range = misplacedAwait { return fail(.awaitOutsideAsync, range) }
        return unexpected()
    }

    /// The last consumed token, if it is `await` where that is a variable: it was meant as the operator.
    var misplacedAwait: SourceRange? {
        let end = Int(lexer.previousEnd)
        guard end >= 5, lexer.bytes.slice(from: end - 5, to: end).elementsEqual("await".utf8)
        else { return nil }
        if end > 5, Lexer.isIdentifierPart(lexer.bytes[end - 6]) || lexer.bytes[end - 6] == 0x2E { return nil }
        return SourceRange(start: lexer.previousEnd - 5, end: lexer.previousEnd)
    }
}
