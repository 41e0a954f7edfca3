/// https://tc39.es/ecma262/#sec-number-constructor
enum NumberConstructor {
    static let object = BuiltinObject(
        constructor: .leaf("Number", 1, isConstructor: true, converting: [.any, .number]) {
            leaf(construct, $0, $1, $2)
        },
        prototype: .numberPrototype,
        members: [
            .constant("EPSILON", 0x1p-52), .constant("MAX_SAFE_INTEGER", 9_007_199_254_740_991),
            .constant("MAX_VALUE", .greatestFiniteMagnitude), .constant("MIN_SAFE_INTEGER", -9_007_199_254_740_991),
            .constant("MIN_VALUE", .leastNonzeroMagnitude), .constant("NaN", .nan),
            .constant("NEGATIVE_INFINITY", -.infinity), .constant("POSITIVE_INFINITY", .infinity),
            .method("isFinite", 1) { leaf({ Value($0[0].isNumber && $0[0].number.isFinite) }, $0, $1, $2) },
            .method("isInteger", 1) { leaf({ Value(isInteger($0[0])) }, $0, $1, $2) },
            .method("isNaN", 1) { leaf({ Value($0[0].isNumber && $0[0].number.isNaN) }, $0, $1, $2) },
            .method("isSafeInteger", 1) {
                leaf({ Value(isInteger($0[0]) && $0[0].number.magnitude <= 9_007_199_254_740_991) }, $0, $1, $2)
            },
            BuiltinMember(key: .string("parseFloat"), content: .global("parseFloat"), attributes: .hidden),
            BuiltinMember(key: .string("parseInt"), content: .global("parseInt"), attributes: .hidden),
        ])

    /// https://tc39.es/ecma262/#sec-number-constructor-number-value
    private static func construct(_ call: Arguments) -> Value {
        let realm = call.realm
        var number = 0.0
        if call.count > 0 {
            guard let given = call.number(0) else { return call.exit }
            number = given
        }
        guard call.isConstruct else { return Value(number: number) }
        let prototype = realm.prototypeFromConstructor(call.newTarget, default: .numberPrototype)
        call.root(0, prototype)
        let wrapper = realm.makeInternalObject(CellType.number, prototype: prototype)
        realm.setInternalSlot(wrapper, Cell.internal0, Value(number: number))
        return wrapper
    }

    /// https://tc39.es/ecma262/#sec-isintegralnumber
    private static func isInteger(_ value: Value) -> Bool {
        value.isInt32 || value.isDouble && value.double.isFinite && value.double == value.double.rounded(.towardZero)
    }
}
