internal import JSON
internal import Protocol
internal import Sandbox

extension ErrorInfo {
    /// A run's failure as it stands in `final`: where the wire has a coarser code, the sandbox's own is in `data.limit`.
    init(_ error: ExecutionError) {
        var data = error.data
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
