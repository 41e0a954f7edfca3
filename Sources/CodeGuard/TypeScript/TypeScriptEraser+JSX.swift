import JavaScriptSyntax

/// JSX: elements become calls of `React.createElement`, fragments too. https://facebook.github.io/jsx/
extension TypeScriptEraser {
    /// An element or a fragment; the current token is its `<`.
    mutating func jsxElement() throws(Problem) {
        let end = try jsxNode()
        lexer.seek(end)
        advance()
    }

    /// Reads one element from the current `<`. Returns the offset behind it.
    private mutating func jsxNode() throws(Problem) -> Int {
        try enter()
        defer { depth -= 1 }
        let start = token.start
        advance()
        let name = jsxName()
        replace(start..<max(start + 1, lexer.previousEnd), with: "React.createElement(\(name.expression), ")
        let end = try jsxAttributes()
        if end.isEmpty {
            replace(end.range, with: ")")
            return end.range.upperBound
        }
        replace(end.range, with: "")
        return try jsxChildren(from: end.range.upperBound, closing: name.text)
    }

    private mutating func replace(_ range: Range<Int>, with text: String) {
        edits.replace(sourceRange(range), with: text)
    }

    /// The name of a tag: lower-case names and those with a dash are strings. Nothing before `>` is a fragment.
    private mutating func jsxName() -> (text: String, expression: String) {
        if isPunctuator(">") { return ("", "React.Fragment") }
        let start = token.start
        var end = start
        while end < lexer.bytes.count {
            let byte = lexer.bytes[end]
            guard TypeScriptLexer.isWordByte(byte) || [0x2D, 0x2E, 0x3A].contains(byte) else { break }
            end += 1
        }
        let name = String(decoding: lexer.bytes[start..<end], as: UTF8.self)
        lexer.seek(end)
        advance()
        let isText = name.utf8.first.map { (0x61...0x7A).contains($0) } ?? true || name.contains("-")
        return (name, isText && !name.contains(".") ? "\"\(name)\"" : name)
    }

    /// Attributes up to `>` or `/>`: an object, or null. The range is that of the closing punctuation.
    private mutating func jsxAttributes() throws(Problem) -> (range: Range<Int>, isEmpty: Bool) {
        var count = 0
        while !isPunctuator(">") && !isPunctuator("/") {
            if token.kind == .end { throw problem("expected `>`") }
            let opening = count == 0 ? "{ " : ", "
            count += 1
            if isPunctuator("{") {
                let start = token.start
                advance()
                guard isPunctuator("...") else { throw problem("expected `...`") }
                replace(start..<token.start, with: opening)
                advance()
                try assignment()
                guard isPunctuator("}") else { throw problem("expected `}`") }
                replace(token.start..<token.end, with: "")
                advance()
            } else {
                try jsxAttribute(opening)
            }
        }
        let start = token.start
        let isEmpty = isPunctuator("/")
        if isEmpty { advance() }
        guard isPunctuator(">") else { throw problem("expected `>`") }
        edits.insert(count == 0 ? "null" : " }", at: UInt32(truncatingIfNeeded: start))
        return (start..<token.end, isEmpty)
    }

    private mutating func jsxAttribute(_ opening: String) throws(Problem) {
        let start = token.start
        var end = start
        while end < lexer.bytes.count,
            TypeScriptLexer.isWordByte(lexer.bytes[end]) || [0x2D, 0x3A].contains(lexer.bytes[end])
        {
            end += 1
        }
        if end == start { throw problem("expected the name of an attribute") }
        let name = String(decoding: lexer.bytes[start..<end], as: UTF8.self)
        lexer.seek(end)
        advance()
        guard isPunctuator("=") else { return replace(start..<end, with: "\(opening)\"\(name)\": true") }
        replace(start..<token.end, with: "\(opening)\"\(name)\": ")
        advance()
        if isPunctuator("{") {
            replace(token.start..<token.end, with: "(")
            advance()
            try nested { eraser throws(Problem) in try eraser.assignment() }
            guard isPunctuator("}") else { throw problem("expected `}`") }
            replace(token.start..<token.end, with: ")")
            advance()
        } else if isPunctuator("<") {
            try jsxElement()
        } else if token.kind == .string {
            // A string of JSX has no escapes and may hold line ends.
            let quote = lexer.bytes[token.start]
            guard let close = lexer.bytes[(token.start + 1)...].firstIndex(of: quote) else {
                throw problem("expected a quote")
            }
            let raw = String(decoding: lexer.bytes[token.start + 1..<close], as: UTF8.self)
            replace(token.start..<close + 1, with: JSXText.literal(JSXText.decoded(raw)))
            lexer.seek(close + 1)
            advance()
        } else {
            throw problem("expected the value of an attribute")
        }
    }

    /// Children up to the closing tag. Returns the offset behind it.
    private mutating func jsxChildren(from offset: Int, closing name: String) throws(Problem) -> Int {
        var position = offset
        while true {
            var end = position
            while end < lexer.bytes.count, lexer.bytes[end] != UInt8(ascii: "<"), lexer.bytes[end] != UInt8(ascii: "{")
            { end += 1 }
            guard end < lexer.bytes.count else { throw problem("expected `</\(name)>`") }
            if end > position {
                let text = JSXText.collapsed(String(decoding: lexer.bytes[position..<end], as: UTF8.self))
                replace(position..<end, with: text.isEmpty ? "" : ", " + JSXText.literal(JSXText.decoded(text)))
            }
            lexer.seek(end)
            advance()
            if isPunctuator("{") {
                position = try jsxExpression()
            } else if lexer.byte(end + 1) == UInt8(ascii: "/") {
                return try jsxClosing(name)
            } else {
                edits.insert(", ", at: UInt32(truncatingIfNeeded: end))
                position = try jsxNode()
            }
        }
    }

    /// `{expression}`, or `{}` with nothing or a comment in it.
    private mutating func jsxExpression() throws(Problem) -> Int {
        let start = token.start
        advance()
        if isPunctuator("}") {
            replace(start..<token.end, with: "")
            return token.end
        }
        replace(start..<start + 1, with: ", (")
        try nested { eraser throws(Problem) in try eraser.expression() }
        guard isPunctuator("}") else { throw problem("expected `}`") }
        replace(token.start..<token.end, with: ")")
        return token.end
    }

    private mutating func jsxClosing(_ name: String) throws(Problem) -> Int {
        let start = token.start
        advance()
        advance()
        let closing = jsxName()
        guard closing.text == name, isPunctuator(">") else { throw problem("expected `</\(name)>`") }
        replace(start..<token.end, with: ")")
        return token.end
    }
}

/// The text of JSX.
enum JSXText {
    /// Lines trimmed and joined with a space; lines of white space vanish.
    static func collapsed(_ text: String) -> String {
        let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
        if lines.count == 1 { return text }
        let trimmed = lines.enumerated().map { index, line in
            var line = line
            if index > 0 { line = line.drop { $0 == " " || $0 == "\t" } }
            if index < lines.count - 1 { while line.last == " " || line.last == "\t" { line = line.dropLast() } }
            return line
        }
        return trimmed.filter { !$0.isEmpty }.joined(separator: " ")
    }

    private static let entities: [Substring: String] = [
        "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": "\u{A0}", "copy": "\u{A9}",
        "mdash": "\u{2014}", "ndash": "\u{2013}", "hellip": "\u{2026}", "times": "\u{D7}", "rarr": "\u{2192}",
        "larr": "\u{2190}", "bull": "\u{2022}", "middot": "\u{B7}", "laquo": "\u{AB}", "raquo": "\u{BB}",
    ]

    /// The text with its character references replaced; unknown ones stay.
    static func decoded(_ text: String) -> String {
        guard text.contains("&") else { return text }
        var result = ""
        var rest = text[...]
        while let ampersand = rest.firstIndex(of: "&") {
            result += rest[..<ampersand]
            rest = rest[ampersand...]
            guard let semicolon = rest.prefix(12).firstIndex(of: ";"),
                let character = character(rest[rest.index(after: ampersand)..<semicolon])
            else {
                result.append("&")
                rest = rest.dropFirst()
                continue
            }
            result += character
            rest = rest[rest.index(after: semicolon)...]
        }
        return result + rest
    }

    private static func character(_ name: Substring) -> String? {
        if let known = entities[name] { return known }
        guard name.first == "#" else { return nil }
        let isHexadecimal = name.dropFirst().first.map { $0 == "x" || $0 == "X" } ?? false
        let digits = name.dropFirst(isHexadecimal ? 2 : 1)
        return UInt32(digits, radix: isHexadecimal ? 16 : 10).flatMap(Unicode.Scalar.init).map { String(Character($0)) }
    }

    static func literal(_ text: String) -> String {
        JavaScriptLiteral.quoted("", JSText(text))
    }
}
