/// The digits of a decimal literal as they are read.
struct DecimalLiteral {
    /// The significant digits read so far, as long as they fit.
    private var significand: UInt64 = 0
    /// Number of significant digits, without leading zeros.
    private var digits = 0
    /// Power of ten that the significand is multiplied by.
    var exponent = 0

    /// Adds a digit.
    @inline(__always)
    mutating func append(digit: UInt8, isFraction: Bool) {
        if isFraction { exponent &-= 1 }
        if digits == 0, digit == 0 { return }
        digits &+= 1
        if digits <= 19 { significand = significand &* 10 &+ UInt64(digit) }
    }

    /// The value, if one rounding step gives it exactly: a significand below 2^53 and a power of ten that is a double.
    ///
    /// Source: W. D. Clinger, "How to Read Floating Point Numbers Accurately", 1990.
    @inline(__always)
    var value: Double? {
        if digits == 0 { return 0 }
        guard digits <= 19, significand <= 1 << 53 else { return nil }
        if exponent == 0 { return Double(significand) }
        guard exponent >= -22, exponent <= 22 else { return nil }
        var power = 1.0
        for _ in 0..<exponent.magnitude { power *= 10 }
        return exponent < 0 ? Double(significand) / power : Double(significand) * power
    }

    /// Digits that decide the rounding of every double; a non-zero digit behind them only says "a little more".
    private static let significantDigitsMax = 800

    /// The correctly rounded value of the literal in `text`, whose digits as an integer count 10^`exponent` each.
    static func preciseValue(_ text: ByteView, _ exponent: Int) -> Double {
        var clean: [UInt8] = []
        var dropped = 0
        var isInexact = false
        scan: for byte in text {
            switch byte {
            case 0x30 where clean.isEmpty: continue
            case 0x30...0x39 where clean.count < significantDigitsMax: clean.append(byte)
            case 0x30...0x39:
                dropped += 1
                if byte != 0x30 { isInexact = true }
            case 0x2E, 0x5F: continue
            default: break scan
            }
        }
        if clean.isEmpty { return 0 }
        if isInexact {
            clean.append(0x31)
            dropped -= 1
        }
        let scale = exponent + dropped
        if scale > 400 { return .infinity }
        if scale < -2_000 { return 0 }
        let string = String(decoding: clean, as: UTF8.self) + "e" + String(scale)
        return Double(string) ?? .infinity
    }
}

/// The digits of a literal whose radix is a power of two, rounded to nearest even at the end.
struct BinaryLiteral {
    private let bitsPerDigit: UInt32
    /// The first up to 64 significant bits.
    private var significand: UInt64 = 0
    /// Bits behind the significand.
    private var droppedBits = 0
    private var isInexact = false

    init(bitsPerDigit: UInt32) { self.bitsPerDigit = bitsPerDigit }

    /// Adds a digit.
    @inline(__always)
    mutating func append(digit: UInt32) {
        if significand >> (64 - UInt64(bitsPerDigit)) == 0 {
            significand = significand << UInt64(bitsPerDigit) | UInt64(digit)
        } else {
            droppedBits &+= Int(bitsPerDigit)
            if digit != 0 { isInexact = true }
        }
    }

    /// The value: at least 60 bits of the significand are kept, so a dropped bit can only break a tie.
    var value: Double {
        if droppedBits == 0 { return Double(significand) }
        if droppedBits > 1_100 { return .infinity }
        return Double(sign: .plus, exponent: droppedBits, significand: Double(significand | (isInexact ? 1 : 0)))
    }
}

/// Decimal text of a BigInt literal in a radix that is a power of two.
enum BigIntDigits {
    /// Converts digits with separators. Quadratic: the caller bounds the length.
    static func decimal(_ digits: ByteView, bitsPerDigit: UInt32) -> ContiguousArray<UInt8> {
        // Limbs of 10^18, least significant first; each step takes several digits at once.
        let base: UInt64 = 1_000_000_000_000_000_000
        var limbs: [UInt64] = [0]
        var chunk: UInt64 = 0
        var bits: UInt64 = 0
        func flush() {
            var carry = chunk
            for index in limbs.indices {
                let product = limbs[index].multipliedFullWidth(by: 1 << bits)
                let low = product.low.addingReportingOverflow(carry)
                let high = product.high &+ (low.overflow ? 1 : 0)
                // high < base, because the product is below base * 2^60 and the carry below 2^61.
                let (quotient, remainder) = base.dividingFullWidth((high, low.partialValue))
                limbs[index] = remainder
                carry = quotient
            }
            while carry > 0 {
                limbs.append(carry % base)
                carry /= base
            }
            chunk = 0
            bits = 0
        }
        for byte in digits {
            guard let digit = Lexer.hexValue(byte) else { continue }
            chunk = chunk << UInt64(bitsPerDigit) | UInt64(digit)
            bits += UInt64(bitsPerDigit)
            if bits > 56 { flush() }
        }
        if bits > 0 { flush() }
        var text = ContiguousArray(String(limbs[limbs.count - 1]).utf8)
        for limb in limbs.dropLast().reversed() {
            let part = String(limb).utf8
            text.append(contentsOf: repeatElement(0x30, count: 18 - part.count))
            text.append(contentsOf: part)
        }
        return text
    }
}
