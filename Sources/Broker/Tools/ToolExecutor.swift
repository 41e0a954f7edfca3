internal import JSON
internal import Logging
internal import Protocol

/// One tool call of one session.
struct ToolInvocation: Sendable {
    let sessionID: SessionID
    let callID: CallID
    let toolName: String
    let arguments: JSONValue
    /// Bytes of JSON that a result may have.
    let resultBytesMax: Int
}

/// What a call gave: a value that is checked and small enough to be sent, or a failure that may be shown.
typealias ToolCallResult = Result<JSONValue?, ToolFailure>

/// Runs tool calls: look-up, rate limit, check of the arguments, handler, check of the result.
///
/// It knows no deadline: whoever starts a call cancels its task when time is up, and does not wait for a handler that
/// does not listen.
struct ToolExecutor: Sendable {
    let registry: ToolRegistry
    let secrets: [String: Secret]
    let clock: any BrokerClock
    let logger: Logger

    /// - Returns: the result, and the bytes of its JSON.
    func run(_ call: ToolInvocation) async -> (result: ToolCallResult, bytes: Int) {
        do {
            let (value, bytes) = try await value(of: call)
            return (.success(value), bytes)
        } catch {
            return (.failure(error), 0)
        }
    }

    private func value(of call: ToolInvocation) async throws(ToolFailure) -> (JSONValue?, bytes: Int) {
        guard let entry = registry.entry(named: call.toolName) else {
            let hint = registry.nearestName(to: call.toolName).map { "; did you mean \"\($0)\"?" } ?? ""
            throw ToolFailure(.unknownTool, "there is no tool \"\(call.toolName.prefix(128))\"\(hint)")
        }
        if let wait = entry.limiter?.admit(at: clock.now) {
            throw ToolFailure(
                .rateLimited, "the tool \"\(call.toolName)\" is called too often; try again in \(wait.shownSeconds) s",
                details: [.retry(delayMilliseconds: wait.milliseconds.rounded(.up))])
        }
        try check(call.arguments, against: entry.tool.input, name: "arguments", code: .validationError)
        let value = try await handle(call, entry.tool)
        let bytes = try size(of: value, for: call)
        try check(value ?? .null, against: entry.tool.output, name: "result", code: .invalidToolResult)
        return (value, bytes)
    }

    private func check(
        _ value: JSONValue, against schema: JSONSchema?, name: String, code: ErrorCode
    ) throws(ToolFailure) {
        guard let violations = schema?.violations(of: value, name: name), !violations.isEmpty else { return }
        throw ToolFailure(
            code, violations.map { "\($0.field) \($0.reason)" }.joined(separator: "; "),
            details: violations.map { .validation(field: $0.field, reason: $0.reason) })
    }

    private func handle(_ call: ToolInvocation, _ tool: Tool) async throws(ToolFailure) -> JSONValue? {
        var logger = logger
        logger[metadataKey: "session"] = "\(call.sessionID)"
        logger[metadataKey: "call"] = "\(call.callID)"
        logger[metadataKey: "tool"] = "\(tool.name)"
        let context = ToolContext(
            sessionID: call.sessionID, callID: call.callID, toolName: tool.name, logger: logger,
            secrets: secrets.filter { tool.secretNames.contains($0.key) })
        do {
            return try await tool.handler(call.arguments, context)
        } catch let failure as ToolFailure {
            throw failure
        } catch is CancellationError {
            throw ToolFailure(.executionError, "the tool call was cancelled")
        } catch {
            let id = RandomID.text()
            logger.error("tool handler failed", metadata: ["error": "\(error)", "id": "\(id)"])
            throw ToolFailure(.executionError, "the tool failed (id \(id))")
        }
    }

    private func size(of value: JSONValue?, for call: ToolInvocation) throws(ToolFailure) -> Int {
        guard let value else { return 0 }
        do {
            return try value.jsonBytes(limits: JSONLimits(bytesMax: call.resultBytesMax)).count
        } catch  where error.reason == .sizeLimit {
            throw ToolFailure(
                .toolResultTooLarge, "the result is larger than \(call.resultBytesMax) bytes",
                details: [.quota(limit: Double(call.resultBytesMax), used: Double(call.resultBytesMax))])
        } catch {
            throw ToolFailure(.invalidToolResult, "the result cannot be sent: \(error.message)")
        }
    }
}

extension Duration {
    /// Whole seconds, rounded up, at least 1.
    var shownSeconds: Int {
        max(1, Int(components.seconds) + (components.attoseconds > 0 ? 1 : 0))
    }
}
