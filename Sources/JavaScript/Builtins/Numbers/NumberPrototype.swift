/// https://tc39.es/ecma262/#sec-properties-of-the-number-prototype-object
enum NumberPrototype {
    static let object = BuiltinObject(
        "Number.prototype", intrinsic: .numberPrototype, cellType: CellType.number,
        members: [
            .method("toExponential", 1, converting: [.any, .number]) { leaf(toExponential, $0, $1, $2) },
            .method("toFixed", 1, converting: [.any, .number]) { leaf(toFixed, $0, $1, $2) },
            .method("toLocaleString", 0) { leaf(toLocaleString, $0, $1, $2) },
            .method("toPrecision", 1, converting: [.any, .number]) { leaf(toPrecision, $0, $1, $2) },
            .method("toString", 1, converting: [.any, .number]) { leaf(toString, $0, $1, $2) },
            .method("valueOf", 0) { leaf(valueOf, $0, $1, $2) },
        ])

    /// https://tc39.es/ecma262/#sec-thisnumbervalue
    @inline(__always) private static func thisNumber(_ call: Arguments) -> Double? {
        let this = call.this
        if this.isNumber { return this.number }
        return this.isObject && call.realm.type(this) == CellType.number
            ? call.realm.internalSlot(this, Cell.internal0).number : nil
    }

    private static func refuse(_ call: Arguments, _ method: StaticString) -> Value {
        call.throwTypeError("Number.prototype.\(method) requires that 'this' be a Number")
    }

    /// https://tc39.es/ecma262/#sec-number.prototype.toexponential
    private static func toExponential(_ call: Arguments) -> Value {
        guard let number = thisNumber(call) else { return refuse(call, "toExponential") }
        guard let digits = call.integer(0) else { return call.exit }
        if !number.isFinite { return call.realm.numberToString(number) }
        if digits < 0 || digits > 100 {
            return call.throwRangeError("toExponential() argument must be between 0 and 100")
        }
        return call.realm.makeString(ascii: NumberFormat.lengthMax) { text in
            if number < 0 { text.append(UInt8(ascii: "-")) }
            NumberFormat.writeExponential(number.magnitude, digits: call[0].isUndefined ? nil : digits, to: &text)
        }
    }

    /// https://tc39.es/ecma262/#sec-number.prototype.tofixed
    private static func toFixed(_ call: Arguments) -> Value {
        guard let number = thisNumber(call) else { return refuse(call, "toFixed") }
        guard let places = call.integer(0) else { return call.exit }
        if places < 0 || places > 100 {
            return call.throwRangeError("toFixed() digits argument must be between 0 and 100")
        }
        if !(number.magnitude < 1e21) { return call.realm.numberToString(number) }
        return call.realm.makeString(ascii: NumberFormat.lengthMax) { text in
            if number < 0 { text.append(UInt8(ascii: "-")) }
            NumberFormat.writeFixed(number.magnitude, places: places, to: &text)
        }
    }

    /// https://tc39.es/ecma262/#sec-number.prototype.toprecision
    private static func toPrecision(_ call: Arguments) -> Value {
        guard let number = thisNumber(call) else { return refuse(call, "toPrecision") }
        if call[0].isUndefined { return call.realm.numberToString(number) }
        guard let precision = call.integer(0) else { return call.exit }
        if !number.isFinite { return call.realm.numberToString(number) }
        if precision < 1 || precision > 100 {
            return call.throwRangeError("toPrecision() argument must be between 1 and 100")
        }
        return call.realm.makeString(ascii: NumberFormat.lengthMax) { text in
            if number < 0 { text.append(UInt8(ascii: "-")) }
            NumberFormat.writePrecise(number.magnitude, precision: precision, to: &text)
        }
    }

    /// https://tc39.es/ecma262/#sec-number.prototype.tostring
    private static func toString(_ call: Arguments) -> Value {
        guard let number = thisNumber(call) else { return refuse(call, "toString") }
        guard let radix = call.integer(0, default: 10) else { return call.exit }
        if radix < 2 || radix > 36 { return call.throwRangeError("toString() radix argument must be between 2 and 36") }
        if radix == 10 || !number.isFinite { return call.realm.numberToString(number) }
        if number >= 0, number < Double(radix), number == number.rounded(.down) {
            return call.realm.makeString(unit: UInt16(number < 10 ? 48 + number : 87 + number))
        }
        let isShort = number.magnitude < 9_007_199_254_740_992 && number == number.rounded(.down)
        return call.realm.makeString(ascii: isShort ? 64 : NumberFormat.radixLengthMax) {
            NumberFormat.write(number, radix: radix, to: &$0)
        }
    }

    /// The locale is en-US whatever the arguments: groups of three digits, at most three places.
    /// https://tc39.es/ecma262/#sec-number.prototype.tolocalestring
    private static func toLocaleString(_ call: Arguments) -> Value {
        guard let number = thisNumber(call) else { return refuse(call, "toLocaleString") }
        let realm = call.realm
        if number.isNaN { return realm.makeString("NaN") }
        if number.isInfinite {
            return realm.makeString { writer in
                if number < 0 { writer.append(unit: 45) }
                writer.append(unit: 0x221E)
            }
        }
        return realm.makeString(ascii: NumberFormat.groupedLengthMax) { NumberFormat.writeGrouped(number, to: &$0) }
    }

    /// https://tc39.es/ecma262/#sec-number.prototype.valueof
    private static func valueOf(_ call: Arguments) -> Value {
        guard let number = thisNumber(call) else { return refuse(call, "valueOf") }
        return Value(number: number)
    }
}
