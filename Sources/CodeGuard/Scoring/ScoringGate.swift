/// Layer 3 with memory: one gate serves many programs.
///
/// Scores are remembered by the hash of the text, `ScoreCache.Options` long. What happens when the scorer fails is the
/// policy's choice.
package actor ScoringGate {
    private let scorer: (any Scorer)?
    private let policy: ScoringPolicy
    private let isFailOpen: Bool
    private var cache: ScoreCache
    private let now: @Sendable () -> ContinuousClock.Instant

    /// A gate; without a scorer everything passes.
    package init(
        _ scorer: (any Scorer)?, policy: ScoringPolicy = ScoringPolicy(), isFailOpen: Bool = true,
        cache: ScoreCache.Options = ScoreCache.Options(),
        now: @escaping @Sendable () -> ContinuousClock.Instant = { ContinuousClock.now }
    ) {
        self.scorer = scorer
        self.policy = policy
        self.isFailOpen = isFailOpen
        self.cache = ScoreCache(cache)
        self.now = now
    }

    /// Judges a program by its features.
    package func judge(_ features: Features) async throws -> ScoringResult {
        guard let scorer else {
            var result = ScoringResult(isAllowed: true)
            result.reason = "Scoring disabled"
            return result
        }
        let digest = features.textDigest
        if let score = cache.score(of: digest, at: now()) { return policy.judge(score, isCached: true) }
        do {
            let score = try await scorer.score(features)
            cache.remember(score, of: digest, at: now())
            return policy.judge(score)
        } catch let error as CancellationError {
            throw error
        } catch {
            var result = ScoringResult(isAllowed: isFailOpen)
            result.reason = "Scoring error (\(isFailOpen ? "fail-open" : "fail-closed")): \(error)"
            return result
        }
    }

    /// How the memory does.
    package var cacheStatistics: ScoreCache.Statistics { cache.statistics }
}

extension CodeGuard {
    /// Checks a text, and asks a gate for its score.
    package func check(_ source: String, gate: ScoringGate) async throws -> Verdict {
        let bytes = Array(source.utf8)
        var verdict = scored.examine(bytes)
        verdict.features?.textDigest = SHA256.digest(bytes)
        if let features = verdict.features { verdict.scoring = try await gate.judge(features) }
        return verdict
    }
}

/// Scores by the hash of the text; the least recently used leaves first.
package struct ScoreCache: Sendable {
    /// Whether, how long and how many.
    package struct Options: Sendable, Hashable {
        /// Whether anything is remembered.
        package var isEnabled = true
        /// How long a score counts.
        package var timeToLive = Duration.milliseconds(300_000)
        /// Most scores.
        package var entriesMax = 1_000

        package init() {}
    }

    /// Figures for people.
    package struct Statistics: Sendable, Hashable {
        /// Scores that are remembered.
        package let size: Int
        /// Most of them.
        package let maxEntries: Int
        /// Questions that were answered.
        package let totalHits: Int
        /// Questions that were not.
        package let totalMisses: Int
        /// Whether anything is remembered.
        package let isEnabled: Bool

        /// Answers of all questions, from 0 to 1.
        package var hitRate: Double {
            totalHits + totalMisses == 0 ? 0 : Double(totalHits) / Double(totalHits + totalMisses)
        }
    }

    private struct Entry: Sendable {
        let score: RiskScore
        let made: ContinuousClock.Instant
        var used: Int
    }

    private let options: Options
    private var entries: [String: Entry] = [:]
    private var hits = 0
    private var misses = 0
    private var clock = 0

    init(_ options: Options) { self.options = options }

    /// A remembered score. Using it makes it the newest to leave, not younger.
    mutating func score(of hash: String, at now: ContinuousClock.Instant) -> RiskScore? {
        clock += 1
        guard options.isEnabled, let entry = entries[hash], now - entry.made < options.timeToLive else {
            if options.isEnabled {
                entries[hash] = nil
                misses += 1
            }
            return nil
        }
        hits += 1
        entries[hash]?.used = clock
        return entry.score
    }

    /// Remembers a score, unless the text has no hash.
    mutating func remember(_ score: RiskScore, of hash: String, at now: ContinuousClock.Instant) {
        guard options.isEnabled, options.entriesMax > 0, !hash.isEmpty else { return }
        if entries[hash] == nil, entries.count >= options.entriesMax,
            let oldest = entries.min(by: { $0.value.used < $1.value.used })
        {
            entries[oldest.key] = nil
        }
        entries[hash] = Entry(score: score, made: now, used: clock)
    }

    var statistics: Statistics {
        Statistics(
            size: entries.count, maxEntries: options.entriesMax, totalHits: hits, totalMisses: misses,
            isEnabled: options.isEnabled)
    }
}
