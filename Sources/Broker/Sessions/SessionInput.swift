internal import Protocol

/// What can happen to a session.
enum SessionInput: Sendable, Equatable {
    /// The session was admitted.
    case begin
    /// A runtime took the session.
    case leased
    /// The session's runtime said something; numbered by the runtime.
    case runtimeEvent(Event)
    /// The connection to the session's runtime broke; it may come back.
    case runtimeLost
    /// The runtime is back and still holds the session.
    case runtimeResumed
    /// The runtime will not come back to the session.
    case runtimeGone
    /// A tool call ended; the size is that of its value's JSON.
    case toolFinished(CallID, ToolCallResult, bytes: Int)
    /// Someone wants the session to end.
    case cancel(reason: String?)
    /// So many readers are attached now.
    case readers(Int)
    case catalogChanged(CatalogChange)
    /// Time passed; `SessionStateMachine.nextDeadline` says when this is due.
    case tick
}

/// What is to be done because of it, in this order.
enum SessionAction: Sendable, Equatable {
    /// Number the event, keep it, hand it to the readers.
    case emit(EventPayload)
    /// Ask for a runtime; `.leased` follows when there is one.
    case requestLease
    /// Stop asking.
    case withdrawLease
    /// Have the leased runtime run the script.
    case execute
    case startTool(ToolCall)
    /// Stop a tool call whose result nobody waits for, because of that.
    case cancelTool(CallID, because: ErrorCode)
    /// Tell the runtime how a call ended.
    case sendToolResult(CallID, ToolOutcome)
    /// Tell the runtime to stop the script.
    case cancelExecution(reason: String)
    case releaseLease(LeaseRelease)
    /// The session has ended: nothing is emitted any more.
    case end
}

/// How a session leaves its runtime.
enum LeaseRelease: Sendable, Equatable {
    /// The runtime has ended the script.
    case finished
    /// The runtime would not take the session.
    case refused
    /// The script may still run: the place is free once the runtime has said `final`.
    case afterFinal
}
