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

    @inline(never) func slow_add() { binary(.add) }
    @inline(never) func slow_sub() { binary(.subtract) }
    @inline(never) func slow_mul() { binary(.multiply) }
    @inline(never) func slow_div() { binary(.divide) }
    @inline(never) func slow_mod() { binary(.remainder) }
    @inline(never) func slow_exp() { binary(.exponent) }
    @inline(never) func slow_bitAnd() { binary(.bitAnd) }
    @inline(never) func slow_bitOr() { binary(.bitOr) }
    @inline(never) func slow_bitXor() { binary(.bitXor) }
    @inline(never) func slow_shl() { binary(.shiftLeft) }
    @inline(never) func slow_shr() { binary(.shiftRight) }
    @inline(never) func slow_ushr() { binary(.shiftRightUnsigned) }
    @inline(never) func slow_addInt() { binaryInt(.add) }
    @inline(never) func slow_subInt() { binaryInt(.subtract) }
    @inline(never) func slow_mulInt() { binaryInt(.multiply) }
    @inline(never) func slow_modInt() { binaryInt(.remainder) }
    @inline(never) func slow_shlInt() { binaryInt(.shiftLeft) }
    @inline(never) func slow_shrInt() { binaryInt(.shiftRight) }
    @inline(never) func slow_ushrInt() { binaryInt(.shiftRightUnsigned) }
    @inline(never) func slow_bitAndConst() { binaryConst(.bitAnd) }
    @inline(never) func slow_bitOrConst() { binaryConst(.bitOr) }
    @inline(never) func slow_bitXorConst() { binaryConst(.bitXor) }
    @inline(never) func slow_neg() { unary(.negate) }
    @inline(never) func slow_bitNot() { unary(.bitNot) }
    @inline(never) func slow_inc() { unary(.increment) }
    @inline(never) func slow_dec() { unary(.decrement) }
    @inline(never) func slow_toNumber() { unary(.toNumber) }
    @inline(never) func slow_toNumeric() { unary(.toNumber) }
    @inline(never) func slow_less() { binary(.less) }
    @inline(never) func slow_lessEqual() { binary(.lessEqual) }
    @inline(never) func slow_greater() { binary(.greater) }
    @inline(never) func slow_greaterEqual() { binary(.greaterEqual) }
    @inline(never) func slow_equal() { binary(.equal) }
    @inline(never) func slow_notEqual() { binary(.notEqual) }
}
