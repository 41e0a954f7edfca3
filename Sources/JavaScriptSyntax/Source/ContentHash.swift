extension SourceText {
    /// A 64-bit hash of the bytes and a seed, equal on every machine: it names compiled code in stored programs.
    ///
    /// Folds 128-bit products of eight bytes at a time (the construction of wyhash). It is no proof against an author
    /// who looks for collisions.
    package func contentHash(seed: UInt64) -> UInt64 {
        withBytes { bytes in
            let length = UInt64(truncatingIfNeeded: bytes.count)
            var state = Self.fold(seed ^ 0xA076_1D64_78BD_642F, length ^ 0xE703_7ED1_A0B4_28DB)
            var index = 0
            while bytes.count &- index >= 8 {
                state = Self.fold(state ^ bytes.word(at: index), 0x8EBC_6AF0_9C88_C6E3 ^ state << 1)
                index &+= 8
            }
            var tail: UInt64 = 1
            while index < bytes.count {
                tail = tail << 8 | UInt64(bytes[index])
                index &+= 1
            }
            return Self.fold(state ^ tail, 0x5899_65CC_7537_4CC3)
        }
    }

    private static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = (left | 1).multipliedFullWidth(by: right | 1)
        return product.high ^ product.low ^ left
    }
}
