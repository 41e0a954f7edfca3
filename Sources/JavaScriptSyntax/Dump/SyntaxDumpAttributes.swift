extension Syntax {
    /// What a node says besides its children.
    func dumpAttributes(in tree: SyntaxTree) -> [String] {
        func name(_ id: NameID) -> String { DumpText.name(tree.text(id)) }
        func quoted(_ id: NameID) -> String { DumpText.quoted(tree.text(id)) }
        func flag(_ isSet: Bool, _ text: String) -> [String] { isSet ? [text] : [] }
        switch self {
        case .program(_, let kind, let strict): return ["\(kind)"] + flag(strict, "strict")
        case .directive(let value), .string(let value), .keyString(let value): return [quoted(value)]
        case .continueStatement(let label), .breakStatement(let label):
            return label == .empty ? [] : [name(label)]
        case .labeled(let label, _): return [name(label)]
        case .variableDeclaration(let kind, _): return ["\(kind)"]
        case .forOf(_, _, _, let isAwait): return flag(isAwait, "await")
        case .function(_, _, _, let flags): return flags.dumpNames
        case .method(_, _, let kind, let isStatic): return ["\(kind)"] + flag(isStatic, "static")
        case .field(_, _, let isStatic): return flag(isStatic, "static")
        case .keyName(let text), .identifier(let text), .bindingIdentifier(let text): return [name(text)]
        case .privateName(let text): return ["#" + name(text)]
        case .number(let value), .keyNumber(let value): return ["\(value)"]
        case .bigint(let digits), .keyBigInt(let digits): return [tree.names.string(digits)]
        case .boolean(let value): return ["\(value)"]
        case .regexp(let pattern, let flags): return [quoted(pattern), quoted(flags)]
        case .templateElement(let cooked, let raw, let hasCooked):
            if !hasCooked { return ["invalid", quoted(raw)] }
            return cooked == raw ? [quoted(raw)] : [quoted(cooked), "raw", quoted(raw)]
        case .unary(let op, _): return ["\(op)"]
        case .update(let op, let isPrefix, _): return ["\(op)", isPrefix ? "prefix" : "postfix"]
        case .binary(let op, _, _): return ["\(op)"]
        case .logical(let op, _, _): return ["\(op)"]
        case .assignment(let op, _, _): return ["\(op)"]
        case .member(_, _, let isOptional), .index(_, _, let isOptional), .call(_, _, let isOptional):
            return flag(isOptional, "optional")
        case .yield(_, let isDelegate): return flag(isDelegate, "delegate")
        case .patternProperty(_, _, let isShorthand): return flag(isShorthand, "shorthand")
        case .importDeclaration(_, let source, _), .exportAll(_, let source, _): return [quoted(source)]
        default: return []
        }
    }
}

extension FunctionFlags {
    /// The names of the flags that are set, in a fixed order.
    var dumpNames: [String] {
        let names: [(FunctionFlags, String)] = [
            (.declaration, "function"), (.arrow, "arrow"), (.method, "method"), (.getter, "getter"),
            (.setter, "setter"), (.classConstructor, "constructor"), (.derivedConstructor, "derived"),
            (.async, "async"), (.generator, "generator"), (.strict, "strict"),
            (.expressionBody, "expressionBody"), (.simpleParameters, "simple"),
        ]
        return names.filter { contains($0.0) }.map(\.1)
    }
}
