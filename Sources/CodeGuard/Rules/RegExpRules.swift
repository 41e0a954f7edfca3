package import JavaScriptSyntax

/// `no-regex-literal`: regular expressions that are refused, or judged for catastrophic backtracking.
package struct NoRegExpLiteralRule: Rule {
    package let name = "no-regex-literal"
    package let isEnabledByDefault = false
    package let interests: [NodeKind] = [.regexp, .new, .call]

    private let blocksAll: Bool
    private let analyzes: Bool
    private let level: ReDoSLevel
    private let blockThreshold: Int
    private let warnThreshold: Int
    private let lengthMax: Int
    private let allowedPatterns: [String]

    /// A rule; patterns in `allowedPatterns` are accepted unseen.
    package init(
        blocksAll: Bool = false, analyzes: Bool = true, level: ReDoSLevel = .catastrophic,
        blockThreshold: Int = ReDoSAnalysis.blockThreshold, warnThreshold: Int = ReDoSAnalysis.warnThreshold,
        lengthMax: Int = 200, allowedPatterns: [String] = []
    ) {
        self.blocksAll = blocksAll
        self.analyzes = analyzes
        self.level = level
        self.blockThreshold = blockThreshold
        self.warnThreshold = warnThreshold
        self.lengthMax = lengthMax
        self.allowedPatterns = allowedPatterns
    }

    package func visit(_ id: NodeID, _ node: Syntax, _ context: inout RuleContext) {
        switch node {
        case .regexp(let pattern, let flags): judge(id, pattern, context.text(flags), &context)
        case .new(let callee, let arguments), .call(let callee, let arguments, _):
            guard context.globalWord(callee) == .regExp, !arguments.isEmpty else { return }
            visitConstructor(id, arguments, &context)
        default: return
        }
    }

    private func visitConstructor(_ id: NodeID, _ arguments: NodeList, _ context: inout RuleContext) {
        switch context.tree[context.facts.unwrap(context.tree[arguments, 0])] {
        case .string(let pattern):
            var flags = ""
            if arguments.count > 1,
                case .string(let text) = context.tree[context.facts.unwrap(context.tree[arguments, 1])]
            {
                flags = context.text(text)
            }
            judge(id, pattern, flags, &context)
        case .template:
            if blocksAll {
                context.report(.noRegExpLiteral, "Regex literals are not allowed in this mode", at: id)
            } else {
                context.report(
                    .regExpDynamicPattern, "Dynamic regular expression pattern cannot be analysed", at: id,
                    severity: .warning)
            }
        default: return
        }
    }

    private func judge(_ id: NodeID, _ pattern: NameID, _ flags: String, _ context: inout RuleContext) {
        let text = context.tree.text(pattern)
        let shown = String(decoding: text.utf16.prefix(50), as: UTF16.self) + (text.utf16.count > 50 ? "..." : "")
        if allowedPatterns.contains(text.description) { return }
        if blocksAll {
            context.report(
                .noRegExpLiteral, "Regex literals are not allowed in this mode: /\(shown)/\(flags)", at: id,
                data: ["pattern": .string(shown)])
            return
        }
        if text.utf16.count > lengthMax {
            context.report(
                .regExpTooLong, "Regex pattern length \(text.utf16.count) exceeds maximum (\(lengthMax))", at: id,
                data: ["actual": .number(text.utf16.count), "limit": .number(lengthMax)])
            return
        }
        guard analyzes else { return }
        let analysis = ReDoSAnalysis(text.utf16, level: level)
        guard let kind = analysis.kind else { return }
        if analysis.score >= blockThreshold {
            context.report(
                .regExpReDoSVulnerable, "ReDoS vulnerability detected (\(kind.rawValue)): \(kind.explanation)", at: id,
                data: ["pattern": .string(shown), "score": .number(analysis.score)])
        } else if analysis.score >= warnThreshold {
            context.report(
                .regExpReDoSSuspicious, "Potentially dangerous regular expression (\(kind.rawValue))", at: id,
                severity: .warning, data: ["pattern": .string(shown), "score": .number(analysis.score)])
        }
    }
}

/// `no-regex-methods`: methods that run a regular expression.
package struct NoRegExpMethodsRule: Rule {
    package let name = "no-regex-methods"
    package let isEnabledByDefault = false
    package let interests: [NodeKind] = [.call]

    /// Methods of strings that take a regular expression.
    package static let stringMethodsDefault = ["match", "matchAll", "search", "replace", "replaceAll", "split"]
    /// Methods of regular expressions.
    package static let regExpMethodsDefault = ["test", "exec"]

    private let stringMethods: [String]
    private let regExpMethods: [String]
    private let messageTemplate: String?
    private var ofStrings = WordSet()
    private var ofRegExps = WordSet()

    /// A rule; `messageTemplate` may hold `{method}`. A string literal as argument is always accepted.
    package init(
        stringMethods: [String] = NoRegExpMethodsRule.stringMethodsDefault,
        regExpMethods: [String] = NoRegExpMethodsRule.regExpMethodsDefault, messageTemplate: String? = nil
    ) {
        self.stringMethods = stringMethods
        self.regExpMethods = regExpMethods
        self.messageTemplate = messageTemplate
    }

    package mutating func bind(_ vocabulary: inout Vocabulary) {
        ofStrings = vocabulary.set(stringMethods)
        ofRegExps = vocabulary.set(regExpMethods)
    }

    package func visit(_ id: NodeID, _ node: Syntax, _ context: inout RuleContext) {
        guard case .call(let callee, let arguments, _) = node else { return }
        let method = context.memberWord(callee)
        guard let object = context.memberObject(callee) else { return }
        if ofStrings.contains(method) {
            if arguments.isEmpty { return }
            visitStringMethod(id, method, context.tree[arguments, 0], &context)
        } else if ofRegExps.contains(method) {
            visitRegExpMethod(id, method, object, &context)
        }
    }

    private func visitStringMethod(_ id: NodeID, _ method: WordID, _ argument: NodeID, _ context: inout RuleContext) {
        let text = context.facts.text(method)
        if isRegExp(argument, context) { return refuse(id, text, &context) }
        switch context.tree[context.facts.unwrap(argument)] {
        case .string, .template: return
        default:
            context.report(
                .regExpMethodDynamic,
                "Call to .\(text)() with dynamic argument - ensure it is not a regex (ReDoS risk)",
                at: id, severity: .warning, data: ["method": .string(text)])
        }
    }

    private func visitRegExpMethod(_ id: NodeID, _ method: WordID, _ object: NodeID, _ context: inout RuleContext) {
        let text = context.facts.text(method)
        switch context.tree[context.facts.unwrap(object)] {
        case .regexp: refuse(id, text, &context)
        case .string: return
        default:
            context.report(
                .regExpMethodDynamic, "Call to .\(text)() - ensure object is not a regex (ReDoS risk)", at: id,
                severity: .warning, data: ["method": .string(text)])
        }
    }

    private func isRegExp(_ id: NodeID, _ context: RuleContext) -> Bool {
        switch context.tree[context.facts.unwrap(id)] {
        case .regexp: true
        case .new(let callee, _), .call(let callee, _, _): context.globalWord(callee) == .regExp
        default: false
        }
    }

    private func refuse(_ id: NodeID, _ method: String, _ context: inout RuleContext) {
        let message =
            messageTemplate.map { GuardMessage.fill($0, ["{method}": method]) }
            ?? "Call to .\(method)() with a regular expression is not allowed"
        context.report(.noRegExpMethod, message, at: id, data: ["method": .string(method)])
    }
}
