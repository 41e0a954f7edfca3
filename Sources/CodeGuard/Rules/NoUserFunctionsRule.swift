package import JavaScriptSyntax

/// `no-user-functions`: callbacks are arrow functions, and nothing else is a function.
package struct NoUserFunctionsRule: Rule {
    package let name = "no-user-functions"
    package let interests: [NodeKind] = [.functionDeclaration, .function, .method]

    private let allowsArrows: Bool
    private let allowsExpressions: Bool
    private let allowedNames: [String]
    private let message: String?
    private var allowed = WordSet()

    /// A rule; function declarations named in `allowedNames` are accepted.
    package init(
        allowsArrows: Bool = true, allowsExpressions: Bool = false, allowedNames: [String] = ["__ag_main"],
        message: String? = nil
    ) {
        self.allowsArrows = allowsArrows
        self.allowsExpressions = allowsExpressions
        self.allowedNames = allowedNames
        self.message = message
    }

    package mutating func bind(_ vocabulary: inout Vocabulary) { allowed = vocabulary.set(allowedNames) }

    package func visit(_ id: NodeID, _ node: Syntax, _ context: inout RuleContext) {
        switch node {
        case .functionDeclaration(let function): visitDeclaration(id, function, &context)
        case .function(_, _, _, let flags): visitFunction(id, flags, &context)
        case .method(let key, _, let kind, _): visitMethod(id, key, kind, &context)
        default: return
        }
    }

    private static let remedy = "Use inline arrow functions for callbacks instead (e.g., array.map(x => x * 2))."

    private func visitDeclaration(_ id: NodeID, _ function: NodeID, _ context: inout RuleContext) {
        guard case .function(let nameNode, _, _, _) = context.tree[function] else { return }
        var text = "anonymous"
        if case .bindingIdentifier(let name) = context.tree[nameNode] {
            if allowed.contains(context.facts.word(name)) { return }
            text = context.text(name)
        }
        context.report(
            .noUserFunctionDeclaration,
            message
                ?? "Function declarations are not allowed in AgentScript v1. Function \"\(text)\" is not permitted. "
                + NoUserFunctionsRule.remedy, at: id, data: ["functionName": .string(text)])
    }

    private func visitFunction(_ id: NodeID, _ flags: FunctionFlags, _ context: inout RuleContext) {
        if flags.contains(.arrow) {
            if allowsArrows { return }
            context.report(
                .noUserArrowFunction,
                message
                    ?? "Arrow functions are not allowed in this strict mode. Enable allowArrowFunctions option if you want "
                    + "to use arrow functions for callbacks.", at: id)
            return
        }
        if case .functionDeclaration = context.tree[context.facts.parent(id)] { return }
        if allowsExpressions { return }
        context.report(
            .noUserFunctionExpression,
            message ?? "Function expressions are not allowed in AgentScript v1. " + NoUserFunctionsRule.remedy, at: id)
    }

    private func visitMethod(_ id: NodeID, _ key: NodeID, _ kind: MethodKind, _ context: inout RuleContext) {
        let text: String =
            switch context.tree[key] {
            case .keyName(let name), .keyString(let name), .privateName(let name): context.text(name)
            default: "computed"
            }
        if case .classExpression = context.tree[context.facts.parent(id)] {
            context.report(
                .noUserMethodDefinition,
                message ?? "Class methods are not allowed in AgentScript v1. Method \"\(text)\" is not permitted.",
                at: id,
                data: ["methodName": .string(text)])
        } else if kind == .method {
            context.report(
                .noUserMethodShorthand,
                message
                    ?? "Method shorthand syntax is not allowed in AgentScript v1. Property \"\(text)\" uses method syntax. "
                    + "Use arrow functions instead: { \(text): () => {...} }", at: id,
                data: ["propertyName": .string(text)])
        }
    }
}
