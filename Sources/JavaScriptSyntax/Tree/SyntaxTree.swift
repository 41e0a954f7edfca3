/// A parsed program: one flat array of nodes, children referred to by index.
///
/// ```
///  nodes   [ .program ][ .binary(+, 2, 3) ][ .number(1) ][ .number(2) ] …      one trivial value per node
///  ranges  [  0..<5   ][      0..<5       ][    0..<1   ][    4..<5   ] …      UTF-8 offsets into the source text
///  lists   [ 1 | 7 9 12 | … ]                                                  children of nodes with many of them
///  names   [ "x" "foo" … ]                                                     every identifier and string once
/// ```
///
/// A node is plain data: no reference counts, no recursion when a tree is released, and its size is bounded by a
/// constant times the length of the source. A child is always stored before its parent. A few nodes belong to no parent
/// (places kept for a key that a pattern would have needed), so a pass over `nodes` must not count on reaching each one
/// from the root.
///
/// Depth: `Parser.nestingLimit` bounds nesting, but three kinds of chain are as long as the source and must be walked by
/// a loop, never by recursion: the left spine of operators (`a + b + c …`: `.binary`, `.logical`), the object or callee
/// side of accesses (`a.b().c[d] …`: `.member`, `.index`, `.call`, `.taggedTemplate`), and the `alternate` side of
/// `if … else if …`. Everything else is at most four nodes deep for each level of nesting.
public struct SyntaxTree: Sendable {
    /// The nodes; `NodeID.raw` is an index into this array. Index 0 is a placeholder so that `NodeID.none` is zero.
    public internal(set) var nodes = SyntaxNodes()
    /// The source range of each node, parallel to `nodes`.
    public internal(set) var ranges: ContiguousArray<SourceRange> = [SourceRange(start: 0, end: 0)]
    /// Backing store of every `NodeList`.
    public internal(set) var lists: ContiguousArray<NodeID> = []
    /// Interned identifier names and string values.
    public internal(set) var names = NameTable()
    /// The root: a `Syntax.program` node.
    public internal(set) var root = NodeID.none

    /// An empty tree, to be filled by the parser.
    public init() {}

    /// The node with this identity; `.empty` for `NodeID.none`.
    @inlinable public subscript(id: NodeID) -> Syntax {
        @inline(__always) get { nodes[Int(id.raw)] }
    }

    /// The children in a list, in source order, without copying. An array hole or an absent child is `NodeID.none`.
    @inlinable public subscript(list: NodeList) -> ArraySlice<NodeID> {
        lists[Int(list.start)..<Int(list.start) + Int(list.count)]
    }

    /// The child at `index` of a list; for loops that must not touch a reference count.
    @inlinable public subscript(list: NodeList, index: Int) -> NodeID {
        precondition(UInt(bitPattern: index) < UInt(list.count))
        return lists[Int(list.start) + index]
    }

    /// The UTF-8 offsets that a node covers in the source text.
    @inlinable public func range(_ id: NodeID) -> SourceRange { ranges[Int(id.raw)] }

    /// The text of an interned name.
    @inlinable public func text(_ name: NameID) -> JSText { names[name] }
}

/// Identity of a node within its tree.
public struct NodeID: Hashable, Sendable, BitwiseCopyable {
    /// Index into `SyntaxTree.nodes`; zero means "no node".
    public let raw: UInt32
    /// Wraps an index.
    @inlinable public init(raw: UInt32) { self.raw = raw }
    /// The absent node.
    public static let none = NodeID(raw: 0)
    /// Whether this is the absent node.
    @inlinable public var isNone: Bool { raw == 0 }
}

/// A run of children in `SyntaxTree.lists`.
public struct NodeList: Hashable, Sendable, BitwiseCopyable {
    /// First index.
    public let start: UInt32
    /// Number of children.
    public let count: UInt32
    /// Wraps a run.
    @inlinable public init(start: UInt32, count: UInt32) {
        self.start = start
        self.count = count
    }
    /// The empty list.
    public static let empty = NodeList(start: 0, count: 0)
    /// Whether there are no children.
    @inlinable public var isEmpty: Bool { count == 0 }
}

/// Identity of an interned string within its tree.
public struct NameID: Hashable, Sendable, BitwiseCopyable {
    /// Index into the name table.
    public let raw: UInt32
    /// Wraps an index.
    @inlinable public init(raw: UInt32) { self.raw = raw }
    /// The empty string, always interned first.
    public static let empty = NameID(raw: 0)
}

/// Half-open range of UTF-8 offsets into the source text.
public struct SourceRange: Hashable, Sendable, BitwiseCopyable {
    /// First byte.
    public var start: UInt32
    /// One past the last byte.
    public var end: UInt32
    /// Wraps two offsets.
    @inlinable public init(start: UInt32, end: UInt32) {
        self.start = start
        self.end = end
    }
}

/// A string value of a program: UTF-16 code units, because JavaScript strings may hold lone surrogates.
public struct JSText: Hashable, Sendable {
    /// The code units.
    public let utf16: ContiguousArray<UInt16>
    /// Wraps code units.
    public init(utf16: ContiguousArray<UInt16>) { self.utf16 = utf16 }
    /// Encodes a Swift string.
    public init(_ string: String) { utf16 = ContiguousArray(string.utf16) }
    /// For messages and dumps: lone surrogates become U+FFFD.
    public var description: String { String(decoding: utf16, as: UTF16.self) }
}
