public import JSON

extension Event {
    /// The event as JSON. Absent optional fields have no key.
    public var json: JSONValue {
        var object: JSONObject = [
            "protocolVersion": .integer(protocolVersion.rawValue),
            "sessionId": .string(sessionID.rawValue),
            "seq": .integer(sequence),
            "type": .string(type.rawValue),
        ]
        object["payload"] = .object(payload.json)
        return .object(object)
    }
}

extension EventPayload {
    /// The payload's members.
    var json: JSONObject {
        switch self {
        case .sessionInit(let value): value.json
        case .stdout(let chunk): ["chunk": .string(chunk)]
        case .log(let value): value.json
        case .toolCall(let value):
            [
                "callId": .string(value.callID.rawValue), "toolName": .string(value.toolName),
                "args": value.arguments,
            ]
        case .toolResultApplied(let callID): ["callId": .string(callID.rawValue)]
        case .heartbeat(let time): ["ts": .string(time.iso8601)]
        case .error(let value): value.json
        case .final(let value): value.json
        case .encrypted(let value):
            [
                "kid": .string(value.keyID), "nonceB64": .string(value.nonceBase64),
                "ciphertextB64": .string(value.ciphertextBase64),
            ]
        case .toolProgress(let value): value.json
        case .partialResult(let value): value.json
        case .deadlineExceeded(let elapsed, let budget): ["elapsedMs": .number(elapsed), "budgetMs": .number(budget)]
        case .catalogChanged(let value):
            [
                "version": .string(value.version), "addedActions": .strings(value.addedActions),
                "removedActions": .strings(value.removedActions),
            ]
        }
    }
}

extension JSONValue {
    /// An array of strings.
    static func strings(_ strings: [String]) -> JSONValue {
        .array(strings.map(JSONValue.string))
    }
}

extension SessionInit {
    fileprivate var json: JSONObject {
        var object = JSONObject()
        object["cancelUrl"] = cancelURL.map(JSONValue.string)
        object["replayUrl"] = replayURL.map(JSONValue.string)
        object["expiresAt"] = .string(expiresAt.iso8601)
        switch encryption {
        case .disabled: object["encryption"] = ["enabled": false]
        case .enabled(let keyID, let serverHello):
            var encryption: JSONObject = ["enabled": true, "keyId": .string(keyID)]
            encryption["serverHello"] = serverHello.map(JSONValue.object)
            object["encryption"] = .object(encryption)
        }
        return object
    }
}

extension LogEntry {
    fileprivate var json: JSONObject {
        var object: JSONObject = ["level": .string(level.rawValue), "message": .string(message)]
        object["data"] = data.map(JSONValue.object)
        return object
    }
}

extension ErrorNotice {
    fileprivate var json: JSONObject {
        var object: JSONObject = ["message": .string(message)]
        object["code"] = (code?.rawValue).map(JSONValue.string)
        object["recoverable"] = isRecoverable.map(JSONValue.bool)
        object["details"] = details.map(JSONValue.object)
        return object
    }
}

extension Final {
    fileprivate var json: JSONObject {
        var object: JSONObject = ["ok": .bool(isSuccess)]
        switch outcome {
        case .success(let result): object["result"] = result
        case .failure(let error): object["error"] = .object(error.json)
        }
        if !errors.isEmpty { object["errors"] = .array(errors.map { .object($0.json) }) }
        object["stats"] = (stats?.json).map(JSONValue.object)
        return object
    }
}

extension ErrorInfo {
    fileprivate var json: JSONObject {
        var object: JSONObject = ["message": .string(message)]
        object["code"] = (code?.rawValue).map(JSONValue.string)
        object["line"] = line.map(JSONValue.integer)
        object["column"] = column.map(JSONValue.integer)
        object["data"] = data.map(JSONValue.object)
        return object
    }
}

extension ExecutionStats {
    fileprivate var json: JSONObject {
        var object: JSONObject = [
            "durationMs": .number(durationMilliseconds), "toolCallCount": .integer(toolCallCount),
            "stdoutBytes": .integer(stdoutBytes),
        ]
        object["fuel"] = fuel.map(JSONValue.integer)
        object["heapBytesPeak"] = heapBytesPeak.map(JSONValue.integer)
        return object
    }
}

extension ToolProgress {
    fileprivate var json: JSONObject {
        var object: JSONObject = [
            "callId": .string(callID.rawValue), "phase": .string(phase.rawValue),
            "elapsedMs": .number(elapsedMilliseconds),
        ]
        object["bytesReceived"] = bytesReceived.map(JSONValue.integer)
        object["totalBytes"] = totalBytes.map(JSONValue.integer)
        return object
    }
}

extension PartialResult {
    fileprivate var json: JSONObject {
        var object: JSONObject = ["path": .strings(path)]
        object["data"] = data
        object["error"] = (error?.json).map(JSONValue.object)
        object["hasNext"] = .bool(hasNext)
        return object
    }
}

extension ErrorPayload {
    fileprivate var json: JSONObject {
        var object: JSONObject = ["code": .string(code.rawValue), "message": .string(message)]
        object["path"] = path.map(JSONValue.strings)
        object["details"] = details.map { .array($0.map { .object($0.json) }) }
        return object
    }
}

extension ErrorPayload.Detail {
    fileprivate var json: JSONObject {
        switch self {
        case .retry(let delay): ["type": "retry_info", "retryDelayMs": .number(delay)]
        case .upstream(let statusCode, let url):
            ["type": "upstream_info", "statusCode": .integer(statusCode), "url": .string(url)]
        case .validation(let field, let reason):
            ["type": "validation_info", "field": .string(field), "reason": .string(reason)]
        case .quota(let limit, let used): ["type": "quota_info", "limit": .number(limit), "used": .number(used)]
        }
    }
}
