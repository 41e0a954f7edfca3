// The setters: each replaces the parts of the time value from one on, as far as arguments were given. Local time is
// UTC, so the two families do the same.
extension DatePrototype {
    static let setters: [BuiltinMember] = [
        .method("setDate", 1, parameters: 4, slots: 2) { steps({ setDay($0, $1, from: 2) }, $0, $1, $2) },
        .method("setFullYear", 3, parameters: 4, slots: 2) { steps({ setDay($0, $1, from: 0) }, $0, $1, $2) },
        .method("setHours", 4, parameters: 4, slots: 2) { steps({ setTimeOfDay($0, $1, from: 0) }, $0, $1, $2) },
        .method("setMilliseconds", 1, parameters: 4, slots: 2) { steps({ setTimeOfDay($0, $1, from: 3) }, $0, $1, $2) },
        .method("setMinutes", 3, parameters: 4, slots: 2) { steps({ setTimeOfDay($0, $1, from: 1) }, $0, $1, $2) },
        .method("setMonth", 2, parameters: 4, slots: 2) { steps({ setDay($0, $1, from: 1) }, $0, $1, $2) },
        .method("setSeconds", 2, parameters: 4, slots: 2) { steps({ setTimeOfDay($0, $1, from: 2) }, $0, $1, $2) },
        .method("setTime", 1, converting: [.any, .number]) { leaf(setTime, $0, $1, $2) },
        .method("setUTCDate", 1, parameters: 4, slots: 2) { steps({ setDay($0, $1, from: 2) }, $0, $1, $2) },
        .method("setUTCFullYear", 3, parameters: 4, slots: 2) { steps({ setDay($0, $1, from: 0) }, $0, $1, $2) },
        .method("setUTCHours", 4, parameters: 4, slots: 2) { steps({ setTimeOfDay($0, $1, from: 0) }, $0, $1, $2) },
        .method("setUTCMilliseconds", 1, parameters: 4, slots: 2) {
            steps({ setTimeOfDay($0, $1, from: 3) }, $0, $1, $2)
        },
        .method("setUTCMinutes", 3, parameters: 4, slots: 2) { steps({ setTimeOfDay($0, $1, from: 1) }, $0, $1, $2) },
        .method("setUTCMonth", 2, parameters: 4, slots: 2) { steps({ setDay($0, $1, from: 1) }, $0, $1, $2) },
        .method("setUTCSeconds", 2, parameters: 4, slots: 2) { steps({ setTimeOfDay($0, $1, from: 2) }, $0, $1, $2) },
        .method("setYear", 1, converting: [.any, .number]) { leaf(setYear, $0, $1, $2) },
    ]

    private static func store(_ realm: Realm, _ date: Value, _ time: Double) -> Value {
        let value = Value(number: Calendar.timeClip(time))
        realm.setInternalSlot(date, Cell.internal0, value)
        return value
    }

    /// Steps 0 and 1: f[5] = the time value, read before the arguments are converted, which may change it; then
    /// f[1] … f[count] are converted, f[6] of them so far. Nil when that is done.
    private static func convertArguments(_ f: StepFrame, _ step: Int, count: Int) -> Value? {
        if step == 0 {
            guard f.this.isObject, f.realm.type(f.this) == CellType.date else {
                return f.throwTypeError("this is not a Date object.")
            }
            f[5] = f.realm.internalSlot(f.this, Cell.internal0)
            f.set(6, 0)
        } else {
            f[f.int(6)] = f.result
            if f.int(6) >= max(1, min(f.argumentCount, count)) { return nil }
        }
        f.set(6, f.int(6) + 1)
        return f.convert(f[f.int(6)], .number, then: 1)
    }

    /// Part k of a group, of which the arguments replace those from `first` on.
    private static func part(_ f: StepFrame, _ k: Int, from first: Int, _ old: Int) -> Double {
        let i = k - first
        return i >= 0 && i < f.int(6) ? f[i + 1].number : Double(old)
    }

    /// Year (0), month (1), day of the month (2) from `first` on.
    /// https://tc39.es/ecma262/#sec-date.prototype.setfullyear and its siblings
    private static func setDay(_ f: StepFrame, _ step: Int, from first: Int) -> Value {
        if let signal = convertArguments(f, step, count: 3 - first) { return signal }
        let time = f[5].number
        // Only a year makes an invalid date valid again.
        if time.isNaN, first > 0 { return .nan }
        let fields = Calendar.Fields(time.isNaN ? 0 : time)
        let day = Calendar.makeDay(
            part(f, 0, from: first, fields.year), part(f, 1, from: first, fields.month),
            part(f, 2, from: first, fields.day))
        return store(f.realm, f.this, Calendar.makeDate(day, timeOfDay(fields)))
    }

    /// Hours (0), minutes (1), seconds (2), milliseconds (3) from `first` on.
    /// https://tc39.es/ecma262/#sec-date.prototype.sethours and its siblings
    private static func setTimeOfDay(_ f: StepFrame, _ step: Int, from first: Int) -> Value {
        if let signal = convertArguments(f, step, count: 4 - first) { return signal }
        let time = f[5].number
        if time.isNaN { return .nan }
        let fields = Calendar.Fields(time)
        let within = Calendar.makeTime(
            part(f, 0, from: first, fields.hour), part(f, 1, from: first, fields.minute),
            part(f, 2, from: first, fields.second), part(f, 3, from: first, fields.millisecond))
        return store(f.realm, f.this, Calendar.makeDate((time / Calendar.millisecondsPerDay).rounded(.down), within))
    }

    private static func timeOfDay(_ fields: Calendar.Fields) -> Double {
        Calendar.makeTime(
            Double(fields.hour), Double(fields.minute), Double(fields.second), Double(fields.millisecond))
    }

    /// https://tc39.es/ecma262/#sec-date.prototype.settime
    private static func setTime(_ call: Arguments) -> Value {
        guard thisTime(call) != nil else { return refuse(call) }
        guard let time = call.number(0) else { return call.exit }
        return store(call.realm, call.this, time)
    }

    /// https://tc39.es/ecma262/#sec-date.prototype.setyear
    private static func setYear(_ call: Arguments) -> Value {
        guard let time = thisTime(call) else { return refuse(call) }
        guard let year = call.number(0) else { return call.exit }
        let fields = Calendar.Fields(time.isNaN ? 0 : time)
        let day = Calendar.makeDay(Calendar.makeFullYear(year), Double(fields.month), Double(fields.day))
        return store(call.realm, call.this, Calendar.makeDate(day, timeOfDay(fields)))
    }
}
