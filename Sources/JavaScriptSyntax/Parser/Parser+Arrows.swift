/// Arrow functions, and the expressions that look like their heads.
///
/// https://tc39.es/ecma262/#sec-arrow-function-definitions and
/// https://tc39.es/ecma262/#sec-async-arrow-function-definitions
extension Parser {
    /// An identifier, or `x => …`.
    mutating func parseIdentifierOrArrow() throws(Abort) -> NodeID {
        let start = here
        let identifier = try parseIdentifierReference()
        if kindHere != .arrow { return identifier }
        return try parseSingleParameterArrow(identifier, start, isAsync: false)
    }

    private mutating func parseSingleParameterArrow(
        _ parameter: NodeID, _ start: UInt32, isAsync: Bool
    ) throws(Abort) -> NodeID {
        let mark = pending.count
        pending.append(parameter)
        return try parseArrow(from: start, parametersFrom: mark, isAsync: isAsync)
    }

    /// `async` at the start of an assignment expression: an async function or arrow, a call, or a variable.
    mutating func parseAsyncOrIdentifier() throws(Abort) -> NodeID {
        let start = here
        let identifier = addToken(.identifier(lexer.token.name))
        if kindHere == .arrow { return try parseSingleParameterArrow(identifier, start, isAsync: false) }
        if lexer.token.hasLineTerminatorBefore { return identifier }
        switch kindHere {
        case .function: return try parseFunctionExpression(from: start, isAsync: true)
        case .leftParen: return try parseAsyncCallOrArrow(identifier, start)
        case let kind where kind.mayBeIdentifier:
            // `for (async of …)`: a variable called async, unless an arrow follows.
            if lexer.peek().kind != .arrow { return identifier }
            let parameter = try parseIdentifierReference()
            return try parseSingleParameterArrow(parameter, start, isAsync: true)
        default: return identifier
        }
    }

    /// `async (…)`, a call, or `async (…) => …`.
    ///
    /// https://tc39.es/ecma262/#prod-CoverCallExpressionAndAsyncArrowHead
    private mutating func parseAsyncCallOrArrow(_ callee: NodeID, _ start: UInt32) throws(Abort) -> NodeID {
        let outerProblem = coverProblem
        coverProblem = nil
        let outerIn = allowsIn
        allowsIn = true
        let mark = pending.count
        advance()
        while kindHere != .rightParen {
            pending.append(kindHere == .ellipsis ? try parseSpread() : try parseAssignmentCover())
            if kindHere != .rightParen { try expect(.comma) }
        }
        advance()
        allowsIn = outerIn
        if kindHere == .arrow {
            coverProblem = outerProblem
            return try parseArrow(from: start, parametersFrom: mark, isAsync: true)
        }
        try rejectCoverProblem()
        coverProblem = outerProblem
        let arguments = makeList(from: mark)
        return add(.call(callee: callee, arguments: arguments, isOptional: false), from: start)
    }

    /// `( … )`: a parenthesised expression or, where allowed, the parameters of an arrow function.
    ///
    /// https://tc39.es/ecma262/#prod-CoverParenthesizedExpressionAndArrowParameterList
    mutating func parseParenthesized(mayBeArrow: Bool) throws(Abort) -> NodeID {
        let start = here
        let outerProblem = coverProblem
        coverProblem = nil
        let outerIn = allowsIn
        allowsIn = true
        let mark = pending.count
        var parametersOnly: SourceRange?
        advance()
        if kindHere == .rightParen { parametersOnly = lexer.token.range }
        while kindHere != .rightParen {
            if kindHere == .ellipsis {
                parametersOnly = lexer.token.range
                pending.append(try parseSpread())
                break
            }
            pending.append(try parseAssignmentCover())
            if kindHere != .comma { break }
            advance()
            if kindHere == .rightParen { parametersOnly = lexer.token.range }
        }
        if kindHere != .rightParen { throw unexpectedInParentheses(afterRest: parametersOnly != nil) }
        advance()
        allowsIn = outerIn
        if mayBeArrow, kindHere == .arrow {
            coverProblem = outerProblem
            return try parseArrow(from: start, parametersFrom: mark, isAsync: false)
        }
        if let range = parametersOnly { throw unexpectedParameters(at: range) }
        try rejectCoverProblem()
        coverProblem = outerProblem
        let start1 = range(pending[mark]).start
        let content: NodeID
        if pending.count == mark &+ 1 {
            content = pending.last
            pending.truncate(to: mark)
        } else {
            let end = range(pending.last).end
            content = add(.sequence(makeList(from: mark)), SourceRange(start: start1, end: end))
        }
        return add(.parenthesized(content), from: start)
    }

    private mutating func unexpectedInParentheses(afterRest: Bool) -> Abort {
        guard afterRest else { return unexpectedAfterExpression() }
        if kindHere == .comma {
            let isTrailing = lexer.peek().kind == .rightParen
            return fail(isTrailing ? .restTrailingComma : .restNotLast, lexer.token.range)
        }
        return unexpected()
    }

    /// What was in parentheses can only be parameters, and no arrow follows.
    private mutating func unexpectedParameters(at range: SourceRange) -> Abort {
        if kindHere == .endOfFile || kindHere == .illegal { return unexpected() }
        let isRest = lexer.bytes[Int(range.start)] == 0x2E
        return fail(.unexpectedToken, range, isRest ? "..." : ")")
    }

    /// An arrow function whose parameters, parsed as expressions, are pending from `mark` on; the arrow is the current
    /// token.
    private mutating func parseArrow(
        from start: UInt32, parametersFrom mark: Int, isAsync: Bool
    ) throws(Abort) -> NodeID {
        guard kindHere == .arrow else { throw unexpected() }
        if lexer.token.hasLineTerminatorBefore { throw fail(.lineTerminatorBeforeArrow, lexer.token.range) }
        try checkHazards(since: start, isAsync: isAsync)
        var flags: FunctionFlags = isAsync ? [.arrow, .async] : [.arrow]
        var inner = context.intersection(.inheritedByArrow)
        if isAsync { inner.insert(.canAwait) }
        let state = beginFunction(inner, at: start)
        let parameters = try reinterpretAsParameters(from: mark, &flags)
        if !duplicateParameter.isNone { throw duplicateParameterFailure() }
        advance()
        let body: NodeID
        if kindHere == .leftBrace {
            context.insert(.canReturn)
            body = try parseFunctionBody(&flags, parameters: parameters)
        } else {
            flags.insert(.expressionBody)
            allowsIn = state.allowsIn
            body = try parseAssignment()
        }
        if context.contains(.strict) { flags.insert(.strict) }
        endFunction(state)
        return add(.function(name: .none, parameters: parameters, body: body, flags: flags), from: start)
    }

    /// Throws if the parameters, which start at `start`, hold `await` or `yield`.
    ///
    /// https://tc39.es/ecma262/#sec-arrow-function-definitions-static-semantics-early-errors
    private mutating func checkHazards(since start: UInt32, isAsync: Bool) throws(Abort) {
        func range(_ mark: UInt32) -> SourceRange { SourceRange(start: mark &- 1, end: mark &+ 4) }
        if hazards.awaitExpression > start { throw fail(.awaitInParameters, range(hazards.awaitExpression)) }
        if hazards.yieldExpression > start { throw fail(.yieldInParameters, range(hazards.yieldExpression)) }
        if isAsync, hazards.awaitIdentifier > start {
            throw fail(.awaitAsIdentifier, range(hazards.awaitIdentifier))
        }
    }

    /// https://tc39.es/ecma262/#sec-parameter-lists-static-semantics-early-errors
    mutating func duplicateParameterFailure() -> Abort {
        guard case .bindingIdentifier(let name) = node(duplicateParameter) else { return unexpected() }
        return fail(.duplicateParameter, range(duplicateParameter), name)
    }
}
