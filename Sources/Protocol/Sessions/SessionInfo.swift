public import JSON

/// What the broker tells about a session.
public struct SessionInfo: Sendable, Equatable {
    /// The session.
    public var sessionID: SessionID
    /// Where it is in its life.
    public var state: SessionState
    /// When it was created.
    public var createdAt: Timestamp
    /// When its time to live ends.
    public var expiresAt: Timestamp
    /// Since creation, until the end.
    public var durationMilliseconds: Double
    /// Tool calls so far.
    public var toolCallCount: Int

    /// What is known about a session.
    public init(
        sessionID: SessionID, state: SessionState, createdAt: Timestamp, expiresAt: Timestamp,
        durationMilliseconds: Double, toolCallCount: Int
    ) {
        self.sessionID = sessionID
        self.state = state
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.durationMilliseconds = durationMilliseconds
        self.toolCallCount = toolCallCount
    }

    /// Times are epoch milliseconds here, unlike in `session_init`.
    public var json: JSONValue {
        [
            "sessionId": .string(sessionID.rawValue),
            "state": .string(state.rawValue),
            "createdAt": .integer(createdAt.millisecondsSinceEpoch),
            "expiresAt": .integer(expiresAt.millisecondsSinceEpoch),
            "stats": ["duration": .number(durationMilliseconds), "toolCallCount": .integer(toolCallCount)],
        ]
    }

    /// Reads the broker's answer.
    public init(json: JSONValue) throws(ProtocolError) {
        try self.init(FieldReader(json, code: .parseError))
    }

    fileprivate init(_ fields: FieldReader) throws(ProtocolError) {
        let stats = try fields.reader("stats")
        self.init(
            sessionID: try fields.identifier("sessionId"), state: try fields.enumeration("state"),
            createdAt: Timestamp(millisecondsSinceEpoch: try fields.integer("createdAt", atLeast: 0)),
            expiresAt: Timestamp(millisecondsSinceEpoch: try fields.integer("expiresAt", atLeast: 0)),
            durationMilliseconds: try stats.nonNegativeNumber("duration"),
            toolCallCount: try stats.integer("toolCallCount", atLeast: 0))
    }
}

/// The broker's answer to a request for all sessions.
public struct SessionList: Sendable, Equatable {
    /// In no particular order.
    public var sessions: [SessionInfo]
    /// How many there are.
    public var total: Int

    /// A list that is complete.
    public init(sessions: [SessionInfo]) {
        self.sessions = sessions
        total = sessions.count
    }

    /// The answer as it is sent.
    public var json: JSONValue {
        ["sessions": .array(sessions.map(\.json)), "total": .integer(total)]
    }

    /// Reads the broker's answer.
    public init(json: JSONValue) throws(ProtocolError) {
        let fields = try FieldReader(json, code: .parseError)
        sessions = try fields.optionalElements("sessions", SessionInfo.init) ?? []
        total = try fields.integer("total", atLeast: 0)
    }
}
