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
        return realm.joinElements(of: source, separator: between)
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
