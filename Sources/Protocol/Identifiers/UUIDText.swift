/// The text of random UUIDs.
/// https://www.rfc-editor.org/rfc/rfc9562#section-5.4
enum UUIDText {
    private static let digits = Array("0123456789abcdef".utf8)

    /// A version 4 UUID in lower case.
    static func random(using generator: inout some RandomNumberGenerator) -> String {
        let high: UInt64 = generator.next() & 0xFFFF_FFFF_FFFF_0FFF | 0x4000
        let low: UInt64 = generator.next() & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
        var text: [UInt8] = []
        text.reserveCapacity(36)
        for nibble in 0..<32 {
            if nibble == 8 || nibble == 12 || nibble == 16 || nibble == 20 { text.append(UInt8(ascii: "-")) }
            let word = nibble < 16 ? high : low
            text.append(digits[Int(truncatingIfNeeded: word >> UInt64(60 - 4 * (nibble & 15)) & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}
