// From numbers to text.

/// Bytes of ASCII with a fixed room, on the stack of the caller of `withASCIIBuffer`.
struct ASCIIBuffer {
    private let start: UnsafeMutablePointer<UInt8>
    private let capacity: Int
    private(set) var count = 0

    init(_ buffer: UnsafeMutableBufferPointer<UInt8>, start: UnsafeMutablePointer<UInt8>) {
        self.start = start
        capacity = buffer.count
    }

    /// A byte more; dropped when the room is used up, which no caller's figures allow.
    @inline(__always) mutating func append(_ byte: UInt8) {
        guard count < capacity else { return }
        start[count] = byte
        count &+= 1
    }

    mutating func append(_ byte: UInt8, times: Int) {
        var left = times
        while left > 0 {
            append(byte)
            left &-= 1
        }
    }

    mutating func append(_ text: StaticString) {
        for i in 0..<text.utf8CodeUnitCount { append(text.utf8Start[i]) }
    }

    /// A number in decimal, with zeros in front up to a width.
    mutating func append(_ value: UInt64, width: Int = 1) {
        let digits = max(width, ShortestDecimal.digitCount(value))
        guard count &+ digits <= capacity else { return }
        var rest = value
        var i = count &+ digits
        while i > count {
            i &-= 1
            start[i] = UInt8(truncatingIfNeeded: 48 &+ rest % 10)
            rest /= 10
        }
        count &+= digits
    }

    mutating func append(digits: some Sequence<UInt8>) {
        for digit in digits { append(48 &+ digit) }
    }

    /// Moves the last `places` bytes up by one and puts a point before them.
    mutating func insertPoint(beforeLast places: Int) {
        guard places > 0, places <= count, count < capacity else { return }
        var i = count
        while i > count &- places {
            start[i] = start[i &- 1]
            i &-= 1
        }
        start[i] = UInt8(ascii: ".")
        count &+= 1
    }

    var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: start, count: count) }
}

/// Runs `body` with a buffer for `capacity` bytes, 1 or more.
func withASCIIBuffer<Result>(_ capacity: Int, _ body: (inout ASCIIBuffer) -> Result) -> Result? {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: capacity) { room -> Result? in
        guard let start = room.baseAddress else { return nil }
        var buffer = ASCIIBuffer(room, start: start)
        return body(&buffer)
    }
}

extension Realm {
    /// A string that `body` writes in at most `capacity` bytes of ASCII.
    func makeString(ascii capacity: Int, _ body: (inout ASCIIBuffer) -> Void) -> Value {
        withASCIIBuffer(capacity) { buffer in
            body(&buffer)
            guard let start = buffer.bytes.baseAddress, buffer.count > 0 else { return self[.emptyString] }
            return string(makeLatin1(start, buffer.count))
        } ?? self[.emptyString]
    }

    /// https://tc39.es/ecma262/#sec-numeric-types-number-tostring for radix 10
    func textOfDouble(_ value: Double) -> Value {
        makeString(ascii: NumberText.lengthMax) { NumberText.write(value, to: &$0) }
    }
}

/// Text of a number, for messages. https://tc39.es/ecma262/#sec-numeric-types-number-tostring
func textOfNumber(_ value: Double) -> String {
    withASCIIBuffer(NumberText.lengthMax) { buffer in
        NumberText.write(value, to: &buffer)
        return String(decoding: buffer.bytes, as: UTF8.self)
    } ?? ""
}

enum NumberText {
    /// Longest text of a number in base ten: 17 digits, sign, point and exponent, or 21 digits and a sign.
    static let lengthMax = 32

    static func write(_ value: Double, to text: inout ASCIIBuffer) {
        if value.isNaN { return text.append("NaN") }
        if value < 0 { text.append(UInt8(ascii: "-")) }
        if value.isInfinite { return text.append("Infinity") }
        if value == 0 { return text.append(UInt8(ascii: "0")) }
        let magnitude = value.magnitude
        if magnitude < 9_007_199_254_740_992, magnitude == magnitude.rounded(.down) {
            return text.append(UInt64(magnitude))
        }
        write(ShortestDecimal(magnitude), to: &text)
    }

    private static func write(_ decimal: ShortestDecimal, to text: inout ASCIIBuffer) {
        let k = decimal.digitCount
        let n = k + decimal.exponent
        if decimal.exponent >= 0, n <= 21 {
            text.append(decimal.significand)
            text.append(UInt8(ascii: "0"), times: decimal.exponent)
        } else if n > 0, n <= 21 {
            text.append(decimal.significand)
            text.insertPoint(beforeLast: -decimal.exponent)
        } else if n > -6, n <= 0 {
            text.append("0.")
            text.append(UInt8(ascii: "0"), times: -n)
            text.append(decimal.significand)
        } else {
            text.append(decimal.significand)
            text.insertPoint(beforeLast: k - 1)
            writeExponent(n - 1, to: &text)
        }
    }

    /// `e+5`, `e-7`.
    static func writeExponent(_ exponent: Int, to text: inout ASCIIBuffer) {
        text.append(UInt8(ascii: "e"))
        text.append(exponent < 0 ? UInt8(ascii: "-") : UInt8(ascii: "+"))
        text.append(UInt64(exponent.magnitude))
    }
}
