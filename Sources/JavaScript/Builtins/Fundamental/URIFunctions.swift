/// https://tc39.es/ecma262/#sec-uri-handling-functions, and `escape` and `unescape` of Annex B.
enum URIFunctions {
    static let members: [BuiltinMember] = [
        .method("decodeURI", 1, converting: [.any, .string]) {
            leaf({ decode($0, preserving: ";/?:@&=+$,#") }, $0, $1, $2)
        },
        .method("decodeURIComponent", 1, converting: [.any, .string]) {
            leaf({ decode($0, preserving: "") }, $0, $1, $2)
        },
        .method("encodeURI", 1, converting: [.any, .string]) {
            leaf({ encode($0, unescaped: "-_.!~*'();/?:@&=+$,#") }, $0, $1, $2)
        },
        .method("encodeURIComponent", 1, converting: [.any, .string]) {
            leaf({ encode($0, unescaped: "-_.!~*'()") }, $0, $1, $2)
        },
        .method("escape", 1, converting: [.any, .string]) { leaf(escape, $0, $1, $2) },
        .method("unescape", 1, converting: [.any, .string]) { leaf(unescape, $0, $1, $2) },
    ]

    /// Whether a unit is a letter, a digit, or one of these characters.
    @inline(__always) private static func isPlain(_ unit: UInt16, or set: StaticString) -> Bool {
        if (unit | 0x20) &- 0x61 < 26 || unit &- 0x30 < 10 { return true }
        return unit < 0x80 && contains(set, unit)
    }

    private static func contains(_ set: StaticString, _ unit: UInt16) -> Bool {
        for i in 0..<set.utf8CodeUnitCount where UInt16(set.utf8Start[i]) == unit { return true }
        return false
    }

    // MARK: Encoding

    /// https://tc39.es/ecma262/#sec-encode
    private static func encode(_ call: Arguments, unescaped: StaticString) -> Value {
        guard let text = call.rootedString(0) else { return call.exit }
        let realm = call.realm
        let units = realm.view(text)
        call.charge(units.count &>> 2)
        if units.loneSurrogate(from: 0) != nil { return realm.throwError(.uriError, "URI malformed") }
        var i = 0
        while i < units.count, isPlain(units[i], or: unescaped) { i &+= 1 }
        if i == units.count { return text }
        return realm.makeString { writer in
            var i = 0
            while i < units.count {
                if isPlain(units[i], or: unescaped) {
                    writer.append(unit: units[i])
                    i &+= 1
                    continue
                }
                let (codePoint, length) = units.codePoint(at: i)
                i &+= length
                writeUTF8(codePoint, &writer)
            }
        }
    }

    /// The octets of a code point, each as `%XX`.
    private static func writeUTF8(_ codePoint: UInt32, _ writer: inout TextWriter) {
        if codePoint < 0x80 { return writeEscape(codePoint, &writer) }
        if codePoint < 0x800 {
            writeEscape(0xC0 | codePoint >> 6, &writer)
        } else {
            if codePoint < 0x1_0000 {
                writeEscape(0xE0 | codePoint >> 12, &writer)
            } else {
                writeEscape(0xF0 | codePoint >> 18, &writer)
                writeEscape(0x80 | codePoint >> 12 & 0x3F, &writer)
            }
            writeEscape(0x80 | codePoint >> 6 & 0x3F, &writer)
        }
        writeEscape(0x80 | codePoint & 0x3F, &writer)
    }

    private static func writeEscape(_ octet: UInt32, _ writer: inout TextWriter) {
        writer.append(unit: 37)
        writeHex(octet, 2, &writer)
    }

    private static func writeHex(_ value: UInt32, _ digits: Int, _ writer: inout TextWriter) {
        for i in 0..<digits {
            let digit = UInt16(truncatingIfNeeded: value >> UInt32((digits &- 1 &- i) &* 4) & 15)
            writer.append(unit: digit < 10 ? 48 &+ digit : 55 &+ digit)
        }
    }

    // MARK: Decoding

    /// Value of hexadecimal digits; nil if there are fewer.
    private static func hex(_ units: StringView, _ start: Int, _ digits: Int) -> UInt32? {
        if start &+ digits > units.count { return nil }
        var value: UInt32 = 0
        for i in start..<(start &+ digits) {
            let digit = digitValue(units[i])
            if digit > 15 { return nil }
            value = value << 4 | UInt32(digit)
        }
        return value
    }

    /// The code point that begins with the escape at an index, and the units its escapes take; nil if it is malformed.
    private static func escapedCodePoint(_ units: StringView, _ start: Int) -> (value: UInt32, length: Int)? {
        guard let first = hex(units, start &+ 1, 2) else { return nil }
        if first < 0x80 { return (first, 3) }
        let count = (~first << 24).leadingZeroBitCount
        guard count >= 2, count <= 4 else { return nil }
        var value = first & (0x7F >> UInt32(count))
        for k in 1..<count {
            let at = start &+ k &* 3
            guard at < units.count, units[at] == 37, let octet = hex(units, at &+ 1, 2), octet & 0xC0 == 0x80 else {
                return nil
            }
            value = value << 6 | octet & 0x3F
        }
        let smallest: UInt32 = count == 2 ? 0x80 : count == 3 ? 0x800 : 0x1_0000
        guard value >= smallest, value <= 0x10_FFFF, value & 0xFFFF_F800 != 0xD800 else { return nil }
        return (value, count &* 3)
    }

    /// https://tc39.es/ecma262/#sec-decode
    private static func decode(_ call: Arguments, preserving: StaticString) -> Value {
        guard let text = call.rootedString(0) else { return call.exit }
        let realm = call.realm
        let units = realm.view(text)
        call.charge(units.count &>> 2)
        if !units.contains(37) { return text }
        var malformed = false
        let result = realm.makeString { writer in
            var i = 0
            while i < units.count {
                guard units[i] == 37 else {
                    writer.append(unit: units[i])
                    i &+= 1
                    continue
                }
                guard let (value, length) = escapedCodePoint(units, i) else {
                    malformed = true
                    return
                }
                if value < 0x80, contains(preserving, UInt16(value)) {
                    writer.append(units.slice(i, i &+ length))
                } else {
                    writer.append(codePoint: value)
                }
                i &+= length
            }
        }
        return malformed ? realm.throwError(.uriError, "URI malformed") : result
    }

    // MARK: Annex B

    /// https://tc39.es/ecma262/#sec-escape-string
    private static func escape(_ call: Arguments) -> Value {
        guard let text = call.rootedString(0) else { return call.exit }
        let units = call.realm.view(text)
        call.charge(units.count &>> 2)
        return call.realm.makeString { writer in
            for i in 0..<units.count {
                let unit = units[i]
                if isPlain(unit, or: "@*_+-./") {
                    writer.append(unit: unit)
                } else if unit < 256 {
                    writeEscape(UInt32(unit), &writer)
                } else {
                    writer.append("%u")
                    writeHex(UInt32(unit), 4, &writer)
                }
            }
        }
    }

    /// https://tc39.es/ecma262/#sec-unescape-string
    private static func unescape(_ call: Arguments) -> Value {
        guard let text = call.rootedString(0) else { return call.exit }
        let units = call.realm.view(text)
        call.charge(units.count &>> 2)
        return call.realm.makeString { writer in
            var i = 0
            while i < units.count {
                if units[i] == 37, i &+ 1 < units.count, units[i &+ 1] == 117, let value = hex(units, i &+ 2, 4) {
                    writer.append(unit: UInt16(value))
                    i &+= 6
                } else if units[i] == 37, let value = hex(units, i &+ 1, 2) {
                    writer.append(unit: UInt16(value))
                    i &+= 3
                } else {
                    writer.append(unit: units[i])
                    i &+= 1
                }
            }
        }
    }
}
