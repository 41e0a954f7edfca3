package import JavaScriptSyntax

/// A program under examination, and where a rule puts what it finds.
package struct RuleContext {
    /// The program.
    package let facts: ProgramFacts
    /// The text.
    package let source: SourceText
    /// Which verdicts count as right.
    package let profile: GuardProfile
    /// What kind of text it is.
    package let form: ProgramForm
    /// Names that are not renamed by the reference's prefix transform.
    private let kept: WordSet

    /// The rule that reports, and how severe its issues are.
    private let rules: [Reporter]
    private var rule = 0
    /// Issues of all rules that may still be reported.
    private var issuesLeft: Int
    private(set) var issues: [Issue] = []
    private(set) var isTruncated = false
    private let stopsAtError: Bool
    private(set) var isStopped = false

    /// How the reports of a rule are marked.
    struct Reporter: Sendable {
        let name: String
        let severity: Severity
    }

    init(
        facts: ProgramFacts, source: SourceText, policy: GuardPolicy, kept: WordSet, rules: [Reporter]
    ) {
        self.rules = rules
        self.facts = facts
        self.source = source
        profile = policy.profile
        form = policy.form
        self.kept = kept
        issuesLeft = policy.issuesMax
        stopsAtError = policy.stopsAtFirstError
    }

    /// The tree.
    package var tree: SyntaxTree { facts.tree }

    // MARK: Reports

    /// Names the rule that the next reports are from.
    mutating func enter(_ rule: Int) { self.rule = rule }

    /// Reports an issue at a node, or about the program where there is none.
    ///
    /// The severity is the one given here, else the configured one, else the rule's own.
    package mutating func report(
        _ code: IssueCode, _ message: String, at id: NodeID?, severity: Severity? = nil,
        data: KeyValuePairs<String, IssueValue> = [:]
    ) {
        report(code, message, in: id.map { tree.range($0) }, severity: severity, data: data)
    }

    /// Reports an issue at a range of the text.
    package mutating func report(
        _ code: IssueCode, _ message: String, in range: SourceRange?, severity: Severity? = nil,
        data: KeyValuePairs<String, IssueValue> = [:]
    ) {
        if isStopped { return }
        if issuesLeft <= 0 {
            isTruncated = true
            isStopped = true
            return
        }
        issuesLeft -= 1
        let severity = severity ?? rules[rule].severity
        issues.append(
            Issue(
                code, severity, message, rule: rules[rule].name, range: range,
                data: data.map { Issue.Datum(key: $0.key, value: $0.value) }))
        if stopsAtError, severity == .error { isStopped = true }
    }

    /// Whether nothing more will be heard.
    var isDone: Bool { isStopped }

    /// Takes the issues out.
    mutating func takeIssues() -> [Issue] {
        defer { issues = [] }
        return issues
    }

    // MARK: Names

    /// The text of a name for a message: at most `nameLengthMax` characters.
    package func text(_ name: NameID) -> String {
        let text = tree.names.string(name)
        return text.utf8.count > RuleContext.nameLengthMax ? String(text.prefix(RuleContext.nameLengthMax)) + "…" : text
    }

    /// Longest name or literal in a message.
    static let nameLengthMax = 80

    /// The name of an identifier expression, parentheses skipped.
    package func identifier(_ id: NodeID) -> NameID? {
        if case .identifier(let name) = tree[facts.unwrap(id)] { return name }
        return nil
    }

    /// The word of an identifier expression that means the global of that name.
    ///
    /// Profile `enclave`: a name that a scope declares means that variable, and a constant that only renames a global
    /// means the global. Profile `reference`: spelling decides, except that in agent programs names which nobody declares
    /// are renamed before the rules run, and so match nothing but `unknown-global`.
    package func globalWord(_ id: NodeID) -> WordID {
        let id = facts.unwrap(id)
        guard case .identifier(let name) = tree[id] else { return .other }
        return globalWord(id, name)
    }

    /// See `globalWord(_:)`.
    package func globalWord(_ id: NodeID, _ name: NameID) -> WordID {
        let word = facts.word(name)
        if profile == .enclave {
            if facts.isLocal(id, name) { return facts.alias(of: id) }
            return word
        }
        if word == .other || form != .agentProgram { return word }
        if facts.isDeclaredAsBinding(name) || kept.contains(word) { return word }
        return .other
    }

    /// Whether an identifier refers to something the program declares.
    func isDeclared(_ id: NodeID, _ name: NameID) -> Bool {
        if profile == .enclave { return facts.isLocal(id, name) }
        return form == .agentProgram ? facts.isDeclaredAsBinding(name) : facts.isDeclared(name)
    }

    /// The word of a member's name: `.name`, `["name"]`, and a constant expression where the profile folds them.
    package func memberWord(_ id: NodeID) -> WordID {
        switch tree[facts.unwrap(id)] {
        case .member(_, let property, _):
            if case .keyName(let name) = tree[property] { return facts.word(name) }
            return .other
        case .index(_, let index, _):
            if case .string(let name) = tree[facts.unwrap(index)] { return facts.word(name) }
            return .other
        default: return .other
        }
    }

    /// The non-computed name of a member expression.
    package func propertyName(_ id: NodeID) -> NameID? {
        guard case .member(_, let property, _) = tree[facts.unwrap(id)], case .keyName(let name) = tree[property] else {
            return nil
        }
        return name
    }

    /// The object of a member expression, plain or computed.
    package func memberObject(_ id: NodeID) -> NodeID? {
        switch tree[facts.unwrap(id)] {
        case .member(let object, _, _), .index(let object, _, _): object
        default: nil
        }
    }
}

extension RuleContext {
    /// Bidirectional controls and marks of the whole text, comments and strings included; at most `issuesMax` of them.
    var bidirectionalCharacters: [CharacterScan.Hit] {
        let bytes = Array(source.text.utf8)
        var hits: [CharacterScan.Hit] = []
        var index = 0
        while index < bytes.count, hits.count < GuardPolicy.issuesMaxDefault {
            // All of them begin with U+2000's lead byte.
            guard bytes[index] == 0xE2 else {
                index += 1
                continue
            }
            let hit = CharacterScan.decode(bytes, at: index)
            if UnicodeHazards.isBidirectionalFormat(hit.scalar) { hits.append(hit) }
            index += hit.length
        }
        return hits
    }
}
