/// String literals.
///
/// https://tc39.es/ecma262/#sec-literals-string-literals
extension Lexer {
    /// Reads a string literal from its opening quote.
    mutating func scanString(quote: UInt8) {
        let start = position &+ 1
        var index = start
        while true {
            let byte = bytes[index]
            if byte == quote { break }
            if byte == 0x5C || byte >= 0x80 || byte < 0x20 {
                position = index
                return scanStringSlowly(quote: quote, from: start)
            }
            index &+= 1
        }
        token.name = names.intern(latin1: bytes.slice(from: start, to: index))
        token.kind = .string
        position = index &+ 1
    }

    @inline(never)
    private mutating func scanStringSlowly(quote: UInt8, from start: Int) {
        units.truncate(to: 0)
        for index in start..<position { units.append(UInt16(bytes[index])) }
        while true {
            let byte = bytes[position]
            if byte == quote { break }
            switch byte {
            case 0x5C:
                let escape = position
                position &+= 1
                if position >= count { return reject(.unterminatedString, from: start &- 1, to: position) }
                token.flags.insert(.hasEscape)
                if let code = scanEscape(inTemplate: false) { return reject(code, from: escape, to: position) }
            case 0x0A, 0x0D:
                return reject(.unterminatedString, from: start &- 1, to: position)
            case 0 where position >= count:
                return reject(.unterminatedString, from: start &- 1, to: position)
            case 0x80...:
                appendUnits(of: takeCodePoint())
            default:
                units.append(UInt16(byte))
                position &+= 1
            }
        }
        token.name = internUnits()
        token.kind = .string
        position &+= 1
    }
}
