/// The names that the rules' own logic speaks of. Names of options are added to a `Vocabulary` beside them.
enum Word: UInt16, CaseIterable {
    /// Any name that nobody asked for.
    case other
    case eval, function, setTimeout, setInterval, require
    case constructor, prototype, proto, defineGetter, defineSetter, lookupGetter, lookupSetter
    case reflect, object, json, regExp, array, string, math
    case getOwnPropertyDescriptor, getOwnPropertyDescriptors, getPrototypeOf, setPrototypeOf, defineProperty
    case defineProperties, create
    case stringify, parse, fromCharCode, join, toString, valueOf, concat, fill, `repeat`
    case undefined, nan, infinity, arguments
    case globalThis, window, `self`, global, frames, this
    case callTool, parallel, console, safeCallTool

    /// The names that are not spelled like their cases.
    private static let spellings: [Word: String] = [
        .other: "", .function: "Function", .proto: "__proto__", .defineGetter: "__defineGetter__",
        .defineSetter: "__defineSetter__", .lookupGetter: "__lookupGetter__", .lookupSetter: "__lookupSetter__",
        .reflect: "Reflect", .object: "Object", .json: "JSON", .regExp: "RegExp", .array: "Array", .string: "String",
        .math: "Math", .nan: "NaN", .infinity: "Infinity", .safeCallTool: "__safe_callTool",
    ]

    /// How the name is written.
    var text: String { Word.spellings[self] ?? "\(self)" }
}

/// A name as the rules know it: an index into a `Vocabulary`.
package struct WordID: Hashable, Sendable {
    /// The index; zero for a name that is not in the vocabulary.
    package let raw: UInt16
    init(raw: UInt16) { self.raw = raw }
    init(_ word: Word) { raw = word.rawValue }
    static let other = WordID(raw: 0)
    static func == (left: WordID, right: Word) -> Bool { left.raw == right.rawValue }
}

/// A set of names of a vocabulary.
package struct WordSet: Sendable {
    private var bits: [UInt64] = []

    package init() {}

    /// Adds a name.
    package mutating func insert(_ word: WordID) {
        let index = Int(word.raw) / 64
        while bits.count <= index { bits.append(0) }
        bits[index] |= 1 << (UInt64(word.raw) % 64)
    }

    /// Whether a name is in the set; false for a name that is not in the vocabulary.
    package func contains(_ word: WordID) -> Bool {
        let index = Int(word.raw) / 64
        return word.raw != 0 && index < bits.count && bits[index] >> (UInt64(word.raw) % 64) & 1 != 0
    }

    /// Whether nothing is in the set.
    package var isEmpty: Bool { bits.allSatisfy { $0 == 0 } }
}

/// All names that the rules of a guard compare with; looked up once for each name of a program.
///
/// Open addressing over the bytes of the names, which are Latin-1. At most `wordsMax` names.
package struct Vocabulary: Sendable {
    /// Names beyond this are refused by `add`, which then answers `.other`.
    static let wordsMax = 20_000

    private var texts: [String] = []
    private var encoded: [[UInt8]] = []
    private var buckets: [UInt16] = []
    private var longest = 0

    /// The names of `Word`.
    init() {
        buckets = Array(repeating: 0, count: 512)
        for word in Word.allCases {
            texts.append(word.text)
            encoded.append(Array(texts[texts.count - 1].utf8))
            if word != .other { place(UInt16(word.rawValue)) }
        }
    }

    /// The identity of a name, which is added if it is new. Names beyond Latin-1 cannot be added.
    package mutating func add(_ text: String) -> WordID {
        let bytes = text.unicodeScalars.compactMap { $0.value < 256 ? UInt8($0.value) : nil }
        if bytes.isEmpty || bytes.count != text.unicodeScalars.count { return .other }
        let known = lookup(bytes)
        if known != .other || texts.count >= Vocabulary.wordsMax { return known }
        let word = UInt16(texts.count)
        texts.append(text)
        encoded.append(bytes)
        if texts.count * 2 > buckets.count {
            buckets = Array(repeating: 0, count: buckets.count * 2)
            for index in 1..<UInt16(texts.count) { place(index) }
        } else {
            place(word)
        }
        return WordID(raw: word)
    }

    /// Several names as a set.
    package mutating func set(_ texts: some Sequence<String>) -> WordSet {
        var result = WordSet()
        for text in texts {
            let word = add(text)
            if word != .other { result.insert(word) }
        }
        return result
    }

    /// The text of a name.
    package func text(_ word: WordID) -> String { texts[Int(word.raw)] }

    private mutating func place(_ word: UInt16) {
        let bytes = encoded[Int(word)]
        longest = max(longest, bytes.count)
        var bucket = Vocabulary.hash(bytes) & (buckets.count - 1)
        while buckets[bucket] != 0 { bucket = (bucket + 1) & (buckets.count - 1) }
        buckets[bucket] = word
    }

    /// The identity of a name given as Latin-1, or `.other`.
    @inline(__always)
    func lookup(_ bytes: some RandomAccessCollection<UInt8>) -> WordID {
        if bytes.count > longest || bytes.isEmpty { return .other }
        var bucket = Vocabulary.hash(bytes) & (buckets.count - 1)
        while true {
            let word = buckets[bucket]
            if word == 0 { return .other }
            let candidate = encoded[Int(word)]
            if candidate.count == bytes.count, candidate.elementsEqual(bytes) { return WordID(raw: word) }
            bucket = (bucket + 1) & (buckets.count - 1)
        }
    }

    @inline(__always)
    private static func hash(_ bytes: some RandomAccessCollection<UInt8>) -> Int {
        var state: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in bytes { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return Int(truncatingIfNeeded: (state ^ state >> 29) & 0x7FFF_FFFF)
    }
}
