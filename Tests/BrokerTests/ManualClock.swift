import Protocol
import Synchronization

@testable import Broker

/// A clock that goes only when a test says so.
final class ManualClock: BrokerClock {
    private struct Sleeper {
        let until: ContinuousClock.Instant
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var elapsed = Duration.zero
        var sleepers: [Int: Sleeper] = [:]
        var nextSleeper = 0
        var cancelled: Set<Int> = []
    }

    private let start = ContinuousClock.now
    private let wallStart = Timestamp(millisecondsSinceEpoch: 1_772_352_000_000)
    private let state = Mutex(State())

    var now: ContinuousClock.Instant { start.advanced(by: state.withLock { $0.elapsed }) }

    var wallTime: Timestamp {
        wallStart.adding(milliseconds: Int(state.withLock { $0.elapsed }.milliseconds))
    }

    func sleep(until instant: ContinuousClock.Instant) async throws {
        let id = state.withLock { state in
            state.nextSleeper += 1
            return state.nextSleeper
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let outcome: Result<Void, any Error>? = state.withLock { state in
                    if state.cancelled.remove(id) != nil { return .failure(CancellationError()) }
                    if instant <= start.advanced(by: state.elapsed) { return .success(()) }
                    state.sleepers[id] = Sleeper(until: instant, continuation: continuation)
                    return nil
                }
                if let outcome { continuation.resume(with: outcome) }
            }
        } onCancel: {
            let sleeper = state.withLock { state in
                guard let sleeper = state.sleepers.removeValue(forKey: id) else {
                    state.cancelled.insert(id)
                    return nil as Sleeper?
                }
                return sleeper
            }
            sleeper?.continuation.resume(throwing: CancellationError())
        }
    }

    /// Lets time pass and wakes everyone who is due. Who goes to sleep afterwards until an instant that has passed does
    /// not sleep at all, so nothing depends on who came first.
    func advance(by duration: Duration) {
        let due = state.withLock { state in
            state.elapsed += duration
            let now = start.advanced(by: state.elapsed)
            let due = state.sleepers.filter { $0.value.until <= now }
            for id in due.keys { state.sleepers[id] = nil }
            return due.values.sorted { $0.until < $1.until }
        }
        for sleeper in due { sleeper.continuation.resume() }
    }
}
