public import Logging
public import Protocol

/// What a tool's handler knows about the call it serves.
public struct ToolContext: Sendable {
    /// The session whose script made the call.
    public let sessionID: SessionID
    /// The call, as the session's events name it.
    public let callID: CallID
    /// The name that the script called.
    public let toolName: String
    /// The same text for every attempt of one call, and for no other call. Pass it on to systems that drop repetitions.
    public let idempotencyKey: String
    /// Names session, call and tool in every line.
    public let logger: Logger
    private let secrets: [String: Secret]

    init(
        sessionID: SessionID, callID: CallID, toolName: String, logger: Logger, secrets: [String: Secret]
    ) {
        self.sessionID = sessionID
        self.callID = callID
        self.toolName = toolName
        idempotencyKey = "\(sessionID.rawValue)/\(callID.rawValue)"
        self.logger = logger
        self.secrets = secrets
    }

    /// The text of a secret that the tool declared.
    ///
    /// - Throws: `ToolFailure` with code `SECRET_ERROR` if the tool did not declare it.
    public func secret(_ name: String) throws(ToolFailure) -> String {
        guard let secret = secrets[name] else {
            throw ToolFailure(.secretError, "the tool lacks a credential")
        }
        return secret.reveal()
    }
}
