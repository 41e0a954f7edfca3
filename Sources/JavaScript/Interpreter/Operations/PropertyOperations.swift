// Property access that missed its inline cache: find, fill the cache, finish.
extension Realm {
    /// What a lookup on any value finds.
    enum ValueResult {
        case value(Value)
        case getter(Value)
        case absent
        case exception
    }

    /// GetV without the call of a getter. https://tc39.es/ecma262/#sec-getv
    @inline(__always) func getValue(_ value: Value, _ key: PropertyKey) -> ValueResult {
        if value.isObject {
            switch get(value, key) {
            case .value(let found): return .value(found)
            case .getter(let getter): return .getter(getter)
            case .absent: return .absent
            }
        }
        return getFromPrimitive(value, key)
    }

    @inline(never) private func getFromPrimitive(_ value: Value, _ key: PropertyKey) -> ValueResult {
        if value.isString {
            if key.isIndex, Int(key.index) < length(ofString: value) {
                return .value(makeString(unit: view(value)[Int(key.index)]))
            }
            if !key.isIndex, key.atom == self[.lengthAtom].offset {
                return .value(Value(index: length(ofString: value)))
            }
        }
        if value.isNullish {
            _ = throwTypeError(
                "Cannot read properties of \(value.isNull ? "null" : "undefined") (reading '\(keyText(key))')")
            return .exception
        }
        let prototype = prototypeOfPrimitive(value)
        if !prototype.isObject { return .absent }
        switch get(prototype, key) {
        case .value(let found): return .value(found)
        case .getter(let getter): return .getter(getter)
        case .absent: return .absent
        }
    }

    /// The key in word 3 of an inline cache.
    @inline(__always) private func cacheKey(_ cache: UnsafeMutableRawPointer) -> PropertyKey {
        let value = cache.load(fromByteOffset: 24, as: Value.self)
        return value.isString
            ? (isAtom(value.offset) ? PropertyKey(atom: value.offset) : propertyKey(value)) : propertyKey(value)
    }

    // MARK: Reading

    @inline(never) func slowGetProp() {
        let value = fp[operandB]
        let cache = inlineCache(base, fp, operandC)
        let key = cacheKey(cache)
        if value.isObject { fillReadCache(cache, value, key) }
        finishRead(getValue(value, key), receiver: value, stub: Stub.finishValue)
    }

    @inline(never) func slowGetMethod() {
        let value = fp[operandB]
        let cache = inlineCache(base, fp, operandC)
        let key = cacheKey(cache)
        if value.isObject {
            fillReadCache(cache, value, key)
        } else if value.isString {
            fillStringCache(cache, key)
        }
        finishMethod(getValue(value, key), receiver: value)
    }

    private func finishMethod(_ result: ValueResult, receiver: Value) {
        let a = operandA
        switch result {
        case .value(let found):
            fp[a] = found
            fp[a + 4] = receiver
            next()
        case .absent:
            fp[a] = .undefined
            fp[a + 4] = receiver
            next()
        case .exception: unwind()
        case .getter(let getter): callFromInstruction(getter, this: receiver, count: 0, stub: Stub.finishMethod)
        }
    }

    private func finishRead(_ result: ValueResult, receiver: Value, stub: Int) {
        switch result {
        case .value(let found): finish(found)
        case .absent: finish(.undefined)
        case .exception: unwind()
        case .getter(let getter): callFromInstruction(getter, this: receiver, count: 0, stub: stub)
        }
    }

    /// Remembers where an object of this shape has the key: in-line, out of line, or on its prototype chain.
    private func fillReadCache(_ cache: UnsafeMutableRawPointer, _ value: Value, _ key: PropertyKey) {
        if key.isIndex { return }
        let object = cell(value)
        let shape = self.shape(of: object)
        if isUnique(shape) && !isCacheableUnique(shape) { return }
        guard let (holder, property) = lookup(value, key), property.location != 0, !property.isAccessor else { return }
        let shapeOffset = UInt64(offset(shape))
        let epoch = UInt64(control.pointee.prototypeEpoch) << 32
        if isUnique(shape) {
            // The only object of its shape, and a prototype: its slots stand still until the epoch ends.
            cache.storeBytes(of: shapeOffset | epoch, toByteOffset: 8, as: UInt64.self)
            cache.storeBytes(of: UInt64(property.location), toByteOffset: 16, as: UInt64.self)
            return
        }
        if holder.bits == value.bits {
            if key.atom == self[.prototypeAtom].offset { return }
            let distance = Int(property.location) &- Int(value.offset)
            let inlineEnd =
                Int(shape.load(fromByteOffset: Shape.inlineOffset, as: UInt16.self)) &+ Int(
                    shape.load(fromByteOffset: Shape.inlineCapacity, as: UInt16.self)) &* 8
            if distance > 0 && distance < inlineEnd {
                cache.storeBytes(of: shapeOffset | UInt64(distance) << 32, as: UInt64.self)
            } else {
                let block = object.load(fromByteOffset: Cell.slots, as: UInt32.self)
                cache.storeBytes(of: shapeOffset | epoch, toByteOffset: 8, as: UInt64.self)
                cache.storeBytes(of: UInt64(property.location &- block) | 1 << 32, toByteOffset: 16, as: UInt64.self)
            }
            return
        }
        if shapeFlags(self.shape(of: cell(holder))) & Shape.isPrototype == 0 { return }
        cache.storeBytes(of: shapeOffset | epoch, toByteOffset: 8, as: UInt64.self)
        cache.storeBytes(of: UInt64(property.location), toByteOffset: 16, as: UInt64.self)
    }

    /// A unique shape that is a prototype ends the epoch when its keys change, so inherited entries through it are safe.
    private func isCacheableUnique(_ shape: UnsafeMutableRawPointer) -> Bool {
        shapeFlags(shape) & Shape.isPrototype != 0
    }

    private func fillStringCache(_ cache: UnsafeMutableRawPointer, _ key: PropertyKey) {
        guard !key.isIndex, let (_, property) = lookup(self[.stringPrototype], key), property.location != 0,
            !property.isAccessor
        else { return }
        cache.storeBytes(
            of: UInt64(PseudoShape.string) | UInt64(control.pointee.prototypeEpoch) << 32, toByteOffset: 8,
            as: UInt64.self)
        cache.storeBytes(of: UInt64(property.location), toByteOffset: 16, as: UInt64.self)
    }

    // MARK: Writing

    @inline(never) func slowSetProp() {
        let target = fp[operandA]
        let cache = inlineCache(base, fp, operandC)
        assign(target, cacheKey(cache), fp[operandB], cache: cache)
    }

    /// `target.key = value` with the rules of the running function's mode.
    private func assign(_ target: Value, _ key: PropertyKey, _ value: Value, cache: UnsafeMutableRawPointer? = nil) {
        guard target.isObject else {
            assignToPrimitive(target, key, value)
            return
        }
        if !key.isIndex, key.atom == self[.lengthAtom].offset, isArray(target), value.isObject {
            access(.set, target, value: value, key: self.value(of: key))
            return
        }
        let before = target.isObject ? cell(target).load(as: UInt32.self) : 0
        let result = set(target, key, value, receiver: target)
        if let cache, case .done = result { fillWriteCache(cache, target, key, before: before) }
        finishWrite(result, target, key, value)
    }

    private func finishWrite(_ result: SetResult, _ target: Value, _ key: PropertyKey, _ value: Value) {
        switch result {
        case .done: next()
        case .setter(let setter):
            callFromInstruction(setter, this: target, (value, .undefined, .undefined), count: 1, stub: Stub.finishVoid)
        case .exception: unwind()
        case .refused(let why):
            if isStrict {
                _ = throwRefused(why, key, target)
                unwind()
            } else {
                next()
            }
        }
    }

    private func assignToPrimitive(_ target: Value, _ key: PropertyKey, _ value: Value) {
        if target.isNullish {
            throwAndUnwind(
                .typeError,
                "Cannot set properties of \(target.isNull ? "null" : "undefined") (setting '\(keyText(key))')")
            return
        }
        let prototype = prototypeOfPrimitive(target)
        finishWrite(
            prototype.isObject ? set(prototype, key, value, receiver: target) : .refused(.primitive), target, key, value
        )
    }

    /// Whether the running function is strict code.
    var isStrict: Bool {
        frameFunctionData(base, fp).load(fromByteOffset: FunctionData.flags, as: UInt32.self)
            & FunctionTemplate.Flags.strict.rawValue != 0
    }

    /// After a store: an existing in-line slot, or the transition that added one.
    private func fillWriteCache(_ cache: UnsafeMutableRawPointer, _ target: Value, _ key: PropertyKey, before: UInt32) {
        if key.isIndex || key.atom == self[.prototypeAtom].offset { return }
        let object = cell(target)
        let shape = self.shape(of: object)
        if isUnique(shape) { return }
        guard let info = find(shape, key.atom), info.attributes == .all else { return }
        let capacity = Int(shape.load(fromByteOffset: Shape.inlineCapacity, as: UInt16.self))
        if info.slot >= capacity { return }
        let distance = UInt64(slotAddress(object, shape, info.slot) - object)
        if offset(shape) == before {
            cache.storeBytes(of: UInt64(before) | distance << 32, as: UInt64.self)
        } else {
            cache.storeBytes(of: UInt64(before) | UInt64(offset(shape)) << 32, toByteOffset: 8, as: UInt64.self)
            cache.storeBytes(
                of: distance | UInt64(control.pointee.prototypeEpoch) << 32, toByteOffset: 16, as: UInt64.self)
        }
    }

    @inline(never) func slowInitProp() {
        let target = fp[operandA]
        let cache = inlineCache(base, fp, operandC)
        let key = cacheKey(cache)
        let before = cell(target).load(as: UInt32.self)
        if createDataProperty(target, key, fp[operandB]) {
            if cell(target).load(as: UInt32.self) != before { fillWriteCache(cache, target, key, before: before) }
            next()
        } else {
            throwAndUnwind(.typeError, "Cannot define property \(keyText(key)), object is not extensible")
        }
    }

    // MARK: Computed keys

    @inline(never) func slowGetElem() { getElement(fp[operandB], fp[operandC], method: false) }
    @inline(never) func slowGetElemMethod() { getElement(fp[operandB], fp[operandC], method: true) }

    private func getElement(_ target: Value, _ keyValue: Value, method: Bool) {
        if keyValue.isObject {
            if target.isNullish {
                _ = getValue(target, PropertyKey(atom: self[.toStringAtom].offset))
                unwind()
                return
            }
            access(method ? .getMethod : .get, target, value: .undefined, key: keyValue)
            return
        }
        let key = propertyKey(
            keyValue.isString || keyValue.isSymbol || keyValue.isNumber ? keyValue : primitiveToString(keyValue))
        let result = getValue(target, key)
        if method {
            finishMethod(result, receiver: target)
        } else {
            finishRead(result, receiver: target, stub: Stub.finishValue)
        }
    }

    @inline(never) func slowSetElem() {
        let target = fp[operandA]
        let keyValue = fp[operandB]
        let value = fp[operandC]
        if keyValue.isInt32, keyValue.int32 >= 0, target.isObject,
            storeDense(target, UInt32(bitPattern: keyValue.int32), value)
        {
            next()
            return
        }
        if keyValue.isObject, !target.isNullish {
            access(.set, target, value: value, key: keyValue)
            return
        }
        let key = propertyKey(
            keyValue.isString || keyValue.isSymbol || keyValue.isNumber ? keyValue : primitiveToString(keyValue))
        assign(target, key, value)
    }

    /// The frequent case of growing an array by its next element.
    private func storeDense(_ target: Value, _ index: UInt32, _ value: Value) -> Bool {
        let array = cell(target)
        guard array.load(fromByteOffset: Cell.type, as: UInt8.self) == CellType.array, control.pointee.arrayHolesSafe,
            index == array.load(fromByteOffset: Cell.arrayLength, as: UInt32.self), Int(index) < Realm.denseMax
        else { return false }
        if ensureCapacity(target, Int(index) &+ 1) {
            setElement(target, Int(index), value)
            array.storeBytes(of: index &+ 1, toByteOffset: Cell.arrayLength, as: UInt32.self)
        }
        return true
    }

    /// Operations with a key that is an object: the builtin `%access%` converts it and performs them.
    enum Access: Int32 {
        case get, getMethod, set, delete, has
    }

    private func access(_ kind: Access, _ target: Value, value: Value, key: Value) {
        let strict = isStrict ? 16 : 0
        let registers = frameRegisterCount(base, fp)
        let x = fp + registers
        x[0] = Value(bits: UInt64(UInt(bitPattern: control.pointee.pc)))
        x[1] = self[.access]
        x[5] = target
        x[6] = key
        x[7] = Value(int32: kind.rawValue | Int32(strict))
        x[8] = value
        let stub = kind == .set ? Stub.finishVoid : kind == .getMethod ? Stub.finishMethod : Stub.finishValue
        dispatchCall(x + 5, 3, Stub.pc(stub), registers &+ 5)
    }

    @inline(never) func slowDeleteProp() {
        let target = fp[operandB]
        let keyValue = fp[operandC]
        if target.isNullish {
            throwAndUnwind(.typeError, "Cannot convert undefined or null to object")
            return
        }
        if keyValue.isObject {
            access(.delete, target, value: .undefined, key: keyValue)
            return
        }
        let key = propertyKey(
            keyValue.isString || keyValue.isSymbol || keyValue.isNumber ? keyValue : primitiveToString(keyValue))
        finish(delete(target, key, strict: isStrict))
    }

    /// The result of `delete`, or the exception signal.
    func delete(_ target: Value, _ key: PropertyKey, strict: Bool) -> Value {
        let object = toObject(target)
        if object.isException { return object }
        if deleteProperty(object, key) { return .true }
        return strict ? throwTypeError("Cannot delete property '\(keyText(key))' of \(describe(object))") : .false
    }

    @inline(never) func slowIn() {
        let keyValue = fp[operandB]
        let target = fp[operandC]
        guard target.isObject else {
            throwAndUnwind(
                .typeError, "Cannot use 'in' operator to search for '\(describe(keyValue))' in \(describe(target))")
            return
        }
        if keyValue.isObject {
            access(.has, target, value: .undefined, key: keyValue)
            return
        }
        let key = propertyKey(
            keyValue.isString || keyValue.isSymbol || keyValue.isNumber ? keyValue : primitiveToString(keyValue))
        finish(Value(hasProperty(target, key)))
    }
}
