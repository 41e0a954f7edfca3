import ClientKit
import Foundation
import JSON
import Protocol
import Testing

/// Every script of `examples/`, run as its page says, comes to what stands beside it.
@Suite(.timeLimit(.minutes(5))) struct ExampleTests {
    private static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("examples")
    /// Run to a limit that is far away for a program without optimisation, whose deadline comes first.
    private static let slow: Set<String> = ["endless-loop", "memory-limit"]

    private static func names() throws -> [String] {
        let suffix = ".expected.json"
        return try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(suffix) }
            .map { String($0.dropLast(suffix.count)) }
            .filter { RunningProgram.areReleased || !slow.contains($0) }.sorted()
    }

    @Test func `Each comes to its result, output, tool calls and status`() async throws {
        let tools = try RunningProgram("DemoTools", ["--listen", "127.0.0.1:0"])
        defer { tools.send(SIGKILL) }
        let address = try await tools.line(containing: "listening on http://")
            .replacing("listening on http://", with: "")
        let configuration = try String(contentsOf: Self.folder.appendingPathComponent("enclave.yaml"), encoding: .utf8)
        let local = configuration.replacing("127.0.0.1:7171", with: address)
        try await ProcessDeployment.run(configuration: local, runtimes: [[], []]) { deployment in
            let names = try Self.names()
            #expect(names.count >= 5)
            for name in names { try await Self.check(name, on: deployment.url) }
        }
    }

    private static func check(_ name: String, on url: BrokerURL) async throws {
        let file = folder.appendingPathComponent("\(name).expected.json")
        let expected = try JSONValue.parse(Array(Data(contentsOf: file)))
        let script = folder.appendingPathComponent("\(name).js")
        let command = try RunningProgram("enclave", ["run", script.path, "--broker", "\(url)", "--json"])
        var events: [Event] = []
        for await line in command.lines { events.append(try NDJSON.event(Array(line.utf8)[...])) }
        let status = await command.status()
        #expect(status == expected["exitStatus"]?.intValue.map(Int32.init), "\(name)")
        let output = events.reduce(into: "") { text, event in
            if case .stdout(let chunk) = event.payload { text += chunk }
        }
        #expect(output == expected["stdout"]?.stringValue, "\(name)")
        let final = try #require(events.final, "\(name) has no end")
        #expect(final.stats?.toolCallCount == expected["toolCalls"]?.intValue, "\(name)")
        switch final.outcome {
        case .success(let result): #expect(result == expected["result"], "\(name)")
        case .failure(let error): #expect(error.code?.rawValue == expected["error"]?["code"]?.stringValue, "\(name)")
        }
    }
}
