/// Bounds of a value that leaves the program.
package struct ResultLimits: Sendable, Hashable {
    /// Deepest nesting; the value itself is at depth 0.
    package var depthMax: Int
    /// Array lengths and key counts, summed over the whole value.
    package var propertiesMax: Int
    /// Length of the JSON text.
    package var bytesMax: Int
    /// Whether an object that was met before is written as "[Circular]" also where it closes no cycle.
    package var marksRepeated: Bool

    /// Limits for one value.
    package init(depthMax: Int = 20, propertiesMax: Int = 10_000, bytesMax: Int = 5 << 20, marksRepeated: Bool = false)
    {
        self.depthMax = depthMax
        self.propertiesMax = propertiesMax
        self.bytesMax = bytesMax
        self.marksRepeated = marksRepeated
    }
}

/// Why a value cannot leave the program.
package enum ResultFailure: Error, Equatable {
    case function
    case symbol
    case depth(Int)
    case properties(Int)
    case bytes(Int)
    /// The text does not fit under the memory limit of the execution.
    case memory
}

/// Writes a value as JSON for the host, without running any code of the program: own data properties are read as they
/// are, accessors are left out.
///
/// | value | text |
/// |---|---|
/// | Date | ISO text, null if invalid |
/// | Error | `{"name", "message"}` |
/// | Map | object of its string keys |
/// | Set | array |
/// | boxed primitive | the primitive |
/// | function, symbol | failure |
/// | cycle | `"[Circular]"` |
/// | undefined, NaN, infinities, holes | null in arrays; undefined members are left out |
/// | keys `__proto__` and `constructor` | left out |
struct ResultSerializer {
    /// An open container and where the walk is in it.
    private struct Frame {
        enum Content {
            case array(length: Int)
            case object(keys: [PropertyKey])
            /// Name and message.
            case error
            case map
            case set
        }

        let value: Value
        let content: Content
        var position = 0
        var isEmpty = true
        var isArray: Bool {
            switch content {
            case .array, .set: true
            case .object, .error, .map: false
            }
        }
    }

    private let realm: Realm
    private let limits: ResultLimits
    private var text: TextBuilder
    private var frames: [Frame] = []
    private var properties = 0
    /// Objects met so far, if repetitions are marked.
    private var seen = Set<UInt32>()

    /// The value must be reachable; `slot` is a root for the text.
    init(_ realm: Realm, _ limits: ResultLimits, textIn slot: Registers) {
        self.realm = realm
        self.limits = limits
        text = TextBuilder(realm, in: slot)
    }

    /// The JSON text in UTF-8; nil for undefined.
    mutating func serialize(_ value: Value) throws(ResultFailure) -> [UInt8]? {
        if value.isUndefined { return nil }
        try write(value)
        while !frames.isEmpty { try nextMember() }
        if text.failure != nil { throw .memory }
        let bytes = text.view.utf8
        if bytes.count > limits.bytesMax { throw .bytes(limits.bytesMax) }
        return bytes
    }

    // MARK: Values

    private mutating func write(_ value: Value) throws(ResultFailure) {
        if text.failure != nil { throw .memory }
        if text.count > limits.bytesMax { throw .bytes(limits.bytesMax) }
        realm.charge(1)
        if value.isSymbol { throw .symbol }
        guard value.isObject else { return writePrimitive(value) }
        if realm.isFunction(value) { throw .function }
        switch realm.type(value) {
        case CellType.boolean, CellType.number, CellType.string:
            return writePrimitive(realm.internalSlot(value, Cell.internal0))
        case CellType.date: return writeDate(realm.internalSlot(value, Cell.internal0))
        default: try open(value)
        }
    }

    private mutating func writePrimitive(_ value: Value) {
        if value.isString {
            realm.charge(realm.length(ofString: value) &>> 4)
            text.appendQuoted(realm.view(value))
        } else if value.isNumber {
            text.appendNumber(value)
        } else if value.isBoolean {
            text.append(value.bits == Value.true.bits ? "true" : "false")
        } else {
            text.append("null")
        }
    }

    private mutating func writeDate(_ time: Value) {
        guard time.isNumber, time.number.isFinite else { return text.append("null") }
        text.append(ascii: 0x22)
        text.append(ascii: isoText(ofTime: time.number))
        text.append(ascii: 0x22)
    }

    private mutating func open(_ value: Value) throws(ResultFailure) {
        let isCycle = frames.contains { $0.value.bits == value.bits }
        if isCycle || limits.marksRepeated && !seen.insert(value.offset).inserted {
            return text.append("\"[Circular]\"")
        }
        if frames.count > limits.depthMax { throw .depth(limits.depthMax) }
        let frame = Frame(value: value, content: try content(of: value))
        text.append(ascii: frame.isArray ? 0x5b : 0x7b)
        frames.append(frame)
    }

    private mutating func content(of value: Value) throws(ResultFailure) -> Frame.Content {
        switch realm.type(value) {
        case CellType.array, CellType.exoticArray:
            try count(realm.length(ofArray: value))
            return .array(length: realm.length(ofArray: value))
        case CellType.error: return .error
        case CellType.map:
            try count(realm.entryCount(realm.internalSlot(value, Cell.internal0)))
            return .map
        case CellType.set:
            try count(realm.entryCount(realm.internalSlot(value, Cell.internal0)))
            return .set
        default:
            let keys = realm.ownKeys(value, [.strings, .enumerableOnly]).filter { !isBlocked($0) }
            try count(keys.count)
            return .object(keys: keys)
        }
    }

    private mutating func count(_ more: Int) throws(ResultFailure) {
        properties += more
        if properties > limits.propertiesMax { throw .properties(limits.propertiesMax) }
    }

    private func isBlocked(_ key: PropertyKey) -> Bool {
        !key.isIndex && (key.atom == realm[.protoAtom].offset || key.atom == realm[.constructorAtom].offset)
    }

    // MARK: Members

    private mutating func nextMember() throws(ResultFailure) {
        let last = frames.count - 1
        let frame = frames[last]
        switch frame.content {
        case .array(let length):
            guard frame.position < length else { return close() }
            frames[last].position += 1
            beginMember(key: nil)
            let value = ownValue(frame.value, PropertyKey(index: UInt32(truncatingIfNeeded: frame.position)))
            try write(value)
        case .object(let keys):
            guard frame.position < keys.count else { return close() }
            frames[last].position += 1
            let value = ownValue(frame.value, keys[frame.position])
            try writeMember(realm.value(of: keys[frame.position]), value)
        case .error:
            guard frame.position < 2 else { return close() }
            frames[last].position += 1
            let atom = realm[frame.position == 0 ? .nameAtom : .messageAtom]
            var value = Value.undefined
            if case .value(let found) = realm.get(frame.value, PropertyKey(atom: atom.offset)), found.isString {
                value = found
            }
            try writeMember(atom, value)
        case .map, .set: try nextEntry(frame)
        }
    }

    private mutating func nextEntry(_ frame: Frame) throws(ResultFailure) {
        guard let entry = realm.nextEntry(realm.internalSlot(frame.value, Cell.internal0), frame.position) else {
            return close()
        }
        frames[frames.count - 1].position = entry.next
        if frame.isArray {
            beginMember(key: nil)
            try write(entry.value)
        } else if entry.key.isString, !isBlocked(realm.propertyKey(entry.key)) {
            try writeMember(entry.key, entry.value)
        }
    }

    private mutating func writeMember(_ key: Value, _ value: Value) throws(ResultFailure) {
        if value.isUndefined { return }
        beginMember(key: key)
        try write(value)
    }

    private mutating func beginMember(key: Value?) {
        let last = frames.count - 1
        if !frames[last].isEmpty { text.append(ascii: 0x2c) }
        frames[last].isEmpty = false
        guard let key else { return }
        let root = realm.keep(key)
        text.appendQuoted(realm.view(key))
        realm.release(root)
        text.append(ascii: 0x3a)
    }

    private mutating func close() {
        let frame = frames.removeLast()
        text.append(ascii: frame.isArray ? 0x5d : 0x7d)
    }

    /// Value of an own data property; undefined for accessors and for what is not there.
    private func ownValue(_ object: Value, _ key: PropertyKey) -> Value {
        guard let own = realm.ownProperty(object, key), !own.isAccessor else { return .undefined }
        return own.value
    }
}

/// `YYYY-MM-DDTHH:mm:ss.sssZ` of a time value, a whole number of milliseconds.
/// https://tc39.es/ecma262/#sec-date-time-string-format
func isoText(ofTime time: Double) -> String {
    let milliseconds = toIntegerClamped(time)
    let day = Int((Double(milliseconds) / 86_400_000).rounded(.down))
    let rest = milliseconds &- day &* 86_400_000
    // Civil date from a day number: https://howardhinnant.github.io/date_algorithms.html#civil_from_days
    let shifted = day &+ 719_468
    let era = (shifted >= 0 ? shifted : shifted &- 146_096) / 146_097
    let dayOfEra = shifted &- era &* 146_097
    let yearOfEra = (dayOfEra &- dayOfEra / 1_460 &+ dayOfEra / 36_524 &- dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra &- (365 &* yearOfEra &+ yearOfEra / 4 &- yearOfEra / 100)
    let shiftedMonth = (5 &* dayOfYear &+ 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth &+ 3 : shiftedMonth &- 9
    let year = yearOfEra &+ era &* 400 &+ (month <= 2 ? 1 : 0)
    func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(abs(number))
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    let yearText = year < 0 ? "-" + padded(year, 6) : year > 9_999 ? "+" + padded(year, 6) : padded(year, 4)
    let date = "\(yearText)-\(padded(month, 2))-\(padded(dayOfYear &- (153 &* shiftedMonth &+ 2) / 5 &+ 1, 2))"
    let clock = "\(padded(rest / 3_600_000, 2)):\(padded(rest / 60_000 % 60, 2)):\(padded(rest / 1_000 % 60, 2))"
    return "\(date)T\(clock).\(padded(rest % 1_000, 3))Z"
}
