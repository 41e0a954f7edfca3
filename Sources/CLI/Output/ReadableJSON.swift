internal import JSON

/// JSON as people read it: two spaces a level, small containers on one line, nothing a terminal would obey.
struct ReadableJSON {
    /// Longest container that stands on one line.
    private static let inlineColumnsMax = 72

    /// The lines of `value`, without a line feed at the end. Recursion is bounded by the depth that the wire allows.
    static func text(_ value: JSONValue) -> String {
        var writer = ReadableJSON()
        writer.write(value, indent: "")
        return writer.text
    }

    /// `value` on one line, at most `columnsMax` characters; what is longer is cut and ends in `…`.
    static func line(_ value: JSONValue, columnsMax: Int) -> String {
        ControlStripper.strip(value.description).cut(to: columnsMax)
    }

    private var text = ""

    private mutating func write(_ value: JSONValue, indent: String) {
        switch value {
        case .array(let elements) where !isInline(value):
            writeLines(elements.map { ("", $0) }, between: ("[", "]"), indent: indent)
        case .object(let members) where !isInline(value):
            let lines = members.map { (Self.scalar(.string($0.key)) + ": ", $0.value) }
            writeLines(lines, between: ("{", "}"), indent: indent)
        case .array(let elements):
            text += "[" + elements.map(Self.scalar).joined(separator: ", ") + "]"
        case .object(let members):
            let parts = members.map { "\(Self.scalar(.string($0.key))): \(Self.scalar($0.value))" }
            text += parts.isEmpty ? "{}" : "{ " + parts.joined(separator: ", ") + " }"
        default:
            text += Self.scalar(value)
        }
    }

    private mutating func writeLines(
        _ lines: [(prefix: String, value: JSONValue)], between brackets: (open: String, close: String), indent: String
    ) {
        let inner = indent + "  "
        text += brackets.open + "\n"
        for (index, line) in lines.enumerated() {
            text += inner + line.prefix
            write(line.value, indent: inner)
            text += index + 1 < lines.count ? ",\n" : "\n"
        }
        text += indent + brackets.close
    }

    /// Whether `value` holds no container and is short.
    private func isInline(_ value: JSONValue) -> Bool {
        let values: [JSONValue]
        switch value {
        case .array(let elements): values = elements
        case .object(let members): values = members.map(\.value)
        default: return true
        }
        guard values.count <= Self.inlineColumnsMax / 2 else { return false }
        let isFlat = values.allSatisfy { element in
            switch element {
            case .array, .object: false
            default: true
            }
        }
        return isFlat && Self.scalar(value).count <= Self.inlineColumnsMax
    }

    private static func scalar(_ value: JSONValue) -> String { ControlStripper.strip(value.description) }
}

extension String {
    /// At most `count` characters on one line: line feeds and tabs become spaces, and what is cut off becomes `…`.
    func cut(to count: Int) -> String {
        let head = prefix(count + 1).map { $0.isNewline || $0 == "\t" ? " " : $0 }
        return head.count <= count ? String(head) : String(head.prefix(max(0, count - 1))) + "…"
    }
}
