/// Takes out of a program's output what a terminal would obey rather than show.
///
/// Dropped are the C0 and C1 control characters except line feed and tab, escape sequences as a whole, and the marks
/// that turn the direction of writing, by which shown text can lie about its order. A sequence that is cut by the end of
/// a chunk goes on in the next one; one that never ends is over at the next line.
///
/// Source: ECMA-48 for the sequences, https://www.unicode.org/reports/tr9/#Directional_Formatting_Characters
struct ControlStripper: Sendable {
    private enum State: Sendable {
        case text
        /// After ESC.
        case escape
        /// In a control sequence, `ESC [`, up to its final byte.
        case controlSequence
        /// In a command string, `ESC ]` and its like, up to BEL or `ESC \`.
        case commandString
    }

    private var state = State.text

    /// What may be shown of the next chunk.
    mutating func strip(_ chunk: String) -> String {
        var shown = String.UnicodeScalarView()
        for scalar in chunk.unicodeScalars where takes(scalar) { shown.append(scalar) }
        return String(shown)
    }

    /// What may be shown of a text that stands alone.
    static func strip(_ text: String) -> String {
        var stripper = ControlStripper()
        return stripper.strip(text)
    }

    /// Follows the sequences; whether `scalar` is text.
    private mutating func takes(_ scalar: Unicode.Scalar) -> Bool {
        if scalar == "\n" {
            state = .text
            return true
        }
        switch state {
        case .text:
            return takesInText(scalar)
        case .escape:
            switch scalar {
            case "[": state = .controlSequence
            case "]", "P", "X", "^", "_": state = .commandString
            case "\u{1B}": break
            // Intermediate bytes; the sequence goes on.
            case "\u{20}"..."\u{2F}": break
            default: state = .text
            }
            return false
        case .controlSequence:
            switch scalar {
            case "\u{20}"..."\u{3F}": return false
            case "\u{1B}": state = .escape
            default: state = .text
            }
            return false
        case .commandString:
            if scalar == "\u{07}" || scalar == "\u{9C}" { state = .text }
            if scalar == "\u{1B}" { state = .escape }
            return false
        }
    }

    private mutating func takesInText(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "\t": return true
        case "\u{1B}": state = .escape
        case "\u{9B}": state = .controlSequence
        case "\u{90}", "\u{98}", "\u{9D}", "\u{9E}", "\u{9F}": state = .commandString
        case "\u{00}"..."\u{1F}", "\u{7F}"..."\u{9F}": break
        case "\u{061C}", "\u{200E}", "\u{200F}", "\u{2028}"..."\u{202E}", "\u{2066}"..."\u{2069}": break
        default: return true
        }
        return false
    }
}
