/// Bytes that something else keeps alive while the view is in use.
///
/// A view may be read up to `readableCount`, which can lie behind `count`: source text is followed by zeros, so that the
/// lexer looks ahead without a bounds check. Debug builds check every access; in release builds the users' invariants
/// (stated at `Lexer`) stand for it.
struct ByteView: BitwiseCopyable, RandomAccessCollection {
    private let base: UnsafePointer<UInt8>
    /// Number of bytes of the text.
    let count: Int
    private let readableCount: Int

    /// A view of `count` bytes, of which `readableCount` may be read.
    fileprivate init(_ base: UnsafePointer<UInt8>, count: Int, readableCount: Int) {
        self.base = base
        self.count = count
        self.readableCount = readableCount
    }

    var startIndex: Int { 0 }
    var endIndex: Int { count }

    /// The byte at `index`, which must be below the readable count.
    @inline(__always)
    subscript(index: Int) -> UInt8 {
        assert(index >= 0 && index < readableCount)
        return base[index]
    }

    /// The bytes from `start` to `end`, which must lie in the text.
    @inline(__always)
    func slice(from start: Int, to end: Int) -> ByteView {
        assert(start >= 0 && start <= end && end <= count)
        return ByteView(base + start, count: end &- start, readableCount: readableCount &- start)
    }

    /// The eight bytes from `index` on, the first of them lowest. All must be readable.
    @inline(__always)
    func word(at index: Int) -> UInt64 {
        assert(index >= 0 && index <= readableCount &- 8)
        return UInt64(littleEndian: UnsafeRawPointer(base + index).loadUnaligned(as: UInt64.self))
    }
}

extension ContiguousArray<UInt8> {
    /// The UTF-8 of a string, followed by `padding` zeros.
    init(utf8Of string: String, padding: Int) {
        var string = string
        self = string.withUTF8 { utf8 in
            ContiguousArray(unsafeUninitializedCapacity: utf8.count + padding) { buffer, initialized in
                // Invariant: the capacity is the sum of the two runs, which are initialized one after the other.
                let end = buffer[..<utf8.count].initialize(fromContentsOf: utf8)
                buffer[end...].initialize(repeating: 0)
                initialized = utf8.count + padding
            }
        }
    }

    /// Calls `body` with a view of the first `count` bytes; the rest of the array stays readable behind them.
    @inline(__always)
    func withView<Result>(count: Int, _ body: (ByteView) -> Result) -> Result {
        precondition(count >= 0 && count <= self.count)
        return withUnsafeBufferPointer { all in
            guard let base = all.baseAddress else {
                // An array without elements may lack an address; one byte stands for it, and none of it is read.
                return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 1) { spare in
                    spare.initialize(repeating: 0)
                    return body(
                        ByteView(UnsafePointer(spare.baseAddress.unsafelyUnwrapped), count: 0, readableCount: 0))
                }
            }
            return body(ByteView(base, count: count, readableCount: all.count))
        }
    }

    /// Appends a view's bytes.
    @inline(__always)
    mutating func append(_ view: ByteView) { append(contentsOf: view) }
}
