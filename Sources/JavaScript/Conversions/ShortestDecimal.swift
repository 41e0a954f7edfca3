/// The shortest decimal that reads back as the same double: significand × 10^exponent, at most 17 digits.
struct ShortestDecimal {
    let significand: UInt64
    let exponent: Int

    /// Number of digits of the significand.
    var digitCount: Int { ShortestDecimal.digitCount(significand) }

    /// `value` is finite and positive.
    init(_ value: Double) {
        if let short = ShortestDecimal.fewDigits(value) {
            (significand, exponent) = short
        } else {
            (significand, exponent) = ShortestDecimal.fromDescription(value)
        }
    }

    /// A decimal of at most 15 digits that reads back as `value` is the shortest one, up to zeros at its end: no other
    /// decimal of that length does. Reading it is one exact division, so it is tried first.
    private static func fewDigits(_ value: Double) -> (UInt64, Int)? {
        guard value >= 1e-5, value < 1e15 else { return nil }
        var scale = 1.0
        for places in 0...9 {
            let scaled = (value * scale).rounded()
            if scaled >= 1e15 { return nil }
            if scaled / scale == value { return stripped(UInt64(scaled), -places) }
            scale *= 10
        }
        return nil
    }

    private static func stripped(_ significand: UInt64, _ exponent: Int) -> (UInt64, Int) {
        var significand = significand
        var exponent = exponent
        while significand % 10 == 0, significand > 0 {
            significand /= 10
            exponent += 1
        }
        return (significand, exponent)
    }

    /// Reads the digits of `Double.description`, which are the shortest ones, closest to the value.
    private static func fromDescription(_ value: Double) -> (UInt64, Int) {
        var text = value.description
        return text.withUTF8 { bytes in
            var significand: UInt64 = 0
            var exponent = 0
            var pointSeen = false
            var i = 0
            while i < bytes.count, bytes[i] != UInt8(ascii: "e") {
                if bytes[i] == UInt8(ascii: ".") {
                    pointSeen = true
                } else {
                    significand = significand &* 10 &+ UInt64(bytes[i] &- 48)
                    exponent -= pointSeen ? 1 : 0
                }
                i += 1
            }
            i += 1
            var scale = 0
            let negative = i < bytes.count && bytes[i] == UInt8(ascii: "-")
            while i < bytes.count {
                if bytes[i] &- 48 < 10 { scale = scale * 10 + Int(bytes[i] &- 48) }
                i += 1
            }
            return stripped(significand, exponent + (negative ? -scale : scale))
        }
    }

    static func digitCount(_ value: UInt64) -> Int {
        var count = 1
        var rest = value
        while rest >= 10 {
            rest /= 10
            count += 1
        }
        return count
    }
}
