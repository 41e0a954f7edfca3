import JavaScriptSyntax

/// The ways to write `x.constructor` without writing it, as far as they can be seen in the text.
enum ConstructorDetours {
    enum Way {
        case direct
        case computed
        case concatenated(String)
        case coerced(String)
        case characterCodes
        case assigned(String)
        case variable(String)

        var message: String {
            switch self {
            case .direct: "Direct .constructor access is not allowed (potential sandbox escape vector)"
            case .computed: "Computed constructor access is not allowed (potential sandbox escape vector)"
            case .concatenated(let name):
                "Suspicious computed property access detected. String concatenation to access \"\(name)\" is not allowed."
            case .coerced(let name):
                "Computed property access to \"\(name)\" via coercion is not allowed (potential sandbox escape vector)"
            case .characterCodes:
                "Computed property access with String.fromCharCode is not allowed (potential sandbox escape vector)"
            case .assigned(let name):
                "Variable assigned to \"\(name)\" via string concatenation. This is a potential sandbox escape vector."
            case .variable(let name):
                "Computed property access to \"\(name)\" via a variable (built with String.fromCharCode, concatenation, or "
                    + "array coercion) is not allowed (potential sandbox escape vector)"
            }
        }
    }

    static func report(_ way: Way, at id: NodeID, _ context: inout RuleContext) {
        context.report(.constructorAccess, way.message, at: id)
    }

    // MARK: Keys

    static func visitIndex(_ id: NodeID, _ key: NodeID, _ context: inout RuleContext) {
        let key = context.facts.unwrap(key)
        switch context.tree[key] {
        case .string(let name):
            if context.facts.word(name) == .constructor { report(.computed, at: id, &context) }
        case .identifier(let name):
            let isNamed =
                context.profile == .reference
                ? context.globalWord(key, name) == .constructor : context.facts.foldedWord(key) == .constructor
            if isNamed { report(.computed, at: id, &context) }
        case .binary(.add, _, _):
            let abilities: ConstantFolder.Abilities = context.profile == .enclave ? .all : []
            if let name = dangerous(key, abilities, context, withProto: true) {
                report(.concatenated(name), at: id, &context)
            }
        case .call(let callee, let arguments, _): visitCall(id, key, callee, arguments, &context)
        case .template where context.profile == .enclave:
            if let name = dangerous(key, .all, context, withProto: true) {
                report(.concatenated(name), at: id, &context)
            }
        default: return
        }
    }

    private static func visitCall(
        _ id: NodeID, _ key: NodeID, _ callee: NodeID, _ arguments: NodeList, _ context: inout RuleContext
    ) {
        if let object = context.memberObject(callee), context.memberWord(callee) == .fromCharCode,
            context.globalWord(object) == .string
        {
            return report(.characterCodes, at: id, &context)
        }
        let abilities: ConstantFolder.Abilities = context.profile == .enclave ? .all : .arrays
        if let name = dangerous(key, abilities, context, withProto: true) { report(.coerced(name), at: id, &context) }
    }

    // MARK: Variables

    static func visitDeclarator(_ id: NodeID, _ target: NodeID, _ value: NodeID, _ context: inout RuleContext) {
        guard !value.isNone, case .bindingIdentifier = context.tree[target],
            ConstantFolder.isConcatenation(value, context.facts),
            let name = dangerous(value, context.profile == .enclave ? .all : .initializers, context, withProto: false)
        else { return }
        report(.assigned(name), at: id, &context)
    }

    /// `x[v]` where `v` was given a dangerous name anywhere; scopes do not count.
    static func visitVariables(_ context: inout RuleContext) {
        var dangerous: [NameID: String] = [:]
        for node in context.tree.nodes {
            let target: NodeID
            let value: NodeID
            switch node {
            case .declarator(let left, let right) where !right.isNone: (target, value) = (left, right)
            case .assignment(.assign, let left, let right): (target, value) = (context.facts.unwrap(left), right)
            default: continue
            }
            switch context.tree[target] {
            case .identifier(let name), .bindingIdentifier(let name):
                let abilities: ConstantFolder.Abilities = context.profile == .enclave ? .all : .initializers
                if let text = Self.dangerous(value, abilities, context, withProto: false) { dangerous[name] = text }
            default: continue
            }
        }
        if dangerous.isEmpty { return }
        for raw in context.tree.nodes.indices {
            guard case .index(_, let key, _) = context.tree.nodes[raw],
                let name = context.identifier(key), let text = dangerous[name]
            else { continue }
            report(.variable(text), at: NodeID(raw: UInt32(truncatingIfNeeded: raw)), &context)
        }
    }

    /// The dangerous name that an expression spells, whatever its case.
    private static func dangerous(
        _ id: NodeID, _ abilities: ConstantFolder.Abilities, _ context: RuleContext, withProto: Bool
    ) -> String? {
        switch context.tree[context.facts.unwrap(id)] {
        case .string(let name):
            // The common case: a literal is compared as a name.
            let word = context.facts.word(name)
            return word == .constructor || word == .prototype || (withProto && word == .proto)
                ? context.facts.text(word) : nil
        case .number, .boolean, .null, .object, .function, .await, .member, .index, .new, .conditional, .logical:
            return nil
        default: break
        }
        guard let units = ConstantFolder.text(of: id, context.facts, abilities), units.count <= 11 else { return nil }
        let text = String(decoding: units, as: UTF16.self).lowercased()
        let isDangerous = text == "constructor" || text == "prototype" || (withProto && text == "__proto__")
        return isDangerous ? text : nil
    }
}
