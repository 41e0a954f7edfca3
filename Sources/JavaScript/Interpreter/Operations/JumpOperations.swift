// Comparisons and tests that decide about a jump, and the other operations without user code.
extension Realm {
    /// Jumps by sc if `x op y` is `wanted`. With an object operand the builtin's result decides in the stub.
    private func compareAndJump(_ operation: Operation, _ x: Value, _ y: Value, _ wanted: Bool) {
        if let result = apply(operation, x, y) {
            if result.isException {
                unwind()
            } else {
                jump((result.bits == Value.true.bits) == wanted ? operandSC : 1)
            }
            return
        }
        // The stub jumps on true; "jump if not" asks the builtin for the negated result by adding `negated`.
        let code = operation.rawValue | (wanted ? 0 : Realm.negated)
        callFromInstruction(
            self[.operate], this: .undefined, (x, y, Value(int32: code)), count: 3, stub: Stub.finishJump)
    }

    /// Added to an `Operation` for `%operate%`: the boolean result is inverted.
    static let negated: Int32 = 256

    private func jumpIf(_ operation: Operation, _ wanted: Bool) {
        compareAndJump(operation, fp[operandA], fp[operandB], wanted)
    }
    private func jumpIfInt(_ operation: Operation, _ wanted: Bool) {
        compareAndJump(operation, fp[operandA], Value(int32: Int32(truncatingIfNeeded: operandSB)), wanted)
    }

    @inline(never) func slowJumpLess() { jumpIf(.less, true) }
    @inline(never) func slowJumpLessEqual() { jumpIf(.lessEqual, true) }
    @inline(never) func slowJumpGreater() { jumpIf(.greater, true) }
    @inline(never) func slowJumpGreaterEqual() { jumpIf(.greaterEqual, true) }
    @inline(never) func slowJumpNotLess() { jumpIf(.less, false) }
    @inline(never) func slowJumpNotLessEqual() { jumpIf(.lessEqual, false) }
    @inline(never) func slowJumpNotGreater() { jumpIf(.greater, false) }
    @inline(never) func slowJumpNotGreaterEqual() { jumpIf(.greaterEqual, false) }
    @inline(never) func slowJumpLessInt() { jumpIfInt(.less, true) }
    @inline(never) func slowJumpLessEqualInt() { jumpIfInt(.lessEqual, true) }
    @inline(never) func slowJumpGreaterInt() { jumpIfInt(.greater, true) }
    @inline(never) func slowJumpGreaterEqualInt() { jumpIfInt(.greaterEqual, true) }
    @inline(never) func slowJumpNotLessInt() { jumpIfInt(.less, false) }
    @inline(never) func slowJumpNotLessEqualInt() { jumpIfInt(.lessEqual, false) }
    @inline(never) func slowJumpNotGreaterInt() { jumpIfInt(.greater, false) }
    @inline(never) func slowJumpNotGreaterEqualInt() { jumpIfInt(.greaterEqual, false) }

    @inline(never) func slowJumpStrictEqual() { jump(strictEquals(fp[operandA], fp[operandB]) ? operandSC : 1) }
    @inline(never) func slowJumpStrictNotEqual() { jump(strictEquals(fp[operandA], fp[operandB]) ? 1 : operandSC) }
    @inline(never) func slowJumpTrue() { jump(toBoolean(fp[operandA]) ? operandIMM : 1) }
    @inline(never) func slowJumpFalse() { jump(toBoolean(fp[operandA]) ? 1 : operandIMM) }

    @inline(never) func slowStrictEqual() { finish(Value(strictEquals(fp[operandB], fp[operandC]))) }
    @inline(never) func slowStrictNotEqual() { finish(Value(!strictEquals(fp[operandB], fp[operandC]))) }
    @inline(never) func slowNot() { finish(Value(!toBoolean(fp[operandB]))) }
    @inline(never) func slowTypeOf() { finish(typeOf(fp[operandB])) }

    // MARK: Conversions and checks

    @inline(never) func slowToString() {
        let value = fp[operandB]
        if value.isObject {
            callFromInstruction(
                self[.convert], this: .undefined, (value, Value(int32: Conversion.string.rawValue), .undefined),
                count: 2, stub: Stub.finishValue)
        } else {
            finish(convertPrimitive(value, .string))
        }
    }

    @inline(never) func slowToPropertyKey() {
        let value = fp[operandB]
        if value.isObject {
            callFromInstruction(
                self[.convert], this: .undefined, (value, Value(int32: Conversion.key.rawValue), .undefined), count: 2,
                stub: Stub.finishValue)
        } else {
            finish(convertPrimitive(value, .key))
        }
    }

    @inline(never) func slowElementKey() {
        let object = fp[operandB]
        let value = fp[operandC]
        if value.isObject, object.isNullish {
            throwAndUnwind(.typeError, "Cannot read properties of \(object.isNull ? "null" : "undefined")")
        } else if value.isObject {
            callFromInstruction(
                self[.convert], this: .undefined, (value, Value(int32: Conversion.key.rawValue), .undefined), count: 2,
                stub: Stub.finishValue)
        } else {
            finish(convertPrimitive(value, .key))
        }
    }

    @inline(never) func slowConcat() {
        let first = operandB
        let count = operandC
        var total = 0
        var isLatin1 = true
        for i in 0..<count {
            let part = fp[first + i]
            total &+= length(ofString: part)
            isLatin1 = isLatin1 && self.isLatin1(cell(part))
        }
        if total > Realm.stringLengthMax {
            finish(throwRangeError("Invalid string length"))
            return
        }
        charge(total &>> 4)
        if total > 256 {
            concatenatePairwise(first, count)
            return
        }
        for i in 0..<count { _ = view(fp[first + i]) }
        let result = isLatin1 ? allocateLatin1(total) : allocateUTF16(total)
        var at = 0
        for i in 0..<count {
            let units = view(fp[first + i])
            copyUnits(units, to: result + Cell.stringData, at: at, isLatin1: isLatin1)
            at &+= units.count
        }
        finish(string(result))
    }

    /// Long templates become ropes like any other concatenation.
    private func concatenatePairwise(_ first: Int, _ count: Int) {
        var result = fp[first]
        let root = keep(result)
        for i in 1..<max(1, count) {
            result = concatenate(result, fp[first + i])
            setRoot(root, result)
        }
        release(root)
        finish(result)
    }

    @inline(never) func slowCheckObject() {
        throwAndUnwind(.typeError, "Iterator result \(describe(fp[operandA])) is not an object")
    }

    @inline(never) func slowCheckCoercible() {
        let value = fp[operandA]
        throwAndUnwind(
            .typeError, "Cannot destructure '\(describe(value))' as it is \(value.isNull ? "null" : "undefined").")
    }

    /// ReferenceError of a lexical variable that is read or assigned before its declaration.
    @inline(never) func slowUninitialized() {
        let cursor = FrameCursor(self)
        var name = "variable"
        if let template = template(of: cursor.data) {
            let index = UInt32(truncatingIfNeeded: cursor.instruction)
            if let entry = template.variableNames.first(where: { $0.index == index }) { name = entry.name.description }
        }
        if name == "this" {
            throwAndUnwind(
                .referenceError,
                "Must call super constructor in derived class before accessing 'this' or returning from derived constructor"
            )
        } else {
            throwAndUnwind(.referenceError, "Cannot access '\(name)' before initialization")
        }
    }

    @inline(never) func slowThrowError() {
        let kind = ErrorKind(rawValue: UInt16(truncatingIfNeeded: operandA)) ?? .error
        let message = slot(base, fp, operandIMM)
        control.pointee.exception = makeError(kind, message)
        unwind()
    }

    @inline(never) func slowLoadBuiltin() {
        let address = frameFunctionData(base, fp) + FunctionData.slots + operandIMM &* 8
        let value = address.load(as: Value.self)
        guard value.isLazyBuiltin,
            let function = InternalFunction.allCases.first(where: {
                BuiltinTable.shared.number($0) == Int(value.offset)
            })
        else {
            finish(value)
            return
        }
        let made = self[function]
        address.storeBytes(of: made, as: Value.self)
        finish(made)
    }

    /// Conversion of a primitive; the exception signal where it throws.
    func convertPrimitive(_ value: Value, _ kind: Conversion) -> Value {
        switch kind {
        case .any, .primitive, .primitiveNumber, .primitiveString, .rest: return value
        case .number:
            guard let number = primitiveToNumber(value) else {
                return throwTypeError("Cannot convert a Symbol value to a number")
            }
            return Value(number: number)
        case .string, .plainText:
            return value.isSymbol
                ? throwTypeError("Cannot convert a Symbol value to a string") : primitiveToString(value)
        case .key:
            if value.isSymbol || value.isInt32 && value.int32 >= 0 { return value }
            let key = propertyKey(value.isString || value.isNumber ? value : primitiveToString(value))
            if key.isIndex {
                return key.index <= 0x7fff_ffff
                    ? Value(int32: Int32(bitPattern: key.index)) : Value(rawDouble: Double(key.index))
            }
            return Value(stringOffset: key.atom)
        }
    }
}
