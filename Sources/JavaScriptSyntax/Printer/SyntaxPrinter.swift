extension SyntaxTree {
    /// The program as JavaScript text: one statement a line, four spaces of indentation, no comments.
    ///
    /// Parsing the text again gives the same tree up to ranges. Nodes that the parser did not make, such as operators
    /// without `.parenthesized` around weaker operands, get the parentheses they need.
    public func printed() -> String { printed(from: root) }

    /// The text of a node; see `printed()`.
    public func printed(from id: NodeID) -> String {
        var printer = SyntaxPrinter(tree: self)
        return printer.print(id)
    }
}

/// Turns nodes into text without recursion: what remains to be printed lies on a stack.
struct SyntaxPrinter {
    /// A piece of text to come.
    enum Part {
        case text(String)
        /// An expression or pattern that must bind at least as strongly as `level`.
        case expression(NodeID, Level, noIn: Bool)
        /// A statement, declaration, member, property or other node with a text of its own.
        case node(NodeID)
        /// Starts a new line.
        case line
        case indent
        case outdent
    }

    let tree: SyntaxTree
    private var text = ""
    private var parts: [Part] = []
    private var depth = 0

    init(tree: SyntaxTree) { self.tree = tree }

    /// Deepest indentation in levels, so that the text stays a constant times as long as the tree.
    private static let depthMax = 40

    /// The text of a node.
    mutating func print(_ id: NodeID) -> String {
        parts = [.node(id)]
        while let part = parts.popLast() {
            switch part {
            case .text(let string): text += string
            case .line:
                text += "\n" + String(repeating: "    ", count: min(depth, SyntaxPrinter.depthMax))
            case .indent: depth += 1
            case .outdent: depth -= 1
            case .node(let id): push(partsOfNode(id))
            case .expression(let id, let level, let noIn): push(partsOfOperand(id, level, noIn: noIn))
            }
        }
        return text
    }

    private mutating func push(_ next: [Part]) { parts.append(contentsOf: next.reversed()) }

    /// An expression in parentheses if it binds too weakly for its place.
    private func partsOfOperand(_ id: NodeID, _ level: Level, noIn: Bool) -> [Part] {
        let isForbiddenIn =
            switch tree[id] {
            case .binary(.in, _, _), .privateIn: noIn
            default: false
            }
        if Level.of(tree[id]) < level || isForbiddenIn {
            return [.text("("), .expression(id, .sequence, noIn: false), .text(")")]
        }
        return partsOfExpression(id, noIn: noIn)
    }

    private func partsOfNode(_ id: NodeID) -> [Part] {
        partsOfStatement(id) ?? partsOfModuleItem(id) ?? partsOfMember(id) ?? partsOfExpression(id, noIn: false)
    }

    // MARK: Lists

    /// The elements of a list with a separator between them.
    func separated(_ list: NodeList, by separator: String = ", ", _ part: (NodeID) -> Part) -> [Part] {
        var result: [Part] = []
        for index in 0..<Int(list.count) {
            if index > 0 { result.append(.text(separator)) }
            result.append(part(tree[list, index]))
        }
        return result
    }

    /// Statements or members in braces, one a line.
    func braced(_ list: NodeList) -> [Part] {
        if list.isEmpty { return [.text("{}")] }
        var result: [Part] = [.text("{"), .indent]
        for index in 0..<Int(list.count) { result += [.line, .node(tree[list, index])] }
        return result + [.outdent, .line, .text("}")]
    }

    // MARK: Leaves

    func name(_ id: NameID) -> String { tree.names.string(id) }

    /// A variable's name. `let` is written with an escape, which no declaration can start with.
    func variable(_ id: NameID) -> String { id == .let ? "l\\u0065t" : name(id) }

    /// A string literal in double quotes.
    func quoted(_ id: NameID) -> String {
        var result = "\""
        var units = tree.text(id).utf16[...]
        while let unit = units.popFirst() {
            switch unit {
            case 0x22: result += "\\\""
            case 0x5C: result += "\\\\"
            case 0x0A: result += "\\n"
            case 0x0D: result += "\\r"
            case 0x20..<0x7F: result.unicodeScalars.append(Unicode.Scalar(UInt8(unit)))
            case 0xD800..<0xDC00:
                if let low = units.first, low & 0xFC00 == 0xDC00 {
                    units.removeFirst()
                    result += String(decoding: [unit, low], as: UTF16.self)
                } else {
                    result += escape(unit)
                }
            case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0xDC00..<0xE000, 0xFEFF: result += escape(unit)
            default: result += String(decoding: [unit], as: UTF16.self)
            }
        }
        return result + "\""
    }

    private func escape(_ unit: UInt16) -> String {
        let digits = String(unit, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }

    /// A number literal; negative numbers and NaN, which no literal denotes, become expressions in parentheses.
    func number(_ value: Double) -> String {
        if value.isNaN { return "(0 / 0)" }
        if value.sign == .minus { return "(-" + number(-value) + ")" }
        if value.isInfinite { return "1e999" }
        if value < 1e15, value == value.rounded() { return String(Int64(value)) }
        return value.description
    }

    /// The raw text of a directive in the quotes that it was written in.
    func directive(_ value: NameID) -> String {
        let raw = name(value)
        var isEscaped = false
        var hasDoubleQuote = false
        for character in raw.unicodeScalars {
            if character == "\"", !isEscaped { hasDoubleQuote = true }
            isEscaped = character == "\\" && !isEscaped
        }
        return hasDoubleQuote ? "'\(raw)';" : "\"\(raw)\";"
    }
}
