import Foundation
import Testing

/// A place that breaks a rule.
struct Finding: Sendable, Hashable, CustomStringConvertible {
    /// Relative to the root of the repository.
    let path: String
    /// From 1; 0 when the file as a whole is meant.
    let line: Int
    /// What is wrong there.
    let message: String
    /// The declaration or word it is about; an exemption can name it.
    let symbol: String

    var description: String { line > 0 ? "\(path):\(line): \(message)" : "\(path): \(message)" }
}

/// A rule of the code's style that a program can check, over one file at a time.
struct Rule: Sendable, CustomTestStringConvertible {
    /// How exemptions and failures call it.
    let name: Name
    /// Why it is a rule, in one sentence.
    let reason: String
    /// Whether `file` is one it speaks about, by its path alone.
    let applies: @Sendable (TextFile) -> Bool
    /// How it finds what breaks it.
    let check: Check

    var testDescription: String { name.rawValue }

    /// The names of all rules; each has one `Rule` and snippets in `RuleTests` that break and keep it.
    enum Name: String, CaseIterable, Sendable {
        case fileLength, functionLength
        case imports
        case unsafePointers, uncheckedSendable, fatalError, forceTry, forceUnwrap, emptyCatch, unownedTask, sleepInTests
        case printInLibraries
        case documentation, publicDeclarations, specificationAnchors
        case names, unfinishedNotes, machinePaths, workplaceWords, plainText, scripts
    }

    /// A check reads a file as Swift, or as lines of any format.
    enum Check: Sendable {
        case source(@Sendable (SourceFile) -> [Finding])
        case text(@Sendable (TextFile) -> [Finding])
    }

    init(
        _ name: Name, _ reason: String, where applies: @escaping @Sendable (TextFile) -> Bool = Rule.isSwift,
        source check: @escaping @Sendable (SourceFile) -> [Finding]
    ) {
        self.init(name: name, reason: reason, applies: applies, check: .source(check))
    }

    init(
        _ name: Name, _ reason: String, where applies: @escaping @Sendable (TextFile) -> Bool,
        text check: @escaping @Sendable (TextFile) -> [Finding]
    ) {
        self.init(name: name, reason: reason, applies: applies, check: .text(check))
    }

    private init(name: Name, reason: String, applies: @escaping @Sendable (TextFile) -> Bool, check: Check) {
        self.name = name
        self.reason = reason
        self.applies = applies
        self.check = check
    }

    /// What breaks the rule in `repository`, exempt or not.
    func findings(in repository: Repository) -> [Finding] {
        switch check {
        case .source(let check): repository.swiftFiles.filter { applies($0.file) }.flatMap(check)
        case .text(let check): repository.textFiles.filter(applies).flatMap(check)
        }
    }

    /// Every rule.
    static let all: [Rule] =
        lengthRules + [drawnImports] + safetyRules + documentationRules + [anchoredBuiltins] + textRules
}

extension Rule {
    /// A rule over Swift sources that reports each match of `pattern` in one layer of the file.
    ///
    /// The symbol of a finding is the first capture group, or the whole match where the pattern has none.
    static func pattern(
        _ name: Name, _ reason: String, _ pattern: String, in layer: KeyPath<SourceFile, String> & Sendable,
        where applies: @escaping @Sendable (TextFile) -> Bool = isSwift, message: String
    ) -> Rule {
        let expression = Pattern(pattern)
        return Rule(
            name, reason, where: applies,
            source: { source in
                expression.matches(in: source[keyPath: layer]).map { match in
                    Finding(
                        path: source.path, line: source.file.line(at: match.offset), message: message,
                        symbol: match.groups.first ?? match.text)
                }
            })
    }

    /// Whether the file is Swift source of ours.
    static func isSwift(_ file: TextFile) -> Bool { file.name.hasSuffix(".swift") && file.path != "Package.swift" }

    /// Whether the file is Swift source of a module that ships.
    static func isShipped(_ file: TextFile) -> Bool { isSwift(file) && file.path.hasPrefix("Sources/") }

    /// Whether the file is Swift source of a test target.
    static func isTest(_ file: TextFile) -> Bool { isSwift(file) && file.path.hasPrefix("Tests/") }
}

/// A regular expression with its matches as byte offsets; meant for the ASCII layers of a `SourceFile`.
struct Pattern: Sendable {
    /// One match: where it begins, its text, and its capture groups that took part.
    struct Match: Sendable {
        let offset: Int
        let text: String
        let groups: [String]
    }

    private let expression: NSRegularExpression?

    /// `pattern` in ICU's syntax, `^` and `$` at lines. A pattern that does not compile matches nothing, which its rule's
    /// own test notices.
    init(_ pattern: String) {
        expression = try? NSRegularExpression(pattern: pattern, options: [.anchorsMatchLines])
    }

    /// Every match in `text`, in order.
    func matches(in text: String) -> [Match] {
        guard let expression else { return [] }
        let whole = text as NSString
        return expression.matches(in: text, range: NSRange(location: 0, length: whole.length)).map { result in
            let groups = (1..<max(1, result.numberOfRanges)).map(result.range(at:)).filter { $0.location != NSNotFound }
            return Match(
                offset: result.range.location, text: whole.substring(with: result.range),
                groups: groups.map(whole.substring(with:)))
        }
    }
}
