/// Internal functions that convert an object operand and then perform the operation that needed it.
enum InternalConversions {
    static let convert = BuiltinFunction.steps("%convert%", 2, parameters: 2, slots: 2) { steps(convert, $0, $1, $2) }
    static let coerce = BuiltinFunction.steps("%coerce%", 0, parameters: 9, slots: 3, rest: true) {
        steps(coerce, $0, $1, $2)
    }
    static let operate = BuiltinFunction.steps("%operate%", 3, parameters: 3, slots: 1) { steps(operate, $0, $1, $2) }
    static let access = BuiltinFunction.steps("%access%", 3, parameters: 3, slots: 1) { steps(access, $0, $1, $2) }
    static let instanceOf = BuiltinFunction.steps("%instanceOf%", 2, parameters: 2, slots: 1) {
        steps(instanceOf, $0, $1, $2)
    }

    /// f[1] = value, f[2] = Conversion, f[3] = number of the method tried.
    /// https://tc39.es/ecma262/#sec-toprimitive, https://tc39.es/ecma262/#sec-ordinarytoprimitive
    private static func convert(_ f: StepFrame, _ step: Int) -> Value {
        let realm = f.realm
        let kind = Conversion(rawValue: f[2].int32) ?? .primitive
        switch step {
        case 0: return f.get(f[1], PropertyKey(atom: realm[.symbolToPrimitive].offset), then: 1)
        case 1:
            if f.result.isNullish { return f.go(to: 3) }
            guard realm.isFunction(f.result) else {
                return f.throwTypeError("\(realm.describe(f.result)) is not a function")
            }
            return f.call(f.result, this: f[1], hint(realm, kind), then: 2)
        case 2:
            return f.result.isObject ? f.throwTypeError("Cannot convert object to primitive value") : finish(f, kind)
        case 3:
            let text = kind == .string || kind == .primitiveString || kind == .key || kind == .plainText
            f.set(4, text ? 0 : 1)
            f.set(3, 0)
            return f.go(to: 4)
        case 4:
            guard f.int(3) < 2 else { return f.throwTypeError("Cannot convert object to primitive value") }
            let useToString = (f.int(3) == 0) == (f.int(4) == 0)
            f.set(3, f.int(3) + 1)
            return f.get(f[1], PropertyKey(atom: realm[useToString ? .toStringAtom : .valueOfAtom].offset), then: 5)
        case 5: return realm.isFunction(f.result) ? f.call(f.result, this: f[1], then: 6) : f.go(to: 4)
        default: return f.result.isObject ? f.go(to: 4) : finish(f, kind)
        }
    }

    private static func finish(_ f: StepFrame, _ kind: Conversion) -> Value { f.realm.convertPrimitive(f.result, kind) }

    private static func hint(_ realm: Realm, _ kind: Conversion) -> Value {
        switch kind {
        case .string, .primitiveString, .key, .plainText: realm[.stringAtom]
        case .number, .primitiveNumber: realm[.numberAtom]
        default: realm[.defaultAtom]
        }
    }

    /// Runs a leaf builtin again with primitives: f[0] = the leaf, f[1] = its `this`, f[2] … f[9] its first arguments,
    /// f[10] = an array of the others, f[11] = next operand to look at (0 for `this`), f[12] = whether any was converted.
    private static func coerce(_ f: StepFrame, _ step: Int) -> Value {
        let realm = f.realm
        switch step {
        case 0:
            f.set(11, 0)
            return f.go(to: 2)
        case 1:
            setOperand(f, f.int(11) - 1, f.result)
            f[12] = .true
            return f.go(to: 2)
        case 2: return convertNext(f)
        case 3: return f.result
        default:
            // The @@match of an operand that must not be a regular expression.
            if f.result.isUndefined ? realm.isRegExp(operand(f, f.int(11) - 1)) : realm.toBoolean(f.result) {
                let name = realm.nameOfFunction(f[0])
                return f.throwTypeError("First argument to String.prototype.\(name) must not be a regular expression")
            }
            return f.convert(operand(f, f.int(11) - 1), .string, then: 1)
        }
    }

    private static func operandCount(_ f: StepFrame) -> Int { f.argumentCount + f.realm.length(ofArray: f[10]) }

    private static func operand(_ f: StepFrame, _ i: Int) -> Value { i < 9 ? f[i + 1] : f.realm.element(f[10], i - 9) }

    private static func setOperand(_ f: StepFrame, _ i: Int, _ value: Value) {
        if i < 9 { f[i + 1] = value } else { f.realm.setElement(f[10], i - 9, value) }
    }

    /// Converts the next operand that is an object (a symbol throws in its turn), or calls the leaf again.
    private static func convertNext(_ f: StepFrame) -> Value {
        let number = Int(f.realm.cell(f[0]).load(fromByteOffset: Cell.nativeID, as: UInt32.self))
        let conversions = BuiltinTable.shared.conversions(number)
        let repeats = conversions.last == .rest
        let count = operandCount(f)
        f.charge(count)
        var i = f.int(11)
        while i < count, repeats || i < conversions.count {
            let kind = conversions[repeats ? min(i, conversions.count - 2) : i]
            let value = operand(f, i)
            i += 1
            f.set(11, i)
            if value.isSymbol, kind == .number || kind == .string || kind == .plainText {
                return f.convert(value, kind, then: 1)
            }
            guard kind != .any, value.isObject else { continue }
            if kind == .plainText { return f.get(value, PropertyKey(atom: f.realm[.symbolMatch].offset), then: 4) }
            return f.convert(value, kind, then: 1)
        }
        guard f[12].bits == Value.true.bits else { return f.throwTypeError("Cannot convert object to primitive value") }
        return recall(f)
    }

    /// Calls the leaf with the converted operands.
    private static func recall(_ f: StepFrame) -> Value {
        let count = max(0, operandCount(f) - 1)
        guard f.realm.makeRoom(f.registers + frameRegisterCount(f.realm.base, f.registers) + 8, count, silently: true)
        else {
            return f.throwRangeError("Maximum call stack size exceeded")
        }
        let signal =
            f.newTarget.isUndefined
            ? f.call(f[0], this: f[1], then: 3) : f.construct(f[0], count: count, newTarget: f.newTarget, then: 3)
        f.setArguments(count) { operand(f, $0 + 1) }
        return signal
    }

    /// f[1] op f[2], with f[3] = Operation (+ negated). https://tc39.es/ecma262/#sec-evaluatestringornumericbinaryexpression
    private static func operate(_ f: StepFrame, _ step: Int) -> Value {
        let code = f[3].int32
        let operation = Operation(rawValue: code & 255) ?? .add
        let kind: Conversion =
            operation == .add || operation == .equal || operation == .notEqual ? .primitive : .primitiveNumber
        switch step {
        case 0:
            if isEquality(operation), !f[1].isObject { return f.go(to: 1) }
            return f.convert(f[1], kind, then: 3)
        case 3:
            f[1] = f.result
            return f.go(to: 1)
        case 1:
            if isEquality(operation), !f[2].isObject { return f.go(to: 2) }
            return f.convert(f[2], kind, then: 4)
        case 4:
            f[2] = f.result
            return f.go(to: 2)
        default:
            guard let result = f.realm.apply(operation, f[1], f[2]) else {
                return f.throwTypeError("Cannot convert object to primitive value")
            }
            if code & Realm.negated == 0 || result.isException { return result }
            return Value(result.bits != Value.true.bits)
        }
    }

    private static func isEquality(_ operation: Operation) -> Bool { operation == .equal || operation == .notEqual }

    /// Property access with a key that is an object: f[0] = target, f[1] = key, f[2] = Access (+ 16 in strict code), f[3] = value.
    private static func access(_ f: StepFrame, _ step: Int) -> Value {
        let realm = f.realm
        switch step {
        case 0: return f.convert(f[1], .key, then: 1)
        case 1:
            let key = realm.propertyKey(f.result)
            let strict = f[2].int32 & 16 != 0
            switch Realm.Access(rawValue: f[2].int32 & 15) ?? .get {
            case .get, .getMethod: return f.get(f.this, key, then: 2)
            case .has: return Value(realm.hasProperty(f.this, key))
            case .delete: return realm.delete(f.this, key, strict: strict)
            case .set:
                f[1] = f.result
                if realm.isArray(f.this), f[3].isObject, !key.isIndex, key.atom == realm[.lengthAtom].offset {
                    return f.convert(f[3], .number, then: 3)
                }
                return f.go(to: 4)
            }
        case 3:
            f[3] = f.result
            return f.go(to: 4)
        case 4: return store(f)
        default: return f.result
        }
    }

    private static func store(_ f: StepFrame) -> Value {
        let realm = f.realm
        let key = realm.propertyKey(f[1])
        let holder = f.this.isObject ? f.this : realm.prototypeOfPrimitive(f.this)
        let result = holder.isObject ? realm.set(holder, key, f[3], receiver: f.this) : .refused(.primitive)
        switch result {
        case .done: return .undefined
        case .setter(let setter): return f.call(setter, this: f.this, f[3], then: 2)
        case .exception: return .exception
        case .refused(let why): return f[2].int32 & 16 != 0 ? realm.throwRefused(why, key, f.this) : .undefined
        }
    }

    /// f[1] instanceof f[2]. https://tc39.es/ecma262/#sec-instanceofoperator
    private static func instanceOf(_ f: StepFrame, _ step: Int) -> Value {
        let realm = f.realm
        switch step {
        case 0:
            guard f[2].isObject else { return f.throwTypeError("Right-hand side of 'instanceof' is not callable") }
            return f.get(f[2], PropertyKey(atom: realm[.symbolHasInstance].offset), then: 1)
        case 1:
            if !f.result.isNullish { return f.call(f.result, this: f[2], f[1], then: 2) }
            guard realm.isFunction(f[2]) else {
                return f.throwTypeError("Right-hand side of 'instanceof' is not callable")
            }
            return f.go(to: 3)
        case 2: return Value(realm.toBoolean(f.result))
        case 3:
            if realm.type(f[2]) == CellType.bound {
                f[2] = realm.internalSlot(f[2], Cell.internal0)
                return f.go(to: 0)
            }
            guard f[1].isObject else { return .false }
            return f.get(f[2], PropertyKey(atom: realm[.prototypeAtom].offset), then: 4)
        default: return realm.ordinaryHasInstance(f[1], prototype: f.result)
        }
    }
}

extension Realm {
    /// Whether an object has the internal slot [[RegExpMatcher]]; no object of this engine has it yet.
    func isRegExp(_ value: Value) -> Bool { false }
}

extension StepFrame {
    /// Writes the arguments of the call that was just prepared, when there are more than `call` takes.
    func setArguments(_ count: Int, _ value: (Int) -> Value) {
        let window = registers + frameRegisterCount(realm.base, registers)
        for i in 0..<count { window[5 &+ i] = value(i) }
        realm.control.pointee.stepArgumentCount = count
    }
}

extension Realm {
    @inline(never) func slowInstanceOf() {
        let constructor = fp[operandC]
        let value = fp[operandB]
        // The frequent case: an ordinary function whose @@hasInstance is that of Function.prototype.
        if constructor.isObject,
            type(constructor) == CellType.closure || type(constructor) == CellType.classConstructor
                || type(constructor) == CellType.native,
            let (holder, _) = lookup(constructor, PropertyKey(atom: self[.symbolHasInstance].offset)),
            holder.bits == self[.functionPrototype].bits,
            case .value(let prototype) = get(constructor, PropertyKey(atom: self[.prototypeAtom].offset))
        {
            finish(value.isObject ? ordinaryHasInstance(value, prototype: prototype) : .false)
            return
        }
        callFromInstruction(
            self[.instanceOf], this: .undefined, (value, constructor, .undefined), count: 2, stub: Stub.finishValue)
    }

    /// The end of https://tc39.es/ecma262/#sec-ordinaryhasinstance: whether the prototype is on the chain of an object.
    func ordinaryHasInstance(_ value: Value, prototype: Value) -> Value {
        guard prototype.isObject else {
            return throwTypeError("Function has non-object prototype '\(describe(prototype))' in instanceof check")
        }
        var current = self.prototype(of: value)
        while current != 0 {
            if current == prototype.offset { return .true }
            charge(1)
            current = self.prototype(of: Value(objectOffset: current))
        }
        return .false
    }
}
