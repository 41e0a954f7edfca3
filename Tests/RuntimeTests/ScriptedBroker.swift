import JSON
import Link
import Logging
import Protocol

@testable import Runtime

/// The broker's end of an in-memory link, driven by a test.
final class ScriptedBroker: Sendable {
    private let link: InMemoryLink

    init(_ link: InMemoryLink) {
        self.link = link
    }

    func send(_ message: BrokerMessage) async throws {
        try await link.send(message.text())
    }

    func send(text: String) async throws {
        try await link.send(Array(text.utf8))
    }

    func next() async throws -> RuntimeMessage? {
        guard let text = await link.receive() else { return nil }
        return try RuntimeMessage(text: text)
    }

    /// The next event, statuses and other messages left aside.
    func nextEvent() async throws -> Event? {
        while let message = try await next() {
            if case .event(let event) = message { return event }
        }
        return nil
    }

    /// The events of a session up to its `final`; tool calls are answered on the way.
    func events(
        of id: SessionID, answer: (ToolCall) -> ToolOutcome? = { _ in nil }
    ) async throws -> [Event] {
        var events: [Event] = []
        while let event = try await nextEvent() {
            guard event.sessionID == id else { continue }
            events.append(event)
            if event.isFinal { break }
            if case .toolCall(let call) = event.payload, let outcome = answer(call) {
                try await send(
                    .toolResult(ToolResultMessage(sessionID: id, callID: call.callID, outcome: outcome)))
            }
        }
        return events
    }

    func close(_ closure: LinkClosure = LinkClosure(.normal)) { link.close(closure) }

    var closure: LinkClosure? { link.closure }
}

extension Final {
    var error: ErrorInfo? { if case .failure(let error) = outcome { error } else { nil } }
    var result: JSONValue? { if case .success(let result) = outcome { result } else { nil } }
}

extension Event {
    var final: Final? { if case .final(let final) = payload { final } else { nil } }
}

/// Runs a test with a worker and the broker's end of a link to it, already registered.
func withWorker(
    _ settings: RuntimeSettings = .patient(), registers: Bool = true,
    _ body: (ScriptedBroker, Worker) async throws -> Void
) async throws {
    let worker = Worker(settings: settings, logger: quietLogger)
    let (near, far) = InMemoryLink.pair()
    try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { _ = await worker.serve(far) }
        let broker = ScriptedBroker(near)
        if registers {
            guard case .register(let registration) = try await broker.next() else {
                throw TestFailure.unexpectedMessage
            }
            try await broker.send(.registered(RegistrationReceipt(runtimeID: registration.runtimeID)))
        }
        do {
            try await body(broker, worker)
        } catch {
            broker.close()
            throw error
        }
        broker.close()
    }
}

extension RuntimeSettings {
    /// Settings under which sessions may take as long as a busy machine needs.
    static func patient(sessionsMax: Int = 1_000, orphanGrace: Duration = .seconds(15)) -> RuntimeSettings {
        var settings = RuntimeSettings(sessionsMax: sessionsMax, orphanGrace: orphanGrace)
        settings.maximums.sessionMilliseconds = 600_000
        return settings
    }
}

extension RequestedLimits {
    /// Limits under which a session may take as long as a busy machine needs.
    static var patient: RequestedLimits {
        var limits = RequestedLimits()
        limits.sessionMilliseconds = 600_000
        return limits
    }
}

enum TestFailure: Error {
    case unexpectedMessage
}

let quietLogger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
