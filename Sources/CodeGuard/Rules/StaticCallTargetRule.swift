package import JavaScriptSyntax

/// A tool, or a family of tools, that a program may name.
package struct ToolNamePattern: Sendable {
    /// How messages show it.
    package let text: String
    private let matcher: @Sendable (String) -> Bool

    /// One tool.
    package static func exactly(_ name: String) -> ToolNamePattern {
        ToolNamePattern(text: name) { $0 == name }
    }

    /// All tools that a test accepts; `text` stands for it in messages.
    package static func matching(_ text: String, _ test: @escaping @Sendable (String) -> Bool) -> ToolNamePattern {
        ToolNamePattern(text: text, matcher: test)
    }

    /// All tools whose names begin alike, such as `users:`.
    package static func prefix(_ prefix: String) -> ToolNamePattern {
        ToolNamePattern(text: prefix + "*") { $0.hasPrefix(prefix) }
    }

    private init(text: String, matcher: @escaping @Sendable (String) -> Bool) {
        self.text = text
        self.matcher = matcher
    }

    func matches(_ name: String) -> Bool { matcher(name) }
}

/// `static-call-target`: the tool of each call can be read off the program.
package struct StaticCallTargetRule: Rule {
    package let name = "static-call-target"
    package let interests: [NodeKind] = [.call]

    private let targets: [String]
    private let position: Int
    private let allowed: [ToolNamePattern]?
    private var functions = WordSet()

    /// A rule about calls of `targets`, whose argument at `position` names the tool.
    package init(
        targets: [String] = ["callTool", "__safe_callTool"], position: Int = 0, allowed: [ToolNamePattern]? = nil
    ) {
        self.targets = targets
        self.position = position
        self.allowed = allowed
    }

    package mutating func bind(_ vocabulary: inout Vocabulary) { functions = vocabulary.set(targets) }

    package func visit(_ id: NodeID, _ node: Syntax, _ context: inout RuleContext) {
        guard case .call(let callee, let arguments, _) = node, let function = CalledName.of(callee, context),
            functions.contains(context.facts.word(function))
        else { return }
        let text = context.text(function)
        guard position < Int(arguments.count) else {
            context.report(
                .missingCallTarget, "Function \"\(text)\" requires a target at position \(position + 1)", at: id,
                data: ["function": .string(text), "argumentPosition": .number(position)])
            return
        }
        visitArgument(context.tree[arguments, position], text, &context)
    }

    private func visitArgument(_ argument: NodeID, _ function: String, _ context: inout RuleContext) {
        let value = context.facts.unwrap(argument)
        switch context.tree[value] {
        case .string(let tool): checkTool(tool, function, argument, &context)
        case .template(let quasis, let expressions) where expressions.isEmpty:
            if case .templateElement(let cooked, _, true) = context.tree[context.tree[quasis, 0]] {
                checkTool(cooked, function, argument, &context)
            }
        case let node:
            let (type, description) = StaticCallTargetRule.describe(node, context)
            context.report(
                .dynamicCallTarget,
                "Function \"\(function)\" requires argument \(position + 1) to be a static string literal. "
                    + "\(description) are not allowed as they prevent static analysis of the tools a program uses.",
                at: argument,
                data: [
                    "function": .string(function), "argumentPosition": .number(position),
                    "argumentType": .string(type), "dynamicType": .string(description),
                ])
        }
    }

    private func checkTool(_ tool: NameID, _ function: String, _ id: NodeID, _ context: inout RuleContext) {
        guard let allowed else { return }
        let name = context.tree.names.string(tool)
        if allowed.contains(where: { $0.matches(name) }) { return }
        let shown = context.text(tool)
        context.report(
            .unknownToolName, "Tool \"\(shown)\" is not in the allowed tools list for function \"\(function)\"", at: id,
            data: [
                "function": .string(function), "toolName": .string(shown),
                "allowedTools": .list(allowed.prefix(100).map(\.text)),
            ])
    }

    private static func describe(_ node: Syntax, _ context: RuleContext) -> (type: String, description: String) {
        switch node {
        case .identifier(let name): ("Identifier", "Variable references (like \"\(context.text(name))\")")
        case .binary(.add, _, _): ("BinaryExpression", "String concatenation expressions")
        case .template: ("TemplateLiteral", "Template literals with expressions")
        case .conditional: ("ConditionalExpression", "Conditional expressions")
        case .call: ("CallExpression", "Function call results")
        case .member, .index: ("MemberExpression", "Property access expressions")
        case .logical: ("LogicalExpression", "Logical expressions")
        case .assignment: ("AssignmentExpression", "Assignment expressions")
        case .sequence: ("SequenceExpression", "Sequence expressions")
        case .await: ("AwaitExpression", "Await expressions")
        default: ("\(node.kind)", "Expressions of kind \(node.kind)")
        }
    }
}

/// The name by which a call calls: `f` of `f()` and of `x.f()`.
enum CalledName {
    static func of(_ callee: NodeID, _ context: RuleContext) -> NameID? {
        let callee = context.facts.unwrap(callee)
        if case .identifier(let name) = context.tree[callee] { return name }
        if let name = context.propertyName(callee) { return name }
        guard context.profile == .enclave, case .index(_, let index, _) = context.tree[callee],
            case .string(let name) = context.tree[context.facts.unwrap(index)]
        else { return nil }
        return name
    }
}
