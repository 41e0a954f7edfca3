extension Rule {
    /// Arrows between modules are those of the map.
    static let drawnImports = Rule(
        .imports, "An arrow that is not in the module map is a decision nobody took.", source: undrawnArrows)

    @Sendable private static func undrawnArrows(_ source: SourceFile) -> [Finding] {
        let imports = importStatement.matches(in: source.code)
        guard let allowed = ModuleMap.allowed(for: source.target) else {
            guard let first = imports.first else { return [] }
            let message =
                "the module map has no line for `\(source.target)`: add one to ModuleMap.swift and ARCHITECTURE.md"
            let line = source.file.line(at: first.offset)
            return [Finding(path: source.path, line: line, message: message, symbol: source.target)]
        }
        return imports.compactMap { match in
            guard let module = match.groups.last, !allowed.contains(module) else { return nil }
            return Finding(
                path: source.path, line: source.file.line(at: match.offset),
                message: "`\(source.target)` may not import `\(module)`", symbol: module)
        }
    }

    private static let importStatement = Pattern(
        #"^[ \t]*(?:@\w+(?:\([^)]*\))?\s+)*(?:(?:public|package|internal|fileprivate|private)\s+)?import\s+"#
            + #"(?:(?:struct|class|enum|protocol|func|var|let|typealias)\s+)?(\w+)"#)
}
