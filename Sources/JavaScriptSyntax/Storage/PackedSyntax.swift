/// A node in sixteen bytes, if its payload fits there.
///
/// ```
///  Syntax         payload ………………………………………………… 0 ..< 20     case 20
///  PackedSyntax   payload ………………………… 0 ..< 15   case 15
/// ```
///
/// A program may have a node for each byte of its text, so the size of a node decides what a hostile text costs.
/// Functions, imports, exports and very long lists in three other cases are wider; `SyntaxNodes` keeps those elsewhere.
///
/// Invariant: an enumeration with several payloads and no bits to spare is the union of its payloads, from offset zero,
/// followed by a byte that says which case it is; cases without payload share one value of that byte and are numbered in
/// the first bytes of the payload. A test packs every case.
/// Source: https://github.com/swiftlang/swift/blob/main/docs/ABI/TypeLayout.rst#multi-payload-enums
@usableFromInline
struct PackedSyntax: BitwiseCopyable, Sendable {
    /// Payload bytes 0 ..< 8.
    @usableFromInline let low: UInt64
    /// Payload bytes 8 ..< 15, and the case in the highest byte.
    @usableFromInline let high: UInt64

    /// Where the byte of the case lies in a `Syntax`.
    @inlinable static var caseOffset: Int { 20 }
    /// Stands for the case of a node that lies elsewhere; `low` is its index there.
    @inlinable static var wideCase: UInt64 { 0xFF }

    /// Refers to a node that lies elsewhere.
    @inlinable @inline(__always)
    init(wideIndex: Int) {
        low = UInt64(truncatingIfNeeded: wideIndex)
        high = PackedSyntax.wideCase << 56
    }

    /// A node, or nil if it does not fit.
    @inlinable @inline(__always)
    init?(_ node: Syntax) {
        switch node {
        case .function, .importDeclaration, .exportNamed: return nil
        case .classExpression(_, _, let list), .template(_, let list), .exportAll(_, _, let list):
            // The highest byte of the count lies where the case goes.
            if list.count >> 24 != 0 { return nil }
        default: break
        }
        var node = node
        (low, high) = withUnsafeBytes(of: &node) { bytes in
            // Invariant: see above; the size is checked by `NodeBuffer`.
            let tail = bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self) & (1 << 56 - 1)
            return (
                bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self),
                tail | UInt64(bytes[PackedSyntax.caseOffset]) << 56
            )
        }
    }

    /// The index of a node that lies elsewhere, or nil.
    @inlinable var wideIndex: Int? {
        @inline(__always) get { high >> 56 == PackedSyntax.wideCase ? Int(truncatingIfNeeded: low) : nil }
    }

    /// The node, which must not lie elsewhere.
    @inlinable var node: Syntax {
        @inline(__always) get {
            var node = Syntax.empty
            withUnsafeMutableBytes(of: &node) { bytes in
                // Invariant: these are the bytes of a `Syntax` that `init` was given; no narrow case has others.
                bytes.storeBytes(of: low, toByteOffset: 0, as: UInt64.self)
                bytes.storeBytes(of: high & (1 << 56 - 1), toByteOffset: 8, as: UInt64.self)
                bytes[PackedSyntax.caseOffset] = UInt8(truncatingIfNeeded: high >> 56)
            }
            return node
        }
    }
}
