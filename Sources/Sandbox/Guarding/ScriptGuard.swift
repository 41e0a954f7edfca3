internal import CodeGuard
internal import JSON
internal import JavaScriptSyntax
internal import Synchronization

/// Layers 0 and 1: looks at the source text of a script before anything of it is compiled.
struct ScriptGuard: Sendable {
    /// Whose verdicts, at which level, and which names the host gives to scripts.
    struct Terms: Sendable, Hashable {
        var profile: SecurityProfile
        var level: SecurityLevel
        var globals: [String]
    }

    /// Issues that the error of a refused script lists; the first is the error itself.
    private static let issuesMax = 20
    /// Guards that are kept for terms that come again.
    private static let keptMax = 64
    private static let kept = Mutex<[Terms: ScriptGuard]>([:])

    private let codeGuard: CodeGuard

    private init(_ terms: Terms) {
        var policy = GuardPolicy(profile: GuardProfile(terms.profile), level: GuardLevel(terms.level))
        policy.options.hostGlobals = terms.globals
        // The engine counts every byte, so an array of any length is its affair.
        policy.options.allowsDynamicArrayFill = true
        policy.issuesMax = Self.issuesMax
        codeGuard = CodeGuard(policy)
    }

    /// The guard for these terms; making one takes longer than a small check.
    static func of(_ terms: Terms) -> ScriptGuard {
        kept.withLock { kept in
            if let known = kept[terms] { return known }
            let made = ScriptGuard(terms)
            if kept.count >= keptMax { kept = [:] }
            kept[terms] = made
            return made
        }
    }

    /// The syntax tree of an accepted script, with its text.
    ///
    /// - Throws: `VALIDATION_ERROR` with the place and every issue.
    func check(_ code: String) throws(ExecutionError) -> (tree: SyntaxTree, source: SourceText) {
        // An empty script is accepted: it returns nothing.
        let text = code.utf8.allSatisfy { $0 <= 0x20 } ? code + "\n;" : code
        let verdict = codeGuard.check(text)
        if verdict.isAllowed, let tree = verdict.tree { return (tree, verdict.source) }
        throw Self.refusal(verdict)
    }

    private static func refusal(_ verdict: Verdict) -> ExecutionError {
        let errors = verdict.issues.filter { $0.severity == .error }
        guard let first = errors.first else { return ScriptFailures.invalid("the source text is refused") }
        var error = ScriptFailures.invalid(
            first.message, line: first.range == nil ? nil : first.line, column: first.range == nil ? nil : first.column)
        if first.code != .parseError { error.name = "ValidationError" }
        error.data["issues"] = .array(errors.prefix(issuesMax).map { .object(object($0)) })
        return error
    }

    private static func object(_ issue: Issue) -> JSONObject {
        var object = JSONObject()
        object["code"] = .string(issue.code.rawValue)
        object["message"] = .string(issue.message)
        guard issue.range != nil else { return object }
        object["line"] = .integer(issue.line)
        object["column"] = .integer(issue.column)
        return object
    }
}

extension GuardProfile {
    fileprivate init(_ profile: SecurityProfile) {
        switch profile {
        case .enclave: self = .enclave
        case .reference: self = .reference
        }
    }
}

extension GuardLevel {
    fileprivate init(_ level: SecurityLevel) {
        switch level {
        case .strict: self = .strict
        case .secure: self = .secure
        case .standard: self = .standard
        case .permissive: self = .permissive
        }
    }
}
