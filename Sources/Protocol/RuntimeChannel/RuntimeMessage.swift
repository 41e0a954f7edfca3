public import JSON

/// What a runtime says to its broker: one JSON text per message.
public enum RuntimeMessage: Sendable, Equatable {
    /// An event of one of its sessions, numbered by the runtime.
    case event(Event)
    /// Epoch milliseconds, and those of the ping that it answers.
    case pong(timestamp: Int, pingTimestamp: Int?)
    case register(RuntimeRegistration)
    case status(RuntimeStatus)
    /// The runtime takes no new sessions.
    case drain
}

/// A runtime introduces itself.
public struct RuntimeRegistration: Sendable, Equatable {
    /// Unique among the broker's runtimes; a second connection under one id replaces the first.
    public var runtimeID: RuntimeID
    /// The newest version that the runtime writes.
    public var protocolVersion: ProtocolVersion
    /// What routing rules select by.
    public var labels: [String: String]
    /// How many sessions the runtime runs at a time.
    public var sessionsMax: Int
    /// Sessions that it still holds from an earlier connection.
    public var activeSessions: [SessionID]

    /// An introduction.
    public init(
        runtimeID: RuntimeID, protocolVersion: ProtocolVersion = .current, labels: [String: String] = [:],
        sessionsMax: Int, activeSessions: [SessionID] = []
    ) {
        self.runtimeID = runtimeID
        self.protocolVersion = protocolVersion
        self.labels = labels
        self.sessionsMax = sessionsMax
        self.activeSessions = activeSessions
    }
}

/// How busy a runtime is.
public struct RuntimeStatus: Sendable, Equatable {
    /// Counts of workers.
    public struct Workers: Sendable, Equatable {
        /// Workers there are.
        public var total: Int
        /// Workers that run a script.
        public var active: Int
        /// Workers that wait for one.
        public var idle: Int

        /// Counts of workers.
        public init(total: Int, active: Int, idle: Int) {
            self.total = total
            self.active = active
            self.idle = idle
        }
    }

    /// Sessions that run now.
    public var activeSessions: Int
    /// Sessions since the runtime began.
    public var totalSessions: Int
    /// The workers.
    public var workers: Workers
    /// Since the runtime began.
    public var uptimeMilliseconds: Int

    /// A report.
    public init(activeSessions: Int, totalSessions: Int, workers: Workers, uptimeMilliseconds: Int) {
        self.activeSessions = activeSessions
        self.totalSessions = totalSessions
        self.workers = workers
        self.uptimeMilliseconds = uptimeMilliseconds
    }
}

// MARK: - Reading

extension RuntimeMessage {
    /// Reads a message.
    ///
    /// - Throws: an ignorable error for a type or version that this side does not know, else what is wrong with it.
    public init(
        text: [UInt8], decoding: EventDecoding = .strict, limits: JSONLimits = .standard
    ) throws(ProtocolError) {
        try self.init(json: JSONValue.parse(text, limits: limits), decoding: decoding)
    }

    /// Reads a message that is JSON already.
    public init(json: JSONValue, decoding: EventDecoding = .strict) throws(ProtocolError) {
        let fields = try FieldReader(json, code: .parseError)
        switch try fields.string("type") {
        case "pong":
            self = .pong(
                timestamp: try fields.integer("timestamp", atLeast: 0),
                pingTimestamp: try fields.optionalInteger("pingTimestamp", atLeast: 0))
        case "register": self = .register(try RuntimeRegistration(fields))
        case "status": self = .status(try RuntimeStatus(fields))
        case "drain": self = .drain
        default: self = .event(try Event(json: json, decoding: decoding))
        }
    }
}

extension RuntimeRegistration {
    fileprivate init(_ fields: FieldReader) throws(ProtocolError) {
        let labels = try fields.optional("labels", "an object whose values are strings") { value -> [String: String]? in
            guard let object = value.objectValue, object.count <= CreateSession.namesMax else { return nil }
            let pairs = object.compactMap { member in member.value.stringValue.map { (member.key, $0) } }
            guard pairs.count == object.count else { return nil }
            return Dictionary(pairs, uniquingKeysWith: { $1 })
        }
        self.init(
            runtimeID: try fields.identifier("runtimeId"),
            protocolVersion: try fields.required("protocolVersion", "1 or 2") {
                $0.intValue.flatMap(ProtocolVersion.init(rawValue:))
            },
            labels: labels ?? [:],
            sessionsMax: try fields.integer("maxSessions", atLeast: 1),
            activeSessions: try fields.sessionIDs("activeSessions"))
    }
}

extension RuntimeStatus {
    fileprivate init(_ fields: FieldReader) throws(ProtocolError) {
        let workers = try fields.reader("workers")
        self.init(
            activeSessions: try fields.integer("activeSessions", atLeast: 0),
            totalSessions: try fields.integer("totalSessions", atLeast: 0),
            workers: Workers(
                total: try workers.integer("total", atLeast: 0), active: try workers.integer("active", atLeast: 0),
                idle: try workers.integer("idle", atLeast: 0)),
            uptimeMilliseconds: try fields.integer("uptimeMs", atLeast: 0))
    }
}

// MARK: - Writing

extension RuntimeMessage {
    /// The message as JSON.
    public var json: JSONValue {
        switch self {
        case .event(let event): return event.json
        case .pong(let timestamp, let pingTimestamp):
            var object: JSONObject = ["type": "pong", "timestamp": .integer(timestamp)]
            object["pingTimestamp"] = pingTimestamp.map(JSONValue.integer)
            return .object(object)
        case .register(let registration):
            return [
                "type": "register", "runtimeId": .string(registration.runtimeID.rawValue),
                "protocolVersion": .integer(registration.protocolVersion.rawValue),
                "labels": .object(JSONObject(labels: registration.labels)),
                "maxSessions": .integer(registration.sessionsMax),
                "activeSessions": .strings(registration.activeSessions.map(\.rawValue)),
            ]
        case .status(let status):
            return [
                "type": "status", "activeSessions": .integer(status.activeSessions),
                "totalSessions": .integer(status.totalSessions),
                "workers": [
                    "total": .integer(status.workers.total), "active": .integer(status.workers.active),
                    "idle": .integer(status.workers.idle),
                ],
                "uptimeMs": .integer(status.uptimeMilliseconds),
            ]
        case .drain: return ["type": "drain"]
        }
    }

    /// The message as the text of one WebSocket message.
    ///
    /// - Throws: `.sizeLimit` or `.depthLimit`.
    public func text(limits: JSONLimits = .standard) throws(ProtocolError) -> [UInt8] {
        try json.jsonBytes(limits: limits)
    }
}
