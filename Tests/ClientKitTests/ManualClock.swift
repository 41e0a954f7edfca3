import Synchronization

@testable import ClientKit

/// A clock that goes only when a test says so, and chance that is always the same.
final class ManualClock: ClientClock {
    private struct Sleeper {
        let until: ContinuousClock.Instant
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var elapsed = Duration.zero
        var sleepers: [Int: Sleeper] = [:]
        var observers: [CheckedContinuation<Void, Never>] = []
        var nextID = 0
        var skipped: [Duration] = []
    }

    private let start = ContinuousClock.now
    private let state = Mutex(State())
    private let jitter: Double
    private let skips: @Sendable (Duration) -> Bool

    /// - Parameters:
    ///   - jitter: what `random` gives.
    ///   - skips: which sleeps are over at once, the time going on by their length; the others last until `advance`.
    init(jitter: Double = 0, skips: @escaping @Sendable (Duration) -> Bool = { _ in false }) {
        self.jitter = jitter
        self.skips = skips
    }

    /// Skips the waits between attempts, which are shorter than any alarm.
    static func skippingWaits(jitter: Double = 0) -> ManualClock {
        ManualClock(jitter: jitter) { $0 < .seconds(20) }
    }

    /// The lengths of the sleeps that were skipped.
    var skipped: [Duration] { state.withLock { $0.skipped } }

    var now: ContinuousClock.Instant { start.advanced(by: state.withLock { $0.elapsed }) }

    func random() -> Double { jitter }

    func sleep(until instant: ContinuousClock.Instant) async throws {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let (outcome, observers) = begin(id, until: instant, continuation)
                if let outcome { continuation.resume(with: outcome) }
                for observer in observers { observer.resume() }
            }
        } onCancel: {
            state.withLock { $0.sleepers.removeValue(forKey: id) }?.continuation.resume(throwing: CancellationError())
        }
    }

    private func begin(
        _ id: Int, until instant: ContinuousClock.Instant, _ continuation: CheckedContinuation<Void, any Error>
    ) -> (Result<Void, any Error>?, [CheckedContinuation<Void, Never>]) {
        state.withLock { state in
            if Task.isCancelled { return (.failure(CancellationError()), []) }
            let duration = start.advanced(by: state.elapsed).duration(to: instant)
            if duration <= .zero { return (.success(()), []) }
            if skips(duration) {
                state.elapsed += duration
                state.skipped.append(duration)
                return (.success(()), [])
            }
            state.sleepers[id] = Sleeper(until: instant, continuation: continuation)
            defer { state.observers = [] }
            return (nil, state.observers)
        }
    }

    /// Returns when somebody sleeps for exactly so long from now.
    func untilSomebodySleeps(for duration: Duration) async {
        while !isSomebodyAsleep(for: duration) {
            await withCheckedContinuation { continuation in
                let isAsleep = state.withLock { state in
                    let isAsleep = hasSleeper(for: duration, in: state)
                    if !isAsleep { state.observers.append(continuation) }
                    return isAsleep
                }
                if isAsleep { continuation.resume() }
            }
        }
    }

    private func isSomebodyAsleep(for duration: Duration) -> Bool {
        state.withLock { hasSleeper(for: duration, in: $0) }
    }

    private func hasSleeper(for duration: Duration, in state: borrowing State) -> Bool {
        let instant = start.advanced(by: state.elapsed + duration)
        return state.sleepers.values.contains { $0.until == instant }
    }

    /// Lets time pass and wakes everyone who is due.
    func advance(by duration: Duration) {
        let due = state.withLock { state in
            state.elapsed += duration
            let now = start.advanced(by: state.elapsed)
            let due = state.sleepers.filter { $0.value.until <= now }
            for id in due.keys { state.sleepers[id] = nil }
            return Array(due.values)
        }
        for sleeper in due { sleeper.continuation.resume() }
    }
}
