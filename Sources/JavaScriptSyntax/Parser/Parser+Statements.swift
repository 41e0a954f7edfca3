/// Statements other than loops and declarations.
///
/// https://tc39.es/ecma262/#sec-ecmascript-language-statements-and-declarations
extension Parser {
    /// A statement or, where the grammar has StatementListItem, also a declaration.
    mutating func parseStatement(isListItem: Bool) throws(Abort) -> NodeID {
        try enter()
        let result: NodeID
        switch kindHere {
        case .const, .function, .class, .import, .export: result = try parseDeclaration(isListItem: isListItem)
        case .let where startsLetDeclaration(isListItem: isListItem):
            result = try parseDeclaration(isListItem: isListItem)
        case .async where startsAsyncFunction: result = try parseDeclaration(isListItem: isListItem)
        case .leftBrace: result = try parseBlock()
        case .var: result = try parseVariableStatement(.var)
        case .semicolon: result = addToken(.emptyStatement)
        case .if: result = try parseIf()
        case .for: result = try parseFor()
        case .while: result = try parseWhile()
        case .do: result = try parseDoWhile()
        case .return: result = try parseReturn()
        case .break: result = try parseBreak()
        case .continue: result = try parseContinue()
        case .throw: result = try parseThrow()
        case .try: result = try parseTry()
        case .switch: result = try parseSwitch()
        case .with: result = try parseWith()
        case .debugger: result = try parseDebugger()
        default:
            let mayBeLabel = kindHere == .identifier || kindHere.mayBeIdentifier
            result = mayBeLabel && isLabelHere() ? try parseLabeled() : try parseExpressionStatement()
        }
        leave()
        return result
    }

    /// Whether a colon follows the current identifier.
    private mutating func isLabelHere() -> Bool {
        let next = lexer.nextSignificantByte().byte
        if next == 0x3A { return true }
        // A comment or exotic space may hide the colon.
        return (next == 0x2F || next >= 0x80 || next == 0x0B || next == 0x0C) && lexer.peek().kind == .colon
    }

    /// The body of a loop, `if` or `with`: no declaration, and no labelled function.
    ///
    /// https://tc39.es/ecma262/#sec-static-semantics-islabelledfunction
    mutating func parseSubstatement() throws(Abort) -> NodeID {
        let body = try parseStatement(isListItem: false)
        var inner = body
        while case .labeled(_, let next) = node(inner) { inner = next }
        if inner != body, case .functionDeclaration = node(inner) {
            throw fail(.labelledFunctionInStatementPosition, inner)
        }
        return body
    }

    private mutating func parseExpressionStatement() throws(Abort) -> NodeID {
        let start = here
        let expression = try parseExpression()
        try consumeSemicolon()
        return add(.expressionStatement(expression), from: start)
    }

    private mutating func parseDebugger() throws(Abort) -> NodeID {
        let start = here
        advance()
        try consumeSemicolon()
        return add(.debuggerStatement, from: start)
    }

    /// `{ … }` as a statement, with its own scope.
    mutating func parseBlock() throws(Abort) -> NodeID {
        declarations.open(at: here, isFunction: false)
        let block = try parseBlockInCurrentScope()
        declarations.close()
        return block
    }

    /// `{ … }` whose declarations belong to the scope that is open.
    private mutating func parseBlockInCurrentScope() throws(Abort) -> NodeID {
        let start = here
        try expect(.leftBrace)
        let mark = pending.count
        while kindHere != .rightBrace { pending.append(try parseStatement(isListItem: true)) }
        let body = makeList(from: mark)
        advance()
        return add(.block(body: body), from: start)
    }

    /// `( expression )`.
    mutating func parseParenthesizedCondition() throws(Abort) -> NodeID {
        try expect(.leftParen)
        let condition = try parseExpression()
        try expect(.rightParen)
        return condition
    }

    // MARK: if

    /// `if` with its whole chain of `else if`, without recursion along the chain.
    private mutating func parseIf() throws(Abort) -> NodeID {
        let mark = pending.count
        let startMark = chainStarts.count
        var alternate = NodeID.none
        while true {
            chainStarts.append(here)
            advance()
            pending.append(try parseParenthesizedCondition())
            pending.append(try parseIfBody())
            guard consume(.else) else { break }
            if kindHere == .if { continue }
            alternate = try parseIfBody()
            break
        }
        while chainStarts.count > startMark {
            let test = pending[pending.count &- 2]
            let consequent = pending.last
            alternate = add(
                .ifStatement(test: test, consequent: consequent, alternate: alternate), from: chainStarts.last)
            pending.truncate(to: pending.count &- 2)
            chainStarts.truncate(to: chainStarts.count &- 1)
        }
        precondition(pending.count == mark)
        return alternate
    }

    /// A branch of `if`. In sloppy mode it may be a function, which then has a block of its own.
    ///
    /// https://tc39.es/ecma262/#sec-functiondeclarations-in-ifstatement-statement-clauses
    private mutating func parseIfBody() throws(Abort) -> NodeID {
        guard kindHere == .function, !context.contains(.strict) else { return try parseSubstatement() }
        let start = here
        if lexer.peek().kind == .multiply { throw fail(.generatorInStatementPosition, lexer.token.range) }
        try enter()
        declarations.open(at: start, isFunction: false)
        let mark = pending.count
        pending.append(try parseFunctionDeclaration(from: start, isAsync: false))
        declarations.close()
        leave()
        return add(.block(body: makeList(from: mark)), from: start)
    }

    // MARK: Jumps

    private mutating func parseReturn() throws(Abort) -> NodeID {
        let start = here
        if !context.contains(.canReturn) { throw fail(.illegalReturn, lexer.token.range) }
        advance()
        var argument = NodeID.none
        if kindHere != .semicolon, kindHere != .rightBrace, kindHere != .endOfFile,
            !lexer.token.hasLineTerminatorBefore
        {
            argument = try parseExpression()
        }
        try consumeSemicolon()
        return add(.returnStatement(argument: argument), from: start)
    }

    private mutating func parseThrow() throws(Abort) -> NodeID {
        let start = here
        advance()
        if lexer.token.hasLineTerminatorBefore { throw fail(.lineTerminatorAfterThrow, lexer.token.range) }
        let argument = try parseExpression()
        try consumeSemicolon()
        return add(.throwStatement(argument: argument), from: start)
    }

    /// The label behind `break` or `continue` on the same line, or the empty name.
    private mutating func parseJumpLabel() throws(Abort) -> NameID {
        guard kindHere.mayBeIdentifier, !lexer.token.hasLineTerminatorBefore else { return .empty }
        let token = lexer.token
        if token.kind != .identifier { try checkIdentifier(token) }
        if !labels.isDeclared(token.name) { throw fail(.undefinedLabel, token.range, token.name) }
        advance()
        return token.name
    }

    private mutating func parseBreak() throws(Abort) -> NodeID {
        let token = lexer.token
        advance()
        let label = try parseJumpLabel()
        if label == .empty, breakableDepth == 0 { throw fail(.illegalBreak, token.range) }
        try consumeSemicolon()
        return add(.breakStatement(label: label), from: token.start)
    }

    private mutating func parseContinue() throws(Abort) -> NodeID {
        let token = lexer.token
        advance()
        if loopDepth == 0 { throw fail(.illegalContinue, token.range) }
        let labelToken = lexer.token
        let label = try parseJumpLabel()
        if label != .empty, !labels.isLoop(label) { throw fail(.continueNotLoop, labelToken.range, label) }
        try consumeSemicolon()
        return add(.continueStatement(label: label), from: token.start)
    }

    /// A statement behind one or more labels.
    ///
    /// https://tc39.es/ecma262/#sec-labelled-statements
    private mutating func parseLabeled() throws(Abort) -> NodeID {
        let first = labels.count
        let startMark = chainStarts.count
        let pendingMark = pending.count
        while kindHere.mayBeIdentifier, isLabelHere() {
            try enter()
            let token = lexer.token
            if token.kind != .identifier { try checkIdentifier(token) }
            if !labels.push(token.name) { throw fail(.duplicateLabel, token.range, token.name) }
            chainStarts.append(token.start)
            pending.append(NodeID(raw: token.name.raw))
            advance()
            advance()
        }
        if kindHere == .for || kindHere == .while || kindHere == .do { labels.markLoops(from: first) }
        var body: NodeID
        if kindHere == .function {
            body = try parseLabeledFunction()
        } else {
            body = try parseStatement(isListItem: false)
        }
        labels.truncate(to: first)
        while chainStarts.count > startMark {
            body = add(.labeled(label: NameID(raw: pending.last.raw), body: body), from: chainStarts.last)
            pending.truncate(to: pending.count &- 1)
            chainStarts.truncate(to: chainStarts.count &- 1)
            leave()
        }
        precondition(pending.count == pendingMark)
        return body
    }

    /// https://tc39.es/ecma262/#sec-labelled-function-declarations
    private mutating func parseLabeledFunction() throws(Abort) -> NodeID {
        if context.contains(.strict) { throw fail(.functionInStatementPosition, lexer.token.range) }
        if lexer.peek().kind == .multiply { throw fail(.generatorInStatementPosition, lexer.token.range) }
        return try parseFunctionDeclaration(from: here, isAsync: false)
    }

    // MARK: with, switch, try

    private mutating func parseWith() throws(Abort) -> NodeID {
        let start = here
        if context.contains(.strict) { throw fail(.withInStrictMode, lexer.token.range) }
        advance()
        let object = try parseParenthesizedCondition()
        let body = try parseSubstatement()
        return add(.withStatement(object: object, body: body), from: start)
    }

    private mutating func parseSwitch() throws(Abort) -> NodeID {
        let start = here
        advance()
        let discriminant = try parseParenthesizedCondition()
        declarations.open(at: here, isFunction: false)
        try expect(.leftBrace)
        breakableDepth &+= 1
        let mark = pending.count
        var hasDefault = false
        while kindHere != .rightBrace {
            if kindHere == .default {
                if hasDefault { throw fail(.duplicateDefault, lexer.token.range) }
                hasDefault = true
            }
            pending.append(try parseSwitchCase())
        }
        breakableDepth &-= 1
        declarations.close()
        let cases = makeList(from: mark)
        advance()
        return add(.switchStatement(discriminant: discriminant, cases: cases), from: start)
    }

    private mutating func parseSwitchCase() throws(Abort) -> NodeID {
        let start = here
        var test = NodeID.none
        if consume(.case) { test = try parseExpression() } else { try expect(.default) }
        try expect(.colon)
        let mark = pending.count
        while kindHere != .case, kindHere != .default, kindHere != .rightBrace {
            pending.append(try parseStatement(isListItem: true))
        }
        return add(.switchCase(test: test, body: makeList(from: mark)), from: start)
    }

    /// https://tc39.es/ecma262/#sec-try-statement
    private mutating func parseTry() throws(Abort) -> NodeID {
        let start = here
        let mark = pending.count
        advance()
        pending.append(try parseBlock())
        if kindHere == .catch {
            declarations.open(at: here, isFunction: false)
            advance()
            pending.append(try parseCatchParameter())
            pending.append(try parseBlockInCurrentScope())
            declarations.close()
        } else {
            pending.append(.none)
            pending.append(.none)
            if kindHere != .finally { throw missingCatch() }
        }
        pending.append(consume(.finally) ? try parseBlock() : .none)
        return add(.tryStatement(TryParts(list: makeList(from: mark))), from: start)
    }

    private mutating func missingCatch() -> Abort {
        kindHere == .illegal ? unexpected() : fail(.missingCatchOrFinally, lexer.token.range)
    }

    /// The parameter in parentheses, or none. The block's declarations share its scope and must not repeat its names.
    ///
    /// https://tc39.es/ecma262/#sec-variablestatements-in-catch-blocks
    private mutating func parseCatchParameter() throws(Abort) -> NodeID {
        guard consume(.leftParen) else { return .none }
        let isPattern = kindHere == .leftBracket || kindHere == .leftBrace
        let parameter = try parseBindingTarget(isPattern ? .catchParameter : .simpleCatchParameter)
        try expect(.rightParen)
        return parameter
    }
}
