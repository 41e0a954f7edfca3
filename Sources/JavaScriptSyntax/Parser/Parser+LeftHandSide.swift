/// Member accesses, calls, optional chains and `new`.
///
/// https://tc39.es/ecma262/#sec-left-hand-side-expressions
extension Parser {
    /// LeftHandSideExpression; `primary` is its primary expression if that was parsed already.
    mutating func parseLeftHandSide(_ primary: NodeID, _ start: UInt32) throws(Abort) -> NodeID {
        var result = primary.isNone ? try parsePrimary() : primary
        var isChain = false
        while true {
            switch kindHere {
            case .dot:
                try rejectCoverProblem()
                advance()
                result = try parseMember(result, start, isOptional: false)
            case .leftBracket:
                try rejectCoverProblem()
                result = try parseIndex(result, start, isOptional: false)
            case .leftParen:
                try rejectCoverProblem()
                result = try parseCall(result, start, isOptional: false)
            case .questionDot:
                try rejectCoverProblem()
                isChain = true
                result = try parseOptional(result, start)
            case .template:
                if isChain { throw fail(.optionalChainTemplate, lexer.token.range) }
                try rejectCoverProblem()
                let template = try parseTemplate(isTagged: true)
                result = add(.taggedTemplate(tag: result, template: template), from: start)
            default:
                return isChain ? add(.optionalChain(result), from: start) : result
            }
        }
    }

    /// What follows `?.`.
    private mutating func parseOptional(_ object: NodeID, _ start: UInt32) throws(Abort) -> NodeID {
        advance()
        switch kindHere {
        case .leftParen: return try parseCall(object, start, isOptional: true)
        case .leftBracket: return try parseIndex(object, start, isOptional: true)
        case .template: throw fail(.optionalChainTemplate, lexer.token.range)
        default: return try parseMember(object, start, isOptional: true)
        }
    }

    /// The name behind a dot.
    private mutating func parseMember(_ object: NodeID, _ start: UInt32, isOptional: Bool) throws(Abort) -> NodeID {
        let token = lexer.token
        let property: NodeID
        if token.kind.isIdentifierName {
            property = addToken(.keyName(token.name))
        } else if token.kind == .privateName {
            if case .superKeyword = node(object) { throw unexpected() }
            try usePrivateName(token)
            property = addToken(.privateName(token.name))
        } else {
            throw unexpected()
        }
        return add(.member(object: object, property: property, isOptional: isOptional), from: start)
    }

    private mutating func parseIndex(_ object: NodeID, _ start: UInt32, isOptional: Bool) throws(Abort) -> NodeID {
        advance()
        let index = try parseBracketedExpression()
        try expect(.rightBracket)
        return add(.index(object: object, index: index, isOptional: isOptional), from: start)
    }

    private mutating func parseCall(_ callee: NodeID, _ start: UInt32, isOptional: Bool) throws(Abort) -> NodeID {
        let arguments = try parseArguments()
        return add(.call(callee: callee, arguments: arguments, isOptional: isOptional), from: start)
    }

    /// Arguments in parentheses.
    mutating func parseArguments() throws(Abort) -> NodeList {
        advance()
        let outer = allowsIn
        allowsIn = true
        let mark = pending.count
        while kindHere != .rightParen {
            if kindHere == .ellipsis {
                let start = here
                advance()
                let argument = try parseAssignment()
                pending.append(add(.spread(argument), from: start))
            } else {
                pending.append(try parseAssignment())
            }
            if kindHere == .comma { advance() } else { break }
        }
        if kindHere != .rightParen { throw unexpectedInArguments() }
        advance()
        allowsIn = outer
        return makeList(from: mark)
    }

    private mutating func unexpectedInArguments() -> Abort {
        let isExplained =
            kindHere == .illegal || kindHere == .endOfFile || kindHere == .arrow
            || misplacedAwait != nil
        return isExplained ? unexpectedAfterExpression() : fail(.missingCloseParenthesis, lexer.token.range)
    }

    /// Notes a use of a private name.
    mutating func usePrivateName(_ token: Token) throws(Abort) {
        if !privateNames.use(token.name, at: token.range) {
            throw fail(.undeclaredPrivateName, token.range, token.name)
        }
    }

    // MARK: new, super, import

    /// `new.target`, or `new` with a callee and optional arguments.
    mutating func parseNew() throws(Abort) -> NodeID {
        try enter()
        let start = here
        advance()
        if kindHere == .dot {
            let result = try parseNewTarget(start)
            leave()
            return result
        }
        if kindHere == .import, lexer.peek().kind != .dot { throw fail(.importCallInNew, lexer.token.range) }
        let callee = try parseNewCallee()
        let arguments = kindHere == .leftParen ? try parseArguments() : .empty
        leave()
        return add(.new(callee: callee, arguments: arguments), from: start)
    }

    private mutating func parseNewTarget(_ start: UInt32) throws(Abort) -> NodeID {
        advance()
        guard isContextual(.target) else { throw unexpected() }
        advance()
        let result = add(.newTarget, from: start)
        if !context.contains(.newTarget) { throw fail(.newTargetOutsideFunction, result) }
        return result
    }

    /// MemberExpression: no calls and no optional chain.
    private mutating func parseNewCallee() throws(Abort) -> NodeID {
        let start = here
        if kindHere == .super, lexer.peek().kind == .leftParen { throw fail(.superOutsideMethod, lexer.token.range) }
        var result = try parsePrimary()
        while true {
            switch kindHere {
            case .dot:
                advance()
                result = try parseMember(result, start, isOptional: false)
            case .leftBracket: result = try parseIndex(result, start, isOptional: false)
            case .template:
                let template = try parseTemplate(isTagged: true)
                result = add(.taggedTemplate(tag: result, template: template), from: start)
            case .questionDot: throw fail(.optionalChainInNew, lexer.token.range)
            default:
                try rejectCoverProblem()
                return result
            }
        }
    }

    /// `super`, which a call or property access must follow.
    ///
    /// https://tc39.es/ecma262/#sec-super-keyword
    mutating func parseSuper() throws(Abort) -> NodeID {
        let token = lexer.token
        let result = addToken(.superKeyword)
        switch kindHere {
        case .leftParen:
            if !context.contains(.superCall) { throw fail(.superCallOutsideConstructor, token.range) }
        case .dot, .leftBracket:
            if !context.contains(.superProperty) { throw fail(.superOutsideMethod, token.range) }
        default: throw fail(.superOutsideMethod, token.range)
        }
        return result
    }

    /// `import(specifier, options)` or `import.meta`.
    ///
    /// https://tc39.es/ecma262/#sec-import-calls
    mutating func parseImportExpression() throws(Abort) -> NodeID {
        let start = here
        advance()
        if consume(.dot) {
            guard isContextual(.meta) else { throw unexpected() }
            advance()
            let result = add(.importMeta, from: start)
            if kind != .module { throw fail(.importMetaOutsideModule, result) }
            return result
        }
        guard kindHere == .leftParen else {
            if kind != .module { throw fail(.importOutsideModule, SourceRange(start: start, end: lexer.previousEnd)) }
            throw unexpected()
        }
        let arguments = try parseArguments()
        let range = SourceRange(start: start, end: lexer.previousEnd)
        guard arguments.count == 1 || arguments.count == 2 else { throw fail(.importCallArity, range) }
        let specifier = lists[Int(arguments.start)]
        let options = arguments.count == 2 ? lists[Int(arguments.start) + 1] : .none
        for argument in [specifier, options] {
            if case .spread = node(argument) { throw fail(.importCallSpread, argument) }
        }
        return add(.importCall(specifier: specifier, options: options), range)
    }
}
