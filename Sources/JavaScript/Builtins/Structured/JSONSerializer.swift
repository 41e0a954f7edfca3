/// Writes a value as JSON text: a walk with its own stack that stops wherever user code has to run (`toJSON`, a getter,
/// a replacer, the conversion of a boxed primitive) and is taken up again with the answer.
///
/// Between two stops it works on Swift variables. The registers of the builtin's frame hold the rest (`JSONStringify`);
/// the stack has five values for each open object: the object, its keys, index, count, whether a member was written.
/// The keys are the shape of an ordinary object, an array of keys, or undefined for an array.
///
/// https://tc39.es/ecma262/#sec-serializejsonproperty
struct JSONSerializer {
    /// Steps of the builtin that belong to the walk.
    enum Entry: Int {
        case begin = 6
        /// A getter returned the member.
        case gotMember = 7
        /// A getter returned the method `toJSON`.
        case gotToJSON = 8
        case calledToJSON = 9
        case replaced = 10
        /// A boxed primitive was converted.
        case unwrapped = 11
        /// Nothing was called; the fuel is to be looked at.
        case further = 12
    }

    /// How far the value of a member has been prepared.
    enum Stage { case fetched, converted, replaced, final }

    /// Registers after the parameters.
    static let slots = 8
    private static let frameSize = 5
    /// Open objects up to this number are searched for a cycle one by one, further ones by hash.
    private static let linearDepth = 32
    /// Members between two looks at the fuel.
    private static let membersPerLook = 512

    let f: StepFrame
    let realm: Realm
    var text: TextBuilder
    private(set) var stack: ValueStack
    private let calls: Bool
    private let hasGap: Bool
    private var members = 0

    // The innermost open object
    private var object = Value.undefined
    private var keys = Value.undefined
    private var index = 0
    private var count = 0
    private var hasMembers = false

    // Shapes whose objects have no `toJSON`, as long as no user code runs
    private var plainShape: UInt32 = 0
    private var plainPrototypes: (object: Bool, array: Bool)?

    /// Makes the text and the stack of a new walk. https://tc39.es/ecma262/#sec-serializejsonproperty
    static func prepare(_ f: StepFrame) {
        _ = TextBuilder(f.realm, in: f.registers + 5)
        _ = ValueStack(f.realm, in: f.registers + 6)
    }

    /// Takes the walk up again. https://tc39.es/ecma262/#sec-serializejsonproperty
    init(_ f: StepFrame) {
        self.f = f
        realm = f.realm
        text = TextBuilder(resuming: f.realm, in: f.registers + 5)
        stack = ValueStack(resuming: f.realm, in: f.registers + 6)
        calls = f[2].isObject
        hasGap = f[4].isString && f.realm.length(ofString: f[4]) > 0
        if stack.count > 0 { loadFrame() }
    }

    var depth: Int { stack.count / JSONSerializer.frameSize }
    /// Index behind the member that is being written.
    var currentIndex: Int { index }

    mutating func resume(_ entry: Entry) -> Value {
        var signal: Value?
        switch entry {
        case .begin: signal = process(f[1], .fetched)
        case .gotMember: signal = process(f.result, .fetched)
        case .gotToJSON:
            signal = realm.isFunction(f.result) ? callToJSON(f.result, f[8]) : process(f[8], .converted)
        case .calledToJSON: signal = process(f.result, .converted)
        case .replaced: signal = process(f.result, .replaced)
        case .unwrapped: signal = process(f.result, .final)
        case .further: break
        }
        while signal == nil, stack.count > 0, text.failure == nil { signal = nextMember() }
        f.charge(members)
        if let signal {
            if stack.count > 0 { storeFrame() }
            text.pause()
            return signal
        }
        return finish()
    }

    private func finish() -> Value {
        if text.failure == .length { return realm.throwRangeError("Invalid string length") }
        if text.count == 0 { return .undefined }
        return text.finish() ?? .undefined
    }

    // MARK: Frames

    private mutating func loadFrame() {
        let top = stack.count &- JSONSerializer.frameSize
        object = stack[top]
        keys = stack[top &+ 1]
        index = toIntegerClamped(stack[top &+ 2].number)
        count = toIntegerClamped(stack[top &+ 3].number)
        hasMembers = stack[top &+ 4].bits == Value.true.bits
    }

    private func storeFrame() {
        let top = stack.count &- JSONSerializer.frameSize
        stack[top &+ 2] = Value(index: index)
        stack[top &+ 4] = Value(hasMembers)
    }

    private mutating func open(_ value: Value) -> Value? {
        if isOpen(value) { return realm.throwTypeError(circularMessage(value)) }
        beginMember()
        if stack.count > 0 { storeFrame() }
        let keys = keysOf(value)
        if keys.value.isException { return .exception }
        f[8] = keys.value
        guard stack.push(value), stack.push(keys.value), stack.push(Value(int32: 0)),
            stack.push(Value(index: keys.count)),
            stack.push(.false)
        else { return .exception }
        if depth > JSONSerializer.linearDepth, !noteOpen(value) { return .exception }
        loadFrame()
        text.append(ascii: realm.isArray(value) ? 0x5b : 0x7b)
        return nil
    }

    private mutating func close() {
        if hasMembers, hasGap { newLine(depth &- 1) }
        text.append(ascii: realm.isArray(object) ? 0x5d : 0x7d)
        if depth > JSONSerializer.linearDepth { _ = realm.remove(f.registers + 9, object) }
        stack.truncate(to: stack.count &- JSONSerializer.frameSize)
        if stack.count > 0 { loadFrame() }
    }

    /// What a walk over the members goes by, and how many there are.
    private func keysOf(_ value: Value) -> (value: Value, count: Int) {
        if realm.isArray(value) { return (.undefined, realm.length(ofArray: value)) }
        if f[7].isObject { return (f[7], realm.length(ofArray: f[7])) }
        let cell = realm.cell(value)
        let shape = realm.shape(of: cell)
        let flags = realm.shapeFlags(shape)
        if cell.load(fromByteOffset: Cell.elements, as: UInt32.self) == realm.control.pointee.emptyElements,
            flags & (Shape.unique | Shape.hasSpecialAttributes) == 0, realm.type(value) != CellType.string
        {
            return (realm.object(shape), Int(shape.load(fromByteOffset: Shape.entryCount, as: UInt32.self)))
        }
        let list = realm.makeKeyArray(realm.ownKeys(value, [.strings, .enumerableOnly]))
        return (list, list.isException ? 0 : realm.length(ofArray: list))
    }

    // MARK: Cycles

    private func isOpen(_ value: Value) -> Bool {
        let linear = min(depth, JSONSerializer.linearDepth)
        for i in 0..<linear where stack[i &* JSONSerializer.frameSize].bits == value.bits { return true }
        return depth > linear && realm.findEntry(f[9], value) != nil
    }

    private func noteOpen(_ value: Value) -> Bool {
        if !f[9].isObject { f[9] = realm.makeHashTable(isMap: false) }
        return realm.insert(f.registers + 9, value, .undefined)
    }

    // MARK: Members

    /// Fetches the next member of the innermost object and writes it; or closes the object.
    private mutating func nextMember() -> Value? {
        if index >= count {
            close()
            return nil
        }
        members &+= 1
        if members >= JSONSerializer.membersPerLook {
            return f.go(to: Entry.further.rawValue)
        }
        index &+= 1
        if keys.isUndefined { return nextElement() }
        if realm.type(keys) == CellType.shape { return nextProperty() }
        let key = realm.propertyKey(realm.element(keys, index &- 1))
        return fetch(key)
    }

    private mutating func nextElement() -> Value? {
        let cell = realm.cell(object)
        if cell.load(fromByteOffset: Cell.type, as: UInt8.self) == CellType.array,
            index <= realm.length(ofArray: object)
        {
            let elements = realm.cell(at: cell.load(fromByteOffset: Cell.elements, as: UInt32.self))
            if index <= Int(elements.load(as: UInt32.self)) {
                let value = (elements + Cell.elementsHeader + (index &- 1) &* 8).load(as: Value.self)
                if !value.isHole { return process(value, .fetched) }
            }
        }
        return fetch(PropertyKey(index: UInt32(truncatingIfNeeded: index &- 1)))
    }

    private mutating func nextProperty() -> Value? {
        let shape = realm.cell(keys)
        let table = realm.cell(at: shape.load(fromByteOffset: Shape.table, as: UInt32.self))
        let key = realm.keyOfEntry(table, index &- 1)
        if realm.cell(at: key).load(fromByteOffset: Cell.type, as: UInt8.self) == CellType.symbol { return nil }
        let cell = realm.cell(object)
        if cell.load(as: UInt32.self) == keys.offset {
            let value = realm.slotAddress(cell, shape, realm.infoOfEntry(table, index &- 1).slot).load(as: Value.self)
            if !value.isLazyOrHole { return process(value, .fetched) }
        }
        return fetch(PropertyKey(atom: key))
    }

    private mutating func fetch(_ key: PropertyKey) -> Value? {
        switch realm.get(object, key) {
        case .value(let value): return process(value, .fetched)
        case .absent: return process(.undefined, .fetched)
        case .getter(let getter): return f.call(getter, this: object, then: Entry.gotMember.rawValue)
        }
    }

    /// Key of the member that is being written, as a string.
    func memberKey() -> Value {
        if stack.count == 0 { return realm[.emptyString] }
        if keys.isUndefined { return realm.numberToString(Double(index &- 1)) }
        return key(number: index &- 1, of: keys)
    }

    /// A key of an open object.
    func key(number: Int, of keys: Value) -> Value {
        if realm.type(keys) == CellType.shape {
            let table = realm.cell(at: realm.cell(keys).load(fromByteOffset: Shape.table, as: UInt32.self))
            return Value(stringOffset: realm.keyOfEntry(table, number))
        }
        let key = realm.element(keys, number)
        return key.isString ? key : realm.primitiveToString(key)
    }

    // MARK: From the member to the value that is written

    private mutating func process(_ value: Value, _ stage: Stage) -> Value? {
        if value.isObject, stage == .fetched, let signal = toJSON(value) { return signal }
        if calls, stage == .fetched || stage == .converted {
            f[8] = value
            let holder = stack.count > 0 ? object : f[10]
            return f.call(f[2], this: holder, memberKey(), f[8], then: Entry.replaced.rawValue)
        }
        guard value.isObject else {
            writePrimitive(value)
            return nil
        }
        switch realm.type(value) {
        case CellType.number: return f.convert(value, .number, then: Entry.unwrapped.rawValue)
        case CellType.string: return f.convert(value, .string, then: Entry.unwrapped.rawValue)
        case CellType.boolean:
            writePrimitive(realm.internalSlot(value, Cell.internal0))
            return nil
        default: break
        }
        if realm.isFunction(value) {
            writePrimitive(.undefined)
            return nil
        }
        return open(value)
    }

    /// Calls the method `toJSON` of an object; nil if it has none.
    private mutating func toJSON(_ value: Value) -> Value? {
        let shape = realm.cell(value).load(as: UInt32.self)
        if shape == plainShape || isPlain(value) {
            plainShape = realm.isUnique(realm.cell(at: shape)) ? 0 : shape
            return nil
        }
        switch realm.get(value, PropertyKey(atom: realm[.toJSONAtom].offset)) {
        case .value(let method): return realm.isFunction(method) ? callToJSON(method, value) : nil
        case .absent: return nil
        case .getter(let getter):
            f[8] = value
            return f.call(getter, this: value, then: Entry.gotToJSON.rawValue)
        }
    }

    private mutating func callToJSON(_ method: Value, _ value: Value) -> Value {
        f[8] = value
        return f.call(method, this: value, memberKey(), then: Entry.calledToJSON.rawValue)
    }

    /// Whether an object inherits from Object.prototype or Array.prototype directly and nothing on the way has `toJSON`.
    private mutating func isPlain(_ value: Value) -> Bool {
        let key = PropertyKey(atom: realm[.toJSONAtom].offset)
        let known =
            plainPrototypes
            ?? {
                let object = realm.ownProperty(realm[.objectPrototype], key) == nil
                let array =
                    object && realm.ownProperty(realm[.arrayPrototype], key) == nil
                    && realm.prototype(of: realm[.arrayPrototype]) == realm[.objectPrototype].offset
                return (object, array)
            }()
        plainPrototypes = known
        let prototype = realm.prototype(of: value)
        guard
            prototype == realm[.objectPrototype].offset && known.object
                || prototype == realm[.arrayPrototype].offset && known.array
        else { return false }
        return realm.ownProperty(value, key) == nil
    }

    // MARK: Writing

    /// Comma, line break and key in front of a member.
    private mutating func beginMember() {
        guard stack.count > 0 else { return }
        if hasMembers { text.append(ascii: 0x2c) }
        hasMembers = true
        if hasGap { newLine(depth) }
        if keys.isUndefined { return }
        let key = memberKey()
        f[8] = key
        text.appendQuoted(realm.view(key))
        text.append(ascii: 0x3a)
        if hasGap { text.append(ascii: 0x20) }
    }

    private mutating func newLine(_ levels: Int) {
        text.append(ascii: 0x0a)
        f.charge(levels &>> 2)
        for _ in 0..<levels {
            guard text.failure == nil else { return }
            text.append(realm.view(f[4]))
        }
    }

    private mutating func writePrimitive(_ value: Value) {
        if value.isUndefined || value.isSymbol || value.isObject {
            guard stack.count > 0, keys.isUndefined else { return }
            beginMember()
            return text.append("null")
        }
        beginMember()
        if value.isString {
            f.charge(realm.length(ofString: value) &>> 4)
            text.appendQuoted(realm.view(value))
        } else if value.isNumber {
            text.appendNumber(value)
        } else if value.isNull {
            text.append("null")
        } else if value.bits == Value.true.bits {
            text.append("true")
        } else {
            text.append("false")
        }
    }
}
