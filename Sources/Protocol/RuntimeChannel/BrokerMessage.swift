public import JSON

/// What a broker says to a runtime: one JSON text per message.
public enum BrokerMessage: Sendable, Equatable {
    case execute(ExecuteRequest)
    case cancel(sessionID: SessionID, reason: String?)
    case toolResult(ToolResultMessage)
    /// Epoch milliseconds.
    case ping(timestamp: Int)
    case registered(RegistrationReceipt)
    /// The runtime takes no new sessions.
    case drain
}

/// A script to run.
public struct ExecuteRequest: Sendable, Equatable {
    /// nil from brokers that use one connection per session and leave the name to the runtime.
    public var sessionID: SessionID?
    /// The script.
    public var code: String
    /// What the broker says about limits.
    public var limits: RequestedLimits
    /// The script's read-only global `context`.
    public var context: JSONObject
    /// nil for the runtime's own setting.
    public var securityLevel: SecurityLevel?
    /// nil for the runtime's own setting.
    public var profile: SecurityProfile?

    /// A script to run.
    public init(
        sessionID: SessionID?, code: String, limits: RequestedLimits = RequestedLimits(), context: JSONObject = [:],
        securityLevel: SecurityLevel? = nil, profile: SecurityProfile? = nil
    ) {
        self.sessionID = sessionID
        self.code = code
        self.limits = limits
        self.context = context
        self.securityLevel = securityLevel
        self.profile = profile
    }
}

/// What a tool call gave, for the script that waits for it.
public struct ToolResultMessage: Sendable, Equatable {
    /// nil from brokers that use one connection per session.
    public var sessionID: SessionID?
    /// The call that is answered.
    public var callID: CallID
    /// What the call gave.
    public var outcome: ToolOutcome

    /// The answer to a call.
    public init(sessionID: SessionID?, callID: CallID, outcome: ToolOutcome) {
        self.sessionID = sessionID
        self.callID = callID
        self.outcome = outcome
    }
}

/// The broker's answer to a registration.
public struct RegistrationReceipt: Sendable, Equatable {
    /// The runtime's id, as it is registered.
    public var runtimeID: RuntimeID
    /// How often the broker wants the runtime's status.
    public var statusIntervalMilliseconds: Int
    /// Sessions that the runtime still holds and has to cancel.
    public var drop: [SessionID]

    /// The answer to a registration.
    public init(runtimeID: RuntimeID, statusIntervalMilliseconds: Int = 5000, drop: [SessionID] = []) {
        self.runtimeID = runtimeID
        self.statusIntervalMilliseconds = statusIntervalMilliseconds
        self.drop = drop
    }
}

// MARK: - Reading

extension BrokerMessage {
    /// Reads a message of either dialect: flat, or with an envelope and a payload.
    ///
    /// - Throws: `.unknownType` for a message to be ignored, else what is wrong with it.
    public init(text: [UInt8], limits: JSONLimits = .standard) throws(ProtocolError) {
        try self.init(json: JSONValue.parse(text, limits: limits))
    }

    /// Reads a message that is JSON already.
    public init(json: JSONValue) throws(ProtocolError) {
        let fields = try FieldReader(json, code: .parseError)
        switch try fields.string("type") {
        case "execute": self = .execute(try ExecuteRequest(fields))
        case "cancel":
            let body = try fields.optionalReader("payload") ?? fields
            self = .cancel(
                sessionID: try fields.identifier("sessionId"), reason: try body.optionalString("reason"))
        case "tool_result": self = .toolResult(try ToolResultMessage(flat: fields))
        case "tool_result_submit": self = .toolResult(try ToolResultMessage(enveloped: fields))
        case "ping": self = .ping(timestamp: try fields.integer("timestamp", atLeast: 0))
        case "registered": self = .registered(try RegistrationReceipt(fields))
        case "drain": self = .drain
        default:
            throw ProtocolError(.unknownType, "the message type is not known", at: .field("type"), code: .parseError)
        }
    }
}

extension ExecuteRequest {
    fileprivate init(_ fields: FieldReader) throws(ProtocolError) {
        self.init(
            sessionID: try fields.optionalIdentifier("sessionId"), code: try fields.string("code"),
            limits: try fields.optional("limits", RequestedLimits.init(limits:)) ?? RequestedLimits(),
            context: try fields.optionalObject("context") ?? [:],
            securityLevel: try fields.optionalEnumeration("securityLevel"),
            profile: try fields.optionalEnumeration("profile"))
    }
}

extension ToolResultMessage {
    fileprivate init(flat fields: FieldReader) throws(ProtocolError) {
        // Without a session the message is of the form {callId, result} or {callId, error}.
        let outcome: ToolOutcome
        if let isSuccess = try fields.optionalBool("success") {
            outcome = isSuccess ? .success(fields.object["value"]) : try Self.failure(fields)
        } else {
            outcome =
                fields.object["error"] == nil ? .success(try fields.value("result")) : try Self.failure(fields)
        }
        self.init(
            sessionID: try fields.optionalIdentifier("sessionId"), callID: try fields.runtimeCallID("callId"),
            outcome: outcome)
    }

    fileprivate init(enveloped fields: FieldReader) throws(ProtocolError) {
        let payload = try fields.reader("payload")
        self.init(
            sessionID: try fields.identifier("sessionId"), callID: try payload.runtimeCallID("callId"),
            outcome: try payload.bool("ok") ? .success(payload.object["result"]) : try Self.failure(payload))
    }

    /// Reads `error`, or makes one for a peer that says no more than that the call failed.
    private static func failure(_ fields: FieldReader) throws(ProtocolError) -> ToolOutcome {
        try fields.optional("error", ToolOutcome.failure) ?? .failure(message: "the tool call failed", code: nil)
    }
}

extension FieldReader {
    /// A call id as a runtime spells it.
    func runtimeCallID(_ key: String) throws(ProtocolError) -> CallID {
        try required(key, "1 to 256 bytes of text without control characters") {
            $0.stringValue.flatMap(CallID.init(runtimeText:))
        }
    }

    /// An array of session ids; nil if absent.
    func sessionIDs(_ key: String) throws(ProtocolError) -> [SessionID] {
        try optional(key, "an array of session ids") { value in
            guard let values = value.arrayValue else { return nil }
            let ids = values.compactMap { $0.stringValue.flatMap(SessionID.init) }
            return ids.count == values.count ? ids : nil
        } ?? []
    }
}

extension RegistrationReceipt {
    fileprivate init(_ fields: FieldReader) throws(ProtocolError) {
        self.init(
            runtimeID: try fields.identifier("runtimeId"),
            statusIntervalMilliseconds: try fields.optionalInteger("statusIntervalMs", atLeast: 1) ?? 5000,
            drop: try fields.sessionIDs("drop"))
    }
}

// MARK: - Writing

extension BrokerMessage {
    /// The message in the flat dialect.
    public var json: JSONValue {
        switch self {
        case .execute(let request): request.json
        case .cancel(let sessionID, let reason):
            .object(
                JSONObject(
                    type: "cancel", sessionID: sessionID, ("reason", reason.map(JSONValue.string))))
        case .toolResult(let result): result.json
        case .ping(let timestamp): ["type": "ping", "timestamp": .integer(timestamp)]
        case .registered(let receipt):
            [
                "type": "registered", "runtimeId": .string(receipt.runtimeID.rawValue),
                "statusIntervalMs": .integer(receipt.statusIntervalMilliseconds),
                "drop": .strings(receipt.drop.map(\.rawValue)),
            ]
        case .drain: ["type": "drain"]
        }
    }

    /// The message as the text of one WebSocket message.
    ///
    /// - Throws: `.sizeLimit` or `.depthLimit`.
    public func text(limits: JSONLimits = .standard) throws(ProtocolError) -> [UInt8] {
        try json.jsonBytes(limits: limits)
    }
}

extension JSONObject {
    /// A flat message; members whose value is nil are left out.
    fileprivate init(type: String, sessionID: SessionID?, _ members: (String, JSONValue?)...) {
        self.init()
        self["type"] = .string(type)
        self["sessionId"] = (sessionID?.rawValue).map(JSONValue.string)
        for (key, value) in members { self[key] = value }
    }
}

extension ExecuteRequest {
    fileprivate var json: JSONValue {
        .object(
            JSONObject(
                type: "execute", sessionID: sessionID, ("code", .string(code)),
                ("limits", limits == RequestedLimits() ? nil : limits.json),
                ("context", context.isEmpty ? nil : .object(context)),
                ("securityLevel", (securityLevel?.rawValue).map(JSONValue.string)),
                ("profile", (profile?.rawValue).map(JSONValue.string))))
    }
}

extension ToolResultMessage {
    fileprivate var json: JSONValue {
        let callID = JSONValue.string(callID.runtimeText)
        return switch outcome {
        case .success(let value):
            .object(
                JSONObject(
                    type: "tool_result", sessionID: sessionID, ("callId", callID), ("success", true),
                    ("value", value)))
        case .failure(let message, let code):
            .object(
                JSONObject(
                    type: "tool_result", sessionID: sessionID, ("callId", callID), ("success", false),
                    ("error", ToolOutcome.json(message: message, code: code))))
        }
    }
}
