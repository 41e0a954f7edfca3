import CodeGuard
import Foundation

/// What the guard made of one record.
struct Replay {
    enum Kind: String, CaseIterable {
        /// The verdict is layers 0 to 3's.
        case decided
        /// Something later decides: the guard must not stand in its way.
        case passedOn
        /// The record cannot be replayed.
        case skipped
    }

    let record: Record
    let kind: Kind
    let actual: Record.Outcome
    let codes: Set<String>
    let detail: String

    /// Whether the outcome is one that the record accepts.
    var isPass: Bool {
        switch kind {
        case .skipped: return true
        case .passedOn: return actual == .allowed || accepts(actual)
        case .decided: return accepts(actual)
        }
    }

    /// Whether every code is the recorded one.
    var hasSameCodes: Bool {
        actual == record.expected && (codes == record.expectedCodes || record.expectedCodes.isEmpty)
    }

    private func accepts(_ outcome: Record.Outcome) -> Bool {
        if record.acceptable.contains(outcome.rawValue) { return true }
        guard record.acceptable.contains("same"), outcome == record.expected else { return false }
        return record.isWholeRun || outcome != .blocked || codes == record.expectedCodes
    }

    /// Replays a record in layers 0 to 3.
    static func run(_ record: Record, profile: GuardProfile) -> Replay {
        let kind: Kind = record.isDecidedByGuard ? .decided : .passedOn
        do {
            var policy = try PolicyMapping.policy(for: record, profile: profile)
            if record.isWholeRun, record.config["validate"] as? Bool == false {
                // Without validation a text is still parsed.
                policy.preset = GuardPreset.none
                policy.preScan = .off
            }
            let verdict = CodeGuard(policy).check(record.code)
            let errors = verdict.issues.filter { $0.severity == .error || record.isWholeRun }
            var outcome: Record.Outcome = verdict.isAllowed ? .allowed : .blocked
            if verdict.issues.contains(where: { $0.code == .invalidSource }) { outcome = .hostThrow }
            let detail = errors.prefix(4).map { "\($0.code.rawValue) \($0.line):\($0.column)" }
            return Replay(
                record: record, kind: kind, actual: outcome,
                codes: outcome == .allowed ? [] : Set(errors.map(\.code.rawValue)),
                detail: detail.joined(separator: ", "))
        } catch {
            return Replay(record: record, kind: .skipped, actual: .hostThrow, codes: [], detail: "\(error)")
        }
    }
}
