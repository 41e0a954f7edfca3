/// How much memory the tree of a text, its scopes and what is noted of its nodes may take: a multiple of its length.
///
/// A program of a million arrow functions of five bytes each would take sixty times its length. What people and models
/// write takes four to twenty times, minified code included. So memory is bounded for every text, not only kept small for
/// the shapes that somebody thought of: a text is refused where an estimate of what it takes passes the limit. The
/// estimate goes by numbers of nodes (`TreeWeight`), so it is the same on every machine. While a text is parsed, the
/// number of nodes alone is bounded.
struct DensityLimit {
    /// Bytes of memory for each byte of text: forty, less three for copies of the text itself.
    static let bytesForEachByte = 37
    /// A shorter text may take as much as one of this length.
    static let shortTextMax = 1 << 16
    /// Beyond this number of nodes a text is refused while it is parsed.
    let nodesMax: Int
    private let bytesMax: Int

    /// The limit of a text of `byteCount` bytes.
    init(byteCount: Int) {
        let length = max(byteCount, DensityLimit.shortTextMax)
        nodesMax = length + length / 8
        bytesMax = length * DensityLimit.bytesForEachByte
    }

    /// How many elements of a size the analysis of a tree may make room for: one for each node, and no more than the limit
    /// has place for with their nodes.
    static func roomMax(_ tree: SyntaxTree, stride: Int) -> Int {
        let limit = DensityLimit(byteCount: Int(tree.range(tree.root).end))
        return min(tree.nodes.count, limit.bytesMax / (TreeWeight.node + stride)) + 4
    }

    /// Whether a tree and what is derived from it may take too much memory. Linear in the number of nodes.
    func isExceeded(by tree: SyntaxTree) -> Bool {
        if tree.nodes.count * TreeWeight.heaviestNode + tree.names.memoryBytes <= bytesMax { return false }
        return TreeWeight(tree).bytes > bytesMax
    }
}
