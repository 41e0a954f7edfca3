// Finding one string in another.
extension StringPrototype {
    static let searching: [BuiltinMember] = [
        .method("endsWith", 1, converting: [.string, .plainText, .number]) { leaf(endsWith, $0, $1, $2) },
        .method("includes", 1, converting: [.string, .plainText, .number]) { leaf(includes, $0, $1, $2) },
        .method("indexOf", 1, converting: [.string, .string, .number]) { leaf(indexOf, $0, $1, $2) },
        .method("lastIndexOf", 1, converting: [.string, .string, .number]) { leaf(lastIndexOf, $0, $1, $2) },
        .method("startsWith", 1, converting: [.string, .plainText, .number]) { leaf(startsWith, $0, $1, $2) },
        .method("localeCompare", 1, converting: [.string, .string]) { leaf(localeCompare, $0, $1, $2) },
    ]

    /// `this`, the text to look for and its position, clamped to the length of `this`.
    @inline(__always)
    private static func operands(_ call: Arguments, _ method: StaticString, defaultsToEnd: Bool = false) -> (
        StringView, StringView, Int
    )? {
        guard let text = call.thisString(method), let part = call.rootedString(0) else { return nil }
        let realm = call.realm
        let count = realm.length(ofString: text)
        guard let position = call.integer(1, default: defaultsToEnd ? count : 0) else { return nil }
        // Both are rooted, so flattening the second leaves the first valid.
        let units = realm.view(text)
        // An argument that was not passed is the atom "undefined", which the realm holds.
        return (units, realm.view(part), min(max(position, 0), count))
    }

    /// https://tc39.es/ecma262/#sec-string.prototype.endswith
    private static func endsWith(_ call: Arguments) -> Value {
        guard let (text, part, end) = operands(call, "String.prototype.endsWith", defaultsToEnd: true) else {
            return call.exit
        }
        call.charge(part.count &>> 4)
        let start = end &- part.count
        return Value(start >= 0 && text.slice(start, end) == part)
    }

    /// https://tc39.es/ecma262/#sec-string.prototype.startswith
    private static func startsWith(_ call: Arguments) -> Value {
        guard let (text, part, start) = operands(call, "String.prototype.startsWith") else { return call.exit }
        call.charge(part.count &>> 4)
        return Value(part.count <= text.count &- start && text.slice(start, start &+ part.count) == part)
    }

    /// https://tc39.es/ecma262/#sec-string.prototype.includes
    private static func includes(_ call: Arguments) -> Value {
        guard let (text, part, start) = operands(call, "String.prototype.includes") else { return call.exit }
        return Value(find(call.realm, part, in: text, from: start) != nil)
    }

    /// https://tc39.es/ecma262/#sec-string.prototype.indexof
    private static func indexOf(_ call: Arguments) -> Value {
        guard let (text, part, start) = operands(call, "String.prototype.indexOf") else { return call.exit }
        return Value(index: find(call.realm, part, in: text, from: start) ?? -1)
    }

    /// Charges for the distance walked and finds. The worst case of a periodic text, quadratic in the part, is bounded
    /// by `StringView.find` itself. https://tc39.es/ecma262/#sec-stringindexof
    @inline(__always)
    static func find(_ realm: Realm, _ part: StringView, in text: StringView, from start: Int) -> Int? {
        let found = text.find(part, from: start)
        realm.charge(((found ?? text.count) &- start &+ part.count) &>> 4)
        return found
    }

    /// https://tc39.es/ecma262/#sec-string.prototype.lastindexof
    private static func lastIndexOf(_ call: Arguments) -> Value {
        guard let text = call.thisString("String.prototype.lastIndexOf"), let part = call.rootedString(0) else {
            return call.exit
        }
        guard let number = call.number(1) else { return call.exit }
        let realm = call.realm
        let units = realm.view(text)
        let searched = realm.view(part)
        let from = number.isNaN ? units.count : min(max(toIntegerClamped(number), 0), units.count)
        let found = units.findLast(searched, from: from)
        call.charge((from &- (found ?? 0) &+ searched.count) &>> 4)
        return Value(index: found ?? -1)
    }

    /// https://tc39.es/ecma262/#sec-string.prototype.localecompare
    private static func localeCompare(_ call: Arguments) -> Value {
        guard let text = call.thisString("String.prototype.localeCompare"), let other = call.rootedString(0) else {
            return call.exit
        }
        let realm = call.realm
        let a = realm.view(text)
        let b = realm.view(other)
        call.charge((a.count &+ b.count) &>> 2)
        return Value(int32: Int32(Collation.compare(a, b, in: call.realm)))
    }
}
