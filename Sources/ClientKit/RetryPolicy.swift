/// How often and after which waits a stream that broke is taken up again.
///
/// The standard is three attempts in a row after 1, 2 and 4 seconds, each ± 30 %; an event that arrives begins the count
/// anew.
public struct RetryPolicy: Sendable, Hashable {
    /// Attempts in a row without an event.
    public var attemptsMax: Int
    /// Wait before the first attempt, without jitter; each further wait is twice as long.
    public var firstWait: Duration
    /// The longest wait, without jitter.
    public var longestWait: Duration
    /// Part of the wait by which it may be shorter or longer, so that many clients do not come back at once.
    public var jitter: Double

    /// A policy.
    ///
    /// - Parameter jitter: 0 to 1.
    public init(
        attemptsMax: Int = 3, firstWait: Duration = .seconds(1), longestWait: Duration = .seconds(30),
        jitter: Double = 0.3
    ) {
        self.attemptsMax = max(0, attemptsMax)
        self.firstWait = max(.zero, firstWait)
        self.longestWait = max(.zero, longestWait)
        self.jitter = jitter.isFinite ? min(max(jitter, 0), 1) : 0
    }

    /// Three attempts.
    public static let standard = RetryPolicy()
    /// The first break is the end.
    public static let never = RetryPolicy(attemptsMax: 0)

    /// The wait before an attempt.
    ///
    /// - Parameters:
    ///   - attempt: from 0.
    ///   - random: −1 to 1, for the jitter.
    func wait(before attempt: Int, random: Double) -> Duration {
        var wait = min(firstWait, longestWait)
        for _ in 0..<min(attempt, 32) where wait < longestWait { wait = min(wait * 2, longestWait) }
        return wait * (1 + jitter * random)
    }
}
