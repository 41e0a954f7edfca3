/// Rules first; a slower scorer only where they see a risk.
package struct ProgressiveScorer: Scorer {
    /// How the two scores become one.
    package enum Combination: String, Sendable, Hashable {
        case max
        case avg
        case replace
    }

    /// `progressive`.
    package let name = "progressive"

    private let fast: any Scorer
    private let detailed: (any Scorer)?
    private let escalationThreshold: Int
    private let combination: Combination

    /// A scorer that asks `detailed` from a fast score of `escalationThreshold` on.
    package init(
        fast: any Scorer = RuleBasedScorer(), detailed: (any Scorer)?, escalationThreshold: Int = 30,
        combination: Combination = .max
    ) {
        self.fast = fast
        self.detailed = detailed
        self.escalationThreshold = escalationThreshold
        self.combination = combination
    }

    /// The combined score, or the fast one where the slower scorer is absent or fails.
    package func score(_ features: Features) async throws -> RiskScore {
        let first = try await fast.score(features)
        guard first.total >= escalationThreshold, let detailed else { return first }
        let second: RiskScore
        do {
            second = try await detailed.score(features)
        } catch let error as CancellationError {
            throw error
        } catch {
            return first
        }
        let total =
            switch combination {
            case .max: max(first.total, second.total)
            case .avg: (first.total + second.total + 1) / 2
            case .replace: second.total
            }
        return RiskScore(total: total, ProgressiveScorer.merge(first.signals, second.signals))
    }

    /// Both lists; of two signals with one name the higher.
    private static func merge(_ first: [RiskSignal], _ second: [RiskSignal]) -> [RiskSignal] {
        var result = first
        for signal in second {
            if let index = result.firstIndex(where: { $0.id == signal.id }) {
                if signal.score > result[index].score { result[index] = signal }
            } else {
                result.append(signal)
            }
        }
        return result
    }
}
