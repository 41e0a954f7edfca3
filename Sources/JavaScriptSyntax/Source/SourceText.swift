internal import Synchronization

/// The text of a program: UTF-8 bytes, positions in them, and lines on demand.
///
/// Offsets are UTF-8 bytes from the start. Lines and columns count from one; a column counts UTF-16 code units, as
/// editors and other JavaScript engines do. A line ends at LF, CR, CR LF, U+2028 or U+2029.
public final class SourceText: Sendable {
    /// Longest text that offsets can address.
    public static let byteCountMax = Int(Int32.max)
    /// Zero bytes behind the text that let the lexer look ahead without a bounds check.
    static let padding = 16

    /// A position that people read.
    public struct Position: Hashable, Sendable {
        /// Line number from one.
        public let line: Int
        /// Column in UTF-16 code units from one.
        public let column: Int
    }

    /// The bytes, followed by `padding` zeros.
    private let storage: ContiguousArray<UInt8>
    /// Number of bytes of the text.
    public let byteCount: Int
    private let lines = Mutex<LineTable?>(nil)

    /// A text given as UTF-8; whether it is well formed is found out by the parser.
    public init(utf8: some Collection<UInt8>) {
        let count = utf8.count
        byteCount = count
        var bytes = ContiguousArray<UInt8>()
        bytes.reserveCapacity(count + SourceText.padding)
        bytes.append(contentsOf: utf8)
        bytes.append(contentsOf: repeatElement(0, count: SourceText.padding))
        storage = bytes
    }

    /// A text given as a string.
    public init(_ text: String) {
        storage = ContiguousArray(utf8Of: text, padding: SourceText.padding)
        byteCount = storage.count - SourceText.padding
    }

    /// Calls `body` with the bytes; `padding` zero bytes follow them.
    @inline(__always)
    func withBytes<Result>(_ body: (ByteView) -> Result) -> Result {
        storage.withView(count: byteCount, body)
    }

    /// The text of a range, clamped to the source; malformed bytes become U+FFFD.
    public func text(_ range: SourceRange) -> String {
        let start = min(Int(range.start), byteCount)
        let end = min(max(Int(range.end), start), byteCount)
        return String(decoding: storage[start..<end], as: UTF8.self)
    }

    /// The whole text; malformed bytes become U+FFFD.
    public var text: String { String(decoding: storage[..<byteCount], as: UTF8.self) }

    /// Number of lines, at least one.
    public var lineCount: Int { withLines { $0.lineCount } }

    /// The line and column of an offset, which is clamped to the text.
    public func position(of offset: UInt32) -> Position {
        withLines { table in
            withBytes { table.position(of: min(Int(offset), $0.count), in: $0) }
        }
    }

    private func withLines<Result>(_ body: (LineTable) -> Result) -> Result {
        let table = lines.withLock { table in
            if let table { return table }
            let built = withBytes { LineTable(bytes: $0) }
            table = built
            return built
        }
        return body(table)
    }

    /// The line that holds the start of a range, and a line with carets below the range.
    ///
    /// At most `width` columns of the line are shown, around the start; control characters become spaces.
    public func excerpt(_ range: SourceRange, width: Int = 100) -> String {
        let start = min(Int(range.start), byteCount)
        let (lineStart, lineEnd) = withLines { table in withBytes { table.bounds(ofLineAt: start, in: $0) } }
        let before = max(lineStart, start - 4 * width)
        let after = min(lineEnd, max(start, min(Int(range.end), lineEnd)) + 4 * width)
        let head = visible(before..<start).suffix(width * 2 / 3)
        let tail = visible(start..<max(start, after)).prefix(width - head.count)
        let marked = text(SourceRange(start: UInt32(start), end: UInt32(min(Int(range.end), max(start, lineEnd)))))
        let carets = max(1, min(marked.count, tail.count))
        return String(head) + String(tail) + "\n" + String(repeating: " ", count: head.count)
            + String(repeating: "^", count: carets)
    }

    private func visible(_ range: Range<Int>) -> [Character] {
        let decoded = String(decoding: storage[range], as: UTF8.self)
        return decoded.map { $0.unicodeScalars.contains { $0.properties.generalCategory == .control } ? " " : $0 }
    }
}
