extension ToolAnswer {
    /// Asks a handler. What it throws is shown to the script only if it says so.
    init(calling handler: ToolHandler, _ call: ToolCall, payloadBytesMax: Int) async {
        do {
            let json = try await handler(call).json
            guard json.utf8.count <= payloadBytesMax else {
                self = .failure(
                    ToolError(
                        message: "the result of `\(call.name)` exceeds \(payloadBytesMax) bytes of JSON",
                        code: .invalidToolResult))
                return
            }
            self = .success(json: json)
        } catch let error as ToolError {
            self = .failure(error)
        } catch {
            self = .failure(ToolError(message: "Tool call failed: \(call.name)"))
        }
    }
}
