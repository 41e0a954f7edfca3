/// Splits Swift source into code, comments and string contents, byte for byte.
///
/// It knows what the layers need and no more: line comments, nested block comments, string literals (plain, raw,
/// multi-line) with nested interpolations, extended regular expression literals, and raw identifiers. A bare `/…/` literal
/// is taken for code. Source that does not end properly is split as far as it goes.
struct SwiftLayers {
    private let bytes: [UInt8]
    private(set) var code: [UInt8]
    private(set) var comments: [UInt8]
    private(set) var strings: [UInt8]
    private var offset = 0
    private var modes: [Mode] = [.code(parentheses: 0)]

    private enum Mode {
        /// Inside code; `parentheses` are those open since the interpolation began.
        case code(parentheses: Int)
        /// Inside a literal that `hashes` number signs delimit, ended by `quotes` quotation marks.
        case literal(hashes: Int, quotes: Int)
    }

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        let blank = bytes.map { $0 == 0x0A ? $0 : UInt8(ascii: " ") }
        code = blank
        comments = blank
        strings = blank
    }

    /// Reads to the end; the layers are complete afterwards.
    mutating func run() {
        while offset < bytes.count {
            switch modes.last {
            case .code(let parentheses): stepInCode(parentheses)
            case .literal(let hashes, let quotes): stepInLiteral(hashes, quotes)
            case nil: return
            }
        }
    }

    private mutating func stepInCode(_ parentheses: Int) {
        switch bytes[offset] {
        case UInt8(ascii: "/") where at(offset + 1) == UInt8(ascii: "/"):
            takeComment(to: endOfLine())
        case UInt8(ascii: "/") where at(offset + 1) == UInt8(ascii: "*"):
            takeComment(to: endOfBlockComment())
        case UInt8(ascii: "#") where at(offset + 1) == UInt8(ascii: "/"):
            takeRegularExpression()
        case UInt8(ascii: "`"):
            takeRawIdentifier()
        case UInt8(ascii: "\""), UInt8(ascii: "#"):
            takeLiteralStart()
        case UInt8(ascii: "("):
            modes[modes.count - 1] = .code(parentheses: parentheses + 1)
            takeCodeByte()
        case UInt8(ascii: ")"):
            if parentheses == 0, modes.count > 1 {
                modes.removeLast()
            } else {
                modes[modes.count - 1] = .code(parentheses: parentheses - 1)
            }
            takeCodeByte()
        default:
            takeCodeByte()
        }
    }

    private mutating func stepInLiteral(_ hashes: Int, _ quotes: Int) {
        let byte = bytes[offset]
        if byte == UInt8(ascii: "\\"), hasHashes(hashes, at: offset + 1) {
            let after = offset + 1 + hashes
            if at(after) == UInt8(ascii: "(") {
                code[after] = bytes[after]
                offset = after + 1
                modes.append(.code(parentheses: 0))
            } else {
                takeStringBytes(to: min(after + 1, bytes.count))
            }
            return
        }
        if byte == UInt8(ascii: "\""), isRun(of: byte, count: quotes, at: offset),
            hasHashes(hashes, at: offset + quotes)
        {
            let end = offset + quotes + hashes
            while offset < end { takeCodeByte() }
            modes.removeLast()
            return
        }
        if byte == 0x0A, quotes == 1 {
            modes.removeLast()
            return
        }
        takeStringBytes(to: offset + 1)
    }

    // MARK: Taking bytes into a layer

    private mutating func takeCodeByte() {
        code[offset] = bytes[offset] < 0x80 ? bytes[offset] : UInt8(ascii: "x")
        offset += 1
    }

    private mutating func takeComment(to end: Int) {
        for index in offset..<end { comments[index] = bytes[index] < 0x80 ? bytes[index] : UInt8(ascii: "x") }
        offset = end
    }

    private mutating func takeStringBytes(to end: Int) {
        for index in offset..<end where bytes[index] != 0x0A {
            strings[index] = bytes[index] < 0x80 ? bytes[index] : UInt8(ascii: "x")
        }
        offset = end
    }

    /// `` `a sentence` `` becomes `` `x_xxxxxxxx` ``: still one name, with no word of it left to match.
    private mutating func takeRawIdentifier() {
        code[offset] = bytes[offset]
        offset += 1
        while let byte = at(offset), byte != UInt8(ascii: "`"), byte != 0x0A {
            code[offset] = UInt8(ascii: "x")
            offset += 1
        }
        if at(offset) == UInt8(ascii: "`") { takeCodeByte() }
    }

    private mutating func takeRegularExpression() {
        var end = offset + 2
        while end < bytes.count, !(bytes[end] == UInt8(ascii: "/") && at(end + 1) == UInt8(ascii: "#")) { end += 1 }
        takeStringBytes(to: min(end + 2, bytes.count))
    }

    /// The opening delimiter of a string literal; a number sign that opens none is code.
    private mutating func takeLiteralStart() {
        var index = offset
        while at(index) == UInt8(ascii: "#") { index += 1 }
        guard at(index) == UInt8(ascii: "\"") else { return takeCodeByte() }
        let hashes = index - offset
        let quotes = isRun(of: UInt8(ascii: "\""), count: 3, at: index) ? 3 : 1
        while offset < index + quotes { takeCodeByte() }
        modes.append(.literal(hashes: hashes, quotes: quotes))
    }

    // MARK: Looking ahead

    private func at(_ index: Int) -> UInt8? { index < bytes.count ? bytes[index] : nil }

    private func isRun(of byte: UInt8, count: Int, at start: Int) -> Bool {
        (start..<start + count).allSatisfy { at($0) == byte }
    }

    private func hasHashes(_ count: Int, at start: Int) -> Bool {
        isRun(of: UInt8(ascii: "#"), count: count, at: start)
    }

    private func endOfLine() -> Int {
        var end = offset
        while let byte = at(end), byte != 0x0A { end += 1 }
        return end
    }

    private func endOfBlockComment() -> Int {
        var end = offset + 2
        var depth = 1
        while depth > 0, end < bytes.count {
            if bytes[end] == UInt8(ascii: "/"), at(end + 1) == UInt8(ascii: "*") {
                depth += 1
                end += 2
            } else if bytes[end] == UInt8(ascii: "*"), at(end + 1) == UInt8(ascii: "/") {
                depth -= 1
                end += 2
            } else {
                end += 1
            }
        }
        return min(end, bytes.count)
    }
}
