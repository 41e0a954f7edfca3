/// What happens during a run, in order.
public enum ExecutionEvent: Sendable, Hashable {
    /// How much a printed line matters.
    public enum LogLevel: String, Sendable, Hashable, CaseIterable {
        case debug, info, warn, error
    }

    /// `console.log`: text with its line feed.
    case stdout(String)
    /// The other methods of `console`: text without a line feed.
    case log(LogLevel, String)
    /// The script calls a tool, and the call is allowed.
    case toolCall(ToolCall)
    /// The script goes on with the call's result or failure.
    case toolResultApplied(ToolCall.ID)
}
