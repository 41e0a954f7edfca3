internal import ArgumentParser
internal import Foundation
internal import Link
internal import Logging
internal import Protocol
internal import Runtime

/// `enclave run`: one script in this process, on a worker of its own.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Runs one script and shows its events.",
        discussion: "The script is the body of an async function. No tools are registered here: every tool call fails.")

    @Argument(help: "The script; - reads standard input.") var file: String
    @Option(help: "strict, secure, standard or permissive.") var level = "standard"
    @Flag(help: "Print the events as NDJSON.") var json = false

    mutating func run() async throws {
        guard let securityLevel = Protocol.SecurityLevel(rawValue: level.uppercased()) else {
            throw ValidationError("--level is one of strict, secure, standard, permissive")
        }
        let script = try ScriptFile(file)
        let status = await EmbeddedSession(script: script, level: securityLevel, isJSON: json).run()
        try status.leave()
    }
}

/// A worker and the broker's side of its link, both in this process.
struct EmbeddedSession {
    let script: ScriptFile
    let level: Protocol.SecurityLevel
    let isJSON: Bool

    func run() async -> ExitStatus {
        let worker = Worker(
            settings: RuntimeSettings(securityLevel: level),
            logger: Logger(label: "enclave") { _ in SwiftLogNoOpLogHandler() })
        let (near, far) = InMemoryLink.pair()
        let serving = Task { await worker.serve(far) }
        let status = await follow(near)
        near.close(LinkClosure(.normal))
        _ = await serving.value
        return status
    }

    private func follow(_ link: InMemoryLink) async -> ExitStatus {
        let style = OutputStyle(
            isTerminal: isatty(STDERR_FILENO) == 1, environment: ProcessInfo.processInfo.environment)
        var renderer = EventRenderer(scriptName: script.name, style: style)
        let session = SessionID.generate()
        do {
            let request = ExecuteRequest(sessionID: session, code: script.text, securityLevel: level)
            try await link.send(BrokerMessage.execute(request).text())
            for await text in link.messages {
                guard case .event(let event) = try RuntimeMessage(text: text) else { continue }
                try show(event, &renderer)
                if case .toolCall(let call) = event.payload { try await refuse(call, of: session, on: link) }
                if case .final(let final) = event.payload { return ExitStatus(final) }
            }
        } catch {
            FileHandle.standardError.write(Data("enclave: \(error)\n".utf8))
        }
        return .scriptFailed
    }

    private func show(_ event: Event, _ renderer: inout EventRenderer) throws {
        if isJSON {
            FileHandle.standardOutput.write(Data(try NDJSON.line(event)))
            return
        }
        for piece in renderer.render(event) {
            (piece.stream == .output ? FileHandle.standardOutput : .standardError).write(Data(piece.text.utf8))
        }
    }

    private func refuse(_ call: ToolCall, of session: SessionID, on link: InMemoryLink) async throws {
        let outcome = ToolOutcome.failure(message: "no tool is called \(call.toolName)", code: .unknownTool)
        let answer = ToolResultMessage(sessionID: session, callID: call.callID, outcome: outcome)
        try await link.send(BrokerMessage.toolResult(answer).text())
    }
}
