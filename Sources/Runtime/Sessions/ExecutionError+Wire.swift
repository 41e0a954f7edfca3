internal import Protocol
internal import Sandbox

extension ErrorInfo {
    /// A run's failure as it stands in `final`: where the wire has a coarser code, the sandbox's own is in `data.limit`.
    init(_ error: ExecutionError) {
        var data = JSONObject()
        for member in error.data { data[member.key] = JSONValue(member.value) }
        let code = Self.wireCode(of: error)
        var message = error.message
        switch error.origin {
        case .script:
            data["name"] = .string(error.name)
            message = error.name.isEmpty ? message : "\(error.name): \(message)"
        case .tool(let name):
            data["tool"] = .string(name)
            data["code"] = .string(error.code.rawValue)
        case .source, .limit, .host:
            if code.rawValue != error.code.rawValue { data["limit"] = .string(error.code.rawValue) }
        }
        self.init(
            message: message, code: code, line: error.line, column: error.column, data: data.isEmpty ? nil : data)
    }

    private static func wireCode(of error: ExecutionError) -> ErrorCode {
        if case .tool = error.origin { return .toolError }
        return switch error.code {
        case .executionTimeout: .timeout
        case .maxToolCallsExceeded: .maxToolCalls
        default: ErrorCode(rawValue: error.code.rawValue)
        }
    }
}

extension JSONValue {
    /// A value of the sandbox.
    init(_ value: SandboxValue) {
        switch value {
        case .null: self = .null
        case .bool(let value): self = .bool(value)
        case .number(let value): self = Int(exactly: value).map(JSONValue.integer) ?? .number(value)
        case .string(let value): self = .string(value)
        case .array(let elements): self = .array(elements.map(JSONValue.init))
        case .object(let members):
            var object = JSONObject()
            for member in members { object[member.key] = JSONValue(member.value) }
            self = .object(object)
        }
    }
}
