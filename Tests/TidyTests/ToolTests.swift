import Foundation
import Testing

/// What other programs judge better than patterns: the formatter, and the generators of generated files.
@Suite struct ToolTests {
    private let root = Repository.current.root

    @Test func `the formatter has nothing to change`() throws {
        let arguments = [
            "swift", "format", "lint", "--strict", "--parallel", "--recursive", "Sources", "Tests", "Package.swift",
        ]
        let result = try run("/usr/bin/env", arguments)
        #expect(result.status == 0, "swift format lint:\n\(result.output)")
    }

    @Test(arguments: ["Opcodes", "UnicodeTables"])
    func `generated files are what their generator writes`(tool: String) throws {
        let package = try #require(Repository.current.textFile("Package.swift"))
        guard package.text.contains("name: \"\(tool)\"") else { return }
        let program = products.appendingPathComponent(tool).path
        try #require(FileManager.default.isExecutableFile(atPath: program), "\(tool) is not built")
        let result = try run(program, ["--check"])
        #expect(result.status == 0, "`swift run \(tool)`, and commit what it writes\n\(result.output)")
    }

    @Test(arguments: ["run.sh", "test.sh", "install-dependencies.sh", "checks/hardening"])
    func `every script explains itself and does nothing else when asked to`(script: String) throws {
        let result = try run(root.appendingPathComponent("deploy/" + script).path, ["--help"])
        #expect(result.status == 0)
        #expect(result.output.hasPrefix("usage: deploy/\(script)"), "\(result.output.prefix(200))")
    }

    @Test func `shellcheck has nothing to say, where it is installed`() throws {
        let scripts = Repository.current.textFiles.map(\.path).filter {
            $0.hasSuffix(".sh") || $0.hasPrefix("deploy/checks/") || $0 == ".ci/run"
        }
        #expect(scripts.count >= 5)
        let result = try run(
            "/usr/bin/env", ["sh", "-c", "! command -v shellcheck >/dev/null || shellcheck \"$@\"", "sh"] + scripts)
        #expect(result.status == 0, "\(result.output)")
    }

    /// The folder this test bundle was built into.
    private var products: URL {
        URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    }

    /// Runs `program` in the root of the repository to its end; at most 64 KiB of what it prints is kept.
    private func run(_ program: String, _ arguments: [String]) throws -> (status: Int32, output: String) {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.currentDirectoryURL = root
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output.prefix(65_536), as: UTF8.self))
    }
}
