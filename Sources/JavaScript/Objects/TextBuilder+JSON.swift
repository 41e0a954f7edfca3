extension StringView {
    /// Bits at the bytes of a word that a JSON string cannot hold as they are: a quote, a backslash, a control
    /// character. Exact for the lowest such byte.
    @inline(__always) static func specialBytes(_ word: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let quote = word ^ (ones &* 0x22)
        let slash = word ^ (ones &* 0x5c)
        let control = (word &- ones &* 0x20) & ~word
        return (control | ((quote &- ones) & ~quote) | ((slash &- ones) & ~slash)) & (ones &* 0x80)
    }

    /// Eight bytes of a Latin-1 text, of which `i + 8 ≤ count`.
    @inline(__always) func word(_ i: Int) -> UInt64 {
        UInt64(littleEndian: start.loadUnaligned(fromByteOffset: i, as: UInt64.self))
    }

    /// Position of the first unit at or after `from` that a JSON string cannot hold as it is, `count` if there is none.
    /// Latin-1 only; eight bytes at a time.
    func endOfPlainRun(from: Int) -> Int {
        var i = from
        while i &+ 8 <= count {
            let hits = StringView.specialBytes(word(i))
            if hits != 0 { return i &+ hits.trailingZeroBitCount &>> 3 }
            i &+= 8
        }
        while i < count {
            let byte = start.load(fromByteOffset: i, as: UInt8.self)
            if byte < 0x20 || byte == 0x22 || byte == 0x5c { return i }
            i &+= 1
        }
        return count
    }
}

extension TextBuilder {
    /// Writes a string between quotes, with what JSON needs escaped.
    /// https://tc39.es/ecma262/#sec-quotejsonstring
    mutating func appendQuoted(_ units: StringView) {
        if !units.isLatin1 { widen() }
        append(ascii: 0x22)
        if isLatin1, units.isLatin1 { quoteLatin1(units) } else { quoteUnits(units) }
        append(ascii: 0x22)
    }

    /// Copies and looks in one pass, eight bytes at a time: what is copied too much is overwritten by the escape.
    private mutating func quoteLatin1(_ units: StringView) {
        var i = 0
        while i < units.count {
            guard ensure(units.count &- i) else { return }
            var hit = false
            while i &+ 8 <= units.count {
                let word = units.word(i)
                let hits = StringView.specialBytes(word)
                put(word, using: hits == 0 ? 8 : hits.trailingZeroBitCount &>> 3)
                i &+= hits == 0 ? 8 : hits.trailingZeroBitCount &>> 3
                if hits != 0 {
                    hit = true
                    break
                }
            }
            while !hit, i < units.count {
                let byte = units.start.load(fromByteOffset: i, as: UInt8.self)
                if byte < 0x20 || byte == 0x22 || byte == 0x5c { break }
                put(byte)
                i &+= 1
            }
            if i < units.count {
                escape(units[i])
                i &+= 1
            }
        }
    }

    private mutating func quoteUnits(_ units: StringView) {
        var i = 0
        while i < units.count, failure == nil {
            let unit = units[i]
            i &+= 1
            if unit < 0x20 || unit == 0x22 || unit == 0x5c {
                escape(unit)
            } else if unit & 0xf800 != 0xd800 {
                append(unit: unit)
            } else if unit < 0xdc00, i < units.count, units[i] & 0xfc00 == 0xdc00 {
                append(unit: unit)
                append(unit: units[i])
                i &+= 1
            } else {
                escape(unit)
            }
        }
    }

    private mutating func escape(_ unit: UInt16) {
        guard ensure(6) else { return }
        put(0x5c)
        switch unit {
        case 8: put(UInt8(ascii: "b"))
        case 9: put(UInt8(ascii: "t"))
        case 10: put(UInt8(ascii: "n"))
        case 12: put(UInt8(ascii: "f"))
        case 13: put(UInt8(ascii: "r"))
        case 0x22, 0x5c: put(UInt8(truncatingIfNeeded: unit))
        default:
            put(UInt8(ascii: "u"))
            for shift in [12, 8, 4, 0] as [UInt16] {
                let digit = UInt8(truncatingIfNeeded: unit >> shift & 15)
                put(digit < 10 ? 48 &+ digit : 87 &+ digit)
            }
        }
    }

    /// Writes a number as JSON does: `null` unless it is finite.
    mutating func appendNumber(_ value: Value) {
        if value.isInt32 { return append(value.int32) }
        let number = value.double
        if !number.isFinite { return append("null") }
        _ = withASCIIBuffer(NumberText.lengthMax) { buffer in
            NumberText.write(number, to: &buffer)
            if let start = buffer.bytes.baseAddress { append(StringView(latin1: start, count: buffer.count)) }
        }
    }
}
