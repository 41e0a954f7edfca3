import JavaScriptSyntax
import Testing

@testable import JavaScript

/// The clock and the random numbers of a program are what the host says.
@Suite struct HostInputTests {
    private static let pool = ArenaPool()

    private func run(_ source: String, time: Double = 0, seed: UInt64 = 1) throws -> String {
        let execution = try #require(Execution(pool: Self.pool))
        execution.setTime(milliseconds: time)
        execution.setRandomSeed(seed)
        var lines: [String] = []
        execution.onPrint { lines.append($0) }
        execution.start(try Program.compile(SourceText(source), name: "test.js", kind: .script))
        #expect(execution.run(slice: Int.max) == .finished)
        return lines.joined(separator: "\n")
    }

    @Test func `the time of a program is the host's`() throws {
        let printed = try run("print(Date.now(), new Date().toISOString())", time: 1_709_210_096_789)
        #expect(printed == "1709210096789 2024-02-29T12:34:56.789Z")
    }

    @Test func `a time that is not finite is the epoch`() throws {
        #expect(try run("print(Date.now())", time: .nan) == "0")
    }

    @Test func `a seed repeats the random numbers and another seed does not`() throws {
        let source = "print(Math.random(), Math.random())"
        #expect(try run(source, seed: 7) == run(source, seed: 7))
        #expect(try run(source, seed: 7) != run(source, seed: 8))
    }
}
