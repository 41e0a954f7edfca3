package import JavaScriptSyntax

/// Decides about a program before it runs.
///
/// ```swift
/// let verdict = CodeGuard.check(source, GuardPolicy(level: .secure))
/// if !verdict.isAllowed { print(verdict.humanReport(fileName: "script.js")) }
/// ```
///
/// A guard is made once for a policy and checks any number of programs, from any thread. It never runs code, does no
/// input or output, and answers for every text within time and memory linear in its length.
package struct CodeGuard: Sendable {
    /// What the guard was made from.
    package let policy: GuardPolicy
    /// The rules that run, in order.
    package var ruleNames: [String] { rules.map(\.rule.name) }

    private struct ConfiguredRule: Sendable {
        var rule: any Rule
        let interests: [NodeKind]
    }

    private let reporters: [RuleContext.Reporter]

    private let rules: [ConfiguredRule]
    /// Indices into `rules` by kind of node: `subscribers[starts[kind] ..< starts[kind + 1]]`.
    private let subscribers: [UInt8]
    private let starts: [Int]
    private let vocabulary: Vocabulary
    private let kept: WordSet
    private let prefixes: [[UInt8]]
    private let preScanner: PreScanner?
    /// Whether verdicts on valid programs carry features.
    private var isScored: Bool

    /// Most rules of one guard.
    package static let rulesMax = 200

    /// Makes a guard.
    package init(_ policy: GuardPolicy) {
        self.policy = policy
        var vocabulary = Vocabulary()
        var rules: [ConfiguredRule] = []
        var reporters: [RuleContext.Reporter] = []
        let chosen =
            PresetRules.rules(policy).map { ($0, true) } + policy.customRules.map { ($0, $0.isEnabledByDefault) }
        for (rule, isOn) in chosen.prefix(CodeGuard.rulesMax) {
            let setting = policy.rules[rule.name]
            guard setting?.isEnabled ?? isOn else { continue }
            var bound = rule
            bound.bind(&vocabulary)
            rules.append(ConfiguredRule(rule: bound, interests: bound.interests))
            reporters.append(
                RuleContext.Reporter(name: bound.name, severity: setting?.severity ?? bound.defaultSeverity))
        }
        var lists = [[UInt8]](repeating: [], count: NodeKind.allCases.count)
        for (index, configured) in rules.enumerated() {
            for kind in Set(configured.interests) { lists[Int(kind.rawValue)].append(UInt8(truncatingIfNeeded: index)) }
        }
        starts = lists.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.count) }
        subscribers = lists.flatMap { $0 }
        kept = vocabulary.set(GlobalAllowLists.kept + policy.options.hostGlobals)
        prefixes = rules.compactMap { ($0.rule as? ReservedPrefixRule)?.prefixes }.first?.map { Array($0.utf8) } ?? []
        self.rules = rules
        self.reporters = reporters
        self.vocabulary = vocabulary
        isScored = policy.scoring != nil
        preScanner = PreScanPresets.limits(policy).map { PreScanner($0) }
    }

    /// Checks one text with a guard made for the occasion.
    package static func check(_ source: String, _ policy: GuardPolicy = GuardPolicy()) -> Verdict {
        CodeGuard(policy).check(source)
    }

    /// Checks a text.
    package func check(_ source: String) -> Verdict { check(utf8: Array(source.utf8)) }

    /// Checks a text given as UTF-8, well formed or not.
    package func check(utf8 bytes: [UInt8]) -> Verdict {
        var verdict = examine(bytes)
        if let scoring = policy.scoring, let features = verdict.features {
            verdict.scoring = scoring.score(features)
        }
        return verdict
    }

    /// The same guard, with features for a gate. The thresholds are the gate's.
    var scored: CodeGuard {
        var result = self
        result.isScored = true
        return result
    }

    /// Layers 0 and 1, and the features for layer 3.
    func examine(_ bytes: [UInt8]) -> Verdict {
        let limit = preScanner?.limits.inputBytesMax ?? PreScanLimits.absoluteMax.inputBytes
        if bytes.allSatisfy({ $0 == 0x20 || (0x09...0x0D).contains($0) }), bytes.count <= limit {
            return Verdict(
                issues: [Issue(.invalidSource, .error, "Source cannot be empty")], source: SourceText(utf8: []))
        }
        var issues: [Issue] = []
        var statistics: PreScanStatistics?
        if let preScanner {
            let result = preScanner.scan(bytes)
            statistics = result.statistics
            issues = result.issues
            if !result.isValid {
                // A text beyond the size limit is not copied: there is nothing in it to point at.
                let source = SourceText(utf8: bytes.count > limit ? [] : bytes)
                return Verdict(issues: issues.map { $0.located(in: source) }, preScan: statistics, source: source)
            }
        }
        let source = SourceText(utf8: bytes)
        do throws(SyntaxError) {
            let tree = try Parser.parse(source, kind: CodeGuard.kind(policy.form), options: CodeGuard.parserOptions)
            var verdict = run(tree, source)
            verdict.issues = issues.map { $0.located(in: source) } + verdict.issues
            verdict.preScan = statistics
            return verdict
        } catch {
            issues.append(Issue(.parseError, .error, error.description, range: error.range))
            return Verdict(issues: issues.map { $0.located(in: source) }, preScan: statistics, source: source)
        }
    }

    private static let parserOptions: ParserOptions = {
        var options = ParserOptions()
        options.sourceBytesMax = PreScanLimits.absoluteMax.inputBytes
        return options
    }()

    /// The parser's name for a form.
    package static func kind(_ form: ProgramForm) -> ProgramKind {
        switch form {
        case .agentProgram, .functionBody: .asyncFunctionBody
        case .script: .script
        case .module: .module
        }
    }

    /// Runs the rules over a tree that was parsed elsewhere.
    package func run(_ tree: SyntaxTree, _ source: SourceText) -> Verdict {
        let facts = ProgramFacts(
            tree, vocabulary: vocabulary, prefixes: prefixes, usesScopes: policy.profile == .enclave)
        var context = RuleContext(facts: facts, source: source, policy: policy, kept: kept, rules: reporters)
        var found = [[Issue]](repeating: [], count: rules.count)
        for raw in 1..<tree.nodes.count where !context.isStopped {
            let node = tree.nodes[raw]
            let kind = Int(node.kind.rawValue)
            let first = starts[kind]
            let end = starts[kind + 1]
            if first == end { continue }
            let id = NodeID(raw: UInt32(truncatingIfNeeded: raw))
            if !facts.isInTree(id) { continue }
            for slot in first..<end {
                let index = Int(subscribers[slot])
                context.enter(index)
                rules[index].rule.visit(id, node, &context)
                if !context.issues.isEmpty { found[index] += context.takeIssues() }
            }
        }
        for index in rules.indices where !context.isStopped {
            context.enter(index)
            rules[index].rule.finish(&context)
            if !context.issues.isEmpty { found[index] += context.takeIssues() }
        }
        var verdict = Verdict(issues: found.flatMap { $0 }.map { $0.located(in: source) }, source: source)
        verdict.rulesExecuted = rules.count
        verdict.isTruncated = context.isTruncated
        verdict.tree = tree
        if isScored, verdict.isValid { verdict.features = FeatureExtractor.extract(facts, source) }
        return verdict
    }
}
