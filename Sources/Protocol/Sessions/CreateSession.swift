public import JSON

/// A request to run a script: the body of `POST /sessions`.
public struct CreateSession: Sendable, Equatable {
    /// Bounds of the request, which an operator may change.
    public struct Bounds: Sendable, Equatable {
        /// Bytes of the whole body; the transport applies it while reading, this module again.
        public var bodyBytesMax: Int
        /// Bytes of UTF-8 of the script.
        public var codeBytesMax: Int

        /// Bounds other than the standard ones.
        public init(bodyBytesMax: Int = 1 << 20, codeBytesMax: Int = 100_000) {
            self.bodyBytesMax = bodyBytesMax
            self.codeBytesMax = codeBytesMax
        }
    }

    /// The most tools that a request names as its client's, and the most labels.
    public static let namesMax = 1000
    /// Arrays and objects inside each other, in the whole body.
    static let depthMax = 128

    /// The script; may be empty.
    public var code: String
    /// nil where the broker chooses.
    public var sessionID: SessionID?
    /// `config` and `limits` together; a field of `limits` wins over its twin in `config`.
    public var limits: RequestedLimits
    /// Which events the reader of the answer gets.
    public var filter: EventFilter?
    /// The newest version that the reader of the answer understands.
    public var protocolVersion: ProtocolVersion
    /// Tools that the client executes.
    public var clientTools: [String]
    /// Labels that decide which runtimes may run the session.
    public var labels: [String: String]
    /// The script's read-only global `context`.
    public var context: JSONObject
    /// Whether the reader of the answer gets heartbeats.
    public var includesHeartbeats: Bool

    /// A request; only the script is required.
    public init(
        code: String, sessionID: SessionID? = nil, limits: RequestedLimits = RequestedLimits(),
        filter: EventFilter? = nil, protocolVersion: ProtocolVersion = .current, clientTools: [String] = [],
        labels: [String: String] = [:], context: JSONObject = [:], includesHeartbeats: Bool = true
    ) {
        self.code = code
        self.sessionID = sessionID
        self.limits = limits
        self.filter = filter
        self.protocolVersion = protocolVersion
        self.clientTools = clientTools
        self.labels = labels
        self.context = context
        self.includesHeartbeats = includesHeartbeats
    }
}

// MARK: - Reading

extension CreateSession {
    /// Reads a request body.
    ///
    /// - Throws: an error whose code is `INVALID_REQUEST`, `INVALID_FILTER`, `PAYLOAD_TOO_LARGE` or, where the request
    ///   requires encryption, `ENCRYPTION_UNSUPPORTED`, and whose message names the field.
    public init(body: [UInt8], bounds: Bounds = Bounds()) throws(ProtocolError) {
        guard body.count <= bounds.bodyBytesMax else {
            throw ProtocolError(
                .sizeLimit, "the body is longer than \(bounds.bodyBytesMax) bytes", at: .byte(bounds.bodyBytesMax),
                code: .payloadTooLarge)
        }
        let limits = JSONLimits(bytesMax: bounds.bodyBytesMax, depthMax: Self.depthMax)
        try self.init(json: JSONValue.parse(body, limits: limits), bounds: bounds)
    }

    /// Reads a request that is JSON already; unknown fields are ignored.
    public init(json: JSONValue, bounds: Bounds = Bounds()) throws(ProtocolError) {
        let fields = try FieldReader(json)
        // Deployed clients show this message, so it names the field the way they know it.
        guard let code = fields.object["code"]?.stringValue else {
            throw ProtocolError(
                fields.object["code"] == nil ? .missingField : .invalidField, "code must be a string",
                at: .field("code"))
        }
        guard code.utf8.count <= bounds.codeBytesMax else {
            throw ProtocolError(
                .sizeLimit, "code is longer than \(bounds.codeBytesMax) bytes", at: .field("code"),
                code: .payloadTooLarge)
        }
        try Self.checkEncryption(fields)
        let config = try fields.optional("config", RequestedLimits.init(config:)) ?? RequestedLimits()
        let limits = try fields.optional("limits", RequestedLimits.init(limits:)) ?? RequestedLimits()
        let options = try fields.optionalReader("streamOptions")
        var filter: EventFilter?
        if let value = fields.object["filter"] { filter = try EventFilter(json: value) }
        let version = try fields.optional("protocolVersion", "1 or 2") {
            $0.intValue.flatMap(ProtocolVersion.init(rawValue:))
        }
        self.init(
            code: code, sessionID: try fields.optionalIdentifier("sessionId"), limits: config.overridden(by: limits),
            filter: filter,
            protocolVersion: version ?? .current, clientTools: try Self.clientTools(fields),
            labels: try Self.labels(fields), context: try fields.optionalObject("context") ?? [:],
            includesHeartbeats: try options?.optionalBool("includeHeartbeats") ?? true)
    }

    /// Encryption is declined where it is optional and refused where it is required.
    private static func checkEncryption(_ fields: FieldReader) throws(ProtocolError) {
        guard let encryption = try fields.optionalReader("encryption") else { return }
        switch try encryption.enumeration("mode", EncryptionMode.self) {
        case .disabled, .optional: return
        case .required:
            throw ProtocolError(
                .unsupported, "this server does not encrypt events", at: .field("encryption.mode"),
                code: .encryptionUnsupported)
        }
    }

    private static func clientTools(_ fields: FieldReader) throws(ProtocolError) -> [String] {
        let names = try fields.optionalStrings("clientTools") ?? []
        guard names.count <= namesMax, names.allSatisfy({ !$0.isEmpty }) else {
            throw fields.invalid("clientTools", "at most \(namesMax) names of at least one character")
        }
        return names
    }

    private static func labels(_ fields: FieldReader) throws(ProtocolError) -> [String: String] {
        guard let object = try fields.optionalObject("labels") else { return [:] }
        guard object.count <= namesMax else { throw fields.invalid("labels", "at most \(namesMax) members") }
        var labels: [String: String] = [:]
        for member in object {
            guard let value = member.value.stringValue else {
                throw fields.invalid("labels", "an object whose values are strings")
            }
            labels[member.key] = value
        }
        return labels
    }
}

/// Whether a request wants its events encrypted.
public enum EncryptionMode: String, Sendable, CaseIterable {
    case disabled
    /// The server may decline.
    case optional
    /// A server that cannot has to refuse.
    case required
}

// MARK: - Writing

extension CreateSession {
    /// The request as a client sends it; what is at its default is left out.
    public var json: JSONValue {
        var object = JSONObject()
        object["sessionId"] = (sessionID?.rawValue).map(JSONValue.string)
        object["code"] = .string(code)
        if limits != RequestedLimits() { object["limits"] = limits.json }
        object["filter"] = filter?.json
        if protocolVersion != .current { object["protocolVersion"] = .integer(protocolVersion.rawValue) }
        if !clientTools.isEmpty { object["clientTools"] = .strings(clientTools) }
        if !labels.isEmpty {
            object["labels"] = .object(JSONObject(labels: labels))
        }
        if !context.isEmpty { object["context"] = .object(context) }
        if !includesHeartbeats { object["streamOptions"] = ["includeHeartbeats": false] }
        return .object(object)
    }
}

extension JSONObject {
    /// The labels in the order of their names, so that equal labels are equal bytes.
    init(labels: [String: String]) {
        self.init()
        for (name, value) in labels.sorted(by: { $0.key < $1.key }) { self[name] = .string(value) }
    }
}
