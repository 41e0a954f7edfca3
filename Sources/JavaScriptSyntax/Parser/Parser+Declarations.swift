/// Declarations: which tokens start one, and var, let and const.
///
/// https://tc39.es/ecma262/#sec-declarations-and-the-variable-statement
extension Parser {
    /// A declaration other than var, from a token that starts one.
    mutating func parseDeclaration(isListItem: Bool) throws(Abort) -> NodeID {
        if !isListItem { return try rejectDeclaration() }
        switch kindHere {
        case .const: return try parseVariableStatement(.const)
        case .let: return try parseVariableStatement(.let)
        case .function: return try parseFunctionDeclaration(from: here, isAsync: false)
        case .class: return try parseClass(isDeclaration: true, allowsNoName: false)
        case .async:
            let start = here
            advance()
            return try parseFunctionDeclaration(from: start, isAsync: true)
        default: return try parseImportOrExport()
        }
    }

    /// Throws for a declaration where only a statement may stand; `import(…)` and `import.meta` are expressions.
    private mutating func rejectDeclaration() throws(Abort) -> NodeID {
        switch kindHere {
        case .const, .let: throw fail(.lexicalDeclarationInStatementPosition, lexer.token.range)
        case .class: throw fail(.classInStatementPosition, lexer.token.range)
        case .async: throw fail(.asyncInStatementPosition, lexer.token.range)
        case .function:
            let isGenerator = lexer.peek().kind == .multiply
            throw fail(isGenerator ? .generatorInStatementPosition : .functionInStatementPosition, lexer.token.range)
        default: return try parseImportOrExport()
        }
    }

    /// `import` or `export` below the top level: an expression statement or an error.
    private mutating func parseImportOrExport() throws(Abort) -> NodeID {
        let token = lexer.token
        if token.kind == .import {
            let next = lexer.peek().kind
            if next == .leftParen || next == .dot {
                let expression = try parseExpression()
                try consumeSemicolon()
                return add(.expressionStatement(expression), from: token.start)
            }
        }
        if kind == .module { throw fail(.declarationNotAtTopLevel, token.range, token.kind.text) }
        throw fail(token.kind == .import ? .importOutsideModule : .exportOutsideModule, token.range)
    }

    /// Whether `let` starts a declaration rather than being a variable's name.
    ///
    /// Where only a statement may stand, `let [` is a declaration too, which is then an error.
    /// https://tc39.es/ecma262/#prod-ExpressionStatement
    mutating func startsLetDeclaration(isListItem: Bool) -> Bool {
        if lexer.token.flags.contains(.hasEscape) { return false }
        let next = lexer.peek()
        switch next.kind {
        case .leftBracket: return true
        case .leftBrace: return isListItem || !next.hasLineTerminatorBefore
        case let kind where kind.mayBeIdentifier: return isListItem || !next.hasLineTerminatorBefore
        default: return false
        }
    }

    /// Whether `async` is followed by `function` on its line.
    var startsAsyncFunction: Bool {
        mutating get {
            let next = lexer.nextSignificantByte()
            guard next.byte == 0x66 || next.byte == 0x2F || next.byte >= 0x80 || next.byte < 0x20 else { return false }
            let token = lexer.peek()
            return token.kind == .function && !token.hasLineTerminatorBefore
        }
    }

    /// A var, let or const statement.
    mutating func parseVariableStatement(_ kind: VariableKind) throws(Abort) -> NodeID {
        let declaration = try parseVariableDeclaration(kind, inForHead: false)
        try checkInitializers(declaration, kind)
        try consumeSemicolon()
        ranges[Int(declaration.raw)].end = lexer.previousEnd
        return declaration
    }

    /// `var`, `let` or `const` with its declarators. In the head of a loop, initializers are checked by the caller.
    mutating func parseVariableDeclaration(_ kind: VariableKind, inForHead: Bool) throws(Abort) -> NodeID {
        let start = here
        advance()
        let mark = pending.count
        repeat {
            let declaratorStart = here
            let target = try parseBindingTarget(kind == .var ? .variable : kind == .let ? .let : .const)
            var initializer = NodeID.none
            if consume(.assign) { initializer = try parseAssignment() }
            pending.append(add(.declarator(target: target, initializer: initializer), from: declaratorStart))
        } while consume(.comma)
        return add(.variableDeclaration(kind: kind, declarators: makeList(from: mark)), from: start)
    }

    /// Throws for a constant or pattern without initializer.
    mutating func checkInitializers(_ declaration: NodeID, _ kind: VariableKind) throws(Abort) {
        guard case .variableDeclaration(_, let list) = node(declaration) else { return }
        for index in 0..<list.count {
            guard case .declarator(let target, let initializer) = node(lists[Int(list.start &+ index)]) else {
                continue
            }
            if !initializer.isNone { continue }
            let isPlain = if case .bindingIdentifier = node(target) { true } else { false }
            if isPlain, kind != .const { continue }
            let end = range(target).end
            // The next token explains more, if it is what makes the initializer missing.
            if kindHere == .illegal, lexer.previousEnd == end { throw unexpected() }
            throw fail(.missingInitializer, range(target), isPlain ? "const" : "destructuring")
        }
    }
}
