import JavaScriptSyntax

#if canImport(Glibc)
import Glibc
#else
import Musl
#endif

// Making ordinary objects.
extension Realm {
    /// In-line slots of `{}`.
    static let emptyObjectCapacity = 4

    /// An object of this shape whose slots are undefined. The shape must be reachable.
    func makeObject(shape: UnsafeMutableRawPointer, type: UInt8 = CellType.object) -> Value {
        let capacity = Int(shape.load(fromByteOffset: Shape.inlineCapacity, as: UInt16.self))
        let first = Int(shape.load(fromByteOffset: Shape.inlineOffset, as: UInt16.self))
        let object = allocate(first &+ capacity &* 8)
        writeHeader(object, offset(shape), type)
        object.storeBytes(of: UInt64(control.pointee.emptyElements) << 32, toByteOffset: 8, as: UInt64.self)
        var at = Cell.objectSlots
        while at < first &+ capacity &* 8 {
            object.storeBytes(of: .undefined, toByteOffset: at, as: Value.self)
            at &+= 8
        }
        return self.object(object)
    }

    /// `{}`.
    func makeObject() -> Value { makeObject(shape: cell(self[.emptyObjectShape])) }

    /// https://tc39.es/ecma262/#sec-ordinaryobjectcreate; `prototype` is an object or null and must be reachable.
    func makeObject(prototype: Value) -> Value {
        if prototype.bits == self[.objectPrototype].bits { return makeObject() }
        let shape = rootShape(
            prototype: prototype.isObject ? prototype.offset : 0, inlineCapacity: Realm.emptyObjectCapacity)
        let root = keep(object(shape))
        defer { release(root) }
        return makeObject(shape: shape)
    }

    /// An object with internal slots `internal0 …`, all undefined. The prototype must be reachable.
    func makeInternalObject(_ type: UInt8, prototype: Value) -> Value {
        let shape = rootShape(
            prototype: prototype.isObject ? prototype.offset : 0, inlineCapacity: 2, inlineOffset: Cell.internalSlots)
        let root = keep(object(shape))
        defer { release(root) }
        return makeObject(shape: shape, type: type)
    }

    /// `{ value, done }`. The value must be reachable. https://tc39.es/ecma262/#sec-createiterresultobject
    func makeIteratorResult(_ value: Value, done: Bool) -> Value {
        let result = makeObject(shape: cell(self[.iteratorResultShape]))
        let target = cell(result)
        target.storeBytes(of: value, toByteOffset: Cell.objectSlots, as: Value.self)
        target.storeBytes(of: Value(done), toByteOffset: Cell.objectSlots + 8, as: Value.self)
        return result
    }

    /// A dense array of these values, which must be reachable.
    func makeArray(_ values: [Value]) -> Value {
        let array = makeArray(length: values.count)
        if array.isException { return array }
        for (i, value) in values.enumerated() { setElement(array, i, value) }
        return array
    }

    /// https://tc39.es/ecma262/#sec-gettemplateobject
    func makeTemplateObject(_ cooked: [JSText?], _ raw: [JSText]) -> Value {
        let array = makeArray(length: cooked.count)
        let root = keep(array)
        defer { release(root) }
        for (i, text) in cooked.enumerated() { setElement(array, i, text.map { makeString($0) } ?? .undefined) }
        let rawArray = makeArray(length: raw.count)
        _ = keep(rawArray)
        for (i, text) in raw.enumerated() { setElement(rawArray, i, makeString(text)) }
        freeze(rawArray)
        define(array, PropertyKey(atom: self[.rawAtom].offset), rawArray, [])
        freeze(array)
        return array
    }

    /// Makes every own property read-only and the object not extensible. The object must be reachable.
    /// https://tc39.es/ecma262/#sec-setintegritylevel
    func freeze(_ objectValue: Value) { setIntegrity(objectValue, frozen: true) }

    func setIntegrity(_ objectValue: Value, frozen: Bool) {
        preventExtensions(objectValue)
        let object = cell(objectValue)
        let strip: (PropertyAttributes) -> PropertyAttributes = { old in
            frozen && !old.contains(.accessor)
                ? old.subtracting([.configurable, .writable]) : old.subtracting(.configurable)
        }
        SparseElements.mapAttributes(reference(base, object, Cell.elements), strip)
        let shape = self.shape(of: object)
        let count = Int(shape.load(fromByteOffset: Shape.entryCount, as: UInt32.self))
        charge(count)
        if count > 0 {
            let table = writableTable(shape)
            for i in 0..<count where keyOfEntry(table, i) != 0 && !isPrivateKey(keyOfEntry(table, i)) {
                let info = infoOfEntry(table, i)
                (table + PropertyTable.entries + i &* 8).storeBytes(
                    of: PropertyInfo(slot: info.slot, attributes: strip(info.attributes)).raw, toByteOffset: 4,
                    as: UInt32.self)
            }
            shape.storeBytes(
                of: shapeFlags(shape) | Shape.hasSpecialAttributes, toByteOffset: Shape.flags, as: UInt32.self)
        }
        if frozen, isArray(objectValue) {
            object.storeBytes(
                of: object.load(fromByteOffset: Cell.arrayFlags, as: UInt32.self) | ArrayFlags.lengthReadOnly,
                toByteOffset: Cell.arrayFlags, as: UInt32.self)
        }
        keysChanged(shape)
    }

    private func isPrivateKey(_ key: UInt32) -> Bool {
        cell(at: key).load(fromByteOffset: Cell.type, as: UInt8.self) == CellType.symbol && isPrivateName(key)
    }

    /// https://tc39.es/ecma262/#sec-testintegritylevel
    func testIntegrity(_ objectValue: Value, frozen: Bool) -> Bool {
        if isExtensible(objectValue) { return false }
        for key in ownKeys(objectValue, .all) {
            guard let own = ownProperty(objectValue, key) else { continue }
            if own.attributes.contains(.configurable) { return false }
            if frozen, !own.isAccessor, own.attributes.contains(.writable) { return false }
        }
        return true
    }

    // MARK: Primitives as objects

    /// https://tc39.es/ecma262/#sec-toobject; a TypeError for undefined and null. The value must be reachable.
    func toObject(_ value: Value) -> Value {
        if value.isObject { return value }
        if value.isNullish { return throwError(.typeError, "Cannot convert undefined or null to object") }
        let wrapper: Value
        if value.isString {
            wrapper = makeInternalObject(CellType.string, prototype: self[.stringPrototype])
        } else if value.isBoolean {
            wrapper = makeInternalObject(CellType.boolean, prototype: self[.booleanPrototype])
        } else if value.isSymbol {
            wrapper = makeInternalObject(CellType.symbolObject, prototype: self[.symbolPrototype])
        } else {
            wrapper = makeInternalObject(CellType.number, prototype: self[.numberPrototype])
        }
        setInternalSlot(wrapper, Cell.internal0, value)
        return wrapper
    }

    /// Prototype that property lookups on a primitive start from.
    func prototypeOfPrimitive(_ value: Value) -> Value {
        if value.isString { return self[.stringPrototype] }
        if value.isNumber { return self[.numberPrototype] }
        if value.isBoolean { return self[.booleanPrototype] }
        return value.isSymbol ? self[.symbolPrototype] : .undefined
    }
}
