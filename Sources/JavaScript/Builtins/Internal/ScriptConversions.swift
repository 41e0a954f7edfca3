// Abstract operations that builtins written in JavaScript call by name.
extension InternalConversions {
    static let forScripts: [InternalFunction: BuiltinFunction] = [
        .rangeError: .leaf("%rangeError%", 1) { leaf({ $0.realm.makeError(.rangeError, $0[0]) }, $0, $1, $2) },
        .describe: .leaf("%describe%", 1) { leaf({ $0.realm.makeString($0.realm.describe($0[0])) }, $0, $1, $2) },
        .iteratorSymbol: .leaf("%iteratorSymbol%", 0) { leaf({ $0.realm[.symbolIterator] }, $0, $1, $2) },
        .asyncIteratorSymbol: .leaf("%asyncIteratorSymbol%", 0) {
            leaf({ $0.realm[.symbolAsyncIterator] }, $0, $1, $2)
        },
        .createObject: .leaf("%createObject%", 1) { leaf({ $0.realm.makeObject(prototype: $0[0]) }, $0, $1, $2) },
        .toObject: .leaf("%toObject%", 1) { leaf({ $0.realm.toObject($0[0]) }, $0, $1, $2) },
        .toLength: .leaf("%toLength%", 1, converting: [.any, .number]) { leaf(toLength, $0, $1, $2) },
        .toInteger: .leaf("%toInteger%", 1, converting: [.any, .number]) { leaf(toInteger, $0, $1, $2) },
        .toPropertyKey: .leaf("%toPropertyKey%", 1, converting: [.any, .key]) { leaf(toPropertyKey, $0, $1, $2) },
        .isArray: .leaf("%isArray%", 1) { leaf({ Value($0.realm.isArray($0[0])) }, $0, $1, $2) },
        .isConstructor: .leaf("%isConstructor%", 1) { leaf({ Value($0.realm.isConstructor($0[0])) }, $0, $1, $2) },
        .call: .steps("%call%", 2, parameters: 2, slots: 0, rest: true) { steps(call, $0, $1, $2) },
        .iteratorMethod: .steps("%iteratorMethod%", 1, parameters: 1, slots: 0) {
            steps({ iteratorMethod($0, $1, .symbolIterator) }, $0, $1, $2)
        },
        .asyncIteratorMethod: .steps("%asyncIteratorMethod%", 1, parameters: 1, slots: 0) {
            steps({ iteratorMethod($0, $1, .symbolAsyncIterator) }, $0, $1, $2)
        },
        .iteratesDirectly: .leaf("%iteratesDirectly%", 1) {
            leaf({ Value($0.realm.iteratesDirectly($0[0])) }, $0, $1, $2)
        },
    ]

    /// https://tc39.es/ecma262/#sec-tolength
    private static func toLength(_ call: Arguments) -> Value {
        guard let length = call.integer(0) else { return call.exit }
        return Value(index: min(max(0, length), Realm.lengthMax))
    }

    /// https://tc39.es/ecma262/#sec-tointegerorinfinity
    private static func toInteger(_ call: Arguments) -> Value {
        if call[0].isInt32 { return call[0] }
        guard let number = call.number(0) else { return call.exit }
        if number.isNaN { return Value(int32: 0) }
        let integer = number.rounded(.towardZero)
        return Value(number: integer == 0 ? 0 : integer)
    }

    /// https://tc39.es/ecma262/#sec-topropertykey
    private static func toPropertyKey(_ call: Arguments) -> Value {
        if call[0].isString || call[0].isSymbol || call[0].isInt32 { return call[0] }
        return call[0].isObject ? .coerce : call.realm.primitiveToString(call[0])
    }

    /// f[1] = function, f[2] = this, f[3] = arguments. https://tc39.es/ecma262/#sec-call
    private static func call(_ f: StepFrame, _ step: Int) -> Value {
        step == 0 ? f.call(f[1], this: f[2], list: f[3], then: 1) : f.result
    }

    /// https://tc39.es/ecma262/#sec-getmethod
    private static func iteratorMethod(_ f: StepFrame, _ step: Int, _ symbol: Intrinsic) -> Value {
        if step == 0, f[1].isNullish {
            let text = f[1].isNull ? "object null" : "undefined"
            return f.throwTypeError("\(text) is not iterable (cannot read property Symbol(Symbol.iterator))")
        }
        if step == 0 { return f.get(f[1], PropertyKey(atom: f.realm[symbol].offset), then: 1) }
        if f.result.isNullish { return .undefined }
        return f.realm.isFunction(f.result) ? f.result : f.throwTypeError("\(f.realm.describe(f[1])) is not iterable")
    }
}

extension Realm {
    /// Largest result of ToLength: 2^53 - 1. https://tc39.es/ecma262/#sec-tolength
    static let lengthMax = 9_007_199_254_740_991
}
