#if canImport(Glibc)
import Glibc
#else
import Musl
#endif

// Array.prototype: concat, flat, slice, toReversed, toSpliced, with.
extension ArrayPrototype {
    /// https://tc39.es/ecma262/#sec-array.prototype.slice
    static func slice(_ call: Arguments) -> Value {
        let realm = call.realm
        guard let array = realm.plainArray(call.this), realm.holesAreSafe, realm.hasDefaultArraySpecies(call.this),
            let from = call.plainIndex(0, length: array.count, default: 0),
            let to = call.plainIndex(1, length: array.count, default: array.count)
        else { return call.generic }
        return realm.makeArray(copying: call.this, from: from, to: to)
    }

    static let sliceSource = """
        function (start, end) {
            const O = $toObject(this);
            const length = $toLength(O.length);
            const first = $toInteger(start);
            let k = first < 0 ? (length + first > 0 ? length + first : 0) : first < length ? first : length;
            const last = end === undefined ? length : $toInteger(end);
            const final = last < 0 ? (length + last > 0 ? length + last : 0) : last < length ? last : length;
            const A = $arraySpeciesCreate(O, final > k ? final - k : 0);
            let n = 0;
            for (; k < final; k++) {
                if (k in O) $createDataProperty(A, n, O[k]);
                n++;
            }
            A.length = n;
            return A;
        }
        """

    // MARK: Concatenation

    /// https://tc39.es/ecma262/#sec-array.prototype.concat
    static func concat(_ call: Arguments) -> Value {
        let realm = call.realm
        guard realm.holesAreSafe, realm.hasDefaultArraySpecies(call.this),
            realm.lookup(call.this, PropertyKey(atom: realm[.symbolIsConcatSpreadable].offset)) == nil
        else { return call.generic }
        var total = realm.length(ofArray: call.this)
        for i in 0..<call.count {
            let item = call[i]
            if item.isObject {
                guard let array = realm.plainArray(item), realm.hasDefaultArraySpecies(item) else {
                    return call.generic
                }
                total &+= array.count
            } else {
                total &+= 1
            }
        }
        guard total <= Realm.denseMax else { return call.generic }
        call.charge(total &>> 3)
        let result = realm.makeArray(length: total)
        guard !result.isException, let target = realm.plainArray(result) else { return result }
        var end = 0
        for i in -1..<call.count {
            let item = i < 0 ? call.this : call[i]
            if let source = realm.plainArray(item) {
                memcpy(target.elements + end &* 8, source.elements, source.count &* 8)
                end &+= source.count
            } else {
                target[end] = item
                end &+= 1
            }
        }
        return result
    }

    static let concatSource = """
        function (...items) {
            const O = $toObject(this);
            const A = $arraySpeciesCreate(O, 0);
            let n = 0;
            for (let i = -1; i < items.length; i++) {
                const E = i < 0 ? O : items[i];
                if ($isConcatSpreadable(E)) {
                    const length = $toLength(E.length);
                    if (n + length > 9007199254740991) throw $typeError('Invalid array length');
                    for (let k = 0; k < length; k++, n++) {
                        if (k in E) $createDataProperty(A, n, E[k]);
                    }
                } else {
                    if (n >= 9007199254740991) throw $typeError('Invalid array length');
                    $createDataProperty(A, n++, E);
                }
            }
            A.length = n;
            return A;
        }
        """

    // MARK: Flattening

    /// https://tc39.es/ecma262/#sec-array.prototype.flat, of depth 1
    static func flat(_ call: Arguments) -> Value {
        let realm = call.realm
        guard call[0].isUndefined || call[0].isInt32 && call[0].int32 == 1, realm.holesAreSafe,
            realm.hasDefaultArraySpecies(call.this),
            let array = realm.plainArray(call.this)
        else { return call.generic }
        var total = 0
        for i in 0..<array.count {
            let item = array[i]
            if let inner = realm.plainArray(item) {
                total &+= inner.count
            } else if realm.isArray(item) {
                return call.generic
            } else {
                total &+= 1
            }
        }
        guard total <= Realm.denseMax else { return call.generic }
        call.charge(array.count &+ total &>> 3)
        let result = realm.makeArray(length: total)
        guard !result.isException, let target = realm.plainArray(result) else { return result }
        var end = 0
        for i in 0..<array.count {
            let item = array[i]
            if let inner = realm.plainArray(item) {
                for k in 0..<inner.count where !inner[k].isHole {
                    target[end] = inner[k]
                    end &+= 1
                }
            } else if !item.isHole {
                target[end] = item
                end &+= 1
            }
        }
        realm.setLength(ofPlain: target.cell, end)
        return result
    }

    /// Nested arrays are on a chain of records, not on the stack. https://tc39.es/ecma262/#sec-flattenintoarray
    static let flatSource = """
        function (depth) {
            const O = $toObject(this);
            let length = $toLength(O.length);
            let left = 1;
            if (depth !== undefined) {
                left = $toInteger(depth);
                if (left < 0) left = 0;
            }
            const A = $arraySpeciesCreate(O, 0);
            let target = 0, source = O, k = 0, outer = null;
            for (;;) {
                if (k >= length) {
                    if (outer === null) return A;
                    source = outer.source;
                    k = outer.k;
                    length = outer.length;
                    outer = outer.outer;
                    left++;
                    continue;
                }
                const index = k++;
                if (!(index in source)) continue;
                const element = source[index];
                if (left > 0 && $isArray(element)) {
                    outer = { source, k, length, outer };
                    source = element;
                    k = 0;
                    length = $toLength(element.length);
                    left--;
                } else {
                    if (target >= 9007199254740991) throw $typeError('Invalid array length');
                    $createDataProperty(A, target++, element);
                }
            }
        }
        """

    // MARK: Changed copies

    /// https://tc39.es/ecma262/#sec-array.prototype.toreversed
    static func toReversed(_ call: Arguments) -> Value {
        let realm = call.realm
        guard let array = realm.plainArray(call.this), realm.holesAreSafe else { return call.generic }
        call.charge(array.count &>> 2)
        let result = realm.makeArray(length: array.count)
        guard !result.isException, let target = realm.plainArray(result) else { return result }
        for i in 0..<array.count {
            let value = array[array.count &- 1 &- i]
            target[i] = value.isHole ? .undefined : value
        }
        return result
    }

    static let toReversedSource = """
        function () {
            const O = $toObject(this);
            const length = $toLength(O.length);
            const A = $newArray(length);
            for (let k = 0; k < length; k++) $createDataProperty(A, k, O[length - k - 1]);
            return A;
        }
        """

    /// https://tc39.es/ecma262/#sec-array.prototype.tospliced
    static func toSpliced(_ call: Arguments) -> Value {
        let realm = call.realm
        guard let array = realm.plainArray(call.this), realm.holesAreSafe,
            let start = call.plainIndex(0, length: array.count, default: 0)
        else {
            return call.generic
        }
        var skipping = call.count == 0 ? 0 : array.count &- start
        if call.count > 1 {
            guard call[1].isInt32 else { return call.generic }
            skipping = min(max(0, Int(call[1].int32)), skipping)
        }
        let inserting = max(0, call.count &- 2)
        let total = array.count &- skipping &+ inserting
        guard total <= Realm.denseMax else { return call.generic }
        call.charge(total &>> 3)
        let result = realm.makeArray(length: total)
        guard !result.isException, let target = realm.plainArray(result) else { return result }
        for i in 0..<total {
            let value =
                i < start
                ? array[i] : i < start &+ inserting ? call[i &- start &+ 2] : array[i &- inserting &+ skipping]
            target[i] = value.isHole ? .undefined : value
        }
        return result
    }

    static let toSplicedSource = """
        function (...rest) {
            const O = $toObject(this);
            const length = $toLength(O.length);
            const relative = $toInteger(rest[0]);
            const start = relative < 0 ? (length + relative > 0 ? length + relative : 0) : relative < length ? relative : length;
            let skipping = rest.length === 0 ? 0 : length - start;
            if (rest.length > 1) {
                const count = $toInteger(rest[1]);
                skipping = count < 0 ? 0 : count < skipping ? count : skipping;
            }
            const inserting = rest.length > 2 ? rest.length - 2 : 0;
            const total = length + inserting - skipping;
            if (total > 9007199254740991) throw $typeError('Invalid array length');
            const A = $newArray(total);
            let i = 0;
            for (; i < start; i++) $createDataProperty(A, i, O[i]);
            for (let k = 0; k < inserting; k++) $createDataProperty(A, i++, rest[k + 2]);
            for (let from = start + skipping; i < total; i++, from++) $createDataProperty(A, i, O[from]);
            return A;
        }
        """

    /// https://tc39.es/ecma262/#sec-array.prototype.with
    static func with(_ call: Arguments) -> Value {
        let realm = call.realm
        guard let array = realm.plainArray(call.this), realm.holesAreSafe, call[0].isInt32 else { return call.generic }
        let index = Int(call[0].int32)
        let position = index < 0 ? array.count &+ index : index
        guard position >= 0, position < array.count else { return call.throwRangeError("Invalid index : \(index)") }
        let result = realm.makeArray(copying: call.this, from: 0, to: array.count)
        guard !result.isException, let target = realm.plainArray(result) else { return result }
        for i in 0..<array.count where target[i].isHole { target[i] = .undefined }
        target[position] = call[1]
        return result
    }

    static let withSource = """
        function (index, value) {
            const O = $toObject(this);
            const length = $toLength(O.length);
            const relative = $toInteger(index);
            const position = relative >= 0 ? relative : length + relative;
            if (position >= length || position < 0) throw $rangeError('Invalid index : ' + relative);
            const A = $newArray(length);
            for (let k = 0; k < length; k++) $createDataProperty(A, k, k === position ? value : O[k]);
            return A;
        }
        """
}
