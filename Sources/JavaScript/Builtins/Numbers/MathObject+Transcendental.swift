#if canImport(Glibc)
import Glibc
#else
import Musl
#endif

// Functions that the C library approximates; the specification leaves their last bit open.
extension MathObject {
    static let transcendental: [BuiltinMember] = [
        .method("acos", 1, converting: [.any, .number]) { leaf({ unary($0) { acos($0) } }, $0, $1, $2) },
        .method("acosh", 1, converting: [.any, .number]) { leaf({ unary($0) { acosh($0) } }, $0, $1, $2) },
        .method("asin", 1, converting: [.any, .number]) { leaf({ unary($0) { asin($0) } }, $0, $1, $2) },
        .method("asinh", 1, converting: [.any, .number]) { leaf({ unary($0) { asinh($0) } }, $0, $1, $2) },
        .method("atan", 1, converting: [.any, .number]) { leaf({ unary($0) { atan($0) } }, $0, $1, $2) },
        .method("atanh", 1, converting: [.any, .number]) { leaf({ unary($0) { atanh($0) } }, $0, $1, $2) },
        .method("atan2", 2, converting: [.any, .number, .number]) {
            leaf({ binary($0) { atan2($0, $1) } }, $0, $1, $2)
        },
        .method("cbrt", 1, converting: [.any, .number]) { leaf({ unary($0, cubeRoot) }, $0, $1, $2) },
        .method("cos", 1, converting: [.any, .number]) { leaf({ unary($0) { cos($0) } }, $0, $1, $2) },
        .method("cosh", 1, converting: [.any, .number]) { leaf({ unary($0) { cosh($0) } }, $0, $1, $2) },
        .method("exp", 1, converting: [.any, .number]) { leaf({ unary($0) { exp($0) } }, $0, $1, $2) },
        .method("expm1", 1, converting: [.any, .number]) { leaf({ unary($0) { expm1($0) } }, $0, $1, $2) },
        .method("log", 1, converting: [.any, .number]) { leaf({ unary($0) { log($0) } }, $0, $1, $2) },
        .method("log1p", 1, converting: [.any, .number]) { leaf({ unary($0) { log1p($0) } }, $0, $1, $2) },
        .method("log10", 1, converting: [.any, .number]) { leaf({ unary($0) { log10($0) } }, $0, $1, $2) },
        .method("log2", 1, converting: [.any, .number]) { leaf({ unary($0) { log2($0) } }, $0, $1, $2) },
        .method("pow", 2, converting: [.any, .number, .number]) { leaf(power, $0, $1, $2) },
        .method("sin", 1, converting: [.any, .number]) { leaf({ unary($0) { sin($0) } }, $0, $1, $2) },
        .method("sinh", 1, converting: [.any, .number]) { leaf({ unary($0) { sinh($0) } }, $0, $1, $2) },
        .method("sqrt", 1, converting: [.any, .number]) { leaf({ unary($0) { $0.squareRoot() } }, $0, $1, $2) },
        .method("tan", 1, converting: [.any, .number]) { leaf({ unary($0) { tan($0) } }, $0, $1, $2) },
        .method("tanh", 1, converting: [.any, .number]) { leaf({ unary($0) { tanh($0) } }, $0, $1, $2) },
    ]

    /// A function of two numbers.
    /// https://tc39.es/ecma262/#sec-function-properties-of-the-math-object
    @inline(__always) private static func binary(_ call: Arguments, _ body: (Double, Double) -> Double) -> Value {
        guard let x = call.number(0), let y = call.number(1) else { return call.exit }
        return Value(number: body(x, y))
    }

    /// The C library's root with one Newton step, whose residual x - y³ is exact up to the last term, so that the roots
    /// of cubes are exact. https://tc39.es/ecma262/#sec-math.cbrt
    private static func cubeRoot(_ x: Double) -> Double {
        let y = cbrt(x)
        guard x.magnitude > 1e-270, x.magnitude < .infinity else { return y }
        let square = y * y
        let squareError = fma(y, y, -square)
        let cube = square * y
        let cubeError = fma(square, y, -cube)
        return y + ((x - cube) - cubeError - squareError * y) / (3 * square)
    }

    /// https://tc39.es/ecma262/#sec-math.pow
    private static func power(_ call: Arguments) -> Value {
        let realm = call.realm
        return binary(call) { realm.exponentiate($0, $1) }
    }
}
