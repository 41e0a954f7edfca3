/// The types of event that a session's stream carries.
public enum EventType: String, Sendable, CaseIterable {
    case sessionInit = "session_init"
    case stdout
    case log
    case toolCall = "tool_call"
    case toolResultApplied = "tool_result_applied"
    case heartbeat
    case error
    case final
    case encrypted = "enc"
    case toolProgress = "tool_progress"
    case partialResult = "partial_result"
    case deadlineExceeded = "deadline_exceeded"
    case catalogChanged = "catalog_changed"

    /// The first version of the protocol that knows the type.
    public var introduced: ProtocolVersion {
        switch self {
        case .sessionInit, .stdout, .log, .toolCall, .toolResultApplied, .heartbeat, .error, .final, .encrypted: .v1
        case .toolProgress, .partialResult, .deadlineExceeded, .catalogChanged: .v2
        }
    }
}
