/// Lines, their lengths, and the first NUL of a text, found in one pass.
struct TextMeasure {
    private(set) var lineCount = 1
    /// Longest line in UTF-16 code units.
    private(set) var longestLine = 0
    /// Start of the first line above the limit.
    private(set) var longLineOffset: Int?
    private(set) var nullOffset: Int?
    private(set) var isASCII = true

    init(_ bytes: [UInt8], lineLengthMax: Int) {
        var lineStart = 0
        var units = 0
        var highBits: UInt8 = 0
        var index = 0
        let count = bytes.count
        while index < count {
            let byte = bytes[index]
            index &+= 1
            if byte > 0x0D, byte < 0x80 {
                units &+= 1
            } else if byte == 0x0A || byte == 0x0D {
                endLine(units, lineStart, lineLengthMax)
                if byte == 0x0D, index < count, bytes[index] == 0x0A { index &+= 1 }
                lineCount &+= 1
                lineStart = index
                units = 0
            } else if byte >= 0x80 {
                highBits |= byte
                units &+= byte & 0xC0 == 0x80 ? 0 : byte >= 0xF0 ? 2 : 1
            } else {
                if byte == 0, nullOffset == nil { nullOffset = index &- 1 }
                units &+= 1
            }
        }
        endLine(units, lineStart, lineLengthMax)
        isASCII = highBits == 0
    }

    private mutating func endLine(_ units: Int, _ start: Int, _ limit: Int) {
        if units > longestLine { longestLine = units }
        if units > limit, longLineOffset == nil { longLineOffset = start }
    }
}

/// The first deceptive characters of a text, wherever they stand.
struct CharacterScan {
    /// A character and its UTF-8 range.
    struct Hit {
        let scalar: UInt32
        let offset: Int
        let length: Int
    }

    private(set) var bidirectional: Hit?
    /// The first ten.
    private(set) var invisible: [Hit] = []
    private(set) var invisibleCount = 0
    private(set) var homograph: Hit?

    init(_ bytes: [UInt8], findsHomographs: Bool) {
        var index = 0
        while index < bytes.count {
            if bytes[index] < 0x80 {
                index &+= 1
                continue
            }
            let hit = CharacterScan.decode(bytes, at: index)
            note(hit, findsHomographs)
            index &+= hit.length
        }
    }

    private mutating func note(_ hit: Hit, _ findsHomographs: Bool) {
        if bidirectional == nil, UnicodeHazards.isBidirectionalControl(hit.scalar) { bidirectional = hit }
        if UnicodeHazards.isCountedInvisible(hit.scalar), hit.scalar != 0xFEFF || hit.offset > 0 {
            invisibleCount &+= 1
            if invisible.count < 10 { invisible.append(hit) }
        }
        if findsHomographs, homograph == nil, CharacterScan.isHomograph(hit.scalar) { homograph = hit }
    }

    static func isHomograph(_ scalar: UInt32) -> Bool {
        scalar >= 0x03B1 && UnicodeHazards.preScanHomographs.contains { $0.scalar == scalar }
    }

    /// The character at an index; a malformed byte is U+FFFD of length one.
    static func decode(_ bytes: [UInt8], at index: Int) -> Hit {
        let lead = bytes[index]
        let length = lead < 0xC2 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 1
        if lead < 0x80 { return Hit(scalar: UInt32(lead), offset: index, length: 1) }
        guard length > 1, index + length <= bytes.count else {
            return Hit(scalar: 0xFFFD, offset: index, length: 1)
        }
        var scalar = UInt32(lead) & (length == 2 ? 0x1F : length == 3 ? 0x0F : 0x07)
        for position in 1..<length {
            let byte = bytes[index + position]
            guard byte & 0xC0 == 0x80 else { return Hit(scalar: 0xFFFD, offset: index, length: 1) }
            scalar = scalar << 6 | UInt32(byte & 0x3F)
        }
        return Hit(scalar: scalar, offset: index, length: length)
    }
}
