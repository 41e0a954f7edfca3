package import JavaScriptSyntax

/// What every rule needs to know of a program, gathered in one pass over its nodes and one over its names.
///
/// ```
///  parents   [ 0 | 7 | 7 | … ]      the parent of each node; none for the root and for nodes outside the tree
///  targets   [ … ]                  identifiers that are assigned to rather than read
///  words     [ other | eval | … ]   each name of the program as the vocabulary knows it
///  declared  [ … ]                  names that some declaration introduces, anywhere
/// ```
package struct ProgramFacts: Sendable {
    /// The tree.
    package let tree: SyntaxTree
    private var parents: ContiguousArray<UInt32>
    /// One bit for each node.
    private var targets: ContiguousArray<UInt64>
    private let words: ContiguousArray<UInt16>
    private let prefixed: ContiguousArray<UInt8>
    private var declared: ContiguousArray<DeclarationKinds>
    /// Declarations whose parents are not known yet.
    private var bindings: ContiguousArray<NodeID> = []
    /// Variables by scope; made by the first rule that asks, if scopes decide.
    private(set) var scopes: ScopeTree?
    /// Those of `scopes`, for the question that is asked most; empty where scopes do not decide.
    private var annotations: ContiguousArray<UInt32> = []
    private var globalNames: Set<NameID> = []

    /// How a name is declared.
    struct DeclarationKinds: OptionSet {
        let rawValue: UInt8
        static let binding = DeclarationKinds(rawValue: 1)
        static let className = DeclarationKinds(rawValue: 2)
    }

    /// Gathers the facts of a tree.
    init(_ tree: SyntaxTree, vocabulary: Vocabulary, prefixes: [[UInt8]], usesScopes: Bool) {
        self.tree = tree
        self.vocabulary = vocabulary
        let nodeCount = tree.nodes.count
        parents = ContiguousArray(repeating: 0, count: nodeCount)
        targets = ContiguousArray(repeating: 0, count: nodeCount / 64 + 1)
        let nameCount = tree.names.count
        declared = ContiguousArray(repeating: [], count: nameCount)
        var words = ContiguousArray<UInt16>()
        var prefixed = ContiguousArray<UInt8>()
        words.reserveCapacity(nameCount)
        prefixed.reserveCapacity(nameCount)
        for raw in 0..<UInt32(truncatingIfNeeded: nameCount) {
            let (word, prefix) = tree.names.withCodeUnits(
                of: NameID(raw: raw),
                latin1: { (vocabulary.lookup($0).raw, ProgramFacts.prefix(of: $0, in: prefixes)) },
                utf16: { (0, ProgramFacts.prefix(of: $0, in: prefixes)) })
            words.append(word)
            prefixed.append(prefix)
        }
        self.words = words
        self.prefixed = prefixed
        for raw in 1..<nodeCount { note(NodeID(raw: UInt32(truncatingIfNeeded: raw))) }
        for id in bindings {
            guard case .bindingIdentifier(let name) = tree[id] else { continue }
            var isClassName = false
            if case .classExpression(let own, _, _) = tree[NodeID(raw: parents[Int(id.raw)])] {
                isClassName = own == id
            }
            declared[Int(name.raw)].insert(isClassName ? .className : .binding)
        }
        bindings = []
        if usesScopes { resolveScopes() }
    }

    private let vocabulary: Vocabulary
    private var aliases = Aliases()

    private mutating func resolveScopes() {
        let scopes = ScopeAnalyzer.analyze(tree)
        globalNames.formUnion(scopes.globals.variables)
        globalNames.formUnion(scopes.globals.functions)
        globalNames.formUnion(scopes.globals.lexical.lazy.map(\.name))
        self.scopes = scopes
        annotations = scopes.annotations
        aliases = Aliases(self, scopes)
    }

    /// The word of a text that need not occur in the program.
    func word(ofText units: [UInt16]) -> WordID {
        if units.count > ConstantFolder.unitsMax || units.contains(where: { $0 > 255 }) { return .other }
        return vocabulary.lookup(units.map { UInt8(truncatingIfNeeded: $0) })
    }

    /// The global that a local identifier stands for, if it only renames one.
    func alias(of id: NodeID) -> WordID {
        guard let scopes else { return .other }
        return aliases.global(scopes.reference(id).variable)
    }

    /// The global that an expression is: a name, an alias of one, or a property of the global object.
    func globalMeaning(of id: NodeID) -> WordID {
        guard let scopes else {
            if case .identifier(let name) = tree[unwrap(id)] { return word(name) }
            return .other
        }
        return aliases.meaning(of: id, self, scopes)
    }

    /// The initializer of a variable that keeps it.
    func constantValue(of id: NodeID) -> NodeID? {
        guard let scopes else { return nil }
        return aliases.value(scopes.reference(id).variable)
    }

    /// One plus the index of the reserved prefix that a name begins with, or zero.
    private static func prefix<Unit: FixedWidthInteger>(
        of name: some RandomAccessCollection<Unit>, in prefixes: [[UInt8]]
    ) -> UInt8 {
        for (index, prefix) in prefixes.enumerated()
        where name.count >= prefix.count && zip(prefix, name).allSatisfy({ Unit(truncatingIfNeeded: $0) == $1 }) {
            return UInt8(truncatingIfNeeded: index + 1)
        }
        return 0
    }

    // MARK: Questions

    /// The word that a name is.
    @inline(__always)
    package func word(_ name: NameID) -> WordID { WordID(raw: words[Int(name.raw)]) }

    /// The text of a word.
    package func text(_ word: WordID) -> String { vocabulary.text(word) }

    /// The index of the reserved prefix of a name, or nil.
    @inline(__always)
    func reservedPrefix(_ name: NameID) -> Int? {
        let index = prefixed[Int(name.raw)]
        return index == 0 ? nil : Int(index) - 1
    }

    /// The index of the parent of a node, parentheses included.
    @inline(__always)
    func rawParent(_ raw: Int) -> Int { Int(parents[raw]) }

    /// The parent of a node, parentheses skipped.
    package func parent(_ id: NodeID) -> NodeID {
        var parent = NodeID(raw: parents[Int(id.raw)])
        while case .parenthesized = tree[parent] { parent = NodeID(raw: parents[Int(parent.raw)]) }
        return parent
    }

    /// The node itself, or what stands in its parentheses.
    @inline(__always)
    package func unwrap(_ id: NodeID) -> NodeID {
        var id = id
        while case .parenthesized(let inner) = tree[id] { id = inner }
        return id
    }

    /// Whether a node hangs below the root.
    @inline(__always)
    func isInTree(_ id: NodeID) -> Bool { parents[Int(id.raw)] != 0 || id == tree.root }

    /// Whether an identifier is only assigned to: the left of `=` or `+=`, of `for … of`, or a leaf of a pattern.
    @inline(__always)
    package func isTarget(_ id: NodeID) -> Bool {
        targets[Int(id.raw / 64)] >> UInt64(id.raw % 64) & 1 != 0
    }

    /// Whether some declaration of the program introduces a name; scopes do not count.
    func isDeclared(_ name: NameID) -> Bool { !declared[Int(name.raw)].isEmpty }

    /// Whether a name is declared as anything but a class.
    func isDeclaredAsBinding(_ name: NameID) -> Bool { declared[Int(name.raw)].contains(.binding) }

    /// Whether an identifier refers to a variable of the program, by its scope.
    func isLocal(_ id: NodeID, _ name: NameID) -> Bool {
        if annotations.isEmpty { return isDeclared(name) }
        return annotations[Int(id.raw)] != 0 || globalNames.contains(name)
    }

    // MARK: Gathering

    @inline(__always)
    private mutating func adopt(_ child: NodeID, _ parent: NodeID) {
        // The entry of `NodeID.none` is written, and reset at the end of `note`.
        parents[Int(child.raw)] = parent.raw
    }

    private mutating func adopt(_ list: NodeList, _ parent: NodeID) {
        for index in 0..<Int(list.count) { adopt(tree[list, index], parent) }
    }

    private mutating func aim(_ id: NodeID) {
        if id.isNone { return }
        let raw = unwrap(id).raw
        targets[Int(raw / 64)] |= 1 << UInt64(raw % 64)
    }

    private mutating func note(_ id: NodeID) {
        noteStatement(id, tree[id])
        parents[0] = 0
    }

    @inline(__always)
    private mutating func noteStatement(_ id: NodeID, _ node: Syntax) {
        switch node {
        case .identifier, .number, .string, .keyName, .keyString, .templateElement, .boolean, .null, .this: return
        case .bindingIdentifier: bindings.append(id)
        case .expressionStatement(let child), .returnStatement(let child), .throwStatement(let child),
            .functionDeclaration(let child), .classDeclaration(let child), .labeled(_, let child),
            .parenthesized(let child), .await(let child), .optionalChain(let child), .spread(let child),
            .shorthand(let child), .unary(_, let child), .update(_, _, let child), .keyComputed(let child),
            .yield(let child, _), .exportDeclaration(let child), .exportDefault(let child):
            adopt(child, id)
        case .member(let first, let second, _), .index(let first, let second, _), .binary(_, let first, let second),
            .logical(_, let first, let second), .declarator(let first, let second), .property(let first, let second),
            .whileStatement(let first, let second), .doWhile(let first, let second),
            .withStatement(let first, let second), .method(let first, let second, _, _),
            .field(let first, let second, _), .taggedTemplate(let first, let second),
            .importCall(let first, let second), .privateIn(let first, let second):
            adopt(first, id)
            adopt(second, id)
        case .call(let callee, let list, _), .new(let callee, let list), .switchStatement(let callee, let list),
            .switchCase(let callee, let list):
            adopt(callee, id)
            adopt(list, id)
        case .program(let list, _, _), .block(let list), .functionBody(let list), .staticBlock(let list),
            .variableDeclaration(_, let list), .array(let list), .object(let list), .sequence(let list),
            .objectPattern(let list):
            adopt(list, id)
        case .forStatement(let parts): adopt(parts.list, id)
        case .tryStatement(let parts): adopt(parts.list, id)
        default: noteTarget(id, node)
        }
    }

    private mutating func noteTarget(_ id: NodeID, _ node: Syntax) {
        switch node {
        case .assignment(_, let target, let value):
            adopt(target, id)
            adopt(value, id)
            aim(target)
        case .forIn(let left, let right, let body), .forOf(let left, let right, let body, _):
            for child in [left, right, body] { adopt(child, id) }
            aim(left)
        case .arrayPattern(let list):
            adopt(list, id)
            for index in 0..<Int(list.count) { aim(tree[list, index]) }
        case .patternProperty(let key, let target, _):
            adopt(key, id)
            adopt(target, id)
            aim(target)
        case .assignmentPattern(let target, let value):
            adopt(target, id)
            adopt(value, id)
            aim(target)
        case .rest(let target):
            adopt(target, id)
            aim(target)
        default: noteRest(id, node)
        }
    }

    private mutating func noteRest(_ id: NodeID, _ node: Syntax) {
        switch node {
        case .ifStatement(let first, let second, let third), .conditional(let first, let second, let third):
            for child in [first, second, third] { adopt(child, id) }
        case .function(let name, let list, let body, _):
            adopt(name, id)
            adopt(list, id)
            adopt(body, id)
        case .classExpression(let name, let superclass, let list):
            adopt(name, id)
            adopt(superclass, id)
            adopt(list, id)
        case .template(let first, let second):
            adopt(first, id)
            adopt(second, id)
        case .importDeclaration(let list, _, let attributes):
            adopt(list, id)
            adopt(attributes, id)
        case .importSpecifier(let first, let second), .exportSpecifier(let first, let second):
            adopt(first, id)
            adopt(second, id)
        case .exportNamed(let list, let source, let attributes):
            adopt(list, id)
            adopt(source, id)
            adopt(attributes, id)
        case .exportAll(let exported, _, let attributes):
            adopt(exported, id)
            adopt(attributes, id)
        default: return
        }
    }
}
