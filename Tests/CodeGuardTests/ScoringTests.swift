import Testing

@testable import CodeGuard

/// Layer 3.
@Suite struct ScoringTests {
    private func features(_ source: String) throws -> Features {
        var policy = GuardPolicy(preset: GuardPreset.none)
        policy.scoring = ScoringPolicy()
        return try #require(CodeGuard.check(source, policy).features)
    }

    private func score(_ source: String) throws -> RiskScore { RuleBasedScorer().score(try features(source)) }

    @Test(arguments: [
        ("callTool('a:search', {})", 20, ["WILDCARD_QUERY"]),
        ("for (const x of l) await callTool('a:b', {x})", 25, ["LOOP_TOOL_CALL"]),
        ("callTool('a:b', {limit: 20000})", 25, ["EXCESSIVE_LIMIT"]),
        ("callTool('a:b', {top: 200000})", 35, ["EXCESSIVE_LIMIT"]),
        ("callTool('a:b', {x: 2000000})", 80, ["EXCESSIVE_LIMIT", "EXTREME_VALUE"]),
        ("callTool('a:b', {q: '*'})", 20, ["WILDCARD_QUERY"]),
        ("callTool(n, {})", 20, ["DYNAMIC_TOOL"]), ("callTool(n); callTool(n); callTool(n)", 40, ["DYNAMIC_TOOL"]),
        ("callTool('a:bulkUpdate', {a: 1})", 15, ["BULK_OPERATION"]),
        ("callTool('u:list', {a: 1}); callTool('m:post', {a: 1})", 50, ["EXFIL_PATTERN"]),
        ("callTool('a:b', {x: r.password})", 55, ["SENSITIVE_FIELD"]),
        ("r.email; r.Token; r.iban; r._private", 60, ["SENSITIVE_FIELD"]),
        ("for (;a;) for (;b;) callTool('a:b', {x: 1})", 35, ["LOOP_TOOL_CALL"]),
        ("const u = await callTool('a:b', {x: 1}); for (const v of u) callTool('a:c', {v})", 40, ["LOOP_TOOL_CALL"]),
        ("[1].map(x => callTool('a:b', {x}))", 0, []), ("other('a:search', {})", 0, []), ("1", 0, []),
    ])
    func `programs get the recorded scores`(source: String, total: Int, signals: [String]) throws {
        let score = try score(source)
        #expect(score.total == total)
        #expect(score.signals.map(\.id) == signals)
    }

    @Test func `a program above the threshold is refused with its reasons`() throws {
        var policy = GuardPolicy(profile: .reference)
        policy.scoring = ScoringPolicy()
        let source = """
            const l = await callTool('users:list', {limit: 5});
            for (const u of l.items) { await callTool('mail:send', {u}) }
            """
        let verdict = CodeGuard.check(source, policy)
        #expect(verdict.isValid && !verdict.isAllowed && verdict.refusalCode == "SCORING_BLOCKED")
        let message = try #require(verdict.scoring?.refusalMessage)
        #expect(message.contains("score: 75") && message.contains("EXFIL_PATTERN"), "\(message)")
        policy.scoring?.blockThreshold = 101
        #expect(CodeGuard.check(source, policy).isAllowed)
        #expect(CodeGuard.check(source, policy).scoring?.isWarned == true)
    }

    @Test func `features describe calls as the text shows them`() throws {
        let features = try features(
            "for (const a of b) { callTool('x:y', {limit: 12, 'name': 'n', ...c}) } callTool(`t`); obj.callTool('z')")
        #expect(features.totalToolCalls == 2 && features.uniqueToolsCount == 1 && features.maxLoopNesting == 1)
        #expect(features.toolsInLoops == ["x:y"] && features.maxLimit == 12)
        let call = try #require(features.toolCalls.first)
        #expect(call.argumentKeys == ["limit", "name"] && call.stringLiterals == ["n"] && call.numericLiterals == [12])
        #expect(features.toolCalls.last?.toolName == "<dynamic>")
        #expect(features.json["patterns"]?["totalToolCalls"] == .integer(2))
    }

    // MARK: Gate

    private struct FixedScorer: Scorer {
        let name = "fixed"
        let result: Result<RiskScore, ScorerError>
        func score(_ features: Features) async throws -> RiskScore { try result.get() }
    }

    private func verdict(_ scorer: (any Scorer)?, isFailOpen: Bool = true) async throws -> ScoringResult {
        let gate = ScoringGate(scorer, isFailOpen: isFailOpen)
        let verdict = try await CodeGuard(GuardPolicy()).check("return 1", gate: gate)
        return try #require(verdict.scoring)
    }

    @Test func `a scorer that fails opens or closes the gate as the policy says`() async throws {
        let broken = FixedScorer(result: .failure(ScorerError("down")))
        let open = try await verdict(broken)
        #expect(open.isAllowed && open.reason == "Scoring error (fail-open): down")
        let closed = try await verdict(broken, isFailOpen: false)
        #expect(!closed.isAllowed && closed.reason == "Scoring error (fail-closed): down")
        #expect(try await verdict(nil).reason == "Scoring disabled")
        #expect(try await !verdict(FixedScorer(result: .success(RiskScore(total: 70, [])))).isAllowed)
        #expect(try await verdict(FixedScorer(result: .success(RiskScore(total: 69, [])))).isWarned)
    }

    @Test func `scores are remembered by the text, for a time, and the oldest leaves first`() async throws {
        let clock = ManualClock()
        var options = ScoreCache.Options()
        options.entriesMax = 2
        options.timeToLive = .seconds(10)
        let gate = ScoringGate(RuleBasedScorer(), cache: options, now: { clock.now })
        let checker = CodeGuard(GuardPolicy())
        func isCached(_ source: String) async throws -> Bool? {
            try await checker.check(source, gate: gate).scoring?.isCached
        }
        #expect(try await isCached("return 1") == false)
        #expect(try await isCached("return 1") == true)
        #expect(try await isCached("return 2") == false)
        #expect(try await isCached("return 1") == true)
        #expect(try await isCached("return 3") == false)
        #expect(try await isCached("return 2") == false)
        clock.advance(by: .seconds(11))
        #expect(try await isCached("return 3") == false)
        let statistics = await gate.cacheStatistics
        #expect(statistics.size == 2 && statistics.totalHits == 2 && statistics.totalMisses == 5)
    }

    @Test func `two texts whose names are the same have scores of their own`() async throws {
        let gate = ScoringGate(RuleBasedScorer())
        var features = try features("return 1")
        // Without a digest nothing is remembered.
        for _ in 0..<2 { #expect(try await !gate.judge(features).isCached) }
        features.textDigest = String(repeating: "0", count: 64)
        #expect(try await !gate.judge(features).isCached)
        features.textDigest = String(repeating: "0", count: 63) + "1"
        #expect(try await !gate.judge(features).isCached)
        #expect(try await gate.judge(features).isCached)
    }

    @Test(arguments: [
        (1, "f71ab29bd990d4d8"), (45, "f844673be6acada9"), (46, "469b43951af8d240"), (47, "c1551d807d737d05"),
        (54, "884cadb3918eff58"), (55, "4723bed3946a109a"), (56, "da993d31dbce77f5"), (200, "3f539f20a75c8a6e"),
    ])
    func `texts are named by their SHA-256`(count: Int, digest: String) async throws {
        let source = "return \"" + String(repeating: "x", count: count) + "\""
        let verdict = try await CodeGuard(GuardPolicy()).check(source, gate: ScoringGate(nil))
        #expect(verdict.features?.codeHash == digest)
    }

    @Test func `a progressive scorer asks the slower one only above its threshold`() async throws {
        let features = try features("return 1")
        let low = FixedScorer(result: .success(RiskScore(total: 10, [])))
        let middle = FixedScorer(
            result: .success(RiskScore([RiskSignal(id: "A", score: 40, description: "", level: .medium)])))
        let high = FixedScorer(
            result: .success(RiskScore([RiskSignal(id: "A", score: 90, description: "x", level: .critical)])))
        let broken = FixedScorer(result: .failure(ScorerError("down")))
        func total(_ fast: FixedScorer, _ slow: FixedScorer?, _ how: ProgressiveScorer.Combination = .max) async throws
            -> Int
        {
            try await ProgressiveScorer(fast: fast, detailed: slow, combination: how).score(features).total
        }
        #expect(try await total(low, high) == 10)
        #expect(try await total(middle, high) == 90)
        #expect(try await total(middle, high, .avg) == 65)
        #expect(try await total(high, middle, .replace) == 40)
        #expect(try await total(middle, broken) == 40)
        #expect(try await total(middle, nil) == 40)
        let merged = try await ProgressiveScorer(fast: middle, detailed: high).score(features)
        #expect(merged.signals.map(\.score) == [90])
    }
}
