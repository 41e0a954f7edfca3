/// Binding identifiers and patterns in declarations and parameters.
///
/// https://tc39.es/ecma262/#sec-destructuring-binding-patterns
extension Parser {
    /// BindingIdentifier or BindingPattern; declares its names.
    mutating func parseBindingTarget(_ kind: BindingKind) throws(Abort) -> NodeID {
        switch kindHere {
        case .leftBracket: return try parseArrayBinding(kind)
        case .leftBrace: return try parseObjectBinding(kind)
        default: return try parseDeclaredIdentifier(kind)
        }
    }

    private mutating func parseDeclaredIdentifier(_ kind: BindingKind) throws(Abort) -> NodeID {
        let name = lexer.token.name
        let id = try parseBindingIdentifier()
        try declare(name, as: kind, at: id)
        return id
    }

    /// A target with an optional default.
    mutating func parseBindingElement(_ kind: BindingKind) throws(Abort) -> NodeID {
        let start = here
        let target = try parseBindingTarget(kind)
        if kindHere != .assign { return target }
        return try parseBindingDefault(target, start)
    }

    private mutating func parseBindingDefault(_ target: NodeID, _ start: UInt32) throws(Abort) -> NodeID {
        advance()
        let outer = allowsIn
        allowsIn = true
        let value = try parseAssignment()
        allowsIn = outer
        return add(.assignmentPattern(target: target, defaultValue: value), from: start)
    }

    /// `...target`.
    mutating func parseBindingRest(_ kind: BindingKind) throws(Abort) -> NodeID {
        let start = here
        advance()
        let target = try parseBindingTarget(kind)
        if kindHere == .assign { throw fail(.restInitializer, lexer.token.range) }
        return add(.rest(target), from: start)
    }

    /// Something other than the closing bracket follows a rest element.
    mutating func unexpectedAfterRest(closing: TokenKind) -> Abort {
        guard kindHere == .comma else { return unexpected() }
        let isTrailing = lexer.peek().kind == closing
        return fail(isTrailing ? .restTrailingComma : .restNotLast, lexer.token.range)
    }

    private mutating func parseArrayBinding(_ kind: BindingKind) throws(Abort) -> NodeID {
        try enter()
        let start = here
        advance()
        let mark = pending.count
        while kindHere != .rightBracket {
            if kindHere == .comma {
                pending.append(.none)
                advance()
                continue
            }
            if kindHere == .ellipsis {
                pending.append(try parseBindingRest(kind))
                if kindHere != .rightBracket { throw unexpectedAfterRest(closing: .rightBracket) }
                break
            }
            pending.append(try parseBindingElement(kind))
            if kindHere != .rightBracket { try expect(.comma) }
        }
        advance()
        leave()
        return add(.arrayPattern(elements: makeList(from: mark)), from: start)
    }

    private mutating func parseObjectBinding(_ kind: BindingKind) throws(Abort) -> NodeID {
        try enter()
        let start = here
        advance()
        let mark = pending.count
        while kindHere != .rightBrace {
            if kindHere == .ellipsis {
                let restStart = here
                advance()
                let target = try parseDeclaredIdentifier(kind)
                pending.append(add(.rest(target), from: restStart))
                if kindHere != .rightBrace { throw unexpectedAfterRest(closing: .rightBrace) }
                break
            }
            pending.append(try parseBindingProperty(kind))
            if kindHere != .rightBrace { try expect(.comma) }
        }
        advance()
        leave()
        return add(.objectPattern(properties: makeList(from: mark)), from: start)
    }

    private mutating func parseBindingProperty(_ kind: BindingKind) throws(Abort) -> NodeID {
        let token = lexer.token
        let key = try parsePropertyKey()
        if consume(.colon) {
            let target = try parseBindingElement(kind)
            return add(.patternProperty(key: key, target: target, isShorthand: false), from: token.start)
        }
        guard token.kind.mayBeIdentifier else {
            // The key is no identifier: complain about it if it is a word, else about what follows.
            if token.kind.isReservedWord { throw fail(.unexpectedToken, token.range, token.kind.text) }
            throw unexpected()
        }
        if token.kind != .identifier || token.name.raw <= NameID.arguments.raw { try checkShorthandBinding(token) }
        let name = add(.bindingIdentifier(token.name), token.range)
        try declare(token.name, as: kind, at: name)
        let target = kindHere == .assign ? try parseBindingDefault(name, token.start) : name
        return add(.patternProperty(key: key, target: target, isShorthand: true), from: token.start)
    }

    private mutating func checkShorthandBinding(_ token: Token) throws(Abort) {
        try checkIdentifier(token)
        if context.contains(.strict), token.name == .eval || token.name == .arguments {
            throw fail(.unexpectedEvalOrArguments, token.range)
        }
    }
}
