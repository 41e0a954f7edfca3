/// Import and export declarations.
extension SyntaxPrinter {
    func partsOfModuleItem(_ id: NodeID) -> [Part]? {
        switch tree[id] {
        case .importDeclaration(let specifiers, let source, let attributes):
            let clause = importClause(specifiers)
            let from: [Part] = clause.isEmpty ? [] : clause + [.text(" from ")]
            return [.text("import ")] + from + [.text(quoted(source))] + with(attributes) + [.text(";")]
        case .exportNamed(let specifiers, let source, let attributes):
            let from: [Part] = source.isNone ? [] : [.text(" from "), .node(source)] + with(attributes)
            return [.text("export {")] + separated(specifiers) { .node($0) } + [.text("}")] + from + [.text(";")]
        case .exportSpecifier(let local, let exported):
            return isSameName(local, exported) ? [.node(local)] : [.node(local), .text(" as "), .node(exported)]
        case .exportDeclaration(let declaration): return [.text("export "), .node(declaration)]
        case .exportDefault(let value):
            switch tree[value] {
            case .functionDeclaration, .classDeclaration: return [.text("export default "), .node(value)]
            default:
                return [.text("export default ")] + leading(value, .assignment, in: .exportDefault) + [.text(";")]
            }
        case .exportAll(let exported, let source, let attributes):
            let name: [Part] = exported.isNone ? [] : [.text("as "), .node(exported), .text(" ")]
            return [.text("export * ")] + name + [.text("from " + quoted(source))] + with(attributes) + [.text(";")]
        default: return nil
        }
    }

    private func importClause(_ specifiers: NodeList) -> [Part] {
        var result: [Part] = []
        var named: [Part] = []
        for index in 0..<Int(specifiers.count) {
            guard case .importSpecifier(let imported, let local) = tree[tree[specifiers, index]] else { continue }
            if imported.isNone {
                result += [.text(result.isEmpty ? "* as " : ", * as "), .node(local)]
            } else if index == 0, case .keyName(.default) = tree[imported] {
                result.append(.node(local))
            } else {
                if !named.isEmpty { named.append(.text(", ")) }
                named += isSameName(imported, local) ? [.node(local)] : [.node(imported), .text(" as "), .node(local)]
            }
        }
        if named.isEmpty { return result }
        return result + [.text(result.isEmpty ? "{ " : ", { ")] + named + [.text(" }")]
    }

    /// Whether two names are the same identifier, so that `as` is superfluous.
    private func isSameName(_ first: NodeID, _ second: NodeID) -> Bool {
        switch (tree[first], tree[second]) {
        case (.keyName(let a), .keyName(let b)), (.identifier(let a), .keyName(let b)),
            (.keyName(let a), .bindingIdentifier(let b)):
            a == b
        case (.keyString(let a), .keyString(let b)): a == b
        default: false
        }
    }

    private func with(_ attributes: NodeList) -> [Part] {
        if attributes.isEmpty { return [] }
        return [.text(" with { ")] + separated(attributes) { .node($0) } + [.text(" }")]
    }
}
