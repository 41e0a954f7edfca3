/// https://tc39.es/ecma262/#sec-function-properties-of-the-global-object
enum GlobalFunctions {
    static let members: [BuiltinMember] = [
        .method("isFinite", 1, converting: [.any, .number]) { leaf(isFinite, $0, $1, $2) },
        .method("isNaN", 1, converting: [.any, .number]) { leaf(isNaN, $0, $1, $2) },
        .method("parseFloat", 1, converting: [.any, .string]) { leaf(parseFloat, $0, $1, $2) },
        .method("parseInt", 2, converting: [.any, .string, .number]) { leaf(parseInt, $0, $1, $2) },
    ]

    /// https://tc39.es/ecma262/#sec-isfinite-number
    private static func isFinite(_ call: Arguments) -> Value {
        guard let number = call.number(0) else { return call.exit }
        return Value(number.isFinite)
    }

    /// https://tc39.es/ecma262/#sec-isnan-number
    private static func isNaN(_ call: Arguments) -> Value {
        guard let number = call.number(0) else { return call.exit }
        return Value(number.isNaN)
    }

    /// https://tc39.es/ecma262/#sec-parsefloat-string
    private static func parseFloat(_ call: Arguments) -> Value {
        if call[0].isInt32 { return call[0] }
        guard let text = call.rootedString(0) else { return call.exit }
        let units = call.realm.view(text)
        call.charge(units.count &>> 4)
        var start = 0
        while start < units.count, isStringWhiteSpace(units[start]) { start &+= 1 }
        guard let length = decimalLiteralLength(units, start, units.count, allowsInfinity: true) else { return .nan }
        return Value(number: parseDecimal(units, start, start &+ length))
    }

    /// https://tc39.es/ecma262/#sec-parseint-string-radix
    private static func parseInt(_ call: Arguments) -> Value {
        if call[0].isInt32, call[1].isUndefined { return call[0] }
        guard let text = call.rootedString(0), let number = call[1].isUndefined ? 0 : call.number(1) else {
            return call.exit
        }
        let units = call.realm.view(text)
        call.charge(units.count &>> 4)
        var start = 0
        while start < units.count, isStringWhiteSpace(units[start]) { start &+= 1 }
        var negative = false
        if start < units.count, units[start] == 45 || units[start] == 43 {
            negative = units[start] == 45
            start &+= 1
        }
        var radix = Int(toInt32(number))
        if radix != 0, radix < 2 || radix > 36 { return .nan }
        if radix == 0 || radix == 16, start &+ 1 < units.count, units[start] == 48, units[start &+ 1] | 32 == 120 {
            start &+= 2
            radix = 16
        }
        if radix == 0 { radix = 10 }
        var end = start
        while end < units.count, digitValue(units[end]) < radix { end &+= 1 }
        if end == start { return .nan }
        let value = parseRadix(units, start, end, radix)
        return Value(number: negative ? -value : value)
    }
}
