package import JavaScriptSyntax

/// `forbidden-loop`: which loops a program may contain.
package struct ForbiddenLoopRule: Rule {
    package let name = "forbidden-loop"
    package let isEnabledByDefault = false
    package let interests: [NodeKind] = [.forStatement, .whileStatement, .doWhile, .forOf, .forIn]

    private let allowed: AllowedLoops
    private let message: String

    /// A rule that accepts only these loops.
    package init(_ allowed: AllowedLoops = .none, message: String = "Loop constructs are not allowed") {
        self.allowed = allowed
        self.message = message
    }

    package func visit(_ id: NodeID, _ node: Syntax, _ context: inout RuleContext) {
        let (isAllowed, type): (Bool, String) =
            switch node {
            case .forStatement: (allowed.forLoop, "for")
            case .whileStatement: (allowed.whileLoop, "while")
            case .doWhile: (allowed.doWhile, "do-while")
            case .forOf: (allowed.forOf, "for-of")
            case .forIn: (allowed.forIn, "for-in")
            default: (true, "")
            }
        if isAllowed { return }
        context.report(.forbiddenLoop, "\(message) (\(type) loop)", at: id, data: ["loopType": .string(type)])
    }
}

/// `infinite-loop`: loops whose test can never fail.
package struct InfiniteLoopRule: Rule {
    package let name = "infinite-loop"
    package let interests: [NodeKind] = [.forStatement, .whileStatement, .doWhile]

    private let checksFor: Bool
    private let checksWhile: Bool
    private let checksDoWhile: Bool
    private let message: String

    /// A rule about the given kinds of loop.
    package init(
        checksFor: Bool = true, checksWhile: Bool = true, checksDoWhile: Bool = true,
        message: String = "Infinite loop detected"
    ) {
        self.checksFor = checksFor
        self.checksWhile = checksWhile
        self.checksDoWhile = checksDoWhile
        self.message = message
    }

    package func visit(_ id: NodeID, _ node: Syntax, _ context: inout RuleContext) {
        switch node {
        case .forStatement(let parts):
            if checksFor { check(id, context.tree.parts(parts).test, "for", &context) }
        case .whileStatement(let test, _):
            if checksWhile { check(id, test, "while", &context) }
        case .doWhile(_, let test):
            if checksDoWhile { check(id, test, "do-while", &context) }
        default: return
        }
    }

    private func check(_ id: NodeID, _ test: NodeID, _ type: String, _ context: inout RuleContext) {
        let reason: String
        if test.isNone {
            reason = "missing test condition"
        } else if constant(test, context) == true {
            reason = "test condition is always truthy"
        } else {
            return
        }
        context.report(
            .infiniteLoop, "\(message): \(type) loop with \(reason)", at: id,
            data: ["loopType": .string(type), "reason": .string(reason)])
    }

    /// The truth of an expression that is known before the program runs.
    private func constant(_ id: NodeID, _ context: RuleContext) -> Bool? {
        var id = context.facts.unwrap(id)
        var isNegated = false
        while case .unary(.not, let operand) = context.tree[id] {
            isNegated.toggle()
            id = context.facts.unwrap(operand)
        }
        let value: Bool? =
            switch context.tree[id] {
            case .boolean(let value): value
            case .number(let value): value != 0 && !value.isNaN
            case .string(let name): name != .empty
            case .bigint(let digits): context.text(digits) != "0"
            case .null: false
            case .regexp, .array, .object: true
            case .identifier(let name): constant(named: context.globalWord(id, name))
            default: nil
            }
        return value.map { $0 != isNegated }
    }

    private func constant(named word: WordID) -> Bool? {
        if word == .infinity { return true }
        return word == .undefined || word == .nan ? false : nil
    }
}
