/// Parses the regular part of ECMAScript's regular expressions, as written without the `u` flag.
///
/// Look-around, back-references and named groups are told apart from malformed patterns: the first are not supported,
/// the second never match. https://tc39.es/ecma262/#prod-Pattern and https://tc39.es/ecma262/#prod-annexB-Term
struct RegexParser {
    /// Groups inside each other.
    private static let depthMax = 64
    /// Repetition counts beyond this are not supported.
    private static let repetitionMax = 1000

    private let units: [UInt16]
    private var offset = 0
    private var depth = 0

    init(_ text: String) {
        units = Array(text.utf16)
    }

    mutating func parse() throws(FilterProgram.Failure) -> PatternNode {
        let node = try disjunction()
        guard offset == units.count else { throw .malformed }
        return node
    }

    // MARK: Structure

    private mutating func disjunction() throws(FilterProgram.Failure) -> PatternNode {
        guard depth < Self.depthMax else { throw .unsupported("groups nested deeper than \(Self.depthMax) levels") }
        depth += 1
        defer { depth -= 1 }
        var alternatives = [try alternative()]
        while skip("|") { alternatives.append(try alternative()) }
        return alternatives.count == 1 ? alternatives[0] : .alternation(alternatives)
    }

    private mutating func alternative() throws(FilterProgram.Failure) -> PatternNode {
        var terms: [PatternNode] = []
        while let unit = peek(), unit != UInt16(ascii: "|"), unit != UInt16(ascii: ")") {
            terms.append(try term())
        }
        return .sequence(terms)
    }

    private mutating func term() throws(FilterProgram.Failure) -> PatternNode {
        if skip("^") { return .assertion(.start) }
        if skip("$") { return .assertion(.end) }
        if skip("\\b") { return .assertion(.wordBoundary(true)) }
        if skip("\\B") { return .assertion(.wordBoundary(false)) }
        let atom = try atom()
        guard let (minimum, maximum) = try quantifier() else { return atom }
        _ = skip("?")
        return .repetition(atom, minimum: minimum, maximum: maximum)
    }

    private mutating func atom() throws(FilterProgram.Failure) -> PatternNode {
        guard let unit = next() else { throw .malformed }
        switch unit {
        case UInt16(ascii: "."): return .set(.notLineTerminator)
        case UInt16(ascii: "("): return try group()
        case UInt16(ascii: "["): return .set(try characterClass())
        case UInt16(ascii: "\\"): return try escape()
        case UInt16(ascii: "*"), UInt16(ascii: "+"), UInt16(ascii: "?"): throw .malformed
        case UInt16(ascii: "{"):
            // A brace that would be a quantifier has nothing to repeat; any other stands for itself.
            offset -= 1
            if try quantifier() != nil { throw .malformed }
            offset += 1
            return .unit(unit)
        default: return .unit(unit)
        }
    }

    private mutating func group() throws(FilterProgram.Failure) -> PatternNode {
        if skip("?") {
            if skip("=") || skip("!") || skip("<=") || skip("<!") { throw .unsupported("look-around") }
            if skip("<") { throw .unsupported("a named group") }
            guard skip(":") else { throw .malformed }
        }
        let node = try disjunction()
        guard skip(")") else { throw .malformed }
        return node
    }

    /// Reads `*`, `+`, `?` or a count in braces; nil, and nothing consumed, if none of them stands here.
    private mutating func quantifier() throws(FilterProgram.Failure) -> (Int, Int?)? {
        if skip("*") { return (0, nil) }
        if skip("+") { return (1, nil) }
        if skip("?") { return (0, 1) }
        let start = offset
        guard skip("{"), let minimum = number() else {
            offset = start
            return nil
        }
        var maximum: Int? = minimum
        if skip(",") { maximum = number() }
        guard skip("}") else {
            offset = start
            return nil
        }
        if let maximum, maximum < minimum { throw .malformed }
        guard max(minimum, maximum ?? 0) <= Self.repetitionMax else {
            throw .unsupported("a repetition of more than \(Self.repetitionMax)")
        }
        return (minimum, maximum)
    }

    // MARK: Escapes and classes

    private mutating func escape() throws(FilterProgram.Failure) -> PatternNode {
        guard let unit = peek() else { throw .malformed }
        if let set = Self.classEscape(unit) {
            offset += 1
            return .set(set)
        }
        if UInt16(ascii: "1")...UInt16(ascii: "9") ~= unit { throw .unsupported("a back-reference") }
        return .unit(try characterEscape())
    }

    /// The set of `\d`, `\w`, `\s` and their opposites.
    private static func classEscape(_ unit: UInt16) -> UnitSet? {
        switch unit {
        case UInt16(ascii: "d"): .digit
        case UInt16(ascii: "D"): UnitSet.digit.complement
        case UInt16(ascii: "w"): .word
        case UInt16(ascii: "W"): UnitSet.word.complement
        case UInt16(ascii: "s"): .space
        case UInt16(ascii: "S"): UnitSet.space.complement
        default: nil
        }
    }

    /// Reads what follows a backslash and stands for one unit.
    private mutating func characterEscape() throws(FilterProgram.Failure) -> UInt16 {
        guard let unit = next() else { throw .malformed }
        switch unit {
        case UInt16(ascii: "f"): return 0x0C
        case UInt16(ascii: "n"): return 0x0A
        case UInt16(ascii: "r"): return 0x0D
        case UInt16(ascii: "t"): return 0x09
        case UInt16(ascii: "v"): return 0x0B
        case UInt16(ascii: "x"): return hexadecimal(digits: 2) ?? unit
        case UInt16(ascii: "u"): return hexadecimal(digits: 4) ?? unit
        case UInt16(ascii: "0")...UInt16(ascii: "9"):
            guard unit == UInt16(ascii: "0"), !(peek().map(Self.isDigit) ?? false) else {
                throw .unsupported("an octal escape")
            }
            return 0
        case UInt16(ascii: "c"):
            guard let letter = peek(), Self.isLetter(letter) else {
                offset -= 1
                return UInt16(ascii: "\\")
            }
            offset += 1
            return letter & 31
        default: return unit
        }
    }

    private mutating func characterClass() throws(FilterProgram.Failure) -> UnitSet {
        var set = UnitSet([], isNegated: skip("^"))
        while !skip("]") {
            let first = try classAtom()
            guard peek() == UInt16(ascii: "-"), offset + 1 < units.count, units[offset + 1] != UInt16(ascii: "]") else {
                set.ranges += first.positiveRanges
                continue
            }
            offset += 1
            let last = try classAtom()
            if let lower = Self.single(first), let upper = Self.single(last) {
                guard lower <= upper else { throw .malformed }
                set.ranges.append(lower...upper)
            } else {
                let dash = UInt16(ascii: "-")
                set.ranges += first.positiveRanges + [dash...dash] + last.positiveRanges
            }
        }
        return set
    }

    private mutating func classAtom() throws(FilterProgram.Failure) -> UnitSet {
        guard let unit = next() else { throw .malformed }
        guard unit == UInt16(ascii: "\\") else { return UnitSet([unit...unit]) }
        guard let escaped = peek() else { throw .malformed }
        if let set = Self.classEscape(escaped) {
            offset += 1
            return set
        }
        if skip("b") { return UnitSet([0x08...0x08]) }
        let character = try characterEscape()
        return UnitSet([character...character])
    }

    private static func single(_ set: UnitSet) -> UInt16? {
        guard !set.isNegated, set.ranges.count == 1, let range = set.ranges.first, range.count == 1 else { return nil }
        return range.lowerBound
    }

    // MARK: Units

    private func peek() -> UInt16? {
        offset < units.count ? units[offset] : nil
    }

    private mutating func next() -> UInt16? {
        guard let unit = peek() else { return nil }
        offset += 1
        return unit
    }

    private mutating func skip(_ text: String) -> Bool {
        let expected = text.utf16
        guard units[offset...].starts(with: expected) else { return false }
        offset += expected.count
        return true
    }

    /// A decimal number; numbers beyond any limit read as a large one.
    private mutating func number() -> Int? {
        let start = offset
        var value = 0
        while let unit = peek(), Self.isDigit(unit) {
            value = min(value * 10 + Int(unit - UInt16(ascii: "0")), 1_000_000)
            offset += 1
        }
        return offset > start ? value : nil
    }

    private mutating func hexadecimal(digits: Int) -> UInt16? {
        guard offset + digits <= units.count else { return nil }
        var value: UInt16 = 0
        for unit in units[offset..<offset + digits] {
            guard let digit = Unicode.Scalar(unit).flatMap({ Character($0).hexDigitValue }), unit < 0x80 else {
                return nil
            }
            value = value << 4 | UInt16(digit)
        }
        offset += digits
        return value
    }

    private static func isDigit(_ unit: UInt16) -> Bool {
        UInt16(ascii: "0")...UInt16(ascii: "9") ~= unit
    }

    private static func isLetter(_ unit: UInt16) -> Bool {
        UInt16(ascii: "a")...UInt16(ascii: "z") ~= unit | 0x20
    }
}
