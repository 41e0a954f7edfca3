// New strings from old ones: concat, padding, repeat, and the units that make a text well-formed.
extension StringPrototype {
    static let composing: [BuiltinMember] = [
        .method("concat", 1, converting: [.string, .string, .rest]) { leaf(concat, $0, $1, $2) },
        .method("padEnd", 1, converting: [.string, .number, .string]) {
            leaf({ pad($0, "String.prototype.padEnd", atStart: false) }, $0, $1, $2)
        },
        .method("padStart", 1, converting: [.string, .number, .string]) {
            leaf({ pad($0, "String.prototype.padStart", atStart: true) }, $0, $1, $2)
        },
        .method("repeat", 1, converting: [.string, .number]) { leaf(`repeat`, $0, $1, $2) },
    ]

    static let wellFormedness: [BuiltinMember] = [
        .method("isWellFormed", 0, converting: [.string]) { leaf(isWellFormed, $0, $1, $2) },
        .method("toWellFormed", 0, converting: [.string]) { leaf(toWellFormed, $0, $1, $2) },
        .method("normalize", 0, converting: [.string, .string]) { leaf(normalize, $0, $1, $2) },
    ]

    /// https://tc39.es/ecma262/#sec-string.prototype.concat
    private static func concat(_ call: Arguments) -> Value {
        guard var text = call.thisString("String.prototype.concat") else { return call.exit }
        for i in 0..<call.count {
            guard call.rootedString(i) != nil else { return call.exit }
        }
        call.charge(call.count)
        for i in 0..<call.count {
            text = call.realm.concatenate(text, call[i])
            if text.isException { return .exception }
            call.root(0, text)
        }
        return text
    }

    /// https://tc39.es/ecma262/#sec-stringpaddingbuiltinsimpl
    private static func pad(_ call: Arguments, _ method: StaticString, atStart: Bool) -> Value {
        guard let text = call.thisString(method), let length = call.integer(0) else { return call.exit }
        let realm = call.realm
        let units = realm.view(text)
        if length <= units.count { return text }
        var filler = StringView(latin1: StaticString(" ").utf8Start, count: 1)
        if !call[1].isUndefined {
            guard let given = call.rootedString(1) else { return call.exit }
            filler = realm.view(given)
        }
        if filler.count == 0 { return text }
        if length > Realm.stringLengthMax { return call.throwRangeError("Invalid string length") }
        let missing = length &- units.count
        return realm.makeString { writer in
            if atStart { writer.append(filler, filling: missing) }
            writer.append(units)
            if !atStart { writer.append(filler, filling: missing) }
        }
    }

    /// https://tc39.es/ecma262/#sec-string.prototype.repeat
    private static func `repeat`(_ call: Arguments) -> Value {
        guard let text = call.thisString("String.prototype.repeat"), let number = call.number(0) else {
            return call.exit
        }
        let count = toIntegerClamped(number)
        if count < 0 || number.isInfinite {
            return call.throwRangeError("Invalid count value: \(textOfNumber(number))")
        }
        let realm = call.realm
        let units = realm.view(text)
        if count == 0 || units.count == 0 { return realm[.emptyString] }
        if count == 1 { return text }
        if count > Realm.stringLengthMax / units.count { return call.throwRangeError("Invalid string length") }
        let width = units.isLatin1 ? 1 : 2
        guard let result = realm.allocateString(units.count &* count, isLatin1: units.isLatin1) else {
            return .exception
        }
        let data = result + Cell.stringData
        let total = units.count &* count &* width
        data.copyMemory(from: units.start, byteCount: units.count &* width)
        // Doubles what is there until all is there.
        var done = units.count &* width
        while done < total {
            let more = min(done, total &- done)
            (data + done).copyMemory(from: data, byteCount: more)
            done &+= more
        }
        return realm.string(result)
    }

    /// https://tc39.es/ecma262/#sec-string.prototype.iswellformed
    private static func isWellFormed(_ call: Arguments) -> Value {
        guard let text = call.thisString("String.prototype.isWellFormed") else { return call.exit }
        let units = call.realm.view(text)
        call.charge(units.count &>> 4)
        return Value(units.loneSurrogate(from: 0) == nil)
    }

    /// https://tc39.es/ecma262/#sec-string.prototype.towellformed
    private static func toWellFormed(_ call: Arguments) -> Value {
        guard let text = call.thisString("String.prototype.toWellFormed") else { return call.exit }
        let units = call.realm.view(text)
        call.charge(units.count &>> 4)
        if units.loneSurrogate(from: 0) == nil { return text }
        return call.realm.makeString { writer in
            var at = 0
            while let lone = units.loneSurrogate(from: at) {
                writer.append(units.slice(at, lone))
                writer.append(unit: 0xFFFD)
                at = lone &+ 1
            }
            writer.append(units.slice(at, units.count))
        }
    }

    /// https://tc39.es/ecma262/#sec-string.prototype.normalize
    private static func normalize(_ call: Arguments) -> Value {
        guard let text = call.thisString("String.prototype.normalize") else { return call.exit }
        var form = NormalizationForm.composed
        if !call[0].isUndefined {
            guard let name = call.rootedString(0) else { return call.exit }
            guard let named = NormalizationForm(call.realm.view(name)) else {
                return call.throwRangeError("The normalization form should be one of NFC, NFD, NFKC, NFKD.")
            }
            form = named
        }
        return call.realm.normalize(text, form)
    }
}

extension StringView {
    /// Index of the first surrogate at or after an index that has no partner.
    func loneSurrogate(from start: Int) -> Int? {
        if isLatin1 { return nil }
        var i = start
        while i < count {
            let (value, units) = codePoint(at: i)
            if units == 1, value & 0xF800 == 0xD800 { return i }
            i &+= units
        }
        return nil
    }
}
