/// https://tc39.es/ecma262/#sec-properties-of-the-function-prototype-object
enum FunctionPrototype {
    static let object = BuiltinObject(
        "Function.prototype", intrinsic: .functionPrototype, cellType: CellType.native,
        members: [
            BuiltinMember(key: .string("length"), content: .number(0), attributes: .configurable),
            BuiltinMember(key: .string("name"), content: .text(""), attributes: .configurable),
            .method("call", 1, parameters: 1, slots: 0, rest: true) { steps(call, $0, $1, $2) },
            .method("apply", 2, parameters: 2, slots: 3) { steps(apply, $0, $1, $2) },
            .method("bind", 1, parameters: 1, slots: 3, rest: true) { steps(bind, $0, $1, $2) },
            .method("toString", 0) { leaf(toString, $0, $1, $2) },
            .symbolMethod(.symbolHasInstance, "[Symbol.hasInstance]", 1, parameters: 1, slots: 1, attributes: []) {
                steps(hasInstance, $0, $1, $2)
            },
        ])

    /// f[1] = this argument, f[2] = arguments. https://tc39.es/ecma262/#sec-function.prototype.call
    private static func call(_ f: StepFrame, _ step: Int) -> Value {
        if step == 1 { return f.result }
        guard f.realm.isFunction(f.this) else {
            return f.throwTypeError(
                "Function.prototype.call was called on \(f.realm.describe(f.this)), which is not a function")
        }
        return f.call(f.this, this: f[1], list: f[2], then: 1)
    }

    /// f[1] = this argument, f[2] = array-like, f[3] = length, f[4] = list, f[5] = index.
    /// https://tc39.es/ecma262/#sec-function.prototype.apply, https://tc39.es/ecma262/#sec-createlistfromarraylike
    private static func apply(_ f: StepFrame, _ step: Int) -> Value {
        let realm = f.realm
        switch step {
        case 0:
            guard realm.isFunction(f.this) else {
                return f.throwTypeError(
                    "Function.prototype.apply was called on \(realm.describe(f.this)), which is not a function")
            }
            if f[2].isNullish { return f.call(f.this, this: f[1], then: 1) }
            guard f[2].isObject else { return f.throwTypeError("CreateListFromArrayLike called on non-object") }
            if realm.type(f[2]) == CellType.array { return f.call(f.this, this: f[1], list: f[2], then: 1) }
            return f.get(f[2], PropertyKey(atom: realm[.lengthAtom].offset), then: 2)
        case 1: return f.result
        case 2: return f.convert(f.result, .number, then: 3)
        case 3:
            f.set(3, min(max(0, toIntegerClamped(f.result.number)), Realm.argumentCountMax + 1))
            if f.int(3) > Realm.argumentCountMax { return f.throwRangeError("Too many arguments in function call") }
            f[4] = realm.makeArray(length: 0)
            f.set(5, 0)
            return f.go(to: 4)
        case 4:
            if f.int(5) >= f.int(3) { return f.call(f.this, this: f[1], list: f[4], then: 1) }
            return f.get(f[2], PropertyKey(index: UInt32(f.int(5))), then: 5)
        default:
            realm.append(f[4], f.result)
            f.set(5, f.int(5) + 1)
            return f.go(to: 4)
        }
    }

    /// f[1] = this argument, f[2] = arguments, f[3] = bound function, f[4] = name.
    /// https://tc39.es/ecma262/#sec-function.prototype.bind
    private static func bind(_ f: StepFrame, _ step: Int) -> Value {
        let realm = f.realm
        let length = PropertyKey(atom: realm[.lengthAtom].offset)
        switch step {
        case 0:
            guard realm.isFunction(f.this) else { return f.throwTypeError("Bind must be called on a function") }
            let parent = realm.prototype(of: f.this)
            f[3] = realm.makeInternalObject(
                CellType.bound, prototype: parent == 0 ? .null : Value(objectOffset: parent))
            realm.setInternalSlot(f[3], Cell.internal0, f.this)
            realm.setInternalSlot(f[3], Cell.internal1, f[1])
            realm.setInternalSlot(f[3], Cell.internal2, f[2])
            if realm.ownProperty(f.this, length) == nil { return f.finish(.undefined, at: 1) }
            return f.get(f.this, length, then: 1)
        case 1:
            let target = f.result.isNumber ? f.result.number.rounded(.towardZero) : 0
            let left = target - Double(realm.length(ofArray: f[2]))
            realm.define(f[3], length, Value(number: left > 0 ? left : 0), .configurable)
            return f.get(f.this, PropertyKey(atom: realm[.nameAtom].offset), then: 2)
        default:
            f[4] = f.result.isString ? f.result : realm[.emptyString]
            f[1] = realm.makeString("bound ")
            f[4] = realm.concatenate(f[1], f[4])
            if f[4].isException { return .exception }
            realm.define(f[3], PropertyKey(atom: realm[.nameAtom].offset), f[4], .configurable)
            return f[3]
        }
    }

    /// https://tc39.es/ecma262/#sec-function.prototype.tostring
    private static func toString(_ call: Arguments) -> Value {
        let realm = call.realm
        guard realm.isFunction(call.this) else {
            return call.throwTypeError("Function.prototype.toString requires that 'this' be a Function")
        }
        let type = realm.type(call.this)
        if type == CellType.closure || type == CellType.classConstructor {
            let data = reference(realm.base, realm.cell(call.this), Cell.functionData)
            if let template = realm.template(of: data), let unit = template.unit, !unit.isBuiltin {
                let text = unit.source.text(template.range)
                call.charge(text.utf8.count >> 4)
                return realm.makeString(text)
            }
        }
        return realm.makeString("function \(realm.nameOfFunction(call.this))() { [native code] }")
    }

    /// https://tc39.es/ecma262/#sec-function.prototype-%symbol.hasinstance%
    private static func hasInstance(_ f: StepFrame, _ step: Int) -> Value {
        let realm = f.realm
        switch step {
        case 0:
            guard realm.isFunction(f.this) else { return .false }
            if realm.type(f.this) == CellType.bound {
                return f.call(
                    realm[.instanceOf], this: .undefined, f[1], realm.internalSlot(f.this, Cell.internal0), then: 2)
            }
            guard f[1].isObject else { return .false }
            return f.get(f.this, PropertyKey(atom: realm[.prototypeAtom].offset), then: 1)
        case 1: return realm.ordinaryHasInstance(f[1], prototype: f.result)
        default: return f.result
        }
    }
}

extension Realm {
    /// Arguments that a call may have.
    static let argumentCountMax = 60_000
}

extension StepFrame {
    /// Calls a function with the elements of a dense array as arguments.
    func call(_ function: Value, this: Value, list: Value, then step: Int, orCatch: Int? = nil) -> Value {
        let count = realm.length(ofArray: list)
        guard count <= Realm.argumentCountMax,
            realm.makeRoom(registers + frameRegisterCount(realm.base, registers) + 8, count, silently: true)
        else {
            return throwRangeError("Maximum call stack size exceeded")
        }
        charge(count)
        let signal = call(function, this: this, then: step, orCatch: orCatch)
        setArguments(count) { realm.element(list, $0) }
        return signal
    }
}
