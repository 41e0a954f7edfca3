import JavaScriptSyntax

/// `for (;;)`, `while` and `do`. The test is at the bottom, so that an iteration takes one jump.
///
/// ```
///        jump test
///  body: …
///  next: update
///  test: loopLess i, n, body
/// ```
extension FunctionCompiler {
    @inline(never)
    mutating func loop(_ node: NodeID) {
        resetCompletion()
        switch tree[node] {
        case .whileStatement(let test, let body): whileLoop(test, body)
        case .doWhile(let body, let test): doLoop(body, test)
        case .forStatement(let parts): forLoop(node, parts)
        default: break
        }
    }

    @inline(never)
    private mutating func whileLoop(_ test: NodeID, _ body: NodeID) {
        let top = assembler.makeLabel()
        let next = assembler.makeLabel()
        let end = assembler.makeLabel()
        if !syntax.isAlwaysTrue(test) { assembler.jump(next) }
        assembler.bind(top, isLoop: true)
        controls.append(
            Control(kind: .target, labels: takeLabels(), isBreakable: true, breakLabel: end, continueLabel: next))
        statement(body)
        controls.removeLast()
        assembler.bind(next)
        branch(test, if: true, to: top, isLoop: true)
        assembler.bind(end)
    }

    @inline(never)
    private mutating func doLoop(_ body: NodeID, _ test: NodeID) {
        let top = assembler.makeLabel()
        let next = assembler.makeLabel()
        let end = assembler.makeLabel()
        assembler.bind(top, isLoop: true)
        controls.append(
            Control(kind: .target, labels: takeLabels(), isBreakable: true, breakLabel: end, continueLabel: next))
        statement(body)
        controls.removeLast()
        assembler.bind(next)
        if assembler.isReachable { branch(test, if: true, to: top, isLoop: true) }
        assembler.bind(end)
    }

    /// https://tc39.es/ecma262/#sec-for-statement
    @inline(never)
    private mutating func forLoop(_ node: NodeID, _ parts: ForParts) {
        let parts = tree.parts(parts)
        let labels = takeLabels()
        let scope = scopes.scope(of: node)
        let state = enterScope(scope)
        let hasEnvironment = !scope.isNone && scopes[scope].environment == scope && scopes[scope].slotCount > 0
        let loopEnvironment = environment
        switch tree[parts.initializer] {
        case .empty: break
        case .variableDeclaration(let kind, let declarators): variableDeclaration(kind, declarators)
        default: discard(parts.initializer)
        }
        if hasEnvironment && scopes[scope].hasEarlyClosures { assembler.emit(.copyEnv, loopEnvironment) }
        let top = assembler.makeLabel()
        let next = assembler.makeLabel()
        let test = assembler.makeLabel()
        let end = assembler.makeLabel()
        if !syntax.isAlwaysTrue(parts.test) { assembler.jump(test) }
        assembler.bind(top, isLoop: true)
        controls.append(
            Control(kind: .target, labels: labels, isBreakable: true, breakLabel: end, continueLabel: next))
        statement(parts.body)
        controls.removeLast()
        assembler.bind(next)
        if assembler.isReachable {
            // A new iteration has its own copy of the variables that closures hold.
            if hasEnvironment { assembler.emit(.copyEnv, loopEnvironment) }
            if !parts.update.isNone { discard(parts.update) }
        }
        assembler.bind(test)
        if assembler.isReachable {
            if syntax.isAlwaysTrue(parts.test) {
                assembler.jump(top, isLoop: true)
            } else {
                branch(parts.test, if: true, to: top, isLoop: true)
            }
        }
        assembler.bind(end)
        leaveScope(state)
    }
}
