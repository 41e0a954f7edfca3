// Array.prototype: at, includes, indexOf, lastIndexOf.
extension ArrayPrototype {
    /// https://tc39.es/ecma262/#sec-array.prototype.at
    static func at(_ call: Arguments) -> Value {
        guard let array = call.realm.plainArray(call.this), call[0].isInt32 else { return call.generic }
        let index = Int(call[0].int32)
        let position = index < 0 ? array.count &+ index : index
        if position < 0 || position >= array.count { return .undefined }
        let value = array[position]
        return value.isHole ? call.generic : value
    }

    static let atSource = """
        function (index) {
            const O = $toObject(this);
            const length = $toLength(O.length);
            const relative = $toInteger(index);
            const k = relative >= 0 ? relative : length + relative;
            return k < 0 || k >= length ? undefined : O[k];
        }
        """

    /// https://tc39.es/ecma262/#sec-array.prototype.includes
    static func includes(_ call: Arguments) -> Value {
        let realm = call.realm
        guard let array = realm.plainArray(call.this), realm.holesAreSafe,
            let from = call.plainIndex(1, length: array.count, default: 0)
        else {
            return call.generic
        }
        let wanted = call[0]
        if wanted.isNumber && wanted.number.isNaN {
            call.charge(array.count &- from)
            for i in from..<array.count where array[i].isDouble && array[i].double.isNaN { return .true }
            return .false
        }
        if wanted.isUndefined {
            call.charge(array.count &- from)
            for i in from..<array.count where array[i].isUndefined || array[i].isHole { return .true }
            return .false
        }
        return Value(find(call, array, wanted, from) >= 0)
    }

    static let includesSource = """
        function (searchElement, fromIndex) {
            const O = $toObject(this);
            const length = $toLength(O.length);
            if (length === 0) return false;
            const n = $toInteger(fromIndex);
            for (let k = n >= 0 ? n : length + n < 0 ? 0 : length + n; k < length; k++) {
                const element = O[k];
                if (element === searchElement || element !== element && searchElement !== searchElement) return true;
            }
            return false;
        }
        """

    /// https://tc39.es/ecma262/#sec-array.prototype.indexof
    static func indexOf(_ call: Arguments) -> Value {
        let realm = call.realm
        guard let array = realm.plainArray(call.this), realm.holesAreSafe,
            let from = call.plainIndex(1, length: array.count, default: 0)
        else {
            return call.generic
        }
        return Value(index: find(call, array, call[0], from))
    }

    static let indexOfSource = """
        function (searchElement, fromIndex) {
            const O = $toObject(this);
            const length = $toLength(O.length);
            if (length === 0) return -1;
            const n = $toInteger(fromIndex);
            for (let k = n >= 0 ? n : length + n < 0 ? 0 : length + n; k < length; k++) {
                if (k in O && O[k] === searchElement) return k;
            }
            return -1;
        }
        """

    /// First position of a strictly equal element, or -1. Holes equal nothing.
    /// https://tc39.es/ecma262/#sec-array.prototype.indexof
    private static func find(_ call: Arguments, _ array: PlainArray, _ wanted: Value, _ from: Int) -> Int {
        let realm = call.realm
        call.charge(array.count &- from)
        var i = from
        if wanted.isNumber {
            let number = wanted.number
            while i < array.count {
                let value = array[i]
                if value.bits == wanted.bits ? !number.isNaN : value.isNumber && value.number == number { return i }
                i &+= 1
            }
        } else if wanted.isString {
            let length = realm.length(ofString: wanted)
            while i < array.count {
                let value = array[i]
                if value.bits == wanted.bits { return i }
                if value.isString, realm.length(ofString: value) == length, realm.equalStrings(value, wanted) {
                    return i
                }
                i &+= 1
            }
        } else {
            while i < array.count {
                if array[i].bits == wanted.bits { return i }
                i &+= 1
            }
        }
        return -1
    }

    /// https://tc39.es/ecma262/#sec-array.prototype.lastindexof
    static func lastIndexOf(_ call: Arguments) -> Value {
        let realm = call.realm
        guard let array = realm.plainArray(call.this), realm.holesAreSafe, call.count < 2 || call[1].isInt32 else {
            return call.generic
        }
        var i = array.count &- 1
        if call.count > 1 {
            let from = Int(call[1].int32)
            i = from < 0 ? array.count &+ from : min(from, i)
        }
        call.charge(max(0, i))
        while i >= 0 {
            if !array[i].isHole, realm.strictEquals(array[i], call[0]) { return Value(index: i) }
            i &-= 1
        }
        return Value(int32: -1)
    }

    static let lastIndexOfSource = """
        function (searchElement, ...rest) {
            const O = $toObject(this);
            const length = $toLength(O.length);
            if (length === 0) return -1;
            const n = rest.length > 0 ? $toInteger(rest[0]) : length - 1;
            for (let k = n >= 0 ? (n < length - 1 ? n : length - 1) : length + n; k >= 0; k--) {
                if (k in O && O[k] === searchElement) return k;
            }
            return -1;
        }
        """
}
