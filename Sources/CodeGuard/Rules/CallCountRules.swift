package import JavaScriptSyntax

/// `required-function-call`: functions that a program must call, and how often.
package struct RequiredFunctionCallRule: Rule {
    /// Which of the functions must be called.
    package enum Mode: String, Sendable, Hashable {
        case all
        case any
    }

    package let name = "required-function-call"
    package let isEnabledByDefault = false

    private let required: [String]
    private let minimum: Int
    private let maximum: Int
    private let mode: Mode
    private let messageTemplate: String?
    private var words: [WordID] = []

    /// A rule; `maximum` zero means any number.
    package init(
        _ required: [String], minimum: Int = 1, maximum: Int = 0, mode: Mode = .all, messageTemplate: String? = nil
    ) {
        self.required = required
        self.minimum = minimum
        self.maximum = maximum
        self.mode = mode
        self.messageTemplate = messageTemplate
    }

    package mutating func bind(_ vocabulary: inout Vocabulary) { words = required.map { vocabulary.add($0) } }

    package func finish(_ context: inout RuleContext) {
        var counts: [WordID: Int] = [:]
        for index in context.tree.nodes.indices {
            guard case .call(let callee, _, _) = context.tree.nodes[index],
                let name = CalledName.of(callee, context)
            else { continue }
            let word = context.facts.word(name)
            if word != .other { counts[word, default: 0] += 1 }
        }
        let actual = words.map { counts[$0] ?? 0 }
        mode == .all ? checkAll(actual, &context) : checkAny(actual, &context)
    }

    private func checkAll(_ actual: [Int], _ context: inout RuleContext) {
        for (function, count) in zip(required, actual) {
            if count < minimum {
                context.report(
                    .requiredFunctionNotCalled,
                    text(function)
                        ?? "Function \"\(function)\" must be called at least \(minimum) time(s), but was called "
                        + "\(count) time(s)", at: nil,
                    data: [
                        "function": .string(function), "expectedMin": .number(minimum), "actual": .number(count),
                    ])
            }
            if maximum > 0, count > maximum {
                context.report(
                    .functionCalledTooManyTimes,
                    text(function)
                        ?? "Function \"\(function)\" can be called at most \(maximum) time(s), but was called "
                        + "\(count) time(s)", at: nil,
                    data: [
                        "function": .string(function), "expectedMax": .number(maximum), "actual": .number(count),
                    ])
            }
        }
    }

    private func checkAny(_ actual: [Int], _ context: inout RuleContext) {
        if actual.contains(where: { $0 >= minimum }) { return }
        let listed = required.joined(separator: ", ")
        context.report(
            .requiredFunctionNotCalled,
            text(listed) ?? "At least one of these functions must be called at least \(minimum) time(s): \(listed)",
            at: nil,
            data: [
                "functions": .list(required), "expectedMin": .number(minimum), "actual": .number(actual.max() ?? 0),
            ])
    }

    private func text(_ function: String) -> String? {
        messageTemplate.map { GuardMessage.fill($0, ["{function}": function]) }
    }
}

/// How a function must be called.
package struct ArgumentRequirement: Sendable {
    /// Least number of arguments.
    package var minimum: Int?
    /// Most arguments.
    package var maximum: Int?
    /// Types by position: string, number, boolean, object, array, function, literal.
    package var types: [String]
    /// The host's own judgement: given the text of each argument, returns what is wrong.
    package var validator: (@Sendable ([String]) -> String?)?
    /// In place of the rule's messages.
    package var message: String?

    package init(
        minimum: Int? = nil, maximum: Int? = nil, types: [String] = [], message: String? = nil,
        validator: (@Sendable ([String]) -> String?)? = nil
    ) {
        self.minimum = minimum
        self.maximum = maximum
        self.types = types
        self.message = message
        self.validator = validator
    }
}

/// `call-argument-validation`: how many arguments functions take, and of which types.
package struct CallArgumentValidationRule: Rule {
    package let name = "call-argument-validation"
    package let isEnabledByDefault = false
    package let interests: [NodeKind] = [.call]

    private let functions: [String: ArgumentRequirement]
    private var requirements: [WordID: ArgumentRequirement] = [:]

    /// A rule about these functions.
    package init(_ functions: [String: ArgumentRequirement]) { self.functions = functions }

    package mutating func bind(_ vocabulary: inout Vocabulary) {
        for (function, requirement) in functions { requirements[vocabulary.add(function)] = requirement }
    }

    package func visit(_ id: NodeID, _ node: Syntax, _ context: inout RuleContext) {
        guard case .call(let callee, let arguments, _) = node, let called = CalledName.of(callee, context) else {
            return
        }
        let word = context.facts.word(called)
        guard word != .other, let requirement = requirements[word] else { return }
        let function = context.text(called)
        let count = Int(arguments.count)
        if let minimum = requirement.minimum, count < minimum {
            let text = "Function \"\(function)\" requires at least \(minimum) argument(s), but got \(count)"
            context.report(.invalidArgumentCount, requirement.message ?? text, at: id)
            return
        }
        if let maximum = requirement.maximum, count > maximum {
            let text = "Function \"\(function)\" accepts at most \(maximum) argument(s), but got \(count)"
            context.report(.invalidArgumentCount, requirement.message ?? text, at: id)
            return
        }
        for (index, expected) in requirement.types.enumerated() where index < count {
            let argument = context.tree[arguments, index]
            let actual = CallArgumentValidationRule.type(of: argument, context)
            if actual == expected { continue }
            let text =
                "Function \"\(function)\" expects argument \(index + 1) to be of type \"\(expected)\", but got "
                + "\"\(actual)\""
            context.report(.invalidArgumentType, requirement.message ?? text, at: argument)
        }
        if let validator = requirement.validator {
            let texts = context.tree[arguments].prefix(100).map { context.source.text(context.tree.range($0)) }
            if let problem = validator(texts) {
                context.report(.customArgumentValidationFailed, requirement.message ?? problem, at: id)
            }
        }
    }

    private static func type(of argument: NodeID, _ context: RuleContext) -> String {
        switch context.tree[context.facts.unwrap(argument)] {
        case .string: "string"
        case .number: "number"
        case .bigint: "bigint"
        case .boolean: "boolean"
        case .null: "literal"
        case .regexp, .object: "object"
        case .array: "array"
        case .function: "function"
        default: "unknown"
        }
    }
}
