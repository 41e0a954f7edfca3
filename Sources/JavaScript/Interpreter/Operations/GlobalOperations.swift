// Global bindings: lexical declarations in a record of their own, everything else on the global object.
// https://tc39.es/ecma262/#sec-global-environment-records
extension Realm {
    private func globalKey(_ cache: UnsafeMutableRawPointer) -> PropertyKey {
        propertyKey(cache.load(fromByteOffset: 24, as: Value.self))
    }

    /// Where a global binding is; the value may be uninitialised.
    private func findGlobal(_ key: PropertyKey) -> (holder: Value, property: OwnProperty)? {
        if let lexical = ownProperty(self[.globalLexicals], key) { return (self[.globalLexicals], lexical) }
        return lookup(self[.globalObject], key)
    }

    private enum GlobalRead {
        case value(Value)
        case absent, called, thrown
    }

    private func readGlobal(_ key: PropertyKey, _ cache: UnsafeMutableRawPointer) -> GlobalRead {
        guard let (_, property) = findGlobal(key) else { return .absent }
        if property.isAccessor {
            let getter = cell(property.value).load(fromByteOffset: 8, as: Value.self)
            if !getter.isObject { return .value(.undefined) }
            callFromInstruction(getter, this: self[.globalObject], count: 0, stub: Stub.finishValue)
            return .called
        }
        if property.value.bits == Value.uninitialized.bits {
            throwAndUnwind(.referenceError, "Cannot access '\(keyText(key))' before initialization")
            return .thrown
        }
        if property.location != 0 {
            cache.storeBytes(of: UInt64(property.location) | UInt64(control.pointee.globalEpoch) << 32, as: UInt64.self)
        }
        return .value(property.value)
    }

    @inline(never) func slowGetGlobal() {
        let cache = inlineCache(base, fp, operandC)
        let key = globalKey(cache)
        switch readGlobal(key, cache) {
        case .value(let value): finish(value)
        case .absent: throwAndUnwind(.referenceError, "\(keyText(key)) is not defined")
        case .called, .thrown: break
        }
    }

    @inline(never) func slowGetGlobalOrUndefined() {
        let cache = inlineCache(base, fp, operandC)
        switch readGlobal(globalKey(cache), cache) {
        case .value(let value): finish(value)
        case .absent: finish(.undefined)
        case .called, .thrown: break
        }
    }

    @inline(never) func slowSetGlobal() {
        let cache = inlineCache(base, fp, operandC)
        let key = globalKey(cache)
        let value = fp[operandA]
        if let lexical = ownProperty(self[.globalLexicals], key) {
            assignLexical(key, lexical, value, cache)
            return
        }
        if isStrict, lookup(self[.globalObject], key) == nil {
            throwAndUnwind(.referenceError, "\(keyText(key)) is not defined")
            return
        }
        switch set(self[.globalObject], key, value, receiver: self[.globalObject]) {
        case .done:
            if let own = ownProperty(self[.globalObject], key), own.location != 0, !own.isAccessor {
                rememberStore(cache, own.location)
            }
            next()
        case .setter(let setter):
            callFromInstruction(
                setter, this: self[.globalObject], (value, .undefined, .undefined), count: 1, stub: Stub.finishVoid)
        case .exception: unwind()
        case .refused(let why):
            if isStrict {
                _ = throwRefused(why, key, self[.globalObject])
                unwind()
            } else {
                next()
            }
        }
    }

    private func assignLexical(
        _ key: PropertyKey, _ lexical: OwnProperty, _ value: Value, _ cache: UnsafeMutableRawPointer
    ) {
        if lexical.value.bits == Value.uninitialized.bits {
            throwAndUnwind(.referenceError, "Cannot access '\(keyText(key))' before initialization")
        } else if !lexical.attributes.contains(.writable) {
            throwAndUnwind(.typeError, "Assignment to constant variable.")
        } else {
            cell(at: lexical.location).storeBytes(of: value, as: Value.self)
            rememberStore(cache, lexical.location)
            next()
        }
    }

    private func rememberStore(_ cache: UnsafeMutableRawPointer, _ location: UInt32) {
        cache.storeBytes(
            of: UInt64(location) | UInt64(control.pointee.globalEpoch) << 32, toByteOffset: 8, as: UInt64.self)
    }

    @inline(never) func slowInitGlobalLexical() {
        let key = globalKey(inlineCache(base, fp, operandC))
        if let lexical = ownProperty(self[.globalLexicals], key), lexical.location != 0 {
            cell(at: lexical.location).storeBytes(of: fp[operandA], as: Value.self)
        }
        next()
    }

    /// Adds what a script declares; nil, or the message of the error that forbids it.
    /// https://tc39.es/ecma262/#sec-globaldeclarationinstantiation
    func declareGlobals(_ declarations: GlobalDeclarations) -> (ErrorKind, String)? {
        let lexicals = self[.globalLexicals]
        let global = self[.globalObject]
        for (name, _) in declarations.lexical {
            let key = propertyKey(makeString(name))
            if ownProperty(lexicals, key) != nil {
                return (.syntaxError, "Identifier '\(name.description)' has already been declared")
            }
            if let own = ownProperty(global, key), !own.attributes.contains(.configurable) {
                return (.syntaxError, "Identifier '\(name.description)' has already been declared")
            }
        }
        for name in declarations.variables + declarations.functions
        where ownProperty(lexicals, propertyKey(makeString(name))) != nil {
            return (.syntaxError, "Identifier '\(name.description)' has already been declared")
        }
        for (name, isConst) in declarations.lexical {
            define(
                lexicals, propertyKey(makeString(name)), .uninitialized,
                isConst ? .enumerable : [.enumerable, .writable])
        }
        for name in declarations.variables + declarations.functions {
            let key = propertyKey(makeString(name))
            if ownProperty(global, key) == nil { define(global, key, .undefined, [.writable, .enumerable]) }
        }
        return nil
    }
}
