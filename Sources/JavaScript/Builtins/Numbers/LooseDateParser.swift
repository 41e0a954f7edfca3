/// Reads what `toString`, `toUTCString` and people write: `Tue Mar 01 2022 10:00:00 GMT+0100 (CET)`, `1 March 2022`,
/// `3/1/2022 5:30 PM`, `2022-3-1 10:00`. One pass over numbers, words and signs; text in parentheses is a comment.
struct LooseDateParser {
    private let text: StringView
    private var at = 0

    /// Numbers of the date in their order, and how many digits they had.
    private var numbers: (Int, Int, Int) = (0, 0, 0)
    private var digits: (Int, Int, Int) = (0, 0, 0)
    private var numberCount = 0
    private var month: Int?

    /// The last number is a year before year 0, as `toString` writes it.
    private var isYearNegative = false

    private var hour: Int?
    private var minute = 0
    private var second = 0
    private var millisecond = 0
    private var isAfternoon: Bool?
    /// Minutes east of Greenwich.
    private var offset: Int?

    init(_ text: StringView) { self.text = text }

    private var unit: UInt16 { at < text.count ? text[at] : 0 }
    private static func isDigit(_ unit: UInt16) -> Bool { unit &- 48 <= 9 }
    private static func isLetter(_ unit: UInt16) -> Bool { (unit | 0x20) &- 0x61 < 26 }

    /// The time value, or nil if the text is no date.
    mutating func parse() -> Double? {
        while at < text.count {
            let unit = self.unit
            if LooseDateParser.isDigit(unit) {
                guard takeNumber() else { return nil }
            } else if LooseDateParser.isLetter(unit) {
                guard takeWord() else { return nil }
            } else if unit == 40 {
                skipComment()
            } else if unit == 43 || unit == 45, hour != nil || offset != nil {
                guard takeOffset() else { return nil }
            } else if unit == 45, isBeforeYear {
                isYearNegative = true
                at &+= 1
            } else if unit > 0x7F && !isStringWhiteSpace(unit) {
                return nil
            } else {
                at &+= 1
            }
        }
        return result()
    }

    /// At the sign of a year: after a space, the month and the day, and before a digit.
    private var isBeforeYear: Bool {
        month != nil && numberCount == 1 && at > 0 && text[at &- 1] == 32 && at &+ 1 < text.count
            && LooseDateParser.isDigit(text[at &+ 1])
    }

    // MARK: Parts

    /// A number, at most 9 digits of which count, and how many digits it has.
    private mutating func readNumber() -> (value: Int, digits: Int) {
        var value = 0
        let start = at
        while LooseDateParser.isDigit(unit) {
            if at &- start < 9 { value = value * 10 + Int(unit &- 48) }
            at &+= 1
        }
        return (value, at &- start)
    }

    private mutating func takeNumber() -> Bool {
        let (value, count) = readNumber()
        if unit == 58, hour == nil { return takeTime(hour: value) }
        switch numberCount {
        case 0: (numbers.0, digits.0) = (value, count)
        case 1: (numbers.1, digits.1) = (value, count)
        case 2: (numbers.2, digits.2) = (value, count)
        default: return false
        }
        numberCount += 1
        return true
    }

    /// `:mm`, `:ss` and `.sss` after the hour.
    private mutating func takeTime(hour value: Int) -> Bool {
        hour = value
        at &+= 1
        guard LooseDateParser.isDigit(unit) else { return false }
        minute = readNumber().value
        guard unit == 58 else { return true }
        at &+= 1
        guard LooseDateParser.isDigit(unit) else { return false }
        second = readNumber().value
        guard unit == 46 else { return true }
        at &+= 1
        let (value, count) = readNumber()
        var scaled = value
        for _ in 0..<max(0, 3 - count) { scaled *= 10 }
        for _ in 0..<max(0, min(count, 9) - 3) { scaled /= 10 }
        millisecond = scaled
        return true
    }

    /// `+hh`, `+hhmm` or `+hh:mm`; a sign without digits separates.
    private mutating func takeOffset() -> Bool {
        let sign = unit == 45 ? -1 : 1
        at &+= 1
        guard LooseDateParser.isDigit(unit) else { return true }
        var (hours, count) = readNumber()
        var minutes = 0
        if unit == 58 {
            at &+= 1
            minutes = readNumber().value
        } else if count > 2 {
            minutes = hours % 100
            hours /= 100
            count -= 2
        }
        guard hours < 24, minutes < 60 else { return false }
        offset = sign * (hours * 60 + minutes)
        return true
    }

    private mutating func skipComment() {
        var depth = 0
        while at < text.count {
            if unit == 40 { depth += 1 }
            if unit == 41 { depth -= 1 }
            at &+= 1
            if depth == 0 { return }
        }
    }

    // MARK: Words

    private static let months: [StaticString] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]
    private static let zones: [(StaticString, Int)] = [
        ("gmt", 0), ("utc", 0), ("ut", 0), ("z", 0), ("est", -300), ("edt", -240), ("cst", -360), ("cdt", -300),
        ("mst", -420), ("mdt", -360),
        ("pst", -480), ("pdt", -420),
    ]

    /// Whether the word from `start` begins with a lower case text, or is it.
    private func word(_ start: Int, _ end: Int, is other: StaticString, orLonger: Bool) -> Bool {
        let count = other.utf8CodeUnitCount
        guard orLonger ? end &- start >= count : end &- start == count else { return false }
        for i in 0..<count where text[start &+ i] | 0x20 != UInt16(other.utf8Start[i]) { return false }
        return true
    }

    private mutating func takeWord() -> Bool {
        let start = at
        while LooseDateParser.isLetter(unit) { at &+= 1 }
        for i in 0..<12 where word(start, at, is: LooseDateParser.months[i], orLonger: true) {
            month = i
            return true
        }
        if word(start, at, is: "am", orLonger: false) || word(start, at, is: "pm", orLonger: false) {
            guard let hour, hour >= 1, hour <= 12 else { return false }
            isAfternoon = text[start] | 0x20 == 112
            return true
        }
        for (name, minutes) in LooseDateParser.zones where word(start, at, is: name, orLonger: false) {
            offset = minutes
            return true
        }
        // A `T` between date and time; other words only before the first number, such as the day of the week.
        if numberCount == 0, hour == nil { return true }
        return at &- start == 1 && text[start] | 0x20 == 116 && LooseDateParser.isDigit(unit)
    }

    // MARK: The result

    private func result() -> Double? {
        guard let (year, month, day) = date() else { return nil }
        var hours = hour ?? 0
        if let isAfternoon { hours = hours % 12 + (isAfternoon ? 12 : 0) }
        let isMidnight = hours == 24 && minute == 0 && second == 0 && millisecond == 0
        guard hours < 24 || isMidnight, minute < 60, second < 60, month >= 1, month <= 12, day >= 1, day <= 31 else {
            return nil
        }
        let time = Calendar.makeTime(Double(hours), Double(minute - (offset ?? 0)), Double(second), Double(millisecond))
        return Calendar.makeDate(Calendar.makeDay(Double(year), Double(month - 1), Double(day)), time)
    }

    /// Year, month from 1 and day, by the number of digits and the place of the month's name; without a year, 2001.
    private func date() -> (Int, Int, Int)? {
        let firstIsYear = digits.0 > 2 || numbers.0 > 31
        if let month {
            switch numberCount {
            case 1: return (2_001, month + 1, numbers.0)
            case 2 where isYearNegative: return (-numbers.1, month + 1, numbers.0)
            case 2:
                return firstIsYear
                    ? (fullYear(numbers.0, digits.0), month + 1, numbers.1)
                    : (fullYear(numbers.1, digits.1), month + 1, numbers.0)
            default: return nil
            }
        }
        switch numberCount {
        case 1: return firstIsYear ? (fullYear(numbers.0, digits.0), 1, 1) : (2_001, numbers.0, 1)
        case 2: return (2_001, numbers.0, numbers.1)
        case 3:
            return firstIsYear
                ? (fullYear(numbers.0, digits.0), numbers.1, numbers.2)
                : (fullYear(numbers.2, digits.2), numbers.0, numbers.1)
        default: return nil
        }
    }

    /// Two digits are a year from 1950 to 2049.
    private func fullYear(_ year: Int, _ digits: Int) -> Int {
        digits > 2 ? year : year < 50 ? year + 2_000 : year < 100 ? year + 1_900 : year
    }
}
