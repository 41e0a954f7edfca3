/// https://tc39.es/ecma262/#sec-date-constructor
enum DateConstructor {
    static let object = BuiltinObject(
        constructor: .steps("Date", 7, isConstructor: true, parameters: 7, slots: 2) { steps(construct, $0, $1, $2) },
        prototype: .datePrototype,
        members: [
            .method("now", 0) { leaf({ Value(number: now($0.realm)) }, $0, $1, $2) },
            .method("parse", 1, converting: [.any, .string]) { leaf(parse, $0, $1, $2) },
            .method("UTC", 7, converting: [.any, .number, .number, .number, .number, .number, .number, .number]) {
                leaf(utc, $0, $1, $2)
            },
        ])

    /// The host's clock, which stands still while the program runs on.
    private static func now(_ realm: Realm) -> Double {
        Calendar.timeClip(realm.control.pointee.timeMilliseconds.rounded(.down))
    }

    /// f[1] … f[7] = year, month, day, hours, minutes, seconds, milliseconds, or f[1] = a value; f[8] = next argument to
    /// convert, f[9] = time value. https://tc39.es/ecma262/#sec-date
    private static func construct(_ f: StepFrame, _ step: Int) -> Value {
        let realm = f.realm
        switch step {
        case 0:
            if f.newTarget.isUndefined { return DateText.string(realm, now(realm), .dateAndTime) }
            if f.argumentCount > 1 { return f.finish(.undefined, at: 3) }
            if f.argumentCount == 0 { return f.finish(Value(number: now(realm)), at: 2) }
            if realm.type(f[1]) == CellType.date, f[1].isObject {
                return f.finish(realm.internalSlot(f[1], Cell.internal0), at: 2)
            }
            return f.convert(f[1], .primitive, then: 1)
        case 1:
            guard f.result.isString else { return f.convert(f.result, .number, then: 2) }
            let units = realm.view(f.result)
            f.charge(units.count &>> 2)
            return f.finish(Value(number: DateParser.parse(units)), at: 2)
        case 2:
            f[9] = Value(number: Calendar.timeClip(f.result.number))
            // The prototype property of %Date% cannot be changed.
            if f.newTarget.bits == f.callee.bits { return f.finish(realm[.datePrototype], at: 6) }
            return f.get(f.newTarget, PropertyKey(atom: realm[.prototypeAtom].offset), then: 6)
        case 3:
            f.set(8, 1)
            return f.convert(f[1], .number, then: 4)
        case 4:
            f[f.int(8)] = f.result
            if f.int(8) < f.argumentCount {
                f.set(8, f.int(8) + 1)
                return f.convert(f[f.int(8)], .number, then: 4)
            }
            return f.finish(Value(number: time(count: f.argumentCount) { f[$0 + 1].number }), at: 2)
        default:
            f[8] = f.result.isObject ? f.result : realm[.datePrototype]
            let date = realm.makeInternalObject(CellType.date, prototype: f[8])
            realm.setInternalSlot(date, Cell.internal0, f[9])
            return date
        }
    }

    /// The time value of year, month, day … as far as they are given.
    private static func time(count: Int, _ part: (Int) -> Double) -> Double {
        func value(_ i: Int, _ fallback: Double) -> Double { i < count ? part(i) : fallback }
        let day = Calendar.makeDay(Calendar.makeFullYear(value(0, .nan)), value(1, 0), value(2, 1))
        let time = Calendar.makeTime(value(3, 0), value(4, 0), value(5, 0), value(6, 0))
        return Calendar.timeClip(Calendar.makeDate(day, time))
    }

    /// https://tc39.es/ecma262/#sec-date.parse
    private static func parse(_ call: Arguments) -> Value {
        guard let text = call.rootedString(0) else { return call.exit }
        let units = call.realm.view(text)
        call.charge(units.count &>> 2)
        return Value(number: Calendar.timeClip(DateParser.parse(units)))
    }

    /// https://tc39.es/ecma262/#sec-date.utc
    private static func utc(_ call: Arguments) -> Value {
        for i in 0..<min(7, call.count) {
            guard call.number(i) != nil else { return call.exit }
        }
        return Value(number: time(count: min(7, call.count)) { call.number($0) ?? .nan })
    }
}
