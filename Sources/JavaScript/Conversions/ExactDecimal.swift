/// The complete decimal expansion of a double, and its roundings: value = 0.d₁d₂d₃… × 10^point.
///
/// A double is m × 2^e, so it has finitely many decimal digits: those of m × 2^e if e ≥ 0, those of m × 5^-e shifted by
/// e places if not. At most 767 digits.
struct ExactDecimal {
    private(set) var digits: [UInt8]
    private(set) var point: Int

    /// `value` is finite and not negative.
    init(_ value: Double) {
        let (significand, exponent) = ExactDecimal.parts(of: value)
        var number = DecimalLimbs(significand)
        if exponent >= 0 {
            number.multiply(by: 2, power: exponent, perStep: 29)
        } else {
            number.multiply(by: 5, power: -exponent, perStep: 12)
        }
        digits = number.digits
        point = digits.count + min(exponent, 0)
    }

    /// value = significand × 2^exponent, with an odd significand unless it is 0.
    static func parts(of value: Double) -> (significand: UInt64, exponent: Int) {
        if value == 0 { return (0, 0) }
        let fraction = value.significandBitPattern
        let biased = Int(value.exponentBitPattern)
        let significand = biased == 0 ? fraction : fraction | 1 << 52
        let zeros = significand.trailingZeroBitCount
        return (significand >> UInt64(zeros), max(biased, 1) - 1_075 + zeros)
    }

    /// Rounds to `count` digits (0 or more), a tie upwards, and pads with zeros. A carry out of the first digit adds a
    /// digit in front.
    mutating func round(toDigits count: Int) {
        if count >= digits.count {
            digits.append(contentsOf: repeatElement(0, count: count - digits.count))
            return
        }
        let roundsUp = digits[count] >= 5
        digits.removeSubrange(count...)
        guard roundsUp else { return }
        var i = count
        while i > 0, digits[i - 1] == 9 {
            digits[i - 1] = 0
            i -= 1
        }
        if i > 0 {
            digits[i - 1] += 1
        } else {
            digits.insert(1, at: 0)
            point += 1
        }
    }

    /// Rounds to `count` digits after the point. `digits` may have become empty: zero.
    mutating func round(fraction count: Int) {
        let keep = point + count
        if keep < 0 {
            digits = []
            point = -count
        } else {
            round(toDigits: keep)
        }
    }

    /// Rounds to exactly `count` significant digits, 1 or more.
    mutating func round(significant count: Int) {
        round(toDigits: count)
        if digits.count > count { digits.removeLast() }
    }
}

/// A natural number in limbs of nine decimal digits, the least significant first.
private struct DecimalLimbs {
    private var limbs: [UInt32] = []
    private static let base: UInt64 = 1_000_000_000

    init(_ value: UInt64) {
        var rest = value
        repeat {
            limbs.append(UInt32(truncatingIfNeeded: rest % DecimalLimbs.base))
            rest /= DecimalLimbs.base
        } while rest > 0
    }

    /// Multiplies by `factor` to a power, as many factors at once as fit a limb.
    mutating func multiply(by factor: UInt64, power: Int, perStep: Int) {
        var left = power
        while left > 0 {
            var product: UInt64 = 1
            for _ in 0..<min(left, perStep) { product &*= factor }
            left -= perStep
            var carry: UInt64 = 0
            for i in limbs.indices {
                let sum = UInt64(limbs[i]) &* product &+ carry
                limbs[i] = UInt32(truncatingIfNeeded: sum % DecimalLimbs.base)
                carry = sum / DecimalLimbs.base
            }
            while carry > 0 {
                limbs.append(UInt32(truncatingIfNeeded: carry % DecimalLimbs.base))
                carry /= DecimalLimbs.base
            }
        }
    }

    /// Decimal digits without leading zeros; one zero for zero.
    var digits: [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(limbs.count * 9)
        for limb in limbs.reversed() {
            var scale: UInt32 = 100_000_000
            while scale > 0 {
                let digit = UInt8(truncatingIfNeeded: limb / scale % 10)
                if digit > 0 || !result.isEmpty { result.append(digit) }
                scale /= 10
            }
        }
        return result.isEmpty ? [0] : result
    }
}
