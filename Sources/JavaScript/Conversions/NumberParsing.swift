#if canImport(Glibc)
import Glibc
#else
import Musl
#endif

// From text to numbers. The way back is in NumberText.swift.

/// https://tc39.es/ecma262/#sec-stringtonumber
func numberOfText(_ view: StringView) -> Double {
    var start = 0
    var end = view.count
    while start < end, isStringWhiteSpace(view[start]) { start += 1 }
    while end > start, isStringWhiteSpace(view[end - 1]) { end -= 1 }
    if start == end { return 0 }
    if end - start > 2, view[start] == 48 {
        switch view[start + 1] | 32 {
        case 120: return radixNumber(view, start + 2, end, 16)
        case 111: return radixNumber(view, start + 2, end, 8)
        case 98: return radixNumber(view, start + 2, end, 2)
        default: break
        }
    }
    var small = 0
    var i = start
    while i < end, i - start < 9, view[i] &- 48 <= 9 {
        small = small * 10 + Int(view[i] &- 48)
        i += 1
    }
    if i == end { return Double(small) }
    guard let length = decimalLiteralLength(view, start, end, allowsInfinity: true), length == end - start else {
        return .nan
    }
    return parseDecimal(view, start, end)
}

/// Length of the longest prefix that is a StrDecimalLiteral, or nil.
func decimalLiteralLength(_ view: StringView, _ start: Int, _ end: Int, allowsInfinity: Bool) -> Int? {
    var i = start
    if i < end, view[i] == 43 || view[i] == 45 { i += 1 }
    if allowsInfinity, end - i >= 8, view.slice(i, i + 8).equals("Infinity") { return i + 8 - start }
    var digits = 0
    while i < end, view[i] &- 48 <= 9 {
        i += 1
        digits += 1
    }
    if i < end, view[i] == 46 {
        var j = i + 1
        while j < end, view[j] &- 48 <= 9 {
            j += 1
            digits += 1
        }
        if digits > 0 { i = j }
    }
    if digits == 0 { return nil }
    if i < end, view[i] | 32 == 101 {
        var j = i + 1
        if j < end, view[j] == 43 || view[j] == 45 { j += 1 }
        let first = j
        while j < end, view[j] &- 48 <= 9 { j += 1 }
        if j > first { i = j }
    }
    return i - start
}

/// Powers of ten that are doubles exactly.
private let exactPowersOfTen: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
]

/// Up to 15 digits and a small power of ten: one exact operation (Clinger, "How to read floating point numbers
/// accurately", PLDI 1990). Nil where that is not enough.
private func parseShortDecimal(_ view: StringView, _ start: Int, _ end: Int) -> Double? {
    if end - start > 22 { return nil }
    var i = start
    let negative = view[i] == 45
    if negative || view[i] == 43 { i += 1 }
    var significand = 0
    var digits = 0
    var exponent = 0
    var pointSeen = false
    while i < end {
        let digit = view[i] &- 48
        if digit <= 9 {
            significand = significand &* 10 &+ Int(digit)
            digits += significand == 0 ? 0 : 1
            exponent -= pointSeen ? 1 : 0
        } else if view[i] == 46 {
            pointSeen = true
        } else {
            break
        }
        i += 1
    }
    if i < end {
        guard view[i] | 32 == 101 else { return nil }
        i += 1
        let down = view[i] == 45
        if down || view[i] == 43 { i += 1 }
        var written = 0
        while i < end, written < 10_000 {
            written = written * 10 + Int(view[i] &- 48)
            i += 1
        }
        exponent += down ? -written : written
    }
    guard digits <= 15, exponent.magnitude <= 22 else { return nil }
    let value = Double(significand)
    let result = exponent < 0 ? value / exactPowersOfTen[-exponent] : value * exactPowersOfTen[exponent]
    return negative ? -result : result
}

/// Value of a StrDecimalLiteral, correctly rounded.
func parseDecimal(_ view: StringView, _ start: Int, _ end: Int) -> Double {
    if let short = parseShortDecimal(view, start, end) { return short }
    var text: [CChar] = []
    text.reserveCapacity(end - start + 1)
    for i in start..<end { text.append(CChar(truncatingIfNeeded: view[i])) }
    text.append(0)
    let sign = text[0] == 43 || text[0] == 45 ? 1 : 0
    if text.count > sign, text[sign] == 73 { return text[0] == 45 ? -.infinity : .infinity }
    return strtod(text, nil)
}

private func radixNumber(_ view: StringView, _ start: Int, _ end: Int, _ radix: Int) -> Double {
    if start == end { return .nan }
    for i in start..<end where digitValue(view[i]) >= radix { return .nan }
    return parseRadix(view, start, end, radix)
}

/// Value of digits that are all valid in this radix. Exactly rounded for powers of two; for the others the result is
/// built in double arithmetic once it exceeds 2^53, as the specification allows beyond 20 digits.
func parseRadix(_ view: StringView, _ start: Int, _ end: Int, _ radix: Int) -> Double {
    var value = 0.0
    var exact: UInt64 = 0
    var i = start
    while i < end, exact < 1 << 48 {
        exact = exact &* UInt64(radix) &+ UInt64(digitValue(view[i]))
        i += 1
    }
    value = Double(exact)
    if i == end { return value }
    if radix & (radix - 1) == 0 { return parsePowerOfTwo(view, start, end, radix.trailingZeroBitCount) }
    if radix == 10 { return parseDecimal(view, start, end) }
    while i < end {
        value = value * Double(radix) + Double(digitValue(view[i]))
        i += 1
    }
    return value
}

/// Rounds to nearest, ties to even, on the exact bits.
private func parsePowerOfTwo(_ view: StringView, _ start: Int, _ end: Int, _ bitsPerDigit: Int) -> Double {
    var mantissa: UInt64 = 0
    var exponent = 0
    var sticky = false
    for i in start..<end {
        for bit in stride(from: bitsPerDigit - 1, through: 0, by: -1) {
            let one = digitValue(view[i]) >> bit & 1
            if mantissa < 1 << 62 {
                mantissa = mantissa << 1 | UInt64(one)
            } else {
                exponent += 1
                sticky = sticky || one == 1
            }
        }
    }
    let significand = Double(sticky ? mantissa | 1 : mantissa)
    return exponent > 2_000 ? .infinity : scalbn(significand, Int32(exponent))
}

/// Value of a digit 0-9 a-z A-Z, 99 for anything else.
@inline(__always) func digitValue(_ unit: UInt16) -> Int {
    switch unit {
    case 48...57: Int(unit) - 48
    case 65...90: Int(unit) - 55
    case 97...122: Int(unit) - 87
    default: 99
    }
}

/// https://tc39.es/ecma262/#prod-StrWhiteSpaceChar
@inline(__always) func isStringWhiteSpace(_ unit: UInt16) -> Bool {
    switch unit {
    case 9...13, 32, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000, 0xFEFF: true
    default: false
    }
}
