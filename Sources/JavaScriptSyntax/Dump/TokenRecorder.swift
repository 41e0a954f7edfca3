/// Collects the tokens that a parser consumes, for `--dump tokens`.
struct TokenRecorder {
    /// One line for each token: offsets, class, text.
    private(set) var lines: [String] = []

    /// Adds a token.
    mutating func record(_ token: Token, names: borrowing NameTable) {
        var line = "\(token.start)..<\(token.end) "
        switch token.kind {
        case .number: line += "number \(token.number)"
        case .bigint: line += "bigint \(names.string(token.name))"
        case .string: line += "string \(DumpText.quoted(names[token.name]))"
        case .template:
            line += "template \(DumpText.quoted(names[token.raw]))"
            if token.flags.contains(.templateTail) { line += " tail" }
        case .regexp: line += "regexp \(DumpText.quoted(names[token.name])) \(names.string(token.raw))"
        case .identifier: line += "identifier \(names.string(token.name))"
        case .escapedKeyword: line += "escaped keyword \(names.string(token.name))"
        case .privateName: line += "private name #\(names.string(token.name))"
        case .endOfFile: line += "end"
        case let kind where kind.isKeyword: line += "keyword \(kind.text)"
        default: line += "punctuator \(token.kind.text)"
        }
        if token.hasLineTerminatorBefore { line += " (after line terminator)" }
        lines.append(line)
    }
}
