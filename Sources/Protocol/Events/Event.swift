/// One event of a session's stream: the envelope and what happened.
public struct Event: Sendable, Equatable {
    /// The largest sequence number, 2^53 − 1.
    public static let sequenceMax = FieldReader.safeIntegerMax

    /// The version the event is written in.
    public var protocolVersion: ProtocolVersion
    /// The session it belongs to.
    public var sessionID: SessionID
    /// The number of the event within its session, from 1. Receivers accept 0, senders never use it.
    public var sequence: Int
    /// What happened.
    public var payload: EventPayload

    /// An event of a session.
    public init(
        protocolVersion: ProtocolVersion = .current, sessionID: SessionID, sequence: Int, payload: EventPayload
    ) {
        self.protocolVersion = protocolVersion
        self.sessionID = sessionID
        self.sequence = sequence
        self.payload = payload
    }

    /// The type that stands on the wire.
    public var type: EventType { payload.type }

    /// Whether this is the last event of its session.
    public var isFinal: Bool { type == .final }

    /// The event as a reader of that version gets it; nil for an event that the version does not know.
    ///
    /// The sequence number stays, so a reader of version 1 sees gaps.
    public func adapted(to version: ProtocolVersion) -> Event? {
        guard type.introduced <= version else { return nil }
        var event = self
        event.protocolVersion = version
        if version < .v2, case .final(var final) = event.payload {
            final.errors = []
            event.payload = .final(final)
        }
        return event
    }
}

/// What an event says, by type.
public enum EventPayload: Sendable, Equatable {
    case sessionInit(SessionInit)
    /// Text as the script wrote it, newlines included.
    case stdout(chunk: String)
    case log(LogEntry)
    case toolCall(ToolCall)
    /// The script went on with the call's result, or with its failure.
    case toolResultApplied(CallID)
    /// The broker's clock; says that the session lives.
    case heartbeat(Timestamp)
    /// A notice that never ends the stream.
    case error(ErrorNotice)
    /// The outcome; the last event, exactly once.
    case final(Final)
    case encrypted(EncryptedEnvelope)
    case toolProgress(ToolProgress)
    case partialResult(PartialResult)
    /// The session's deadline passed; stands directly before `final`.
    case deadlineExceeded(elapsedMilliseconds: Double, budgetMilliseconds: Double)
    case catalogChanged(CatalogChange)

    /// The type that stands on the wire.
    public var type: EventType {
        switch self {
        case .sessionInit: .sessionInit
        case .stdout: .stdout
        case .log: .log
        case .toolCall: .toolCall
        case .toolResultApplied: .toolResultApplied
        case .heartbeat: .heartbeat
        case .error: .error
        case .final: .final
        case .encrypted: .encrypted
        case .toolProgress: .toolProgress
        case .partialResult: .partialResult
        case .deadlineExceeded: .deadlineExceeded
        case .catalogChanged: .catalogChanged
        }
    }
}
