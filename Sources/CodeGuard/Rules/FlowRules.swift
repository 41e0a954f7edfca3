package import JavaScriptSyntax

/// `no-async`: neither async functions nor `await`, or only one of them.
package struct NoAsyncRule: Rule {
    package let name = "no-async"
    package let isEnabledByDefault = false
    package let interests: [NodeKind] = [.function, .await]

    private let allowsFunctions: Bool
    private let allowsAwait: Bool
    private let message: String?

    /// A rule that accepts what is allowed here.
    package init(allowsFunctions: Bool = false, allowsAwait: Bool = false, message: String? = nil) {
        self.allowsFunctions = allowsFunctions
        self.allowsAwait = allowsAwait
        self.message = message
    }

    package func visit(_ id: NodeID, _ node: Syntax, _ context: inout RuleContext) {
        switch node {
        case .function(_, _, _, let flags):
            if allowsFunctions || !flags.contains(.async) { return }
            let kind = flags.contains(.arrow) ? "Async arrow functions" : asyncKind(id, context)
            context.report(.noAsync, message ?? "\(kind) are not allowed", at: id)
        case .await:
            if !allowsAwait { context.report(.noAwait, message ?? "Await expressions are not allowed", at: id) }
        default: return
        }
    }

    private func asyncKind(_ id: NodeID, _ context: RuleContext) -> String {
        if case .functionDeclaration = context.tree[context.facts.parent(id)] { return "Async functions" }
        return "Async function expressions"
    }
}

/// `unreachable-code`: statements after one that never goes on; a warning.
///
/// Program level and `case` lists are not looked at, except that the top level of an agent program is a function's body.
package struct UnreachableCodeRule: Rule {
    package let name = "unreachable-code"
    package let defaultSeverity = Severity.warning
    package let interests: [NodeKind] = [.program, .block, .functionBody]

    package init() {}

    package func visit(_ id: NodeID, _ node: Syntax, _ context: inout RuleContext) {
        switch node {
        case .program(let body, .asyncFunctionBody, _), .block(let body), .functionBody(let body): check(body, &context)
        default: return
        }
    }

    private func check(_ list: NodeList, _ context: inout RuleContext) {
        // In a list of one statement nothing comes after it.
        if list.count < 2 { return }
        var isTerminated = false
        for index in 0..<Int(list.count) {
            let statement = context.tree[list, index]
            if isTerminated {
                context.report(.unreachableCode, "Unreachable code detected", at: statement)
            } else if index + 1 < Int(list.count) {
                isTerminated = UnreachableCodeRule.isTerminal(statement, context)
            }
        }
    }

    /// Statements that one question about a statement looks at.
    private static let statementsMax = 200

    private static func isTerminal(_ id: NodeID, _ context: RuleContext) -> Bool {
        // All of `required` must be terminal; a block is if one of its statements is.
        var required = [id]
        var left = statementsMax
        while let next = required.popLast() {
            left -= 1
            if left < 0 { return false }
            switch context.tree[next] {
            case .returnStatement, .throwStatement, .breakStatement, .continueStatement: continue
            case .ifStatement(_, let consequent, let alternate):
                if alternate.isNone { return false }
                required += [alternate, consequent]
            case .block(let body):
                guard let end = firstTerminal(in: body, context, &left) else { return false }
                required.append(end)
            default: return false
            }
        }
        return true
    }

    /// The first statement of a block that is terminal at a glance, or the last that might be.
    private static func firstTerminal(in body: NodeList, _ context: RuleContext, _ left: inout Int) -> NodeID? {
        var candidate: NodeID?
        for index in 0..<Int(body.count) {
            left -= 1
            if left < 0 { return nil }
            let statement = context.tree[body, index]
            switch context.tree[statement] {
            case .returnStatement, .throwStatement, .breakStatement, .continueStatement: return statement
            case .ifStatement, .block: candidate = statement
            default: continue
            }
        }
        return candidate
    }
}
