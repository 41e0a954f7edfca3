import Foundation

extension Rule {
    /// What other modules see is documented, and few modules show themselves to the world.
    static let documentationRules = [
        Rule(
            .documentation, "What another module may call says what it does.", where: isShipped,
            source: undocumentedDeclarations),
        Rule(
            .publicDeclarations, "`package` is for our own modules; `public` is a promise to users.",
            where: { isShipped($0) && !publicModules.contains($0.folders.first ?? "") }, source: needlesslyPublic),
    ]

    @Sendable private static func undocumentedDeclarations(_ source: SourceFile) -> [Finding] {
        guard !source.file.isGenerated else { return [] }
        return visibleDeclarations(in: source).compactMap { declaration in
            if declaration.explainsItself || hasDocumentation(above: declaration.line, in: source) { return nil }
            return Finding(
                path: source.path, line: declaration.line,
                message: "`\(declaration.access) \(declaration.name)` has no documentation", symbol: declaration.name)
        }
    }

    @Sendable private static func needlesslyPublic(_ source: SourceFile) -> [Finding] {
        visibleDeclarations(in: source).filter { $0.access != "package" }.map { declaration in
            Finding(
                path: source.path, line: declaration.line,
                message:
                    "`\(declaration.name)` is `\(declaration.access)` in a module that is not for users: use `package`",
                symbol: declaration.name)
        }
    }

    /// Modules that applications import.
    private static let publicModules: Set<String> = [
        "ClientKit", "JSON", "Protocol", "Sandbox", "Broker", "JavaScript",
    ]

    private struct Declaration {
        let access: String
        let name: String
        let line: Int
        /// From its first modifier to the brace or the end of its line.
        let signature: String

        /// Whether it needs no words: a requirement of a protocol everybody knows, a flag of an option set, or an
        /// initialiser that cannot fail, which says no more than the properties it sets.
        var explainsItself: Bool {
            if Rule.knownRequirements.contains(name) || signature.contains("override ") { return true }
            if name == "init" { return !signature.contains("init?") && !signature.contains("throws") }
            return signature.contains("(rawValue:")
        }
    }

    /// Requirements of the standard library's protocols, which need no words of ours.
    private static let knownRequirements: Set<String> = [
        "==", "<", "hash", "encode", "description", "debugDescription", "errorDescription", "next", "makeIterator",
        "makeAsyncIterator", "rawValue", "id", "startIndex", "endIndex", "index", "CodingKeys", "customMirror",
        "testDescription", "Element", "AsyncIterator", "Iterator", "Index",
    ]

    private static let modifiers =
        #"(?:(?:static|final|nonisolated|override|mutating|nonmutating|convenience|required|indirect|lazy|consuming|borrowing"#
        + #"|class|weak|unowned|distributed|(?:private|fileprivate|internal|package)\(set\)|nonisolated\(\w+\))\s+)*"#
    private static let declaration = Pattern(
        #"^[ \t]*(?:@[\w.]+(?:\((?:[^()]|\([^()]*\))*\))?\s+)*"# + modifiers + #"(public|package|open)\s+"# + modifiers
            + #"(func|var|let|init|subscript|struct|class|enum|actor|protocol|typealias|associatedtype|macro)\b"#
            + #"(?:\s*(`[^`]*`|\w+|[^\s\w(]+))?"#)

    private static func visibleDeclarations(in source: SourceFile) -> [Declaration] {
        declaration.matches(in: source.code).map { match in
            let keyword = match.groups[1]
            let isNamed = !["init", "subscript"].contains(keyword) && match.groups.count > 2
            let line = source.file.line(at: match.offset + match.text.prefix(while: \.isWhitespace).utf8.count)
            let rest = source.codeBytes[match.offset...].prefix { $0 != UInt8(ascii: "{") }
            let signature = keyword == "init" ? String(decoding: rest, as: UTF8.self) : source.file.line(line)
            return Declaration(
                access: match.groups[0], name: isNamed ? match.groups[2] : keyword, line: line, signature: signature)
        }
    }

    /// Whether a documentation comment ends on the line above `line`, attributes between them left aside.
    private static func hasDocumentation(above line: Int, in source: SourceFile) -> Bool {
        var number = line - 1
        while number > 0 {
            let text = source.file.line(number).trimmingCharacters(in: .whitespaces)
            if text.hasPrefix("///") { return true }
            guard text.hasPrefix("@") || text.hasPrefix("#if") || text.hasPrefix("// swift-format-ignore") else {
                return false
            }
            number -= 1
        }
        return false
    }
}
