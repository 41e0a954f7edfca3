/// Import and export declarations.
///
/// https://tc39.es/ecma262/#sec-imports and https://tc39.es/ecma262/#sec-exports
extension Parser {
    /// ModuleItem.
    mutating func parseModuleItem() throws(Abort) -> NodeID {
        if kindHere == .export { return try parseExport() }
        if kindHere == .import {
            let next = lexer.peek().kind
            if next != .leftParen, next != .dot { return try parseImport() }
        }
        return try parseStatement(isListItem: true)
    }

    // MARK: Import

    private mutating func parseImport() throws(Abort) -> NodeID {
        let start = here
        advance()
        let mark = pending.count
        if kindHere != .string {
            try parseImportClause()
            try expectContextual(.from)
        }
        let specifiers = makeList(from: mark)
        let source = try parseModuleSpecifier()
        let attributes = try parseImportAttributes()
        try consumeSemicolon()
        return add(
            .importDeclaration(specifiers: specifiers, source: source, attributes: attributes), from: start)
    }

    /// Default, namespace and named imports; pushes their specifiers.
    private mutating func parseImportClause() throws(Abort) {
        if kindHere != .multiply, kindHere != .leftBrace {
            let start = here
            let imported = add(.keyName(.default), lexer.token.range)
            let local = try parseBindingTargetName()
            pending.append(add(.importSpecifier(imported: imported, local: local), from: start))
            guard consume(.comma) else { return }
        }
        if kindHere == .multiply {
            let start = here
            advance()
            try expectContextual(.as)
            let local = try parseBindingTargetName()
            pending.append(add(.importSpecifier(imported: .none, local: local), from: start))
            return
        }
        try expect(.leftBrace)
        while kindHere != .rightBrace {
            pending.append(try parseImportSpecifier())
            if kindHere != .rightBrace { try expect(.comma) }
        }
        advance()
    }

    private mutating func parseBindingTargetName() throws(Abort) -> NodeID {
        let name = lexer.token.name
        let id = try parseBindingIdentifier()
        try declare(name, as: .import, at: id)
        return id
    }

    private mutating func parseImportSpecifier() throws(Abort) -> NodeID {
        let token = lexer.token
        let imported = try parseModuleExportName()
        if isContextual(.as) {
            advance()
            let local = try parseBindingTargetName()
            return add(.importSpecifier(imported: imported, local: local), from: token.start)
        }
        if token.kind == .string { throw fail(.importStringName, token.range) }
        guard token.kind.mayBeIdentifier else {
            throw fail(.unexpectedToken, token.range, token.kind.text)
        }
        try checkIdentifier(token)
        if token.name == .eval || token.name == .arguments { throw fail(.unexpectedEvalOrArguments, token.range) }
        let local = add(.bindingIdentifier(token.name), token.range)
        try declare(token.name, as: .import, at: local)
        return add(.importSpecifier(imported: imported, local: local), from: token.start)
    }

    /// ModuleExportName: a name or a well-formed string.
    private mutating func parseModuleExportName() throws(Abort) -> NodeID {
        let token = lexer.token
        if token.kind.isIdentifierName { return addToken(.keyName(token.name)) }
        guard token.kind == .string else { throw unexpected() }
        if !isWellFormed(token.name) { throw fail(.malformedModuleName, token.range) }
        return addToken(.keyString(token.name))
    }

    /// https://tc39.es/ecma262/#sec-isstringwellformedunicode
    private func isWellFormed(_ name: NameID) -> Bool {
        if lexer.names.isLatin1(name) { return true }
        var expectsLow = false
        for unit in lexer.names[name].utf16 {
            let isLow = unit & 0xFC00 == 0xDC00
            if isLow != expectsLow { return false }
            expectsLow = unit & 0xFC00 == 0xD800
        }
        return !expectsLow
    }

    private mutating func parseModuleSpecifier() throws(Abort) -> NameID {
        guard kindHere == .string else { throw unexpected() }
        let name = lexer.token.name
        advance()
        return name
    }

    private mutating func expectContextual(_ name: NameID) throws(Abort) {
        guard isContextual(name) else { throw unexpected() }
        advance()
    }

    /// `with { key: "value", … }`.
    ///
    /// https://tc39.es/ecma262/#prod-WithClause
    private mutating func parseImportAttributes() throws(Abort) -> NodeList {
        guard consume(.with) else { return .empty }
        try expect(.leftBrace)
        let mark = pending.count
        while kindHere != .rightBrace {
            let token = lexer.token
            guard token.kind.isIdentifierName || token.kind == .string else { throw unexpected() }
            let key = try parsePropertyKey()
            try checkAttributeKey(token, since: mark)
            try expect(.colon)
            guard kindHere == .string else { throw unexpected() }
            let value = try parseString()
            pending.append(add(.property(key: key, value: value), from: token.start))
            if kindHere != .rightBrace { try expect(.comma) }
        }
        advance()
        return makeList(from: mark)
    }

    /// Most attributes of one import; few are known anywhere, and their keys are compared pairwise.
    private static var importAttributesMax: Int { 64 }

    private mutating func checkAttributeKey(_ token: Token, since mark: Int) throws(Abort) {
        if pending.count &- mark >= Parser.importAttributesMax { throw unexpectedAfterExpression() }
        for index in mark..<pending.count {
            guard case .property(let key, _) = node(pending[index]) else { continue }
            switch node(key) {
            case .keyName(token.name), .keyString(token.name):
                throw fail(.duplicateImportAttribute, token.range, token.name)
            default: continue
            }
        }
    }

    // MARK: Export

    private mutating func parseExport() throws(Abort) -> NodeID {
        let start = here
        try enter()
        advance()
        let result: NodeID
        switch kindHere {
        case .multiply: result = try parseExportAll(start)
        case .leftBrace: result = try parseExportNamed(start)
        case .default: result = try parseExportDefault(start)
        default: result = try parseExportDeclaration(start)
        }
        leave()
        return result
    }

    private mutating func export(_ name: NameID, at range: SourceRange) throws(Abort) {
        if !exports.export(name) { throw fail(.duplicateExport, range, name) }
    }

    private mutating func parseExportAll(_ start: UInt32) throws(Abort) -> NodeID {
        advance()
        var exported = NodeID.none
        if isContextual(.as) {
            advance()
            let token = lexer.token
            exported = try parseModuleExportName()
            try export(token.name, at: token.range)
        }
        try expectContextual(.from)
        let source = try parseModuleSpecifier()
        let attributes = try parseImportAttributes()
        try consumeSemicolon()
        return add(.exportAll(exported: exported, source: source, attributes: attributes), from: start)
    }

    /// `export { … }` with or without `from`. Locals are references unless they name exports of another module.
    private mutating func parseExportNamed(_ start: UInt32) throws(Abort) -> NodeID {
        advance()
        let mark = pending.count
        var problem: (code: SyntaxError.Code, range: SourceRange, name: NameID)?
        let firstLocal = exports.locals.count
        while kindHere != .rightBrace {
            let token = lexer.token
            let local = try parseModuleExportName()
            if problem == nil { problem = localProblem(token) }
            exports.refer(to: token.name, at: token.range)
            var exportedToken = token
            var exported = NodeID.none
            if isContextual(.as) {
                advance()
                exportedToken = lexer.token
                exported = try parseModuleExportName()
            } else {
                exported = add(node(local), token.range)
            }
            try export(exportedToken.name, at: exportedToken.range)
            pending.append(add(.exportSpecifier(local: local, exported: exported), from: token.start))
            if kindHere != .rightBrace { try expect(.comma) }
        }
        advance()
        let specifiers = makeList(from: mark)
        var source = NodeID.none
        var attributes = NodeList.empty
        if isContextual(.from) {
            advance()
            guard kindHere == .string else { throw unexpected() }
            source = try parseString()
            attributes = try parseImportAttributes()
            exports.forgetLocals(from: firstLocal)
        } else {
            if let problem { throw fail(problem.code, problem.range, problem.name) }
            referenceLocals(specifiers)
        }
        try consumeSemicolon()
        return add(.exportNamed(specifiers: specifiers, source: source, attributes: attributes), from: start)
    }

    /// Why a token cannot be the local name of an export of this module.
    private mutating func localProblem(
        _ token: Token
    ) -> (code: SyntaxError.Code, range: SourceRange, name: NameID)? {
        if token.kind == .string { return (.exportStringName, token.range, token.name) }
        let kind = token.kind == .escapedKeyword ? TokenKind(keyword: token.name) : token.kind
        if kind.isReservedWord || kind.isStrictReservedWord || kind == .await {
            return (.exportKeywordName, token.range, token.name)
        }
        return nil
    }

    /// Makes the local names of specifiers references to variables.
    private mutating func referenceLocals(_ specifiers: NodeList) {
        for index in 0..<specifiers.count {
            guard case .exportSpecifier(let local, _) = node(lists[Int(specifiers.start &+ index)]) else { continue }
            if case .keyName(let name) = node(local) { nodes.replace(local, by: .identifier(name)) }
        }
    }

    private mutating func parseExportDefault(_ start: UInt32) throws(Abort) -> NodeID {
        try export(.default, at: lexer.token.range)
        advance()
        let value: NodeID
        if kindHere == .function {
            value = try parseFunctionDeclaration(from: here, isAsync: false, allowsNoName: true)
        } else if kindHere == .async, startsAsyncFunction {
            let functionStart = here
            advance()
            value = try parseFunctionDeclaration(from: functionStart, isAsync: true, allowsNoName: true)
        } else if kindHere == .class {
            value = try parseClassDefault()
        } else {
            value = try parseAssignment()
            try consumeSemicolon()
        }
        return add(.exportDefault(value), from: start)
    }

    private mutating func parseClassDefault() throws(Abort) -> NodeID {
        try parseClass(isDeclaration: true, allowsNoName: true)
    }

    private mutating func parseExportDeclaration(_ start: UInt32) throws(Abort) -> NodeID {
        let declaration: NodeID
        switch kindHere {
        case .var: declaration = try parseVariableStatement(.var)
        case .const: declaration = try parseVariableStatement(.const)
        case .let: declaration = try parseVariableStatement(.let)
        case .function, .class: declaration = try parseDeclaration(isListItem: true)
        case .async where startsAsyncFunction: declaration = try parseDeclaration(isListItem: true)
        default: throw unexpected()
        }
        try exportNames(declaredBy: declaration)
        return add(.exportDeclaration(declaration), from: start)
    }

    private mutating func exportNames(declaredBy declaration: NodeID) throws(Abort) {
        switch node(declaration) {
        case .variableDeclaration(_, let list):
            for index in 0..<list.count {
                guard case .declarator(let target, _) = node(lists[Int(list.start &+ index)]) else { continue }
                try exportNames(boundBy: target)
            }
        case .functionDeclaration(let function):
            if case .function(let name, _, _, _) = node(function) { try exportNames(boundBy: name) }
        case .classDeclaration(let node1):
            if case .classExpression(let name, _, _) = node(node1) { try exportNames(boundBy: name) }
        default: return
        }
    }

    /// Recursion is as deep as the nesting of the pattern, which parsing has bounded.
    private mutating func exportNames(boundBy target: NodeID) throws(Abort) {
        switch node(target) {
        case .bindingIdentifier(let name): try export(name, at: range(target))
        case .arrayPattern(let list), .objectPattern(let list):
            for index in 0..<list.count { try exportNames(boundBy: lists[Int(list.start &+ index)]) }
        case .assignmentPattern(let inner, _), .rest(let inner), .patternProperty(_, let inner, _):
            try exportNames(boundBy: inner)
        default: return
        }
    }

    /// Every local name that is exported must be declared by the module.
    mutating func checkExports() throws(Abort) {
        for index in 0..<exports.locals.count {
            let local = exports.locals[index]
            if !declarations.isDeclaredAtTopLevel(local.name) {
                throw fail(.unresolvableExport, local.range, local.name)
            }
        }
    }
}
