// Classes, private names, `super`.
extension Realm {
    /// https://tc39.es/ecma262/#sec-runtime-semantics-classdefinitionevaluation, the linking of constructor and prototype.
    @inline(never) func slowNewClass() {
        let constructor = fp[operandA]
        var prototypeParent = self[.objectPrototype]
        if operandC == 1 {
            let heritage = fp[operandA + 1]
            if heritage.isNull {
                prototypeParent = .null
            } else {
                guard isConstructor(heritage) else {
                    throwAndUnwind(.typeError, "Class extends value \(describe(heritage)) is not a constructor or null")
                    return
                }
                switch get(heritage, PropertyKey(atom: self[.prototypeAtom].offset)) {
                case .value(let value) where value.isObject || value.isNull: prototypeParent = value
                case .value(let value):
                    throwAndUnwind(
                        .typeError, "Class extends value does not have valid prototype property \(describe(value))")
                    return
                default:
                    throwAndUnwind(.typeError, "Class extends value does not have valid prototype property undefined")
                    return
                }
                _ = setPrototype(constructor, heritage)
            }
        }
        let prototype = makeObject(prototype: prototypeParent)
        let root = keep(prototype)
        define(constructor, PropertyKey(atom: self[.prototypeAtom].offset), prototype, [])
        define(prototype, PropertyKey(atom: self[.constructorAtom].offset), constructor, .hidden)
        release(root)
        fp[operandB] = prototype
        next()
    }

    @inline(never) func slowSuperConstructor() {
        let parent = prototype(of: fp[operandB])
        let value = parent == 0 ? Value.null : Value(objectOffset: parent)
        guard isConstructor(value) else {
            throwAndUnwind(.typeError, "Super constructor \(describe(value)) of anonymous class is not a constructor")
            return
        }
        finish(value)
    }

    /// https://tc39.es/ecma262/#sec-super-keyword: a property of the home object's prototype, with another receiver.
    @inline(never) func slowGetSuper() {
        let receiver = fp[operandA]
        let parent = prototype(of: fp[operandB])
        let key = propertyKey(fp[operandC])
        if parent == 0 {
            throwAndUnwind(.typeError, "Cannot read properties of null (reading '\(keyText(key))')")
            return
        }
        switch get(Value(objectOffset: parent), key) {
        case .value(let found): finish(found)
        case .absent: finish(.undefined)
        case .getter(let getter): callFromInstruction(getter, this: receiver, count: 0, stub: Stub.finishValue)
        }
    }

    @inline(never) func slowSetSuper() {
        let receiver = fp[operandA]
        let parent = prototype(of: fp[operandB])
        let key = propertyKey(fp[operandB + 1])
        let value = fp[operandC]
        let result =
            parent == 0
            ? (receiver.isObject && createDataProperty(receiver, key, value) ? .done : .refused(.notExtensible))
            : set(Value(objectOffset: parent), key, value, receiver: receiver)
        switch result {
        case .done: next()
        case .setter(let setter):
            callFromInstruction(
                setter, this: receiver, (value, .undefined, .undefined), count: 1, stub: Stub.finishVoid)
        case .exception: unwind()
        case .refused(let why):
            if isStrict {
                _ = throwRefused(why, key, receiver)
                unwind()
            } else {
                next()
            }
        }
    }

    // MARK: Private names
    // https://tc39.es/ecma262/#sec-privateelementfind and the operations after it

    @inline(never) func slowNewPrivateName() { finish(makeSymbol(slot(base, fp, operandIMM), isPrivate: true)) }

    private func privateText(_ name: Value) -> String {
        let text = swiftString(description(ofSymbol: name))
        return text.hasPrefix("#") ? text : "#" + text
    }

    @inline(never) func slowGetPrivate() {
        let target = fp[operandB]
        let name = fp[operandC]
        guard target.isObject, let property = ownProperty(target, PropertyKey(atom: name.offset)) else {
            throwAndUnwind(
                .typeError,
                "Cannot read private member \(privateText(name)) from an object whose class did not declare it")
            return
        }
        if !property.isAccessor {
            finish(property.value)
            return
        }
        let getter = cell(property.value).load(fromByteOffset: 8, as: Value.self)
        if getter.isObject {
            callFromInstruction(getter, this: target, count: 0, stub: Stub.finishValue)
        } else {
            throwAndUnwind(.typeError, "'\(privateText(name))' was defined without a getter")
        }
    }

    @inline(never) func slowSetPrivate() {
        let target = fp[operandA]
        let name = fp[operandB]
        let value = fp[operandC]
        guard target.isObject, let property = ownProperty(target, PropertyKey(atom: name.offset)) else {
            throwAndUnwind(
                .typeError,
                "Cannot write private member \(privateText(name)) to an object whose class did not declare it")
            return
        }
        if property.isAccessor {
            let setter = cell(property.value).load(fromByteOffset: 16, as: Value.self)
            if setter.isObject {
                callFromInstruction(
                    setter, this: target, (value, .undefined, .undefined), count: 1, stub: Stub.finishVoid)
            } else {
                throwAndUnwind(.typeError, "'\(privateText(name))' was defined without a setter")
            }
        } else if property.attributes.contains(.writable) {
            cell(at: property.location).storeBytes(of: value, as: Value.self)
            next()
        } else {
            throwAndUnwind(.typeError, "Private method '\(privateText(name))' is not writable")
        }
    }

    @inline(never) func slowDefinePrivate() {
        let target = fp[operandA]
        let name = fp[operandB]
        let value = fp[operandB + 1]
        let flags = MemberFlags(rawValue: UInt16(truncatingIfNeeded: operandC))
        let key = PropertyKey(atom: name.offset)
        let isAccessor = !flags.isDisjoint(with: [.getter, .setter])
        if let existing = ownProperty(target, key) {
            // The other half of an accessor pair is the only thing that may be there.
            let field = flags.contains(.getter) ? 8 : 16
            guard isAccessor, existing.isAccessor,
                cell(existing.value).load(fromByteOffset: field, as: Value.self).isUndefined
            else {
                throwAndUnwind(.typeError, "Cannot initialize \(privateText(name)) twice on the same object")
                return
            }
            cell(existing.value).storeBytes(of: value, toByteOffset: field, as: Value.self)
            next()
            return
        }
        if isAccessor {
            let accessor = flags.contains(.getter) ? makeAccessor(value, .undefined) : makeAccessor(.undefined, value)
            let root = keep(accessor)
            addProperty(target, key.atom, accessor, .accessor)
            release(root)
        } else {
            addProperty(target, key.atom, value, flags.contains(.method) ? [] : .writable)
        }
        next()
    }

    @inline(never) func slowHasPrivate() {
        let target = fp[operandB]
        let name = fp[operandC]
        guard target.isObject else {
            throwAndUnwind(
                .typeError, "Cannot use 'in' operator to search for '\(privateText(name))' in \(describe(target))")
            return
        }
        finish(Value(ownProperty(target, PropertyKey(atom: name.offset)) != nil))
    }
}
