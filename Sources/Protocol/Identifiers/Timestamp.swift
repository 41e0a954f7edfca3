/// A point in time with the resolution of the wire: whole milliseconds since 1970-01-01T00:00:00Z.
///
/// Text has the form `2026-03-01T08:01:00.000Z`: years 0000 to 9999, always UTC and always with `Z`, since other spellings
/// are dropped by deployed clients. https://www.rfc-editor.org/rfc/rfc3339#section-5.6
public struct Timestamp: Hashable, Comparable, Sendable, CustomStringConvertible {
    private static let millisecondsPerDay = 86_400_000
    /// The last millisecond of the year 9999 and the first of the year 0.
    private static let representable = -62_167_219_200_000...253_402_300_799_999

    /// Within the years 0 to 9999.
    public let millisecondsSinceEpoch: Int

    /// Takes a number of milliseconds; what lies outside the years 0 to 9999 becomes the nearest bound.
    public init(millisecondsSinceEpoch: Int) {
        self.millisecondsSinceEpoch = min(
            max(millisecondsSinceEpoch, Self.representable.lowerBound), Self.representable.upperBound)
    }

    /// A later or, with a negative number, an earlier time.
    public func adding(milliseconds: Int) -> Timestamp {
        let (sum, overflow) = millisecondsSinceEpoch.addingReportingOverflow(milliseconds)
        return Timestamp(millisecondsSinceEpoch: overflow ? (milliseconds < 0 ? .min : .max) : sum)
    }

    public static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.millisecondsSinceEpoch < right.millisecondsSinceEpoch
    }

    public var description: String { iso8601 }

    // MARK: Text

    /// The time as text, with three digits of fraction.
    public var iso8601: String {
        let (day, milliseconds) = Self.floorDivided(millisecondsSinceEpoch, by: Self.millisecondsPerDay)
        let (year, month, dayOfMonth) = Self.civil(fromDay: day)
        var text: [UInt8] = []
        text.reserveCapacity(24)
        func append(_ value: Int, digits: Int, then separator: Unicode.Scalar) {
            var divisor = 1
            for _ in 1..<digits { divisor *= 10 }
            while divisor > 0 {
                text.append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: value / divisor % 10))
                divisor /= 10
            }
            text.append(UInt8(ascii: separator))
        }
        append(year, digits: 4, then: "-")
        append(month, digits: 2, then: "-")
        append(dayOfMonth, digits: 2, then: "T")
        append(milliseconds / 3_600_000, digits: 2, then: ":")
        append(milliseconds / 60_000 % 60, digits: 2, then: ":")
        append(milliseconds / 1000 % 60, digits: 2, then: ".")
        append(milliseconds % 1000, digits: 3, then: "Z")
        return String(decoding: text, as: UTF8.self)
    }

    /// Reads `YYYY-MM-DDTHH:MM[:SS[.fraction]]Z`; nil for any other text. Fractions beyond milliseconds are cut off.
    public init?(iso8601 text: String) {
        guard text.utf8.count <= 40 else { return nil }
        var scanner = TimestampScanner(bytes: Array(text.utf8))
        guard let year = scanner.number(digits: 4), scanner.skip("-"),
            let month = scanner.number(digits: 2), 1...12 ~= month, scanner.skip("-"),
            let day = scanner.number(digits: 2), 1...Self.dayCount(year: year, month: month) ~= day, scanner.skip("T"),
            let hour = scanner.number(digits: 2), 0...23 ~= hour, scanner.skip(":"),
            let minute = scanner.number(digits: 2), 0...59 ~= minute
        else { return nil }
        var second = 0
        var fraction = 0
        if scanner.skip(":") {
            guard let value = scanner.number(digits: 2), 0...59 ~= value else { return nil }
            second = value
            if scanner.skip(".") {
                guard let value = scanner.milliseconds() else { return nil }
                fraction = value
            }
        }
        guard scanner.skip("Z"), scanner.isAtEnd else { return nil }
        let time = ((hour * 60 + minute) * 60 + second) * 1000 + fraction
        let days = Self.day(year: year, month: month, day: day)
        self.init(millisecondsSinceEpoch: days * Self.millisecondsPerDay + time)
    }

    // MARK: Calendar

    private static func floorDivided(_ value: Int, by divisor: Int) -> (quotient: Int, remainder: Int) {
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }

    private static func dayCount(year: Int, month: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days from 1970-01-01 to a date of the proleptic Gregorian calendar, counted from March so that leap days come
    /// last. https://howardhinnant.github.io/date_algorithms.html#days_from_civil
    private static func day(year: Int, month: Int, day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let (era, yearOfEra) = floorDivided(shifted, by: 400)
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// The inverse of `day(year:month:day:)`. https://howardhinnant.github.io/date_algorithms.html#civil_from_days
    private static func civil(fromDay day: Int) -> (year: Int, month: Int, day: Int) {
        let (era, dayOfEra) = floorDivided(day + 719_468, by: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth + (shiftedMonth < 10 ? 3 : -9)
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }
}

/// Reads the parts of a date-time.
private struct TimestampScanner {
    private let bytes: [UInt8]
    private var offset = 0

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    var isAtEnd: Bool { offset == bytes.count }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard offset < bytes.count, bytes[offset] == UInt8(ascii: character) else { return false }
        offset += 1
        return true
    }

    mutating func number(digits: Int) -> Int? {
        var value = 0
        for _ in 0..<digits {
            guard let digit = digit() else { return nil }
            value = value * 10 + digit
        }
        return value
    }

    mutating func milliseconds() -> Int? {
        guard let first = digit() else { return nil }
        let second = digit()
        let third = second == nil ? nil : digit()
        while third != nil, digit() != nil {}
        return first * 100 + (second ?? 0) * 10 + (third ?? 0)
    }

    private mutating func digit() -> Int? {
        guard offset < bytes.count else { return nil }
        let digit = bytes[offset] &- UInt8(ascii: "0")
        guard digit < 10 else { return nil }
        offset += 1
        return Int(digit)
    }
}
