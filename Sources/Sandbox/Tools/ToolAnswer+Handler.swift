internal import JSON

extension ToolAnswer {
    /// Asks a handler. What it throws is shown to the script only if it says so.
    init(calling handler: ToolHandler, _ call: ToolCall, payloadBytesMax: Int) async {
        do {
            self = ToolAnswer(try await handler(call), of: call.name, bytesMax: payloadBytesMax)
        } catch let error as ToolError {
            self = .failure(error)
        } catch {
            self = .failure(ToolError(message: "Tool call failed: \(call.name)"))
        }
    }

    private init(_ result: JSONValue, of tool: String, bytesMax: Int) {
        do {
            self = .success(json: try result.text(limits: JSONLimits(bytesMax: bytesMax)))
        } catch {
            let fault = error.reason == .sizeLimit ? "exceeds \(bytesMax) bytes of JSON" : "is \(error.message)"
            self = .failure(ToolError(message: "the result of `\(tool)` \(fault)", code: .invalidToolResult))
        }
    }
}
