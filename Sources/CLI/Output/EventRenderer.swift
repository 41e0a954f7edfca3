internal import JSON
internal import Protocol

/// A piece of output and where it goes.
struct OutputPiece: Sendable, Equatable {
    /// One of the two streams of a process.
    enum Stream: Sendable {
        /// What the script prints and returns.
        case output
        /// Everything about the run.
        case diagnostics
    }

    let stream: Stream
    /// Complete lines, except for what the script itself has not ended yet.
    let text: String
}

/// Turns the events of one session into what a person reads, event by event.
///
/// What the script prints and returns goes to standard output, everything else to standard error, so that a result can
/// be sent into a file. Nothing that comes from a script, a tool or a peer reaches the terminal with its control
/// characters.
struct EventRenderer: Sendable {
    /// Longest shown form of a tool's arguments or of a log entry's data.
    private static let detailColumnsMax = 160
    /// Pending calls whose names are remembered; later ones are shown by id.
    private static let pendingCallsMax = 4_096

    private let style: OutputStyle
    private let script: ScriptFile
    private let scriptName: String
    private var stdout = ControlStripper()
    private var isLineOpen = false
    private var pendingCalls: [CallID: String] = [:]

    /// - Parameters:
    ///   - script: what errors name, and show the line of.
    ///   - style: of standard error; what goes to standard output is plain, it is the script's own.
    init(script: ScriptFile, style: OutputStyle) {
        self.script = script
        scriptName = ControlStripper.strip(script.name).cut(to: 1_024)
        self.style = style
    }

    /// What the next event of the session adds to the output.
    mutating func render(_ event: Event) -> [OutputPiece] {
        switch event.payload {
        case .stdout(let chunk): return scriptOutput(chunk)
        case .final(let final): return closeLine() + outcome(final)
        default:
            guard let line = line(for: event) else { return [] }
            return closeLine() + [OutputPiece(stream: .diagnostics, text: line + "\n")]
        }
    }

    // MARK: What the script prints and returns

    private mutating func scriptOutput(_ chunk: String) -> [OutputPiece] {
        let shown = stdout.strip(chunk)
        guard !shown.isEmpty else { return [] }
        isLineOpen = !shown.hasSuffix("\n")
        return [OutputPiece(stream: .output, text: shown)]
    }

    /// Ends a line that the script left open, so that the next thing begins on one of its own.
    private mutating func closeLine() -> [OutputPiece] {
        defer { isLineOpen = false }
        return isLineOpen ? [OutputPiece(stream: .output, text: "\n")] : []
    }

    private func outcome(_ final: Final) -> [OutputPiece] {
        var pieces: [OutputPiece] = []
        var diagnostics: [String] = final.errors.map {
            note("partial failure", .warning, "\($0.code.rawValue): \($0.message)")
        }
        switch final.outcome {
        case .success(let result):
            if let result { pieces.append(OutputPiece(stream: .output, text: Self.shown(result) + "\n")) }
            diagnostics.append(style.paint("ok", .success) + summary(final.stats))
        case .failure(let error):
            diagnostics.append(failure(error))
            if let line = error.line,
                let excerpt = SourceExcerpt.text(of: script.text, line: line, column: error.column)
            {
                diagnostics.append(style.paint(excerpt, .aside))
            }
            if let advice = error.code?.advice { diagnostics.append("  " + advice) }
            diagnostics.append(style.paint("failed", .failure) + summary(final.stats))
        }
        pieces.append(OutputPiece(stream: .diagnostics, text: diagnostics.joined(separator: "\n") + "\n"))
        return pieces
    }

    /// A text as it is, anything else as JSON.
    private static func shown(_ result: JSONValue) -> String {
        result.stringValue.map(ControlStripper.strip) ?? ReadableJSON.text(result)
    }

    /// `FILE:LINE:COLUMN: CODE: message`, as compilers write it and editors find it.
    private func failure(_ error: ErrorInfo) -> String {
        let place = [error.line, error.column].prefix { $0 != nil }.compactMap { $0 }.map { ":\($0)" }.joined()
        let code = error.code.map { ControlStripper.strip($0.rawValue).cut(to: 64) + ": " } ?? ""
        let message = ControlStripper.strip(error.message)
        return "\(scriptName)\(place): " + style.paint(code + message, .failure)
    }

    private func summary(_ stats: ExecutionStats?) -> String {
        guard let stats else { return "" }
        var parts = [
            Quantity.milliseconds(stats.durationMilliseconds),
            Quantity.count(stats.toolCallCount, "tool call"),
            Quantity.bytes(stats.stdoutBytes) + " of output",
        ]
        if let fuel = stats.fuel { parts.append(Quantity.grouped(fuel) + " fuel") }
        if let heap = stats.heapBytesPeak { parts.append(Quantity.bytes(heap) + " of heap") }
        return style.paint(": " + parts.joined(separator: ", "), .aside)
    }

    // MARK: What happens beside it

    /// The line for an event that is no output of the script; nil where there is nothing to say.
    private mutating func line(for event: Event) -> String? {
        switch event.payload {
        case .sessionInit:
            return style.paint("session \(event.sessionID.rawValue)", .aside)
        case .log(let entry): return log(entry)
        case .toolCall(let call):
            if pendingCalls.count < Self.pendingCallsMax { pendingCalls[call.callID] = call.toolName }
            let arguments = ReadableJSON.line(call.arguments, columnsMax: Self.detailColumnsMax)
            return "→ \(name(call.toolName)) \(arguments)"
        case .toolResultApplied(let callID):
            return "← " + name(pendingCalls.removeValue(forKey: callID) ?? callID.rawValue)
        case .partialResult(let partial): return piece(partial)
        case .error(let notice):
            let code = notice.code.map { $0.rawValue + ": " } ?? ""
            return note(notice.isRecoverable == false ? "error" : "notice", .warning, code + notice.message)
        case .deadlineExceeded(let elapsed, let budget):
            let over = "\(Quantity.milliseconds(budget)) used up after \(Quantity.milliseconds(elapsed))"
            return note("deadline", .warning, over)
        case .catalogChanged(let change):
            let names = change.addedActions.map { "+" + $0 } + change.removedActions.map { "-" + $0 }
            return note("tools changed", .aside, names.joined(separator: " "))
        case .encrypted: return note("encrypted event", .warning, "this command has no key to read it")
        case .toolProgress, .heartbeat, .stdout, .final: return nil
        }
    }

    private func log(_ entry: LogEntry) -> String {
        let role: OutputStyle.Role =
            switch entry.level {
            case .debug, .info: .aside
            case .warn: .warning
            case .error: .failure
            }
        let data = entry.data.map { " " + ReadableJSON.line(.object($0), columnsMax: Self.detailColumnsMax) } ?? ""
        return style.paint(entry.level.rawValue, role) + " " + ControlStripper.strip(entry.message) + data
    }

    private func piece(_ partial: PartialResult) -> String {
        let path = ControlStripper.strip(partial.path.joined(separator: ".")).cut(to: Self.detailColumnsMax)
        if let error = partial.error {
            return note("part \(path)", .warning, "\(error.code.rawValue): \(error.message)")
        }
        let data = partial.data.map { ReadableJSON.line($0, columnsMax: Self.detailColumnsMax) } ?? ""
        return style.paint("part \(path)", .aside) + " " + data
    }

    /// `title: text` on one line; the text is somebody else's.
    private func note(_ title: String, _ role: OutputStyle.Role, _ text: String) -> String {
        style.paint(title, role) + ": " + ControlStripper.strip(text).cut(to: 1_024)
    }

    private func name(_ text: String) -> String {
        style.paint(ControlStripper.strip(text).cut(to: Self.detailColumnsMax), .name)
    }
}
