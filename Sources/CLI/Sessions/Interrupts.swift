internal import UnixSignals

/// Ctrl-C, and being told to stop: the first time asks, the second time leaves.
struct Interrupts: Sendable {
    /// What a shell sees of a command that a signal ended: 128 and the signal's number.
    private static let statusBase: Int32 = 128

    private let signals: UnixSignalsSequence

    /// From here on the signals end nothing by themselves.
    init() async {
        signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
    }

    /// Calls `ask` at the first signal and ends the process at the second; returns when the task is cancelled.
    func run(_ ask: @escaping @Sendable (UnixSignal) async -> Void) async {
        await withDiscardingTaskGroup { group in
            var wasAsked = false
            for await signal in signals {
                guard !wasAsked else { leaveAtOnce(Self.statusBase + signal.rawValue) }
                wasAsked = true
                group.addTask { await ask(signal) }
            }
            group.cancelAll()
        }
    }
}
