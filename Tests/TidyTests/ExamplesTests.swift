import Foundation
import Testing

/// The examples hold together: scripts, the results they must come to, their tools and the server of those.
@Suite struct ExamplesTests {
    private let repository = Repository.current

    private var scripts: [TextFile] {
        repository.textFiles.filter { $0.path.hasPrefix("examples/") && $0.name.hasSuffix(".js") }
    }

    private func names(_ pattern: String, in file: TextFile) -> Set<String> {
        Set(Pattern(pattern).matches(in: file.asciiText).compactMap(\.groups.first))
    }

    /// What `NAME.expected.json` holds.
    private struct Expectation: Decodable {
        struct Failure: Decodable {
            let code: String
        }

        let exitStatus: Int
        let toolCalls: Int
        let stdout: String
        let error: Failure?
    }

    @Test func `every script says what it shows and has a result to come to`() throws {
        #expect(scripts.count >= 6)
        for script in scripts {
            #expect(script.line(1).hasPrefix("// "), "\(script.path) begins with what it does")
            #expect(script.text.contains("\n// Shows: "), "\(script.path) says what it shows")
            let path = script.path.replacingOccurrences(of: ".js", with: ".expected.json")
            let file = try #require(repository.textFile(path), "\(path) is missing")
            let expectation = try JSONDecoder().decode(Expectation.self, from: Data(file.bytes))
            #expect((expectation.exitStatus == 0) == (expectation.error == nil), "\(path)")
        }
    }

    @Test func `every tool that a script calls is described, and every described one is served`() throws {
        let configuration = try #require(repository.textFile("examples/enclave.yaml"))
        let server = try #require(repository.textFile("Sources/Tools/DemoTools/DemoServer.swift"))
        let described = names(#"^  - name: (\S+)$"#, in: configuration)
        let served = names(#"^ +(?:GET|POST) +/\S+ +(\w+:\w+)"#, in: server)
        #expect(described == served)
        for script in scripts {
            let called = names(#"callTool\('([^']+)'"#, in: script)
            #expect(!called.isEmpty && called.isSubset(of: described), "\(script.path) calls \(called.sorted())")
        }
    }

    @Test func `the page of the examples lists every script`() throws {
        let page = try #require(repository.textFile("examples/README.md")).text
        for script in scripts { #expect(page.contains("(\(script.name))"), "\(script.name)") }
    }
}
