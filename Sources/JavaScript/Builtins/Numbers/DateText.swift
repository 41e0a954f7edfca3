/// The texts of dates, in UTC.
enum DateText {
    /// What a text shows.
    enum Style {
        /// Thu Jan 01 1970 00:00:00 GMT+0000 (Coordinated Universal Time)
        case dateAndTime
        /// Thu Jan 01 1970
        case date
        /// 00:00:00 GMT+0000 (Coordinated Universal Time)
        case time
        /// Thu, 01 Jan 1970 00:00:00 GMT
        case utc
        /// 1970-01-01T00:00:00.000Z
        case iso
        /// 1/1/1970, 12:00:00 AM, and its halves
        case localeDateAndTime
        case localeDate
        case localeTime
    }

    private static let lengthMax = 96
    private static let weekdays: [StaticString] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months: [StaticString] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// https://tc39.es/ecma262/#sec-todatestring
    static func string(_ realm: Realm, _ time: Double, _ style: Style) -> Value {
        if time.isNaN { return realm.makeString("Invalid Date") }
        let fields = Calendar.Fields(time)
        return realm.makeString(ascii: lengthMax) { write(fields, style, to: &$0) }
    }

    private static func write(_ fields: Calendar.Fields, _ style: Style, to text: inout ASCIIBuffer) {
        switch style {
        case .dateAndTime:
            writeDate(fields, to: &text)
            text.append(UInt8(ascii: " "))
            writeTime(fields, to: &text)
        case .date: writeDate(fields, to: &text)
        case .time: writeTime(fields, to: &text)
        case .utc: writeUTC(fields, to: &text)
        case .iso: writeISO(fields, to: &text)
        case .localeDateAndTime:
            writeLocaleDate(fields, to: &text)
            text.append(", ")
            writeLocaleTime(fields, to: &text)
        case .localeDate: writeLocaleDate(fields, to: &text)
        case .localeTime: writeLocaleTime(fields, to: &text)
        }
    }

    private static func writeYear(_ year: Int, to text: inout ASCIIBuffer) {
        if year < 0 { text.append(UInt8(ascii: "-")) }
        text.append(UInt64(year.magnitude), width: 4)
    }

    private static func writeClock(_ hour: Int, _ fields: Calendar.Fields, hourWidth: Int, to text: inout ASCIIBuffer) {
        text.append(UInt64(hour.magnitude), width: hourWidth)
        text.append(UInt8(ascii: ":"))
        text.append(UInt64(fields.minute.magnitude), width: 2)
        text.append(UInt8(ascii: ":"))
        text.append(UInt64(fields.second.magnitude), width: 2)
    }

    /// https://tc39.es/ecma262/#sec-datestring
    private static func writeDate(_ fields: Calendar.Fields, to text: inout ASCIIBuffer) {
        text.append(weekdays[fields.weekday])
        text.append(UInt8(ascii: " "))
        text.append(months[fields.month])
        text.append(UInt8(ascii: " "))
        text.append(UInt64(fields.day.magnitude), width: 2)
        text.append(UInt8(ascii: " "))
        writeYear(fields.year, to: &text)
    }

    /// https://tc39.es/ecma262/#sec-timestring, https://tc39.es/ecma262/#sec-timezoneestring
    private static func writeTime(_ fields: Calendar.Fields, to text: inout ASCIIBuffer) {
        writeClock(fields.hour, fields, hourWidth: 2, to: &text)
        text.append(" GMT+0000 (Coordinated Universal Time)")
    }

    /// https://tc39.es/ecma262/#sec-date.prototype.toutcstring
    private static func writeUTC(_ fields: Calendar.Fields, to text: inout ASCIIBuffer) {
        text.append(weekdays[fields.weekday])
        text.append(", ")
        text.append(UInt64(fields.day.magnitude), width: 2)
        text.append(UInt8(ascii: " "))
        text.append(months[fields.month])
        text.append(UInt8(ascii: " "))
        writeYear(fields.year, to: &text)
        text.append(UInt8(ascii: " "))
        writeClock(fields.hour, fields, hourWidth: 2, to: &text)
        text.append(" GMT")
    }

    /// https://tc39.es/ecma262/#sec-date-time-string-format
    private static func writeISO(_ fields: Calendar.Fields, to text: inout ASCIIBuffer) {
        let isExpanded = fields.year < 0 || fields.year > 9_999
        if isExpanded { text.append(fields.year < 0 ? UInt8(ascii: "-") : UInt8(ascii: "+")) }
        text.append(UInt64(fields.year.magnitude), width: isExpanded ? 6 : 4)
        text.append(UInt8(ascii: "-"))
        text.append(UInt64((fields.month + 1).magnitude), width: 2)
        text.append(UInt8(ascii: "-"))
        text.append(UInt64(fields.day.magnitude), width: 2)
        text.append(UInt8(ascii: "T"))
        writeClock(fields.hour, fields, hourWidth: 2, to: &text)
        text.append(UInt8(ascii: "."))
        text.append(UInt64(fields.millisecond.magnitude), width: 3)
        text.append(UInt8(ascii: "Z"))
    }

    private static func writeLocaleDate(_ fields: Calendar.Fields, to text: inout ASCIIBuffer) {
        text.append(UInt64((fields.month + 1).magnitude))
        text.append(UInt8(ascii: "/"))
        text.append(UInt64(fields.day.magnitude))
        text.append(UInt8(ascii: "/"))
        // The year before year 1 is 1 BC, which this format shows without its era.
        text.append(UInt64((fields.year > 0 ? fields.year : 1 - fields.year).magnitude))
    }

    private static func writeLocaleTime(_ fields: Calendar.Fields, to text: inout ASCIIBuffer) {
        writeClock((fields.hour + 11) % 12 + 1, fields, hourWidth: 1, to: &text)
        text.append(fields.hour < 12 ? " AM" : " PM")
    }
}

extension DatePrototype {
    static let texts: [BuiltinMember] = [
        .method("toDateString", 0) { leaf({ text($0, .date) }, $0, $1, $2) },
        .method("toISOString", 0) { leaf(toISOString, $0, $1, $2) },
        .method("toLocaleDateString", 0) { leaf({ text($0, .localeDate) }, $0, $1, $2) },
        .method("toLocaleString", 0) { leaf({ text($0, .localeDateAndTime) }, $0, $1, $2) },
        .method("toLocaleTimeString", 0) { leaf({ text($0, .localeTime) }, $0, $1, $2) },
        .method("toString", 0) { leaf({ text($0, .dateAndTime) }, $0, $1, $2) },
        .method("toTimeString", 0) { leaf({ text($0, .time) }, $0, $1, $2) },
        .method("toUTCString", 0) { leaf({ text($0, .utc) }, $0, $1, $2) },
        .alias("toGMTString", of: "toUTCString"),
    ]

    /// https://tc39.es/ecma262/#sec-date.prototype.tostring and its siblings
    private static func text(_ call: Arguments, _ style: DateText.Style) -> Value {
        guard let time = thisTime(call) else { return refuse(call) }
        return DateText.string(call.realm, time, style)
    }

    /// https://tc39.es/ecma262/#sec-date.prototype.toisostring
    private static func toISOString(_ call: Arguments) -> Value {
        guard let time = thisTime(call) else { return refuse(call) }
        if time.isNaN { return call.throwRangeError("Invalid time value") }
        return DateText.string(call.realm, time, .iso)
    }
}
