import Foundation
import Testing

/// The rules, over this repository.
@Suite struct RepositoryTests {
    private let repository = Repository.current

    @Test(arguments: Rule.all) func `every file keeps the rule`(rule: Rule) {
        for finding in rule.findings(in: repository)
        where !Exemption.all.contains(where: { $0.covers(finding, of: rule.name) }) {
            Issue.record("\(finding) [\(rule.name)] \(rule.reason)")
        }
    }

    @Test func `every exemption covers something and says why`() {
        for exemption in Exemption.all {
            let covered = Rule.all.filter { $0.name == exemption.rule }.flatMap { $0.findings(in: repository) }.filter {
                exemption.covers($0, of: exemption.rule)
            }
            #expect(!covered.isEmpty, "\(exemption.path) needs no exemption from \(exemption.rule) any more")
            #expect(exemption.reason.count >= 20, "\(exemption.path): say why")
        }
    }

    @Test func `the walk sees the repository`() {
        #expect(repository.textFile("Package.swift") != nil)
        #expect(repository.textFile("README.md") != nil)
        #expect(repository.textFile(".swift-format") != nil)
        #expect(repository.swiftFiles.contains { $0.path == "Tests/TidyTests/RepositoryTests.swift" })
    }

    @Test func `no two files of a target share a name`() {
        let files = Dictionary(grouping: repository.swiftFiles) { "\($0.target)/\($0.file.name)" }
        for (name, same) in files where same.count > 1 {
            Issue.record("\(name) exists more than once: \(same.map(\.path))")
        }
    }

    @Test func `a generated file names a source that exists`() {
        let source = Pattern(#"Sources/[\w./]*\w"#)
        for file in repository.swiftFiles where file.file.isGenerated {
            let paths = source.matches(in: file.file.line(1)).map(\.text)
            #expect(!paths.isEmpty, "\(file.path) does not say what it was generated from")
            for path in paths {
                #expect(
                    repository.textFile(path) != nil || exists(path),
                    "\(file.path) was generated from \(path): no such file")
            }
        }
    }

    @Test func `every link between pages leads somewhere`() {
        let link = Pattern(#"\]\((?!https?:|#)([^)\s#]+)(?:#[^)]*)?\)"#)
        for page in repository.textFiles where page.name.hasSuffix(".md") {
            for match in link.matches(in: page.asciiText) {
                let target = (page.path as NSString).deletingLastPathComponent + "/" + (match.groups.first ?? "")
                let isThere = exists(target)
                #expect(isThere, "\(page.path):\(page.line(at: match.offset)): nothing at \(match.text)")
            }
        }
    }

    private func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: repository.root.appendingPathComponent(path).path)
    }
}
