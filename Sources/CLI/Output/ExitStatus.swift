internal import Protocol

/// What the executable ends with.
enum ExitStatus: Int32, Sendable {
    case success = 0
    /// The script failed, or was refused.
    case scriptFailed = 1
    /// The command line or the configuration is wrong.
    case usage = 2
    /// The broker cannot be reached, or went away before the session's end.
    case unreachable = 3

    /// The status for a session's outcome.
    init(_ outcome: Final) {
        self = outcome.isSuccess ? .success : .scriptFailed
    }
}
