import Link
import Protocol
import Testing

@testable import Runtime

struct RuntimeServiceTests {
    /// What a broker hears of one session over a WebSocket, until the link ends; `during` is told of its tool call.
    ///
    /// A runtime repeats the events of sessions whose end it has not been told to forget; those of others are left out.
    private func speak(
        over link: any MessageLink, id: SessionID = SessionID(unchecked: "s_1"), code: String,
        during: () async throws -> ToolOutcome?
    ) async throws -> [Event] {
        guard let text = await link.receive(), case .register(let registration) = try RuntimeMessage(text: text) else {
            throw TestFailure.unexpectedMessage
        }
        try await link.send(BrokerMessage.registered(RegistrationReceipt(runtimeID: registration.runtimeID)).text())
        let request = ExecuteRequest(sessionID: id, code: code, limits: .patient)
        try await link.send(BrokerMessage.execute(request).text())
        var events: [Event] = []
        for await text in link.messages {
            guard case .event(let event) = try RuntimeMessage(text: text), event.sessionID == id else { continue }
            events.append(event)
            if case .toolCall(let call) = event.payload, let outcome = try await during() {
                let result = ToolResultMessage(sessionID: id, callID: call.callID, outcome: outcome)
                try await link.send(BrokerMessage.toolResult(result).text())
            }
            if event.isFinal, code.hasPrefix("return") { link.close(LinkClosure(.normal)) }
        }
        return events
    }

    @Test func `a runtime dials its broker with its token, and says good-bye`() async throws {
        let token = BearerToken("secret")
        let server = try await WebSocketServer.start(WebSocketServer.Configuration(token: token, paths: ["/runtime"]))
        guard let url = WebSocketURL("ws://127.0.0.1:\(server.port)") else { throw TestFailure.unexpectedMessage }
        let service = RuntimeService(
            settings: .patient(), connection: .dial(url, token: token, security: nil), logger: quietLogger)
        let running = Task { try await service.run() }
        guard let link = await server.accept() else { throw TestFailure.unexpectedMessage }
        let events = try await speak(over: link, code: "await callTool('hang', {})") {
            running.cancel()
            return nil
        }
        #expect(events.map(\.type) == [.sessionInit, .toolCall, .error, .final])
        #expect(events.last?.final?.error?.code == .sessionCancelled)
        #expect(link.closure?.code == .goingAway)
        try await running.value
        await server.stop()
    }

    @Test func `a runtime listens for its broker`() async throws {
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let service = RuntimeService(
            settings: .patient(), connection: .listen(WebSocketServer.Configuration(paths: ["/ws"])),
            logger: quietLogger)
        let running = Task { try await service.run { port.yield($0) } }
        var found: WebSocketURL?
        for await port in ports {
            found = WebSocketURL("ws://127.0.0.1:\(port)/ws")
            break
        }
        guard let url = found else { throw TestFailure.unexpectedMessage }
        let dialer = try await WebSocketDialer<ContinuousClock>.start()
        for id in [SessionID(unchecked: "s_1"), SessionID(unchecked: "s_2")] {
            let link = try await dialer.dial(url)
            let events = try await speak(over: link, id: id, code: "return await callTool('t', {})") { .success(5) }
            #expect(events.last?.final?.result == 5)
        }
        service.stop()
        try await running.value
        await dialer.stop()
    }
}
