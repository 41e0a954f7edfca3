/// Template literals.
///
/// https://tc39.es/ecma262/#sec-template-literal-lexical-components
extension Lexer {
    /// Reads the `}` that is the current token as the start of the next part of a template.
    mutating func rescanAsTemplateContinuation() {
        position = Int(token.start)
        scanTemplatePart()
        token.end = UInt32(truncatingIfNeeded: position)
    }

    /// Reads a part of a template from its back-tick or `}` to its closing back-tick or `${`.
    mutating func scanTemplatePart() {
        let start = position &+ 1
        var index = start
        while true {
            let byte = bytes[index]
            if byte == 0x60 || (byte == 0x24 && bytes[index &+ 1] == 0x7B) { break }
            if byte == 0x5C || byte >= 0x80 || byte == 0x0D || (byte == 0 && index >= count) {
                position = index
                return scanTemplatePartSlowly(from: start)
            }
            index &+= 1
        }
        token.name = names.intern(latin1: bytes.slice(from: start, to: index))
        token.raw = token.name
        position = index
        finishTemplatePart()
    }

    private mutating func finishTemplatePart() {
        token.kind = .template
        if bytes[position] == 0x60 {
            token.flags.insert(.templateTail)
            position &+= 1
        } else {
            position &+= 2
        }
    }

    @inline(never)
    private mutating func scanTemplatePartSlowly(from start: Int) {
        units.truncate(to: 0)
        rawUnits.truncate(to: 0)
        for index in start..<position {
            units.append(UInt16(bytes[index]))
            rawUnits.append(UInt16(bytes[index]))
        }
        while true {
            let byte = bytes[position]
            if byte == 0x60 || (byte == 0x24 && bytes[position &+ 1] == 0x7B) { break }
            if position >= count { return reject(.unterminatedTemplate, from: Int(token.start), to: position) }
            let from = position
            if byte == 0x5C {
                position &+= 1
                if position >= count { return reject(.unterminatedTemplate, from: Int(token.start), to: position) }
                if let code = scanEscape(inTemplate: true) { rejectTemplateEscape(code, from: from) }
            } else if byte == 0x0D {
                position &+= 1
                if bytes[position] == 0x0A { position &+= 1 }
                units.append(0x0A)
            } else {
                appendUnits(of: takeCodePoint())
            }
            appendRaw(from: from)
        }
        token.name = token.flags.contains(.invalidTemplateEscape) ? .empty : internUnits()
        token.raw = rawUnits.withElements { names.intern(utf16: $0) }
        finishTemplatePart()
    }

    private mutating func rejectTemplateEscape(_ code: SyntaxError.Code, from start: Int) {
        if token.flags.contains(.invalidTemplateEscape) { return }
        token.flags.insert(.invalidTemplateEscape)
        templateProblem = LexicalProblem(
            code: code,
            range: SourceRange(start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: position)))
    }

    /// Appends the text from `start` to the current position; CR and CR LF become LF.
    private mutating func appendRaw(from start: Int) {
        var index = start
        while index < position {
            if bytes[index] == 0x0D {
                index &+= bytes[index &+ 1] == 0x0A ? 2 : 1
                rawUnits.append(0x0A)
                continue
            }
            let codePoint = decode(&index)
            if codePoint < 0x10000 {
                rawUnits.append(UInt16(truncatingIfNeeded: codePoint))
            } else {
                rawUnits.append(UInt16(truncatingIfNeeded: 0xD7C0 &+ (codePoint >> 10)))
                rawUnits.append(UInt16(truncatingIfNeeded: 0xDC00 &+ (codePoint & 0x3FF)))
            }
        }
    }
}
