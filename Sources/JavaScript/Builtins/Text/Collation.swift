import UnicodeData

/// The order of `localeCompare`: letters by their base, then by accents, then lower before upper case, as the root
/// order of CLDR has them for ASCII and Latin; other letters by code point. Not a complete implementation of UTS #10.
enum Collation {
    /// Negative, zero or positive: -1, 0 or 1.
    static func compare(_ a: StringView, _ b: StringView, in realm: Realm) -> Int {
        if a == b { return 0 }
        var x = CollationCursor(a)
        var y = CollationCursor(b)
        var accents = 0
        var cases = 0
        var turn = 1
        while !realm.mustStop(at: turn) {
            turn &+= 1
            guard let p = x.next() else { return y.next() == nil ? (accents != 0 ? accents : cases) : -1 }
            guard let q = y.next() else { return 1 }
            if p.base != q.base { return p.base < q.base ? -1 : 1 }
            if accents == 0, p.accents != q.accents { accents = p.accents < q.accents ? -1 : 1 }
            if cases == 0, p.isUpper != q.isUpper { cases = q.isUpper ? -1 : 1 }
        }
        return 0
    }
}

/// One base letter with its marks.
private struct CollationElement {
    let base: UInt32
    let accents: UInt64
    let isUpper: Bool
}

/// Walks a text as decomposed letters.
private struct CollationCursor {
    private let text: StringView
    private var at = 0
    /// Decomposition that is being read.
    private var pending: ArraySlice<UInt32> = []

    init(_ text: StringView) { self.text = text }

    private mutating func scalar() -> UInt32? {
        if let first = pending.popFirst() { return first }
        guard at < text.count else { return nil }
        let (codePoint, length) = text.codePoint(at: at)
        at &+= length
        if codePoint < 0xC0 { return codePoint }
        pending = UnicodeNormalization.decomposition(codePoint, compatibility: false)
        if pending.isEmpty, codePoint >= 0xAC00 {
            var letters: [UInt32] = []
            UnicodeNormalization.appendDecomposition(codePoint, compatibility: false, to: &letters)
            pending = letters[...]
        }
        return pending.popFirst() ?? codePoint
    }

    /// The next scalar if it is a combining mark.
    private mutating func mark() -> UInt32? {
        let saved = self
        guard let next = scalar() else { return nil }
        if next >= 0x300, UnicodeNormalization.combiningClass(next) != 0 { return next }
        self = saved
        return nil
    }

    mutating func next() -> CollationElement? {
        var found = scalar()
        while let scalar = found, Self.isIgnorable(scalar) { found = self.scalar() }
        guard let scalar = found else { return nil }
        var accents: UInt64 = 0
        // Marks of different classes in either order are the same accents: the sum keeps them apart well enough.
        while let mark = mark() {
            accents = accents &+ UInt64(mark) &* (1 + UInt64(UnicodeNormalization.combiningClass(mark)) << 20)
        }
        let lower = UnicodeCase.lower(scalar).first
        return CollationElement(base: Self.weight(lower), accents: accents, isUpper: lower != scalar)
    }

    private static func isIgnorable(_ scalar: UInt32) -> Bool {
        scalar < 9 || scalar >= 14 && scalar < 32 || scalar >= 0x7F && scalar < 0xA0 && scalar != 0x85
    }

    /// White space, punctuation, symbols, digits, letters.
    private static func weight(_ scalar: UInt32) -> UInt32 {
        if scalar < 0x80 { return asciiWeights[Int(scalar)] << 21 }
        return (isSymbol(scalar) ? lastSymbol : lastLetter) << 21 + scalar
    }

    /// Punctuation, signs and pictures beyond Latin-1, by their blocks.
    private static func isSymbol(_ scalar: UInt32) -> Bool {
        0x2000...0x2BFF ~= scalar || 0x3000...0x303F ~= scalar || 0x1F000...0x1FAFF ~= scalar
            || 0xA1...0xBF ~= scalar && scalar != 0xAA && scalar != 0xB5 && scalar != 0xBA
    }

    /// Weights of `$`, before the digits, and of `z`.
    private static let lastSymbol = asciiWeights[0x24]
    private static let lastLetter = asciiWeights[0x7A]

    private static let asciiWeights: [UInt32] = {
        var weights = [UInt32](repeating: 0, count: 128)
        let order = "\t\n\u{B}\u{C}\r _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$0123456789abcdefghijklmnopqrstuvwxyz"
        for (i, scalar) in order.unicodeScalars.enumerated() { weights[Int(scalar.value)] = UInt32(i + 1) }
        return weights
    }()
}
