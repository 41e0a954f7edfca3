import CodeGuard
import Testing

/// Texts that are made to hurt: each gets a verdict, soon.
@Suite struct HostileTextTests {
    private static let guards: [CodeGuard] = GuardProfile.allCases.flatMap { profile in
        [GuardPreset.agentscript, .javascript, .strict].flatMap { preset in
            [PreScanPolicy.automatic, .off].map { preScan in
                var policy = GuardPolicy(profile: profile, preset: preset)
                policy.preScan = preScan
                policy.scoring = ScoringPolicy()
                policy.customRules = RuleCatalog.entries.map(\.rule)
                return CodeGuard(policy)
            }
        }
    }

    /// A verdict by every guard; reports are made too, since they read the same text.
    private func check(_ bytes: [UInt8]) -> [Verdict] {
        Self.guards.map { guardian in
            let verdict = guardian.check(utf8: bytes)
            #expect(verdict.issues.count <= GuardPolicy.issuesMaxDefault + 10)
            #expect(!verdict.humanReport(fileName: "a.js").contains("\u{1B}"))
            #expect(throws: Never.self) { try verdict.json().reportText() }
            return verdict
        }
    }

    private func repeated(_ text: String, _ count: Int) -> [UInt8] {
        Array(repeatElement(Array(text.utf8), count: count).joined())
    }

    @Test(arguments: ["(", "[", "{", ")"])
    func `a hundred million brackets are refused at once`(bracket: String) {
        let bytes = [UInt8](repeating: UInt8(bracket.utf8.first ?? 0), count: 100 << 20)
        var limits = PreScanLimits(.permissive)
        limits.inputBytesMax = 100 << 20
        limits.lineLengthMax = 100 << 20
        #expect(!PreScanner(limits).scan(bytes).isValid)
        #expect(Self.guards.prefix(2).allSatisfy { !$0.check(utf8: bytes).isValid })
    }

    @Test func `a million nested parentheses are an error, not a crash`() {
        let nested = repeated("(", 1_000_000) + [0x31] + repeated(")", 1_000_000)
        #expect(check(nested).allSatisfy { !$0.isValid })
        let arrows = repeated("a=>", 1_000_000) + [0x31]
        #expect(check(arrows).allSatisfy { !$0.isValid })
    }

    @Test func `one line of ten megabytes is judged`() {
        let string = [0x27] + [UInt8](repeating: 0x61, count: 10 << 20) + [0x27]
        let verdicts = check(string)
        #expect(verdicts.contains { $0.isValid } && verdicts.contains { !$0.isValid })
        let sum = repeated("1+", 1 << 20) + [0x31]
        #expect(Self.guards.prefix(2).map { $0.check(utf8: sum).issues.first?.code } == [.preScanInputTooLarge, nil])
    }

    @Test func `malformed text is an error with a place`() throws {
        for bytes: [UInt8] in [
            [0x61, 0xFF], [0x27, 0xED, 0xA0, 0x80, 0x27], [0xC0, 0x80], [0xF5], [0x61, 0x3B, 0xE2, 0x80],
        ] {
            for verdict in check(bytes) {
                #expect(!verdict.isValid)
                let issue = try #require(verdict.issues.last)
                #expect(issue.code == .parseError && issue.line == 1, "\(issue)")
            }
        }
        #expect(check([0x61, 0, 0x62]).allSatisfy { !$0.isValid })
        #expect(check([0x20, 0x0A]).allSatisfy { $0.issues.map(\.code) == [.invalidSource] })
        #expect(check([]).allSatisfy { $0.issues.map(\.code) == [.invalidSource] })
    }

    private static let programs = [
        "const users = await callTool('users:list', {limit: 10}); for (const u of users) { if (u.a) { t += u.n } } return {t};",
        "const {a: {b = 1, ...c}, [d]: e} = f; ({x, y} = z); [p, , ...q] = r; l: for (;;) { continue l }",
        "class A extends B { #p = 1; static { this.q = A } get [k]() { return super.k ?? this.#p } async *m() {} }",
        "`a${b}${`c${d}`}` + /[/]\\/(a+)+$/gi.test(x) ? y?.z?.[w](...v) : async ({n}, [m] = []) => { await 0 }",
        "x['con' + 'structor'][String.fromCharCode(99)] = eval; new Function(`a`); Array(9e9).fill(0).join(); 2n ** 3n",
        "switch (a) { case 1: default: try { throw {} } catch { } finally { with (o) { do { b-- } while (!0) } } }",
    ]

    @Test(arguments: programs)
    func `every prefix of a program gets a verdict`(program: String) {
        let bytes = Array(program.utf8)
        for length in 0...bytes.count { _ = check(Array(bytes.prefix(length))) }
    }

    @Test func `random and mutated texts get a verdict`() {
        var random = Numbers(state: 42)
        for _ in 0..<400 {
            var bytes = Array(Self.programs[random.below(Self.programs.count)].utf8)
            for _ in 0..<random.below(5) {
                let place = random.below(bytes.count)
                bytes[place] = UInt8(truncatingIfNeeded: random.next())
                bytes.removeSubrange(place..<min(bytes.count, place + random.below(4)))
            }
            _ = check(bytes)
            _ = check((0..<random.below(80)).map { _ in UInt8(truncatingIfNeeded: random.next()) })
        }
    }

    @Test func `a report does not grow with the number of mistakes`() {
        let verdicts = check(repeated("q;eval;", 20_000))
        #expect(verdicts.contains { $0.isTruncated })
        for verdict in verdicts { #expect(verdict.humanReport(fileName: "a.js").utf8.count < 100_000) }
    }

    @Test func `the most issues and the first error are the policy's choice`() {
        var policy = GuardPolicy(profile: .reference, preset: .agentscript)
        policy.issuesMax = 2
        #expect(CodeGuard.check("a; b; c", policy).issues.count == 2)
        policy = GuardPolicy(profile: .reference, preset: .agentscript)
        policy.stopsAtFirstError = true
        #expect(CodeGuard.check("a; b; c", policy).issues.count == 1)
    }

    private struct Numbers {
        var state: UInt64

        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state >> 24
        }

        mutating func below(_ bound: Int) -> Int { bound < 1 ? 0 : Int(next() % UInt64(bound)) }
    }
}
