// Array.prototype: reduce, reduceRight.
extension ArrayPrototype {
    private enum ReduceStep {
        static let lengthFound = 1
        static let lengthConverted = 2
        static let elementRead = 3
        static let called = 4
        static let goOn = 5
    }

    /// Absent elements that one step passes over before the interpreter looks at the fuel.
    private static let reduceSkipMax = 1_024

    /// f[0] = object, f[1] = callback, f[2] = accumulator (a hole while there is none), f[3] = index, f[4] = length.
    /// https://tc39.es/ecma262/#sec-array.prototype.reduce, https://tc39.es/ecma262/#sec-array.prototype.reduceright
    @inline(__always)
    static func reduce(_ f: StepFrame, _ step: Int, backwards: Bool) -> Value {
        switch step {
        case ReduceStep.called:
            f[2] = f.result
            f.set(3, backwards ? f.int(3) &- 1 : f.int(3) &+ 1)
            return nextReduced(f, backwards)
        case ReduceStep.elementRead:
            if !f[2].isHole { return combine(f, f.result) }
            f[2] = f.result
            f.set(3, backwards ? f.int(3) &- 1 : f.int(3) &+ 1)
            return nextReduced(f, backwards)
        case ReduceStep.goOn: return nextReduced(f, backwards)
        default: return beginReduce(f, step, backwards)
        }
    }

    /// https://tc39.es/ecma262/#sec-array.prototype.reduce
    private static func beginReduce(_ f: StepFrame, _ step: Int, _ backwards: Bool) -> Value {
        let realm = f.realm
        switch step {
        case 0:
            f[0] = realm.toObject(f.this)
            if f[0].isException { return .exception }
            if realm.isArray(f[0]) {
                return f.finish(Value(index: realm.length(ofArray: f[0])), at: ReduceStep.lengthConverted)
            }
            return f.get(f[0], PropertyKey(atom: realm[.lengthAtom].offset), then: ReduceStep.lengthFound)
        case ReduceStep.lengthFound: return f.convert(f.result, .number, then: ReduceStep.lengthConverted)
        default:
            f.set(4, f.resultLength)
            guard realm.isFunction(f[1]) else { return f.throwTypeError("\(realm.describe(f[1])) is not a function") }
            if f.argumentCount < 2 { f[2] = .hole }
            f.set(3, backwards ? f.int(4) &- 1 : 0)
            return nextReduced(f, backwards)
        }
    }

    /// Reads the next element and calls the callback with it; the first one is the accumulator if there is none.
    /// https://tc39.es/ecma262/#sec-array.prototype.reduce
    @inline(__always)
    private static func nextReduced(_ f: StepFrame, _ backwards: Bool) -> Value {
        let i = f.int(3)
        if i >= 0, i < f.int(4), !f[2].isHole, let array = f.realm.plainArray(f[0]), i < array.count {
            let value = array[i]
            if !value.isHole { return combine(f, value) }
        }
        return nextReducedGeneric(f, backwards)
    }

    /// https://tc39.es/ecma262/#sec-array.prototype.reduce
    @inline(never)
    private static func nextReducedGeneric(_ f: StepFrame, _ backwards: Bool) -> Value {
        var i = f.int(3)
        let length = f.int(4)
        var passed = 0
        while i >= 0, i < length {
            f.set(3, i)
            switch f.realm.get(f[0], f.realm.propertyKey(f[3])) {
            case .value(let value):
                if !f[2].isHole { return combine(f, value) }
                f[2] = value
            case .getter(let getter): return f.call(getter, this: f[0], then: ReduceStep.elementRead)
            case .absent: break
            }
            i = backwards ? i &- 1 : i &+ 1
            passed &+= 1
            if passed == reduceSkipMax {
                f.charge(passed)
                f.set(3, i)
                return f.go(to: ReduceStep.goOn)
            }
        }
        f.charge(passed)
        return f[2].isHole ? f.throwTypeError("Reduce of empty array with no initial value") : f[2]
    }

    /// https://tc39.es/ecma262/#sec-array.prototype.reduce
    @inline(__always)
    private static func combine(_ f: StepFrame, _ element: Value) -> Value {
        f.call(f[1], this: .undefined, f[2], element, f[3], f[0], count: 4, then: ReduceStep.called)
    }
}
