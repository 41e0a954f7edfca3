import CodeGuard
import Foundation
import Testing

/// The rules by their catalog: its examples, its table, its names.
@Suite struct RuleCatalogTests {
    private static let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Sources/CodeGuard/CodeGuard.docc/Rules.md")

    /// A guard with one rule, under the profile whose verdicts the catalog records.
    private func codes(_ source: String, _ entry: RuleCatalog.Entry) -> [IssueCode] {
        var policy = GuardPolicy(profile: .reference, preset: GuardPreset.none)
        policy.form = .script
        policy.preScan = .off
        policy.customRules = [entry.rule]
        policy.rules[entry.name] = RuleSetting(isEnabled: true)
        return CodeGuard.check(source, policy).issues.map(\.code)
    }

    @Test(arguments: RuleCatalog.entries.map(\.name))
    func `every example gets the verdict that the catalog gives it`(name: String) throws {
        let entry = try #require(RuleCatalog.entries.first { $0.name == name })
        #expect(!entry.rejected.isEmpty && !entry.accepted.isEmpty)
        for example in entry.rejected {
            #expect(codes(example.source, entry) == example.codes, "\(example.source)")
            #expect(Set(example.codes).isSubset(of: entry.codes))
        }
        for source in entry.accepted { #expect(codes(source, entry) == [], "\(source)") }
    }

    @Test func `the page of rules is what the catalog says`() throws {
        let expected = RuleCatalog.markdown()
        if ProcessInfo.processInfo.environment["REBASELINE"] != nil {
            try expected.write(to: Self.page, atomically: true, encoding: .utf8)
        }
        #expect(try String(contentsOf: Self.page, encoding: .utf8) == expected, "run the tests with REBASELINE=1")
    }

    @Test func `no two rules share a name, and no rule of a preset is missing from the catalog`() {
        let names = RuleCatalog.entries.map(\.name)
        #expect(Set(names).count == names.count)
        for preset in GuardPreset.allCases {
            #expect(Set(CodeGuard(GuardPolicy(preset: preset)).ruleNames).isSubset(of: names))
        }
    }

    @Test func `a rule that is switched off reports nothing, and one made a warning refuses nothing`() {
        var policy = GuardPolicy(profile: .reference, preset: .permissive)
        policy.form = .script
        #expect(!CodeGuard.check("eval(s)", policy).isValid)
        policy.rules["no-eval"] = RuleSetting(severity: .warning)
        let verdict = CodeGuard.check("eval(s)", policy)
        #expect(verdict.isValid && verdict.issues.map(\.severity) == [.warning])
        policy.rules["no-eval"] = RuleSetting(isEnabled: false)
        #expect(CodeGuard.check("eval(s)", policy).issues.isEmpty)
    }
}
