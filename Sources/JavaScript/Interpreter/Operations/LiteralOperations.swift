#if canImport(Glibc)
import Glibc
#else
import Musl
#endif

// Object and array literals, closures, environments.
extension Realm {
    @inline(never) func slowNewObject() { finish(makeObject()) }

    /// First execution: finds the shape of the literal and remembers it; later, only the free list was empty.
    @inline(never) func slowMakeObject() {
        let cache = inlineCache(base, fp, operandC)
        if cache.load(as: UInt64.self) == 0 { learnLiteral(cache) }
        let shape = cell(at: cache.load(as: UInt32.self))
        let count = Int(cache.load(fromByteOffset: 8, as: UInt32.self))
        // The cache refers to the shape weakly.
        let root = keep(object(shape))
        let result = makeObject(shape: shape)
        release(root)
        let target = cell(result)
        for i in 0..<count { (target + Cell.objectSlots + i &* 8).storeBytes(of: fp[operandB + i], as: Value.self) }
        finish(result)
    }

    private func learnLiteral(_ cache: UnsafeMutableRawPointer) {
        let data = frameFunctionData(base, fp)
        let count = literalKeyCount(data, Int(cache - (data + FunctionData.slots)) / 8)
        let capacity = max(2, (count &+ 1) & ~1)
        var shape = rootShape(prototype: self[.objectPrototype].offset, inlineCapacity: capacity)
        for i in 0..<count {
            shape = successor(of: shape, cache.load(fromByteOffset: 16 &+ i &* 8, as: Value.self).offset, .all)
        }
        let sizeClass = SizeClass.containing(Cell.objectSlots &+ capacity &* 8)
        cache.storeBytes(of: UInt64(count) | UInt64(sizeClass) << 32, toByteOffset: 8, as: UInt64.self)
        cache.storeBytes(of: UInt64(offset(shape)) | UInt64(CellType.object) << 32, as: UInt64.self)
    }

    private func literalKeyCount(_ data: UnsafeMutableRawPointer, _ word: Int) -> Int {
        guard let template = template(of: data) else { return 0 }
        var at = 0
        for slot in template.slots {
            if at == word, case .literal(let keys) = slot { return keys.count }
            at &+= slot.wordCount
        }
        return 0
    }

    @inline(never) func slowMakeArray() {
        let count = operandC
        let array = makeArray(length: count)
        if !array.isException {
            let elements = reference(base, cell(array), Cell.elements) + Cell.elementsHeader
            memcpy(elements, UnsafeRawPointer(fp + operandB), count &* 8)
        }
        finish(array)
    }

    @inline(never) func slowArrayAppend() {
        let array = fp[operandA]
        let count = operandC
        let length = self.length(ofArray: array)
        guard ensureCapacity(array, length &+ count) else {
            next()
            return
        }
        for i in 0..<count { setElement(array, length &+ i, fp[operandB + i]) }
        cell(array).storeBytes(
            of: UInt32(truncatingIfNeeded: length &+ count), toByteOffset: Cell.arrayLength, as: UInt32.self)
        next()
    }

    @inline(never) func slowArraySpread() {
        let array = fp[operandA]
        let source = fp[operandB]
        guard iteratesDirectly(source) else {
            next()
            return
        }
        let count = length(ofArray: source)
        let length = self.length(ofArray: array)
        charge(count)
        if ensureCapacity(array, length &+ count) {
            for i in 0..<count { setElement(array, length &+ i, element(source, i)) }
            cell(array).storeBytes(
                of: UInt32(truncatingIfNeeded: length &+ count), toByteOffset: Cell.arrayLength, as: UInt32.self)
        }
        jump(operandSC)
    }

    // MARK: Closures and environments

    @inline(never) func slowClosure() {
        let address = frameFunctionData(base, fp) + FunctionData.slots + operandB &* 8
        var data = address.load(as: Value.self)
        if data.isInt32 {
            guard let child = template(of: frameFunctionData(base, fp))?.children[Int(data.int32)] else {
                return finish(.undefined)
            }
            data = object(instantiate(child))
            address.storeBytes(of: data, as: Value.self)
        }
        finish(makeClosure(cell(data), environment: fp[operandC]))
    }

    @inline(never) func slowNewEnv() {
        let count = operandC
        let environment = allocate(Cell.environmentSlots &+ count &* 8)
        writeHeader(environment, UInt32(truncatingIfNeeded: count), CellType.environment)
        let parent = fp[operandB]
        environment.storeBytes(of: parent.isObject ? UInt64(parent.offset) : 0, toByteOffset: 8, as: UInt64.self)
        for i in 0..<count {
            (environment + Cell.environmentSlots + i &* 8).storeBytes(of: .uninitialized, as: Value.self)
        }
        finish(object(environment))
    }

    @inline(never) func slowCopyEnv() {
        let source = cell(fp[operandA])
        let count = Int(source.load(as: UInt32.self))
        let environment = allocate(Cell.environmentSlots &+ count &* 8)
        writeHeader(environment, UInt32(truncatingIfNeeded: count), CellType.environment)
        memcpy(environment + 8, source + 8, 8 &+ count &* 8)
        finish(object(environment))
    }

    // MARK: Members of literals and classes

    @inline(never) func slowInitElem() {
        let key = propertyKey(fp[operandB])
        if createDataProperty(fp[operandA], key, fp[operandC]) {
            next()
        } else {
            throwAndUnwind(.typeError, "Cannot redefine property: \(keyText(key))")
        }
    }

    @inline(never) func slowDefineMember() {
        let target = fp[operandA]
        let key = propertyKey(fp[operandB])
        let function = fp[operandB + 1]
        let flags = MemberFlags(rawValue: UInt16(truncatingIfNeeded: operandC))
        var descriptor = PropertyDescriptor()
        if flags.contains(.getter) {
            descriptor.getter = function
        } else if flags.contains(.setter) {
            descriptor.setter = function
        } else {
            descriptor.value = function
            descriptor.writable = true
        }
        descriptor.enumerable = flags.contains(.enumerable)
        descriptor.configurable = true
        if defineOwnProperty(target, key, descriptor) {
            next()
        } else {
            throwAndUnwind(.typeError, "Cannot redefine property: \(keyText(key))")
        }
    }

    /// https://tc39.es/ecma262/#sec-setfunctionname
    @inline(never) func slowSetFunctionName() {
        let function = fp[operandA]
        let key = fp[operandB]
        let prefix = operandC == 1 ? "get " : operandC == 2 ? "set " : ""
        var text: String
        if key.isSymbol {
            let description = description(ofSymbol: key)
            text =
                isPrivateName(key.offset)
                ? swiftString(description) : description.isString ? "[\(swiftString(description))]" : ""
        } else {
            text = swiftString(primitiveToString(key))
        }
        text = prefix + text
        if isFunction(function), let own = ownProperty(function, PropertyKey(atom: self[.nameAtom].offset)),
            own.value.isString, length(ofString: own.value) == 0
        {
            let name = makeString(text)
            cell(at: own.location).storeBytes(of: name, as: Value.self)
        }
        next()
    }

    @inline(never) func slowSetPrototype() {
        let prototype = fp[operandB]
        if prototype.isObject || prototype.isNull { _ = setPrototype(fp[operandA], prototype) }
        next()
    }
}
