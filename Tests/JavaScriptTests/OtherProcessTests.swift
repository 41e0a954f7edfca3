import Foundation
import JavaScript
import JavaScriptSyntax
import Testing

/// A program that waits for its host is written out, and another process goes on with it.
@Suite struct OtherProcessTests {
    private static let script = """
        class Basket {
            #items = new Map();
            add(name, price) { this.#items.set(name, price); return this; }
            get total() { let sum = 0; for (const [, price] of this.#items) sum += price; return sum; }
        }
        function* names() { try { yield "pear"; yield "fig"; yield "plum"; } finally { print("no more names"); } }
        const basket = new Basket();
        print("before");
        const all = [];
        for (const name of names()) {
            const offer = await callTool("price", { name });
            all.push(Promise.resolve(offer).then((o) => o.price * 2));
            basket.add(name, offer.price);
        }
        print((await Promise.all(all)).join(), basket.total, new Date(0).toISOString());
        """
    private static let answer = "{\"price\":7}"

    @Test func `an execution that waits for its host goes on in another process`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "basket.js")
        try Self.script.write(to: file, atomically: true, encoding: .utf8)

        let program = try Program.compile(
            SourceText(Self.script), name: "basket.js", kind: .asyncFunctionBody)
        let execution = try #require(Execution(pool: ArenaPool()))
        execution.registerHostFunction("callTool")
        var lines: [String] = []
        execution.onPrint { lines.append($0) }
        execution.start(program)
        #expect(execution.run(slice: .max) == .waiting)
        #expect(execution.takeHostCalls().map(\.id) == [1])
        #expect(lines == ["before"])
        let image = folder.appending(path: "basket.image")
        try Data(execution.image().bytes).write(to: image)

        // The same process goes on too, to compare.
        for id: UInt32 in 1...3 {
            #expect(execution.settle(call: id, resultJSON: Array(Self.answer.utf8)) == .done)
            _ = execution.run(slice: .max)
        }
        let there = try runScripts(["--continue", image.path, Self.answer, file.path])
        #expect(there == lines.dropFirst() + ["fuel \(execution.fuelUsed)"])
        #expect(there.first == "no more names")
        #expect(there.dropFirst().first == "14,14,14 21 1970-01-01T00:00:00.000Z")
    }

    /// The lines that the tool prints; it lies beside the bundle of the tests.
    private func runScripts(_ arguments: [String]) throws -> [String] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0])
            .deletingLastPathComponent().appending(path: "Scripts")
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return text.split(separator: "\n").map(String.init)
    }
}
