import CodeGuard
import Testing

/// What models are told is what the rules will say.
@Suite struct ModelInstructionsTests {
    private static let policies = GuardProfile.allCases.flatMap { profile in
        GuardLevel.allCases.map { GuardPolicy(profile: profile, level: $0) }
    }

    @Test func `the example in the instructions passes the policy they are for`() throws {
        for policy in Self.policies {
            let text = ModelInstructions.text(.full, for: policy)
            let start = try #require(text.firstRange(of: "Example:\n")).upperBound
            let example = text[start...].split(separator: "\n\n")[0]
            let verdict = CodeGuard.check(String(example), policy)
            #expect(verdict.isValid, "\(verdict.humanReport(fileName: "example.js"))")
        }
    }

    @Test func `longer instructions hold the shorter ones`() {
        for policy in Self.policies {
            let texts = ModelInstructions.Length.allCases.map { ModelInstructions.text($0, for: policy) }
            #expect(texts[1].hasPrefix(texts[0]) && texts[2].hasPrefix(texts[1]) && texts[1] != texts[2])
        }
    }

    @Test func `options of the policy are named`() {
        var policy = GuardPolicy(level: .strict)
        policy.options.allowedLoops = AllowedLoops(whileLoop: true)
        policy.options.hostGlobals = ["invoices"]
        policy.options.allowedToolNames = [.prefix("users:")]
        let text = ModelInstructions.text(for: policy)
        #expect(text.contains("invoices") && text.contains("Loops: `while`.") && text.contains("Tools: users:*."))
    }
}
