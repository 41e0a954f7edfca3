/// Cuts a stream of bytes into lines, whatever the chunks it comes in.
///
/// Lines end at `\n`; white space around them is trimmed, blank ones are skipped. Bytes are looked at once, and no more
/// than one line beyond what was appended is held.
public struct LineSplitter: Sendable {
    /// The longest line a reader takes.
    public static let standardLineBytesMax = 16 << 20

    private let lineBytesMax: Int
    private var buffer: [UInt8] = []
    /// Start of the line that is not complete yet.
    private var lineStart = 0
    /// Bytes before this hold no `\n` that was not taken.
    private var scanned = 0

    /// A splitter at the start of a stream.
    public init(lineBytesMax: Int = LineSplitter.standardLineBytesMax) {
        self.lineBytesMax = lineBytesMax
    }

    /// Adds what arrived.
    public mutating func append(_ bytes: some Sequence<UInt8>) {
        if lineStart > 0 {
            buffer.removeSubrange(..<lineStart)
            scanned -= lineStart
            lineStart = 0
        }
        buffer.append(contentsOf: bytes)
    }

    /// Takes the next complete line; nil if there is none yet.
    ///
    /// - Throws: `.sizeLimit` for a line that is too long, complete or not. The stream is then of no more use.
    public mutating func next() throws(ProtocolError) -> ArraySlice<UInt8>? {
        while let end = buffer[scanned...].firstIndex(of: UInt8(ascii: "\n")) {
            let line = buffer[lineStart..<end]
            lineStart = end + 1
            scanned = lineStart
            try check(line.count)
            let text = Self.trimmed(line)
            if !text.isEmpty { return text }
        }
        scanned = buffer.count
        try check(buffer.count - lineStart)
        return nil
    }

    /// Takes what stands behind the last `\n` when the stream has ended; nil if that is blank.
    public mutating func finish() throws(ProtocolError) -> ArraySlice<UInt8>? {
        let line = buffer[lineStart...]
        lineStart = buffer.count
        scanned = lineStart
        try check(line.count)
        let text = Self.trimmed(line)
        return text.isEmpty ? nil : text
    }

    private func check(_ count: Int) throws(ProtocolError) {
        guard count <= lineBytesMax else {
            throw ProtocolError(
                .sizeLimit, "a line is longer than \(lineBytesMax) bytes", at: .byte(lineBytesMax), code: .parseError)
        }
    }

    private static func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        func isSpace(_ byte: UInt8) -> Bool {
            byte == 0x20 || 0x09...0x0D ~= byte
        }
        guard let first = line.firstIndex(where: { !isSpace($0) }),
            let last = line.lastIndex(where: { !isSpace($0) })
        else { return [] }
        return line[first...last]
    }
}
