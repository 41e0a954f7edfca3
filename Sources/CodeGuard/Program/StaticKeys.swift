import JavaScriptSyntax

/// The strings that a computed key may be, found without evaluating anything.
///
/// Follows both arms of `?:`, both sides of `||`, `&&` and `??`, the last item of a comma list, the value of an assignment,
/// an array with one element, and objects whose `toString` or `valueOf` returns a literal. Does not enter members and
/// calls, so that each part of a program is looked at for one key only.
struct StaticKeys {
    private let facts: ProgramFacts
    private var pending: [NodeID]

    init(of key: NodeID, _ facts: ProgramFacts) {
        self.facts = facts
        pending = [key]
    }

    /// Calls `body` with each string the key may be.
    mutating func visit(_ body: (NameID) -> Void) {
        while let next = pending.popLast() {
            switch facts.tree[next] {
            case .string(let name): body(name)
            case .template(let quasis, let expressions):
                if expressions.isEmpty, let name = plainText(quasis) { body(name) }
            case .parenthesized(let inner): pending.append(inner)
            case .conditional(_, let consequent, let alternate): pending += [alternate, consequent]
            case .logical(_, let left, let right): pending += [right, left]
            case .sequence(let list): pending.append(facts.tree[list, Int(list.count) - 1])
            case .assignment(_, _, let value): pending.append(value)
            case .array(let list): if list.count == 1 { pushElement(facts.tree[list, 0]) }
            case .object(let properties): if let name = coercion(properties) { body(name) }
            default: continue
            }
        }
    }

    private mutating func pushElement(_ element: NodeID) {
        switch facts.tree[facts.unwrap(element)] {
        case .string, .array, .object, .template: pending.append(element)
        default: return
        }
    }

    private func plainText(_ quasis: NodeList) -> NameID? {
        guard quasis.count == 1, case .templateElement(let cooked, _, true) = facts.tree[facts.tree[quasis, 0]] else {
            return nil
        }
        return cooked
    }

    // MARK: Objects that become strings

    /// What `toString`, or else `valueOf`, of an object literal returns, if that is a literal.
    private func coercion(_ properties: NodeList) -> NameID? {
        var toString: NameID?
        var valueOf: NameID?
        for index in 0..<Int(properties.count) {
            guard let (key, text) = returnedText(facts.tree[properties, index]) else { continue }
            // Of two properties with one name the later one counts.
            if facts.word(key) == .toString { toString = text }
            if facts.word(key) == .valueOf { valueOf = text }
        }
        return toString ?? valueOf
    }

    private func returnedText(_ property: NodeID) -> (key: NameID, text: NameID)? {
        switch facts.tree[property] {
        case .property(let key, let value):
            guard let name = staticName(key), let text = functionText(facts.unwrap(value)) else { return nil }
            return (name, text)
        case .method(let key, let value, let kind, _):
            guard let name = staticName(key) else { return nil }
            if kind == .method { return functionText(value).map { (name, $0) } }
            guard kind == .getter, let inner = returnedValue(value) else { return nil }
            return functionText(facts.unwrap(inner)).map { (name, $0) }
        default: return nil
        }
    }

    private func staticName(_ key: NodeID) -> NameID? {
        switch facts.tree[key] {
        case .keyName(let name), .keyString(let name): name
        default: nil
        }
    }

    /// The literal that a function returns.
    private func functionText(_ id: NodeID) -> NameID? {
        guard let value = returnedValue(id) else { return nil }
        switch facts.tree[facts.unwrap(value)] {
        case .string(let name): return name
        case .template(let quasis, let expressions): return expressions.isEmpty ? plainText(quasis) : nil
        default: return nil
        }
    }

    /// The body of a concise arrow, or the argument of the only top-level `return` of a function.
    private func returnedValue(_ id: NodeID) -> NodeID? {
        guard case .function(_, _, let body, let flags) = facts.tree[id] else { return nil }
        if flags.contains(.expressionBody) { return body }
        guard case .functionBody(let statements) = facts.tree[body] else { return nil }
        var result: NodeID?
        for index in 0..<Int(statements.count) {
            guard case .returnStatement(let argument) = facts.tree[facts.tree[statements, index]] else { continue }
            if result != nil || argument.isNone { return nil }
            result = argument
        }
        return result
    }
}
