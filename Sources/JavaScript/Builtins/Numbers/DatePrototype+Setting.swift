// The setters: each replaces the parts of the time value from one on, as far as arguments were given.
extension DatePrototype {
    private static let numbers: [Conversion] = [.any, .number, .number, .number, .number]

    static let setters: [BuiltinMember] = [
        .method("setDate", 1, converting: [.any, .number]) { leaf({ setDay($0, from: 2, atMost: 1) }, $0, $1, $2) },
        .method("setFullYear", 3, converting: numbers) { leaf({ setDay($0, from: 0, atMost: 3) }, $0, $1, $2) },
        .method("setHours", 4, converting: numbers) { leaf({ setTimeOfDay($0, from: 0, atMost: 4) }, $0, $1, $2) },
        .method("setMilliseconds", 1, converting: [.any, .number]) {
            leaf({ setTimeOfDay($0, from: 3, atMost: 1) }, $0, $1, $2)
        },
        .method("setMinutes", 3, converting: numbers) { leaf({ setTimeOfDay($0, from: 1, atMost: 3) }, $0, $1, $2) },
        .method("setMonth", 2, converting: [.any, .number, .number]) {
            leaf({ setDay($0, from: 1, atMost: 2) }, $0, $1, $2)
        },
        .method("setSeconds", 2, converting: [.any, .number, .number]) {
            leaf({ setTimeOfDay($0, from: 2, atMost: 2) }, $0, $1, $2)
        },
        .method("setTime", 1, converting: [.any, .number]) { leaf(setTime, $0, $1, $2) },
        .method("setUTCDate", 1, converting: [.any, .number]) { leaf({ setDay($0, from: 2, atMost: 1) }, $0, $1, $2) },
        .method("setUTCFullYear", 3, converting: numbers) { leaf({ setDay($0, from: 0, atMost: 3) }, $0, $1, $2) },
        .method("setUTCHours", 4, converting: numbers) { leaf({ setTimeOfDay($0, from: 0, atMost: 4) }, $0, $1, $2) },
        .method("setUTCMilliseconds", 1, converting: [.any, .number]) {
            leaf({ setTimeOfDay($0, from: 3, atMost: 1) }, $0, $1, $2)
        },
        .method("setUTCMinutes", 3, converting: numbers) { leaf({ setTimeOfDay($0, from: 1, atMost: 3) }, $0, $1, $2) },
        .method("setUTCMonth", 2, converting: [.any, .number, .number]) {
            leaf({ setDay($0, from: 1, atMost: 2) }, $0, $1, $2)
        },
        .method("setUTCSeconds", 2, converting: [.any, .number, .number]) {
            leaf({ setTimeOfDay($0, from: 2, atMost: 2) }, $0, $1, $2)
        },
        .method("setYear", 1, converting: [.any, .number]) { leaf(setYear, $0, $1, $2) },
    ]

    private static func store(_ call: Arguments, _ time: Double) -> Value {
        let value = Value(number: Calendar.timeClip(time))
        call.realm.setInternalSlot(call.this, Cell.internal0, value)
        return value
    }

    /// The arguments as numbers; nil if one of them has to be converted first.
    @inline(__always) private static func areNumbers(_ call: Arguments, atMost count: Int) -> Bool {
        for i in 0..<max(1, min(call.count, count)) where call.number(i) == nil { return false }
        return true
    }

    /// Part k of a group, of which the arguments replace those from `first` on.
    @inline(__always) private static func part(
        _ call: Arguments, _ k: Int, from first: Int, atMost count: Int, _ old: Int
    ) -> Double {
        let i = k &- first
        if i == 0 { return call.number(0) ?? .nan }
        return i > 0 && i < count && i < call.count ? call.number(i) ?? .nan : Double(old)
    }

    /// Year (0), month (1), day of the month (2) from `first` on.
    /// https://tc39.es/ecma262/#sec-date.prototype.setfullyear and its siblings
    private static func setDay(_ call: Arguments, from first: Int, atMost count: Int) -> Value {
        guard let time = thisTime(call) else { return refuse(call) }
        guard areNumbers(call, atMost: count) else { return call.exit }
        // Only a year makes an invalid date valid again.
        if time.isNaN, first > 0 { return .nan }
        let start = time.isNaN ? 0 : time
        let fields = Calendar.Fields(start)
        let day = Calendar.makeDay(
            part(call, 0, from: first, atMost: count, fields.year),
            part(call, 1, from: first, atMost: count, fields.month),
            part(call, 2, from: first, atMost: count, fields.day))
        return store(call, Calendar.makeDate(day, timeOfDay(fields)))
    }

    /// Hours (0), minutes (1), seconds (2), milliseconds (3) from `first` on.
    /// https://tc39.es/ecma262/#sec-date.prototype.sethours and its siblings
    private static func setTimeOfDay(_ call: Arguments, from first: Int, atMost count: Int) -> Value {
        guard let time = thisTime(call) else { return refuse(call) }
        guard areNumbers(call, atMost: count) else { return call.exit }
        if time.isNaN { return .nan }
        let fields = Calendar.Fields(time)
        let within = Calendar.makeTime(
            part(call, 0, from: first, atMost: count, fields.hour),
            part(call, 1, from: first, atMost: count, fields.minute),
            part(call, 2, from: first, atMost: count, fields.second),
            part(call, 3, from: first, atMost: count, fields.millisecond))
        return store(call, Calendar.makeDate((time / Calendar.millisecondsPerDay).rounded(.down), within))
    }

    private static func timeOfDay(_ fields: Calendar.Fields) -> Double {
        Calendar.makeTime(Double(fields.hour), Double(fields.minute), Double(fields.second), Double(fields.millisecond))
    }

    /// https://tc39.es/ecma262/#sec-date.prototype.settime
    private static func setTime(_ call: Arguments) -> Value {
        guard thisTime(call) != nil else { return refuse(call) }
        guard let time = call.number(0) else { return call.exit }
        return store(call, time)
    }

    /// https://tc39.es/ecma262/#sec-date.prototype.setyear
    private static func setYear(_ call: Arguments) -> Value {
        guard let time = thisTime(call) else { return refuse(call) }
        guard let year = call.number(0) else { return call.exit }
        let fields = Calendar.Fields(time.isNaN ? 0 : time)
        let day = Calendar.makeDay(Calendar.makeFullYear(year), Double(fields.month), Double(fields.day))
        return store(call, Calendar.makeDate(day, timeOfDay(fields)))
    }
}
