import Foundation

/// One file of test262 and what its frontmatter says.
///
/// Source: https://github.com/tc39/test262/blob/main/INTERPRETING.md
struct TestFile {
    /// What a negative test expects.
    struct Negative {
        var phase: String
        var type: String
    }

    let path: String
    let source: String
    private(set) var includes: [String] = []
    private(set) var flags: Set<String> = []
    private(set) var features: [String] = []
    private(set) var negative: Negative?

    init(path: String, source: String) {
        self.path = path
        self.source = source
        guard let open = source.firstRange(of: "/*---"), let close = source[open.upperBound...].firstRange(of: "---*/")
        else { return }
        readFrontmatter(source[open.upperBound..<close.lowerBound])
    }

    /// The few forms of YAML that the suite uses: `key: value`, `key: [a, b]`, and indented lists and maps.
    private mutating func readFrontmatter(_ text: Substring) {
        var section = ""
        for line in text.split(whereSeparator: \.isNewline) {
            let trimmed = line.trimmingCharacters(in: .whitespaces)
            if line.first != " ", let colon = line.firstIndex(of: ":") {
                section = String(line[..<colon])
                add(line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces), to: section)
            } else if trimmed.hasPrefix("- ") {
                add(String(trimmed.dropFirst(2)), to: section)
            } else if section == "negative", let colon = trimmed.firstIndex(of: ":") {
                setNegative(
                    String(trimmed[..<colon]),
                    trimmed[trimmed.index(after: colon)...].trimmingCharacters(in: .whitespaces))
            }
        }
    }

    private mutating func add(_ value: String, to section: String) {
        let items = value.trimmingCharacters(in: CharacterSet(charactersIn: "[]")).split(separator: ",").map {
            $0.trimmingCharacters(in: .whitespaces)
        }
        switch section {
        case "includes": includes += items
        case "flags": flags.formUnion(items)
        case "features": features += items
        case "negative": negative = negative ?? Negative(phase: "runtime", type: "")
        default: break
        }
    }

    private mutating func setNegative(_ key: String, _ value: String) {
        var current = negative ?? Negative(phase: "runtime", type: "")
        if key == "phase" { current.phase = value }
        if key == "type" { current.type = value }
        negative = current
    }

    /// Whether it is run as sloppy code, as strict code, or as both.
    var modes: [Mode] {
        if flags.contains("module") { return [.module] }
        if flags.contains("raw") || flags.contains("noStrict") { return [.sloppy] }
        return flags.contains("onlyStrict") ? [.strict] : [.sloppy, .strict]
    }

    /// How a test is run.
    enum Mode: String { case sloppy, strict, module }
}
