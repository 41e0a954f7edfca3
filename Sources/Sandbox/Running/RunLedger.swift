/// What a run has used besides what the engine counts. Only the thread that has the run touches it.
final class RunLedger {
    private(set) var toolCallCount = 0
    private(set) var consoleCallCount = 0
    private(set) var consoleByteCount = 0
    /// Calls that failed, to tell an uncaught failure of a tool from other errors.
    private(set) var failures: [ToolFailure] = []
    private var toolNames: [ToolCall.ID: String] = [:]

    /// Counts a printed line of that many bytes.
    func countLine(bytes: Int) {
        consoleCallCount += 1
        consoleByteCount += bytes
    }

    /// Counts a call of a tool.
    func countCall(_ call: ToolCall) {
        toolCallCount += 1
        toolNames[call.id] = call.name
    }

    /// The script is told of a call's answer.
    func settle(_ id: ToolCall.ID, _ answer: ToolAnswer) {
        let name = toolNames.removeValue(forKey: id)
        if case .failure(let error) = answer { failures.append(ToolFailure(tool: name ?? "callTool", error: error)) }
    }
}
