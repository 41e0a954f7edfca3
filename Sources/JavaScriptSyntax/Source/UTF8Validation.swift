/// Well-formedness of UTF-8 (Unicode standard, table 3-7).
enum UTF8Validation {
    /// Offset of the first byte that starts no well-formed sequence, or nil.
    ///
    /// Reads eight bytes at a time while they are ASCII.
    static func firstInvalidOffset(in bytes: ByteView) -> Int? {
        var index = 0
        while index < bytes.count {
            if bytes.count &- index >= 8 {
                if bytes.word(at: index) & 0x8080_8080_8080_8080 == 0 {
                    index &+= 8
                    continue
                }
            }
            if bytes[index] < 0x80 {
                index &+= 1
                continue
            }
            let length = sequenceLength(in: bytes, at: index)
            if length == 0 { return index }
            index &+= length
        }
        return nil
    }

    /// Length of the well-formed sequence at `index`, which holds a byte above 0x7F; zero if there is none.
    private static func sequenceLength(in bytes: ByteView, at index: Int) -> Int {
        let lead = bytes[index]
        let length = lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0
        guard length > 0, bytes.count &- index >= length else { return 0 }
        for position in 1..<length where bytes[index &+ position] & 0xC0 != 0x80 { return 0 }
        let second = bytes[index &+ 1]
        switch lead {
        case 0xE0: return second >= 0xA0 ? length : 0
        case 0xED: return second < 0xA0 ? length : 0
        case 0xF0: return second >= 0x90 ? length : 0
        case 0xF4: return second < 0x90 ? length : 0
        default: return length
        }
    }
}
