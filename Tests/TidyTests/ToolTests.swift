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

    @Test func `the interpreter is what its generator writes`() throws {
        guard let program = try generator("Opcodes") else { return }
        let result = try run(program, ["--check"])
        #expect(result.status == 0, "`swift run Opcodes`, and commit what it writes\n\(result.output)")
    }

    @Test func `the Unicode tables are what their generator writes`() throws {
        guard let program = try generator("UnicodeTables") else { return }
        let committed = root.appendingPathComponent("Sources/UnicodeData/Generated")
        let written = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: written, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: written) }
        let result = try run(program, [written.path])
        #expect(result.status == 0, "\(result.output)")
        let names = try FileManager.default.contentsOfDirectory(atPath: committed.path)
        #expect(try FileManager.default.contentsOfDirectory(atPath: written.path).sorted() == names.sorted())
        for name in names {
            let isEqual = FileManager.default.contentsEqual(
                atPath: committed.appendingPathComponent(name).path, andPath: written.appendingPathComponent(name).path)
            #expect(isEqual, "`swift run UnicodeTables Sources/UnicodeData/Generated`, and commit \(name)")
        }
    }

    /// The path of a generator that the package declares, built beside these tests; nil if it declares none of that name.
    private func generator(_ name: String) throws -> String? {
        let package = try #require(Repository.current.textFile("Package.swift"))
        guard package.text.contains("name: \"\(name)\"") else { return nil }
        let program = products.appendingPathComponent(name).path
        try #require(FileManager.default.isExecutableFile(atPath: program), "\(name) is not built")
        return program
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
