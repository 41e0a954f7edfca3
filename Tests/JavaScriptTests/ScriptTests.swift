import Foundation
import JavaScriptSyntax
import Testing

@testable import JavaScript

/// Every file below `Scripts/` prints what its `// expect:` lines say, however it is run.
@Suite struct ScriptTests {
    /// The script files, by path below `Scripts/`.
    static let scripts: [String] = {
        guard let walk = FileManager.default.enumerator(atPath: folder) else { return [] }
        return walk.compactMap { $0 as? String }.filter { $0.hasSuffix(".js") }.sorted()
    }()

    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Scripts")
        .path

    static func text(_ script: String) throws -> String {
        try String(contentsOfFile: folder + "/" + script, encoding: .utf8)
    }

    @Test(arguments: scripts) func `a script prints what it expects`(script: String) throws {
        let run = ScriptRun(try Self.text(script), name: script)
        #expect(run.difference == nil)
    }

    @Test(arguments: scripts) func `a script behaves the same when it is stopped every thousand instructions`(
        script: String
    ) throws {
        let text = try Self.text(script)
        let whole = ScriptRun(text, name: script)
        let sliced = ScriptRun(text, name: script, slice: 1_000)
        #expect(sliced.lines == whole.lines)
        #expect(sliced.fuelUsed == whole.fuelUsed)
    }

    /// Scripts whose heap is small enough to be collected at every allocation.
    static let smallScripts = scripts.filter { !$0.hasSuffix("large.js") }

    @Test(arguments: smallScripts) func `a script behaves the same when garbage is collected every few allocations`(
        script: String
    )
        throws
    {
        let text = try Self.text(script)
        let whole = ScriptRun(text, name: script)
        let stressed = ScriptRun(text, name: script, collectInterval: 8_192)
        #expect(stressed.lines == whole.lines)
    }

    @Test func `there are scripts to run`() { #expect(!Self.scripts.isEmpty) }
}
