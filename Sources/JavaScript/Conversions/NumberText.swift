#if canImport(Glibc)
import Glibc
#else
import Musl
#endif

/// Decimal digits of a number and where its point is: value = 0.d₁d₂d₃… × 10^exponent.
struct DecimalDigits {
    var digits: [UInt8] = []
    var exponent = 0

    /// The shortest digits that read back as the same double; `value` is finite and positive.
    init(shortest value: Double) {
        var fraction = false
        var pointAt: Int?
        var scale = 0
        let text = Array(value.description.utf8)
        var i = 0
        while i < text.count {
            let c = text[i]
            if c == UInt8(ascii: ".") {
                fraction = true
                pointAt = digits.count
            } else if c == UInt8(ascii: "e") {
                scale = Int(String(decoding: text[(i + 1)...], as: UTF8.self)) ?? 0
                break
            } else {
                digits.append(c &- 48)
            }
            i += 1
        }
        exponent = (fraction ? pointAt ?? 0 : digits.count) + scale
        let leading = digits.prefix { $0 == 0 }.count
        digits.removeFirst(leading)
        exponent -= leading
        while digits.last == 0 { digits.removeLast() }
    }

    /// Exactly rounded to `count` significant digits (1 … 101), ties away from zero on the exact decimal expansion.
    init(significant count: Int, of value: Double) {
        self.init(printed: DecimalDigits.print(value, format: "%.*e", count - 1))
    }

    /// Exactly rounded to `count` digits after the point (0 … 100).
    init(fixed count: Int, of value: Double) {
        self.init(printed: DecimalDigits.print(value, format: "%.*f", count))
    }

    /// glibc prints the exact expansion, rounding ties to even; the specification asks for the larger number, so a tie
    /// (which only an exactly representable value has) is found with all digits and rounded up.
    private static func print(_ value: Double, format: String, _ precision: Int) -> [UInt8] {
        var buffer = [CChar](repeating: 0, count: 1_600)
        let exact = withVaList([Int32(1_100), value]) { vsnprintf(&buffer, buffer.count, "%.*f", $0) }
        _ = exact
        let text = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        return DecimalDigits.round(text, scientific: format == "%.*e", precision)
    }

    /// Rounds an exact decimal text half up, to `precision` digits after the point or after the first digit.
    private static func round(_ text: [UInt8], scientific: Bool, _ precision: Int) -> [UInt8] {
        let point = text.firstIndex(of: UInt8(ascii: ".")) ?? text.count
        var digits = text.filter { $0 != UInt8(ascii: ".") }.map { $0 &- 48 }
        var exponent = point
        if scientific {
            let leading = digits.prefix { $0 == 0 }.count
            if leading < digits.count {
                digits.removeFirst(leading)
                exponent -= leading
            }
        }
        let keep = max(0, scientific ? precision + 1 : exponent + precision)
        let roundUp = keep < digits.count && digits[keep] >= 5
        digits = Array(digits.prefix(keep))
        while digits.count < keep { digits.append(0) }
        if roundUp {
            var i = keep - 1
            while i >= 0, digits[i] == 9 {
                digits[i] = 0
                i -= 1
            }
            if i >= 0 {
                digits[i] += 1
            } else {
                digits.insert(1, at: 0)
                exponent += 1
                if scientific { digits.removeLast() }
            }
        }
        return digits.map { $0 &+ 48 } + [UInt8(ascii: "e")] + Array(String(exponent).utf8)
    }

    private init(printed text: [UInt8]) {
        let mark = text.firstIndex(of: UInt8(ascii: "e")) ?? text.count
        digits = text[..<mark].map { $0 &- 48 }
        exponent = Int(String(decoding: text[min(mark + 1, text.count)...], as: UTF8.self)) ?? 0
    }
}

/// Text of a number. https://tc39.es/ecma262/#sec-numeric-types-number-tostring
func textOfNumber(_ value: Double) -> String {
    if let int = int32IfExact(value) { return String(int) }
    if value.isNaN { return "NaN" }
    if value == 0 { return "0" }
    if value.isInfinite { return value < 0 ? "-Infinity" : "Infinity" }
    let decimal = DecimalDigits(shortest: value.magnitude)
    return (value < 0 ? "-" : "") + layout(decimal)
}

private func layout(_ decimal: DecimalDigits) -> String {
    let digits = String(decoding: decimal.digits.map { $0 &+ 48 }, as: UTF8.self)
    let k = decimal.digits.count
    let n = decimal.exponent
    if k <= n && n <= 21 { return digits + String(repeating: "0", count: n - k) }
    if 0 < n && n <= 21 { return digits.prefix(n) + "." + digits.dropFirst(n) }
    if -6 < n && n <= 0 { return "0." + String(repeating: "0", count: -n) + digits }
    let exponent = (n - 1 < 0 ? "-" : "+") + String(abs(n - 1))
    return k == 1 ? digits + "e" + exponent : digits.prefix(1) + "." + digits.dropFirst() + "e" + exponent
}

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

/// Value of a StrDecimalLiteral, correctly rounded.
func parseDecimal(_ view: StringView, _ start: Int, _ end: Int) -> Double {
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
