import JavaScriptSyntax

/// The slots of a function under construction: constants once each, and an inline cache per access.
///
/// An operand is the offset of a slot in words. Constants are addressed with 32 bits; caches, literals and functions with
/// 16, so caches stop at `cacheLimit` and leave the rest of that range to the others.
struct SlotTable {
    /// Offsets from which on no cache is made: the access takes the path without one.
    static let cacheLimit = 40_000
    /// Offsets that fit a 16-bit operand.
    static let operandLimit = 65_536

    private(set) var slots: [FunctionTemplate.Slot] = []
    /// Words taken.
    private(set) var wordCount = 0
    private var numbers: ContiguousArray<(bits: UInt64, operand: Int)> = []
    private var numberIndex: [UInt64: Int] = [:]
    private var others: [FunctionTemplate.Slot: Int] = [:]
    /// By name: the function that made the slot (upper half) and its operand.
    private var strings: ContiguousArray<UInt64>
    private var keys: ContiguousArray<UInt64>
    private var stamp: UInt64 = 0

    init(nameCount: Int) {
        strings = ContiguousArray(repeating: 0, count: nameCount)
        keys = strings
    }

    /// Empties the table for the next function.
    mutating func reset() {
        slots = []
        wordCount = 0
        numbers.removeAll(keepingCapacity: true)
        if !numberIndex.isEmpty { numberIndex = [:] }
        if !others.isEmpty { others = [:] }
        stamp &+= 1
    }

    /// Adds a slot without looking for an equal one.
    mutating func append(_ slot: FunctionTemplate.Slot, words: Int = 1) -> Int {
        let operand = wordCount
        slots.append(slot)
        wordCount &+= words
        return operand
    }

    /// An inline cache, or nil when the function has too many.
    mutating func cache(_ key: JSText) -> Int? {
        wordCount < Self.cacheLimit ? append(.cache(key: key), words: 4) : nil
    }

    mutating func number(_ value: Double) -> Int {
        let bits = value.bitPattern
        if numbers.count <= 8 {
            for entry in numbers where entry.bits == bits { return entry.operand }
        } else if let operand = numberIndex[bits] {
            return operand
        }
        let operand = append(.number(value))
        numbers.append((bits, operand))
        if numbers.count == 9 {
            for entry in numbers { numberIndex[entry.bits] = entry.operand }
        } else if numbers.count > 9 {
            numberIndex[bits] = operand
        }
        return operand
    }

    /// The string with the text of a name.
    mutating func string(_ name: NameID, _ text: JSText) -> Int {
        let entry = strings[Int(name.raw)]
        if entry >> 32 == stamp { return Int(truncatingIfNeeded: entry & 0xffff_ffff) }
        let operand = append(.string(text))
        strings[Int(name.raw)] = stamp << 32 | UInt64(truncatingIfNeeded: operand)
        return operand
    }

    /// The property key with the text of a name.
    mutating func key(_ name: NameID, _ text: JSText) -> Int {
        let entry = keys[Int(name.raw)]
        if entry >> 32 == stamp { return Int(truncatingIfNeeded: entry & 0xffff_ffff) }
        let operand = append(.key(text))
        keys[Int(name.raw)] = stamp << 32 | UInt64(truncatingIfNeeded: operand)
        return operand
    }

    /// A slot of one word that is no number, and no string or key of a name.
    mutating func constant(_ slot: FunctionTemplate.Slot) -> Int {
        if let operand = others[slot] { return operand }
        let operand = append(slot)
        others[slot] = operand
        return operand
    }
}
