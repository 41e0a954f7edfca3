/// What a run has used besides what the engine counts, and its tool calls. Only the thread that has the run touches it.
final class RunLedger {
    private(set) var toolCallCount = 0
    private(set) var consoleCallCount = 0
    private(set) var consoleByteCount = 0
    /// Calls that failed, to tell an uncaught failure of a tool from other errors.
    private(set) var failures: [ToolFailure] = []
    private var toolNames: [ToolCall.ID: String] = [:]
    private var tasks: [ToolCall.ID: Task<Void, Never>] = [:]

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

    /// Keeps the task that works on a call, to cancel it when the run ends.
    func keep(_ task: Task<Void, Never>, for id: ToolCall.ID) {
        tasks[id] = task
    }

    /// The script is told of a call's answer.
    func settle(_ id: ToolCall.ID, _ answer: ToolAnswer) {
        tasks[id] = nil
        let name = toolNames.removeValue(forKey: id)
        if case .failure(let error) = answer { failures.append(ToolFailure(tool: name ?? "callTool", error: error)) }
    }

    /// Cancels the work on a call.
    func cancel(_ id: ToolCall.ID) {
        tasks.removeValue(forKey: id)?.cancel()
    }

    /// Cancels the work on all calls.
    func cancelAll() {
        for task in tasks.values { task.cancel() }
        tasks = [:]
    }
}
