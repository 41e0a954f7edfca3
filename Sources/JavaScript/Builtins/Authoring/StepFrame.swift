/// What a resumable builtin sees: a frame of the virtual machine whose code is `step 0; step 1; …`.
///
/// All state lives in the frame's registers, so a call of user code can be suspended, unwound, sliced by fuel or moved
/// to another process like any other frame. A step keeps nothing in Swift variables over a call: it returns
/// `call(…, then: k)`, and goes on as step k with the result in `result`.
///
/// ```
///  f[0] this   f[1] … f[n] parameters   f[n+1] … slots (rest array first, if gathered)   new target   catch step
/// ```
struct StepFrame {
    let realm: Realm
    let registers: Registers

    /// Distances of the two reserved registers from the end.
    static let catchRegister = 1
    static let newTargetRegister = 2
    /// Flag in `FunctionData.flags`: arguments after the parameters are gathered into an array.
    static let gathersRest: UInt32 = 1 << 16

    @inline(__always) init(_ base: ArenaBase, _ registers: Registers) {
        realm = Realm(base: base)
        self.registers = registers
    }

    @inline(__always) subscript(_ i: Int) -> Value {
        get { registers[i] }
        nonmutating set { registers[i] = newValue }
    }

    @inline(__always) var this: Value { registers[0] }
    private var registerCount: Int { frameRegisterCount(realm.base, registers) }
    /// Arguments that were passed, at most the number of parameters.
    var argumentCount: Int { Int(header(registers, FrameHeader.delta) >> 32) }
    var newTarget: Value { registers[registerCount - StepFrame.newTargetRegister] }
    /// The value that the last call returned, or that was thrown if this is a catch step.
    @inline(__always) var result: Value {
        get { registers[registerCount] }
        nonmutating set { registers[registerCount] = newValue }
    }

    /// The object that the last `construct` made.
    var constructed: Value {
        let count = registerCount
        return registers[count].isObject ? registers[count] : registers[count + 4]
    }

    // MARK: Integers in registers

    /// A count or index kept in a register by `set`.
    @inline(__always) func int(_ i: Int) -> Int {
        let value = registers[i]
        return value.isInt32 ? Int(value.int32) : value.isDouble ? toIntegerClamped(value.double) : 0
    }
    @inline(__always) func set(_ i: Int, _ value: Int) { registers[i] = Value(index: value) }

    // MARK: Calls

    /// Calls a function; the builtin goes on at step `then`. What the call throws goes to step `orCatch` if given.
    @inline(__always) func call(
        _ function: Value, this: Value, _ a: Value, _ b: Value, _ c: Value, _ d: Value, count: Int, then step: Int,
        orCatch: Int? = nil
    ) -> Value {
        let total = registerCount
        let window = registers + total
        window[0] = function
        window[4] = this
        window[5] = a
        window[6] = b
        window[7] = c
        window[8] = d
        registers[total - StepFrame.catchRegister] = orCatch.map { Value(index: $0) } ?? .undefined
        let block = realm.control
        block.pointee.stepNext = step
        block.pointee.stepArgumentCount = count
        return .call
    }

    @inline(__always) func call(_ function: Value, this: Value, then step: Int, orCatch: Int? = nil) -> Value {
        call(
            function, this: this, .undefined, .undefined, .undefined, .undefined, count: 0, then: step, orCatch: orCatch
        )
    }
    @inline(__always) func call(_ function: Value, this: Value, _ a: Value, then step: Int, orCatch: Int? = nil)
        -> Value
    {
        call(function, this: this, a, .undefined, .undefined, .undefined, count: 1, then: step, orCatch: orCatch)
    }
    @inline(__always) func call(
        _ function: Value, this: Value, _ a: Value, _ b: Value, then step: Int, orCatch: Int? = nil
    ) -> Value {
        call(function, this: this, a, b, .undefined, .undefined, count: 2, then: step, orCatch: orCatch)
    }
    @inline(__always) func call(
        _ function: Value, this: Value, _ a: Value, _ b: Value, _ c: Value, then step: Int, orCatch: Int? = nil
    ) -> Value {
        call(function, this: this, a, b, c, .undefined, count: 3, then: step, orCatch: orCatch)
    }

    /// `new function(a, b)`.
    func construct(
        _ function: Value, _ arguments: (Value, Value) = (.undefined, .undefined), count: Int, newTarget: Value? = nil,
        then step: Int, orCatch: Int? = nil
    ) -> Value {
        _ = call(
            function, this: .undefined, arguments.0, arguments.1, .undefined, .undefined, count: count, then: step,
            orCatch: orCatch)
        realm.control.pointee.newTarget = newTarget ?? function
        return .construct
    }

    /// Get(object, key): the value is in `result` at step `then`, whether or not a getter had to run.
    /// The receiver may be a primitive.
    @inline(__always) func get(_ value: Value, _ key: PropertyKey, then step: Int, orCatch: Int? = nil) -> Value {
        switch realm.getValue(value, key) {
        case .value(let found): return finish(found, at: step)
        case .absent: return finish(.undefined, at: step)
        case .getter(let getter): return call(getter, this: value, then: step, orCatch: orCatch)
        case .exception: return orCatch.map { caught(at: $0) } ?? .exception
        }
    }

    /// Set(object, key, value, true): goes on at step `then`, with a TypeError if the object refuses.
    func set(_ object: Value, _ key: PropertyKey, _ value: Value, then step: Int, orCatch: Int? = nil) -> Value {
        switch realm.set(object, key, value, receiver: object) {
        case .done: return finish(.undefined, at: step)
        case .setter(let setter): return call(setter, this: object, value, then: step, orCatch: orCatch)
        case .refused(let why): return fail(realm.throwRefused(why, key, object), orCatch)
        case .exception: return fail(.exception, orCatch)
        }
    }

    /// ToString, ToNumber, ToPropertyKey …: the primitive is in `result` at step `then`.
    func convert(_ value: Value, _ kind: Conversion, then step: Int, orCatch: Int? = nil) -> Value {
        if value.isObject {
            return call(
                realm[.convert], this: .undefined, value, Value(int32: kind.rawValue), then: step, orCatch: orCatch)
        }
        let converted = realm.convertPrimitive(value, kind)
        return converted.isException ? fail(.exception, orCatch) : finish(converted, at: step)
    }

    /// Goes on at another step with this result, without a call.
    @inline(__always) func finish(_ value: Value, at step: Int) -> Value {
        result = value
        let block = realm.control
        block.pointee.stepNext = step
        return .goOn
    }

    /// Goes on at another step.
    @inline(__always) func go(to step: Int) -> Value {
        realm.control.pointee.stepNext = step
        return .goOn
    }

    /// Sends the pending exception to a catch step of this builtin.
    func caught(at step: Int) -> Value {
        let thrown = realm.control.pointee.exception
        realm.control.pointee.exception = .undefined
        return finish(thrown, at: step)
    }

    private func fail(_ signal: Value, _ orCatch: Int?) -> Value { orCatch.map { caught(at: $0) } ?? signal }

    // MARK: Leaving

    /// Throws a value.
    func `throw`(_ value: Value) -> Value {
        realm.control.pointee.exception = value
        return .exception
    }
    func throwTypeError(_ message: String) -> Value { realm.throwError(.typeError, message) }
    func throwRangeError(_ message: String) -> Value { realm.throwError(.rangeError, message) }
    @inline(__always) func charge(_ units: Int) { realm.charge(units) }
}

/// What `StepFrame.convert` and the operands of a leaf builtin are converted to.
enum Conversion: Int32 {
    /// Left as it is.
    case any = 0
    /// https://tc39.es/ecma262/#sec-toprimitive without a hint, with hint number, with hint string
    case primitive = 1
    case primitiveNumber = 2
    case primitiveString = 3
    /// https://tc39.es/ecma262/#sec-tonumber
    case number = 4
    /// https://tc39.es/ecma262/#sec-tostring
    case string = 5
    /// https://tc39.es/ecma262/#sec-topropertykey, as an int32, string or symbol value
    case key = 6
    /// ToString of something that must not be a regular expression (`startsWith`, `endsWith`, `includes`).
    /// https://tc39.es/ecma262/#sec-isregexp
    case plainText = 7
    /// For leaves with any number of arguments: the conversion before it applies to all further arguments.
    case rest = 8
}
