#if canImport(Glibc)
import Glibc
#else
import Musl
#endif

/// https://tc39.es/ecma262/#sec-math-object
enum MathObject {
    static let object = BuiltinObject(
        "Math", isGlobal: true, members: constants + rounding + arithmetic + transcendental)

    private static let constants: [BuiltinMember] = [
        .constant("E", 2.718281828459045), .constant("LN10", 2.302585092994046), .constant("LN2", 0.6931471805599453),
        .constant("LOG10E", 0.4342944819032518), .constant("LOG2E", 1.4426950408889634),
        .constant("PI", 3.141592653589793),
        .constant("SQRT1_2", 0.7071067811865476), .constant("SQRT2", 1.4142135623730951), .toStringTag("Math"),
    ]

    private static let rounding: [BuiltinMember] = [
        .method("abs", 1, converting: [.any, .number]) { leaf(abs, $0, $1, $2) },
        .method("ceil", 1, converting: [.any, .number]) { leaf({ whole($0) { $0.rounded(.up) } }, $0, $1, $2) },
        .method("clz32", 1, converting: [.any, .number]) { leaf(clz32, $0, $1, $2) },
        .method("floor", 1, converting: [.any, .number]) { leaf({ whole($0) { $0.rounded(.down) } }, $0, $1, $2) },
        .method("fround", 1, converting: [.any, .number]) { leaf({ unary($0) { Double(Float($0)) } }, $0, $1, $2) },
        .method("f16round", 1, converting: [.any, .number]) { leaf({ unary($0, halfPrecision) }, $0, $1, $2) },
        .method("round", 1, converting: [.any, .number]) { leaf({ whole($0, round) }, $0, $1, $2) },
        .method("sign", 1, converting: [.any, .number]) {
            leaf({ unary($0) { $0 > 0 ? 1 : $0 < 0 ? -1 : $0 } }, $0, $1, $2)
        },
        .method("trunc", 1, converting: [.any, .number]) {
            leaf({ whole($0) { $0.rounded(.towardZero) } }, $0, $1, $2)
        },
    ]

    private static let arithmetic: [BuiltinMember] = [
        .method("hypot", 2, converting: [.any, .number, .rest]) { leaf(hypot, $0, $1, $2) },
        .method("imul", 2, converting: [.any, .number, .number]) { leaf(imul, $0, $1, $2) },
        .method("max", 2, converting: [.any, .number, .rest]) { leaf(max, $0, $1, $2) },
        .method("min", 2, converting: [.any, .number, .rest]) { leaf(min, $0, $1, $2) },
        .method("random", 0) { leaf(random, $0, $1, $2) },
    ]

    // MARK: One operand

    /// A function of one number.
    /// https://tc39.es/ecma262/#sec-function-properties-of-the-math-object
    @inline(__always) static func unary(_ call: Arguments, _ body: (Double) -> Double) -> Value {
        guard let x = call.number(0) else { return call.exit }
        return Value(number: body(x))
    }

    /// A function that leaves whole numbers as they are.
    /// https://tc39.es/ecma262/#sec-function-properties-of-the-math-object
    @inline(__always) private static func whole(_ call: Arguments, _ body: (Double) -> Double) -> Value {
        if call[0].isInt32 { return call[0] }
        return unary(call, body)
    }

    /// https://tc39.es/ecma262/#sec-math.abs
    private static func abs(_ call: Arguments) -> Value {
        if call[0].isInt32, call[0].int32 >= 0 { return call[0] }
        return unary(call) { $0.magnitude }
    }

    /// https://tc39.es/ecma262/#sec-math.clz32
    private static func clz32(_ call: Arguments) -> Value {
        guard let x = call.number(0) else { return call.exit }
        return Value(int32: Int32(toInt32(x).leadingZeroBitCount))
    }

    /// Halves go up; -0.5 … -0 become -0. https://tc39.es/ecma262/#sec-math.round
    private static func round(_ x: Double) -> Double {
        let below = x.rounded(.down)
        let rounded = x - below >= 0.5 ? below + 1 : below
        return rounded == 0 && x.sign == .minus ? -0.0 : rounded
    }

    /// The nearest double of binary16, ties to even. https://tc39.es/ecma262/#sec-math.f16round
    private static func halfPrecision(_ x: Double) -> Double {
        let magnitude = x.magnitude
        if !(magnitude < 65_520) { return x.isNaN ? x : x < 0 ? -.infinity : .infinity }
        // Distance of neighbours: 11 significant bits, and 2^-24 for subnormal numbers. Scaling by it is exact.
        let exponent = magnitude < 0x1p-14 ? -24 : Int(magnitude.exponent) - 10
        let step = scalbn(1.0, Int32(exponent))
        let rounded = (magnitude / step).rounded(.toNearestOrEven) * step
        return x.sign == .minus ? -rounded : rounded
    }

    // MARK: Several operands

    /// https://tc39.es/ecma262/#sec-math.imul
    private static func imul(_ call: Arguments) -> Value {
        if bothInt32(call[0], call[1]) { return Value(int32: call[0].int32 &* call[1].int32) }
        guard let x = call.number(0), let y = call.number(1) else { return call.exit }
        return Value(int32: toInt32(x) &* toInt32(y))
    }

    /// https://tc39.es/ecma262/#sec-math.max
    private static func max(_ call: Arguments) -> Value {
        if call.count == 2, bothInt32(call[0], call[1]) { return call[0].int32 > call[1].int32 ? call[0] : call[1] }
        var result = -Double.infinity
        call.charge(call.count &>> 2)
        for i in 0..<call.count {
            guard let x = call.number(i) else { return call.exit }
            if x.isNaN || result.isNaN {
                result = .nan
            } else if x > result || x == 0 && result == 0 && x.sign == .plus {
                result = x
            }
        }
        return Value(number: result)
    }

    /// https://tc39.es/ecma262/#sec-math.min
    private static func min(_ call: Arguments) -> Value {
        if call.count == 2, bothInt32(call[0], call[1]) { return call[0].int32 < call[1].int32 ? call[0] : call[1] }
        var result = Double.infinity
        call.charge(call.count &>> 2)
        for i in 0..<call.count {
            guard let x = call.number(i) else { return call.exit }
            if x.isNaN || result.isNaN {
                result = .nan
            } else if x < result || x == 0 && result == 0 && x.sign == .minus {
                result = x
            }
        }
        return Value(number: result)
    }

    /// Scaled by the largest operand against overflow, summed with compensation (Kahan).
    /// https://tc39.es/ecma262/#sec-math.hypot
    private static func hypot(_ call: Arguments) -> Value {
        var largest = 0.0
        var isNaN = false
        call.charge(call.count &>> 1)
        for i in 0..<call.count {
            guard let x = call.number(i) else { return call.exit }
            isNaN = isNaN || x.isNaN
            if x.magnitude > largest { largest = x.magnitude }
        }
        if largest == .infinity { return Value(number: .infinity) }
        if isNaN { return .nan }
        if largest == 0 { return Value(int32: 0) }
        var sum = 0.0
        var compensation = 0.0
        for i in 0..<call.count {
            let x = (call.number(i) ?? 0) / largest
            let summand = x * x - compensation
            let preliminary = sum + summand
            compensation = (preliminary - sum) - summand
            sum = preliminary
        }
        return Value(number: sum.squareRoot() * largest)
    }

    /// xorshift128+ over the state that the host seeds: a run can be repeated. Vigna, "Further scramblings of
    /// Marsaglia's xorshift generators", 2017. https://tc39.es/ecma262/#sec-math.random
    private static func random(_ call: Arguments) -> Value {
        let block = call.realm.control
        var (a, b) = block.pointee.randomState
        if a | b == 0 { (a, b) = (0x9E37_79B9_7F4A_7C15, 0xBF58_476D_1CE4_E5B9) }
        let result = a &+ b
        a ^= a &<< 23
        a = a ^ b ^ (a &>> 17) ^ (b &>> 26)
        block.pointee.randomState = (b, a)
        return Value(number: Double(result &>> 11) * 0x1p-53)
    }
}
