// Array.prototype: join, toLocaleString, toString.
extension ArrayPrototype {
    /// Joins the elements of a plain array of primitives: measures, then writes into a string of that length.
    /// https://tc39.es/ecma262/#sec-array.prototype.join
    static func join(_ call: Arguments, array: Value, separator: Value) -> Value {
        let realm = call.realm
        guard let plain = realm.plainArray(array), realm.holesAreSafe || !plain.hasHole(0, plain.count),
            !separator.isObject, !separator.isSymbol
        else { return call.generic }
        guard let hasDoubles = joinable(plain) else { return call.generic }
        if plain.count == 0 { return realm[.emptyString] }
        let between = separator.isUndefined ? realm.makeString(unit: 44) : realm.primitiveToString(separator)
        call.root(0, between)
        var source = array
        if hasDoubles {
            source = realm.makeArray(copying: array, from: 0, to: plain.count)
            if source.isException { return source }
            call.root(1, source)
            for i in 0..<plain.count where realm.element(source, i).isDouble {
                let text = realm.primitiveToString(realm.element(source, i))
                realm.setElement(source, i, text)
            }
            call.charge(plain.count &<< 3)
        }
        return write(call, source, between)
    }

    /// Whether some elements are fractions or large numbers; nil if some are objects or symbols.
    private static func joinable(_ array: PlainArray) -> Bool? {
        var hasDoubles = false
        for i in 0..<array.count {
            let value = array[i]
            if value.isString || value.isInt32 { continue }
            if value.isObject || value.isSymbol { return nil }
            if value.isDouble { hasDoubles = true }
        }
        return hasDoubles
    }

    private static func write(_ call: Arguments, _ source: Value, _ separator: Value) -> Value {
        let realm = call.realm
        guard let array = realm.plainArray(source) else { return .undefined }
        let between = realm.view(separator)
        var isLatin1 = between.isLatin1
        var total = between.count &* (array.count &- 1)
        for i in 0..<array.count {
            let value = array[i]
            if value.isString {
                // Flattens, so that nothing allocates while the result is written.
                let text = realm.view(value)
                total &+= text.count
                if !text.isLatin1 { isLatin1 = false }
            } else {
                total &+= lengthOfText(realm, value)
            }
        }
        call.charge(array.count &+ total &>> 4)
        if total > Realm.stringLengthMax { return call.throwRangeError("Invalid string length") }
        if total == 0 { return realm[.emptyString] }
        let bytes = isLatin1 ? total : total &* 2
        if bytes > 4_096, !realm.reserve(bytes) { return .undefined }
        let result = isLatin1 ? realm.allocateLatin1(total) : realm.allocateUTF16(total)
        let data = result + Cell.stringData
        var end = 0
        for i in 0..<array.count {
            if i > 0, between.count > 0 {
                realm.copyUnits(between, to: data, at: end, isLatin1: isLatin1)
                end &+= between.count
            }
            end = writeElement(realm, array[i], to: data, at: end, isLatin1: isLatin1)
        }
        return realm.string(result)
    }

    private static func writeElement(
        _ realm: Realm, _ value: Value, to data: UnsafeMutableRawPointer, at start: Int, isLatin1: Bool
    ) -> Int {
        if value.isInt32 {
            let length = lengthOfText(realm, value)
            var magnitude = value.int32.magnitude
            var i = start &+ length
            repeat {
                i &-= 1
                store(UInt8(truncatingIfNeeded: 48 &+ magnitude % 10), data, i, isLatin1)
                magnitude /= 10
            } while magnitude > 0
            if value.int32 < 0 { store(45, data, start, isLatin1) }
            return start &+ length
        }
        guard value.isString || value.isBoolean else { return start }
        let text = realm.view(value.isString ? value : realm.primitiveToString(value))
        realm.copyUnits(text, to: data, at: start, isLatin1: isLatin1)
        return start &+ text.count
    }

    private static func store(_ unit: UInt8, _ data: UnsafeMutableRawPointer, _ index: Int, _ isLatin1: Bool) {
        if isLatin1 {
            data.storeBytes(of: unit, toByteOffset: index, as: UInt8.self)
        } else {
            data.storeBytes(of: UInt16(unit), toByteOffset: index &* 2, as: UInt16.self)
        }
    }

    /// Units of the text of an int32, a boolean, or of what is joined as nothing.
    private static func lengthOfText(_ realm: Realm, _ value: Value) -> Int {
        guard value.isInt32 else { return value.isBoolean ? (value.bits == Value.true.bits ? 4 : 5) : 0 }
        var length = value.int32 < 0 ? 2 : 1
        var magnitude = value.int32.magnitude
        while magnitude >= 10 {
            magnitude /= 10
            length &+= 1
        }
        return length
    }

    static let joinSource = """
        function (separator) {
            const O = $toObject(this);
            const length = $toLength(O.length);
            const between = separator === undefined ? ',' : `${separator}`;
            if ($isJoining(this)) return '';
            if (between.length * (length - 1) > 536870888) throw $rangeError('Invalid string length');
            const parts = [];
            for (let k = 0; k < length; k++) {
                const element = O[k];
                $append(parts, element === undefined || element === null ? '' : `${element}`);
            }
            return $joinStrings(parts, between);
        }
        """

    /// https://tc39.es/ecma262/#sec-array.prototype.tolocalestring
    static let toLocaleStringSource = """
        function () {
            const O = $toObject(this);
            const length = $toLength(O.length);
            if ($isJoining(this)) return '';
            if (length - 1 > 536870888) throw $rangeError('Invalid string length');
            const parts = [];
            for (let k = 0; k < length; k++) {
                const element = O[k];
                $append(parts, element === undefined || element === null ? '' : `${element.toLocaleString()}`);
            }
            return $joinStrings(parts, ',');
        }
        """

    /// https://tc39.es/ecma262/#sec-array.prototype.tostring
    static func toString(_ f: StepFrame, _ step: Int) -> Value {
        let realm = f.realm
        switch step {
        case 0:
            f[0] = realm.toObject(f.this)
            if f[0].isException { return .exception }
            return f.get(f[0], PropertyKey(atom: realm[.joinAtom].offset), then: 1)
        case 1:
            return f.call(realm.isFunction(f.result) ? f.result : realm[.objectPrototypeToString], this: f[0], then: 2)
        default: return f.result
        }
    }
}
