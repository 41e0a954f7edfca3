/// What a leaf builtin sees: `this`, its arguments and the realm. Three machine words, no reference counting.
///
/// A leaf never runs user code. Accessors that need a primitive return nil where the operand is an object (the leaf
/// is then called again with primitives, by the hints it declares) or where the conversion throws; the leaf returns
/// `exit` at once, before any side effect.
///
/// ```swift
/// static func slice(_ call: Arguments) -> Value {
///     guard let text = call.thisString("String.prototype.slice"), let from = call.integer(0), … else { return call.exit }
/// ```
struct Arguments {
    let realm: Realm
    let registers: Registers
    let count: Int

    @inline(__always) init(_ base: ArenaBase, _ registers: Registers, _ count: Int) {
        realm = Realm(base: base)
        self.registers = registers
        self.count = count
    }

    @inline(__always) var this: Value { registers[0] }
    /// Argument i, undefined if it was not passed.
    @inline(__always) subscript(_ i: Int) -> Value { i < count ? registers[i &+ 1] : .undefined }
    /// The function object that was called.
    @inline(__always) var callee: Value { Value(bits: header(registers, FrameHeader.callee)) }
    /// The value that the function object carries (`Cell.nativeData`).
    @inline(__always) var data: Value { realm.cell(callee).load(fromByteOffset: Cell.nativeData, as: Value.self) }
    @inline(__always) var newTarget: Value { realm.control.pointee.newTarget }
    @inline(__always) var isConstruct: Bool { !realm.control.pointee.newTarget.isUndefined }

    // MARK: Roots

    /// Stores a value in one of the eight scratch registers above the arguments, where it survives allocations.
    @inline(__always) func root(_ i: Int, _ value: Value) { registers[count &+ 1 &+ i] = value }
    @inline(__always) func rooted(_ i: Int) -> Value { registers[count &+ 1 &+ i] }

    // MARK: Leaving

    /// What the accessor that returned nil asks for.
    @inline(__always) var exit: Value { realm.control.pointee.result }
    /// Leaves this call to the generic form of the builtin, before any side effect.
    @inline(__always) var generic: Value { .generic }
    /// Fuel for work of this size.
    @inline(__always) func charge(_ units: Int) { realm.charge(units) }

    func throwTypeError(_ message: String) -> Value { realm.throwError(.typeError, message) }
    func throwRangeError(_ message: String) -> Value { realm.throwError(.rangeError, message) }

    private func failure(_ signal: Value) { realm.control.pointee.result = signal }

    /// Records that an operand has to be converted first, or throws for a symbol.
    private func refuse(_ value: Value, _ what: String) {
        failure(value.isObject ? .coerce : realm.throwError(.typeError, "Cannot convert a Symbol value to a \(what)"))
    }

    // MARK: Conversions

    /// https://tc39.es/ecma262/#sec-tonumber
    @inline(__always) func number(_ i: Int) -> Double? { number(self[i]) }

    func number(_ value: Value) -> Double? {
        if value.isInt32 { return Double(value.int32) }
        if value.isDouble { return value.double }
        if let number = realm.primitiveToNumber(value) { return number }
        refuse(value, "number")
        return nil
    }

    /// ToIntegerOrInfinity, clamped to ±2^53. https://tc39.es/ecma262/#sec-tointegerorinfinity
    @inline(__always) func integer(_ i: Int, default fallback: Int = 0) -> Int? {
        let value = self[i]
        if value.isInt32 { return Int(value.int32) }
        if value.isUndefined { return fallback }
        guard let number = number(value) else { return nil }
        return toIntegerClamped(number)
    }

    /// An index counted from the end if negative, clamped to 0 … length.
    @inline(__always) func relativeIndex(_ i: Int, length: Int, default fallback: Int) -> Int? {
        if self[i].isUndefined { return fallback }
        guard let index = integer(i) else { return nil }
        return index < 0 ? max(0, length &+ index) : min(index, length)
    }

    /// ToString of an argument, as a string value. https://tc39.es/ecma262/#sec-tostring
    @inline(__always) func string(_ i: Int) -> Value? { string(self[i]) }

    func string(_ value: Value) -> Value? {
        if value.isString { return value }
        if value.isObject || value.isSymbol {
            refuse(value, "string")
            return nil
        }
        return realm.primitiveToString(value)
    }

    /// ToPropertyKey of an argument. https://tc39.es/ecma262/#sec-topropertykey
    func key(_ i: Int) -> PropertyKey? {
        let value = self[i]
        if value.isObject {
            failure(.coerce)
            return nil
        }
        return realm.propertyKey(
            value.isString || value.isSymbol || value.isNumber ? value : realm.primitiveToString(value))
    }

    /// `this` as a string; undefined and null are refused. The result is put back into the `this` register, so it is
    /// rooted. https://tc39.es/ecma262/#sec-requireobjectcoercible
    func thisString(_ method: StaticString) -> Value? {
        if this.isString { return this }
        if this.isNullish {
            failure(realm.throwError(.typeError, "\(method) called on null or undefined"))
            return nil
        }
        guard let text = string(this) else { return nil }
        registers[0] = text
        return text
    }

    /// ToString of an argument, stored back into its register, so it is rooted. The argument must have been passed.
    func rootedString(_ i: Int) -> Value? {
        guard let text = string(i) else { return nil }
        if i < count { registers[i &+ 1] = text }
        return text
    }

    /// `this` as an object with internal slots of this type, or a TypeError.
    func this(_ type: UInt8, _ method: StaticString) -> UnsafeMutableRawPointer? {
        if this.isObject, realm.type(this) == type { return realm.cell(this) }
        failure(
            realm.throwError(.typeError, "Method \(method) called on incompatible receiver \(realm.describe(this))"))
        return nil
    }
}
