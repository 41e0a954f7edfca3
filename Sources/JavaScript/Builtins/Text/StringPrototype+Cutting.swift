// Parts of a string: slice, substring, substr, trimming, split.
extension StringPrototype {
    static let cutting: [BuiltinMember] = [
        .method("slice", 2, converting: [.string, .number, .number]) { leaf(slice, $0, $1, $2) },
        .method("split", 2, parameters: 2, slots: 2) { steps(split, $0, $1, $2) },
        .method("substr", 2, converting: [.string, .number, .number]) { leaf(substr, $0, $1, $2) },
        .method("substring", 2, converting: [.string, .number, .number]) { leaf(substring, $0, $1, $2) },
        .method("trim", 0, converting: [.string]) {
            leaf({ trim($0, "String.prototype.trim", start: true, end: true) }, $0, $1, $2)
        },
        .method("trimEnd", 0, converting: [.string]) {
            leaf({ trim($0, "String.prototype.trimEnd", start: false, end: true) }, $0, $1, $2)
        },
        .method("trimStart", 0, converting: [.string]) {
            leaf({ trim($0, "String.prototype.trimStart", start: true, end: false) }, $0, $1, $2)
        },
        .alias("trimLeft", of: "trimStart"), .alias("trimRight", of: "trimEnd"),
    ]

    /// https://tc39.es/ecma262/#sec-string.prototype.slice
    private static func slice(_ call: Arguments) -> Value {
        guard let text = call.thisString("String.prototype.slice") else { return call.exit }
        let count = call.realm.length(ofString: text)
        guard let from = call.relativeIndex(0, length: count, default: 0),
            let to = call.relativeIndex(1, length: count, default: count)
        else {
            return call.exit
        }
        return part(call, text, from, to)
    }

    /// https://tc39.es/ecma262/#sec-string.prototype.substring
    private static func substring(_ call: Arguments) -> Value {
        guard let text = call.thisString("String.prototype.substring") else { return call.exit }
        let count = call.realm.length(ofString: text)
        guard let start = call.integer(0), let end = call.integer(1, default: count) else { return call.exit }
        let a = min(max(start, 0), count)
        let b = min(max(end, 0), count)
        return part(call, text, min(a, b), max(a, b))
    }

    /// https://tc39.es/ecma262/#sec-string.prototype.substr
    private static func substr(_ call: Arguments) -> Value {
        guard let text = call.thisString("String.prototype.substr") else { return call.exit }
        let count = call.realm.length(ofString: text)
        guard let start = call.relativeIndex(0, length: count, default: 0), let length = call.integer(1, default: count)
        else { return call.exit }
        return part(call, text, start, min(start &+ min(max(length, 0), count), count))
    }

    @inline(__always) private static func part(_ call: Arguments, _ text: Value, _ from: Int, _ to: Int) -> Value {
        call.charge(max(0, to &- from) &>> 4)
        return call.realm.substring(text, from, to)
    }

    /// https://tc39.es/ecma262/#sec-trimstring
    private static func trim(_ call: Arguments, _ method: StaticString, start: Bool, end: Bool) -> Value {
        guard let text = call.thisString(method) else { return call.exit }
        let units = call.realm.view(text)
        var from = 0
        var to = units.count
        if start { while from < to, isStringWhiteSpace(units[from]) { from &+= 1 } }
        if end { while to > from, isStringWhiteSpace(units[to &- 1]) { to &-= 1 } }
        call.charge((from &+ units.count &- to) &>> 4)
        return part(call, text, from, to)
    }

    // MARK: split

    /// f[1] = separator, f[2] = limit, f[3] = the string, f[4] = limit as a number.
    /// https://tc39.es/ecma262/#sec-string.prototype.split
    private static func split(_ f: StepFrame, _ step: Int) -> Value {
        let realm = f.realm
        switch step {
        case 0:
            if f.this.isNullish { return f.throwTypeError("String.prototype.split called on null or undefined") }
            return f[1].isObject ? f.get(f[1], PropertyKey(atom: realm[.symbolSplit].offset), then: 1) : f.go(to: 3)
        case 1:
            if f.result.isNullish { return f.go(to: 3) }
            return f.call(f.result, this: f[1], f.this, f[2], then: 2)
        case 2: return f.result
        case 3: return f.convert(f.this, .string, then: 4)
        case 4:
            f[3] = f.result
            return f[2].isUndefined
                ? f.finish(Value(rawDouble: 4_294_967_295), at: 5) : f.convert(f[2], .number, then: 5)
        case 5:
            f[4] = Value(rawDouble: Double(UInt32(bitPattern: toInt32(f.result.number))))
            return f.convert(f[1], .string, then: 6)
        default:
            let limit = Int(f[4].double)
            if f[1].isUndefined, limit > 0 {
                f[4] = f[3]
                return realm.makeArray([f[4]])
            }
            f[1] = f.result
            return realm.split(f[3], f[1], limit: limit, root: { f[4] = $0 })
        }
    }
}

extension Realm {
    /// The parts of a text between the separators, as an array. Both strings must be reachable; `root` is given the
    /// array to keep it reachable.
    func split(_ text: Value, _ separator: Value, limit: Int, root: (Value) -> Void) -> Value {
        let units = view(text)
        let between = view(separator)
        charge(units.count &>> 4)
        if limit == 0 || units.count == 0 {
            let array = makeArray(length: units.count == 0 && between.count > 0 && limit > 0 ? 1 : 0)
            if length(ofArray: array) == 1 { setElement(array, 0, text) }
            return array
        }
        if between.count == 0 { return splitUnits(text, units, limit: min(limit, units.count), root: root) }
        var count = 1
        var at = 0
        while count < limit, let hit = units.find(between, from: at) {
            count &+= 1
            at = hit &+ between.count
        }
        charge(count)
        let array = makeArray(length: count)
        if array.isException { return .exception }
        root(array)
        at = 0
        var i = 0
        while i < count, !mustStop(at: i) {
            let end = units.find(between, from: at) ?? units.count
            setElement(array, i, substring(text, at, end))
            at = end &+ between.count
            i &+= 1
        }
        return array
    }

    private func splitUnits(_ text: Value, _ units: StringView, limit count: Int, root: (Value) -> Void) -> Value {
        charge(count)
        let array = makeArray(length: count)
        if array.isException { return .exception }
        root(array)
        var i = 0
        while i < count, !mustStop(at: i) {
            setElement(array, i, makeString(unit: units[i]))
            i &+= 1
        }
        return array
    }
}
