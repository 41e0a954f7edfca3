/// https://tc39.es/ecma262/#sec-properties-of-the-date-prototype-object
enum DatePrototype {
    static let object = BuiltinObject(
        "Date.prototype", intrinsic: .datePrototype, members: getters + setters + texts + conversions)

    /// https://tc39.es/ecma262/#sec-thistimevalue
    @inline(__always) static func thisTime(_ call: Arguments) -> Double? {
        guard call.this.isObject, call.realm.type(call.this) == CellType.date else { return nil }
        return call.realm.internalSlot(call.this, Cell.internal0).number
    }

    static func refuse(_ call: Arguments) -> Value { call.throwTypeError("this is not a Date object.") }

    // MARK: Getters

    private static let getters: [BuiltinMember] = [
        .method("getDate", 0) { leaf({ get($0) { $0.day } }, $0, $1, $2) },
        .method("getDay", 0) { leaf({ get($0) { $0.weekday } }, $0, $1, $2) },
        .method("getFullYear", 0) { leaf({ get($0) { $0.year } }, $0, $1, $2) },
        .method("getHours", 0) { leaf({ get($0) { $0.hour } }, $0, $1, $2) },
        .method("getMilliseconds", 0) { leaf({ get($0) { $0.millisecond } }, $0, $1, $2) },
        .method("getMinutes", 0) { leaf({ get($0) { $0.minute } }, $0, $1, $2) },
        .method("getMonth", 0) { leaf({ get($0) { $0.month } }, $0, $1, $2) },
        .method("getSeconds", 0) { leaf({ get($0) { $0.second } }, $0, $1, $2) },
        .method("getTime", 0) { leaf(getTime, $0, $1, $2) },
        .method("getTimezoneOffset", 0) { leaf({ get($0) { _ in 0 } }, $0, $1, $2) },
        .method("getUTCDate", 0) { leaf({ get($0) { $0.day } }, $0, $1, $2) },
        .method("getUTCDay", 0) { leaf({ get($0) { $0.weekday } }, $0, $1, $2) },
        .method("getUTCFullYear", 0) { leaf({ get($0) { $0.year } }, $0, $1, $2) },
        .method("getUTCHours", 0) { leaf({ get($0) { $0.hour } }, $0, $1, $2) },
        .method("getUTCMilliseconds", 0) { leaf({ get($0) { $0.millisecond } }, $0, $1, $2) },
        .method("getUTCMinutes", 0) { leaf({ get($0) { $0.minute } }, $0, $1, $2) },
        .method("getUTCMonth", 0) { leaf({ get($0) { $0.month } }, $0, $1, $2) },
        .method("getUTCSeconds", 0) { leaf({ get($0) { $0.second } }, $0, $1, $2) },
        .method("getYear", 0) { leaf({ get($0) { $0.year - 1_900 } }, $0, $1, $2) },
        .method("valueOf", 0) { leaf(getTime, $0, $1, $2) },
    ]

    /// https://tc39.es/ecma262/#sec-date.prototype.getdate and its siblings
    @inline(__always) private static func get(_ call: Arguments, _ field: (Calendar.Fields) -> Int) -> Value {
        guard let time = thisTime(call) else { return refuse(call) }
        return time.isNaN ? .nan : Value(index: field(Calendar.Fields(time)))
    }

    /// https://tc39.es/ecma262/#sec-date.prototype.gettime
    private static func getTime(_ call: Arguments) -> Value {
        guard let time = thisTime(call) else { return refuse(call) }
        return Value(number: time)
    }

    // MARK: Conversions

    private static let conversions: [BuiltinMember] = [
        .method("toJSON", 1, parameters: 1, slots: 1) { steps(toJSON, $0, $1, $2) },
        .symbolMethod(.symbolToPrimitive, "[Symbol.toPrimitive]", 1, parameters: 1, slots: 2, attributes: .configurable)
        { steps(toPrimitive, $0, $1, $2) },
    ]

    /// f[2] = the object. https://tc39.es/ecma262/#sec-date.prototype.tojson
    private static func toJSON(_ f: StepFrame, _ step: Int) -> Value {
        switch step {
        case 0:
            f[2] = f.realm.toObject(f.this)
            return f[2].isException ? .exception : f.convert(f[2], .primitiveNumber, then: 1)
        case 1:
            if f.result.isNumber, !f.result.number.isFinite { return .null }
            return f.get(f[2], PropertyKey(atom: f.realm.atom("toISOString")), then: 2)
        case 2:
            guard f.realm.isFunction(f.result) else { return f.throwTypeError("toISOString is not a function") }
            return f.call(f.result, this: f[2], then: 3)
        default: return f.result
        }
    }

    /// f[1] = hint, f[2] = methods tried, f[3] = whether toString comes first.
    /// https://tc39.es/ecma262/#sec-date.prototype-%symbol.toprimitive%
    private static func toPrimitive(_ f: StepFrame, _ step: Int) -> Value {
        let realm = f.realm
        switch step {
        case 0:
            guard f.this.isObject else {
                return f.throwTypeError("Date.prototype [ @@toPrimitive ] called on non-object")
            }
            let hint = f[1].isString ? realm.view(f[1]) : realm.view(realm[.emptyString])
            let wantsText = hint.equals("string") || hint.equals("default")
            guard wantsText || hint.equals("number") else {
                return f.throwTypeError("Invalid hint: \(realm.describe(f[1]))")
            }
            f[3] = Value(wantsText)
            f.set(2, 0)
            return f.go(to: 1)
        case 1:
            guard f.int(2) < 2 else { return f.throwTypeError("Cannot convert object to primitive value") }
            let useToString = (f.int(2) == 0) == realm.toBoolean(f[3])
            f.set(2, f.int(2) + 1)
            return f.get(f.this, PropertyKey(atom: realm[useToString ? .toStringAtom : .valueOfAtom].offset), then: 2)
        case 2: return realm.isFunction(f.result) ? f.call(f.result, this: f.this, then: 3) : f.go(to: 1)
        default: return f.result.isObject ? f.go(to: 1) : f.result
        }
    }
}
