/// Scripts, modules and bodies of async functions.
///
/// https://tc39.es/ecma262/#sec-scripts and https://tc39.es/ecma262/#sec-modules
extension Parser {
    /// Parses the whole text; the root is the last node.
    mutating func parseProgram() throws(Abort) {
        switch kind {
        case .script: context = []
        case .module: context = [.strict, .canAwait, .module]
        case .asyncFunctionBody: context = [.canReturn, .canAwait, .newTarget]
        }
        if options.isStrict { context.insert(.strict) }
        if options.allowsSuperProperty { context.insert(.superProperty) }
        if options.allowsSuperCall { context.insert(.superCall) }
        if options.allowsNewTarget { context.insert(.newTarget) }
        lexer.advance()
        declarations.open(at: 0, isFunction: true)
        try parseDirectives(simpleParameters: true)
        while kindHere != .endOfFile {
            pending.append(kind == .module ? try parseModuleItem() : try parseStatement(isListItem: true))
        }
        if kind == .module { try checkExports() }
        declarations.close()
        let body = makeList(from: 0)
        let end = UInt32(truncatingIfNeeded: lexer.count)
        let isStrict = context.contains(.strict)
        _ = add(.program(body: body, kind: kind, strict: isStrict), SourceRange(start: 0, end: end))
    }
}
