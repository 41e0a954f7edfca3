import Synchronization

@testable import Sandbox

extension EnclaveLimits {
    /// The limits of STANDARD with some changed, and with a deadline that a test on a busy machine does not reach: other
    /// tests may hold the threads that tools answer on.
    static func standard(_ change: (inout EnclaveLimits) -> Void = { _ in }) -> EnclaveLimits {
        var limits = EnclaveLimits(.standard)
        limits.timeout = .seconds(600)
        change(&limits)
        return limits
    }
}

/// Events in the order in which they came.
final class EventRecorder: Sendable {
    private let recorded = Mutex<[ExecutionEvent]>([])

    var events: [ExecutionEvent] { recorded.withLock { $0 } }

    var stdout: String {
        events.reduce(into: "") { text, event in
            if case .stdout(let chunk) = event { text += chunk }
        }
    }

    func record(_ event: ExecutionEvent) { recorded.withLock { $0.append(event) } }
}

/// A tool that answers only when its task is cancelled.
let hangingTool: ToolHandler = { _ in
    let (never, _) = AsyncStream.makeStream(of: Void.self)
    for await _ in never {}
    throw CancellationError()
}
