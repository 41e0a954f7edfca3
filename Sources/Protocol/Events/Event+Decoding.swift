public import JSON

/// How closely a receiver looks at events.
public enum EventDecoding: Sendable {
    /// By the letter, as deployed clients do: what fails is dropped.
    case strict
    /// Takes what older runtimes and brokers send: call ids without prefix, a missing `cancelUrl`.
    case lenient
}

extension Event {
    /// Reads an event; unknown fields are ignored.
    ///
    /// - Throws: `.unsupportedVersion` or `.unknownType` for what receivers skip, `.missingField` or `.invalidField`
    ///   with the field's path for what is wrong.
    public init(json: JSONValue, decoding: EventDecoding = .strict) throws(ProtocolError) {
        let fields = try FieldReader(json, code: .parseError)
        let version = try fields.required("protocolVersion", "an integer") { $0.intValue }
        guard let version = ProtocolVersion(rawValue: version) else {
            throw ProtocolError(
                .unsupportedVersion, "protocolVersion \(version) is not known", at: .field("protocolVersion"),
                code: .parseError)
        }
        let typeName = try fields.string("type")
        guard let type = EventType(rawValue: typeName) else {
            throw ProtocolError(.unknownType, "the event type is not known", at: .field("type"), code: .parseError)
        }
        self.init(
            protocolVersion: version,
            sessionID: try fields.identifier("sessionId"),
            sequence: try fields.integer("seq", atLeast: 0),
            payload: try EventPayload(type: type, fields: fields.reader("payload"), decoding: decoding))
    }
}

extension EventPayload {
    fileprivate init(type: EventType, fields: FieldReader, decoding: EventDecoding) throws(ProtocolError) {
        switch type {
        case .sessionInit: self = .sessionInit(try SessionInit(fields, decoding))
        case .stdout: self = .stdout(chunk: try fields.string("chunk"))
        case .log: self = .log(try LogEntry(fields))
        case .toolCall: self = .toolCall(try ToolCall(fields, decoding))
        case .toolResultApplied: self = .toolResultApplied(try fields.callID(decoding))
        case .heartbeat: self = .heartbeat(try fields.timestamp("ts"))
        case .error: self = .error(try ErrorNotice(fields))
        case .final: self = .final(try Final(fields))
        case .encrypted: self = .encrypted(try EncryptedEnvelope(fields))
        case .toolProgress: self = .toolProgress(try ToolProgress(fields, decoding))
        case .partialResult: self = .partialResult(try PartialResult(fields))
        case .deadlineExceeded:
            let budget = try fields.nonNegativeNumber("budgetMs")
            guard budget > 0 else { throw fields.invalid("budgetMs", "a number greater than 0") }
            self = .deadlineExceeded(
                elapsedMilliseconds: try fields.nonNegativeNumber("elapsedMs"), budgetMilliseconds: budget)
        case .catalogChanged: self = .catalogChanged(try CatalogChange(fields))
        }
    }
}

extension FieldReader {
    fileprivate func callID(_ decoding: EventDecoding) throws(ProtocolError) -> CallID {
        switch decoding {
        case .strict: try identifier("callId")
        case .lenient: try required("callId", CallID.expectation) { $0.stringValue.flatMap(CallID.init(runtimeText:)) }
        }
    }

    fileprivate func errorCode(_ key: String) throws(ProtocolError) -> ErrorCode? {
        try optionalString(key).map(ErrorCode.init(rawValue:))
    }
}

extension SessionInit {
    fileprivate init(_ fields: FieldReader, _ decoding: EventDecoding) throws(ProtocolError) {
        let encryption = try fields.reader("encryption")
        let isEnabled = try encryption.bool("enabled")
        self.init(
            cancelURL: decoding == .strict ? try fields.string("cancelUrl") : try fields.optionalString("cancelUrl"),
            replayURL: try fields.optionalString("replayUrl"),
            expiresAt: try fields.timestamp("expiresAt"),
            encryption: isEnabled
                ? .enabled(
                    keyID: try encryption.nonEmptyString("keyId"),
                    serverHello: try encryption.optionalObject("serverHello"))
                : .disabled)
    }
}

extension LogEntry {
    fileprivate init(_ fields: FieldReader) throws(ProtocolError) {
        self.init(
            level: try fields.enumeration("level"), message: try fields.string("message"),
            data: try fields.optionalObject("data"))
    }
}

extension ErrorNotice {
    fileprivate init(_ fields: FieldReader) throws(ProtocolError) {
        self.init(
            message: try fields.string("message"), code: try fields.errorCode("code"),
            isRecoverable: try fields.optionalBool("recoverable"), details: try fields.optionalObject("details"))
    }
}

extension Final {
    fileprivate init(_ fields: FieldReader) throws(ProtocolError) {
        let isSuccess = try fields.bool("ok")
        let error = try fields.optional("error", ErrorInfo.init)
        self.init(
            isSuccess
                ? .success(result: fields.object["result"])
                : .failure(error ?? ErrorInfo(message: "Unknown error")),
            errors: try fields.optionalElements("errors", ErrorPayload.init) ?? [],
            stats: try fields.optional("stats", ExecutionStats.init))
    }
}

extension ErrorInfo {
    fileprivate init(_ fields: FieldReader) throws(ProtocolError) {
        self.init(
            message: try fields.string("message"), code: try fields.errorCode("code"),
            stack: try fields.optionalString("stack"), line: try fields.optionalInteger("line", atLeast: 1),
            column: try fields.optionalInteger("column", atLeast: 1), data: try fields.optionalObject("data"))
    }
}

extension ExecutionStats {
    fileprivate init(_ fields: FieldReader) throws(ProtocolError) {
        self.init(
            durationMilliseconds: try fields.nonNegativeNumber("durationMs"),
            toolCallCount: try fields.integer("toolCallCount", atLeast: 0),
            stdoutBytes: try fields.integer("stdoutBytes", atLeast: 0),
            fuel: try fields.optionalInteger("fuel", atLeast: 0),
            heapBytesPeak: try fields.optionalInteger("heapBytesPeak", atLeast: 0))
    }
}

extension EncryptedEnvelope {
    fileprivate init(_ fields: FieldReader) throws(ProtocolError) {
        self.init(
            keyID: try fields.nonEmptyString("kid"), nonceBase64: try fields.string("nonceB64"),
            ciphertextBase64: try fields.string("ciphertextB64"), tagBase64: try fields.optionalString("tagB64"))
    }
}

extension ToolCall {
    fileprivate init(_ fields: FieldReader, _ decoding: EventDecoding) throws(ProtocolError) {
        self.init(
            callID: try fields.callID(decoding), toolName: try fields.nonEmptyString("toolName"),
            arguments: try fields.value("args"))
    }
}

extension ToolProgress {
    fileprivate init(_ fields: FieldReader, _ decoding: EventDecoding) throws(ProtocolError) {
        self.init(
            callID: try fields.callID(decoding), phase: try fields.enumeration("phase"),
            elapsedMilliseconds: try fields.nonNegativeNumber("elapsedMs"),
            bytesReceived: try fields.optionalInteger("bytesReceived", atLeast: 0),
            totalBytes: try fields.optionalInteger("totalBytes", atLeast: 0))
    }
}

extension PartialResult {
    fileprivate init(_ fields: FieldReader) throws(ProtocolError) {
        self.init(
            path: try fields.strings("path"), data: fields.object["data"],
            error: try fields.optional("error", ErrorPayload.init), hasNext: try fields.bool("hasNext"))
    }
}

extension ErrorPayload {
    fileprivate init(_ fields: FieldReader) throws(ProtocolError) {
        self.init(
            code: ErrorCode(rawValue: try fields.string("code")), message: try fields.string("message"),
            path: try fields.optionalStrings("path"), details: try fields.optionalElements("details", Detail.init))
    }
}

extension ErrorPayload.Detail {
    fileprivate init(_ fields: FieldReader) throws(ProtocolError) {
        switch try fields.string("type") {
        case "retry_info": self = .retry(delayMilliseconds: try fields.nonNegativeNumber("retryDelayMs"))
        case "upstream_info":
            self = .upstream(
                statusCode: try fields.integer("statusCode", atLeast: -FieldReader.safeIntegerMax),
                url: try fields.string("url"))
        case "validation_info":
            self = .validation(field: try fields.string("field"), reason: try fields.string("reason"))
        case "quota_info":
            self = .quota(
                limit: try fields.nonNegativeNumber("limit"), used: try fields.nonNegativeNumber("used"))
        default: throw fields.invalid("type", "retry_info, upstream_info, validation_info or quota_info")
        }
    }
}

extension CatalogChange {
    fileprivate init(_ fields: FieldReader) throws(ProtocolError) {
        self.init(
            version: try fields.nonEmptyString("version"), addedActions: try fields.strings("addedActions"),
            removedActions: try fields.strings("removedActions"))
    }
}
