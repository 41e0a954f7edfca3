/// Functions: declarations, expressions, methods, parameters and bodies.
///
/// https://tc39.es/ecma262/#sec-ecmascript-language-functions-and-classes
extension Parser {
    /// What is put aside while a function is parsed.
    struct FunctionState: BitwiseCopyable {
        var context: ParserContext
        var allowsIn: Bool
        var breakableDepth: Int
        var loopDepth: Int
        var labelStart: Int
        var hazards: ArrowHazards
        var duplicateParameter: NodeID
    }

    /// Starts a function, field initializer or static block.
    mutating func beginFunction(_ inner: ParserContext, at offset: UInt32) -> FunctionState {
        let state = FunctionState(
            context: context, allowsIn: allowsIn, breakableDepth: breakableDepth, loopDepth: loopDepth,
            labelStart: labels.beginFunction(), hazards: hazards, duplicateParameter: duplicateParameter)
        context = inner
        allowsIn = true
        breakableDepth = 0
        loopDepth = 0
        duplicateParameter = .none
        declarations.open(at: offset, isFunction: true)
        return state
    }

    /// Ends what `beginFunction` began.
    mutating func endFunction(_ state: FunctionState) {
        declarations.close()
        labels.endFunction(state.labelStart)
        context = state.context
        allowsIn = state.allowsIn
        breakableDepth = state.breakableDepth
        loopDepth = state.loopDepth
        hazards = state.hazards
        duplicateParameter = state.duplicateParameter
    }

    /// The context of a function's parameters and body.
    private func functionContext(_ flags: FunctionFlags) -> ParserContext {
        var inner = context.intersection([.strict, .module])
        inner.formUnion([.canReturn, .newTarget])
        if flags.contains(.async) { inner.insert(.canAwait) }
        if flags.contains(.generator) { inner.insert(.canYield) }
        if flags.contains(.method) { inner.insert(.superProperty) }
        if flags.contains(.derivedConstructor) { inner.insert(.superCall) }
        return inner
    }

    /// A function declaration, from `function`; `start` is that of a preceding `async`.
    ///
    /// https://tc39.es/ecma262/#sec-function-definitions
    mutating func parseFunctionDeclaration(
        from start: UInt32, isAsync: Bool, allowsNoName: Bool = false
    ) throws(Abort) -> NodeID {
        advance()
        var flags: FunctionFlags = isAsync ? [.declaration, .async] : [.declaration]
        if consume(.multiply) { flags.insert(.generator) }
        var name = NodeID.none
        if kindHere == .leftParen {
            if !allowsNoName { throw fail(.missingFunctionName, lexer.token.range) }
        } else {
            name = try parseBindingIdentifier()
            try declareFunction(name, flags)
        }
        let function = try parseFunctionRest(from: start, name: name, flags)
        return add(.functionDeclaration(function: function), from: start)
    }

    private mutating func declareFunction(_ id: NodeID, _ flags: FunctionFlags) throws(Abort) {
        guard case .bindingIdentifier(let name) = node(id) else { return }
        let isNew: Bool
        if declarations.isAtFunctionLevel, !(kind == .module && declarations.isInOutermostFunction) {
            isNew = declarations.declareTopLevelFunction(name, at: range(id).start)
        } else {
            let isPlain = flags == [.declaration] && !context.contains(.strict)
            isNew = declarations.declareLexical(name, kind: isPlain ? .sloppyBlockFunction : .lexical)
        }
        if !isNew { throw fail(.alreadyDeclared, range(id), name) }
    }

    /// A function expression, from `function`; `start` is that of a preceding `async`.
    mutating func parseFunctionExpression(from start: UInt32, isAsync: Bool) throws(Abort) -> NodeID {
        advance()
        var flags: FunctionFlags = isAsync ? [.declaration, .async] : [.declaration]
        if consume(.multiply) { flags.insert(.generator) }
        var name = NodeID.none
        if kindHere != .leftParen { name = try parseFunctionExpressionName(flags) }
        return try parseFunctionRest(from: start, name: name, flags)
    }

    /// The name of a function expression, for which `await` and `yield` are judged as in its own body.
    private mutating func parseFunctionExpressionName(_ flags: FunctionFlags) throws(Abort) -> NodeID {
        let outer = context
        let outerHazards = hazards
        context = functionContext(flags)
        let name = try parseBindingIdentifier()
        context = outer
        hazards = outerHazards
        return name
    }

    /// The function of a method, accessor or constructor, from its parameters; `start` is that of the whole definition.
    mutating func parseMethodFunction(from start: UInt32, _ flags: FunctionFlags) throws(Abort) -> NodeID {
        guard kindHere == .leftParen else { throw unexpected() }
        return try parseFunctionRest(from: start, name: .none, flags)
    }

    /// Parameters and body of a function that is not an arrow function.
    private mutating func parseFunctionRest(
        from start: UInt32, name: NodeID, _ initial: FunctionFlags
    ) throws(Abort) -> NodeID {
        var flags = initial
        let state = beginFunction(functionContext(flags), at: here)
        let parameters = try parseParameters(&flags)
        let body = try parseFunctionBody(&flags, parameters: parameters)
        let isStrict = context.contains(.strict)
        if isStrict { flags.insert(.strict) }
        if !duplicateParameter.isNone {
            let mayRepeat = !isStrict && flags.contains(.simpleParameters) && !flags.contains(.method)
            if !mayRepeat { throw duplicateParameterFailure() }
        }
        if isStrict, !state.context.contains(.strict), case .bindingIdentifier(let text) = node(name) {
            try checkStrictBinding(text, at: range(name))
        }
        endFunction(state)
        return add(.function(name: name, parameters: parameters, body: body, flags: flags), from: start)
    }

    /// FormalParameters in parentheses.
    ///
    /// https://tc39.es/ecma262/#sec-parameter-lists
    private mutating func parseParameters(_ flags: inout FunctionFlags) throws(Abort) -> NodeList {
        let range = lexer.token.range
        try expect(.leftParen)
        let isRestricted = flags.contains(.async) || flags.contains(.generator)
        if isRestricted { context.insert(.parameters) }
        let mark = pending.count
        var isSimple = true
        var hasRest = false
        while kindHere != .rightParen {
            if kindHere == .ellipsis {
                pending.append(try parseBindingRest(.parameter))
                hasRest = true
                isSimple = false
                if kindHere != .rightParen { throw unexpectedAfterRest(closing: .rightParen) }
                break
            }
            let parameter = try parseBindingElement(.parameter)
            if case .bindingIdentifier = node(parameter) {} else { isSimple = false }
            pending.append(parameter)
            if kindHere != .rightParen { try expect(.comma) }
        }
        advance()
        context.remove(.parameters)
        if isSimple { flags.insert(.simpleParameters) }
        let list = makeList(from: mark)
        if flags.contains(.getter), list.count != 0 { throw fail(.getterParameters, range) }
        if flags.contains(.setter) {
            if list.count != 1 { throw fail(.setterParameters, range) }
            if hasRest { throw fail(.setterRestParameter, range) }
        }
        return list
    }

    /// FunctionBody in braces.
    mutating func parseFunctionBody(_ flags: inout FunctionFlags, parameters: NodeList) throws(Abort) -> NodeID {
        let start = here
        guard kindHere == .leftBrace else { throw unexpected() }
        try enter()
        advance()
        let mark = pending.count
        let wasStrict = context.contains(.strict)
        try parseDirectives(simpleParameters: flags.contains(.simpleParameters))
        if context.contains(.strict), !wasStrict { try checkStrictParameters(parameters) }
        while kindHere != .rightBrace { pending.append(try parseStatement(isListItem: true)) }
        leave()
        let list = makeList(from: mark)
        advance()
        return add(.functionBody(statements: list), from: start)
    }

    /// Judges plain parameters again after the body declared itself strict.
    private mutating func checkStrictParameters(_ parameters: NodeList) throws(Abort) {
        for index in 0..<parameters.count {
            let id = lists[Int(parameters.start &+ index)]
            if case .bindingIdentifier(let name) = node(id) { try checkStrictBinding(name, at: range(id)) }
        }
    }

    /// The directive prologue; pushes its nodes.
    ///
    /// https://tc39.es/ecma262/#sec-directive-prologues-and-the-use-strict-directive
    mutating func parseDirectives(simpleParameters: Bool) throws(Abort) {
        var octal: Token?
        while kindHere == .string {
            let token = lexer.token
            let expression = try parseExpression()
            guard case .string = node(expression), range(expression).end == token.end,
                range(expression).start == token.start
            else {
                try consumeSemicolon()
                pending.append(add(.expressionStatement(expression), from: token.start))
                return
            }
            try consumeSemicolon()
            if token.flags.contains(.legacyOctal), octal == nil { octal = token }
            let value = lexer.internSource(from: Int(token.start) + 1, to: Int(token.end) - 1)
            nodes.replace(expression, by: .directive(value: value))
            ranges[Int(expression.raw)].end = lexer.previousEnd
            pending.append(expression)
            if value == .useStrict {
                if !simpleParameters { throw fail(.useStrictWithComplexParameters, token.range) }
                context.insert(.strict)
            }
            if context.contains(.strict), let octal { throw fail(.legacyOctalEscape, octal.range) }
        }
    }
}
