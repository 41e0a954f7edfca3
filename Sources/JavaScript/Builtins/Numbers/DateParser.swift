/// Reads dates: the format of the specification first, then the looser ones that engines agree on.
///
/// https://tc39.es/ecma262/#sec-date.parse
enum DateParser {
    /// A time value, or NaN. Not clipped.
    static func parse(_ text: StringView) -> Double {
        var iso = ISODateParser(text)
        if let time = iso.parse() { return time }
        if iso.isOutOfRange { return .nan }
        var loose = LooseDateParser(text)
        return loose.parse() ?? .nan
    }
}

/// `YYYY`, `YYYY-MM`, `YYYY-MM-DD`, `±YYYYYY-…`, each with `THH:mm`, `THH:mm:ss` or `THH:mm:ss.sss` and an offset or not.
///
/// https://tc39.es/ecma262/#sec-date-time-string-format
private struct ISODateParser {
    private let text: StringView
    private var at = 0
    /// The text has this format, but a part is too large.
    private(set) var isOutOfRange = false

    init(_ text: StringView) { self.text = text }

    private mutating func take(_ unit: UInt8) -> Bool {
        guard at < text.count, text[at] == UInt16(unit) else { return false }
        at &+= 1
        return true
    }

    /// Exactly this many digits.
    private mutating func number(_ digits: Int) -> Int? {
        guard at &+ digits <= text.count else { return nil }
        var value = 0
        for i in at..<(at &+ digits) {
            guard text[i] &- 48 <= 9 else { return nil }
            value = value &* 10 &+ Int(text[i] &- 48)
        }
        at &+= digits
        return value
    }

    private mutating func year() -> Int? {
        if take(UInt8(ascii: "+")) { return number(6) }
        if take(UInt8(ascii: "-")) {
            guard let year = number(6) else { return nil }
            isOutOfRange = year == 0
            return -year
        }
        return number(4)
    }

    mutating func parse() -> Double? {
        guard let year = year() else { return nil }
        var month = 1
        var day = 1
        if take(UInt8(ascii: "-")) {
            guard let given = number(2) else { return nil }
            month = given
            if take(UInt8(ascii: "-")) {
                guard let given = number(2) else { return nil }
                day = given
            }
        }
        var time = 0.0
        if at < text.count {
            guard take(UInt8(ascii: "T")) || take(UInt8(ascii: "t")), let given = timeOfDay() else { return nil }
            time = given
        }
        guard at == text.count else { return nil }
        guard month >= 1, month <= 12, day >= 1, day <= 31, !isOutOfRange else {
            isOutOfRange = true
            return nil
        }
        // V8 accepts 30 February too, as the first days of March.
        return Calendar.makeDate(Calendar.makeDay(Double(year), Double(month - 1), Double(day)), time)
    }

    /// Milliseconds after midnight, less the offset.
    private mutating func timeOfDay() -> Double? {
        guard let hour = number(2), take(UInt8(ascii: ":")), let minute = number(2) else { return nil }
        var second = 0
        var millisecond = 0
        if take(UInt8(ascii: ":")) {
            guard let given = number(2) else { return nil }
            second = given
            if take(UInt8(ascii: ".")) {
                guard let given = fraction() else { return nil }
                millisecond = given
            }
        }
        let isMidnight = hour == 24 && minute == 0 && second == 0 && millisecond == 0
        if hour > 23 && !isMidnight || minute > 59 || second > 59 { isOutOfRange = true }
        guard let offset = offset() else { return nil }
        return Double(((hour * 60 + minute - offset) * 60 + second) * 1_000 + millisecond)
    }

    /// Milliseconds; digits after the third are dropped.
    private mutating func fraction() -> Int? {
        var value = 0
        var digits = 0
        while at < text.count, text[at] &- 48 <= 9 {
            if digits < 3 { value = value * 10 + Int(text[at] &- 48) }
            digits += 1
            at &+= 1
        }
        if digits == 0 { return nil }
        return digits == 1 ? value * 100 : digits == 2 ? value * 10 : value
    }

    /// Minutes east of Greenwich.
    private mutating func offset() -> Int? {
        if at == text.count || take(UInt8(ascii: "Z")) || take(UInt8(ascii: "z")) { return 0 }
        let west = take(UInt8(ascii: "-"))
        guard west || take(UInt8(ascii: "+")), let hours = number(2), take(UInt8(ascii: ":")), let minutes = number(2)
        else { return nil }
        if hours > 23 || minutes > 59 { isOutOfRange = true }
        let total = hours * 60 + minutes
        return west ? -total : total
    }
}
