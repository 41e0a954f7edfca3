/// Primary expressions.
///
/// https://tc39.es/ecma262/#sec-primary-expression
extension Parser {
    /// PrimaryExpression, `new`, `super` and `import`; no arrow function.
    mutating func parsePrimary() throws(Abort) -> NodeID {
        switch kindHere {
        case .identifier: return try parseIdentifierReference()
        case .number: return try parseNumber()
        case .string: return try parseString()
        case .template: return try parseTemplate(isTagged: false)
        case .bigint: return addToken(.bigint(digits: lexer.token.name))
        case .true: return addToken(.boolean(true))
        case .false: return addToken(.boolean(false))
        case .null: return addToken(.null)
        case .this: return addToken(.this)
        case .leftParen: return try parseParenthesized(mayBeArrow: false)
        case .leftBracket: return try parseArray()
        case .leftBrace: return try parseObject()
        case .function: return try parseFunctionExpression(from: here, isAsync: false)
        case .class: return try parseClass(isDeclaration: false, allowsNoName: true)
        case .new: return try parseNew()
        case .super: return try parseSuper()
        case .import: return try parseImportExpression()
        case .divide, .divideAssign: return try parseRegExp()
        case .async: return try parseAsyncPrimary()
        case let kind where kind.mayBeIdentifier: return try parseIdentifierReference()
        default: throw unexpected()
        }
    }

    private mutating func parseNumber() throws(Abort) -> NodeID {
        let token = lexer.token
        if token.flags.contains(.legacyOctal), context.contains(.strict) { throw legacyOctalFailure(token) }
        return addToken(.number(token.number))
    }

    /// https://tc39.es/ecma262/#sec-literals-numeric-literals-static-semantics-early-errors and its sibling for strings
    mutating func legacyOctalFailure(_ token: Token) -> Abort {
        if token.kind == .string { return fail(.legacyOctalEscape, token.range) }
        var isOctal = true
        for offset in token.start..<token.end where lexer.bytes[Int(offset)] &- 0x30 >= 8 { isOctal = false }
        return fail(isOctal ? .legacyOctalLiteral : .legacyDecimalLiteral, token.range)
    }

    /// A string literal, checked for legacy escapes.
    mutating func parseString() throws(Abort) -> NodeID {
        let token = lexer.token
        if token.flags.contains(.legacyOctal), context.contains(.strict) { throw legacyOctalFailure(token) }
        return addToken(.string(token.name))
    }

    private mutating func parseRegExp() throws(Abort) -> NodeID {
        lexer.rescanAsRegExp()
        guard kindHere == .regexp else { throw unexpected() }
        let token = lexer.token
        if let validate = options.regExpValidator {
            if let problem = validate(lexer.names[token.name], lexer.names.string(token.raw)) {
                throw fail(
                    .invalidRegExpPattern, token.range, "/\(lexer.names.string(token.name))/: \(problem)")
            }
        }
        return addToken(.regexp(pattern: token.name, flags: token.raw))
    }

    /// `async function`, or a variable called `async`; no arrow function.
    private mutating func parseAsyncPrimary() throws(Abort) -> NodeID {
        let token = lexer.token
        let id = addToken(.identifier(token.name))
        if kindHere == .function, !lexer.token.hasLineTerminatorBefore {
            return try parseFunctionExpression(from: token.start, isAsync: true)
        }
        return id
    }

    /// ArrayLiteral, which may turn out to be a pattern.
    private mutating func parseArray() throws(Abort) -> NodeID {
        let start = here
        let outer = allowsIn
        allowsIn = true
        advance()
        let mark = pending.count
        while kindHere != .rightBracket {
            if kindHere == .comma {
                pending.append(.none)
                advance()
                continue
            }
            pending.append(kindHere == .ellipsis ? try parseSpread() : try parseAssignmentCover())
            if kindHere != .rightBracket { try expect(.comma) }
        }
        advance()
        allowsIn = outer
        return add(.array(elements: makeList(from: mark)), from: start)
    }

    /// `...expression` in an array, object or cover of arrow parameters.
    mutating func parseSpread() throws(Abort) -> NodeID {
        let start = here
        advance()
        let argument = try parseAssignmentCover()
        return add(.spread(argument), from: start)
    }

    /// TemplateLiteral from its first part on.
    ///
    /// https://tc39.es/ecma262/#sec-template-literals
    mutating func parseTemplate(isTagged: Bool) throws(Abort) -> NodeID {
        let start = here
        let mark = pending.count
        while true {
            let token = lexer.token
            let hasCooked = !token.flags.contains(.invalidTemplateEscape)
            if !hasCooked, !isTagged { throw fail(lexer.templateProblem.code, lexer.templateProblem.range) }
            let isTail = token.flags.contains(.templateTail)
            pending.append(
                addToken(.templateElement(cooked: token.name, raw: token.raw, hasCooked: hasCooked)))
            if isTail { break }
            pending.append(try parseBracketedExpression())
            guard kindHere == .rightBrace else {
                throw kindHere == .endOfFile ? fail(.unterminatedTemplate, lexer.token.range) : unexpected()
            }
            lexer.rescanAsTemplateContinuation()
            guard kindHere == .template else { throw unexpected() }
        }
        return add(makeTemplate(from: mark), from: start)
    }

    /// Splits the pending parts, which alternate, into two lists.
    private mutating func makeTemplate(from mark: Int) -> Syntax {
        let total = pending.count &- mark
        let quasis = NodeList(
            start: UInt32(truncatingIfNeeded: lists.count), count: UInt32(truncatingIfNeeded: (total &+ 1) / 2))
        for index in stride(from: mark, to: pending.count, by: 2) { lists.append(pending[index]) }
        let expressions = NodeList(
            start: UInt32(truncatingIfNeeded: lists.count), count: UInt32(truncatingIfNeeded: total / 2))
        for index in stride(from: mark + 1, to: pending.count, by: 2) { lists.append(pending[index]) }
        pending.truncate(to: mark)
        return .template(quasis: quasis, expressions: expressions.count == 0 ? .empty : expressions)
    }
}
