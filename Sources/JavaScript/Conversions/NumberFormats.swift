// The formats of Number.prototype: fixed, exponential, significant digits, other radices, groups of thousands. All
// round the exact value of the double.
enum NumberFormat {
    /// Longest text of `toFixed`: 21 digits, the sign, the point and 100 places.
    static let lengthMax = 160

    // MARK: toFixed

    /// `magnitude` below 10^21, `places` 0 … 100. https://tc39.es/ecma262/#sec-number.prototype.tofixed
    static func writeFixed(_ magnitude: Double, places: Int, to text: inout ASCIIBuffer) {
        if let scaled = roundedFixed(magnitude, places: places) {
            text.append(scaled, width: places + 1)
            text.insertPoint(beforeLast: places)
            return
        }
        var decimal = ExactDecimal(magnitude)
        decimal.round(fraction: places)
        // 0.00d₁d₂ has its point before the digits.
        let whole = decimal.digits.count - places
        if whole <= 0 { text.append(UInt8(ascii: "0"), times: 1 - whole) }
        text.append(digits: decimal.digits)
        text.insertPoint(beforeLast: places)
    }

    /// magnitude × 10^places rounded half up, where the product fits: m × 5^p in 128 bits, then a shift.
    private static func roundedFixed(_ magnitude: Double, places: Int) -> UInt64? {
        guard places <= 22, magnitude < 1e15 else { return nil }
        let (significand, exponent) = ExactDecimal.parts(of: magnitude)
        var power: UInt64 = 1
        for _ in 0..<places { power &*= 5 }
        let (high, low) = significand.multipliedFullWidth(by: power)
        let shift = exponent + places
        if shift >= 0 {
            guard high == 0, shift < low.leadingZeroBitCount else { return low == 0 && high == 0 ? 0 : nil }
            return low << UInt64(shift)
        }
        let right = -shift
        if right > 128 { return 0 }
        if right == 128 { return high >> 63 }
        let half = right > 64 ? high >> UInt64(right - 65) & 1 : low >> UInt64(right - 1) & 1
        if right >= 64 { return (right == 64 ? high : high >> UInt64(right - 64)) &+ half }
        guard high >> UInt64(right) == 0 else { return nil }
        let (sum, overflow) = (low >> UInt64(right) | high << UInt64(64 - right)).addingReportingOverflow(half)
        return overflow ? nil : sum
    }

    // MARK: toExponential, toPrecision

    /// `digits` after the first (0 … 100), as many as needed if nil.
    /// https://tc39.es/ecma262/#sec-number.prototype.toexponential
    static func writeExponential(_ magnitude: Double, digits: Int?, to text: inout ASCIIBuffer) {
        if magnitude == 0 {
            text.append(UInt8(ascii: "0"), times: (digits ?? 0) + 1)
            text.insertPoint(beforeLast: digits ?? 0)
            return NumberText.writeExponent(0, to: &text)
        }
        if let digits {
            var decimal = ExactDecimal(magnitude)
            decimal.round(significant: digits + 1)
            text.append(digits: decimal.digits)
            text.insertPoint(beforeLast: digits)
            return NumberText.writeExponent(decimal.point - 1, to: &text)
        }
        let decimal = ShortestDecimal(magnitude)
        text.append(decimal.significand)
        text.insertPoint(beforeLast: decimal.digitCount - 1)
        NumberText.writeExponent(decimal.digitCount + decimal.exponent - 1, to: &text)
    }

    /// `precision` significant digits, 1 … 100. https://tc39.es/ecma262/#sec-number.prototype.toprecision
    static func writePrecise(_ magnitude: Double, precision: Int, to text: inout ASCIIBuffer) {
        if magnitude == 0 {
            text.append(UInt8(ascii: "0"), times: precision)
            return text.insertPoint(beforeLast: precision - 1)
        }
        var decimal = ExactDecimal(magnitude)
        decimal.round(significant: precision)
        let exponent = decimal.point - 1
        if exponent < -6 || exponent >= precision {
            text.append(digits: decimal.digits)
            text.insertPoint(beforeLast: precision - 1)
            return NumberText.writeExponent(exponent, to: &text)
        }
        if exponent < 0 {
            text.append("0.")
            text.append(UInt8(ascii: "0"), times: -exponent - 1)
            return text.append(digits: decimal.digits)
        }
        text.append(digits: decimal.digits)
        text.insertPoint(beforeLast: precision - decimal.point)
    }

    // MARK: Radices

    /// Longest text in base 2: 1,024 digits before the point, and as many after it as `radixFractionMax`.
    static let radixLengthMax = 1_024 + radixFractionMax + 3
    private static let radixFractionMax = 1_100

    /// Digits of the fraction are written until the value is determined among its neighbours, as in V8. `value` is
    /// finite; the buffer has room for `radixLengthMax`. https://tc39.es/ecma262/#sec-numeric-types-number-tostring
    static func write(_ value: Double, radix: Int, to text: inout ASCIIBuffer) {
        if value < 0 { text.append(UInt8(ascii: "-")) }
        let magnitude = value.magnitude
        var whole = magnitude.rounded(.down)
        let digits = fractionDigits(magnitude - whole, of: magnitude, radix: radix, carry: &whole)
        writeWhole(whole, radix: radix, to: &text)
        if digits.isEmpty { return }
        text.append(UInt8(ascii: "."))
        for digit in digits { text.append(character(digit)) }
    }

    private static func character(_ digit: Int) -> UInt8 {
        UInt8(truncatingIfNeeded: digit < 10 ? 48 + digit : 87 + digit)
    }

    /// Digits of a fraction; a carry out of the first goes to the whole part.
    private static func fractionDigits(_ fraction: Double, of value: Double, radix: Int, carry: inout Double) -> [Int] {
        var fraction = fraction
        var delta = max(0.5 * (value.nextUp - value), Double.leastNonzeroMagnitude)
        var digits: [Int] = []
        guard fraction >= delta else { return digits }
        let base = Double(radix)
        repeat {
            fraction *= base
            delta *= base
            let digit = Int(fraction)
            digits.append(digit)
            fraction -= Double(digit)
            guard fraction > 0.5 || fraction == 0.5 && digit & 1 == 1, fraction + delta > 1 else { continue }
            // Rounds up: digits that overflow are dropped.
            while let last = digits.popLast() {
                if last + 1 < radix {
                    digits.append(last + 1)
                    return digits
                }
            }
            carry += 1
            return digits
        } while fraction >= delta && digits.count < radixFractionMax
        return digits
    }

    /// The low digits are zeros until the rest is at most one digit above 2^53, as in V8.
    private static func writeWhole(_ value: Double, radix: Int, to text: inout ASCIIBuffer) {
        let base = Double(radix)
        var rest = value
        var zeros = 0
        while rest / base >= 9_007_199_254_740_992 {
            rest /= base
            zeros += 1
        }
        var digits: [Int] = []
        repeat {
            let remainder = rest.truncatingRemainder(dividingBy: base)
            digits.append(Int(remainder))
            rest = (rest - remainder) / base
        } while rest >= 1
        for digit in digits.reversed() { text.append(character(digit)) }
        text.append(UInt8(ascii: "0"), times: zeros)
    }
}
