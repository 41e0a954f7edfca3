/// Reads a text as tokens without a grammar: brackets, runs of operators, regular expressions, strings.
///
/// The text may be anything, so nothing here can fail; what is ambiguous without a parser (`/` after `)`) is taken for
/// division. Stops when the nesting limit is passed, so its stack of templates is no deeper than that limit.
struct LexicalScan {
    /// A regular expression literal.
    struct RegExpLiteral {
        let offset: Int
        let pattern: Range<Int>
        let end: Int
        var length: Int { end - offset }
    }

    private let bytes: [UInt8]
    private let limits: PreScanLimits
    private let homographs: HomographScope?
    private var index = 0
    private var depth = 0
    /// Depths at which an interpolation of a template ends.
    private var interpolations: [Int] = []
    private var operatorRun = 0
    private var operatorStart = 0
    /// Whether a `/` would start a regular expression.
    private var expectsOperand = true
    /// No regular expression ends before this offset.
    private var regExpBarrier = 0

    private(set) var deepest = 0
    private(set) var nestingOffset: Int?
    private(set) var operatorSpam: (offset: Int, count: Int)?
    private(set) var regExpCount = 0
    /// The first literals, at most one more than the limit.
    private(set) var regExps: [RegExpLiteral] = []
    private(set) var stringTotal = 0
    private(set) var longString: (offset: Int, length: Int)?
    private(set) var homograph: CharacterScan.Hit?

    init(_ bytes: [UInt8], _ limits: PreScanLimits, homographs: HomographScope?) {
        self.bytes = bytes
        self.limits = limits
        self.homographs = homographs
    }

    /// Reads to the end, or to where the nesting limit is passed.
    mutating func run() {
        while index < bytes.count, nestingOffset == nil { readToken() }
    }

    private func byte(at index: Int) -> UInt8 { index < bytes.count ? bytes[index] : 0 }

    private mutating func readToken() {
        let byte = bytes[index]
        switch byte {
        case 0x20, 0x09, 0x0A, 0x0D, 0x0B, 0x0C: index &+= 1
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"),
            UInt8(ascii: "$"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "\\"), UInt8(ascii: "#"):
            readWord()
        case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): open()
        case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): close(byte)
        case UInt8(ascii: "\""), UInt8(ascii: "'"): readString(byte)
        case UInt8(ascii: "`"): readTemplate(from: index &+ 1)
        case UInt8(ascii: "/"): readSlash()
        case UInt8(ascii: "+"), UInt8(ascii: "-"):
            let isDoubled = self.byte(at: index &+ 1) == byte
            let before = expectsOperand
            readOperator()
            if isDoubled { readOperator() }
            expectsOperand = isDoubled ? before : true
        case UInt8(ascii: "!"), UInt8(ascii: "~"), UInt8(ascii: "*"), UInt8(ascii: "%"), UInt8(ascii: "&"),
            UInt8(ascii: "|"), UInt8(ascii: "^"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "="):
            readOperator()
        case 0x80...: readCharacter(isCode: true)
        default:
            operatorRun = 0
            expectsOperand = true
            index &+= 1
        }
    }

    // MARK: Words and characters

    private mutating func readWord() {
        operatorRun = 0
        let start = index
        while index < bytes.count {
            let byte = bytes[index]
            let isPart =
                byte &- 0x61 < 26 || byte &- 0x41 < 26 || byte &- 0x30 < 10 || byte == 0x5F || byte == 0x24
                || byte == 0x5C || byte == 0x23
            if !isPart { break }
            index &+= 1
        }
        expectsOperand = isBeforeOperand(start, LexicalScan.lettersBeforeOperands)
    }

    private static let wordsBeforeOperands: [[UInt8]] = [
        "return", "throw", "case", "typeof", "void", "delete", "in", "instanceof", "new", "yield", "await", "of",
        "else",
        "do",
    ].map { Array($0.utf8) }

    /// The letters that those words begin with, as bits.
    private static let lettersBeforeOperands: UInt32 = wordsBeforeOperands.reduce(0) { $0 | 1 << UInt32($1[0] & 31) }

    private func isBeforeOperand(_ start: Int, _ letters: UInt32) -> Bool {
        let first = bytes[start]
        guard first >= 0x61, letters >> UInt32(first & 31) & 1 != 0 else { return false }
        let word = bytes[start..<index]
        return LexicalScan.wordsBeforeOperands.contains { $0.count == word.count && $0.elementsEqual(word) }
    }

    /// A character beyond ASCII.
    private mutating func readCharacter(isCode: Bool) {
        let hit = CharacterScan.decode(bytes, at: index)
        index &+= hit.length
        if let homographs, homograph == nil, isCode || homographs == .exceptComments,
            CharacterScan.isHomograph(hit.scalar)
        {
            homograph = hit
        }
        guard isCode else { return }
        operatorRun = 0
        // Spaces and line separators beyond ASCII change nothing; whatever else stands in code is part of a name.
        if !(0x2000...0x206F).contains(hit.scalar), hit.scalar != 0xA0, hit.scalar != 0xFEFF { expectsOperand = false }
    }

    // MARK: Brackets and operators

    private mutating func open() {
        operatorRun = 0
        expectsOperand = true
        deepen()
        index &+= 1
    }

    private mutating func deepen() {
        depth &+= 1
        if depth > deepest { deepest = depth }
        if depth > limits.nestingDepthMax, nestingOffset == nil { nestingOffset = index }
    }

    private mutating func close(_ byte: UInt8) {
        operatorRun = 0
        index &+= 1
        let isBrace = byte == UInt8(ascii: "}")
        if isBrace, let level = interpolations.last, level == depth {
            interpolations.removeLast()
            depth &-= 1
            return readTemplate(from: index)
        }
        expectsOperand = isBrace
        if depth > (interpolations.last ?? 0) { depth &-= 1 }
    }

    private mutating func readOperator() {
        countOperator()
        expectsOperand = true
        index &+= 1
    }

    private mutating func countOperator() {
        if operatorRun == 0 { operatorStart = index }
        operatorRun &+= 1
        if operatorRun > limits.consecutiveOperatorsMax {
            if operatorSpam == nil || operatorSpam?.offset == operatorStart {
                operatorSpam = (operatorStart, operatorRun)
            }
        }
    }

    // MARK: Strings

    private mutating func readString(_ quote: UInt8) {
        let start = index
        operatorRun = 0
        index &+= 1
        var length = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte == quote {
                index &+= 1
                break
            }
            if byte == 0x0A || byte == 0x0D { break }
            if byte == UInt8(ascii: "\\") {
                index &+= 1
                if byte0D(at: index) { index &+= 1 }
            }
            length &+= readContent()
        }
        note(string: length, at: start)
        expectsOperand = false
    }

    /// Whether a CR LF stands at an index: a line continuation of two bytes.
    private func byte0D(at index: Int) -> Bool { byte(at: index) == 0x0D && byte(at: index &+ 1) == 0x0A }

    /// Reads one character of a string or template. Returns its UTF-16 length.
    private mutating func readContent() -> Int {
        guard index < bytes.count else { return 0 }
        let lead = bytes[index]
        if lead < 0x80 {
            index &+= 1
            return 1
        }
        readCharacter(isCode: false)
        return lead >= 0xF0 ? 2 : 1
    }

    private mutating func note(string length: Int, at offset: Int) {
        stringTotal &+= length
        if length > limits.stringLengthMax, longString == nil { longString = (offset, length) }
    }

    /// Reads a template from behind its back-tick, or from behind the `}` of an interpolation.
    private mutating func readTemplate(from start: Int) {
        index = start
        operatorRun = 0
        var length = 0
        defer { note(string: length, at: start) }
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "`") {
                index &+= 1
                expectsOperand = false
                return
            }
            if byte == UInt8(ascii: "$"), self.byte(at: index &+ 1) == UInt8(ascii: "{") {
                deepen()
                interpolations.append(depth)
                index &+= 2
                expectsOperand = true
                return
            }
            if byte == UInt8(ascii: "\\") { index &+= 1 }
            length &+= readContent()
        }
    }

    // MARK: Comments and regular expressions

    private mutating func readSlash() {
        switch byte(at: index &+ 1) {
        case UInt8(ascii: "/"): readComment { $0 == 0x0A || $0 == 0x0D ? 0 : nil }
        case UInt8(ascii: "*"):
            readComment(skipping: 2) { $0 == UInt8(ascii: "*") && $1 == UInt8(ascii: "/") ? 2 : nil }
        default:
            if expectsOperand, index >= regExpBarrier, readRegExp() { return }
            readOperator()
        }
    }

    private mutating func readComment(_ end: (UInt8) -> Int?) { readComment(skipping: 0) { byte, _ in end(byte) } }

    /// Reads a comment up to where `end` returns how many bytes close it.
    private mutating func readComment(skipping opening: Int, _ end: (UInt8, UInt8) -> Int?) {
        let counts = limits.countsOperatorsInComments
        let bodyStart = index &+ opening
        while index < bytes.count {
            let byte = bytes[index]
            if index >= bodyStart, let closing = end(byte, self.byte(at: index &+ 1)) {
                for _ in 0..<closing {
                    if counts { countComment(self.byte(at: index)) }
                    index &+= 1
                }
                return
            }
            if counts { countComment(byte) }
            index &+= 1
        }
    }

    private mutating func countComment(_ byte: UInt8) {
        switch byte {
        case 0x21, 0x25, 0x26, 0x2A, 0x2B, 0x2D, 0x2F, 0x3C...0x3E, 0x5E, 0x7C, 0x7E: countOperator()
        case 0x20, 0x09, 0x0A, 0x0D: break
        default: operatorRun = 0
        }
    }

    /// Reads a regular expression literal, if one ends on this line.
    private mutating func readRegExp() -> Bool {
        let start = index
        var isClass = false
        var end = index &+ 1
        while end < bytes.count {
            let byte = bytes[end]
            if byte == 0x0A || byte == 0x0D { break }
            if byte == UInt8(ascii: "/"), !isClass {
                finishRegExp(start, end)
                return true
            }
            if byte == UInt8(ascii: "[") { isClass = true }
            if byte == UInt8(ascii: "]") { isClass = false }
            end &+= byte == UInt8(ascii: "\\") ? 2 : 1
        }
        // Another slash of this line would read the rest of it again.
        regExpBarrier = end
        return false
    }

    private mutating func finishRegExp(_ start: Int, _ end: Int) {
        operatorRun = 0
        index = end &+ 1
        while index < bytes.count, bytes[index] | 0x20 &- 0x61 < 26, bytes[index] >= 0x41 { index &+= 1 }
        regExpCount &+= 1
        if regExps.count <= min(limits.regExpCountMax, PreScanLimits.absoluteMax.regExpCount) {
            regExps.append(RegExpLiteral(offset: start, pattern: start &+ 1..<end, end: index))
        }
        expectsOperand = false
    }
}
