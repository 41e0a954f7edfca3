/// https://tc39.es/ecma262/#sec-properties-of-the-string-prototype-object
enum StringPrototype {
    static let object = BuiltinObject(
        "String.prototype", intrinsic: .stringPrototype, cellType: CellType.string,
        members: units + searching + cutting + composing + casing + replacing + matching + wellFormedness + markup)

    private static let units: [BuiltinMember] = [
        .method("at", 1, converting: [.string, .number]) { leaf(at, $0, $1, $2) },
        .method("charAt", 1, converting: [.string, .number]) { leaf(charAt, $0, $1, $2) },
        .method("charCodeAt", 1, converting: [.string, .number]) { leaf(charCodeAt, $0, $1, $2) },
        .method("codePointAt", 1, converting: [.string, .number]) { leaf(codePointAt, $0, $1, $2) },
        .method("toString", 0) { leaf({ thisStringValue($0, "String.prototype.toString") }, $0, $1, $2) },
        .method("valueOf", 0) { leaf({ thisStringValue($0, "String.prototype.valueOf") }, $0, $1, $2) },
        .symbolMethod(.symbolIterator, "[Symbol.iterator]", 0, converting: [.string]) { leaf(iterator, $0, $1, $2) },
    ]

    /// https://tc39.es/ecma262/#sec-string.prototype.at
    private static func at(_ call: Arguments) -> Value {
        guard let text = call.thisString("String.prototype.at"), let index = call.integer(0) else { return call.exit }
        let count = call.realm.length(ofString: text)
        let at = index < 0 ? count &+ index : index
        return at >= 0 && at < count ? call.realm.makeString(unit: call.realm.view(text)[at]) : .undefined
    }

    /// https://tc39.es/ecma262/#sec-string.prototype.charat
    private static func charAt(_ call: Arguments) -> Value {
        guard let text = call.thisString("String.prototype.charAt"), let at = call.integer(0) else { return call.exit }
        let realm = call.realm
        return at >= 0 && at < realm.length(ofString: text)
            ? realm.makeString(unit: realm.view(text)[at]) : realm[.emptyString]
    }

    /// https://tc39.es/ecma262/#sec-string.prototype.charcodeat
    private static func charCodeAt(_ call: Arguments) -> Value {
        guard let text = call.thisString("String.prototype.charCodeAt"), let at = call.integer(0) else {
            return call.exit
        }
        let units = call.realm.view(text)
        return at >= 0 && at < units.count ? Value(int32: Int32(units[at])) : .nan
    }

    /// https://tc39.es/ecma262/#sec-string.prototype.codepointat
    private static func codePointAt(_ call: Arguments) -> Value {
        guard let text = call.thisString("String.prototype.codePointAt"), let at = call.integer(0) else {
            return call.exit
        }
        let units = call.realm.view(text)
        return at >= 0 && at < units.count ? Value(int32: Int32(bitPattern: units.codePoint(at: at).value)) : .undefined
    }

    /// https://tc39.es/ecma262/#sec-thisstringvalue
    private static func thisStringValue(_ call: Arguments, _ method: StaticString) -> Value {
        if call.this.isString { return call.this }
        if call.this.isObject, call.realm.type(call.this) == CellType.string {
            return call.realm.internalSlot(call.this, Cell.internal0)
        }
        return call.throwTypeError("\(method) requires that 'this' be a String")
    }

    /// https://tc39.es/ecma262/#sec-string.prototype-%symbol.iterator%
    private static func iterator(_ call: Arguments) -> Value {
        guard let text = call.thisString("String.prototype[Symbol.iterator]") else { return call.exit }
        return StringIteratorPrototype.makeIterator(call.realm, text)
    }
}
