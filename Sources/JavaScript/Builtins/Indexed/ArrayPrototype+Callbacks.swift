// Array.prototype: every, filter, find, findIndex, findLast, findLastIndex, flatMap, forEach, map, some: one loop that
// reads an element, calls the callback and looks at what it returned.
extension ArrayPrototype {
    /// What a function with a callback does with each element.
    enum Visit {
        case every, filter, find, findIndex, findLast, findLastIndex, flatMap, forEach, map, some

        /// Absent elements are not visited. The find functions see them as undefined.
        var skipsHoles: Bool {
            switch self {
            case .find, .findIndex, .findLast, .findLastIndex: false
            default: true
            }
        }
        var isBackwards: Bool { self == .findLast || self == .findLastIndex }
        var makesArray: Bool { self == .map || self == .filter || self == .flatMap }
    }

    /// Steps of `visit`.
    private enum VisitStep {
        static let lengthFound = 1
        static let lengthConverted = 2
        static let resultMade = 3
        static let elementRead = 4
        static let called = 5
        static let goOn = 6
        static let flattened = 7
    }

    /// Absent elements that one step passes over before the interpreter looks at the fuel.
    private static let skipMax = 1_024

    /// f[0] = object, f[1] = callback, f[2] = this argument, f[3] = result array, f[4] = index, f[5] = length,
    /// f[6] = element, f[7] = next index of the result, f[8] = true while no program can see the result.
    /// https://tc39.es/ecma262/#sec-array.prototype.map and its siblings
    @inline(__always)
    static func visit(_ f: StepFrame, _ step: Int, _ kind: Visit) -> Value {
        switch step {
        case VisitStep.called:
            if let answer = take(f, kind) { return answer }
            f.set(4, kind.isBackwards ? f.int(4) &- 1 : f.int(4) &+ 1)
            return nextElement(f, kind)
        case VisitStep.elementRead: return callback(f, f.result, kind)
        case VisitStep.goOn: return nextElement(f, kind)
        case VisitStep.flattened:
            f[7] = f.result
            f.set(4, f.int(4) &+ 1)
            return nextElement(f, kind)
        default: return begin(f, step, kind)
        }
    }

    /// https://tc39.es/ecma262/#sec-array.prototype.foreach
    private static func begin(_ f: StepFrame, _ step: Int, _ kind: Visit) -> Value {
        let realm = f.realm
        switch step {
        case 0:
            f[0] = realm.toObject(f.this)
            if f[0].isException { return .exception }
            if realm.isArray(f[0]) {
                return f.finish(Value(index: realm.length(ofArray: f[0])), at: VisitStep.lengthConverted)
            }
            return f.get(f[0], PropertyKey(atom: realm[.lengthAtom].offset), then: VisitStep.lengthFound)
        case VisitStep.lengthFound: return f.convert(f.result, .number, then: VisitStep.lengthConverted)
        case VisitStep.lengthConverted:
            f.set(5, f.resultLength)
            guard realm.isFunction(f[1]) else { return f.throwTypeError("\(realm.describe(f[1])) is not a function") }
            f.set(4, kind.isBackwards ? f.int(5) &- 1 : 0)
            f.set(7, 0)
            return kind.makesArray ? makeResult(f, kind) : nextElement(f, kind)
        default:
            f[3] = f.result
            return nextElement(f, kind)
        }
    }

    /// https://tc39.es/ecma262/#sec-arrayspeciescreate
    private static func makeResult(_ f: StepFrame, _ kind: Visit) -> Value {
        let realm = f.realm
        let length = kind == .map ? f.int(5) : 0
        if realm.hasDefaultArraySpecies(f[0]) || !realm.isArray(f[0]) {
            f[3] = realm.createArray(length: length)
            if f[3].isException { return .exception }
            f[8] = Value(realm.plainArray(f[3]) != nil)
            return nextElement(f, kind)
        }
        return f.call(
            realm[.arraySpeciesCreate], this: .undefined, f[0], Value(index: length), then: VisitStep.resultMade)
    }

    /// Reads the next element that is to be visited and calls the callback with it, or ends.
    /// https://tc39.es/ecma262/#sec-array.prototype.foreach
    @inline(__always)
    private static func nextElement(_ f: StepFrame, _ kind: Visit) -> Value {
        let i = f.int(4)
        if i >= 0, i < f.int(5), let array = f.realm.plainArray(f[0]), i < array.count {
            let value = array[i]
            if !value.isHole { return callback(f, value, kind) }
        }
        return nextGeneric(f, kind)
    }

    /// https://tc39.es/ecma262/#sec-array.prototype.foreach
    @inline(never)
    private static func nextGeneric(_ f: StepFrame, _ kind: Visit) -> Value {
        var i = f.int(4)
        let length = f.int(5)
        var skipped = 0
        while i >= 0, i < length {
            f.set(4, i)
            switch f.realm.get(f[0], f.realm.propertyKey(f[4])) {
            case .value(let value): return callback(f, value, kind)
            case .getter(let getter): return f.call(getter, this: f[0], then: VisitStep.elementRead)
            case .absent: if !kind.skipsHoles { return callback(f, .undefined, kind) }
            }
            i &+= 1
            skipped &+= 1
            if skipped == skipMax {
                f.charge(skipped)
                f.set(4, i)
                return f.go(to: VisitStep.goOn)
            }
        }
        f.charge(skipped)
        switch kind {
        case .map, .filter, .flatMap: return f[3]
        case .every: return .true
        case .some: return .false
        case .findIndex, .findLastIndex: return Value(int32: -1)
        case .forEach, .find, .findLast: return .undefined
        }
    }

    /// https://tc39.es/ecma262/#sec-array.prototype.foreach
    @inline(__always)
    private static func callback(_ f: StepFrame, _ element: Value, _ kind: Visit) -> Value {
        if kind == .filter || kind == .find || kind == .findLast { f[6] = element }
        return f.call(f[1], this: f[2], element, f[4], f[0], then: VisitStep.called)
    }

    /// Looks at what the callback returned: the result of the whole if that is known now.
    /// https://tc39.es/ecma262/#sec-array.prototype.every
    @inline(__always)
    private static func take(_ f: StepFrame, _ kind: Visit) -> Value? {
        let realm = f.realm
        switch kind {
        case .forEach: return nil
        case .map:
            if f[8].bits == Value.true.bits {
                realm.setElement(f[3], f.int(4), f.result)
                return nil
            }
            return define(f, f.int(4), f.result)
        case .filter: return realm.toBoolean(f.result) ? add(f, f[6]) : nil
        case .every: return realm.toBoolean(f.result) ? nil : .false
        case .some: return realm.toBoolean(f.result) ? .true : nil
        case .find, .findLast: return realm.toBoolean(f.result) ? f[6] : nil
        case .findIndex, .findLastIndex: return realm.toBoolean(f.result) ? f[4] : nil
        case .flatMap: return flatten(f, f.result)
        }
    }

    /// Adds an element at the end of the result; the exception signal if that is refused.
    /// https://tc39.es/ecma262/#sec-array.prototype.filter
    private static func add(_ f: StepFrame, _ value: Value) -> Value? {
        if f[8].bits == Value.true.bits {
            f.realm.append(f[3], value)
            return nil
        }
        let index = f.int(7)
        f.set(7, index &+ 1)
        return define(f, index, value)
    }

    /// https://tc39.es/ecma262/#sec-createdatapropertyorthrow
    private static func define(_ f: StepFrame, _ index: Int, _ value: Value) -> Value? {
        let realm = f.realm
        f[6] = value
        let key = realm.propertyKey(Value(index: index))
        return realm.createDataProperty(f[3], key, value) ? nil : realm.throwNotDefinable(f[3], key)
    }

    /// https://tc39.es/ecma262/#sec-flattenintoarray, of depth 1, for what the callback returned
    private static func flatten(_ f: StepFrame, _ value: Value) -> Value? {
        let realm = f.realm
        guard realm.isArray(value) else { return add(f, value) }
        guard f[8].bits == Value.true.bits, realm.holesAreSafe, let array = realm.plainArray(value) else {
            if f[8].bits == Value.true.bits { f.set(7, realm.length(ofArray: f[3])) }
            return f.call(realm[.flattenInto], this: .undefined, f[3], f[7], value, then: VisitStep.flattened)
        }
        f[6] = value
        f.charge(array.count &>> 2)
        for i in 0..<array.count where !array[i].isHole { realm.append(f[3], array[i]) }
        return nil
    }
}

extension StepFrame {
    /// ToLength of the number in `result`. https://tc39.es/ecma262/#sec-tolength
    @inline(__always) var resultLength: Int {
        let value = result
        return value.isInt32 ? max(0, Int(value.int32)) : min(max(0, toIntegerClamped(value.number)), Realm.lengthMax)
    }
}
