/// The proleptic Gregorian calendar over time values: milliseconds since 1970-01-01T00:00:00Z.
///
/// The local time zone is UTC until the host can name another, so local and UTC functions agree.
/// https://tc39.es/ecma262/#sec-overview-of-date-objects-and-definitions-of-abstract-operations
enum Calendar {
    static let millisecondsPerDay = 86_400_000.0
    /// Largest magnitude of a time value. https://tc39.es/ecma262/#sec-timeclip
    static let timeMax = 8.64e15

    /// The parts of a finite time value; `month` counts from 0, `weekday` from Sunday.
    struct Fields {
        var year: Int
        var month: Int
        var day: Int
        var weekday: Int
        var hour: Int
        var minute: Int
        var second: Int
        var millisecond: Int

        init(_ time: Double) {
            let milliseconds = Int(time)
            var days = milliseconds / 86_400_000
            var rest = milliseconds % 86_400_000
            if rest < 0 {
                rest += 86_400_000
                days -= 1
            }
            (year, month, day) = Calendar.date(ofDay: days)
            weekday = ((days % 7) + 11) % 7
            hour = rest / 3_600_000
            minute = rest / 60_000 % 60
            second = rest / 1_000 % 60
            millisecond = rest % 1_000
        }
    }

    /// Days from 1970-01-01 to a date; `month` 0 … 11. Years begin in March, so that leap days come last; 400 years are
    /// 146,097 days.
    static func day(ofYear year: Int, month: Int, day: Int) -> Int {
        let shifted = month < 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * ((month + 10) % 12) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// The date of a day counted from 1970-01-01: the inverse of `day(ofYear:month:day:)`.
    static func date(ofDay days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = (monthFromMarch + 2) % 12
        return (yearOfEra + era * 400 + (month < 2 ? 1 : 0), month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
    }

    private static func isFinite(_ a: Double, _ b: Double, _ c: Double) -> Bool {
        a.isFinite && b.isFinite && c.isFinite
    }

    /// https://tc39.es/ecma262/#sec-maketime
    static func makeTime(_ hour: Double, _ minute: Double, _ second: Double, _ millisecond: Double) -> Double {
        guard isFinite(hour, minute, second), millisecond.isFinite else { return .nan }
        let whole = hour.rounded(.towardZero) * 3_600_000 + minute.rounded(.towardZero) * 60_000
        return whole + second.rounded(.towardZero) * 1_000 + millisecond.rounded(.towardZero)
    }

    /// https://tc39.es/ecma262/#sec-makeday
    static func makeDay(_ year: Double, _ month: Double, _ date: Double) -> Double {
        guard isFinite(year, month, date) else { return .nan }
        let months = month.rounded(.towardZero)
        let years = year.rounded(.towardZero) + (months / 12).rounded(.down)
        // Beyond the range of time values by far; what lies further cannot come back within it.
        guard years.magnitude < 400_000, months.magnitude < 1e8 else { return .nan }
        let monthOfYear = ((Int(months) % 12) + 12) % 12
        return Double(day(ofYear: Int(years), month: monthOfYear, day: 1)) + date.rounded(.towardZero) - 1
    }

    /// https://tc39.es/ecma262/#sec-makedate
    static func makeDate(_ day: Double, _ time: Double) -> Double {
        let result = day * millisecondsPerDay + time
        return result.isFinite ? result : .nan
    }

    /// https://tc39.es/ecma262/#sec-makefullyear
    static func makeFullYear(_ year: Double) -> Double {
        let whole = year.rounded(.towardZero)
        return whole >= 0 && whole <= 99 ? 1_900 + whole : whole
    }

    /// https://tc39.es/ecma262/#sec-timeclip
    static func timeClip(_ time: Double) -> Double {
        time.magnitude <= timeMax ? time.rounded(.towardZero) + 0 : .nan
    }
}
