/// Statements and declarations.
extension SyntaxPrinter {
    func partsOfStatement(_ id: NodeID) -> [Part]? {
        switch tree[id] {
        case .program(let body, _, _):
            var result: [Part] = []
            for index in 0..<Int(body.count) {
                result += index > 0 ? [.line, .node(tree[body, index])] : [.node(tree[body, index])]
            }
            return result + [.text("\n")]
        case .directive(let value): return [.text(directive(value))]
        case .block(let body): return braced(body)
        case .emptyStatement: return [.text(";")]
        case .expressionStatement(let expression):
            return leading(expression, .sequence, in: .statement) + [.text(";")]
        case .variableDeclaration: return declaration(id, noIn: false) + [.text(";")]
        case .functionDeclaration(let function): return partsOfFunction(function, head: nil)
        case .classDeclaration(let node): return partsOfClass(node)
        case .debuggerStatement: return [.text("debugger;")]
        default: return partsOfControl(id) ?? partsOfJump(tree[id])
        }
    }

    private func partsOfJump(_ node: Syntax) -> [Part]? {
        func jump(_ word: String, _ argument: NodeID) -> [Part] {
            if argument.isNone { return [.text(word + ";")] }
            return [.text(word + " "), .expression(argument, .sequence, noIn: false), .text(";")]
        }
        switch node {
        case .returnStatement(let argument): return jump("return", argument)
        case .throwStatement(let argument): return jump("throw", argument)
        case .breakStatement(let label): return [.text(label == .empty ? "break;" : "break \(name(label));")]
        case .continueStatement(let label): return [.text(label == .empty ? "continue;" : "continue \(name(label));")]
        default: return nil
        }
    }

    private func partsOfControl(_ id: NodeID) -> [Part]? {
        func condition(_ id: NodeID) -> [Part] { [.text("("), .expression(id, .sequence, noIn: false), .text(")")] }
        switch tree[id] {
        case .ifStatement(let test, let consequent, let alternate):
            return [.text("if ")] + condition(test) + branches(consequent, alternate)
        case .whileStatement(let test, let body): return [.text("while ")] + condition(test) + substatement(body)
        case .doWhile(let body, let test):
            return [.text("do")] + substatement(body) + after(body) + [.text("while ")] + condition(test) + [.text(";")]
        case .withStatement(let object, let body): return [.text("with ")] + condition(object) + substatement(body)
        case .labeled(let label, let body): return [.text(name(label) + ": "), .node(body)]
        case .switchStatement(let discriminant, let cases):
            return [.text("switch ")] + condition(discriminant) + [.text(" ")] + braced(cases)
        case .switchCase(let test, let body): return switchCase(test, body)
        case .tryStatement(let parts): return tryStatement(parts)
        case .forStatement(let parts): return forStatement(parts)
        case .forIn(let left, let right, let body):
            return [.text("for (")] + loopTarget(left) + [.text(" in "), .expression(right, .sequence, noIn: false)]
                + [.text(")")] + substatement(body)
        case .forOf(let left, let right, let body, let isAwait):
            var target = loopTarget(left)
            if !isAwait, case .identifier(.async) = tree[left] { target = [.text("\\u0061sync")] }
            return [.text(isAwait ? "for await (" : "for (")] + target
                + [.text(" of "), .expression(right, .assignment, noIn: false), .text(")")] + substatement(body)
        default: return nil
        }
    }

    /// The body of a control statement: a block on the same line, anything else on its own.
    private func substatement(_ body: NodeID) -> [Part] {
        switch tree[body] {
        case .block: [.text(" "), .node(body)]
        case .emptyStatement: [.text(";")]
        default: [.indent, .line, .node(body), .outdent]
        }
    }

    /// What stands between a body and the keyword that follows it.
    private func after(_ body: NodeID) -> [Part] {
        if case .block = tree[body] { return [.text(" ")] }
        return [.line]
    }

    private func branches(_ consequent: NodeID, _ alternate: NodeID) -> [Part] {
        if alternate.isNone { return substatement(consequent) }
        let first: [Part] =
            endsInOpenIf(consequent)
            ? [.text(" {"), .indent, .line, .node(consequent), .outdent, .line, .text("} ")]
            : substatement(consequent) + after(consequent)
        if case .ifStatement = tree[alternate] { return first + [.text("else "), .node(alternate)] }
        return first + [.text("else")] + substatement(alternate)
    }

    /// Whether a statement ends in an `if` that would take the next `else`.
    private func endsInOpenIf(_ statement: NodeID) -> Bool {
        var id = statement
        while true {
            switch tree[id] {
            case .ifStatement(_, _, let alternate):
                if alternate.isNone { return true }
                id = alternate
            case .whileStatement(_, let body), .withStatement(_, let body), .labeled(_, let body),
                .forIn(_, _, let body), .forOf(_, _, let body, _):
                id = body
            case .forStatement(let parts): id = tree.parts(parts).body
            default: return false
            }
        }
    }

    private func switchCase(_ test: NodeID, _ body: NodeList) -> [Part] {
        var result: [Part] =
            test.isNone
            ? [.text("default:")] : [.text("case "), .expression(test, .sequence, noIn: false), .text(":")]
        result.append(.indent)
        for index in 0..<Int(body.count) { result += [.line, .node(tree[body, index])] }
        return result + [.outdent]
    }

    private func tryStatement(_ parts: TryParts) -> [Part] {
        let (block, parameter, handler, finalizer) = tree.parts(parts)
        var result: [Part] = [.text("try "), .node(block)]
        if !handler.isNone {
            result.append(.text(" catch "))
            if !parameter.isNone { result += [.text("("), .node(parameter), .text(") ")] }
            result.append(.node(handler))
        }
        if !finalizer.isNone { result += [.text(" finally "), .node(finalizer)] }
        return result
    }

    private func forStatement(_ parts: ForParts) -> [Part] {
        let (initializer, test, update, body) = tree.parts(parts)
        var result: [Part] = [.text("for (")]
        if case .variableDeclaration = tree[initializer] {
            result += declaration(initializer, noIn: true)
        } else if !initializer.isNone {
            result += leading(initializer, .sequence, in: .forHead)
        }
        for part in [test, update] {
            result.append(.text(";"))
            if !part.isNone { result += [.text(" "), .expression(part, .sequence, noIn: false)] }
        }
        return result + [.text(")")] + substatement(body)
    }

    private func loopTarget(_ left: NodeID) -> [Part] {
        if case .variableDeclaration = tree[left] { return declaration(left, noIn: true) }
        return [.expression(left, .call, noIn: true)]
    }

    /// A declaration without its semicolon.
    private func declaration(_ id: NodeID, noIn: Bool) -> [Part] {
        guard case .variableDeclaration(let kind, let declarators) = tree[id] else { return [] }
        var result: [Part] = [.text("\(kind) ")]
        for index in 0..<Int(declarators.count) {
            guard case .declarator(let target, let initializer) = tree[tree[declarators, index]] else { continue }
            if index > 0 { result.append(.text(", ")) }
            result.append(.node(target))
            if !initializer.isNone { result += [.text(" = "), .expression(initializer, .assignment, noIn: noIn)] }
        }
        return result
    }
}
