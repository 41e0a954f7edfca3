import Broker
import ClientKit
import JSON
import NIOPosix
import Protocol
import Testing

/// The client library with a real broker and a real runtime.
@Suite(.timeLimit(.minutes(2))) struct ClientTests {
    private static func client(_ port: Int, retry: RetryPolicy = .standard) throws -> EnclaveClient {
        let url = try #require(BrokerURL("http://127.0.0.1:\(port)"))
        return EnclaveClient(broker: url, options: EnclaveClient.Options(retry: retry))
    }

    @Test func `A script's events come in order, to its result`() async throws {
        let tools: (Broker) -> Void = { $0.tool("one") { (_: JSONValue, _) in 1 } }
        try await Deployment.run(prepare: tools) { deployment in
            let client = try Self.client(deployment.port)
            let stream = client.run(CreateSession(code: "console.log('x'); return 1 + await callTool('one', {})"))
            var events: [Event] = []
            for try await event in stream { events.append(event) }
            #expect(events.map(\.sequence) == Array(1...events.count))
            #expect(events.first?.type == .sessionInit)
            #expect(events.final?.outcome == .success(result: 2))
            #expect(try await client.session(stream.sessionID)?.state == .completed)
            #expect(try await client.sessions().total == 1)
            var again: [Event] = []
            for try await event in client.follow(stream.sessionID, from: 2) { again.append(event) }
            #expect(again == Array(events.dropFirst()))
        }
    }

    @Test func `A connection that breaks in the middle costs no event`() async throws {
        let calls = Gate(opensAfter: .max)
        let tools: (Broker) -> Void = { broker in
            broker.tool("wait") { (_: JSONValue, _) in
                await calls.pass()
                return nil
            }
        }
        try await Deployment.run(prepare: tools) { deployment in
            let relay = try await Relay.start(to: deployment.port)
            let client = try Self.client(relay.port, retry: RetryPolicy(firstWait: .milliseconds(1)))
            let code = """
                for (let i = 0; i < 50; i++) console.log(i);
                await callTool('wait', {});
                for (let i = 50; i < 100; i++) console.log(i);
                return 'done';
                """
            var numbers: [Int] = []
            var output = ""
            for try await event in client.run(CreateSession(code: code)) {
                numbers.append(event.sequence)
                if case .stdout(let chunk) = event.payload { output += chunk }
                if event.type == .toolCall {
                    relay.breakConnections()
                    await calls.open()
                }
            }
            relay.cut()
            #expect(numbers == Array(1...numbers.count))
            #expect(output == (0..<100).map { "\($0)\n" }.joined())
        }
    }

    @Test func `A cancel ends the session and its stream`() async throws {
        let tools: (Broker) -> Void = { broker in
            broker.tool("hang") { (_: JSONValue, _) in
                for await _ in AsyncStream<Void>.makeStream().stream {}
                return nil
            }
        }
        try await Deployment.run(prepare: tools) { deployment in
            let stream = try Self.client(deployment.port).run(CreateSession(code: "await callTool('hang', {})"))
            var events: [Event] = []
            for try await event in stream {
                events.append(event)
                if event.type == .toolCall { await stream.cancel(reason: "enough") }
            }
            #expect(events.error?.code == .sessionCancelled)
            #expect(events.error?.message == "enough")
        }
    }

    @Test func `A refusal by a real broker reaches the caller in its words`() async throws {
        try await Deployment.run { deployment in
            let code = String(repeating: " ", count: 200_000)
            var iterator = try Self.client(deployment.port).run(CreateSession(code: code)).makeAsyncIterator()
            do throws(ClientError) {
                _ = try await iterator.next()
                Issue.record("a script that is too long was taken")
            } catch {
                #expect(error.code == .payloadTooLarge)
            }
        }
    }
}
