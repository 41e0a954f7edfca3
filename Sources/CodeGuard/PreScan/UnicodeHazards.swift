/// Characters that deceive readers of source text.
package enum UnicodeHazards {
    /// What a homograph is confused with, in the order in which layer 0 looks.
    static let preScanHomographs: [(scalar: UInt32, lookalike: Character, script: String)] = [
        (0x0430, "a", "Cyrillic"), (0x0435, "e", "Cyrillic"), (0x043E, "o", "Cyrillic"), (0x0440, "p", "Cyrillic"),
        (0x0441, "c", "Cyrillic"), (0x0445, "x", "Cyrillic"), (0x0443, "y", "Cyrillic"), (0x03B1, "a", "Greek"),
        (0x03BF, "o", "Greek"), (0xFF41, "a", "fullwidth"), (0xFF45, "e", "fullwidth"),
    ]

    /// U+202A to U+202E and U+2066 to U+2069.
    static func isBidirectionalControl(_ scalar: UInt32) -> Bool {
        (0x202A...0x202E).contains(scalar) || (0x2066...0x2069).contains(scalar)
    }

    /// The controls above, and the two marks U+200E and U+200F.
    static func isBidirectionalFormat(_ scalar: UInt32) -> Bool {
        isBidirectionalControl(scalar) || scalar == 0x200E || scalar == 0x200F
    }

    /// The abbreviation of a bidirectional control.
    static func bidirectionalName(_ scalar: UInt32) -> String {
        switch scalar {
        case 0x202A: "LRE"
        case 0x202B: "RLE"
        case 0x202C: "PDF"
        case 0x202D: "LRO"
        case 0x202E: "RLO"
        case 0x2066: "LRI"
        case 0x2067: "RLI"
        case 0x2068: "FSI"
        case 0x2069: "PDI"
        case 0x200E: "LRM"
        default: "RLM"
        }
    }

    /// What layer 0 counts as invisible.
    static func isCountedInvisible(_ scalar: UInt32) -> Bool {
        scalar == 0x200B || scalar == 0x2060 || scalar == 0xFEFF || scalar == 0x00AD || scalar == 0x034F
    }

    /// Zero-width characters of the rule `unicode-security`.
    static func isZeroWidth(_ scalar: UInt32) -> Bool {
        (0x200B...0x200D).contains(scalar) || scalar == 0x2060 || scalar == 0xFEFF
    }

    /// Other invisible characters of the rule `unicode-security`.
    static func isInvisible(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x00AD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180E, 0x3164, 0xFFA0: true
        default: false
        }
    }

    private static let homoglyphs: [UInt32: Character] = {
        var table: [UInt32: Character] = [0x212E: "e", 0x2139: "i", 0x2070: "0", 0x00B9: "1", 0x00B2: "2", 0x00B3: "3"]
        func add(_ scalars: [UInt32], _ letters: String) {
            for (scalar, letter) in zip(scalars, letters) { table[scalar] = letter }
        }
        add([0x0430, 0x0435, 0x043E, 0x0440, 0x0441, 0x0445, 0x0443], "aeopcxy")
        add([0x0410, 0x0412, 0x0415, 0x041A, 0x041C, 0x041D, 0x041E, 0x0420, 0x0421, 0x0422, 0x0425], "ABEKMHOPCTX")
        add([0x0391, 0x0392, 0x0395, 0x0397, 0x0399, 0x039A, 0x039C], "ABEHIKM")
        add([0x039D, 0x039F, 0x03A1, 0x03A4, 0x03A7, 0x03A5, 0x0396, 0x03BF, 0x03BD], "NOPTXYZov")
        for offset in UInt32(0)..<26 {
            table[0xFF41 + offset] = letter(0x61 + offset)
            table[0xFF21 + offset] = letter(0x41 + offset)
        }
        for offset in UInt32(0)..<10 { table[0xFF10 + offset] = letter(0x30 + offset) }
        for digit in UInt32(4)...9 { table[0x2070 + digit] = letter(0x30 + digit) }
        return table
    }()

    private static func letter(_ value: UInt32) -> Character { Character(Unicode.Scalar(UInt8(value & 0x7F))) }

    /// The Latin character that a homoglyph imitates.
    static func lookalike(_ scalar: UInt32) -> Character? { homoglyphs[scalar] }

    /// A text with each homoglyph replaced by what it imitates.
    package static func normalizingHomoglyphs(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { lookalike($0.value)?.unicodeScalars.first ?? $0 }))
    }

    /// Whether a text holds no character that deceives.
    package static func isSafe(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy {
            let value = $0.value
            return value < 0x80
                || !(isBidirectionalFormat(value) || isZeroWidth(value) || isInvisible(value)
                    || lookalike(value) != nil)
        }
    }
}
