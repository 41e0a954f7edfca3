import JSON
import Protocol
import Testing

@Suite struct EventFilterTests {
    private func filter(_ text: String) throws(ProtocolError) -> EventFilter {
        try EventFilter(json: JSONValue.parse(text))
    }

    private func events() throws -> [Event] {
        try EventTests.examples[0..<7].map { try NDJSON.event(Array($0.utf8)[...]) }
    }

    private func sequences(_ text: String) throws -> [Int] {
        let filter = try filter(text)
        return try events().filter(filter.allows).map(\.sequence)
    }

    @Test(arguments: [
        (#"{"mode":"include","rules":[{"types":{"types":["stdout"]}}]}"#, [1, 6, 7]),
        (#"{"mode":"exclude","rules":[{"types":{"types":["stdout","final"]}}]}"#, [1, 2, 3, 4, 5, 7]),
        (#"{"mode":"include","rules":[]}"#, [1, 7]), (#"{"mode":"exclude","rules":[]}"#, [1, 2, 3, 4, 5, 6, 7]),
        (#"{"mode":"include","rules":[{}]}"#, [1, 2, 3, 4, 5, 6, 7]),
        (#"{"mode":"exclude","rules":[{}],"alwaysAllow":[]}"#, []),
        (#"{"mode":"include","rules":[{"types":{"types":["stdout"]}}],"alwaysAllow":["heartbeat"]}"#, [6]),
        (
            #"{"mode":"include","rules":[{"types":{"types":["tool_progress"]},"content":{"patterns":[{"type":"exact","pattern":"receiving","field":"payload.phase"}]}}]}"#,
            [1, 4, 7]
        ),
        (#"{"mode":"include","rules":[{"content":{"patterns":[]}}]}"#, [1, 7]),
        (#"{"mode":"exclude","rules":[{"content":{"patterns":[],"match":"all"}}]}"#, [1, 7]),
        (
            #"{"mode":"include","rules":[{"content":{"patterns":[{"type":"prefix","pattern":"tool","field":"type"},{"type":"regex","pattern":"^c_1$","field":"payload.callId"}],"match":"all"}}]}"#,
            [1, 2, 3, 4, 5, 7]
        ),
        (#"{"types":["stdout","log"],"blockedTypes":["log"]}"#, [1, 6, 7]),
        (#"{"blockedTypes":["stdout"]}"#, [1, 2, 3, 4, 5, 7]),
    ])
    func `a filter lets through what its rules say`(text: String, expected: [Int]) throws {
        #expect(try sequences(text) == expected)
    }

    private func matches(
        _ kind: FilterPattern.Kind, _ pattern: String, _ value: String, field: String? = "payload.chunk",
        ignoringCase: Bool = false
    ) throws -> Bool {
        let event = Event(sessionID: try #require(SessionID("s_1")), sequence: 1, payload: .stdout(chunk: value))
        let pattern = try FilterPattern(kind: kind, text: pattern, field: field, isCaseInsensitive: ignoringCase)
        return EventFilter(mode: .include, rules: [.init(content: .init(patterns: [pattern]))]).allows(event)
    }

    @Test(arguments: [
        ("", "", true), ("a", "xay", true), ("^a", "xay", false), ("y$", "xay", true), ("a|b", "b", true),
        ("a.c", "abc", true),
        ("a.c", "a\nc", false), ("^[a-c]+$", "abcabc", true), ("^[^a-c]+$", "xyz", true), ("^[^a-c]+$", "xaz", false),
        ("^(ab)*$", "ababab", true), ("^(ab)*$", "ababa", false), ("^a{2,3}$", "a", false), ("^a{2,3}$", "aaa", true),
        ("^a{2,3}$", "aaaa", false), ("^a{2}$", "aa", true), ("^a{2,}$", "aaaaa", true), ("a{", "a{", true),
        ("a{1", "a{1", true),
        (#"\d+"#, "x42", true), (#"^\D+$"#, "x42", false), (#"^\w+$"#, "a_9", true), (#"^\s$"#, "\u{3000}", true),
        (#"\bfoo\b"#, "a foo b", true), (#"\bfoo\b"#, "afoo b", false), (#"\Boo"#, "foo", true),
        (#"^\x41\u0042\cJ$"#, "AB\n", true),
        (#"^[\d-x]+$"#, "1-x", true), (#"^[\w.]+$"#, "a.b", true), (#"[\b]"#, "\u{8}", true), ("^.$", "😀", false),
        ("^..$", "😀", true),
        ("(?:a|ab)(?:c|bcd)(?:d*)$", "abcd", true), ("^(a?){20}a{20}$", "aaaaaaaaaaaaaaaaaaaa", true),
        (#"^\/\.\-$"#, "/.-", true),
        ("a**", "a", false), ("(", "(", false), ("a)", "a)", false), ("[", "[", false), ("[b-a]", "b", false),
        ("*", "*", false),
        ("a{3,2}", "aaa", false), ("\\", "\\", false), ("()", "x", true), ("(|a)+$", "aa", true), ("[]", "x", false),
        ("[^]", "\n", true),
        ("]", "]", true), ("}", "}", true), ("a+?b", "aab", true), ("^(?:)$", "", true),
    ])
    func `regular expressions match as in ECMAScript`(pattern: String, value: String, expected: Bool) throws {
        #expect(try matches(.regex, pattern, value) == expected, "/\(pattern)/ on \(value)")
    }

    @Test func `case can be ignored`() throws {
        #expect(try matches(.regex, "^HÉ[A-Z]$", "hÉx", ignoringCase: true))
        #expect(try !matches(.regex, "^H$", "h"))
        #expect(try matches(.exact, "ABC", "aBc", ignoringCase: true))
        #expect(try matches(.prefix, "AB", "abc", ignoringCase: true))
        #expect(try matches(.glob, "A*", "abc", ignoringCase: true))
        #expect(try !matches(.regex, "^[^A]$", "a", ignoringCase: true))
    }

    @Test(arguments: [
        "(?=a)", "(?!a)", "(?<=a)", "(?<!a)", "(?<n>a)", #"(a)\1"#, #"\01"#, "a{1001}", "(?:a{100}){100}",
        String(repeating: "(", count: 100) + String(repeating: ")", count: 100),
    ])
    func `what the matcher cannot do is refused by name`(pattern: String) {
        do throws(ProtocolError) {
            _ = try FilterPattern(kind: .regex, text: pattern)
            Issue.record("accepted")
        } catch {
            #expect(error.code == .invalidFilter)
            #expect(error.reason == .unsupported)
        }
    }

    @Test func `patterns that explode elsewhere take linear time`() throws {
        let text = String(repeating: "a", count: 9000) + "!"
        for pattern in ["^(a+)+$", "^(a|a)*$", "^(a|aa)+$", "(.*)*x", "^(([a-z])+.)+[A-Z]([a-z])+$", "(a?){30}a{30}b"] {
            #expect(try !matches(.regex, pattern, text), "/\(pattern)/")
        }
    }

    @Test func `one event costs a bounded number of steps`() throws {
        let pattern = try FilterPattern(
            kind: .regex, text: "(?:x?){300}(?:x?){300}(?:x?){300}y", field: "payload.chunk")
        let last = try FilterPattern(kind: .regex, text: "x", field: "payload.chunk")
        let patterns = Array(repeating: pattern, count: 199) + [last]
        let event = Event(
            sessionID: try #require(SessionID("s_1")), sequence: 1,
            payload: .stdout(chunk: String(repeating: "x", count: 10_000)))
        let filter = EventFilter(mode: .include, rules: [.init(content: .init(patterns: patterns))])
        let clock = ContinuousClock()
        let time = clock.measure { #expect(!filter.allows(event)) }
        #expect(time < .seconds(5))
    }

    @Test func `long values match no regular expression`() throws {
        #expect(try matches(.regex, "x", String(repeating: "x", count: 10_000)))
        #expect(try !matches(.regex, "x", String(repeating: "x", count: 10_001)))
    }

    @Test(arguments: [
        ("a", "a", true), ("a", "ab", false), ("*", "abc", true), ("*", "a/b", false), ("**", "a/b/c", true),
        ("a/*/c", "a/b/c", true),
        ("a/*/c", "a/b/b/c", false), ("a/**/c", "a/b/b/c", true), ("a/**/c", "a/c", true), ("**/c", "c", true),
        ("**/c", "a/b/c", true),
        ("?", "a", true), ("?", "/", false), ("[ab]", "b", true), ("[!ab]", "b", false), ("[^ab]", "c", true),
        ("[!a]", "/", false),
        ("[a-c]x", "bx", true), ("{a,b}c", "bc", true), ("{a,b{c,d}}", "bd", true), ("{a}", "{a}", true),
        ("{a,b", "{a,b", true),
        ("[a", "[a", true), (#"\*"#, "*", true), (#"\*"#, "a", false), ("*", ".a", false), (".*", ".a", true),
        ("?a", ".a", false),
        ("a/*", "a/.b", false), ("a/.*", "a/.b", true), ("**", "a/.b", false), ("!a", "a", false), ("!a", "b", true),
        ("#a", "#a", false),
        ("", "", true), ("", "a", false), ("a*b*c", "aXbYc", true), ("[]a]", "]", true),
    ])
    func `globs match paths`(pattern: String, value: String, expected: Bool) throws {
        #expect(try matches(.glob, pattern, value) == expected, "\(pattern) on \(value)")
    }

    @Test func `a pattern looks at the payload's text, or at a field`() throws {
        #expect(try matches(.exact, #"{"chunk":"x"}"#, "x", field: nil))
        #expect(try matches(.exact, "1", "x", field: "seq"))
        #expect(try !matches(.exact, "x", "x", field: "payload.none"))
        #expect(try !matches(.exact, "x", "x", field: "payload.chunk.0"))
        #expect(try !matches(.exact, "x", "x", field: ""))
        let event = Event(
            sessionID: try #require(SessionID("s_1")), sequence: 1,
            payload: .partialResult(PartialResult(path: ["0", "a"], data: .null)))
        func allows(_ field: String, _ text: String) throws -> Bool {
            let pattern = try FilterPattern(kind: .exact, text: text, field: field)
            return EventFilter(mode: .include, rules: [.init(content: .init(patterns: [pattern]))]).allows(event)
        }
        #expect(try allows("payload.path.1", "a"))
        #expect(try !allows("payload.path.2", "a"))
        #expect(try !allows("payload.path.-1", "a"))
        #expect(try allows("payload.data", ""))
        #expect(try allows("payload.hasNext", "true"))
    }

    @Test(arguments: [
        ("[]", "filter"), ("{}", "filter.mode"), (#"{"mode":"include"}"#, "filter.rules"),
        (#"{"rules":[]}"#, "filter.mode"),
        (#"{"mode":"include","rules":{}}"#, "filter.rules"), (#"{"mode":"include","rules":[1]}"#, "filter.rules.0"),
        (#"{"mode":"include","rules":[{"types":["a"]}]}"#, "filter.rules.0.types"),
        (#"{"mode":"include","rules":[{"types":{"types":[1]}}]}"#, "filter.rules.0.types.types"),
        (#"{"mode":"include","rules":[{"content":{}}]}"#, "filter.rules.0.content.patterns"),
        (
            #"{"mode":"include","rules":[{"content":{"patterns":[{"type":"x","pattern":"y"}]}}]}"#,
            "filter.rules.0.content.patterns.0.type"
        ),
        (
            #"{"mode":"include","rules":[{"content":{"patterns":[{"type":"regex","pattern":"(?=y)"}]}}]}"#,
            "filter.rules.0.content.patterns.0.pattern"
        ),
        (#"{"mode":"include","rules":[],"alwaysAllow":"final"}"#, "filter.alwaysAllow"),
        (#"{"mode":"include","rules":[],"regexTimeoutMs":-1}"#, "filter.regexTimeoutMs"),
        (#"{"types":"a"}"#, "filter.types"),
    ])
    func `a malformed filter is refused at its field`(text: String, path: String) {
        do throws(ProtocolError) {
            _ = try filter(text)
            Issue.record("accepted")
        } catch {
            #expect(error.code == .invalidFilter)
            #expect(error.location == .field(path))
        }
    }

    @Test func `rules and patterns are limited`() throws {
        func rules(_ count: Int) -> String { Array(repeating: "{}", count: count).joined(separator: ",") }
        #expect(throws: Never.self) { try filter(#"{"mode":"include","rules":[\#(rules(50))]}"#) }
        #expect(throws: ProtocolError.self) { try filter(#"{"mode":"include","rules":[\#(rules(51))]}"#) }
        func pattern(_ length: Int) -> String {
            #"{"mode":"include","rules":[{"content":{"patterns":[{"type":"exact","pattern":"\#(String(repeating: "x", count: length))"}]}}]}"#
        }
        #expect(throws: Never.self) { try filter(pattern(500)) }
        #expect(throws: ProtocolError.self) { try filter(pattern(501)) }
    }

    @Test func `random patterns never harm`() throws {
        var generator = SystemRandomNumberGenerator()
        let alphabet = Array("ab01(){}[]|*+?.^$\\-,!:=<>dwsBbux/&é")
        for _ in 0..<3000 {
            let text = String(
                (0..<Int.random(in: 0..<14, using: &generator)).compactMap { _ in
                    alphabet.randomElement(using: &generator)
                })
            for kind in FilterPattern.Kind.allCases {
                guard let pattern = try? FilterPattern(kind: kind, text: text, field: "payload.chunk") else { continue }
                let event = Event(
                    sessionID: try #require(SessionID("s_1")), sequence: 1, payload: .stdout(chunk: "ab/.b01\n" + text))
                _ = EventFilter(mode: .include, rules: [.init(content: .init(patterns: [pattern]))]).allows(event)
            }
        }
    }
}
