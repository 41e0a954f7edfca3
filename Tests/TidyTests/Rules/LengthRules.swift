extension Rule {
    /// Files and functions that fit a head and a screen.
    static let lengthRules = [
        Rule(.fileLength, "A file has one subject; at 800 lines it has two.", where: isSwift, text: fileLength),
        Rule(.functionLength, "A function fits a screen.", source: functionLengths),
    ]

    private static let fileLinesMax = 800
    private static let functionLinesMax = 70

    @Sendable private static func fileLength(_ file: TextFile) -> [Finding] {
        guard !file.isGenerated, file.lineCount > fileLinesMax else { return [] }
        let message = "\(file.lineCount) lines, \(fileLinesMax) allowed: look for the seam"
        return [Finding(path: file.path, line: 0, message: message, symbol: file.name)]
    }

    @Sendable private static func functionLengths(_ source: SourceFile) -> [Finding] {
        guard !source.file.isGenerated else { return [] }
        return FunctionScanner(source).functions.filter { $0.lineCount > functionLinesMax }.map { function in
            let message = "`\(function.name)` has \(function.lineCount) lines, \(functionLinesMax) allowed"
            return Finding(path: source.path, line: function.firstLine, message: message, symbol: function.name)
        }
    }
}

/// Finds the functions of a file and how long they are, by their keywords and braces.
struct FunctionScanner {
    /// A function, initialiser, subscript or computed property with a body.
    struct Function: Sendable {
        /// Its base name; `init`, `deinit` and `subscript` stand for themselves.
        let name: String
        /// Where its keyword stands, from 1.
        let firstLine: Int
        /// Where its closing brace stands.
        let lastLine: Int
        /// The offset of the keyword, and of the brace that opens the body.
        let start: Int
        let body: Int

        /// From the line of the keyword to the one of the closing brace.
        var lineCount: Int { lastLine - firstLine + 1 }
    }

    /// In the order of their keywords; nested ones follow the one they are in.
    let functions: [Function]

    private static let keyword = Pattern(
        #"(?<![\w.])(?:(?:func|var)\s+(`[^`]*`|[^\s(<:{=,]+)|(init|deinit|subscript)\b(?=[?!]?\s*[(<{]))"#)

    init(_ source: SourceFile) {
        let code = source.codeBytes
        functions = Self.keyword.matches(in: source.code).compactMap { match in
            let isProperty = match.text.hasPrefix("var")
            guard
                let body = Self.bodyStart(after: match.offset + match.text.utf8.count, in: code, isProperty: isProperty)
            else { return nil }
            let end = Self.matchingBrace(of: body, in: code)
            return Function(
                name: match.groups.first ?? "", firstLine: source.file.line(at: match.offset),
                lastLine: source.file.line(at: end), start: match.offset, body: body)
        }
    }

    /// The brace that opens the body, or nil for a requirement, a call or a stored property.
    ///
    /// A signature ends at a line that neither leaves a bracket open nor goes on by its last or its next token.
    private static func bodyStart(after start: Int, in code: [UInt8], isProperty: Bool) -> Int? {
        var depth = 0
        var index = start
        while index < code.count {
            switch code[index] {
            case UInt8(ascii: "("), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: ")"), UInt8(ascii: "]"):
                depth -= 1
                if depth < 0 { return nil }
            case UInt8(ascii: "{") where depth == 0: return index
            case UInt8(ascii: "}") where depth == 0: return nil
            case UInt8(ascii: "=") where depth == 0 && isProperty: return nil
            case 0x0A where depth == 0 && !goesOn(at: index, from: start, in: code): return nil
            default: break
            }
            index += 1
        }
        return nil
    }

    private static func goesOn(at lineFeed: Int, from start: Int, in code: [UInt8]) -> Bool {
        var before = lineFeed - 1
        while before > start, code[before] == UInt8(ascii: " ") { before -= 1 }
        if [UInt8(ascii: ","), UInt8(ascii: "&"), UInt8(ascii: ">"), UInt8(ascii: ":")].contains(code[before]),
            code[before] != UInt8(ascii: ">") || code[max(before - 1, 0)] == UInt8(ascii: "-")
        {
            return true
        }
        let after = code[lineFeed...].prefix(400).drop { $0 == 0x0A || $0 == UInt8(ascii: " ") }.prefix(9)
        let next = String(decoding: after, as: UTF8.self)
        return ["{", "->", "where ", "throws", "async", "rethrows"].contains(where: next.hasPrefix)
    }

    private static func matchingBrace(of open: Int, in code: [UInt8]) -> Int {
        var depth = 0
        var index = open
        while index < code.count {
            if code[index] == UInt8(ascii: "{") { depth += 1 }
            if code[index] == UInt8(ascii: "}") { depth -= 1 }
            if depth == 0 { return index }
            index += 1
        }
        return max(0, code.count - 1)
    }
}
