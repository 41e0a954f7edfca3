/// Class definitions.
///
/// https://tc39.es/ecma262/#sec-class-definitions
extension Parser {
    /// A class, from `class`.
    mutating func parseClass(isDeclaration: Bool, allowsNoName: Bool) throws(Abort) -> NodeID {
        try enter()
        let start = here
        let outer = context
        context.insert(.strict)
        advance()
        var name = NodeID.none
        if kindHere != .leftBrace, kindHere != .extends {
            let text = lexer.token.name
            name = try parseBindingIdentifier()
            if isDeclaration { try declare(text, as: .let, at: name) }
        } else if !allowsNoName {
            throw unexpected()
        }
        var superclass = NodeID.none
        if consume(.extends) { superclass = try parseHeritage() }
        let members = try parseClassBody(isDerived: !superclass.isNone)
        context = outer
        leave()
        let node = add(.classExpression(name: name, superclass: superclass, members: members), from: start)
        return isDeclaration ? add(.classDeclaration(classNode: node), from: start) : node
    }

    private mutating func parseHeritage() throws(Abort) -> NodeID {
        let outer = coverProblem
        coverProblem = nil
        let superclass = try parseLeftHandSide(.none, here)
        try rejectCoverProblem()
        coverProblem = outer
        return superclass
    }

    private mutating func parseClassBody(isDerived: Bool) throws(Abort) -> NodeList {
        let outerIn = allowsIn
        allowsIn = true
        try expect(.leftBrace)
        privateNames.openClass()
        let mark = pending.count
        var hasConstructor = false
        while kindHere != .rightBrace {
            if consume(.semicolon) { continue }
            pending.append(try parseMember(isDerived: isDerived, &hasConstructor))
        }
        if let unresolved = privateNames.closeClass() {
            throw fail(.undeclaredPrivateName, unresolved.range, unresolved.name)
        }
        advance()
        allowsIn = outerIn
        return makeList(from: mark)
    }

    /// What precedes the key of a member.
    private struct MemberHead {
        var start: UInt32
        /// Where the definition starts behind `static`.
        var definitionStart: UInt32
        var isStatic = false
        var kind = MethodKind.method
        var flags: FunctionFlags = [.method]
        /// A modifier was read that makes the member a method.
        var isMethod = false
    }

    /// Whether the current token ends a member's key, so that a word before it was the key.
    private var endsKey: Bool {
        switch kindHere {
        case .leftParen, .assign, .semicolon, .rightBrace, .endOfFile: true
        default: false
        }
    }

    /// https://tc39.es/ecma262/#prod-ClassElement
    private mutating func parseMember(isDerived: Bool, _ hasConstructor: inout Bool) throws(Abort) -> NodeID {
        var head = MemberHead(start: here, definitionStart: here)
        var key = NodeID.none
        if kindHere == .static {
            let token = lexer.token
            advance()
            if endsKey {
                key = add(.keyName(token.name), token.range)
            } else if kindHere == .leftBrace {
                return try parseStaticBlock(from: token.start)
            } else {
                head.isStatic = true
                head.definitionStart = here
            }
        }
        if key.isNone { key = try parseModifiersAndKey(&head) }
        if kindHere == .leftParen { return try parseMethod(key, &head, isDerived: isDerived, &hasConstructor) }
        if head.isMethod { throw unexpected() }
        return try parseField(key, head)
    }

    /// `async`, `get`, `set` and `*` in front of a key, and the key.
    private mutating func parseModifiersAndKey(_ head: inout MemberHead) throws(Abort) -> NodeID {
        let token = lexer.token
        if token.kind == .async {
            advance()
            if endsKey || lexer.token.hasLineTerminatorBefore { return add(.keyName(token.name), token.range) }
            head.flags.insert(.async)
            head.isMethod = true
        } else if isContextual(.get) || isContextual(.set) {
            advance()
            if endsKey || kindHere == .multiply { return add(.keyName(token.name), token.range) }
            head.kind = token.name == .get ? .getter : .setter
            head.flags.insert(token.name == .get ? .getter : .setter)
            head.isMethod = true
            return try parseMemberKey()
        }
        if consume(.multiply) {
            head.flags.insert(.generator)
            head.isMethod = true
        }
        return try parseMemberKey()
    }

    private mutating func parseMemberKey() throws(Abort) -> NodeID {
        guard kindHere == .privateName else { return try parsePropertyKey() }
        let token = lexer.token
        if token.name == .constructor { throw fail(.privateConstructor, token.range) }
        return addToken(.privateName(token.name))
    }

    /// The name of a key that is not computed, as far as classes treat it specially.
    private mutating func specialName(_ key: NodeID) -> NameID {
        switch node(key) {
        case .keyName(let name), .keyString(let name): name
        default: .empty
        }
    }

    private mutating func declarePrivate(_ key: NodeID, _ head: MemberHead) throws(Abort) {
        guard case .privateName(let name) = node(key) else { return }
        let kind: PrivateNameTable.Kind =
            switch head.kind {
            case .getter: head.isStatic ? .staticGetter : .getter
            case .setter: head.isStatic ? .staticSetter : .setter
            default: .other
            }
        if !privateNames.declare(name, kind) { throw fail(.duplicatePrivateName, range(key), name) }
    }

    private mutating func parseMethod(
        _ key: NodeID, _ head: inout MemberHead, isDerived: Bool, _ hasConstructor: inout Bool
    ) throws(Abort) -> NodeID {
        let name = specialName(key)
        if name == .constructor, !head.isStatic {
            try checkConstructor(key, head, hasConstructor)
            hasConstructor = true
            head.kind = .constructor
            head.flags.insert(.classConstructor)
            if isDerived { head.flags.insert(.derivedConstructor) }
        } else if name == .prototype, head.isStatic {
            throw fail(.staticPrototype, key)
        }
        try declarePrivate(key, head)
        let value = try parseMethodFunction(from: head.definitionStart, head.flags)
        return add(.method(key: key, value: value, kind: head.kind, isStatic: head.isStatic), from: head.start)
    }

    /// https://tc39.es/ecma262/#sec-class-definitions-static-semantics-early-errors
    private mutating func checkConstructor(_ key: NodeID, _ head: MemberHead, _ hasOne: Bool) throws(Abort) {
        if head.kind != .method { throw fail(.constructorIsAccessor, key) }
        if head.flags.contains(.async) { throw fail(.constructorIsAsync, key) }
        if head.flags.contains(.generator) { throw fail(.constructorIsGenerator, key) }
        if hasOne { throw fail(.duplicateConstructor, key) }
    }

    private mutating func parseField(_ key: NodeID, _ head: MemberHead) throws(Abort) -> NodeID {
        let name = specialName(key)
        if name == .constructor { throw fail(.constructorField, range(key), name) }
        if name == .prototype, head.isStatic { throw fail(.staticPrototype, key) }
        try declarePrivate(key, head)
        var initializer = NodeID.none
        if consume(.assign) {
            let inner = context.intersection([.strict, .module]).union([
                .newTarget, .superProperty, .argumentsIsReserved,
            ])
            let state = beginFunction(inner, at: here)
            initializer = try parseAssignment()
            endFunction(state)
        }
        try consumeSemicolon()
        return add(.field(key: key, initializer: initializer, isStatic: head.isStatic), from: head.start)
    }

    /// https://tc39.es/ecma262/#prod-ClassStaticBlock
    private mutating func parseStaticBlock(from start: UInt32) throws(Abort) -> NodeID {
        let inner = context.intersection([.strict, .module]).union([
            .newTarget, .superProperty, .argumentsIsReserved, .awaitIsReserved, .staticBlock,
        ])
        let state = beginFunction(inner, at: here)
        advance()
        let mark = pending.count
        while kindHere != .rightBrace { pending.append(try parseStatement(isListItem: true)) }
        endFunction(state)
        let body = makeList(from: mark)
        advance()
        return add(.staticBlock(body: body), from: start)
    }
}
