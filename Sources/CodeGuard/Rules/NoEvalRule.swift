package import JavaScriptSyntax

/// `no-eval`: nothing turns strings or files into code.
///
/// Under profile `enclave` a global counts whatever it is called: `const e = eval; e(s)`, `globalThis["ev" + "al"](s)`,
/// `Function(s)` without `new`; and any use of `eval` as a value. A variable of the program named `eval` does not.
package struct NoEvalRule: Rule {
    package let name = "no-eval"
    package let interests: [NodeKind] = [.call, .new, .withStatement, .importCall, .identifier, .taggedTemplate]

    package init() {}

    package func visit(_ id: NodeID, _ node: Syntax, _ context: inout RuleContext) {
        switch node {
        case .withStatement: report("with statement", "manipulates scope", id, &context)
        case .importCall:
            context.report(
                .noEval, "Dynamic import() is not allowed (enables dynamic code loading)", at: id)
        case .new(let callee, _):
            if meaning(callee, context) == .function { report("Function constructor", "acts like eval", id, &context) }
        case .call(let callee, let arguments, _): visitCall(id, callee, arguments, &context)
        case .taggedTemplate(let tag, _):
            if context.profile == .enclave, meaning(tag, context) == .function {
                report("Function constructor", "acts like eval", id, &context)
            }
        case .identifier(let name): visitIdentifier(id, name, &context)
        default: return
        }
    }

    private func meaning(_ callee: NodeID, _ context: RuleContext) -> WordID {
        context.profile == .enclave ? context.facts.globalMeaning(of: callee) : context.globalWord(callee)
    }

    private func visitCall(
        _ id: NodeID, _ callee: NodeID, _ arguments: NodeList, _ context: inout RuleContext
    ) {
        let word = meaning(callee, context)
        if word == .eval {
            context.report(.noEval, "Use of eval() is not allowed", at: id)
        } else if word == .function, context.profile == .enclave {
            report("Function constructor", "acts like eval", id, &context)
        } else if word == .setTimeout || word == .setInterval, !arguments.isEmpty, isText(arguments, context) {
            let timer = word == .setTimeout ? "setTimeout" : "setInterval"
            report("\(timer) with string argument", "acts like eval", id, &context)
        }
    }

    private func isText(_ arguments: NodeList, _ context: RuleContext) -> Bool {
        let first = context.facts.unwrap(context.tree[arguments, 0])
        if case .string = context.tree[first] { return true }
        return context.profile == .enclave && ConstantFolder.text(of: first, context.facts, .all) != nil
    }

    /// `eval` as a value: only its type may be asked for.
    private func visitIdentifier(_ id: NodeID, _ name: NameID, _ context: inout RuleContext) {
        guard context.profile == .enclave, context.facts.word(name) == .eval, !context.facts.isLocal(id, name),
            !context.facts.isTarget(id)
        else { return }
        switch context.tree[context.facts.parent(id)] {
        case .unary(.typeof, _): return
        case .call(let callee, _, _) where context.facts.unwrap(callee) == id: return
        default: context.report(.noEval, "Use of eval() is not allowed", at: id)
        }
    }

    private func report(_ construct: String, _ why: String, _ id: NodeID, _ context: inout RuleContext) {
        context.report(.noEval, "Use of \(construct) is not allowed (\(why))", at: id)
    }
}
