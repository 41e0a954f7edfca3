internal import JSON

extension ToolAnswer {
    /// Asks a handler. What it throws is shown to the script only if it says so.
    init(calling handler: ToolHandler, _ call: ToolCall, payloadBytesMax: Int) async {
        do {
            let result = try await handler(call)
            self = .success(json: try result.text(limits: JSONLimits(bytesMax: payloadBytesMax)))
        } catch let error as JSONError where error.reason == .sizeLimit {
            let message = "the result of `\(call.name)` exceeds \(payloadBytesMax) bytes of JSON"
            self = .failure(ToolError(message: message, code: .invalidToolResult))
        } catch let error as ToolError {
            self = .failure(error)
        } catch {
            self = .failure(ToolError(message: "Tool call failed: \(call.name)"))
        }
    }
}
