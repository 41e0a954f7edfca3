/// How long to wait before each attempt to reconnect: 1 s, 2 s, 4 s and so on up to 30 s, each ± 30 %.
package struct Backoff: Sendable {
    /// Wait before the first attempt, without jitter.
    package static let firstMilliseconds = 1000
    /// The longest wait, without jitter.
    package static let longestMilliseconds = 30_000
    /// Part of the wait by which it may be shorter or longer, so that many runtimes do not come back at once.
    package static let jitter = 0.3

    /// Attempts since the last success.
    package private(set) var attempts = 0

    /// Before the first attempt.
    package init() {}

    /// The wait before the next attempt.
    package mutating func next(using generator: inout some RandomNumberGenerator) -> Duration {
        let doublings = min(attempts, 20)
        attempts += 1
        let wait = min(Self.firstMilliseconds << doublings, Self.longestMilliseconds)
        let random = Double(generator.next() >> 11) / Double(1 << 53)
        let factor = 1 + Self.jitter * (2 * random - 1)
        return .milliseconds(Double(wait) * factor)
    }

    /// Begins anew: an attempt succeeded.
    package mutating func reset() {
        attempts = 0
    }
}
