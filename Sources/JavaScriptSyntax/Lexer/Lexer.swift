internal import UnicodeData

/// Turns UTF-8 source text into tokens, one at a time, under the parser's control.
///
/// The parser alone knows whether `/` starts a regular expression and whether `}` continues a template: the lexer takes
/// both as punctuators, and the parser asks to have them read again (`rescanAsRegExp`, `rescanAsTemplateContinuation`)
/// before it consumes them. A lexical error is a token of kind `.illegal`, so that looking ahead cannot fail.
///
/// Invariant of every byte access: `bytes` is followed by `SourceText.padding` zero bytes, the text is well-formed UTF-8,
/// and `position` is at most `count`, moving past a byte only after that byte was seen to be no terminating zero. Looking
/// ahead by up to eight bytes is therefore always inside the allocation.
///
/// https://tc39.es/ecma262/#sec-ecmascript-language-lexical-grammar
struct Lexer: ~Copyable {
    /// The text, with `SourceText.padding` zeros behind it.
    let bytes: ByteView
    /// Whether `<!--` and `-->` start comments: in scripts only.
    let allowsHTMLComments: Bool
    /// Offset of the next byte to read.
    var position = 0
    /// The current token.
    var token = Token()
    /// End of the token before the current one.
    var previousEnd: UInt32 = 0
    /// Why the current token is `.illegal`.
    var problem = LexicalProblem(code: .invalidCharacter, range: SourceRange(start: 0, end: 0))
    /// Why the current template part has no cooked text.
    var templateProblem = LexicalProblem(code: .invalidCharacter, range: SourceRange(start: 0, end: 0))
    var names = NameTable()
    /// Code units of a name or string that cannot be taken from the text as it stands.
    var units = AppendBuffer<UInt16>(capacity: 64)
    /// Raw code units of a template part.
    var rawUnits = AppendBuffer<UInt16>(capacity: 1)

    /// A lexer at the start of a text, which must outlive the lexer.
    init(_ bytes: ByteView, allowsHTMLComments: Bool) {
        self.bytes = bytes
        self.allowsHTMLComments = allowsHTMLComments
        skipHashbang()
    }

    /// What is needed to return to a token after looking ahead.
    struct Checkpoint: BitwiseCopyable {
        var position: Int
        var token: Token
        var previousEnd: UInt32
        var problem: LexicalProblem
    }

    /// Number of bytes of the text.
    @inline(__always) var count: Int { bytes.count }

    /// The current place.
    var checkpoint: Checkpoint {
        Checkpoint(position: position, token: token, previousEnd: previousEnd, problem: problem)
    }

    /// Returns to an earlier place.
    mutating func restore(_ checkpoint: Checkpoint) {
        position = checkpoint.position
        token = checkpoint.token
        previousEnd = checkpoint.previousEnd
        problem = checkpoint.problem
    }

    /// The token after the current one.
    mutating func peek() -> Token {
        let here = checkpoint
        advance()
        let next = token
        restore(here)
        return next
    }

    /// The first byte after the current token that is neither a space nor a line terminator; ASCII white space only.
    @inline(__always)
    func nextSignificantByte() -> (byte: UInt8, lineTerminatorBefore: Bool) {
        var index = position
        var sawLineTerminator = false
        while true {
            let byte = bytes[index]
            if byte == 0x0A || byte == 0x0D {
                sawLineTerminator = true
            } else if byte != 0x20, byte != 0x09 {
                return (byte, sawLineTerminator)
            }
            index &+= 1
        }
    }

    /// Moves to the next token.
    @inline(never)
    mutating func advance() {
        previousEnd = token.end
        token.flags = []
        scanToken()
        token.end = UInt32(truncatingIfNeeded: position)
    }

    /// Makes the current token illegal.
    mutating func reject(_ code: SyntaxError.Code, from start: Int, to end: Int) {
        token.kind = .illegal
        problem = LexicalProblem(
            code: code,
            range: SourceRange(
                start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: min(end, count))))
    }

    /// Sets the kind of a token of `length` bytes.
    @inline(__always)
    mutating func accept(_ kind: TokenKind, _ length: Int) {
        token.kind = kind
        position &+= length
    }

    /// The text of a range as a name. The range must lie in the source.
    mutating func internSource(from start: Int, to end: Int) -> NameID {
        var index = start
        while index < end, bytes[index] < 0x80 { index &+= 1 }
        if index == end {
            return names.intern(latin1: bytes.slice(from: start, to: end))
        }
        units.truncate(to: 0)
        index = start
        while index < end { appendUnits(of: decode(&index)) }
        return internUnits()
    }

    /// The collected code units as a name.
    mutating func internUnits() -> NameID {
        units.withElements { names.intern(utf16: $0) }
    }

    /// Appends a code point to the collected code units.
    @inline(__always)
    mutating func appendUnits(of codePoint: UInt32) {
        if codePoint < 0x10000 {
            units.append(UInt16(truncatingIfNeeded: codePoint))
        } else {
            units.append(UInt16(truncatingIfNeeded: 0xD7C0 &+ (codePoint >> 10)))
            units.append(UInt16(truncatingIfNeeded: 0xDC00 &+ (codePoint & 0x3FF)))
        }
    }

    /// Decodes the code point at the current position, which must be below `count`, and moves behind it.
    @inline(__always)
    mutating func takeCodePoint() -> UInt32 {
        var next = position
        let codePoint = decode(&next)
        position = next
        return codePoint
    }

    /// Decodes the code point at `index`, which must be below `count`, and moves behind it.
    @inline(__always)
    func decode(_ index: inout Int) -> UInt32 {
        let lead = UInt32(bytes[index])
        if lead < 0x80 {
            index &+= 1
            return lead
        }
        return decodeSequence(&index, lead)
    }

    private func decodeSequence(_ index: inout Int, _ lead: UInt32) -> UInt32 {
        let second = UInt32(bytes[index &+ 1]) & 0x3F
        if lead < 0xE0 {
            index &+= 2
            return (lead & 0x1F) << 6 | second
        }
        let third = UInt32(bytes[index &+ 2]) & 0x3F
        if lead < 0xF0 {
            index &+= 3
            return (lead & 0x0F) << 12 | second << 6 | third
        }
        let fourth = UInt32(bytes[index &+ 3]) & 0x3F
        index &+= 4
        return (lead & 0x07) << 18 | second << 12 | third << 6 | fourth
    }

    /// Whether the three bytes at `index` are U+2028 or U+2029.
    @inline(__always)
    func isLineSeparator(at index: Int) -> Bool {
        bytes[index] == 0xE2 && bytes[index &+ 1] == 0x80 && bytes[index &+ 2] & 0xFE == 0xA8
    }
}
