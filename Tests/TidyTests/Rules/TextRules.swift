import Foundation

extension Rule {
    /// What no text of the repository holds, and how its scripts begin.
    static let textRules = [
        Rule.pattern(
            .names, "A name says what a thing is, not that it is one more thing.",
            #"\b(?:struct|class|enum|actor|protocol|typealias|extension)\s+(\w*(?:Utils?|Utilities|Helpers?|Misc|Manager\d+|Stuff))\b"#,
            in: \.code, message: "a name without a subject"),
        Rule(.names, "A file's name is its subject.", where: isSwift, text: emptyName),
        Rule.pattern(
            .unfinishedNotes, "What is missing is an issue, where it is seen.", #"\b(TODO|FIXME|XXX|HACK)\b"#,
            in: \.comments, message: "a note about unfinished work"),
        Rule(
            .machinePaths, "The code runs on any machine.", where: { !mayNameFolders($0) },
            text: { find(machinePath, in: $0, "the path of one machine") }),
        Rule(
            .workplaceWords, "The repository speaks of the product.", where: { _ in true },
            text: { find(workplaceWord, in: $0, "a word about how the work was done") }),
        Rule(
            .plainText, "Differences between versions are differences of meaning.", where: { _ in true },
            text: blemishes),
        Rule(
            .scripts, "A script stops at its first error.",
            where: isScript, text: carelessness),
    ]

    private static let emptyFileName = Pattern(
        #"(?:^|[a-z+])(?:Utils?|Utilities|Helpers?|Misc|Manager\d+|Stuff|Common|Extensions)$"#)

    @Sendable private static func emptyName(_ file: TextFile) -> [Finding] {
        let name = (file.name as NSString).deletingPathExtension
        guard !emptyFileName.matches(in: name).isEmpty else { return [] }
        return [Finding(path: file.path, line: 0, message: "a file without a subject", symbol: file.name)]
    }

    private static let scriptRequirements = [
        (text: "#!/usr/bin/env bash\n", meaning: "`#!/usr/bin/env bash`"),
        (text: "\nset -euo pipefail\n", meaning: "`set -euo pipefail`"),
    ]

    /// Files whose subject is the folders of a machine: containers mount them, units name them.
    private static func mayNameFolders(_ file: TextFile) -> Bool {
        file.path.hasPrefix("deploy/") && !isScript(file)
    }

    /// A path that exists on the author's machine only. The folder names are written backwards, so that this file passes.
    private static let machinePath = Pattern(
        #"(?<![\w./-])(/(?:"#
            + ["krow", "toor", "pmt", "sresU", "tfiws/tpo", "ecapskrow"].map { String($0.reversed()) }
            .joined(separator: "|") + #")(?:/[\w.-]+)+)"#)

    /// Words about the people and machines that write the code, backwards for the same reason.
    private static let workplaceWord = Pattern(
        #"(?i)\b("#
            + ["edualc", "ciporhtna", "yb-derohtua-oc", "ecalpkrow", "eertkrow"].map { String($0.reversed()) }
            .joined(separator: "|") + #")\b"#)

    private static func find(_ pattern: Pattern, in file: TextFile, _ message: String) -> [Finding] {
        pattern.matches(in: file.asciiText).map { match in
            let word = match.groups.first ?? match.text
            let line = file.line(at: match.offset)
            return Finding(path: file.path, line: line, message: "\(message): `\(word)`", symbol: word)
        }
    }

    private static func isScript(_ file: TextFile) -> Bool {
        file.name.hasSuffix(".sh") || file.path.hasPrefix(".ci/") || file.path.hasPrefix("deploy/checks/")
    }

    @Sendable private static func carelessness(_ file: TextFile) -> [Finding] {
        let text = file.text
        return scriptRequirements.filter { !text.contains($0.text) }.map {
            Finding(path: file.path, line: 0, message: "a script without \($0.meaning)", symbol: $0.text)
        }
    }

    @Sendable private static func blemishes(_ file: TextFile) -> [Finding] {
        guard !file.bytes.isEmpty else {
            return [Finding(path: file.path, line: 0, message: "an empty file", symbol: "empty")]
        }
        var findings: [Finding] = []
        func report(_ line: Int, _ message: String, _ symbol: String) {
            findings.append(Finding(path: file.path, line: line, message: message, symbol: symbol))
        }
        for (offset, byte) in file.bytes.enumerated() {
            switch byte {
            case 0x0D: report(file.line(at: offset), "a carriage return", "carriage return")
            case 0x09 where !mayHoldTabs(file): report(file.line(at: offset), "a tab", "tab")
            case 0x0A where offset > 0 && file.bytes[offset - 1] == 0x20:
                report(file.line(at: offset - 1), "white space at the end of the line", "trailing space")
            default: break
            }
        }
        if file.bytes.last != 0x0A { report(file.lineCount, "no line feed at the end of the file", "last line") }
        return findings
    }

    /// The formats whose grammar has tabs.
    private static func mayHoldTabs(_ file: TextFile) -> Bool {
        file.name == "Makefile" || file.name.hasSuffix(".h") || file.name.hasSuffix(".c")
    }
}
