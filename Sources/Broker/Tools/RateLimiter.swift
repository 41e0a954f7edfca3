internal import Synchronization

/// Admits at most `limit.calls` calls in any window, by the generic cell rate algorithm: one instant is all its state.
///
/// A burst of `calls` is admitted at once, then one call per `window / calls`.
/// https://en.wikipedia.org/wiki/Generic_cell_rate_algorithm
final class RateLimiter: Sendable {
    private let interval: Duration
    private let burstTolerance: Duration
    /// When the next call is due if calls came evenly.
    private let theoreticalArrival = Mutex<ContinuousClock.Instant?>(nil)

    init(_ limit: RateLimit) {
        let calls = max(1, limit.calls)
        interval = limit.window / calls
        burstTolerance = interval * (calls - 1)
    }

    /// Takes a call; nil if it is admitted, else how long to wait.
    func admit(at now: ContinuousClock.Instant) -> Duration? {
        theoreticalArrival.withLock { arrival in
            let due = max(arrival ?? now, now)
            let earliest = due.advanced(by: .zero - burstTolerance)
            guard now >= earliest else { return now.duration(to: earliest) }
            arrival = due.advanced(by: interval)
            return nil
        }
    }
}
