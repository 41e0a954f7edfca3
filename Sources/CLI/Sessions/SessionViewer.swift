internal import Foundation
internal import Protocol

/// Shows the events of one session as they come, wherever it runs, until its end or until somebody presses Ctrl-C twice.
struct SessionViewer: Sendable {
    let script: ScriptFile
    let isJSON: Bool
    let interrupts: Interrupts

    /// Shows the events.
    ///
    /// - Parameters:
    ///   - cancel: asks for the session's end; its last events are shown then.
    /// - Returns: what the session's end means to the caller of the command.
    /// - Throws: what the events end with instead of `final`.
    func show<Events: AsyncSequence & Sendable>(
        _ events: Events, cancel: @escaping @Sendable (_ reason: String) async -> Void
    ) async throws -> ExitStatus where Events.Element == Event {
        try await withThrowingTaskGroup(of: ExitStatus?.self) { group in
            group.addTask {
                await interrupts.run { _ in
                    Output.diagnose("cancelling the session; once more leaves at once")
                    await cancel("interrupted at the terminal")
                }
                return nil
            }
            group.addTask { try await follow(events, cancel: cancel) }
            defer { group.cancelAll() }
            while let status = try await group.next() {
                if let status { return status }
            }
            return .scriptFailed
        }
    }

    private func follow<Events: AsyncSequence>(
        _ events: Events, cancel: (_ reason: String) async -> Void
    ) async throws -> ExitStatus where Events.Element == Event {
        let style = OutputStyle(
            isTerminal: isatty(STDERR_FILENO) == 1, environment: ProcessInfo.processInfo.environment)
        var renderer = EventRenderer(script: script, style: style)
        for try await event in events {
            guard try show(event, &renderer) else {
                await cancel("nobody reads the output")
                return .scriptFailed
            }
            if case .final(let final) = event.payload { return ExitStatus(final) }
        }
        return .scriptFailed
    }

    /// - Returns: false if nobody reads the output any more.
    private func show(_ event: Event, _ renderer: inout EventRenderer) throws -> Bool {
        if isJSON { return Output.write(Data(try NDJSON.line(event)), to: .standardOutput) }
        return renderer.render(event).allSatisfy { piece in
            Output.write(piece.text, to: piece.stream == .output ? .standardOutput : .standardError)
        }
    }
}
