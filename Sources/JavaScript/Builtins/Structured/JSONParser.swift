/// Builds the value of a JSON text in the arena.
///
/// It does not recurse: finished values and the frames of open containers stand on a stack in the arena, so depth is
/// bounded by the memory limit only. An object is made when it is closed, all slots at once, in the shape that its keys
/// lead to. Records of a list share their keys: the shape of the last object at each depth is expected again, and while
/// its keys come in order they are compared in place and never looked up.
///
/// ```
///  … | frame of the parent: start * 4 + state | key value key value …   an object
///  … | frame of the parent                    | value value value …     an array
/// ```
///
/// https://tc39.es/ecma262/#sec-json.parse
struct JSONParser<Unit: FixedWidthInteger & UnsignedInteger> {
    /// What the innermost open container is.
    private enum State: Int {
        case top, array
        /// An object whose keys are those of the expected shape so far.
        case expected
        case object
    }

    private let realm: Realm
    private var scanner: JSONScanner<Unit>
    private var stack: ValueStack
    private var state = State.top
    /// Where the values of the innermost container begin on the stack.
    private var start = 0
    private var depth = 0
    /// Expected shapes by depth, modulo `expectedDepths`.
    private let expected: RootIndex

    private static var expectedDepths: Int { 16 }
    /// An object with more keys has a shape of its own.
    private static var sharedKeysMax: Int { 64 }
    /// More slots than this are not in line.
    private static var inlineCapacityMax: Int { 30 }
    /// A string of more units is asked of the memory limit first.
    private static var reserveMin: Int { 4_096 }

    /// The text stays where it is until the parser is done; `slot` is a root for its stack.
    init(_ realm: Realm, _ scanner: JSONScanner<Unit>, stackIn slot: Registers) {
        self.realm = realm
        self.scanner = scanner
        stack = ValueStack(realm, in: slot)
        expected = realm.keep(.undefined)
        for _ in 1..<JSONParser.expectedDepths { _ = realm.keep(.undefined) }
    }

    /// The value of the whole text, or why there is none. To be called once.
    mutating func parse() -> (value: Value, failure: JSONFailure?) {
        defer { realm.release(expected) }
        realm.charge(scanner.count &>> 3 &+ 1)
        if run() { return (stack[0], nil) }
        return (.undefined, scanner.failure ?? JSONFailure(reason: .terminated, position: 0))
    }

    private mutating func run() -> Bool {
        var turn = 1
        while !realm.mustStop(at: turn) {
            turn &+= 1
            guard scanValue() else { return false }
            // A value is complete: what comes next depends on the container.
            while true {
                let unit = scanner.next()
                if state == .top {
                    return scanner.position == scanner.count || scanner.fail(.textAfterValue, at: scanner.position)
                }
                if state == .array {
                    if unit == 0x2c {
                        scanner.position &+= 1
                        break
                    }
                    guard unit == 0x5d else { return scanner.fail(.expectedCommaOrBracket, at: scanner.position) }
                    guard closeArray() else { return false }
                } else {
                    if unit == 0x2c {
                        scanner.position &+= 1
                        guard scanKey(orBrace: false) else { return false }
                        break
                    }
                    guard unit == 0x7d else { return scanner.fail(.expectedCommaOrBrace, at: scanner.position) }
                    guard closeObject() else { return false }
                }
            }
        }
        return false
    }

    /// Reads a value up to its end; of a container that is not empty, up to its first primitive.
    private mutating func scanValue() -> Bool {
        while true {
            switch scanner.next() {
            case 0x22:
                guard let text = scanner.string() else { return false }
                return stack.push(makeString(text))
            case 0x7b:
                scanner.position &+= 1
                guard open(.expected) else { return false }
                if scanner.next() == 0x7d { return closeObject() }
                guard scanKey(orBrace: true) else { return false }
            case 0x5b:
                scanner.position &+= 1
                guard open(.array) else { return false }
                if scanner.next() == 0x5d { return closeArray() }
            case 45, 48...57:
                guard let number = scanner.number() else { return false }
                return stack.push(number)
            case 116: return scanner.literal("true") && stack.push(.true)
            case 102: return scanner.literal("false") && stack.push(.false)
            case 110: return scanner.literal("null") && stack.push(.null)
            default: return scanner.fail(.unexpectedToken, at: scanner.position)
            }
        }
    }

    private func makeString(_ text: JSONScanner<Unit>.Text) -> Value {
        guard case .plain(let view) = text else { return scanner.decodedString(realm) }
        if view.count > JSONParser.reserveMin, !realm.reserve(view.count &* 2) { return .undefined }
        return realm.makeString(copying: view)
    }

    // MARK: Containers

    private mutating func open(_ kind: State) -> Bool {
        if realm.control.pointee.isTerminating { return false }
        guard stack.push(Value(index: start &* 4 &+ state.rawValue)) else { return false }
        start = stack.count
        state = kind
        depth &+= 1
        realm.charge(1)
        return true
    }

    /// Replaces the innermost container's values and frame by the container.
    private mutating func close(_ value: Value) -> Bool {
        if value.isException || realm.control.pointee.isTerminating { return false }
        let frame = toIntegerClamped(stack[start &- 1].number)
        stack[start &- 1] = value
        stack.truncate(to: start)
        start = frame &>> 2
        state = State(rawValue: frame & 3) ?? .top
        depth &-= 1
        scanner.position &+= 1
        return true
    }

    private mutating func closeArray() -> Bool {
        realm.charge((stack.count &- start) &>> 2)
        return close(stack.makeArray(from: start))
    }

    // MARK: Objects

    private var expectedRoot: RootIndex { RootIndex(index: expected.index &+ depth % JSONParser.expectedDepths) }

    /// Reads a key and the colon behind it.
    private mutating func scanKey(orBrace: Bool) -> Bool {
        guard scanner.next() == 0x22 else {
            return scanner.fail(orBrace ? .expectedPropertyNameOrBrace : .expectedPropertyName, at: scanner.position)
        }
        guard let text = scanner.string(), stack.push(keyValue(text)) else { return false }
        guard scanner.next() == 0x3a else { return scanner.fail(.expectedColon, at: scanner.position) }
        scanner.position &+= 1
        return true
    }

    /// A key as a value: a number for an index, else an atom.
    private mutating func keyValue(_ text: JSONScanner<Unit>.Text) -> Value {
        guard case .plain(let view) = text else {
            state = .object
            let key = realm.propertyKey(scanner.decodedString(realm))
            return key.isIndex ? Value(index: Int(key.index)) : Value(stringOffset: key.atom)
        }
        if state == .expected {
            if let atom = expectedKey((stack.count &- start) &>> 1), view.equals(flat: realm.cell(at: atom)) {
                return Value(stringOffset: atom)
            }
            state = .object
        }
        if let index = view.arrayIndex { return Value(index: Int(index)) }
        return Value(stringOffset: realm.atom(of: view))
    }

    /// Key number `i` of the expected shape.
    private func expectedKey(_ i: Int) -> UInt32? {
        let shape = realm.root(expectedRoot)
        guard shape.isObject else { return nil }
        let cell = realm.cell(shape)
        guard i < Int(cell.load(fromByteOffset: Shape.entryCount, as: UInt32.self)) else { return nil }
        return realm.keyOfEntry(realm.cell(at: cell.load(fromByteOffset: Shape.table, as: UInt32.self)), i)
    }

    private mutating func closeObject() -> Bool {
        let pairs = (stack.count &- start) &>> 1
        realm.charge(pairs)
        if pairs == 0 { return close(realm.makeObject()) }
        let shape = realm.root(expectedRoot)
        if state == .expected, shape.isObject,
            realm.cell(shape).load(fromByteOffset: Shape.entryCount, as: UInt32.self) == UInt32(pairs)
        {
            return close(stack.makeObject(shape: realm.cell(shape), from: start))
        }
        guard pairs <= JSONParser.sharedKeysMax, let shape = sharedShape(pairs) else { return close(makeObject(pairs)) }
        return close(stack.makeObject(shape: realm.cell(shape), from: start))
    }

    /// The shape of an object with these keys, as a literal would have it; nil if a key is an index or comes twice.
    private func sharedShape(_ pairs: Int) -> Value? {
        let capacity = min(JSONParser.inlineCapacityMax, max(2, (pairs &+ 1) & ~1))
        var shape = realm.rootShape(prototype: realm[.objectPrototype].offset, inlineCapacity: capacity)
        let root = realm.keep(realm.object(shape))
        defer { realm.release(root) }
        for i in 0..<pairs {
            let key = stack[start &+ i &* 2]
            guard key.isString else { return nil }
            if let known = realm.findTransition(
                parent: realm.offset(shape), key: key.offset, attributes: PropertyAttributes.all.rawValue)
            {
                shape = realm.cell(at: known)
            } else {
                if realm.findEntry(shape, key.offset) != nil { return nil }
                shape = realm.successor(of: shape, key.offset, .all)
            }
            realm.setRoot(root, realm.object(shape))
        }
        realm.setRoot(expectedRoot, realm.object(shape))
        return realm.object(shape)
    }

    /// An object key by key: for index keys, keys that come twice, very many keys.
    private func makeObject(_ pairs: Int) -> Value {
        let object = realm.makeObject()
        let root = realm.keep(object)
        defer { realm.release(root) }
        if pairs > JSONParser.sharedKeysMax { _ = realm.makeUnique(object) }
        for i in 0..<pairs {
            let key = realm.propertyKey(stack[start &+ i &* 2])
            realm.createDataProperty(object, key, stack[start &+ i &* 2 &+ 1])
            if realm.control.pointee.isTerminating { return .exception }
        }
        return object
    }
}
