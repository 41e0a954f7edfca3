import ClientKit
import Foundation
import Protocol
import Testing

/// The tiers as operating system processes: what is lost with one, and what is not.
@Suite(.serialized, .timeLimit(.minutes(3))) struct ProcessTests {
    private static let code = """
        const doubles = await Promise.all([1, 2, context.number].map(n => callTool('double', { n })));
        await callTool('hold', {});
        const more = await callTool('double', { n: doubles.length });
        return doubles.reduce((sum, { value }) => sum + value, 0) + more.value;
        """

    private struct Ending: Sendable {
        let number: Int
        let outcome: Final.Outcome?
        let endedAt: ContinuousClock.Instant
    }

    private static func client(_ deployment: ProcessDeployment) -> EnclaveClient {
        EnclaveClient(broker: deployment.url, options: EnclaveClient.Options(timeout: .none))
    }

    private static func run(_ code: String, number: Int, on client: EnclaveClient) async throws -> Ending {
        var outcome: Final.Outcome?
        var request = CreateSession(code: code, context: ["number": .integer(number)])
        // A busy machine must not end what the test does not end.
        request.limits.sessionMilliseconds = 110_000
        request.limits.deadlineMilliseconds = 110_000
        for try await event in client.run(request) {
            if case .final(let final) = event.payload { outcome = final.outcome }
        }
        return Ending(number: number, outcome: outcome, endedAt: .now)
    }

    @Test func `Of 200 sessions on two runtimes, a kill ends those of one within 5 s; the others finish, new ones run`()
        async throws
    {
        let (arrived, gate) = (Gate(opensAfter: 200), Gate(opensAfter: .max))
        try await HoldingTools.run(arrived: arrived, gate: gate) { tools in
            let places = ["--sessions", "120"]
            try await ProcessDeployment.run(configuration: tools.configuration, runtimes: [places, places]) {
                deployment in
                let client = Self.client(deployment)
                try await withThrowingTaskGroup(of: Ending.self) { group in
                    for number in 1...200 {
                        group.addTask { try await Self.run(Self.code, number: number, on: client) }
                    }
                    await arrived.pass()
                    deployment.runtimes[0].send(SIGKILL)
                    let killedAt = ContinuousClock.now
                    // With 120 places at each, 80 to 120 are at the one that is gone; those at the other all wait.
                    var lost: [Ending] = []
                    while lost.count < 80, let ending = try await group.next() { lost.append(ending) }
                    let new = try await Self.run(
                        "return (await callTool('double', { n: 21 })).value", number: 0, on: client)
                    #expect(new.outcome == .success(result: 42))
                    await gate.open()
                    var finished: [Ending] = []
                    for try await ending in group {
                        if case .failure = ending.outcome { lost.append(ending) } else { finished.append(ending) }
                    }
                    #expect(lost.count + finished.count == 200)
                    #expect(80...120 ~= lost.count, "\(lost.count) sessions were lost")
                    for ending in lost {
                        guard case .failure(let error) = ending.outcome else {
                            Issue.record("session \(ending.number) has no end")
                            continue
                        }
                        #expect(error.code == .runtimeLost && !error.message.isEmpty)
                        #expect(killedAt.duration(to: ending.endedAt) < .seconds(5))
                    }
                    for ending in finished {
                        #expect(ending.outcome == .success(result: .integer(2 * (1 + 2 + ending.number) + 6)))
                    }
                }
                let statuses = await deployment.stop()
                #expect(statuses == [128 + SIGKILL, 0, 0])
            }
        }
    }

    @Test func `A runtime that is told to stop lets its sessions finish, a broker ends them`() async throws {
        let (arrived, gate) = (Gate(opensAfter: 2), Gate(opensAfter: .max))
        try await HoldingTools.run(arrived: arrived, gate: gate) { tools in
            try await ProcessDeployment.run(configuration: tools.configuration, runtimes: [[], []]) { deployment in
                let client = Self.client(deployment)
                async let first = Self.run(Self.code, number: 1, on: client)
                async let second = Self.run(Self.code, number: 2, on: client)
                await arrived.pass()
                // Equal load puts one session on each; the first runtime takes no more, and waits.
                deployment.runtimes[0].send(SIGTERM)
                let other = try await Self.run("return 1", number: 0, on: client)
                #expect(other.outcome == .success(result: 1))
                await gate.open()
                #expect(try await first.outcome == .success(result: 14))
                #expect(try await second.outcome == .success(result: 16))
                #expect(await deployment.runtimes[0].status() == 0)
                deployment.broker.send(SIGTERM)
                #expect(await deployment.broker.status() == 0)
            }
        }
    }

    @Test func `Ctrl-C ends the session of a command that waits, and shows how`() async throws {
        let (arrived, gate) = (Gate(opensAfter: 1), Gate(opensAfter: .max))
        try await HoldingTools.run(arrived: arrived, gate: gate) { tools in
            try await ProcessDeployment.run(configuration: tools.configuration, runtimes: [[]]) { deployment in
                let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).js")
                try Data("await callTool('hold', {})".utf8).write(to: file)
                defer { try? FileManager.default.removeItem(at: file) }
                let command = try RunningProgram(
                    "enclave", ["run", file.path, "--json", "--broker", "\(deployment.url)"])
                await arrived.pass()
                command.send(SIGINT)
                #expect(await command.status() == 1)
                let final = try await command.line(containing: "\"final\"")
                #expect(final.contains("SESSION_CANCELLED"))
            }
        }
    }
}
