/// Something that is told of every node of a tree, by `SyntaxTree.walk`.
public protocol SyntaxVisitor {
    /// Called before the children of a node. Returns whether they are to be visited.
    mutating func enter(_ id: NodeID, in tree: SyntaxTree) -> Bool
    /// Called after the children of a node, also when they were not visited.
    mutating func leave(_ id: NodeID, in tree: SyntaxTree)
}

extension SyntaxVisitor {
    /// Does nothing.
    public mutating func leave(_ id: NodeID, in tree: SyntaxTree) {}
}

extension SyntaxTree {
    /// Tells a visitor of a node and all below it, in source order, without recursion: trees are deep.
    public func walk(from root: NodeID, _ visitor: inout some SyntaxVisitor) {
        // The highest bit marks a node whose children are done. Node indices stay below it: a tree that large would
        // need a text longer than `SourceText.byteCountMax`.
        let done: UInt32 = 1 << 31
        var stack: [UInt32] = root.isNone ? [] : [root.raw]
        var children: [UInt32] = []
        while let top = stack.popLast() {
            let id = NodeID(raw: top & ~done)
            if top & done != 0 {
                visitor.leave(id, in: self)
                continue
            }
            stack.append(top | done)
            guard visitor.enter(id, in: self) else { continue }
            forEachChild(of: id) { children.append($0.raw) }
            while let child = children.popLast() { stack.append(child) }
        }
    }

    /// Tells a visitor of every node from the root.
    public func walk(_ visitor: inout some SyntaxVisitor) { walk(from: root, &visitor) }
}
