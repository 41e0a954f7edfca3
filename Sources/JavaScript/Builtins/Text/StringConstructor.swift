/// https://tc39.es/ecma262/#sec-string-constructor
enum StringConstructor {
    static let object = BuiltinObject(
        constructor: .leaf("String", 1, isConstructor: true, converting: [.any, .string]) {
            leaf(construct, $0, $1, $2)
        },
        prototype: .stringPrototype,
        members: [
            .method("fromCharCode", 1, converting: [.any, .number, .rest]) { leaf(fromCharCode, $0, $1, $2) },
            .method("fromCodePoint", 1, converting: [.any, .number, .rest]) { leaf(fromCodePoint, $0, $1, $2) },
            .method("raw", 1, parameters: 1, slots: 6, rest: true) { steps(raw, $0, $1, $2) },
        ])

    /// https://tc39.es/ecma262/#sec-string-constructor-string-value
    private static func construct(_ call: Arguments) -> Value {
        let realm = call.realm
        if !call.isConstruct, call[0].isSymbol { return realm.descriptiveText(call[0]) }
        var text = realm[.emptyString]
        if call.count > 0 {
            guard let given = call.rootedString(0) else { return call.exit }
            text = given
        }
        guard call.isConstruct else { return text }
        let prototype = realm.prototypeFromConstructor(call.newTarget, default: .stringPrototype)
        call.root(0, prototype)
        let wrapper = realm.makeInternalObject(CellType.string, prototype: prototype)
        realm.setInternalSlot(wrapper, Cell.internal0, text)
        return wrapper
    }

    /// https://tc39.es/ecma262/#sec-string.fromcharcode
    private static func fromCharCode(_ call: Arguments) -> Value {
        let realm = call.realm
        if call.count == 1, call[0].isInt32 { return realm.makeString(unit: UInt16(truncatingIfNeeded: call[0].int32)) }
        for i in 0..<call.count {
            guard let number = call.number(i) else { return call.exit }
            call.registers[i &+ 1] = Value(int32: Int32(UInt16(truncatingIfNeeded: toInt32(number))))
        }
        call.charge(call.count)
        return realm.makeString { writer in
            for i in 0..<call.count { writer.append(unit: UInt16(truncatingIfNeeded: call[i].int32)) }
        }
    }

    /// https://tc39.es/ecma262/#sec-string.fromcodepoint
    private static func fromCodePoint(_ call: Arguments) -> Value {
        let realm = call.realm
        for i in 0..<call.count {
            guard let number = call.number(i) else { return call.exit }
            guard number >= 0, number <= 1_114_111, number == number.rounded(.towardZero) else {
                return call.throwRangeError("Invalid code point \(textOfNumber(number))")
            }
            call.registers[i &+ 1] = Value(int32: Int32(number))
        }
        call.charge(call.count)
        return realm.makeString { writer in
            for i in 0..<call.count { writer.append(codePoint: UInt32(bitPattern: call[i].int32)) }
        }
    }

    /// f[1] = template, f[2] = substitutions, f[3] = literals, f[4] = their number, f[5] = index, f[6] = result.
    /// https://tc39.es/ecma262/#sec-string.raw
    private static func raw(_ f: StepFrame, _ step: Int) -> Value {
        let realm = f.realm
        switch step {
        case 0:
            let cooked = realm.toObject(f[1])
            return cooked.isException ? .exception : f.get(cooked, PropertyKey(atom: realm[.rawAtom].offset), then: 1)
        case 1:
            f[3] = realm.toObject(f.result)
            return f[3].isException ? .exception : f.get(f[3], PropertyKey(atom: realm[.lengthAtom].offset), then: 2)
        case 2: return f.convert(f.result, .number, then: 3)
        case 3:
            f.set(4, toIntegerClamped(f.result.number))
            f.set(5, 0)
            f[6] = realm[.emptyString]
            return f.int(4) <= 0 ? f[6] : f.go(to: 4)
        case 4: return f.get(f[3], realm.propertyKey(f[5]), then: 5)
        case 5: return f.convert(f.result, .string, then: 6)
        case 6:
            f[6] = realm.concatenate(f[6], f.result)
            if f[6].isException || f.int(5) &+ 1 >= f.int(4) { return f[6] }
            let i = f.int(5)
            f.set(5, i &+ 1)
            return i < realm.length(ofArray: f[2]) ? f.convert(realm.element(f[2], i), .string, then: 7) : f.go(to: 4)
        default:
            f[6] = realm.concatenate(f[6], f.result)
            return f[6].isException ? .exception : f.go(to: 4)
        }
    }
}
