/// Where the nodes of a tree and their ranges are built in place: the memory of the arrays that will hold them.
///
/// Room that is not written to costs no memory, whereas moving a large array to a larger one, or to the tree, costs its
/// size again.
struct LentMemory {
    let nodes: UnsafeMutableBufferPointer<PackedSyntax>
    let ranges: UnsafeMutableBufferPointer<SourceRange>

    /// Calls `body` with room for a number of nodes and their ranges. It says how many of each it left there, from the
    /// start. Buffers in the memory must not outlive the call.
    static func lend(
        capacity: Int, _ body: (LentMemory) -> (nodes: Int, ranges: Int)
    ) -> (nodes: ContiguousArray<PackedSyntax>, ranges: ContiguousArray<SourceRange>) {
        var ranges: ContiguousArray<SourceRange> = []
        let nodes = ContiguousArray<PackedSyntax>(unsafeUninitializedCapacity: capacity) { nodeMemory, nodeCount in
            ranges = ContiguousArray(unsafeUninitializedCapacity: capacity) { rangeMemory, rangeCount in
                // Invariant: `AppendBuffer` counts what it has initialized, from the start.
                (nodeCount, rangeCount) = body(LentMemory(nodes: nodeMemory, ranges: rangeMemory))
            }
        }
        return (nodes, ranges)
    }
}
