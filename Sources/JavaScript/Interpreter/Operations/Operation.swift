#if canImport(Glibc)
import Glibc
#else
import Musl
#endif

/// Operators whose operands may have to be converted: by the interpreter if they are primitives, by the builtin
/// `%operate%` if one is an object.
enum Operation: Int32 {
    case add, subtract, multiply, divide, remainder, exponent
    case bitAnd, bitOr, bitXor, shiftLeft, shiftRight, shiftRightUnsigned
    case less, lessEqual, greater, greaterEqual, equal, notEqual
    case negate, bitNot, toNumber, increment, decrement

    /// Whether the result is a boolean that a jump can use.
    var isComparison: Bool { rawValue >= Operation.less.rawValue && rawValue <= Operation.notEqual.rawValue }
}

extension Realm {
    /// Applies an operator to primitives; nil if an operand is an object. The exception signal for symbols.
    /// https://tc39.es/ecma262/#sec-applystringornumericbinaryoperator
    func apply(_ operation: Operation, _ x: Value, _ y: Value) -> Value? {
        if operation == .equal || operation == .notEqual {
            guard let equal = looseEquals(x, y) else { return nil }
            return Value(equal == (operation == .equal))
        }
        if x.isObject || y.isObject { return nil }
        if operation == .add, x.isString || y.isString { return addStrings(x, y) }
        if operation.isComparison, x.isString, y.isString {
            let (a, b) = (view(x), view(y))
            charge(min(a.count, b.count) &>> 4)
            let order = a.compare(b)
            return Value(compare(operation, Double(order), 0))
        }
        guard let a = primitiveToNumber(x), let b = primitiveToNumber(y) else {
            return throwTypeError("Cannot convert a Symbol value to a number")
        }
        if operation.isComparison { return Value(compare(operation, a, b)) }
        return Value(number: arithmetic(operation, a, b))
    }

    private func addStrings(_ x: Value, _ y: Value) -> Value {
        if x.isSymbol || y.isSymbol { return throwTypeError("Cannot convert a Symbol value to a string") }
        let a = primitiveToString(x)
        let root = keep(a)
        defer { release(root) }
        let b = primitiveToString(y)
        _ = keep(b)
        return concatenate(a, b)
    }

    private func compare(_ operation: Operation, _ a: Double, _ b: Double) -> Bool {
        switch operation {
        case .less: a < b
        case .lessEqual: a <= b
        case .greater: a > b
        default: a >= b
        }
    }

    func arithmetic(_ operation: Operation, _ a: Double, _ b: Double) -> Double {
        switch operation {
        case .add: a + b
        case .subtract: a - b
        case .multiply: a * b
        case .divide: a / b
        case .remainder: fmod(a, b)
        case .exponent: exponentiate(a, b)
        case .bitAnd: Double(toInt32(a) & toInt32(b))
        case .bitOr: Double(toInt32(a) | toInt32(b))
        case .bitXor: Double(toInt32(a) ^ toInt32(b))
        case .shiftLeft: Double(toInt32(a) &<< (toInt32(b) & 31))
        case .shiftRight: Double(toInt32(a) &>> (toInt32(b) & 31))
        case .shiftRightUnsigned: Double(UInt32(bitPattern: toInt32(a)) &>> (UInt32(bitPattern: toInt32(b)) & 31))
        case .negate: -a
        case .bitNot: Double(~toInt32(a))
        case .increment: a + 1
        case .decrement: a - 1
        default: a
        }
    }

    /// https://tc39.es/ecma262/#sec-numeric-types-number-exponentiate
    func exponentiate(_ base: Double, _ exponent: Double) -> Double {
        if exponent.isNaN { return .nan }
        if exponent == 0 { return 1 }
        if base.magnitude == 1, exponent.isInfinite { return .nan }
        return pow(base, exponent)
    }

    // MARK: Leaving the interpreter's fast paths

    /// r[a] = x op y.
    private func operate(_ operation: Operation, _ x: Value, _ y: Value) {
        if let result = apply(operation, x, y) {
            finish(result)
        } else {
            callFromInstruction(
                self[.operate], this: .undefined, (x, y, Value(int32: operation.rawValue)), count: 3,
                stub: Stub.finishValue)
        }
    }

    private func binary(_ operation: Operation) { operate(operation, fp[operandB], fp[operandC]) }
    private func binaryInt(_ operation: Operation) {
        operate(operation, fp[operandB], Value(int32: Int32(truncatingIfNeeded: operandSC)))
    }
    private func binaryConst(_ operation: Operation) { operate(operation, fp[operandB], slot(base, fp, operandC)) }
    private func unary(_ operation: Operation) { operate(operation, fp[operandB], Value(int32: 0)) }

    @inline(never) func slowAdd() { binary(.add) }
    @inline(never) func slowSub() { binary(.subtract) }
    @inline(never) func slowMul() { binary(.multiply) }
    @inline(never) func slowDiv() { binary(.divide) }
    @inline(never) func slowMod() { binary(.remainder) }
    @inline(never) func slowExp() { binary(.exponent) }
    @inline(never) func slowBitAnd() { binary(.bitAnd) }
    @inline(never) func slowBitOr() { binary(.bitOr) }
    @inline(never) func slowBitXor() { binary(.bitXor) }
    @inline(never) func slowShl() { binary(.shiftLeft) }
    @inline(never) func slowShr() { binary(.shiftRight) }
    @inline(never) func slowUshr() { binary(.shiftRightUnsigned) }
    @inline(never) func slowAddInt() { binaryInt(.add) }
    @inline(never) func slowSubInt() { binaryInt(.subtract) }
    @inline(never) func slowMulInt() { binaryInt(.multiply) }
    @inline(never) func slowModInt() { binaryInt(.remainder) }
    @inline(never) func slowShlInt() { binaryInt(.shiftLeft) }
    @inline(never) func slowShrInt() { binaryInt(.shiftRight) }
    @inline(never) func slowUshrInt() { binaryInt(.shiftRightUnsigned) }
    @inline(never) func slowBitAndConst() { binaryConst(.bitAnd) }
    @inline(never) func slowBitOrConst() { binaryConst(.bitOr) }
    @inline(never) func slowBitXorConst() { binaryConst(.bitXor) }
    @inline(never) func slowNeg() { unary(.negate) }
    @inline(never) func slowBitNot() { unary(.bitNot) }
    @inline(never) func slowInc() { unary(.increment) }
    @inline(never) func slowDec() { unary(.decrement) }
    @inline(never) func slowToNumber() { unary(.toNumber) }
    @inline(never) func slowToNumeric() { unary(.toNumber) }
    @inline(never) func slowLess() { binary(.less) }
    @inline(never) func slowLessEqual() { binary(.lessEqual) }
    @inline(never) func slowGreater() { binary(.greater) }
    @inline(never) func slowGreaterEqual() { binary(.greaterEqual) }
    @inline(never) func slowEqual() { binary(.equal) }
    @inline(never) func slowNotEqual() { binary(.notEqual) }
}
