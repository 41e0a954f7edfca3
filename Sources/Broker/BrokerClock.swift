private import Glibc
internal import Protocol

/// Time as the broker sees it: a steady clock for waiting and the wall clock for what is shown.
protocol BrokerClock: Sendable {
    /// Never goes back; for deadlines and durations.
    var now: ContinuousClock.Instant { get }
    /// May jump; for timestamps.
    var wallTime: Timestamp { get }
    /// Returns at the instant, at once if it has passed.
    ///
    /// - Throws: `CancellationError` if the task is cancelled first.
    func sleep(until instant: ContinuousClock.Instant) async throws
}

/// The machine's clocks.
struct SystemClock: BrokerClock {
    /// A timer may be late by this much, which lets the system wake up once for many.
    private static let tolerance = Duration.milliseconds(5)

    var now: ContinuousClock.Instant { .now }

    var wallTime: Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(millisecondsSinceEpoch: time.tv_sec &* 1_000 &+ time.tv_nsec / 1_000_000)
    }

    func sleep(until instant: ContinuousClock.Instant) async throws {
        try await Task.sleep(until: instant, tolerance: Self.tolerance, clock: .continuous)
    }
}

extension Duration {
    /// The duration in milliseconds, with its fraction.
    var milliseconds: Double {
        Double(components.seconds) * 1_000 + Double(components.attoseconds) / 1e15
    }

    /// Milliseconds to a tenth, as events show them.
    var shownMilliseconds: Double {
        (milliseconds * 10).rounded() / 10
    }
}
