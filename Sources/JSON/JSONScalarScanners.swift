/// Reads one number of a JSON text.
/// https://www.rfc-editor.org/rfc/rfc8259#section-6
struct JSONNumberScanner {
    private let start: Int
    /// The next byte; after `scan`, the one behind the number.
    private(set) var offset: Int

    init(start: Int) {
        self.start = start
        offset = start
    }

    mutating func scan(_ bytes: Span<UInt8>) throws(JSONError) -> JSONValue {
        let isNegative = bytes[offset] == UInt8(ascii: "-")
        if isNegative { offset += 1 }
        var magnitude: Int? = 0
        let firstDigit = offset
        while let digit = digit(bytes) {
            magnitude = magnitude.flatMap { Self.appending(digit, to: $0, isNegative: isNegative) }
        }
        guard offset > firstDigit else { throw syntax("a digit is expected") }
        guard offset == firstDigit + 1 || bytes[firstDigit] != UInt8(ascii: "0") else {
            throw JSONError(.syntax, "a number has a leading zero", at: firstDigit)
        }
        var isInteger = true
        if offset < bytes.count, bytes[offset] == UInt8(ascii: ".") {
            isInteger = false
            offset += 1
            try digits(bytes)
        }
        if offset < bytes.count, bytes[offset] | 0x20 == UInt8(ascii: "e") {
            isInteger = false
            offset += 1
            if offset < bytes.count, bytes[offset] == UInt8(ascii: "+") || bytes[offset] == UInt8(ascii: "-") {
                offset += 1
            }
            try digits(bytes)
        }
        // Minus zero is a number of its own, which integers cannot hold.
        if isInteger, let magnitude, !(isNegative && magnitude == 0) { return .integer(magnitude) }
        return .number(try binary64(bytes))
    }

    /// Ten times the value plus the digit, away from zero; nil if that does not fit.
    private static func appending(_ digit: UInt8, to value: Int, isNegative: Bool) -> Int? {
        let (tens, tensOverflow) = value.multipliedReportingOverflow(by: 10)
        let (sum, overflow) =
            isNegative
            ? tens.subtractingReportingOverflow(Int(digit)) : tens.addingReportingOverflow(Int(digit))
        return tensOverflow || overflow ? nil : sum
    }

    private mutating func digit(_ bytes: Span<UInt8>) -> UInt8? {
        guard offset < bytes.count else { return nil }
        let digit = bytes[offset] &- UInt8(ascii: "0")
        guard digit < 10 else { return nil }
        offset += 1
        return digit
    }

    private mutating func digits(_ bytes: Span<UInt8>) throws(JSONError) {
        guard digit(bytes) != nil else { throw syntax("a digit is expected") }
        while digit(bytes) != nil {}
    }

    private func binary64(_ bytes: Span<UInt8>) throws(JSONError) -> Double {
        guard offset - start <= JSONLimits.numberBytesMax else {
            throw JSONError(.numberLimit, "a number is longer than \(JSONLimits.numberBytesMax) bytes", at: start)
        }
        var text = ""
        for position in start..<offset { text.unicodeScalars.append(Unicode.Scalar(bytes[position])) }
        guard let value = Double(text), value.isFinite else {
            throw JSONError(.numberLimit, "a number has no finite value", at: start)
        }
        return value
    }

    private func syntax(_ message: String) -> JSONError {
        JSONError(.syntax, message, at: offset)
    }
}

/// Reads one string of a JSON text.
/// https://www.rfc-editor.org/rfc/rfc8259#section-7
struct JSONStringScanner {
    /// The next byte; after `scan`, the one behind the closing quote.
    private(set) var offset: Int

    /// - Parameter start: offset of the opening quote.
    init(start: Int) {
        offset = start + 1
    }

    mutating func scan(_ bytes: Span<UInt8>) throws(JSONError) -> String {
        let start = offset
        var hasEscapes = false
        var position = start
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\"") { break }
            if byte == UInt8(ascii: "\\") {
                hasEscapes = true
                position += 1
            } else if byte < 0x20 {
                offset = position
                throw syntax("a control character in a string is not escaped")
            }
            position += 1
        }
        guard position < bytes.count else {
            offset = bytes.count
            throw syntax("the text ends inside a string")
        }
        let end = position
        let text = try validated(bytes.extracting(start..<end), at: start)
        guard hasEscapes else {
            offset = end + 1
            return text
        }
        offset = start
        let unescaped = try unescape(bytes, end: end)
        offset = end + 1
        return try validated(unescaped.span, at: start)
    }

    private func validated(_ bytes: Span<UInt8>, at start: Int) throws(JSONError) -> String {
        do {
            return String(copying: try UTF8Span(validating: bytes))
        } catch {
            throw JSONError(.invalidUTF8, "a string is not UTF-8", at: start + error.byteOffsets.lowerBound)
        }
    }

    private mutating func unescape(_ bytes: Span<UInt8>, end: Int) throws(JSONError) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(end - offset)
        while offset < end {
            let byte = bytes[offset]
            guard byte == UInt8(ascii: "\\") else {
                text.append(byte)
                offset += 1
                continue
            }
            let escape = bytes[offset + 1]
            switch escape {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(escape)
            case UInt8(ascii: "b"): text.append(0x08)
            case UInt8(ascii: "f"): text.append(0x0C)
            case UInt8(ascii: "n"): text.append(0x0A)
            case UInt8(ascii: "r"): text.append(0x0D)
            case UInt8(ascii: "t"): text.append(0x09)
            case UInt8(ascii: "u"):
                text.append(contentsOf: Character(try unicodeEscape(bytes, end: end)).utf8)
                continue
            default: throw syntax("an unknown escape")
            }
            offset += 2
        }
        return text
    }

    /// Reads `\uXXXX`, or two of them that make one scalar; a surrogate without its partner reads as U+FFFD.
    private mutating func unicodeEscape(
        _ bytes: Span<UInt8>, end: Int
    ) throws(JSONError) -> Unicode.Scalar {
        let first = try codeUnit(bytes, end: end)
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard first < 0xDC00, offset + 1 < end, bytes[offset] == UInt8(ascii: "\\"),
            bytes[offset + 1] == UInt8(ascii: "u")
        else { return "\u{FFFD}" }
        let afterFirst = offset
        let second = try codeUnit(bytes, end: end)
        guard 0xDC00...0xDFFF ~= second else {
            offset = afterFirst
            return "\u{FFFD}"
        }
        let high = UInt32(first) &- 0xD800
        let low = UInt32(second) &- 0xDC00
        return Unicode.Scalar(0x10000 &+ (high << 10) &+ low) ?? "\u{FFFD}"
    }

    private mutating func codeUnit(_ bytes: Span<UInt8>, end: Int) throws(JSONError) -> UInt16 {
        guard offset + 6 <= end else { throw syntax("four hexadecimal digits are expected") }
        var unit: UInt16 = 0
        for position in offset + 2..<offset + 6 {
            let byte = bytes[position]
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte &- UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte &- UInt8(ascii: "a") &+ 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte &- UInt8(ascii: "A") &+ 10
            default: throw syntax("four hexadecimal digits are expected")
            }
            unit = unit << 4 | UInt16(digit)
        }
        offset += 6
        return unit
    }

    private func syntax(_ message: String) -> JSONError {
        JSONError(.syntax, message, at: offset)
    }
}
