import Testing

/// Each rule on small texts that break it and that keep it: a rule that cannot fail guards nothing.
@Suite struct RuleTests {
    @Test(arguments: Snippet.breaking) func `the rule finds what breaks it`(snippet: Snippet) {
        #expect(!snippet.findings.isEmpty, "\(snippet.rule) finds nothing in:\n\(snippet.text)")
    }

    @Test(arguments: Snippet.keeping) func `the rule lets pass what keeps it`(snippet: Snippet) {
        #expect(snippet.findings.isEmpty, "\(snippet.rule) in:\n\(snippet.text)")
    }

    @Test(arguments: Rule.Name.allCases) func `every rule is tried both ways`(name: Rule.Name) {
        #expect(Rule.all.contains { $0.name == name })
        #expect(Snippet.breaking.contains { $0.rule == name }, "no snippet breaks \(name)")
        #expect(Snippet.keeping.contains { $0.rule == name }, "no snippet keeps \(name)")
    }

    @Test func `a finding names its line and its symbol`() throws {
        let text = "struct Reader {\n    let first: Int\n\n    var second: Int { optional! }\n}\n"
        let snippet = Snippet(.forceUnwrap, text)
        let finding = try #require(snippet.findings.first)
        #expect(finding.line == 4)
        #expect(finding.description.hasPrefix("Sources/Protocol/Sample.swift:4: "))
    }

    @Test func `an exemption covers its file, or its folder, and its symbol only`() {
        let finding = Finding(path: "Sources/Link/Socket.swift", line: 3, message: "", symbol: "connect")
        func covers(_ path: String, _ symbol: String?, _ rule: Rule.Name = .functionLength) -> Bool {
            Exemption(rule: .functionLength, path: path, symbol: symbol, reason: "").covers(finding, of: rule)
        }
        #expect(covers("Sources/Link/Socket.swift", nil))
        #expect(covers("Sources/Link/Socket.swift", "connect"))
        #expect(covers("Sources/Link/", "connect"))
        #expect(!covers("Sources/Link", nil))
        #expect(!covers("Sources/Link/Socket.swift", "accept"))
        #expect(!covers("Sources/Broker/", nil))
        #expect(!covers("Sources/Link/Socket.swift", nil, .fileLength))
    }
}

/// A text that breaks or keeps one rule.
struct Snippet: Sendable, CustomTestStringConvertible {
    let rule: Rule.Name
    let text: String
    let path: String

    init(_ rule: Rule.Name, _ text: String, at path: String = "Sources/Protocol/Sample.swift") {
        self.rule = rule
        self.text = text
        self.path = path
    }

    /// What the rule finds, in its own file only.
    var findings: [Finding] {
        let file = TextFile(path: path, text: text)
        return Rule.all.filter { $0.name == rule && $0.applies(file) }.flatMap { rule in
            switch rule.check {
            case .source(let check): check(SourceFile(file))
            case .text(let check): check(file)
            }
        }
    }

    var testDescription: String { "\(rule): \(text.prefix(60).debugDescription)" }
}
