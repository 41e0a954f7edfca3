/// Where the lines of a text start, and how far UTF-16 offsets lag behind UTF-8 offsets.
///
/// Built in one pass; a position costs a binary search over the lines and a count over at most one block of bytes, also
/// when the whole text is one line.
struct LineTable: Sendable {
    /// Bytes between two entries of `utf16Offsets`.
    private static let blockSize = 256

    /// Offset of the first byte of each line, ascending; the first is zero.
    private var lineStarts: ContiguousArray<UInt32> = [0]
    /// UTF-16 offset of each block of `blockSize` bytes; empty for ASCII text.
    private var utf16Offsets: ContiguousArray<UInt32> = []

    init(bytes: ByteView) {
        var index = 0
        var isASCII = true
        while index < bytes.count {
            let byte = bytes[index]
            index &+= 1
            if byte == 0x0A || byte == 0x0D {
                if byte == 0x0D, index < bytes.count, bytes[index] == 0x0A { index &+= 1 }
                lineStarts.append(UInt32(truncatingIfNeeded: index))
            } else if byte >= 0x80 {
                isASCII = false
                if LineTable.isLineSeparator(bytes, at: index &- 1) {
                    index &+= 2
                    lineStarts.append(UInt32(truncatingIfNeeded: index))
                }
            }
        }
        if !isASCII { countUnits(bytes) }
    }

    private mutating func countUnits(_ bytes: ByteView) {
        var units: UInt32 = 0
        for index in 0..<bytes.count {
            if index % LineTable.blockSize == 0 { utf16Offsets.append(units) }
            units &+= LineTable.units(startedBy: bytes[index])
        }
    }

    /// UTF-16 code units of the character that starts with this byte; zero for a continuation byte.
    private static func units(startedBy byte: UInt8) -> UInt32 {
        byte & 0xC0 == 0x80 ? 0 : byte >= 0xF0 ? 2 : 1
    }

    private static func isLineSeparator(_ bytes: ByteView, at index: Int) -> Bool {
        index + 2 < bytes.count && bytes[index] == 0xE2 && bytes[index + 1] == 0x80 && bytes[index + 2] & 0xFE == 0xA8
    }

    var lineCount: Int { lineStarts.count }

    /// Index of the line that holds an offset.
    private func lineIndex(of offset: Int) -> Int {
        var low = 1
        var high = lineStarts.count
        while low < high {
            let middle = (low + high) / 2
            if Int(lineStarts[middle]) <= offset { low = middle + 1 } else { high = middle }
        }
        return low - 1
    }

    private func utf16Offset(of offset: Int, in bytes: ByteView) -> Int {
        if utf16Offsets.isEmpty { return offset }
        let block = min(offset / LineTable.blockSize, utf16Offsets.count - 1)
        var units = utf16Offsets[block]
        for index in block * LineTable.blockSize..<min(offset, bytes.count) {
            units &+= LineTable.units(startedBy: bytes[index])
        }
        return Int(units)
    }

    /// The line and column of an offset, which must not lie behind the text.
    func position(of offset: Int, in bytes: ByteView) -> SourceText.Position {
        let line = lineIndex(of: offset)
        let column = utf16Offset(of: offset, in: bytes) - utf16Offset(of: Int(lineStarts[line]), in: bytes)
        return SourceText.Position(line: line + 1, column: column + 1)
    }

    /// First byte of the line that holds an offset, and one past its last byte before the terminator.
    func bounds(ofLineAt offset: Int, in bytes: ByteView) -> (start: Int, end: Int) {
        let line = lineIndex(of: offset)
        let start = Int(lineStarts[line])
        guard line + 1 < lineStarts.count else { return (start, bytes.count) }
        var end = Int(lineStarts[line + 1])
        if end - start >= 3, LineTable.isLineSeparator(bytes, at: end - 3) { return (start, end - 3) }
        end -= 1
        if end > start, bytes[end] == 0x0A, bytes[end - 1] == 0x0D { end -= 1 }
        return (start, end)
    }
}
