/// https://tc39.es/ecma262/#sec-property-descriptor-specification-type
struct PropertyDescriptor {
    var value: Value?
    var getter: Value?
    var setter: Value?
    var writable: Bool?
    var enumerable: Bool?
    var configurable: Bool?

    init() {}

    /// A complete data descriptor.
    init(value: Value, attributes: PropertyAttributes) {
        self.value = value
        writable = attributes.contains(.writable)
        enumerable = attributes.contains(.enumerable)
        configurable = attributes.contains(.configurable)
    }

    /// A complete accessor descriptor.
    init(getter: Value, setter: Value, attributes: PropertyAttributes) {
        self.getter = getter
        self.setter = setter
        enumerable = attributes.contains(.enumerable)
        configurable = attributes.contains(.configurable)
    }

    /// https://tc39.es/ecma262/#sec-isaccessordescriptor
    var isAccessor: Bool { getter != nil || setter != nil }
    /// https://tc39.es/ecma262/#sec-isdatadescriptor
    var isData: Bool { value != nil || writable != nil }

    /// The attributes after this descriptor is applied to `old`.
    func present(in old: PropertyAttributes) -> PropertyAttributes {
        var result = old
        for (flag, bit) in [
            (writable, PropertyAttributes.writable), (enumerable, .enumerable), (configurable, .configurable),
        ] {
            guard let flag else { continue }
            if flag { result.insert(bit) } else { result.remove(bit) }
        }
        return result
    }

    /// Whether an existing property allows this change.
    /// https://tc39.es/ecma262/#sec-validateandapplypropertydescriptor
    func isCompatible(with own: OwnProperty, realm: Realm) -> Bool {
        if own.attributes.contains(.configurable) { return true }
        if configurable == true { return false }
        if let enumerable, enumerable != own.attributes.contains(.enumerable) { return false }
        if !isData && !isAccessor { return true }
        if isAccessor != own.isAccessor { return false }
        if own.isAccessor {
            let accessor = realm.cell(own.value)
            if let getter, getter.bits != accessor.load(fromByteOffset: 8, as: Value.self).bits { return false }
            if let setter, setter.bits != accessor.load(fromByteOffset: 16, as: Value.self).bits { return false }
            return true
        }
        if own.attributes.contains(.writable) { return true }
        if writable == true { return false }
        if let value { return realm.sameValue(value, own.value) }
        return true
    }
}
