/// Object literals and property keys.
///
/// https://tc39.es/ecma262/#sec-object-initializer
extension Parser {
    /// ObjectLiteral, which may turn out to be a pattern.
    mutating func parseObject() throws(Abort) -> NodeID {
        let start = here
        let outer = allowsIn
        allowsIn = true
        advance()
        let mark = pending.count
        var hasProto = false
        while kindHere != .rightBrace {
            pending.append(kindHere == .ellipsis ? try parseSpread() : try parseProperty(&hasProto))
            if kindHere != .rightBrace { try expect(.comma) }
        }
        advance()
        allowsIn = outer
        return add(.object(properties: makeList(from: mark)), from: start)
    }

    private mutating func parseProperty(_ hasProto: inout Bool) throws(Abort) -> NodeID {
        let start = here
        let token = lexer.token
        if token.kind == .multiply {
            advance()
            let key = try parsePropertyKey()
            return try parseObjectMethod(key, from: start, .method, [.method, .generator])
        }
        let isName = token.kind.isIdentifierName
        // Free for the key in case the property is a shorthand in a pattern; see `reinterpretProperty`.
        let next = lexer.nextSignificantByte().byte
        let spare = isName && next != 0x3A && next != 0x28 ? add(.empty, token.range) : .none
        let key = try parsePropertyKey()
        switch kindHere {
        case .colon: return try parsePropertyValue(key, start, &hasProto)
        case .leftParen: return try parseObjectMethod(key, from: start, .method, [.method])
        case .comma, .rightBrace, .assign:
            if isName { return try parseShorthand(token, spare, key) }
            throw unexpected()
        default:
            guard isName, !token.flags.contains(.hasEscape) else { throw unexpected() }
            return try parseModifiedMethod(token, start)
        }
    }

    /// `key: value`.
    private mutating func parsePropertyValue(
        _ key: NodeID, _ start: UInt32, _ hasProto: inout Bool
    ) throws(Abort) -> NodeID {
        advance()
        let isProto = isProtoKey(key)
        let value = try parseAssignmentCover()
        if isProto {
            if hasProto, coverProblem == nil { coverProblem = CoverProblem(code: .duplicateProto, range: range(key)) }
            hasProto = true
        }
        return add(.property(key: key, value: value), from: start)
    }

    private mutating func isProtoKey(_ key: NodeID) -> Bool {
        switch node(key) {
        case .keyName(.proto), .keyString(.proto): true
        default: false
        }
    }

    /// `x`, or `x = value` in what must become a pattern. `spare` is the node before the key's.
    private mutating func parseShorthand(_ token: Token, _ spare: NodeID, _ key: NodeID) throws(Abort) -> NodeID {
        if token.kind != .identifier || token.name == .arguments { try checkShorthand(token) }
        nodes.replace(key, by: .identifier(token.name))
        guard kindHere == .assign else { return add(.shorthand(identifier: key), from: token.start) }
        if coverProblem == nil {
            coverProblem = CoverProblem(code: .coverInitializedName, range: lexer.token.range)
        }
        advance()
        let value = try parseAssignment()
        if context.contains(.strict), token.name == .eval || token.name == .arguments {
            throw fail(.unexpectedEvalOrArguments, token.range)
        }
        nodes.replace(spare, by: .keyName(token.name))
        let target = add(.assignmentPattern(target: key, defaultValue: value), from: token.start)
        return add(.patternProperty(key: spare, target: target, isShorthand: true), from: token.start)
    }

    private mutating func checkShorthand(_ token: Token) throws(Abort) {
        if token.kind.isReservedWord {
            throw kindHere == .assign ? fail(.unexpectedToken, token.range, token.kind.text) : unexpected()
        }
        try checkIdentifier(token)
    }

    /// A method after `get`, `set` or `async`, which were read as a key.
    private mutating func parseModifiedMethod(_ modifier: Token, _ start: UInt32) throws(Abort) -> NodeID {
        if modifier.kind == .async, !lexer.token.hasLineTerminatorBefore {
            var flags: FunctionFlags = [.method, .async]
            if consume(.multiply) { flags.insert(.generator) }
            let key = try parsePropertyKey()
            return try parseObjectMethod(key, from: start, .method, flags)
        }
        guard modifier.kind == .identifier else { throw unexpected() }
        if modifier.name == .get {
            let key = try parsePropertyKey()
            return try parseObjectMethod(key, from: start, .getter, [.method, .getter])
        }
        if modifier.name == .set {
            let key = try parsePropertyKey()
            return try parseObjectMethod(key, from: start, .setter, [.method, .setter])
        }
        throw unexpected()
    }

    private mutating func parseObjectMethod(
        _ key: NodeID, from start: UInt32, _ kind: MethodKind, _ flags: FunctionFlags
    ) throws(Abort) -> NodeID {
        let value = try parseMethodFunction(from: start, flags)
        return add(.method(key: key, value: value, kind: kind, isStatic: false), from: start)
    }

    /// PropertyName: a name, string, number, BigInt or computed key.
    mutating func parsePropertyKey() throws(Abort) -> NodeID {
        let token = lexer.token
        if token.kind.isIdentifierName { return addToken(.keyName(token.name)) }
        switch token.kind {
        case .string, .number:
            if token.flags.contains(.legacyOctal), context.contains(.strict) { throw legacyOctalFailure(token) }
            return addToken(token.kind == .string ? .keyString(token.name) : .keyNumber(token.number))
        case .bigint: return addToken(.keyBigInt(digits: token.name))
        case .leftBracket:
            advance()
            let outer = allowsIn
            allowsIn = true
            let expression = try parseAssignment()
            allowsIn = outer
            try expect(.rightBracket)
            return add(.keyComputed(expression), from: token.start)
        default: throw unexpected()
        }
    }
}
