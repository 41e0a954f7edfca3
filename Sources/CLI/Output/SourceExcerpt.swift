/// The line of a script that an error is about, with a caret below its column.
///
/// ```
///     3 | const total = price * ;
///       |                       ^
/// ```
struct SourceExcerpt {
    /// Columns of the line that are shown; of a longer one the part around the place.
    private static let columnsMax = 120

    /// Two lines, without a line feed at the end; nil where the script has no such place.
    ///
    /// - Parameters:
    ///   - line: from 1.
    ///   - column: from 1, in UTF-16 units, as the engine counts; nil shows the line alone.
    static func text(of script: String, line: Int, column: Int?) -> String? {
        guard line >= 1, let text = self.line(line, of: script), !text.allSatisfy(\.isWhitespace) else { return nil }
        let units = max(1, column ?? 1) - 1
        guard units <= text.utf16.count else { return nil }
        // A column within a surrogate pair is that of its character.
        let place = text.utf16.index(text.utf16.startIndex, offsetBy: units)
        var head = shown(text.unicodeScalars[..<place])
        var tail = shown(text.unicodeScalars[place...])
        if head.count + tail.count > columnsMax {
            let room = max(columnsMax / 2, columnsMax - tail.count)
            if head.count > room { head = ["…"] + head.suffix(room - 1) }
            if head.count + tail.count > columnsMax { tail = tail.prefix(columnsMax - head.count - 1) + ["…"] }
        }
        let number = String(line)
        let margin = String(repeating: " ", count: number.count + 4)
        let code = "    \(number) | " + String(head) + String(tail)
        guard column != nil else { return code }
        return code + "\n\(margin) | " + String(head.map { $0 == "\t" ? "\t" : " " }) + "^"
    }

    /// The text of a line, without its end.
    /// https://tc39.es/ecma262/#prod-LineTerminatorSequence
    private static func line(_ number: Int, of script: String) -> Substring? {
        var line = 1
        var start = script.unicodeScalars.startIndex
        var index = start
        let scalars = script.unicodeScalars
        while index < scalars.endIndex {
            let scalar = scalars[index]
            let next = scalars.index(after: index)
            if scalar == "\n" || scalar == "\r" || scalar == "\u{2028}" || scalar == "\u{2029}" {
                if line == number { break }
                let isPair = scalar == "\r" && next < scalars.endIndex && scalars[next] == "\n"
                index = isPair ? scalars.index(after: next) : next
                line += 1
                start = index
            } else {
                index = next
            }
        }
        return line == number ? script[start..<index] : nil
    }

    /// What a terminal may be shown of a piece of a line, in as many characters as it has.
    private static func shown(_ scalars: Substring.UnicodeScalarView) -> [Character] {
        scalars.map { scalar in
            let isShown = scalar == "\t" || !ControlStripper.strip(String(scalar)).isEmpty
            return isShown ? Character(scalar) : "\u{FFFD}"
        }
    }
}
