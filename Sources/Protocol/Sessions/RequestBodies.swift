public import JSON

/// Why a request failed: the body of every answer that is not a success.
public struct ErrorBody: Sendable, Equatable {
    /// Why, for programs.
    public var code: ErrorCode
    /// Why, for people; holds no paths and no stack.
    public var message: String
    /// What else is known.
    public var details: JSONValue?

    /// An error body.
    public init(code: ErrorCode, message: String, details: JSONValue? = nil) {
        self.code = code
        self.message = message
        self.details = details
    }

    /// The body for a request that did not decode; `details` names the place.
    public init(_ error: ProtocolError) {
        code = error.code
        message = error.message
        switch error.location {
        case .byte(let offset): details = ["byteOffset": .integer(offset)]
        case .field(let path): details = path.isEmpty ? nil : ["field": .string(path)]
        }
    }

    /// The body as it is sent.
    public var json: JSONValue {
        var object: JSONObject = ["code": .string(code.rawValue), "message": .string(message)]
        object["details"] = details
        return .object(object)
    }

    /// Reads an answer's body; nil for anything else, such as the HTML page of a proxy.
    public init?(body: [UInt8]) {
        guard let json = try? JSONValue.parse(body), let code = json["code"]?.stringValue,
            let message = json["message"]?.stringValue
        else { return nil }
        self.init(code: ErrorCode(rawValue: code), message: message, details: json["details"])
    }
}

/// What a tool call gave.
public enum ToolOutcome: Sendable, Equatable {
    /// nil where the tool returned nothing.
    case success(JSONValue?)
    case failure(message: String, code: ErrorCode?)

    /// Reads `{message, code?}`.
    static func failure(_ fields: FieldReader) throws(ProtocolError) -> ToolOutcome {
        .failure(
            message: try fields.string("message"),
            code: try fields.optionalString("code").map(ErrorCode.init(rawValue:)))
    }

    /// Writes `{message, code?}`.
    static func json(message: String, code: ErrorCode?) -> JSONValue {
        var object: JSONObject = ["message": .string(message)]
        object["code"] = (code?.rawValue).map(JSONValue.string)
        return .object(object)
    }
}

/// The result of a tool that the client executed: the body of `POST /sessions/{id}/tool-result`.
public struct ToolResultSubmission: Sendable, Equatable {
    /// The call that is answered.
    public var callID: CallID
    /// What the tool gave.
    public var outcome: ToolOutcome

    /// The answer to a call.
    public init(callID: CallID, outcome: ToolOutcome) {
        self.callID = callID
        self.outcome = outcome
    }

    /// Reads a request body.
    ///
    /// - Parameter bytesMax: longer bodies are refused as `PAYLOAD_TOO_LARGE`.
    public init(body: [UInt8], bytesMax: Int) throws(ProtocolError) {
        guard body.count <= bytesMax else {
            throw ProtocolError(
                .sizeLimit, "the body is longer than \(bytesMax) bytes", at: .byte(bytesMax), code: .payloadTooLarge)
        }
        let fields = try FieldReader(JSONValue.parse(body))
        callID = try fields.identifier("callId")
        if let failure = try fields.optional("error", ToolOutcome.failure) {
            outcome = failure
        } else {
            outcome = .success(try fields.value("result"))
        }
    }

    /// The body as it is sent.
    public var json: JSONValue {
        var object: JSONObject = ["callId": .string(callID.rawValue)]
        switch outcome {
        case .success(let value): object["result"] = value ?? .null
        case .failure(let message, let code): object["error"] = ToolOutcome.json(message: message, code: code)
        }
        return .object(object)
    }
}

/// A request to cancel: the body of `POST /sessions/{id}/cancel`.
public struct CancelRequest: Sendable, Equatable {
    /// Bytes of UTF-8 that are kept of a reason.
    public static let reasonBytesMax = 1000

    /// Why; nil for no reason given.
    public var reason: String?

    /// A request to cancel.
    public init(reason: String?) {
        self.reason = reason
    }

    /// Reads a body of any content type: one that is empty, no JSON or without a reason gives none.
    public init(body: [UInt8]) {
        let text = (try? JSONValue.parse(body, limits: JSONLimits(bytesMax: 1 << 16, depthMax: 16)))?["reason"]
        guard let text = text?.stringValue, !text.isEmpty else {
            reason = nil
            return
        }
        reason = text.utf8.count <= Self.reasonBytesMax ? text : String(text.unicodeScalars.prefix(250))
    }

    /// The body as it is sent.
    public var json: JSONValue {
        var object = JSONObject()
        object["reason"] = reason.map(JSONValue.string)
        return .object(object)
    }
}
