package import JavaScriptSyntax

/// Which names a transformation gives the prefix of the runtime.
package enum Renaming: Sendable, Hashable {
    /// None.
    case none
    /// References to these names.
    case listed(Set<String>)
    /// References to names that are neither declared by the program nor in this list.
    case allBut(Set<String>)
}

/// What a transformation does. The default is what the reference system makes of an agent program.
package struct TransformationOptions: Sendable, Hashable {
    /// Which references are renamed.
    package var renaming = Renaming.allBut(TransformationOptions.keptNames)
    /// Put before a renamed name.
    package var prefix = "__safe_"
    /// Whether literal keys of computed members are renamed like names.
    package var renamesComputedKeys = false
    /// Whether loops count their turns.
    package var countsLoops = true
    /// Whether the program becomes the body of `async function __ag_main()`.
    package var wrapsInMain = true
    /// Whether `a + b` becomes `__safe_concat(a, b)`.
    package var accountsConcatenation = false
    /// Whether templates become `__safe_template([…], …)`.
    package var accountsTemplates = false
    /// Whether computed keys pass through `__ag_guardKey`.
    package var guardsKeys = false

    /// Names that agent programs use as they are.
    package static let keptNames: Set<String> = [
        "Math", "JSON", "Array", "Object", "String", "Number", "Date", "NaN", "Infinity", "undefined", "isNaN",
        "isFinite", "parseInt", "parseFloat", "encodeURI", "decodeURI", "encodeURIComponent", "decodeURIComponent",
    ]

    package init() {}

    /// Everything that the reference system does to a program before it runs.
    package static var complete: TransformationOptions {
        var options = TransformationOptions()
        options.accountsConcatenation = true
        options.accountsTemplates = true
        options.guardsKeys = true
        return options
    }
}

/// Shows a program as the reference system would run it, for those who want to see it.
///
/// Nothing of ours runs this text: loops, allocations and tools are counted by the engine, where a program cannot reach
/// the counters. Differences from the reference, none of which a program can rely on: loops anywhere are counted, also
/// those that are no direct part of a block, and `{callTool}` keeps its key.
package struct ProgramTransformation {
    private let tree: SyntaxTree
    private let source: SourceText
    private let facts: ProgramFacts
    private let options: TransformationOptions
    private var edits = SourceEdits()

    /// The text of a program after the transformation.
    ///
    /// - Throws: the syntax error of a text that is no program.
    package static func transformed(
        _ text: String, _ options: TransformationOptions = TransformationOptions()
    ) throws(SyntaxError) -> String {
        let source = SourceText(text)
        let tree = try Parser.parse(source, kind: .asyncFunctionBody)
        if options.wrapsInMain, MainFunction.body(of: tree) != nil {
            // It is wrapped already.
            var inner = options
            inner.wrapsInMain = false
            return transformed(tree, source, inner)
        }
        return transformed(tree, source, options)
    }

    private static func transformed(
        _ tree: SyntaxTree, _ source: SourceText, _ options: TransformationOptions
    ) -> String {
        var transformation = ProgramTransformation(tree, source, options)
        transformation.run()
        let text = transformation.edits.applied(to: source)
        return options.wrapsInMain ? "async function __ag_main() {\n\(text)\n}\n" : text
    }

    private init(_ tree: SyntaxTree, _ source: SourceText, _ options: TransformationOptions) {
        self.tree = tree
        self.source = source
        self.options = options
        facts = ProgramFacts(tree, vocabulary: Vocabulary(), prefixes: [], usesScopes: false)
    }

    private mutating func run() {
        var loops: [NodeID] = []
        for raw in 1..<tree.nodes.count {
            let id = NodeID(raw: UInt32(truncatingIfNeeded: raw))
            if !facts.isInTree(id) { continue }
            switch tree[id] {
            case .identifier(let name): rename(id, name)
            case .index(_, let key, _): transformKey(key)
            case .binary(.add, let left, let right): if options.accountsConcatenation { account(id, left, right) }
            case .template(let quasis, let expressions): accountTemplate(id, quasis, expressions)
            case .forStatement, .whileStatement, .doWhile: loops.append(id)
            case .forOf(_, let right, _, _):
                if options.countsLoops { edits.wrap(tree.range(right), "__safe_forOf(", ")") }
            default: continue
            }
        }
        if options.countsLoops {
            // The reference numbers loops from the last to the first.
            for (index, loop) in loops.enumerated() { count(loop, loops.count - 1 - index) }
        }
        if options.wrapsInMain { returnCompletion() }
    }

    // MARK: Names and keys

    private func isRenamed(_ name: NameID) -> Bool {
        let text = tree.names.string(name)
        if text == "undefined" || text == "arguments" { return false }
        switch options.renaming {
        case .none: return false
        case .listed(let names): return names.contains(text)
        case .allBut(let names): return !names.contains(text) && !facts.isDeclared(name)
        }
    }

    private mutating func rename(_ id: NodeID, _ name: NameID) {
        if facts.isTarget(id) || !isRenamed(name) { return }
        let renamed = options.prefix + tree.names.string(name)
        if case .shorthand = tree[facts.parent(id)] {
            edits.replace(tree.range(id), with: "\(tree.names.string(name)): \(renamed)")
        } else {
            edits.replace(tree.range(id), with: renamed)
        }
    }

    private mutating func transformKey(_ key: NodeID) {
        switch tree[facts.unwrap(key)] {
        case .string(let name):
            if options.renamesComputedKeys, isRenamed(name) {
                edits.replace(tree.range(key), with: JavaScriptLiteral.quoted(options.prefix, tree.text(name)))
            }
        case .number, .bigint: return
        default: if options.guardsKeys { edits.wrap(tree.range(key), "__ag_guardKey(", ")") }
        }
    }

    // MARK: Allocations

    private mutating func account(_ id: NodeID, _ left: NodeID, _ right: NodeID) {
        let gap = SourceRange(start: tree.range(left).end, end: tree.range(right).start)
        guard let plus = TriviaScan.offset(of: UInt8(ascii: "+"), in: gap, source) else { return }
        edits.wrap(tree.range(id), "__safe_concat(", ")")
        edits.replace(SourceRange(start: plus, end: plus &+ 1), with: ",")
    }

    private mutating func accountTemplate(_ id: NodeID, _ quasis: NodeList, _ expressions: NodeList) {
        guard options.accountsTemplates, !expressions.isEmpty else { return }
        if case .taggedTemplate = tree[facts.parent(id)] { return }
        let parts = tree[quasis].map { element -> String in
            guard case .templateElement(let cooked, _, _) = tree[element] else { return "\"\"" }
            return JavaScriptLiteral.quoted("", tree.text(cooked))
        }
        var start = tree.range(id).start
        var text = "__safe_template([\(parts.joined(separator: ", "))], "
        for expression in tree[expressions] {
            let range = tree.range(expression)
            edits.replace(SourceRange(start: start, end: range.start), with: text)
            start = range.end
            text = ", "
        }
        edits.replace(SourceRange(start: start, end: tree.range(id).end), with: ")")
    }

    // MARK: Loops

    private func body(of loop: NodeID) -> NodeID {
        switch tree[loop] {
        case .forStatement(let parts): tree.parts(parts).body
        case .whileStatement(_, let body), .doWhile(let body, _): body
        default: .none
        }
    }

    private mutating func count(_ loop: NodeID, _ number: Int) {
        let counter = "__iter_\(number)"
        let check =
            "\(counter)++; if (\(counter) > __maxIterations) throw \"Maximum iteration limit exceeded (\" + "
            + "__maxIterations + \")\";"
        let body = body(of: loop)
        let range = tree.range(body)
        if case .block = tree[body] {
            edits.insert(" " + check, at: range.start &+ 1)
        } else {
            edits.wrap(range, "{ \(check) ", " }")
        }
        var outermost = loop
        while case .labeled = tree[facts.parent(outermost)] { outermost = facts.parent(outermost) }
        switch tree[facts.parent(outermost)] {
        case .program, .block, .functionBody, .staticBlock, .switchCase:
            edits.wrap(tree.range(outermost), "let \(counter) = 0; ", "")
        default: edits.wrap(tree.range(outermost), "{ let \(counter) = 0; ", " }")
        }
    }

    // MARK: Result

    /// The value of a final expression is the program's.
    private mutating func returnCompletion() {
        guard case .program(let statements, _, _) = tree[tree.root], !statements.isEmpty else { return }
        let last = tree[statements, Int(statements.count) - 1]
        if case .expressionStatement(let expression) = tree[last] {
            edits.wrap(
                SourceRange(start: tree.range(last).start, end: max(tree.range(last).end, tree.range(expression).end)),
                "return ", "")
        }
    }
}

/// The function that wraps an agent program.
package enum MainFunction {
    /// The body of the only statement of a program, if that is `async function __ag_main`.
    static func body(of tree: SyntaxTree) -> NodeID? {
        guard case .program(let statements, _, _) = tree[tree.root], statements.count == 1,
            case .functionDeclaration(let function) = tree[tree[statements, 0]],
            case .function(let name, let parameters, let body, let flags) = tree[function], parameters.isEmpty,
            flags.contains(.async), !flags.contains(.generator), case .bindingIdentifier(let text) = tree[name],
            tree.names.string(text) == "__ag_main"
        else { return nil }
        return body
    }

    /// Whether a text is exactly one `async function __ag_main() { … }`.
    package static func isWrapped(_ text: String) -> Bool { unwrapped(text) != nil }

    /// The text between its braces, or nil.
    package static func unwrapped(_ text: String) -> String? {
        let source = SourceText(text)
        let tree: SyntaxTree
        do throws(SyntaxError) {
            tree = try Parser.parse(source, kind: .asyncFunctionBody)
        } catch {
            return nil
        }
        guard let body = body(of: tree) else { return nil }
        let range = tree.range(body)
        return range.end >= range.start &+ 2
            ? source.text(SourceRange(start: range.start &+ 1, end: range.end &- 1)) : nil
    }
}
