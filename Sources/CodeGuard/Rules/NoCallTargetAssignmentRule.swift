package import JavaScriptSyntax

/// `no-call-target-assignment`: the names of the host's functions keep their meaning.
package struct NoCallTargetAssignmentRule: Rule {
    package let name = "no-call-target-assignment"
    package let interests: [NodeKind] = [.bindingIdentifier, .identifier, .update]

    private let targets: [String]
    private let message: String?
    private var protected = WordSet()

    /// A rule about these names.
    package init(_ targets: [String] = ["callTool"], message: String? = nil) {
        self.targets = targets
        self.message = message
    }

    package mutating func bind(_ vocabulary: inout Vocabulary) { protected = vocabulary.set(targets) }

    package func visit(_ id: NodeID, _ node: Syntax, _ context: inout RuleContext) {
        switch node {
        case .bindingIdentifier(let name):
            if protected.contains(context.facts.word(name)) { visitBinding(id, name, &context) }
        case .identifier(let name):
            guard protected.contains(context.facts.word(name)), context.facts.isTarget(id) else { return }
            if case .assignment = context.tree[context.facts.parent(id)] {
                report("assign to", "assignment", name, id, &context)
            } else if context.profile == .enclave {
                report("assign to", "destructuring", name, id, &context)
            }
        case .update(_, _, let operand):
            guard context.profile == .enclave, let name = context.identifier(operand),
                protected.contains(context.facts.word(name))
            else { return }
            report("assign to", "assignment", name, id, &context)
        default: return
        }
    }

    /// Finds what declares a name, through the patterns around it.
    private func visitBinding(_ id: NodeID, _ name: NameID, _ context: inout RuleContext) {
        var child = id
        var isPattern = false
        var isRest = false
        while true {
            let parent = context.facts.parent(child)
            switch context.tree[parent] {
            case .arrayPattern, .objectPattern, .patternProperty: isPattern = true
            case .assignmentPattern:
                // The recorded rule does not look into patterns behind a default value.
                if isPattern, context.profile == .reference { return }
            case .rest: isRest = true
            case .importSpecifier(let imported, _) where imported.isNone && context.profile == .reference: return
            default:
                let kind = declarationKind(child, parent, isPattern: isPattern, isRest: isRest, context)
                report(kind == "import" ? "import" : "declare", kind, name, id, &context)
                return
            }
            child = parent
        }
    }

    private func declarationKind(
        _ child: NodeID, _ parent: NodeID, isPattern: Bool, isRest: Bool, _ context: RuleContext
    ) -> String {
        switch context.tree[parent] {
        case .function(let nameNode, _, _, let flags):
            if nameNode != child { return "parameter" }
            return flags.contains(.declaration) && isDeclaration(parent, context)
                ? "function-declaration" : "function-expression"
        case .classExpression: return "class-declaration"
        case .tryStatement: return "catch-parameter"
        case .importSpecifier: return "import"
        default: return isRest ? "destructuring-rest" : isPattern ? "destructuring" : "declaration"
        }
    }

    private func isDeclaration(_ function: NodeID, _ context: RuleContext) -> Bool {
        if case .functionDeclaration = context.tree[context.facts.parent(function)] { return true }
        return false
    }

    private func report(_ verb: String, _ kind: String, _ name: NameID, _ id: NodeID, _ context: inout RuleContext) {
        let text = context.text(name)
        context.report(
            .noCallTargetAssignment,
            message ?? "Cannot \(verb) \"\(text)\": it is a protected call target", at: id,
            data: ["target": .string(text), "type": .string(kind)])
    }
}
