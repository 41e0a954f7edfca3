#if canImport(Glibc)
import Glibc
#else
import Musl
#endif

// Array.prototype: copyWithin, fill, pop, push, reverse, shift, splice, unshift.
extension ArrayPrototype {
    // MARK: The end

    /// https://tc39.es/ecma262/#sec-array.prototype.push
    static func push(_ call: Arguments) -> Value {
        let realm = call.realm
        guard let array = realm.plainArray(call.this), realm.holesAreSafe, array.count &+ call.count <= Realm.denseMax
        else { return call.generic }
        let total = array.count &+ call.count
        guard realm.ensureCapacity(call.this, total) else { return .undefined }
        for i in 0..<call.count { realm.setElement(call.this, array.count &+ i, call[i]) }
        realm.setLength(ofPlain: array.cell, total)
        return Value(index: total)
    }

    static let pushSource = """
        function (...items) {
            const O = $toObject(this);
            let length = $toLength(O.length);
            if (length + items.length > 9007199254740991) throw $typeError('Pushing ' + items.length + ' elements on an array-like of length ' + length + ' is disallowed');
            for (let i = 0; i < items.length; i++) O[length++] = items[i];
            O.length = length;
            return length;
        }
        """

    /// https://tc39.es/ecma262/#sec-array.prototype.pop
    static func pop(_ call: Arguments) -> Value {
        guard let array = call.realm.plainArray(call.this) else { return call.generic }
        let last = array.count &- 1
        if last < 0 { return .undefined }
        let value = array[last]
        if value.isHole { return call.generic }
        array[last] = .hole
        call.realm.setLength(ofPlain: array.cell, last)
        return value
    }

    static let popSource = """
        function () {
            const O = $toObject(this);
            const length = $toLength(O.length);
            if (length === 0) {
                O.length = 0;
                return undefined;
            }
            const value = O[length - 1];
            delete O[length - 1];
            O.length = length - 1;
            return value;
        }
        """

    // MARK: The beginning

    /// https://tc39.es/ecma262/#sec-array.prototype.shift
    static func shift(_ call: Arguments) -> Value {
        let realm = call.realm
        guard let array = realm.plainArray(call.this), realm.holesAreSafe else { return call.generic }
        if array.count == 0 { return .undefined }
        let first = array[0]
        let rest = array.count &- 1
        call.charge(rest &>> 4)
        memmove(array.elements, array.elements + 8, rest &* 8)
        array[rest] = .hole
        realm.setLength(ofPlain: array.cell, rest)
        return first.isHole ? .undefined : first
    }

    static let shiftSource = """
        function () {
            const O = $toObject(this);
            const length = $toLength(O.length);
            if (length === 0) {
                O.length = 0;
                return undefined;
            }
            const first = O[0];
            for (let k = 1; k < length; k++) {
                if (k in O) O[k - 1] = O[k];
                else delete O[k - 1];
            }
            delete O[length - 1];
            O.length = length - 1;
            return first;
        }
        """

    /// https://tc39.es/ecma262/#sec-array.prototype.unshift
    static func unshift(_ call: Arguments) -> Value {
        let realm = call.realm
        guard let array = realm.plainArray(call.this), realm.holesAreSafe, array.count &+ call.count <= Realm.denseMax
        else { return call.generic }
        let total = array.count &+ call.count
        guard replace(call, from: 0, removing: 0, first: 0, inserting: call.count) else { return .undefined }
        return Value(index: total)
    }

    static let unshiftSource = """
        function (...items) {
            const O = $toObject(this);
            const length = $toLength(O.length);
            const count = items.length;
            if (count > 0) {
                if (length + count > 9007199254740991) throw $typeError('Invalid array length');
                for (let k = length; k > 0; k--) {
                    if (k - 1 in O) O[k + count - 1] = O[k - 1];
                    else delete O[k + count - 1];
                }
                for (let i = 0; i < count; i++) O[i] = items[i];
            }
            O.length = length + count;
            return length + count;
        }
        """

    /// Replaces elements of `this`, a plain array, by arguments from `first` on. False at the memory limit.
    /// https://tc39.es/ecma262/#sec-array.prototype.splice
    private static func replace(_ call: Arguments, from: Int, removing: Int, first: Int, inserting: Int) -> Bool {
        let realm = call.realm
        let count = realm.length(ofArray: call.this)
        let total = count &- removing &+ inserting
        call.charge((count &- from) &>> 4 &+ inserting)
        guard realm.ensureCapacity(call.this, total), let array = realm.plainArray(call.this) else { return false }
        let tail = count &- from &- removing
        memmove(array.elements + (from &+ inserting) &* 8, array.elements + (from &+ removing) &* 8, tail &* 8)
        for i in 0..<inserting { array[from &+ i] = call[first &+ i] }
        for i in total..<max(total, count) { array[i] = .hole }
        realm.setLength(ofPlain: array.cell, total)
        return true
    }

    // MARK: The middle

    /// https://tc39.es/ecma262/#sec-array.prototype.splice
    static func splice(_ call: Arguments) -> Value {
        let realm = call.realm
        guard let array = realm.plainArray(call.this), realm.holesAreSafe, realm.hasDefaultArraySpecies(call.this),
            let start = call.plainIndex(0, length: array.count, default: 0)
        else { return call.generic }
        var removing = call.count == 0 ? 0 : array.count &- start
        if call.count > 1 {
            guard call[1].isInt32 else { return call.generic }
            removing = min(max(0, Int(call[1].int32)), removing)
        }
        let inserting = max(0, call.count &- 2)
        guard array.count &+ inserting <= Realm.denseMax else { return call.generic }
        let removed = realm.makeArray(copying: call.this, from: start, to: start &+ removing)
        if removed.isException { return removed }
        call.root(0, removed)
        guard replace(call, from: start, removing: removing, first: 2, inserting: inserting) else { return .undefined }
        return removed
    }

    static let spliceSource = """
        function (...rest) {
            const O = $toObject(this);
            const length = $toLength(O.length);
            const relative = $toInteger(rest[0]);
            const start = relative < 0 ? (length + relative > 0 ? length + relative : 0) : relative < length ? relative : length;
            let removing = rest.length === 0 ? 0 : length - start;
            if (rest.length > 1) {
                const count = $toInteger(rest[1]);
                removing = count < 0 ? 0 : count < removing ? count : removing;
            }
            const inserting = rest.length > 2 ? rest.length - 2 : 0;
            if (length + inserting - removing > 9007199254740991) throw $typeError('Invalid array length');
            const A = $arraySpeciesCreate(O, removing);
            for (let k = 0; k < removing; k++) {
                if (start + k in O) $createDataProperty(A, k, O[start + k]);
            }
            A.length = removing;
            if (inserting < removing) {
                for (let k = start; k < length - removing; k++) {
                    if (k + removing in O) O[k + inserting] = O[k + removing];
                    else delete O[k + inserting];
                }
                for (let k = length; k > length - removing + inserting; k--) delete O[k - 1];
            } else if (inserting > removing) {
                for (let k = length - removing; k > start; k--) {
                    if (k + removing - 1 in O) O[k + inserting - 1] = O[k + removing - 1];
                    else delete O[k + inserting - 1];
                }
            }
            for (let i = 0; i < inserting; i++) O[start + i] = rest[i + 2];
            O.length = length - removing + inserting;
            return A;
        }
        """

    // MARK: In place

    /// https://tc39.es/ecma262/#sec-array.prototype.reverse
    static func reverse(_ call: Arguments) -> Value {
        guard let array = call.realm.plainArray(call.this), call.realm.holesAreSafe else { return call.generic }
        call.charge(array.count &>> 2)
        var low = 0
        var high = array.count &- 1
        while low < high {
            let value = array[low]
            array[low] = array[high]
            array[high] = value
            low &+= 1
            high &-= 1
        }
        return call.this
    }

    static let reverseSource = """
        function () {
            const O = $toObject(this);
            const length = $toLength(O.length);
            const middle = (length - length % 2) / 2;
            for (let lower = 0; lower !== middle; lower++) {
                const upper = length - lower - 1;
                const lowerExists = lower in O;
                const lowerValue = lowerExists ? O[lower] : undefined;
                const upperExists = upper in O;
                const upperValue = upperExists ? O[upper] : undefined;
                if (upperExists) O[lower] = upperValue;
                else if (lowerExists) delete O[lower];
                if (lowerExists) O[upper] = lowerValue;
                else if (upperExists) delete O[upper];
            }
            return O;
        }
        """

    /// https://tc39.es/ecma262/#sec-array.prototype.fill
    static func fill(_ call: Arguments) -> Value {
        let realm = call.realm
        guard let array = realm.plainArray(call.this), realm.holesAreSafe,
            let from = call.plainIndex(1, length: array.count, default: 0),
            let to = call.plainIndex(2, length: array.count, default: array.count)
        else { return call.generic }
        call.charge(max(0, to &- from) &>> 3)
        let value = call[0]
        var i = from
        while i < to {
            array[i] = value
            i &+= 1
        }
        return call.this
    }

    static let fillSource = """
        function (value, start, end) {
            const O = $toObject(this);
            const length = $toLength(O.length);
            const first = $toInteger(start);
            const last = end === undefined ? length : $toInteger(end);
            const from = first < 0 ? (length + first > 0 ? length + first : 0) : first;
            const to = last < 0 ? length + last : last < length ? last : length;
            for (let k = from; k < to; k++) O[k] = value;
            return O;
        }
        """

    /// https://tc39.es/ecma262/#sec-array.prototype.copywithin
    static func copyWithin(_ call: Arguments) -> Value {
        let realm = call.realm
        guard let array = realm.plainArray(call.this), realm.holesAreSafe,
            let to = call.plainIndex(0, length: array.count, default: 0),
            let from = call.plainIndex(1, length: array.count, default: 0),
            let end = call.plainIndex(2, length: array.count, default: array.count)
        else { return call.generic }
        let count = min(end &- from, array.count &- to)
        if count > 0 {
            call.charge(count &>> 4)
            memmove(array.elements + to &* 8, array.elements + from &* 8, count &* 8)
        }
        return call.this
    }

    static let copyWithinSource = """
        function (target, start, end) {
            const O = $toObject(this);
            const length = $toLength(O.length);
            const relativeTarget = $toInteger(target);
            let to = relativeTarget < 0 ? (length + relativeTarget > 0 ? length + relativeTarget : 0) : relativeTarget < length ? relativeTarget : length;
            const relativeStart = $toInteger(start);
            let from = relativeStart < 0 ? (length + relativeStart > 0 ? length + relativeStart : 0) : relativeStart < length ? relativeStart : length;
            const relativeEnd = end === undefined ? length : $toInteger(end);
            const final = relativeEnd < 0 ? (length + relativeEnd > 0 ? length + relativeEnd : 0) : relativeEnd < length ? relativeEnd : length;
            let count = final - from < length - to ? final - from : length - to;
            let direction = 1;
            if (from < to && to < from + count) {
                direction = -1;
                from += count - 1;
                to += count - 1;
            }
            for (; count > 0; count--) {
                if (from in O) O[to] = O[from];
                else delete O[to];
                from += direction;
                to += direction;
            }
            return O;
        }
        """
}
