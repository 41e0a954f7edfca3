extension SyntaxTree {
    /// The tree as an S-expression, one node a line: for snapshot tests and `--dump ast`.
    ///
    /// ```
    /// (program script
    ///   (expressionStatement
    ///     (binary add
    ///       (identifier a)
    ///       (number 1.0))))
    /// ```
    ///
    /// An absent child is `-`; a list is in brackets. Indentation stops growing at a depth of 40, so that the text is a
    /// constant times the size of the tree. With `ranges`, each node says its UTF-8 offsets.
    public func dump(ranges: Bool = false) -> String { self.dump(from: root, ranges: ranges) }

    /// The tree below a node; see `dump(ranges:)`.
    public func dump(from root: NodeID, ranges: Bool = false) -> String {
        var dumper = SyntaxDumper(tree: self, showsRanges: ranges)
        dumper.run(from: root)
        return dumper.text + "\n"
    }
}

/// Writes a dump with an explicit stack of what remains to be written.
private struct SyntaxDumper {
    /// Deepest indentation.
    private static let depthMax = 40

    private enum Task {
        case node(NodeID, depth: Int)
        case text(String, depth: Int?)
    }

    let tree: SyntaxTree
    let showsRanges: Bool
    private(set) var text = ""
    private var tasks: [Task] = []

    init(tree: SyntaxTree, showsRanges: Bool) {
        self.tree = tree
        self.showsRanges = showsRanges
    }

    mutating func run(from root: NodeID) {
        tasks = [.node(root, depth: 0)]
        while let task = tasks.popLast() {
            switch task {
            case .text(let string, let depth):
                if let depth { startLine(depth) }
                text += string
            case .node(let id, let depth):
                startLine(depth)
                write(id, depth: depth)
            }
        }
    }

    private mutating func startLine(_ depth: Int) {
        if text.isEmpty { return }
        text += "\n" + String(repeating: "  ", count: min(depth, SyntaxDumper.depthMax))
    }

    private mutating func write(_ id: NodeID, depth: Int) {
        if id.isNone {
            text += "-"
            return
        }
        let node = tree[id]
        text += "(" + ([node.dumpName] + node.dumpAttributes(in: tree)).joined(separator: " ")
        if showsRanges { text += " @\(tree.range(id).start)..<\(tree.range(id).end)" }
        tasks.append(.text(")", depth: nil))
        let children = node.children
        for place in [children.third, children.second, children.first] { push(place, depth: depth + 1) }
    }

    private mutating func push(_ place: SyntaxChildren.Place, depth: Int) {
        switch place {
        case .unused: return
        case .node(let id): tasks.append(.node(id, depth: depth))
        case .list(let list):
            if list.isEmpty { return tasks.append(.text("[]", depth: depth)) }
            tasks.append(.text("]", depth: nil))
            for id in tree[list].reversed() { tasks.append(.node(id, depth: depth + 1)) }
            tasks.append(.text("[", depth: depth))
        }
    }
}
