extension StringView {
    /// Position of the first unit at or after `from` that a JSON string cannot hold as it is (a quote, a backslash, a
    /// control character), `count` if there is none. Latin-1 only; eight bytes at a time.
    func endOfPlainRun(from: Int) -> Int {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highs: UInt64 = 0x8080_8080_8080_8080
        var i = from
        while i &+ 8 <= count {
            let word = UInt64(littleEndian: start.loadUnaligned(fromByteOffset: i, as: UInt64.self))
            let quote = word ^ (ones &* 0x22)
            let slash = word ^ (ones &* 0x5c)
            let control = (word &- ones &* 0x20) & ~word
            let hits = (control | ((quote &- ones) & ~quote) | ((slash &- ones) & ~slash)) & highs
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

    private mutating func quoteLatin1(_ units: StringView) {
        var i = 0
        while true {
            let end = units.endOfPlainRun(from: i)
            append(units.slice(i, end))
            if end == units.count { return }
            escape(units[end])
            i = end &+ 1
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
        append(ascii: textOfNumber(number))
    }
}
