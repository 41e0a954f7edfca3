import JavaScriptSyntax

/// Changes to a text, collected in any order and applied in one pass, so that all else stays as the author wrote it.
struct SourceEdits {
    private struct Edit {
        let offset: UInt32
        /// Bytes of the text that the edit replaces.
        let length: UInt32
        /// At one offset: closings, then replacements and openings.
        let rank: UInt8
        /// Among openings the widest comes first, among closings the narrowest.
        let width: Int64
        let order: Int
        let text: String
    }

    private var edits: [Edit] = []

    /// How many changes there are.
    var count: Int { edits.count }

    /// Forgets the newest changes.
    mutating func truncate(to count: Int) { edits.removeLast(edits.count - count) }

    /// Inserts before and after a range.
    mutating func wrap(_ range: SourceRange, _ before: String, _ after: String) {
        let width = Int64(range.end) - Int64(range.start)
        if !before.isEmpty { add(range.start, 0, rank: 1, width: -width, before) }
        if !after.isEmpty { add(range.end, 0, rank: 0, width: width, after) }
    }

    /// Inserts at the very start of what a range covers, inside of everything that wraps it.
    mutating func insert(_ text: String, at offset: UInt32) { add(offset, 0, rank: 2, width: 0, text) }

    /// Replaces a range.
    mutating func replace(_ range: SourceRange, with text: String) {
        add(range.start, range.end &- range.start, rank: 3, width: 0, text)
    }

    private mutating func add(_ offset: UInt32, _ length: UInt32, rank: UInt8, width: Int64, _ text: String) {
        edits.append(
            Edit(offset: offset, length: length, rank: rank, width: width, order: edits.count, text: text))
    }

    /// The text with all changes. A replacement that begins inside an earlier one is left out.
    func applied(to source: SourceText) -> String {
        let sorted = edits.sorted {
            ($0.offset, $0.rank, $0.width, $0.order) < ($1.offset, $1.rank, $1.width, $1.order)
        }
        var result = ""
        var position: UInt32 = 0
        for edit in sorted {
            if edit.offset < position { continue }
            result += source.text(SourceRange(start: position, end: edit.offset))
            result += edit.text
            position = edit.offset &+ edit.length
        }
        return result + source.text(SourceRange(start: position, end: UInt32(truncatingIfNeeded: source.byteCount)))
    }
}
