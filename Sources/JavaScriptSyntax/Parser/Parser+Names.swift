/// Identifiers: which words may be references, bindings and labels where.
///
/// https://tc39.es/ecma262/#sec-identifiers-static-semantics-early-errors
extension Parser {
    /// Consumes an identifier that refers to a variable.
    mutating func parseIdentifierReference() throws(Abort) -> NodeID {
        let token = lexer.token
        if token.kind != .identifier || token.name == .arguments { try checkIdentifier(token) }
        return addToken(.identifier(token.name))
    }

    /// Consumes an identifier that is being declared; the caller declares it.
    mutating func parseBindingIdentifier() throws(Abort) -> NodeID {
        let token = lexer.token
        if token.kind != .identifier || token.name.raw <= NameID.arguments.raw { try checkBinding(token) }
        return addToken(.bindingIdentifier(token.name))
    }

    @inline(never)
    private mutating func checkBinding(_ token: Token) throws(Abort) {
        try checkIdentifier(token)
        if context.contains(.strict), token.name == .eval || token.name == .arguments {
            throw fail(.unexpectedEvalOrArguments, token.range)
        }
    }

    /// Throws unless a token may be an identifier here. Notes `await` for async arrow parameters.
    @inline(never)
    mutating func checkIdentifier(_ token: Token) throws(Abort) {
        var kind = token.kind
        if kind == .escapedKeyword {
            kind = TokenKind(keyword: token.name)
            if kind.isReservedWord { throw fail(.escapedKeyword, token.range) }
        }
        switch kind {
        case .identifier:
            if token.name == .arguments, context.contains(.argumentsIsReserved) {
                throw fail(.argumentsInInitializer, token.range)
            }
        case .await:
            if context.contains(.staticBlock) { throw fail(.awaitInStaticBlock, token.range) }
            if isAwaitReserved { throw fail(.awaitAsIdentifier, token.range) }
            hazards.awaitIdentifier = token.start &+ 1
        case .yield:
            if context.contains(.canYield) { throw fail(.yieldAsIdentifier, token.range) }
            if context.contains(.strict) { throw fail(.unexpectedStrictReservedWord, token.range, token.name) }
        case let kind where kind.isStrictReservedWord:
            if context.contains(.strict) { throw fail(.unexpectedStrictReservedWord, token.range, token.name) }
        case .async, .of:
            break
        default:
            throw unexpected()
        }
    }

    /// Whether `await` is no identifier here.
    var isAwaitReserved: Bool {
        context.contains(.canAwait) || context.contains(.awaitIsReserved) || context.contains(.module)
    }

    /// Throws if a name that was accepted in sloppy mode must not be declared in strict mode code.
    mutating func checkStrictBinding(_ name: NameID, at range: SourceRange) throws(Abort) {
        if name == .eval || name == .arguments { throw fail(.unexpectedEvalOrArguments, range) }
        let isKeyword = name != .empty && name.raw <= TokenKind.keywordCount
        if isKeyword, TokenKind(keyword: name).isStrictReservedWord {
            throw fail(.unexpectedStrictReservedWord, range, name)
        }
    }

    // MARK: Declarations

    /// How the names of a binding are declared.
    enum BindingKind: UInt8, BitwiseCopyable {
        case variable, `let`, const, parameter, simpleCatchParameter, catchParameter, `import`
    }

    /// Declares a name whose node was just added.
    mutating func declare(_ name: NameID, as kind: BindingKind, at id: NodeID) throws(Abort) {
        let isNew: Bool
        switch kind {
        case .variable: isNew = declarations.declareVariable(name, at: range(id).start)
        case .let, .const:
            if name == .let { throw fail(.letBoundName, id) }
            isNew = declarations.declareLexical(name)
        case .catchParameter, .import: isNew = declarations.declareLexical(name)
        case .simpleCatchParameter: isNew = declarations.declareLexical(name, kind: .simpleCatchParameter)
        case .parameter:
            if !declarations.declareParameter(name), duplicateParameter == .none { duplicateParameter = id }
            return
        }
        if !isNew { throw fail(.alreadyDeclared, range(id), name) }
    }
}
