import CodeGuard
import Foundation

/// The CPU time of a check.
enum Speed {
    /// Prints the median time of each text under each profile.
    static func run(_ files: [[UInt8]]) -> Bool {
        for profile in GuardProfile.allCases {
            for preset in [GuardPreset.agentscript, .javascript] {
                var policy = GuardPolicy(profile: profile, preset: preset)
                for isScored in [false, true] {
                    policy.scoring = isScored ? ScoringPolicy() : nil
                    let checker = CodeGuard(policy)
                    for text in files {
                        let time = median(of: text, checker)
                        let issues = checker.check(utf8: text).issues.count
                        let label = "\(profile.rawValue) \(preset.rawValue)\(isScored ? " with scoring" : "")"
                        print("\(label): \(text.count) bytes, \(String(format: "%.1f", time)) µs, \(issues) issues")
                    }
                }
            }
        }
        return true
    }

    private static func median(of text: [UInt8], _ checker: CodeGuard) -> Double {
        let rounds = max(20, min(2_000, 4_000_000 / max(1, text.count)))
        for _ in 0..<rounds / 4 { _ = checker.check(utf8: text) }
        let times = (0..<rounds).map { _ in
            let start = Fuzz.processSeconds()
            _ = checker.check(utf8: text)
            return Fuzz.processSeconds() - start
        }
        return times.sorted()[times.count / 2] * 1e6
    }
}
