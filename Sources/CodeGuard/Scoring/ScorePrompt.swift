/// The features in words, for analyzers that read text.
package enum ScorePrompt {
    /// The parts of a prompt joined by ` | `: tools, arguments, strings, sensitive names, patterns, signals, sequence.
    package static func text(_ features: Features) -> String {
        var parts: [String] = []
        func add(_ label: String, _ texts: [String], separator: String = ", ") {
            if !texts.isEmpty { parts.append("\(label): " + texts.joined(separator: separator)) }
        }
        add("TOOLS", Array(features.toolCalls.prefix(10).map(\.toolName)))
        add("ARGS", distinct(features.toolCalls.lazy.flatMap(\.argumentKeys), 10))
        add("STRINGS", Array(features.toolCalls.lazy.flatMap(\.stringLiterals).prefix(5)))
        add("SENSITIVE", features.fieldsAccessed)
        add("CATEGORIES", features.categories.map(\.rawValue))
        let sequence = features.toolSequence
        parts.append(
            "PATTERNS: loops=\(features.maxLoopNesting) tools_in_loops=\(features.toolsInLoops.count) "
                + "sequence_len=\(sequence.count)")
        let limit = features.maxLimit < 1e15 ? String(Int(features.maxLimit)) : "\(features.maxLimit)"
        parts.append(
            "SIGNALS: limit=\(limit) fanout=\(features.fanOutRisk) density=\(hundredths(features.toolCallDensity))")
        if sequence.count > 1 { add("SEQUENCE", sequence, separator: " -> ") }
        return parts.joined(separator: " | ")
    }

    private static func distinct(_ texts: some Sequence<String>, _ most: Int) -> [String] {
        var seen: Set<String> = []
        var result: [String] = []
        for text in texts where seen.insert(text).inserted {
            result.append(text)
            if result.count == most { break }
        }
        return result
    }

    private static func hundredths(_ value: Double) -> String {
        let scaled = Int((min(value, 1e9) * 100).rounded())
        return "\(scaled / 100)." + (scaled % 100 < 10 ? "0" : "") + "\(scaled % 100)"
    }
}

/// Judges the words of a prompt: what the reference system calls its local model in mode `classification`, which runs no
/// model either.
package struct KeywordScorer: Scorer {
    /// `local-llm`, as the reference's results call it.
    package let name = "local-llm"

    package init() {}

    private static let critical = ["password", "secret", "apikey", "token", "credential", "private_key"]
    private static let high = ["exfiltration", "send", "webhook", "upload", "transfer", "email"]

    /// The sum of the signals.
    package func score(_ features: Features) async throws -> RiskScore {
        let prompt = ScorePrompt.text(features).lowercased()
        var signals: [RiskSignal] = []
        let critical = KeywordScorer.critical.count { KeywordScorer.has(prompt, $0) }
        if critical > 0 {
            signals.append(
                RiskSignal(
                    id: "ML_CRITICAL_KEYWORD", score: min(40, 25 + 5 * (critical - 1)),
                    description: "\(critical) critical keyword(s)", level: .critical))
        }
        let high = KeywordScorer.high.count { KeywordScorer.has(prompt, $0) }
        if high > 0 {
            signals.append(
                RiskSignal(
                    id: "ML_HIGH_RISK_KEYWORD", score: min(30, 15 + 5 * (high - 1)),
                    description: "\(high) high-risk keyword(s)", level: .high))
        }
        let sequence = features.toolSequence.joined(separator: " ").lowercased()
        if ["list", "get", "query"].contains(where: { KeywordScorer.has(sequence, $0) }),
            ["send", "email", "webhook"].contains(where: { KeywordScorer.has(sequence, $0) })
        {
            signals.append(
                RiskSignal(
                    id: "ML_EXFILTRATION_PATTERN", score: 35, description: "Reads and sends data", level: .critical))
        }
        if features.fanOutRisk > 50 {
            signals.append(
                RiskSignal(
                    id: "ML_HIGH_FANOUT", score: min(20, features.fanOutRisk / 5), description: "Spreads widely",
                    level: .medium))
        }
        if features.categories.count > 1 {
            signals.append(
                RiskSignal(
                    id: "ML_MULTI_SENSITIVE", score: 15 * features.categories.count,
                    description: "\(features.categories.count) categories of sensitive names", level: .high))
        }
        return RiskScore(signals)
    }

    private static func has(_ text: String, _ word: String) -> Bool {
        let bytes = Array(text.utf8)
        let wanted = Array(word.utf8)
        guard bytes.count >= wanted.count else { return false }
        return (0...bytes.count - wanted.count).contains {
            bytes[$0] == wanted[0] && bytes[$0..<$0 + wanted.count].elementsEqual(wanted)
        }
    }
}
