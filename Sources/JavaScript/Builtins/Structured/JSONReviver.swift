/// The walk of `JSON.parse` with a reviver: innermost values first, each replaced by what the reviver returns.
///
/// ```
///  f[2] reviver   f[3] stack of frames: object, keys (an array; undefined for an array), index, count
///  f[4] the value that the reviver is asked about
/// ```
///
/// The lowest frame is the object that holds the whole value under the key "".
/// https://tc39.es/ecma262/#sec-internalizejsonproperty
struct JSONReviver {
    private let f: StepFrame
    private let realm: Realm
    private var stack: ValueStack

    private static let frameSize = 4
    private static let gotValue = 2
    private static let revived = 3
    private static let further = 4

    /// Takes the walk up again. https://tc39.es/ecma262/#sec-internalizejsonproperty
    init(_ f: StepFrame) {
        self.f = f
        realm = f.realm
        stack = ValueStack(resuming: f.realm, in: f.registers + 3)
    }

    /// Begins with the value of the text. https://tc39.es/ecma262/#sec-internalizejsonproperty
    static func start(_ f: StepFrame, _ value: Value) -> Value {
        let realm = f.realm
        f[4] = value
        f[5] = realm.makeObject()
        let emptyKey = PropertyKey(atom: realm.atom(realm[.emptyString]))
        realm.createDataProperty(f[5], emptyKey, f[4])
        f[4] = realm.makeArray([realm.value(of: emptyKey)])
        _ = ValueStack(realm, in: f.registers + 3)
        var walk = JSONReviver(f)
        guard walk.push(f[5], keys: f[4], count: 1) else { return .undefined }
        return f.go(to: further)
    }

    mutating func resume(_ step: Int) -> Value {
        switch step {
        case JSONReviver.gotValue:
            f[4] = f.result
            if f[4].isObject, !realm.isFunction(f[4]) {
                guard enter(f[4]) else { return .undefined }
                return f.go(to: JSONReviver.further)
            }
            return revive(f[4])
        case JSONReviver.revived:
            if stack.count == JSONReviver.frameSize { return f.result }
            store(f.result)
            index &+= 1
            return f.go(to: JSONReviver.further)
        default: return advance()
        }
    }

    // MARK: The innermost frame

    private var top: Int { stack.count &- JSONReviver.frameSize }
    private var object: Value { stack[top] }
    private var index: Int {
        get { toIntegerClamped(stack[top &+ 2].number) }
        nonmutating set { stack[top &+ 2] = Value(index: newValue) }
    }
    private var keyValue: Value {
        stack[top &+ 1].isObject ? realm.element(stack[top &+ 1], index) : Value(index: index)
    }

    private mutating func push(_ object: Value, keys: Value, count: Int) -> Bool {
        realm.charge(1)
        return stack.push(object) && stack.push(keys) && stack.push(Value(int32: 0)) && stack.push(Value(index: count))
    }

    private mutating func enter(_ value: Value) -> Bool {
        if realm.isArray(value) { return push(value, keys: .undefined, count: realm.length(ofArray: value)) }
        let keys = realm.makeKeyArray(realm.ownKeys(value, [.strings, .enumerableOnly]))
        return !keys.isException && push(value, keys: keys, count: realm.length(ofArray: keys))
    }

    /// The next member of the innermost object, or the end of it.
    private mutating func advance() -> Value {
        if index < toIntegerClamped(stack[top &+ 3].number) {
            return f.get(object, realm.propertyKey(keyValue), then: JSONReviver.gotValue)
        }
        let finished = object
        f[4] = finished
        stack.truncate(to: top)
        return revive(finished)
    }

    private func revive(_ value: Value) -> Value {
        let key = realm.value(of: realm.propertyKey(keyValue))
        return f.call(f[2], this: object, key, value, then: JSONReviver.revived)
    }

    /// What the reviver returned takes the place of the member; undefined removes it. Refusals are ignored.
    private func store(_ value: Value) {
        let key = realm.propertyKey(keyValue)
        f[4] = value
        if value.isUndefined {
            _ = realm.deleteProperty(object, key)
        } else {
            realm.createDataProperty(object, key, value)
        }
    }
}
