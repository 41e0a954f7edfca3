import Foundation

extension Rule {
    /// A builtin says which clause of ECMA-262 it is.
    ///
    /// A builtin is a function in `Sources/JavaScript/Builtins` that takes one of the contexts a builtin is called with.
    static let anchoredBuiltins = Rule(
        .specificationAnchors, "Whoever reads a builtin reads its clause beside it.",
        where: {
            isSwift($0) && $0.path.hasPrefix(builtins) && !$0.path.hasPrefix(builtins + "Authoring/")
                && !$0.path.hasPrefix(builtins + "Internal/") && !$0.path.hasPrefix(builtins + "Host/")
        },
        source: builtinsWithoutAnchor)

    @Sendable private static func builtinsWithoutAnchor(_ source: SourceFile) -> [Finding] {
        // Where a table of members stands, the functions it names are the builtins and the others their parts.
        let named = Set(source.file.text.matches(of: #/\b(?:leaf|steps)\((?:\{ *)?(\w+)/#).map { String($0.1) })
        return FunctionScanner(source).functions.compactMap { function in
            // A file without a table continues an object of another one: it names at least one clause.
            if named.isEmpty ? source.file.text.contains(anchor) : !named.contains(function.name) { return nil }
            let signature = String(decoding: source.codeBytes[function.start..<function.body], as: UTF8.self)
            guard !builtinContext.matches(in: signature).isEmpty else { return nil }
            if documentation(above: function.firstLine, in: source).contains(anchor) { return nil }
            return Finding(
                path: source.path, line: function.firstLine,
                message: "builtin `\(function.name)` names no clause: \(anchor)…", symbol: function.name)
        }
    }

    private static let builtins = "Sources/JavaScript/Builtins/"
    private static let anchor = "https://tc39.es/ecma262/#sec-"
    private static let builtinContext = Pattern(
        #":\s*(?:inout\s+|borrowing\s+)?(?:Arguments|StepFrame)\b"#)

    /// The documentation comment above `line`, attributes left aside.
    private static func documentation(above line: Int, in source: SourceFile) -> String {
        var number = line - 1
        var text = ""
        while number > 0 {
            let current = source.file.line(number).trimmingCharacters(in: .whitespaces)
            guard current.hasPrefix("///") || current.hasPrefix("@") else { break }
            text = current + "\n" + text
            number -= 1
        }
        return text
    }
}
