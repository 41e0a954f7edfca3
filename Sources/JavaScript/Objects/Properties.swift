/// An own property as it is found: where its value lies, or that it is computed.
struct OwnProperty {
    let attributes: PropertyAttributes
    /// The value, or the accessor cell of an accessor.
    let value: Value
    /// Offset of the word that holds the value; 0 for a computed property (the length of an array, a unit of a string).
    let location: UInt32

    @inline(__always) var isAccessor: Bool { attributes.contains(.accessor) }
}

/// What `get` finds; a getter is for the caller to call.
enum GetResult {
    case value(Value)
    case getter(Value)
    case absent
}

/// What `set` did; a setter is for the caller to call.
enum SetResult {
    case done
    case setter(Value)
    /// The assignment is refused: a TypeError in strict code, nothing otherwise.
    case refused(SetRefusal)
    /// An exception is pending.
    case exception
}

enum SetRefusal {
    case readOnly, noSetter, notExtensible, primitive
}

// The essential internal methods of ordinary and array objects, as far as they need no user code.
// https://tc39.es/ecma262/#sec-ordinary-object-internal-methods-and-internal-slots
extension Realm {
    // MARK: [[GetOwnProperty]]

    /// https://tc39.es/ecma262/#sec-ordinarygetownproperty
    func ownProperty(_ objectValue: Value, _ key: PropertyKey) -> OwnProperty? {
        let object = cell(objectValue)
        if key.isIndex { return ownElement(object, key.index) }
        let shape = self.shape(of: object)
        if let info = find(shape, key.atom) {
            let address = slotAddress(object, shape, info.slot)
            var value = address.load(as: Value.self)
            if value.isLazyBuiltin { value = materialize(address, value, owner: objectValue) }
            return OwnProperty(attributes: info.attributes, value: value, location: offset(address))
        }
        let type = object.load(fromByteOffset: Cell.type, as: UInt8.self)
        if key.atom == self[.lengthAtom].offset {
            if CellType.isArray(type) {
                let writable =
                    object.load(fromByteOffset: Cell.arrayFlags, as: UInt32.self) & ArrayFlags.lengthReadOnly == 0
                return OwnProperty(attributes: writable ? .writable : [], value: arrayLength(object), location: 0)
            }
            if type == CellType.string {
                return OwnProperty(
                    attributes: [], value: Value(index: length(ofString: internalSlot(objectValue, Cell.internal0))),
                    location: 0)
            }
        }
        return nil
    }

    /// https://tc39.es/ecma262/#sec-ordinaryget without the call of a getter.
    func get(_ objectValue: Value, _ key: PropertyKey) -> GetResult {
        var current = objectValue
        while true {
            if let property = ownProperty(current, key) {
                if !property.isAccessor { return .value(property.value) }
                let getter = cell(property.value).load(fromByteOffset: 8, as: Value.self)
                return getter.isObject ? .getter(getter) : .value(.undefined)
            }
            let prototype = prototype(of: current)
            if prototype == 0 { return .absent }
            current = Value(objectOffset: prototype)
        }
    }

    /// The property where the chain has it.
    func lookup(_ objectValue: Value, _ key: PropertyKey) -> (holder: Value, property: OwnProperty)? {
        var current = objectValue
        while true {
            if let property = ownProperty(current, key) { return (current, property) }
            let prototype = prototype(of: current)
            if prototype == 0 { return nil }
            current = Value(objectOffset: prototype)
        }
    }

    /// https://tc39.es/ecma262/#sec-ordinaryhasproperty
    func hasProperty(_ objectValue: Value, _ key: PropertyKey) -> Bool { lookup(objectValue, key) != nil }

    /// Offset of the prototype, 0 for null.
    @inline(__always) func prototype(of objectValue: Value) -> UInt32 {
        shape(of: cell(objectValue)).load(fromByteOffset: Shape.prototype, as: UInt32.self)
    }

    // MARK: [[Set]]

    /// https://tc39.es/ecma262/#sec-ordinaryset without the call of a setter. Operands must be reachable.
    func set(_ objectValue: Value, _ key: PropertyKey, _ value: Value, receiver: Value) -> SetResult {
        if objectValue.bits == receiver.bits, let own = ownProperty(objectValue, key) {
            if own.isAccessor { return setterResult(own.value) }
            guard own.attributes.contains(.writable) else { return .refused(.readOnly) }
            if own.location != 0 {
                cell(at: own.location).storeBytes(of: value, as: Value.self)
                return .done
            }
            return setComputed(objectValue, key, value)
        }
        if let (holder, property) = lookup(objectValue, key) {
            if property.isAccessor { return setterResult(property.value) }
            guard property.attributes.contains(.writable) else { return .refused(.readOnly) }
            if holder.bits == receiver.bits, property.location != 0 {
                cell(at: property.location).storeBytes(of: value, as: Value.self)
                return .done
            }
        }
        guard receiver.isObject else { return .refused(.primitive) }
        if objectValue.bits != receiver.bits, let own = ownProperty(receiver, key) {
            guard !own.isAccessor, own.attributes.contains(.writable) else { return .refused(.readOnly) }
            if own.location == 0 { return setComputed(receiver, key, value) }
            cell(at: own.location).storeBytes(of: value, as: Value.self)
            return .done
        }
        return createDataProperty(receiver, key, value)
            ? .done : (control.pointee.exception.isUndefined ? .refused(.notExtensible) : .exception)
    }

    private func setterResult(_ accessor: Value) -> SetResult {
        let setter = cell(accessor).load(fromByteOffset: 16, as: Value.self)
        return setter.isObject ? .setter(setter) : .refused(.noSetter)
    }

    /// Assignment to a property that is no slot: the length of an array. The value must be a number (the caller converts).
    private func setComputed(_ objectValue: Value, _ key: PropertyKey, _ value: Value) -> SetResult {
        guard isArray(objectValue), !key.isIndex else { return .refused(.readOnly) }
        guard let length = arrayLengthOperand(value) else {
            _ = throwRangeError("Invalid array length")
            return .exception
        }
        return setArrayLength(objectValue, length) ? .done : .refused(.readOnly)
    }

    // MARK: [[DefineOwnProperty]]

    /// https://tc39.es/ecma262/#sec-createdataproperty. Operands must be reachable. False if the object refuses.
    @discardableResult
    func createDataProperty(_ objectValue: Value, _ key: PropertyKey, _ value: Value) -> Bool {
        if let own = ownProperty(objectValue, key) {
            if own.attributes == .all, own.location != 0 {
                cell(at: own.location).storeBytes(of: value, as: Value.self)
                return true
            }
            return defineOwnProperty(objectValue, key, PropertyDescriptor(value: value, attributes: .all))
        }
        guard isExtensible(objectValue) else { return false }
        if key.isIndex { return addElement(objectValue, key.index, value, .all) }
        addProperty(objectValue, key.atom, value, .all)
        return true
    }

    /// Defines a property of an object of the engine's own making, which cannot refuse it.
    func define(_ objectValue: Value, _ key: PropertyKey, _ value: Value, _ attributes: PropertyAttributes) {
        if key.isIndex {
            _ = defineOwnProperty(objectValue, key, PropertyDescriptor(value: value, attributes: attributes))
        } else if let own = ownProperty(objectValue, key), own.location != 0 {
            cell(at: own.location).storeBytes(of: value, as: Value.self)
            changeAttributes(objectValue, key.atom, attributes)
        } else {
            addProperty(objectValue, key.atom, value, attributes)
        }
    }

    /// https://tc39.es/ecma262/#sec-validateandapplypropertydescriptor. Operands must be reachable.
    func defineOwnProperty(_ objectValue: Value, _ key: PropertyKey, _ descriptor: PropertyDescriptor) -> Bool {
        if isArray(objectValue), !key.isIndex, key.atom == self[.lengthAtom].offset {
            return defineArrayLength(objectValue, descriptor)
        }
        guard let own = ownProperty(objectValue, key) else {
            guard isExtensible(objectValue) else { return false }
            let value =
                descriptor.isAccessor
                ? makeAccessor(descriptor.getter ?? .undefined, descriptor.setter ?? .undefined)
                : descriptor.value ?? .undefined
            var attributes = descriptor.present(in: [])
            if descriptor.isAccessor { attributes = attributes.union(.accessor).subtracting(.writable) }
            if key.isIndex { return addElement(objectValue, key.index, value, attributes) }
            addProperty(objectValue, key.atom, value, attributes)
            return true
        }
        guard descriptor.isCompatible(with: own, realm: self) else { return false }
        return apply(descriptor, to: objectValue, key, own)
    }

    private func apply(_ descriptor: PropertyDescriptor, to objectValue: Value, _ key: PropertyKey, _ own: OwnProperty)
        -> Bool
    {
        var attributes = descriptor.present(in: own.attributes)
        var value = descriptor.value ?? own.value
        if descriptor.isAccessor {
            let old = own.isAccessor ? cell(own.value) : nil
            let getter = descriptor.getter ?? old?.load(fromByteOffset: 8, as: Value.self) ?? .undefined
            let setter = descriptor.setter ?? old?.load(fromByteOffset: 16, as: Value.self) ?? .undefined
            value = makeAccessor(getter, setter)
            attributes = attributes.union(.accessor).subtracting(.writable)
        } else if descriptor.isData, own.isAccessor {
            attributes.remove(.accessor)
            if descriptor.writable != true { attributes.remove(.writable) }
            value = descriptor.value ?? .undefined
        }
        if own.location == 0 { return true }
        if attributes == own.attributes {
            cell(at: own.location).storeBytes(of: value, as: Value.self)
            return true
        }
        let root = keep(value)
        defer { release(root) }
        if key.isIndex { return redefineElement(objectValue, key.index, value, attributes) }
        changeAttributes(objectValue, key.atom, attributes)
        let shape = self.shape(of: cell(objectValue))
        if let info = find(shape, key.atom) {
            slotAddress(cell(objectValue), shape, info.slot).storeBytes(of: value, as: Value.self)
        }
        return true
    }

    /// A getter and setter pair as the value of an accessor property. Operands must be reachable.
    func makeAccessor(_ getter: Value, _ setter: Value) -> Value {
        let accessor = allocate(24)
        writeHeader(accessor, 0, CellType.accessor)
        accessor.storeBytes(of: getter, toByteOffset: 8, as: Value.self)
        accessor.storeBytes(of: setter, toByteOffset: 16, as: Value.self)
        return object(accessor)
    }

    // MARK: [[Delete]], [[PreventExtensions]], [[SetPrototypeOf]]

    /// https://tc39.es/ecma262/#sec-ordinarydelete
    func deleteProperty(_ objectValue: Value, _ key: PropertyKey) -> Bool {
        guard let own = ownProperty(objectValue, key) else { return true }
        guard own.attributes.contains(.configurable) else { return false }
        if key.isIndex { return deleteElement(objectValue, key.index) }
        removeProperty(objectValue, key.atom)
        return true
    }

    func isExtensible(_ objectValue: Value) -> Bool {
        shapeFlags(shape(of: cell(objectValue))) & Shape.notExtensible == 0
    }

    /// https://tc39.es/ecma262/#sec-ordinarypreventextensions
    func preventExtensions(_ objectValue: Value) {
        let shape = makeUnique(objectValue)
        shape.storeBytes(of: shapeFlags(shape) | Shape.notExtensible, toByteOffset: Shape.flags, as: UInt32.self)
        makeExotic(objectValue)
        keysChanged(shape)
    }

    /// https://tc39.es/ecma262/#sec-ordinarysetprototypeof; `prototype` is an object or null.
    func setPrototype(_ objectValue: Value, _ prototype: Value) -> Bool {
        let new = prototype.isObject ? prototype.offset : 0
        if self.prototype(of: objectValue) == new { return true }
        guard isExtensible(objectValue), objectValue.bits != self[.objectPrototype].bits else { return false }
        var ancestor = new
        while ancestor != 0 {
            if ancestor == objectValue.offset { return false }
            ancestor = self.prototype(of: Value(objectOffset: ancestor))
        }
        if new != 0 { becomePrototype(cell(at: new)) }
        let shape = makeUnique(objectValue)
        shape.storeBytes(of: new, toByteOffset: Shape.prototype, as: UInt32.self)
        keysChanged(shape)
        if CellType.isArray(type(objectValue)) { control.pointee.prototypeEpoch &+= 1 }
        return true
    }
}
