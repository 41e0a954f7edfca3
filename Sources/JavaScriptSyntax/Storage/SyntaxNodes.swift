/// The nodes of a tree, by index: sixteen bytes for each, and twenty-four more for each that is wide.
///
/// ```
///  packed  [ .empty ][ .number(1) ][ wide 0 ][ .identifier(x) ][ wide 1 ] …
///  wide                            [ .function(…) ]             [ .template(…) ]
/// ```
public struct SyntaxNodes: RandomAccessCollection, Sendable {
    @usableFromInline var packed: ContiguousArray<PackedSyntax>
    @usableFromInline var wide: ContiguousArray<Syntax>

    /// The placeholder for `NodeID.none` alone.
    init() { self.init(packed: [PackedSyntax(wideIndex: 0)], wide: [.empty]) }

    init(packed: ContiguousArray<PackedSyntax>, wide: ContiguousArray<Syntax>) {
        self.packed = packed
        self.wide = wide
    }

    @inlinable public var startIndex: Int { 0 }
    @inlinable public var endIndex: Int { packed.count }

    /// The node at an index.
    @inlinable public internal(set) subscript(index: Int) -> Syntax {
        @inline(__always) get {
            let entry = packed[index]
            if let index = entry.wideIndex { return wide[index] }
            return entry.node
        }
        set {
            if let entry = PackedSyntax(newValue) {
                packed[index] = entry
            } else if let known = packed[index].wideIndex {
                wide[known] = newValue
            } else {
                packed[index] = PackedSyntax(wideIndex: wide.count)
                wide.append(newValue)
            }
        }
    }

    /// Gives back room that is not used.
    mutating func trim() {
        packed.trim()
    }
}

/// `SyntaxNodes` under construction.
struct NodeBuffer: ~Copyable {
    var packed: AppendBuffer<PackedSyntax>
    var wide = AppendBuffer<Syntax>(capacity: 16)

    /// No nodes; `memory` is lent by the array that is to hold them.
    init(lent memory: UnsafeMutableBufferPointer<PackedSyntax>) {
        precondition(MemoryLayout<Syntax>.size == PackedSyntax.caseOffset + 1)
        packed = AppendBuffer(lent: memory)
    }

    var count: Int { packed.count }

    /// Replaces a node.
    mutating func replace(_ id: NodeID, by node: Syntax) {
        if let entry = PackedSyntax(node) {
            packed[Int(id.raw)] = entry
        } else {
            packed[Int(id.raw)] = PackedSyntax(wideIndex: wide.count)
            wide.append(node)
        }
    }

    /// Adds a node at the end.
    @inline(__always)
    mutating func append(_ node: Syntax) {
        if let entry = PackedSyntax(node) { packed.append(entry) } else { appendWide(node) }
    }

    @inline(never)
    private mutating func appendWide(_ node: Syntax) {
        packed.append(PackedSyntax(wideIndex: wide.count))
        wide.append(node)
    }
}

extension ContiguousArray where Element: BitwiseCopyable {
    /// Moves the elements to a smaller allocation if much of this one is unused; else leaves them in place.
    ///
    /// The unused part of a large allocation is address space only, so that moving pays later than in a small one.
    mutating func trim() {
        let isLarge = capacity &* MemoryLayout<Element>.stride > 1 << 20
        if capacity <= count &* (isLarge ? 4 : 2) { return }
        self = withUnsafeBufferPointer { ContiguousArray($0) }
    }
}
