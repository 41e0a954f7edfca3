import JavaScriptSyntax

/// Points imports of packages at a content delivery network.
package struct ImportRewriting: Sendable, Hashable {
    /// Where packages are, `https://…` without a slash at its end.
    package let cdnBaseURL: String
    /// Versions by package; the empty text means the newest.
    package var packageVersions: [String: String]
    /// The only packages that may be imported; nil allows all.
    package var allowedPackages: Set<String>?
    /// Whether imports of local files are left as they are; else they are errors.
    package var skipsLocalImports = true

    /// What became of the imports of a text.
    package struct Outcome: Sendable, Hashable {
        /// The text with new specifiers.
        package let code: String
        /// Old and new specifiers, in source order.
        package let rewritten: [Rewrite]
        /// Specifiers that were left alone.
        package let skipped: [String]
    }

    /// One changed specifier.
    package struct Rewrite: Sendable, Hashable {
        /// As written.
        package let original: String
        /// As it is now.
        package let rewritten: String
    }

    /// Why nothing was rewritten.
    package struct Problem: Error, Hashable, CustomStringConvertible {
        /// In words, with the specifier.
        package let description: String
    }

    /// A rewriting.
    ///
    /// - Throws: an address that does not begin with `https://`, or a version that is none.
    package init(
        cdnBaseURL: String, packageVersions: [String: String] = [:], allowedPackages: Set<String>? = nil
    ) throws(Problem) {
        guard cdnBaseURL.hasPrefix("https://"), cdnBaseURL.utf8.count > 8,
            cdnBaseURL.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x27 && $0 != 0x5C })
        else { throw Problem(description: "the CDN's address must begin with https://") }
        self.cdnBaseURL = cdnBaseURL.hasSuffix("/") ? String(cdnBaseURL.dropLast()) : cdnBaseURL
        self.packageVersions = packageVersions
        self.allowedPackages = allowedPackages
        for (name, version) in packageVersions where !version.utf8.allSatisfy(ImportRewriting.isVersionByte) {
            throw Problem(description: "`\(version)` is no version of \(name)")
        }
    }

    /// Rewrites the static imports and re-exports of a module.
    ///
    /// - Throws: a syntax error, or the first specifier that is not allowed.
    package func rewrite(_ code: String) throws -> Outcome {
        let source = SourceText(code)
        let tree = try Parser.parse(source, kind: .module)
        var edits = SourceEdits()
        var rewritten: [Rewrite] = []
        var skipped: [String] = []
        guard case .program(let statements, _, _) = tree[tree.root] else {
            return Outcome(code: code, rewritten: [], skipped: [])
        }
        for statement in tree[statements] {
            guard let range = ImportRewriting.specifierRange(statement, tree, source) else { continue }
            let literal = source.text(range)
            let specifier = String(literal.dropFirst().dropLast())
            if ImportRewriting.isLocal(specifier) {
                if !skipsLocalImports { throw Problem(description: "local import `\(specifier)` is not allowed") }
                skipped.append(specifier)
                continue
            }
            let address = try address(of: specifier)
            edits.replace(range, with: "\"\(address)\"")
            rewritten.append(Rewrite(original: specifier, rewritten: address))
        }
        return Outcome(code: edits.applied(to: source), rewritten: rewritten, skipped: skipped)
    }

    static func isLocal(_ specifier: String) -> Bool {
        specifier.hasPrefix("./") || specifier.hasPrefix("../") || specifier.hasPrefix("/") || specifier == "."
            || specifier == ".."
    }

    /// The string literal behind `from`, or of a bare `import "…"`; it is the first one after the specifiers.
    static func specifierRange(_ statement: NodeID, _ tree: SyntaxTree, _ source: SourceText) -> SourceRange? {
        var start = tree.range(statement).start
        switch tree[statement] {
        case .importDeclaration(let specifiers, _, _):
            for node in tree[specifiers] { start = max(start, tree.range(node).end) }
        case .exportNamed(_, let literal, _): return literal.isNone ? nil : tree.range(literal)
        case .exportAll(let exported, _, _): if !exported.isNone { start = tree.range(exported).end }
        default: return nil
        }
        let gap = SourceRange(start: start, end: tree.range(statement).end)
        let quotes = [UInt8(ascii: "\""), UInt8(ascii: "'")].compactMap { TriviaScan.offset(of: $0, in: gap, source) }
        guard let open = quotes.min() else { return nil }
        let rest = Array(source.text(SourceRange(start: open, end: gap.end)).utf8)
        var index = 1
        while index < rest.count, rest[index] != rest[0] { index += rest[index] == UInt8(ascii: "\\") ? 2 : 1 }
        return SourceRange(start: open, end: min(gap.end, open &+ UInt32(truncatingIfNeeded: index + 1)))
    }

    // MARK: Names

    /// `<cdn>/<package>[@version][/path]`.
    private func address(of specifier: String) throws(Problem) -> String {
        let parts = specifier.split(separator: "/", omittingEmptySubsequences: false)
        let nameCount = specifier.hasPrefix("@") ? 2 : 1
        let name = parts.prefix(nameCount).joined(separator: "/")
        guard parts.count >= nameCount, ImportRewriting.isPackageName(name) else {
            throw Problem(description: "`\(specifier.prefix(100))` is no name of a package")
        }
        if let allowedPackages, !allowedPackages.contains(name) {
            throw Problem(description: "package `\(name)` is not allowed")
        }
        let path = parts.dropFirst(nameCount)
        guard
            path.allSatisfy({ !$0.isEmpty && $0 != ".." && $0 != "." && $0.utf8.allSatisfy(ImportRewriting.isPathByte) }
            )
        else { throw Problem(description: "`\(specifier.prefix(100))` has a path that is not allowed") }
        let version = packageVersions[name].flatMap { $0.isEmpty ? nil : "@\($0)" } ?? ""
        return ([cdnBaseURL, name + version] + path.map(String.init)).joined(separator: "/")
    }

    /// Whether a name follows the rules of npm: at most 214 bytes, lower case, an optional scope.
    package static func isPackageName(_ name: String) -> Bool {
        let parts =
            name.hasPrefix("@") ? name.dropFirst().split(separator: "/", omittingEmptySubsequences: false) : [name[...]]
        return name.utf8.count <= 214 && parts.count == (name.hasPrefix("@") ? 2 : 1)
            && parts.allSatisfy { part in
                guard let first = part.utf8.first, first != UInt8(ascii: "."), first != UInt8(ascii: "_") else {
                    return false
                }
                return part.utf8.allSatisfy { isPathByte($0) && !(0x41...0x5A).contains($0) || $0 == UInt8(ascii: "~") }
            }
    }

    private static func isPathByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
            true
        default: false
        }
    }

    private static func isVersionByte(_ byte: UInt8) -> Bool {
        isPathByte(byte) || byte == UInt8(ascii: "^") || byte == UInt8(ascii: "~") || byte == UInt8(ascii: "+")
    }
}

/// Imports of files beside a module.
enum LocalImports {
    /// Replaces the specifiers of local imports and re-exports by what `replacement` answers; nil leaves one alone.
    static func rewrite(_ code: String, _ replacement: (String) -> String?) throws(SyntaxError) -> String {
        let source = SourceText(code)
        let tree = try Parser.parse(source, kind: .module)
        guard case .program(let statements, _, _) = tree[tree.root] else { return code }
        var edits = SourceEdits()
        for statement in tree[statements] {
            guard let range = ImportRewriting.specifierRange(statement, tree, source) else { continue }
            let literal = source.text(range)
            let specifier = String(literal.dropFirst().dropLast())
            guard ImportRewriting.isLocal(specifier), !specifier.contains("\\"), let new = replacement(specifier) else {
                continue
            }
            edits.replace(range, with: "\(literal.prefix(1))\(new)\(literal.prefix(1))")
        }
        return edits.applied(to: source)
    }
}
