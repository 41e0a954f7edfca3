#if canImport(Glibc)
import Glibc
#else
import Musl
#endif

// Type conversion of primitives. What needs user code (an object operand) is in `CoerceOperations`.
// https://tc39.es/ecma262/#sec-type-conversion
extension Realm {
    /// https://tc39.es/ecma262/#sec-toboolean
    func toBoolean(_ value: Value) -> Bool {
        if value.isBoolean { return value.bits == Value.true.bits }
        if value.isInt32 { return value.int32 != 0 }
        if value.isDouble { return !(value.double == 0 || value.double.isNaN) }
        if value.isString { return length(ofString: value) != 0 }
        return !value.isNullish
    }

    /// ToNumber of a primitive; nil for a symbol or an object. https://tc39.es/ecma262/#sec-tonumber
    func primitiveToNumber(_ value: Value) -> Double? {
        if value.isInt32 { return Double(value.int32) }
        if value.isDouble { return value.double }
        if value.isString {
            let view = self.view(value)
            charge(view.count &>> 4)
            return numberOfText(view)
        }
        if value.isUndefined { return .nan }
        if value.isNull { return 0 }
        if value.isBoolean { return value.bits == Value.true.bits ? 1 : 0 }
        return nil
    }

    /// ToString of a primitive other than a symbol. https://tc39.es/ecma262/#sec-tostring
    func primitiveToString(_ value: Value) -> Value {
        if value.isString { return value }
        if value.isNumber { return numberToString(value.number) }
        if value.isUndefined { return self[.undefinedAtom] }
        if value.isNull { return self[.nullAtom] }
        if value.isBoolean { return value.bits == Value.true.bits ? self[.trueAtom] : self[.falseAtom] }
        return self[.emptyString]
    }

    func numberToString(_ number: Double) -> Value {
        if let int = int32IfExact(number) { return intToString(int) }
        return textOfDouble(number)
    }

    private func intToString(_ int: Int32) -> Value {
        if int >= 0, int < 10 { return makeString(unit: UInt16(48 &+ int)) }
        var digits: (UInt64, UInt64) = (0, 0)
        return withUnsafeMutableBytes(of: &digits) { buffer in
            var magnitude = int.magnitude
            var i = buffer.count
            repeat {
                i &-= 1
                buffer[i] = UInt8(truncatingIfNeeded: 48 &+ magnitude % 10)
                magnitude /= 10
            } while magnitude > 0
            if int < 0 {
                i &-= 1
                buffer[i] = 45
            }
            guard let start = buffer.baseAddress else { return self[.emptyString] }
            return string(makeLatin1((start + i).assumingMemoryBound(to: UInt8.self), buffer.count &- i))
        }
    }

    /// https://tc39.es/ecma262/#sec-typeof-operator
    func typeOf(_ value: Value) -> Value {
        if value.isNumber { return self[.numberAtom] }
        if value.isString { return self[.stringAtom] }
        if value.isObject { return isFunction(value) ? self[.functionAtom] : self[.objectAtom] }
        if value.isUndefined { return self[.undefinedAtom] }
        if value.isNull { return self[.objectAtom] }
        if value.isBoolean { return self[.booleanAtom] }
        return value.isSymbol ? self[.symbolAtom] : self[.undefinedAtom]
    }

    // MARK: Equality

    /// https://tc39.es/ecma262/#sec-isstrictlyequal
    func strictEquals(_ x: Value, _ y: Value) -> Bool {
        if x.isNumber || y.isNumber { return x.isNumber && y.isNumber && x.number == y.number }
        if x.bits == y.bits { return true }
        return x.isString && y.isString && equalStrings(x, y)
    }

    /// https://tc39.es/ecma262/#sec-samevalue
    func sameValue(_ x: Value, _ y: Value) -> Bool {
        if x.isNumber && y.isNumber {
            let a = x.number
            let b = y.number
            return a.isNaN && b.isNaN || a == b && a.sign == b.sign
        }
        return strictEquals(x, y)
    }

    /// https://tc39.es/ecma262/#sec-samevaluezero
    func sameValueZero(_ x: Value, _ y: Value) -> Bool {
        if x.isNumber && y.isNumber { return x.number == y.number || x.number.isNaN && y.number.isNaN }
        return strictEquals(x, y)
    }

    /// https://tc39.es/ecma262/#sec-islooselyequal for primitives; nil if an object has to be converted first.
    func looseEquals(_ x: Value, _ y: Value) -> Bool? {
        if x.isNullish || y.isNullish { return x.isNullish && y.isNullish }
        if x.isObject && y.isObject { return x.bits == y.bits }
        if x.isObject || y.isObject { return nil }
        if x.isSymbol || y.isSymbol { return x.bits == y.bits }
        if x.isString && y.isString { return equalStrings(x, y) }
        guard let a = primitiveToNumber(x), let b = primitiveToNumber(y) else { return false }
        return a == b
    }
}

/// https://tc39.es/ecma262/#sec-toint32
@inline(__always) func toInt32(_ number: Double) -> Int32 {
    if let int = Int64(exactly: number.rounded(.towardZero)) { return Int32(truncatingIfNeeded: int) }
    if !number.isFinite { return 0 }
    return Int32(truncatingIfNeeded: Int64(fmod(number.rounded(.towardZero), 4_294_967_296)))
}

/// https://tc39.es/ecma262/#sec-tointegerorinfinity, clamped to ±2^53 so that it fits an Int.
@inline(__always) func toIntegerClamped(_ number: Double) -> Int {
    if number.isNaN { return 0 }
    return Int(max(-9_007_199_254_740_992, min(9_007_199_254_740_992, number)))
}
