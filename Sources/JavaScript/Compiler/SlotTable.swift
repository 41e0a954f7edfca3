import JavaScriptSyntax

/// The slots of a function under construction: constants once each, and an inline cache per access.
///
/// ```
///  caches, literals, functions, integer operands      constants
///  16-bit operands: word offset                       32-bit operands: word offset, known when the first part is complete
/// ```
///
/// Caches stop at `cacheLimit` and leave the rest of the 16-bit range to what cannot do without a slot.
struct SlotTable {
    /// Offsets from which on no cache is made for a property access: it takes the path without one.
    static let cacheLimit = 40_000
    /// Offsets from which on equal object literals share a slot.
    static let sharingStart = 2_000
    /// Offsets that fit a 16-bit operand.
    static let operandLimit = 65_536

    /// The first part.
    private var addressed: [FunctionTemplate.Slot] = []
    /// Words of the first part: where the constants begin.
    private(set) var constantBase = 0
    /// The second part, one word each.
    private var constants: [FunctionTemplate.Slot] = []
    private var numbers: ContiguousArray<(bits: UInt64, constant: Int)> = []
    private var numberIndex: [UInt64: Int] = [:]
    private var others: [FunctionTemplate.Slot: Int] = [:]
    private var shared: [FunctionTemplate.Slot: Int] = [:]
    /// By name: the function that made the slot (upper half), and where it is.
    private var strings: ContiguousArray<UInt64>
    private var keys: ContiguousArray<UInt64>
    private var globals: ContiguousArray<UInt64>
    private var stamp: UInt64 = 0

    init(nameCount: Int) {
        strings = ContiguousArray(repeating: 0, count: nameCount)
        keys = strings
        globals = strings
    }

    /// Both parts.
    var slots: [FunctionTemplate.Slot] { addressed + constants }

    /// Empties the table for the next function.
    mutating func reset() {
        addressed.removeAll(keepingCapacity: true)
        constants.removeAll(keepingCapacity: true)
        constantBase = 0
        numbers.removeAll(keepingCapacity: true)
        if !numberIndex.isEmpty { numberIndex = [:] }
        if !others.isEmpty { others = [:] }
        if !shared.isEmpty { shared = [:] }
        stamp &+= 1
    }

    // MARK: 16-bit operands

    private mutating func append(_ slot: FunctionTemplate.Slot, words: Int) -> Int? {
        let operand = constantBase
        if operand > Self.operandLimit - words { return nil }
        addressed.append(slot)
        constantBase &+= words
        return operand
    }

    private mutating func share(_ slot: FunctionTemplate.Slot, words: Int) -> Int? {
        if let operand = shared[slot] { return operand }
        let operand = append(slot, words: words)
        if let operand { shared[slot] = operand }
        return operand
    }

    /// An inline cache, or nil when the function has too many.
    mutating func cache(_ key: JSText) -> Int? {
        constantBase < Self.cacheLimit ? append(.cache(key: key), words: 4) : nil
    }

    /// The cache of an access that cannot do without: its own, or at the end of the range one for all with this key.
    mutating func requiredCache(_ key: JSText) -> Int? { cache(key) ?? share(.cache(key: key), words: 4) }

    /// The cache of a global binding, one for the whole function.
    mutating func global(_ name: NameID, _ text: JSText) -> Int? {
        let entry = globals[Int(name.raw)]
        if entry >> 32 == stamp { return Int(truncatingIfNeeded: entry & 0xffff_ffff) }
        let operand = append(.cache(key: text), words: 4)
        if let operand { globals[Int(name.raw)] = stamp << 32 | UInt64(truncatingIfNeeded: operand) }
        return operand
    }

    /// The keys of an object literal.
    mutating func literal(_ keys: [JSText]) -> Int? {
        let slot = FunctionTemplate.Slot.literal(keys: keys)
        return constantBase < Self.sharingStart
            ? append(slot, words: slot.wordCount) : share(slot, words: slot.wordCount)
    }

    /// An inner function by its index among the children.
    mutating func function(_ child: Int) -> Int? { append(.function(child), words: 1) }

    /// An integer that is an operand.
    mutating func operand(_ value: Double) -> Int? { share(.number(value), words: 1) }

    // MARK: Constants

    private mutating func appendConstant(_ slot: FunctionTemplate.Slot) -> Int {
        constants.append(slot)
        return constants.count - 1
    }

    mutating func number(_ value: Double) -> Int {
        let bits = value.bitPattern
        if numbers.count <= 8 {
            for entry in numbers where entry.bits == bits { return entry.constant }
        } else if let constant = numberIndex[bits] {
            return constant
        }
        let constant = appendConstant(.number(value))
        numbers.append((bits, constant))
        if numbers.count == 9 {
            for entry in numbers { numberIndex[entry.bits] = entry.constant }
        } else if numbers.count > 9 {
            numberIndex[bits] = constant
        }
        return constant
    }

    /// The string with the text of a name.
    mutating func string(_ name: NameID, _ text: JSText) -> Int {
        let entry = strings[Int(name.raw)]
        if entry >> 32 == stamp { return Int(truncatingIfNeeded: entry & 0xffff_ffff) }
        let constant = appendConstant(.string(text))
        strings[Int(name.raw)] = stamp << 32 | UInt64(truncatingIfNeeded: constant)
        return constant
    }

    /// The property key with the text of a name.
    mutating func key(_ name: NameID, _ text: JSText) -> Int {
        let entry = keys[Int(name.raw)]
        if entry >> 32 == stamp { return Int(truncatingIfNeeded: entry & 0xffff_ffff) }
        let constant = appendConstant(.key(text))
        keys[Int(name.raw)] = stamp << 32 | UInt64(truncatingIfNeeded: constant)
        return constant
    }

    /// A slot that is no number, and no string or key of a name.
    mutating func constant(_ slot: FunctionTemplate.Slot) -> Int {
        if let constant = others[slot] { return constant }
        let constant = appendConstant(slot)
        others[slot] = constant
        return constant
    }

    /// The strings of a tagged template: one for each place in the source.
    mutating func template(cooked: [JSText?], raw: [JSText]) -> Int {
        appendConstant(.templateObject(cooked: cooked, raw: raw))
    }
}
