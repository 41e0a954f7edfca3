package import JavaScriptSyntax

/// `no-computed-destructuring`: patterns read only plain names, and none of those that lead out of an object.
package struct NoComputedDestructuringRule: Rule {
    package let name = "no-computed-destructuring"
    package let interests: [NodeKind] = [.patternProperty]

    private let message: String?

    package init(message: String? = nil) { self.message = message }

    package func visit(_ id: NodeID, _ node: Syntax, _ context: inout RuleContext) {
        guard case .patternProperty(let key, _, _) = node else { return }
        switch context.tree[key] {
        case .keyComputed(let expression): reportComputed(id, context.facts.unwrap(expression), &context)
        case .keyName(let name):
            if isDangerous(context.facts.word(name)) { reportDangerous(id, name, "", &context) }
        case .keyString(let name):
            if isDangerous(context.facts.word(name)) { reportDangerous(id, name, "'", &context) }
        default: return
        }
    }

    private func isDangerous(_ word: WordID) -> Bool {
        word.raw >= Word.constructor.rawValue && word.raw <= Word.lookupSetter.rawValue
    }

    private func reportComputed(_ id: NodeID, _ key: NodeID, _ context: inout RuleContext) {
        let shown: String =
            switch context.tree[key] {
            case .identifier(let name): context.text(name)
            case .string(let name): "\"\(context.text(name))\""
            default: "\(context.tree[key].kind)"
            }
        context.report(
            .noComputedDestructuring,
            message
                ?? "Computed property names in destructuring are not allowed: { [\(shown)]: ... }. This pattern can be used "
                + "to bypass security checks by constructing names at run time.", at: id,
            data: ["keyType": .string("\(context.tree[key].kind)"), "keyDescription": .string(shown)])
    }

    private func reportDangerous(_ id: NodeID, _ name: NameID, _ quote: String, _ context: inout RuleContext) {
        let text = context.text(name)
        context.report(
            .noDangerousDestructuring,
            "Destructuring the '\(text)' property is not allowed: { \(quote)\(text)\(quote): ... }. This property's "
                + "prototype chain can reach the Function constructor.", at: id, data: ["property": .string(text)])
    }
}

/// `no-json-callbacks`: neither a replacer function nor a reviver.
package struct NoJSONCallbacksRule: Rule {
    package let name = "no-json-callbacks"
    package let isEnabledByDefault = false
    package let interests: [NodeKind] = [.call]

    private let blocksReplacer: Bool
    private let blocksReviver: Bool
    private let messageTemplate: String?

    /// A rule; `messageTemplate` may hold `{method}`.
    package init(blocksReplacer: Bool = true, blocksReviver: Bool = true, messageTemplate: String? = nil) {
        self.blocksReplacer = blocksReplacer
        self.blocksReviver = blocksReviver
        self.messageTemplate = messageTemplate
    }

    package func visit(_ id: NodeID, _ node: Syntax, _ context: inout RuleContext) {
        guard case .call(let callee, let arguments, _) = node, arguments.count >= 2 else { return }
        let method = context.memberWord(callee)
        let isStringify = method == .stringify && blocksReplacer
        guard isStringify || (method == .parse && blocksReviver),
            let object = context.memberObject(callee), context.globalWord(object) == .json
        else { return }
        let argument = context.facts.unwrap(context.tree[arguments, 1])
        guard isCallback(argument, context) else { return }
        let text = context.facts.text(method)
        let message =
            messageTemplate.map { GuardMessage.fill($0, ["{method}": text]) }
            ?? "JSON.\(text)() with callback function is not allowed (property enumeration risk)"
        context.report(
            .jsonCallbackNotAllowed, message, at: id,
            data: ["method": .string(text), "argumentType": .string("\(context.tree[argument].kind)")])
    }

    private func isCallback(_ id: NodeID, _ context: RuleContext) -> Bool {
        switch context.tree[id] {
        case .identifier(let name): context.facts.word(name) != .undefined
        case .function, .member, .index, .call, .conditional, .logical, .optionalChain: true
        default: false
        }
    }
}

func != (left: WordID, right: Word) -> Bool { left.raw != right.rawValue }
