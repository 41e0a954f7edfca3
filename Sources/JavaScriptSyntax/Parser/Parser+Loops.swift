/// Iteration statements.
///
/// https://tc39.es/ecma262/#sec-iteration-statements
extension Parser {
    /// The body of a loop.
    private mutating func parseLoopBody() throws(Abort) -> NodeID {
        loopDepth &+= 1
        breakableDepth &+= 1
        let body = try parseSubstatement()
        loopDepth &-= 1
        breakableDepth &-= 1
        return body
    }

    mutating func parseWhile() throws(Abort) -> NodeID {
        let start = here
        advance()
        let test = try parseParenthesizedCondition()
        let body = try parseLoopBody()
        return add(.whileStatement(test: test, body: body), from: start)
    }

    mutating func parseDoWhile() throws(Abort) -> NodeID {
        let start = here
        advance()
        let body = try parseLoopBody()
        try expect(.while)
        let test = try parseParenthesizedCondition()
        // A semicolon is inserted here even on the same line.
        _ = consume(.semicolon)
        return add(.doWhile(body: body, test: test), from: start)
    }

    /// Every form of `for`. The loop has a scope for the names that its head declares.
    mutating func parseFor() throws(Abort) -> NodeID {
        let start = here
        advance()
        var isAwait = false
        if kindHere == .await {
            if !context.contains(.canAwait) { throw unexpected() }
            if context.contains(.parameters) { throw fail(.awaitInParameters, lexer.token.range) }
            hazards.awaitExpression = here &+ 1
            isAwait = true
            advance()
        }
        declarations.open(at: here, isFunction: false)
        try expect(.leftParen)
        let result: NodeID
        switch kindHere {
        case .semicolon where !isAwait: result = try parseForRest(.none, start)
        case .var, .const: result = try parseForDeclaration(start, isAwait: isAwait)
        case .let where startsLetDeclaration(isListItem: true):
            result = try parseForDeclaration(start, isAwait: isAwait)
        default: result = try parseForExpression(start, isAwait: isAwait)
        }
        declarations.close()
        return result
    }

    private mutating func parseForDeclaration(_ start: UInt32, isAwait: Bool) throws(Abort) -> NodeID {
        let kind: VariableKind = kindHere == .var ? .var : kindHere == .const ? .const : .let
        allowsIn = false
        let declaration = try parseVariableDeclaration(kind, inForHead: true)
        allowsIn = true
        let isOf = kindHere == .of
        guard isOf || kindHere == .in else {
            if isAwait { throw unexpected() }
            try checkInitializers(declaration, kind)
            return try parseForRest(declaration, start)
        }
        try checkForBinding(declaration, kind, isOf: isOf)
        return try parseForInOf(declaration, start, isAwait: isAwait)
    }

    /// One declarator, without initializer but for `for (var a = 1 in …)` in sloppy mode.
    ///
    /// https://tc39.es/ecma262/#sec-for-in-and-for-of-statements-static-semantics-early-errors and
    /// https://tc39.es/ecma262/#sec-initializers-in-forin-statement-heads
    private mutating func checkForBinding(_ declaration: NodeID, _ kind: VariableKind, isOf: Bool) throws(Abort) {
        guard case .variableDeclaration(_, let list) = node(declaration) else { return }
        let name = isOf ? "for-of" : "for-in"
        if list.count != 1 { throw fail(.forMultipleBindings, declaration, name) }
        guard case .declarator(let target, let initializer) = node(lists[Int(list.start)]), !initializer.isNone else {
            return
        }
        let isPlain = if case .bindingIdentifier = node(target) { true } else { false }
        if isOf || kind != .var || !isPlain || context.contains(.strict) {
            throw fail(.forInitializer, initializer, name)
        }
    }

    private mutating func parseForExpression(_ start: UInt32, isAwait: Bool) throws(Abort) -> NodeID {
        let first = lexer.token
        let expressionStart = here
        let outer = coverProblem
        coverProblem = nil
        allowsIn = false
        var expression = try parseAssignmentCover()
        let isOf = kindHere == .of && !lexer.token.flags.contains(.hasEscape)
        if isOf || kindHere == .in {
            allowsIn = true
            if isOf, first.kind == .let { throw fail(.forOfLet, first.range) }
            if isOf, !isAwait, first.kind == .async, range(expression).end == first.end {
                throw fail(.forOfAsync, first.range)
            }
            try reinterpretForTarget(expression)
            coverProblem = outer
            return try parseForInOf(expression, start, isAwait: isAwait)
        }
        if isAwait { throw unexpected() }
        try rejectCoverProblem()
        coverProblem = outer
        if kindHere == .comma { expression = try parseSequence(expression, expressionStart) }
        allowsIn = true
        return try parseForRest(expression, start)
    }

    private mutating func reinterpretForTarget(_ target: NodeID) throws(Abort) {
        switch node(target) {
        case .array, .object: try reinterpretAsAssignmentTarget(target)
        default:
            try rejectCoverProblem()
            try checkSimpleTarget(target, else: .invalidForTarget)
        }
    }

    /// The rest of a loop with three parts, from its first semicolon on.
    private mutating func parseForRest(_ initializer: NodeID, _ start: UInt32) throws(Abort) -> NodeID {
        let mark = pending.count
        pending.append(initializer)
        try expect(.semicolon)
        pending.append(kindHere == .semicolon ? .none : try parseExpression())
        try expect(.semicolon)
        pending.append(kindHere == .rightParen ? .none : try parseExpression())
        try expect(.rightParen)
        pending.append(try parseLoopBody())
        return add(.forStatement(ForParts(list: makeList(from: mark))), from: start)
    }

    /// The rest of a for-in or for-of loop, from `in` or `of` on.
    private mutating func parseForInOf(_ left: NodeID, _ start: UInt32, isAwait: Bool) throws(Abort) -> NodeID {
        let isOf = kindHere == .of
        if !isOf, isAwait { throw unexpected() }
        advance()
        let right = isOf ? try parseAssignment() : try parseExpression()
        try expect(.rightParen)
        let body = try parseLoopBody()
        if isOf { return add(.forOf(left: left, right: right, body: body, isAwait: isAwait), from: start) }
        return add(.forIn(left: left, right: right, body: body), from: start)
    }
}
