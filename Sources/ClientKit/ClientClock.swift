/// Time and chance as a client sees them.
protocol ClientClock: Sendable {
    /// Never goes back.
    var now: ContinuousClock.Instant { get }
    /// Returns at the instant, at once if it has passed.
    ///
    /// - Throws: `CancellationError` if the task is cancelled first.
    func sleep(until instant: ContinuousClock.Instant) async throws
    /// A number from −1 to 1, for the jitter of waits.
    func random() -> Double
}

/// The machine's clock and randomness.
struct SystemClock: ClientClock {
    var now: ContinuousClock.Instant { .now }

    func sleep(until instant: ContinuousClock.Instant) async throws {
        try await ContinuousClock().sleep(until: instant)
    }

    func random() -> Double { .random(in: -1...1) }
}

extension ClientClock {
    /// Runs an operation, and cancels it at an instant.
    func run(until instant: ContinuousClock.Instant, _ operation: @escaping @Sendable () async -> Void) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask(operation: operation)
            // A sleep that is cut short ends as one that is over.
            group.addTask { try? await sleep(until: instant) }
            await group.next()
            group.cancelAll()
        }
    }
}
