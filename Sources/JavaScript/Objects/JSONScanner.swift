/// What is wrong with a JSON text, and at which unit.
struct JSONFailure {
    /// Named as V8 names its messages; `JSONFailure.message` has their text.
    enum Reason {
        /// A unit that cannot stand there; also the end of the text.
        case unexpectedToken
        case expectedPropertyNameOrBrace, expectedPropertyName, expectedColon, expectedCommaOrBracket,
            expectedCommaOrBrace
        case unterminatedString, badControlCharacter, badUnicodeEscape, badEscape
        case noNumberAfterMinus, unterminatedFraction, missingExponent
        case textAfterValue
        /// The execution is being terminated.
        case terminated
    }

    let reason: Reason
    let position: Int
}

/// Powers of ten that a double holds exactly.
private let exactPowersOfTen: [Double] = (0...22).map { power in (0..<power).reduce(1.0) { product, _ in product * 10 }
}

/// Reads the tokens of a JSON text: Latin-1 bytes or UTF-16 units that outlive the scanner.
///
/// https://tc39.es/ecma262/#sec-json.parse, https://www.rfc-editor.org/rfc/rfc8259
struct JSONScanner<Unit: FixedWidthInteger & UnsignedInteger> {
    private let start: UnsafePointer<Unit>
    let count: Int
    var position = 0
    private(set) var failure: JSONFailure?
    /// Units of a string with escapes.
    private var decoded: [UInt16] = []

    init(_ units: UnsafeBufferPointer<Unit>) {
        // Nothing is read of an empty text; any address will do.
        start = units.baseAddress ?? UnsafePointer(bitPattern: 16).unsafelyUnwrapped
        count = units.count
    }

    /// A part of the text.
    @inline(__always) func view(_ from: Int, _ to: Int) -> StringView {
        StringView(start: UnsafeRawPointer(start + from), count: to &- from, isLatin1: MemoryLayout<Unit>.size == 1)
    }

    /// The unit at an index below `count`.
    @inline(__always) private func unit(_ i: Int) -> UInt16 { UInt16(truncatingIfNeeded: start[i]) }

    /// The unit at `position` after white space, 0 at the end (no token begins with it).
    @inline(__always) mutating func next() -> UInt16 {
        while position < count {
            let unit = unit(position)
            if unit > 32 || unit != 32 && unit != 10 && unit != 13 && unit != 9 { return unit }
            position &+= 1
        }
        return 0
    }

    /// Records a failure; false, for `return fail(…)`.
    mutating func fail(_ reason: JSONFailure.Reason, at position: Int) -> Bool {
        failure = JSONFailure(reason: reason, position: position)
        return false
    }

    /// The rest of `true`, `false` or `null`; the first unit is at `position`.
    mutating func literal(_ text: StaticString) -> Bool {
        for i in 1..<text.utf8CodeUnitCount {
            let at = position &+ i
            if at >= count || unit(at) != UInt16(text.utf8Start[i]) { return fail(.unexpectedToken, at: at) }
        }
        position &+= text.utf8CodeUnitCount
        return true
    }

    // MARK: Numbers

    /// The number at `position`; nil after a failure.
    mutating func number() -> Value? {
        let first = position
        var i = first
        let negative = unit(i) == 45
        if negative { i &+= 1 }
        guard i < count, unit(i) &- 48 <= 9 else {
            _ = fail(.noNumberAfterMinus, at: i)
            return nil
        }
        var mantissa: UInt64 = 0
        let firstDigit = i
        while i < count, unit(i) &- 48 <= 9 {
            mantissa = mantissa &* 10 &+ UInt64(unit(i) &- 48)
            i &+= 1
        }
        var digits = i &- firstDigit
        if digits > 1, unit(firstDigit) == 48 {
            _ = fail(.unexpectedToken, at: firstDigit &+ 1)
            return nil
        }
        var exponent = 0
        if i < count, unit(i) == 46 {
            i &+= 1
            let point = i
            while i < count, unit(i) &- 48 <= 9 {
                mantissa = mantissa &* 10 &+ UInt64(unit(i) &- 48)
                i &+= 1
            }
            if i == point {
                _ = fail(.unterminatedFraction, at: i)
                return nil
            }
            exponent = point &- i
            digits &+= i &- point
        }
        if i < count, unit(i) | 32 == 101 {
            guard let (scale, end) = scannedExponent(i &+ 1) else { return nil }
            exponent &+= scale
            i = end
        }
        position = i
        if digits <= 15, exponent >= -22, exponent <= 22 {
            let exact = Double(mantissa)
            let scaled = exponent < 0 ? exact / exactPowersOfTen[-exponent] : exact * exactPowersOfTen[exponent]
            return Value(number: negative ? -scaled : scaled)
        }
        return Value(number: parseDecimal(view(0, count), first, i))
    }

    /// The exponent after `e`, clamped, and where it ends.
    private mutating func scannedExponent(_ from: Int) -> (Int, Int)? {
        var i = from
        var negative = false
        if i < count, unit(i) == 43 || unit(i) == 45 {
            negative = unit(i) == 45
            i &+= 1
        }
        let digits = i
        var scale = 0
        while i < count, unit(i) &- 48 <= 9 {
            scale = min(100_000, scale &* 10 &+ Int(unit(i) &- 48))
            i &+= 1
        }
        if i == digits {
            _ = fail(.missingExponent, at: i)
            return nil
        }
        return (negative ? -scale : scale, i)
    }

    // MARK: Strings

    /// The text of a string: a part of the source, or what its escapes stand for.
    enum Text {
        case plain(StringView)
        case escaped
    }

    /// The string whose opening quote is at `position`; nil after a failure. `escaped` leaves its units in `decodedString`.
    mutating func string() -> Text? {
        let first = position &+ 1
        let end = endOfPlainRun(first)
        if end < count, unit(end) == 0x22 {
            position = end &+ 1
            return .plain(view(first, end))
        }
        return decode(first, end) ? .escaped : nil
    }

    /// The string that `string` returned as `.escaped`.
    func decodedString(_ realm: Realm) -> Value { decoded.withUnsafeBufferPointer { realm.makeString(utf16: $0) } }

    /// First quote, backslash or control character at or after an index.
    @inline(__always) private func endOfPlainRun(_ from: Int) -> Int {
        if MemoryLayout<Unit>.size == 1 { return view(0, count).endOfPlainRun(from: from) }
        var i = from
        while i < count {
            let unit = unit(i)
            if unit < 0x20 || unit == 0x22 || unit == 0x5c { return i }
            i &+= 1
        }
        return count
    }

    private mutating func decode(_ first: Int, _ firstSpecial: Int) -> Bool {
        decoded.removeAll(keepingCapacity: true)
        var from = first
        var i = firstSpecial
        while true {
            for k in from..<i { decoded.append(unit(k)) }
            guard i < count else { return fail(.unterminatedString, at: count) }
            switch unit(i) {
            case 0x22:
                position = i &+ 1
                return true
            case 0x5c:
                guard let end = escape(i &+ 1) else { return false }
                from = end
                i = endOfPlainRun(end)
            default: return fail(.badControlCharacter, at: i)
            }
        }
    }

    /// Decodes the escape whose letter is at `i`; where it ends.
    private mutating func escape(_ i: Int) -> Int? {
        guard i < count else {
            _ = fail(.unexpectedToken, at: i)
            return nil
        }
        switch unit(i) {
        case 0x22, 0x5c, 0x2f: decoded.append(unit(i))
        case 98: decoded.append(8)
        case 102: decoded.append(12)
        case 110: decoded.append(10)
        case 114: decoded.append(13)
        case 116: decoded.append(9)
        case 117: return unicodeEscape(i &+ 1)
        default:
            _ = fail(.badEscape, at: i)
            return nil
        }
        return i &+ 1
    }

    private mutating func unicodeEscape(_ digits: Int) -> Int? {
        var unit: UInt16 = 0
        for k in digits..<digits &+ 4 {
            guard k < count, digitValue(self.unit(k)) < 16 else {
                _ = fail(.badUnicodeEscape, at: min(k, count))
                return nil
            }
            unit = unit << 4 | UInt16(digitValue(self.unit(k)))
        }
        decoded.append(unit)
        return digits &+ 4
    }
}

extension StringView {
    /// Whether an atom or other flat string has this text: for keys that are expected to come again.
    @inline(__always) func equals(flat string: UnsafeMutableRawPointer) -> Bool {
        guard Int(string.load(as: UInt32.self)) == count else { return false }
        let latin1 = string.load(fromByteOffset: Cell.type, as: UInt8.self) == CellType.latin1
        return self == StringView(start: UnsafeRawPointer(string + Cell.stringData), count: count, isLatin1: latin1)
    }
}
