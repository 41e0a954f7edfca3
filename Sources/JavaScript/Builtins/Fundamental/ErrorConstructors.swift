/// `Error` and the native errors: one constructor behind all of them.
/// https://tc39.es/ecma262/#sec-error-objects
enum ErrorConstructors {
    static let objects: [BuiltinObject] = [errorPrototype, errorConstructor] + natives

    private static let errorPrototype = BuiltinObject(
        "Error.prototype", intrinsic: .errorPrototype,
        members: [
            text("name", "Error"), text("message", ""),
            .method("toString", 0, parameters: 0, slots: 2) { steps(toString, $0, $1, $2) },
            BuiltinMember(
                key: .string("stack"),
                content: .accessor(
                    getter: .leaf("get stack", 0) { leaf(getStack, $0, $1, $2) },
                    setter: .leaf("set stack", 1) { leaf(setStack, $0, $1, $2) }),
                attributes: .configurable),
        ])

    private static let errorConstructor = BuiltinObject(
        constructor: .steps("Error", 1, isConstructor: true, parameters: 2, slots: 2) {
            steps({ construct($0, $1, .errorPrototype) }, $0, $1, $2)
        },
        prototype: .errorPrototype, intrinsic: .errorConstructor,
        members: [.method("captureStackTrace", 2) { leaf(captureStackTrace, $0, $1, $2) }])

    private static let natives: [BuiltinObject] =
        native(
            "TypeError", .typeErrorPrototype,
            .steps("TypeError", 1, isConstructor: true, parameters: 2, slots: 2) {
                steps({ construct($0, $1, .typeErrorPrototype) }, $0, $1, $2)
            })
        + native(
            "RangeError", .rangeErrorPrototype,
            .steps("RangeError", 1, isConstructor: true, parameters: 2, slots: 2) {
                steps({ construct($0, $1, .rangeErrorPrototype) }, $0, $1, $2)
            })
        + native(
            "ReferenceError", .referenceErrorPrototype,
            .steps("ReferenceError", 1, isConstructor: true, parameters: 2, slots: 2) {
                steps({ construct($0, $1, .referenceErrorPrototype) }, $0, $1, $2)
            })
        + native(
            "SyntaxError", .syntaxErrorPrototype,
            .steps("SyntaxError", 1, isConstructor: true, parameters: 2, slots: 2) {
                steps({ construct($0, $1, .syntaxErrorPrototype) }, $0, $1, $2)
            })
        + native(
            "EvalError", .evalErrorPrototype,
            .steps("EvalError", 1, isConstructor: true, parameters: 2, slots: 2) {
                steps({ construct($0, $1, .evalErrorPrototype) }, $0, $1, $2)
            })
        + native(
            "URIError", .uriErrorPrototype,
            .steps("URIError", 1, isConstructor: true, parameters: 2, slots: 2) {
                steps({ construct($0, $1, .uriErrorPrototype) }, $0, $1, $2)
            })
        + native(
            "AggregateError", .aggregateErrorPrototype,
            .steps("AggregateError", 2, isConstructor: true, parameters: 3, slots: 2) { steps(aggregate, $0, $1, $2) })

    private static func native(_ name: String, _ prototype: Intrinsic, _ constructor: BuiltinFunction)
        -> [BuiltinObject]
    {
        [
            BuiltinObject(
                "\(name).prototype", intrinsic: prototype, inherits: .errorPrototype,
                members: [text("name", name), text("message", "")]),
            BuiltinObject(constructor: constructor, prototype: prototype, inherits: .errorConstructor, members: []),
        ]
    }

    private static func text(_ name: String, _ value: String) -> BuiltinMember {
        BuiltinMember(key: .string(name), content: .text(value), attributes: .hidden)
    }

    // MARK: Construction

    /// f[1] = message, f[2] = options, f[3] = error. https://tc39.es/ecma262/#sec-error-message, https://tc39.es/ecma262/#sec-nativeerror
    private static func construct(_ f: StepFrame, _ step: Int, _ fallback: Intrinsic) -> Value {
        switch step {
        case 0:
            return f.get(
                f.newTarget.isUndefined ? f.callee : f.newTarget, PropertyKey(atom: f.realm[.prototypeAtom].offset),
                then: 1)
        case 1:
            f[3] = f.result.isObject ? f.result : f.realm[fallback]
            return f[1].isUndefined ? f.finish(.undefined, at: 2) : f.convert(f[1], .string, then: 2)
        case 2:
            f[3] = f.realm.makeError(prototype: f[3], f.result, inConstructor: true)
            return hasCause(f, f[2]) ? f.get(f[2], PropertyKey(atom: f.realm[.causeAtom].offset), then: 3) : f[3]
        default:
            installCause(f, f[3])
            return f[3]
        }
    }

    /// https://tc39.es/ecma262/#sec-installerrorcause
    private static func hasCause(_ f: StepFrame, _ options: Value) -> Bool {
        options.isObject && f.realm.hasProperty(options, PropertyKey(atom: f.realm[.causeAtom].offset))
    }

    /// https://tc39.es/ecma262/#sec-installerrorcause
    private static func installCause(_ f: StepFrame, _ error: Value) {
        f.realm.define(error, PropertyKey(atom: f.realm[.causeAtom].offset), f.result, .hidden)
    }

    /// f[1] = errors, f[2] = message, f[3] = options, f[4] = error. https://tc39.es/ecma262/#sec-aggregate-error
    private static func aggregate(_ f: StepFrame, _ step: Int) -> Value {
        let realm = f.realm
        switch step {
        case 0:
            return f.get(
                f.newTarget.isUndefined ? f.callee : f.newTarget, PropertyKey(atom: realm[.prototypeAtom].offset),
                then: 1)
        case 1:
            f[4] = f.result.isObject ? f.result : realm[.aggregateErrorPrototype]
            return f[2].isUndefined ? f.finish(.undefined, at: 2) : f.convert(f[2], .string, then: 2)
        case 2:
            f[4] = realm.makeError(prototype: f[4], f.result, inConstructor: true)
            guard hasCause(f, f[3]) else { return f.go(to: 4) }
            return f.get(f[3], PropertyKey(atom: realm[.causeAtom].offset), then: 3)
        case 3:
            installCause(f, f[4])
            return f.go(to: 4)
        case 4: return f.call(realm[.iteratorToList], this: .undefined, f[1], .undefined, then: 5)
        default:
            f[5] = f.result
            realm.define(f[4], PropertyKey(atom: realm[.errorsAtom].offset), f[5], .hidden)
            return f[4]
        }
    }

    // MARK: Properties

    /// f[1] = name, f[2] = message. https://tc39.es/ecma262/#sec-error.prototype.tostring
    private static func toString(_ f: StepFrame, _ step: Int) -> Value {
        let realm = f.realm
        switch step {
        case 0:
            guard f.this.isObject else {
                return f.throwTypeError("Error.prototype.toString requires that 'this' be an Object")
            }
            return f.get(f.this, PropertyKey(atom: realm[.nameAtom].offset), then: 1)
        case 1:
            return f.result.isUndefined
                ? f.finish(realm.makeString("Error"), at: 2) : f.convert(f.result, .string, then: 2)
        case 2:
            f[1] = f.result
            return f.get(f.this, PropertyKey(atom: realm[.messageAtom].offset), then: 3)
        case 3:
            return f.result.isUndefined ? f.finish(realm[.emptyString], at: 4) : f.convert(f.result, .string, then: 4)
        default:
            f[2] = f.result
            if realm.length(ofString: f[1]) == 0 { return f[2] }
            if realm.length(ofString: f[2]) == 0 { return f[1] }
            f[1] = realm.concatenate(f[1], realm.makeString(": "))
            return realm.concatenate(f[1], f[2])
        }
    }

    /// The `stack` accessor of the error stacks proposal: text is made when it is asked for.
    /// https://tc39.es/ecma262/#sec-properties-of-the-error-prototype-object
    private static func getStack(_ call: Arguments) -> Value {
        let realm = call.realm
        guard call.this.isObject, realm.type(call.this) == CellType.error else { return .undefined }
        call.charge(Realm.stackTraceLimit * 8)
        return realm.makeString(realm.stackText(of: call.this, header: realm.errorHeader(call.this)))
    }

    /// Assigning to `stack` makes an own property, as in other engines.
    /// https://tc39.es/ecma262/#sec-properties-of-the-error-prototype-object
    private static func setStack(_ call: Arguments) -> Value {
        guard call.this.isObject else {
            return call.throwTypeError("Error.prototype.stack setter called on a non-object")
        }
        call.realm.createDataProperty(call.this, PropertyKey(atom: call.realm[.stackAtom].offset), call[0])
        return .undefined
    }

    /// `Error.captureStackTrace(object)`: gives an object the stack of here. Not in the specification; scripts call it.
    /// https://tc39.es/ecma262/#sec-properties-of-the-error-constructor
    private static func captureStackTrace(_ call: Arguments) -> Value {
        let realm = call.realm
        guard call[0].isObject else { return call.throwTypeError("Invalid argument to Error.captureStackTrace") }
        let error = realm.makeError(.error, .undefined)
        call.root(0, error)
        let text = realm.makeString(realm.stackText(of: error, header: realm.errorHeader(call[0])))
        call.root(1, text)
        realm.define(call[0], PropertyKey(atom: realm[.stackAtom].offset), text, .hidden)
        return .undefined
    }
}

extension Realm {
    /// `Name: message` of an error, from data properties only.
    func errorHeader(_ error: Value) -> String {
        func text(_ key: Intrinsic, _ fallback: String) -> String {
            guard case .value(let value) = get(error, PropertyKey(atom: self[key].offset)), !value.isObject,
                !value.isUndefined, !value.isSymbol
            else { return fallback }
            return swiftString(primitiveToString(value))
        }
        let name = text(.nameAtom, "Error")
        let message = text(.messageAtom, "")
        return name.isEmpty ? message : message.isEmpty ? name : "\(name): \(message)"
    }
}
