// Array.prototype: sort, toSorted. A stable bottom-up merge sort whose state is in registers, so that the comparator is
// called like any other function; without a comparator, elements are sorted by their texts at once (`TextSort`).
extension ArrayPrototype {
    private enum SortStep {
        static let lengthFound = 1
        static let lengthConverted = 2
        static let collect = 3
        static let elementRead = 4
        static let convertTexts = 6
        static let textConverted = 7
        static let orderConverted = 8
        static let compared = 9
        static let store = 10
        static let stored = 11
    }

    /// Elements that one step passes over before the interpreter looks at the fuel.
    private static let sortBatch = 1_024
    /// Runs of at least this length are first looked at for being in order already.
    private static let probeMin = 8

    /// Without a comparator, for a plain array of primitives. https://tc39.es/ecma262/#sec-array.prototype.sort
    static func sortPlain(_ call: Arguments) -> Value {
        let realm = call.realm
        guard call[0].isUndefined, let array = realm.plainArray(call.this), realm.holesAreSafe else {
            return call.generic
        }
        var count = 0
        var undefinedCount = 0
        for i in 0..<array.count {
            let value = array[i]
            if value.isObject || value.isSymbol { return call.generic }
            if value.isUndefined { undefinedCount &+= 1 } else if !value.isHole { count &+= 1 }
        }
        let values = realm.makeArray(length: count)
        guard !values.isException, let target = realm.plainArray(values) else { return values }
        call.root(0, values)
        var end = 0
        for i in 0..<array.count where !array[i].isHole && !array[i].isUndefined {
            target[end] = array[i]
            end &+= 1
        }
        guard TextSort.sort(realm, values, keys: nil) else { return .undefined }
        for i in 0..<array.count { array[i] = i < count ? target[i] : i < count &+ undefinedCount ? .undefined : .hole }
        return call.this
    }

    /// f[0] = object, f[1] = comparator, f[2] = values, f[3] = other buffer or texts, f[4] = width of runs, f[5] = begin of
    /// the two runs, f[6], f[7] = next of each, f[8] = end of the output, f[9] = number of undefineds, f[10] = length,
    /// f[11] = position in the object, true while the order of the two runs is probed.
    /// https://tc39.es/ecma262/#sec-array.prototype.sort, https://tc39.es/ecma262/#sec-array.prototype.tosorted
    @inline(__always)
    static func sort(_ f: StepFrame, _ step: Int, copies: Bool) -> Value {
        switch step {
        case SortStep.compared:
            if f.result.isInt32 { return merge(f, order: Double(f.result.int32)) }
            if f.result.isDouble { return merge(f, order: f.result.double) }
            return f.convert(f.result, .number, then: SortStep.orderConverted)
        case SortStep.orderConverted: return merge(f, order: f.result.number)
        default: return prepare(f, step, copies)
        }
    }

    /// https://tc39.es/ecma262/#sec-array.prototype.sort
    private static func prepare(_ f: StepFrame, _ step: Int, _ copies: Bool) -> Value {
        let realm = f.realm
        switch step {
        case 0:
            guard f[1].isUndefined || realm.isFunction(f[1]) else {
                return f.throwTypeError(
                    "The comparison function must be either a function or undefined: \(realm.describe(f[1]))")
            }
            f[0] = realm.toObject(f.this)
            if f[0].isException { return .exception }
            return f.get(f[0], PropertyKey(atom: realm[.lengthAtom].offset), then: SortStep.lengthFound)
        case SortStep.lengthFound: return f.convert(f.result, .number, then: SortStep.lengthConverted)
        case SortStep.lengthConverted:
            f.set(10, f.resultLength)
            if copies, f.int(10) > Realm.arrayLengthMax { return f.throwRangeError("Invalid array length") }
            f[2] = realm.makeArray(length: 0)
            f.set(9, 0)
            f.set(11, 0)
            return collect(f, copies)
        case SortStep.elementRead:
            gather(f, f.result)
            f.set(11, f.int(11) &+ 1)
            return collect(f, copies)
        case SortStep.collect: return collect(f, copies)
        case SortStep.textConverted:
            realm.setElement(f[3], f.int(11), f.result)
            f.set(11, f.int(11) &+ 1)
            return convertTexts(f)
        case SortStep.convertTexts: return convertTexts(f)
        case SortStep.stored:
            f.set(11, f.int(11) &+ 1)
            return store(f)
        default: return copies ? finishCopy(f) : store(f)
        }
    }

    // MARK: Collecting

    /// https://tc39.es/ecma262/#sec-sortindexedproperties
    private static func collect(_ f: StepFrame, _ copies: Bool) -> Value {
        let realm = f.realm
        var i = f.int(11)
        let length = f.int(10)
        var batch = 0
        while i < length {
            f.set(11, i)
            if let array = realm.plainArray(f[0]), i < array.count, !array[i].isHole {
                gather(f, array[i])
            } else {
                switch realm.get(f[0], realm.propertyKey(f[11])) {
                case .value(let value): gather(f, value)
                case .getter(let getter): return f.call(getter, this: f[0], then: SortStep.elementRead)
                case .absent: if copies { f.set(9, f.int(9) &+ 1) }
                }
            }
            i &+= 1
            batch &+= 1
            if batch == sortBatch {
                f.charge(batch)
                f.set(11, i)
                return f.go(to: SortStep.collect)
            }
        }
        f.charge(batch)
        return begin(f)
    }

    /// https://tc39.es/ecma262/#sec-sortindexedproperties
    private static func gather(_ f: StepFrame, _ value: Value) {
        if value.isUndefined { f.set(9, f.int(9) &+ 1) } else { f.realm.append(f[2], value) }
    }

    /// https://tc39.es/ecma262/#sec-sortindexedproperties
    private static func begin(_ f: StepFrame) -> Value {
        let realm = f.realm
        let count = realm.length(ofArray: f[2])
        f.set(11, 0)
        if count < 2 { return f.go(to: SortStep.store) }
        f[3] = realm.makeArray(length: count)
        if f[3].isException { return .exception }
        if f[1].isUndefined { return convertTexts(f) }
        f.set(4, 1)
        f.set(5, 0)
        f.set(6, 0)
        f.set(7, 1)
        f.set(8, 0)
        f[11] = .false
        return merge(f, order: nil)
    }

    /// Converts every value to a string, then sorts by them. https://tc39.es/ecma262/#sec-comparearrayelements
    private static func convertTexts(_ f: StepFrame) -> Value {
        let realm = f.realm
        let count = realm.length(ofArray: f[2])
        if f.int(11) < count { return f.convert(realm.element(f[2], f.int(11)), .string, then: SortStep.textConverted) }
        guard TextSort.sort(realm, f[2], keys: f[3]) else { return .undefined }
        f.set(11, 0)
        return f.go(to: SortStep.store)
    }

    // MARK: Merging

    /// Takes the order of the two elements that were compared and merges on to the next comparison.
    /// https://tc39.es/ecma262/#sec-sortindexedproperties
    private static func merge(_ f: StepFrame, order: Double?) -> Value {
        let realm = f.realm
        guard var a = realm.plainArray(f[2]), var b = realm.plainArray(f[3]) else { return .undefined }
        let count = a.count
        var (width, low, i, j, k) = (f.int(4), f.int(5), f.int(6), f.int(7), f.int(8))
        var mayProbe = true
        if let order {
            if f[11].bits == Value.true.bits {
                f[11] = .false
                mayProbe = false
                if !(order > 0) {
                    let high = min(low &+ width &* 2, count)
                    while k < high {
                        b[k] = a[k]
                        k &+= 1
                    }
                    (i, j) = (low &+ width, high)
                }
            } else if order > 0 {
                b[k] = a[j]
                j &+= 1
                k &+= 1
            } else {
                b[k] = a[i]
                i &+= 1
                k &+= 1
            }
        }
        while width < count {
            while low < count {
                let middle = min(low &+ width, count)
                let high = min(low &+ width &* 2, count)
                if i < middle, j < high {
                    let probes = mayProbe && k == low && width >= probeMin
                    if probes { f[11] = .true }
                    f.set(4, width)
                    f.set(5, low)
                    f.set(6, i)
                    f.set(7, j)
                    f.set(8, k)
                    return f.call(f[1], this: .undefined, probes ? a[middle &- 1] : a[i], a[j], then: SortStep.compared)
                }
                while i < middle {
                    b[k] = a[i]
                    i &+= 1
                    k &+= 1
                }
                while j < high {
                    b[k] = a[j]
                    j &+= 1
                    k &+= 1
                }
                low = high
                (i, j, k) = (low, low &+ width, low)
                mayProbe = true
            }
            swap(&f.registers[2], &f.registers[3])
            swap(&a, &b)
            f.charge(count &>> 2)
            width &*= 2
            (low, i, j, k) = (0, 0, width, 0)
        }
        f.set(11, 0)
        return f.go(to: SortStep.store)
    }

    // MARK: Results

    /// Writes the values, then the undefineds, then removes what is left of the holes.
    /// https://tc39.es/ecma262/#sec-array.prototype.sort
    private static func store(_ f: StepFrame) -> Value {
        let realm = f.realm
        let count = realm.length(ofArray: f[2])
        let present = count &+ f.int(9)
        var batch = 0
        while f.int(11) < f.int(10) {
            let i = f.int(11)
            let value = i < count ? realm.element(f[2], i) : .undefined
            if let array = realm.plainArray(f[0]), i < array.count, i < present, !array[i].isHole {
                array[i] = value
            } else {
                let key = realm.propertyKey(f[11])
                if i < present { return f.set(f[0], key, value, then: SortStep.stored) }
                let deleted = realm.delete(f[0], key, strict: true)
                if deleted.isException { return deleted }
            }
            f.set(11, i &+ 1)
            batch &+= 1
            if batch == sortBatch {
                f.charge(batch)
                return f.go(to: SortStep.store)
            }
        }
        f.charge(batch)
        return f[0]
    }

    /// https://tc39.es/ecma262/#sec-array.prototype.tosorted
    private static func finishCopy(_ f: StepFrame) -> Value {
        let realm = f.realm
        let count = realm.length(ofArray: f[2])
        f[3] = realm.createArray(length: f.int(10))
        if f[3].isException { return .exception }
        f.charge(f.int(10) &>> 3)
        if let target = realm.plainArray(f[3]), let values = realm.plainArray(f[2]) {
            for i in 0..<target.count { target[i] = i < count ? values[i] : .undefined }
        } else {
            for i in 0..<f.int(10) {
                if realm.mustStop(at: i) { return .undefined }
                realm.createDataProperty(
                    f[3], PropertyKey(index: UInt32(truncatingIfNeeded: i)),
                    i < count ? realm.element(f[2], i) : .undefined)
            }
        }
        return f[3]
    }
}
