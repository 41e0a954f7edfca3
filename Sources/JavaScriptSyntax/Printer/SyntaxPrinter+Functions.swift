/// Functions, classes and their members.
extension SyntaxPrinter {
    /// A function; `head` replaces `function name` for methods.
    func partsOfFunction(_ id: NodeID, head: [Part]?) -> [Part] {
        guard case .function(let name, let parameters, let body, let flags) = tree[id] else { return [] }
        let list = [.text("(")] + separated(parameters) { Part.expression($0, .assignment, noIn: false) } + [.text(")")]
        if flags.contains(.arrow) {
            let start: [Part] = [.text(flags.contains(.async) ? "async " : "")] + list + [.text(" => ")]
            if flags.contains(.expressionBody) { return start + leading(body, .assignment, in: .arrowBody) }
            return start + [.node(body)]
        }
        let keyword = (flags.contains(.async) ? "async " : "") + (flags.contains(.generator) ? "function*" : "function")
        let start = head ?? (name.isNone ? [.text(keyword + " ")] : [.text(keyword + " "), .node(name)])
        return start + list + [.text(" "), .node(body)]
    }

    func partsOfClass(_ id: NodeID) -> [Part] {
        guard case .classExpression(let name, let superclass, let members) = tree[id] else { return [] }
        var result: [Part] = [.text("class ")]
        if !name.isNone { result += [.node(name), .text(" ")] }
        if !superclass.isNone {
            result += [.text("extends "), .expression(superclass, .call, noIn: false), .text(" ")]
        }
        return result + braced(members)
    }

    /// A member of a class or a method of an object.
    func partsOfMember(_ id: NodeID) -> [Part]? {
        switch tree[id] {
        case .method(let key, let value, let kind, let isStatic):
            guard case .function(_, _, _, let flags) = tree[value] else { return [] }
            var words = isStatic ? "static " : ""
            if kind == .getter { words += "get " }
            if kind == .setter { words += "set " }
            if flags.contains(.async) { words += "async " }
            if flags.contains(.generator) { words += "*" }
            return partsOfFunction(value, head: [.text(words), .node(key)])
        case .field(let key, let initializer, let isStatic):
            let start: [Part] = [.text(isStatic ? "static " : ""), .node(key)]
            if initializer.isNone { return start + [.text(";")] }
            return start + [.text(" = "), .expression(initializer, .assignment, noIn: false), .text(";")]
        case .staticBlock(let body): return [.text("static ")] + braced(body)
        case .functionBody(let statements): return braced(statements)
        default: return nil
        }
    }
}
