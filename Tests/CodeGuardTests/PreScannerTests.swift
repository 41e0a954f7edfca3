import CodeGuard
import Testing

/// Layer 0.
@Suite struct PreScannerTests {
    private func fatal(_ source: String, _ preset: PreScanPreset = .standard) -> IssueCode? {
        PreScanner(preset).scan(source).fatalIssue?.code
    }

    private func scanner(_ preset: PreScanPreset = .standard, _ change: (inout PreScanLimits) -> Void) -> PreScanner {
        var limits = PreScanLimits(preset)
        change(&limits)
        return PreScanner(limits)
    }

    @Test func `sizes are refused one above the limit and accepted at it`() {
        let input = scanner { $0.inputBytesMax = 6 }
        #expect(input.scan("abcdef").isValid)
        #expect(input.scan("abcdé1").fatalIssue?.code == .preScanInputTooLarge)
        let line = scanner { $0.lineLengthMax = 3 }
        #expect(line.scan("abc\r\nab😀\n".replacingOccurrences("b😀", "😀")).isValid)
        #expect(line.scan("abc\nab😀").fatalIssue?.code == .preScanLineTooLong)
        let lines = scanner { $0.linesMax = 3 }
        #expect(lines.scan("a\nb\r\nc").isValid)
        #expect(lines.scan("a\nb\rc\n").fatalIssue?.code == .preScanTooManyLines)
        #expect(fatal("") == .preScanInputTooLarge)
    }

    @Test func `a NUL is refused by every preset`() {
        for preset in PreScanPreset.allCases {
            #expect(fatal("a\u{0}b", preset) == .preScanNullByte)
        }
    }

    @Test func `brackets count outside of strings, comments, templates and regular expressions`() {
        let depth = scanner { $0.nestingDepthMax = 2 }
        #expect(depth.scan("([1]) + '(((' + /* (((( */ `((({{` // ((((").isValid)
        #expect(depth.scan("a = /[(]((({{/").isValid)
        #expect(depth.scan("(([1]))").fatalIssue?.code == .preScanNesting)
        #expect(depth.scan("`${[`${1}`]}`").fatalIssue?.code == .preScanNesting)
        #expect(depth.scan("`${(1)}` + `${(2)}` + {a: [3]}").isValid)
        #expect(depth.scan("(()))))))(((").fatalIssue?.code == .preScanNesting)
    }

    @Test func `runs of operators are measured across white space`() {
        let run = scanner { $0.consecutiveOperatorsMax = 3 }
        #expect(run.scan("a = - -b").isValid)
        #expect(run.scan("a = - - -b").fatalIssue?.code == .preScanOperators)
        #expect(run.scan("/* ====== */ a; // ------\nb").isValid)
        #expect(run.scan("a = '=====' + b").isValid)
        let comments = scanner {
            $0.consecutiveOperatorsMax = 5
            $0.countsOperatorsInComments = true
        }
        #expect(comments.scan("/* ====== */").fatalIssue?.code == .preScanOperators)
    }

    @Test func `regular expressions are told from divisions`() {
        func count(_ source: String) -> Int { PreScanner(.permissive).scan(source).statistics.regExpCount }
        #expect(count("a / b / c; a/b/c; (a) / b / c; a[0] / 2 / 3; 1 / 2 / 3; i++ / 2 / 3") == 0)
        #expect(count("/a/; x = /b/g; f(/c/, /[/]/); return /d\\//; !/e/; typeof /f/") == 7)
        #expect(count("a = b / c\n d / e") == 0)
        #expect(fatal("/a/", .agentscript) == .preScanRegExpCount)
        #expect(fatal("x = /(a+)+$/") == .preScanReDoS)
        #expect(fatal("x = /(a+)+$/", .permissive) == nil)
        let warning = PreScanner(.standard).scan("x = /.*a.*b/")
        #expect(warning.isValid && warning.issues.map(\.code) == [.preScanReDoS])
        #expect(scanner { $0.regExpMode = .block }.scan("/a/").fatalIssue?.code == .preScanRegExpBlocked)
        #expect(scanner { $0.regExpLengthMax = 3 }.scan("/abcd/").fatalIssue?.code == .preScanRegExpTooLong)
        #expect(scanner { $0.regExpCountMax = 2 }.scan("/a/; /b/; /c/").fatalIssue?.code == .preScanRegExpCount)
    }

    @Test func `strings are measured one by one and together`() {
        let strings = scanner {
            $0.stringLengthMax = 4
            $0.stringTotalMax = 9
        }
        #expect(strings.scan(#"'a\'bc'; "1234"; ``"#).isValid)
        #expect(strings.scan("'12345'").fatalIssue?.code == .preScanStringTooLong)
        #expect(strings.scan("`12345`").fatalIssue?.code == .preScanStringTooLong)
        #expect(strings.scan("'123'; '123'; '1234'").fatalIssue?.code == .preScanStringTotal)
        #expect(strings.scan("`12${'123456'.length}34`").fatalIssue?.code == .preScanStringTooLong)
    }

    @Test func `characters that deceive are refused by the presets that look for them`() {
        #expect(fatal("// \u{202E}", .agentscript) == .preScanBidirectional)
        #expect(fatal("// \u{202E}", .standard) == nil)
        #expect(fatal("'\u{200B}\u{2060}\u{AD}\u{34F}'", .strict) == .preScanUnicode)
        #expect(PreScanner(.strict).scan("'\u{200B}'").issues.map(\.severity) == [.warning])
        #expect(PreScanner(.strict).scan("\u{FEFF}let a").issues.isEmpty)
        #expect(fatal("'\u{430}'", .standard) == .preScanHomograph)
        #expect(fatal("'\u{430}'", .permissive) == nil)
        let identifiers = scanner { $0.homographs = .identifiers }
        #expect(identifiers.scan("'привет' /* это */ + `мир` // да").isValid)
        #expect(identifiers.scan("p\u{430}ypal").fatalIssue?.code == .preScanHomograph)
        #expect(identifiers.scan("`${\u{430}}`").fatalIssue?.code == .preScanHomograph)
        let code = scanner { $0.homographs = .exceptComments }
        #expect(code.scan("1 // привет").isValid)
        #expect(code.scan("'привет'").fatalIssue?.code == .preScanHomograph)
    }

    @Test func `overrides never exceed the caps`() {
        let limits = scanner {
            $0.inputBytesMax = .max
            $0.nestingDepthMax = .max
            $0.regExpCountMax = 1_000
            $0.stringLengthMax = -5
        }.limits
        #expect(limits.inputBytesMax == 100 << 20 && limits.nestingDepthMax == 200)
        #expect(limits.regExpCountMax == 50 && limits.stringLengthMax == 0)
    }

    @Test func `a quick validation knows nothing of strings and regular expressions`() {
        #expect(PreScanner(.agentscript).quickValidate("/(a+)+/"))
        #expect(!PreScanner(.agentscript).quickValidate(String(repeating: "(", count: 21)))
    }

    @Test(arguments: [
        ("(a+)+", 90), (#"(\w+\s?)*"#, 90), ("(.*)+", 95), ("(a{2,})+", 85), ("(a+){2,}", 85), ("(a|ab)+", 80),
        ("(a|b)+", 0), (".*x.*y", 70), ("(.*a)+", 90), ("[a-z]+[0-9]+", 50), ("^[a-z]+$", 0), ("(?:a|ab)*", 80),
        ("(a+)", 0), ("a+b+", 0), ("", 0), ("((((", 0), ("(a+)+" + String(repeating: "x", count: 2_000), 90),
        (String(repeating: "x", count: 500) + "(a+)+", 0),
    ])
    func `patterns get the recorded scores`(pattern: String, score: Int) {
        #expect(ReDoSAnalysis(pattern.utf16, level: .polynomial).score == score)
    }

    @Test func `polynomial shapes count at that level only, and star height counts nested quantifiers`() {
        #expect(ReDoSAnalysis(".*x.*y".utf16, level: .catastrophic).score == 0)
        #expect(ReDoSAnalysis.starHeight("(a+)+") == 2)
        #expect(ReDoSAnalysis.starHeight("a+b*") == 1)
        #expect(ReDoSAnalysis.starHeight(#"((a\+)b?)"#) == 0)
    }
}

extension String {
    fileprivate func replacingOccurrences(_ old: String, _ new: String) -> String {
        split(separator: old, omittingEmptySubsequences: false).joined(separator: new)
    }
}
