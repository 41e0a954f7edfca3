import Synchronization

@testable import Sandbox

extension EnclaveLimits {
    /// The limits of STANDARD with some changed.
    static func standard(_ change: (inout EnclaveLimits) -> Void) -> EnclaveLimits {
        var limits = EnclaveLimits(.standard)
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
