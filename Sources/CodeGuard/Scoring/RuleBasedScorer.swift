/// How a score reads.
package enum RiskLevel: String, Sendable, Hashable, CaseIterable {
    case none
    case low
    case medium
    case high
    case critical

    /// The level of a total from 0 to 100.
    package init(total: Int) {
        self = total >= 80 ? .critical : total >= 60 ? .high : total >= 40 ? .medium : total >= 20 ? .low : .none
    }

    /// The level of one signal, before its cap.
    package init(signal: Int) {
        self = signal >= 50 ? .critical : signal >= 35 ? .high : signal >= 20 ? .medium : signal >= 10 ? .low : .none
    }
}

/// One reason for a score.
package struct RiskSignal: Sendable, Hashable {
    /// A stable name such as `EXFIL_PATTERN`.
    package let id: String
    /// What it adds.
    package let score: Int
    /// In words.
    package let description: String
    /// How it reads on its own.
    package let level: RiskLevel

    package init(id: String, score: Int, description: String, level: RiskLevel) {
        self.id = id
        self.score = score
        self.description = description
        self.level = level
    }
}

/// A score from 0 to 100 and its reasons.
package struct RiskScore: Sendable, Hashable {
    /// The total.
    package let total: Int
    /// The reasons.
    package let signals: [RiskSignal]

    /// The sum of the signals, clamped.
    package init(_ signals: [RiskSignal]) {
        self.init(total: signals.reduce(0) { $0 + min(1_000, $1.score) }, signals)
    }

    /// A total of its own, clamped.
    package init(total: Int, _ signals: [RiskSignal]) {
        self.total = max(0, min(100, total))
        self.signals = signals
    }

    /// The level of the total.
    package var level: RiskLevel { RiskLevel(total: total) }
}

/// The scorer without a model: nine signals with fixed weights.
package struct RuleBasedScorer: Sendable {
    package init() {}

    /// Judges a program by its features.
    package func score(_ features: Features) -> RiskScore {
        let signals = [
            sensitiveField(features), excessiveLimit(features), wildcardQuery(features), loopToolCall(features),
            exfiltration(features), extremeValue(features), dynamicTool(features), bulkOperation(features),
        ]
        return RiskScore(signals.compactMap { $0 })
    }

    private func signal(_ id: String, _ score: Int, cap: Int, _ description: String) -> RiskSignal {
        RiskSignal(id: id, score: min(cap, score), description: description, level: RiskLevel(signal: score))
    }

    private func sensitiveField(_ features: Features) -> RiskSignal? {
        if features.fieldsAccessed.isEmpty { return nil }
        let score =
            35 + features.categories.reduce(0) { $0 + $1.weight } + 5 * (features.fieldsAccessed.count - 1)
        let categories = features.categories.map(\.rawValue).joined(separator: ", ")
        return signal("SENSITIVE_FIELD", score, cap: 60, "Accesses sensitive fields (\(categories))")
    }

    private func excessiveLimit(_ features: Features) -> RiskSignal? {
        let limit = features.maxLimit
        if limit <= 10_000 { return nil }
        let score = 25 + (limit > 100_000 ? 10 : 0) + (limit > 1_000_000 ? 15 : 0)
        return signal("EXCESSIVE_LIMIT", score, cap: 50, "Asks for up to \(shown(limit)) items")
    }

    private func shown(_ value: Double) -> String {
        value.magnitude < 1e15 && value == value.rounded() ? String(Int(value)) : "\(value)"
    }

    private func wildcardQuery(_ features: Features) -> RiskSignal? {
        let isWild = features.toolCalls.contains { call in
            if call.stringLiterals.contains(where: { $0 == "*" || $0 == "**" || $0 == "%" }) { return true }
            return call.argumentKeys.isEmpty && call.traits.meets(.queries)
        }
        if !isWild { return nil }
        return RiskSignal(
            id: "WILDCARD_QUERY", score: 20, description: "Queries without a filter", level: .medium)
    }

    private func loopToolCall(_ features: Features) -> RiskSignal? {
        if features.toolsInLoops.isEmpty { return nil }
        let score =
            25 * features.toolsInLoops.count + 10 * max(0, features.maxLoopNesting - 1)
            + (features.iteratesOverToolResults ? 15 : 0)
        return signal("LOOP_TOOL_CALL", score, cap: 50, "Calls \(features.toolsInLoops.count) tool(s) in a loop")
    }

    private static let exfiltrations: [(from: ToolNameTraits, to: ToolNameTraits)] = [
        (.lists, .sends), (.fetches, .exports), (.dumps, .dumpTargets), (.reads, .sinks),
    ]

    private func exfiltration(_ features: Features) -> RiskSignal? {
        let sequence = features.toolCalls.filter(\.isStaticName)
        for (first, second) in zip(sequence, sequence.dropFirst()) {
            for pattern in RuleBasedScorer.exfiltrations
            where first.traits.meets(pattern.from) && second.traits.meets(pattern.to) {
                return RiskSignal(
                    id: "EXFIL_PATTERN", score: 50,
                    description: "Reads data and sends it on: \(first.toolName) -> \(second.toolName)", level: .critical
                )
            }
        }
        return nil
    }

    private func extremeValue(_ features: Features) -> RiskSignal? {
        guard features.toolCalls.contains(where: { $0.numericLiterals.contains { $0 > 1_000_000 } }) else { return nil }
        return RiskSignal(
            id: "EXTREME_VALUE", score: 30, description: "A numeric argument above 1,000,000", level: .high)
    }

    private func dynamicTool(_ features: Features) -> RiskSignal? {
        let count = features.toolCalls.lazy.filter { !$0.isStaticName }.count
        if count == 0 { return nil }
        return RiskSignal(
            id: "DYNAMIC_TOOL", score: min(40, 20 * count), description: "\(count) call(s) of a computed tool name",
            level: .medium)
    }

    private func bulkOperation(_ features: Features) -> RiskSignal? {
        let count = features.toolCalls.lazy.filter { $0.traits.meets(.bulk) }.count
        if count == 0 { return nil }
        return RiskSignal(
            id: "BULK_OPERATION", score: min(30, 15 * count), description: "\(count) bulk operation(s)", level: .medium)
    }
}
