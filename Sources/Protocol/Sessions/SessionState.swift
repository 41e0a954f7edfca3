/// Where a session is in its life.
///
///     starting ──▶ running ◀──▶ waiting_for_tool
///         │           │ │            │
///         ▼           ▼ └▶ completed ▼
///        failed or cancelled, from any state that is not terminal
public enum SessionState: String, Sendable, CaseIterable {
    case starting
    case running
    case waitingForTool = "waiting_for_tool"
    case completed
    case cancelled
    case failed

    /// Whether the session has ended.
    public var isTerminal: Bool {
        switch self {
        case .starting, .running, .waitingForTool: false
        case .completed, .cancelled, .failed: true
        }
    }

    /// Whether a session may go from this state to that one.
    public func canBecome(_ next: SessionState) -> Bool {
        switch (self, next) {
        case (.starting, .running), (.running, .waitingForTool), (.running, .completed), (.waitingForTool, .running):
            true
        case (_, .failed), (_, .cancelled): !isTerminal
        default: false
        }
    }
}
