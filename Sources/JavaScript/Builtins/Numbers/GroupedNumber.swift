extension NumberFormat {
    /// 309 digits, 102 commas, sign, point and three places.
    static let groupedLengthMax = 420

    /// A finite number as en-US writes it: the shortest decimal rounded half away from zero to three places, commas
    /// between groups of three digits. https://tc39.es/ecma402/#sup-number.prototype.tolocalestring
    static func writeGrouped(_ number: Double, to text: inout ASCIIBuffer) {
        var digits: [UInt8] = [0]
        var point = 1
        if number != 0 {
            let decimal = ShortestDecimal(number.magnitude)
            digits = self.digits(of: decimal.significand)
            point = digits.count + decimal.exponent
        }
        round(&digits, &point, places: 3)
        if number.sign == .minus { text.append(UInt8(ascii: "-")) }
        if point <= 0 { text.append(UInt8(ascii: "0")) }
        for i in 0..<max(point, 0) {
            if i > 0, (point - i) % 3 == 0 { text.append(UInt8(ascii: ",")) }
            text.append(i < digits.count ? 48 &+ digits[i] : 48)
        }
        guard digits.count > point else { return }
        text.append(UInt8(ascii: "."))
        text.append(UInt8(ascii: "0"), times: -min(point, 0))
        text.append(digits: digits[max(point, 0)...])
    }

    private static func digits(of value: UInt64) -> [UInt8] {
        var result: [UInt8] = []
        var rest = value
        repeat {
            result.append(UInt8(truncatingIfNeeded: rest % 10))
            rest /= 10
        } while rest > 0
        return result.reversed()
    }

    /// Rounds 0.d₁d₂… × 10^point half up to this many places, and drops zeros at the end of the fraction.
    private static func round(_ digits: inout [UInt8], _ point: inout Int, places: Int) {
        let keep = point + places
        if keep < 0 {
            digits = []
        } else if keep < digits.count {
            var roundsUp = digits[keep] >= 5
            digits.removeSubrange(keep...)
            while roundsUp, let last = digits.popLast() {
                if last < 9 {
                    digits.append(last + 1)
                    roundsUp = false
                }
            }
            if roundsUp {
                digits = [1]
                point += 1
            }
        }
        while digits.count > max(point, 0), digits.last == 0 { digits.removeLast() }
        if digits.isEmpty { point = 0 }
    }
}
