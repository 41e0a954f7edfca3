import Testing

@testable import CLI

/// Nothing that a script prints commands the terminal.
@Suite struct ControlStripperTests {
    @Test func `text, line feeds and tabs pass`() {
        #expect(ControlStripper.strip("a\tb\nä 日本 🎉 👩‍👩‍👧\n") == "a\tb\nä 日本 🎉 👩‍👩‍👧\n")
    }

    @Test(arguments: [
        ("\u{1B}[31mred\u{1B}[0m", "red"),
        ("\u{1B}[2J\u{1B}[Hgone", "gone"),
        ("\u{1B}]0;title\u{07}after", "after"),
        ("\u{1B}]52;c;c3RvbGVu\u{1B}\\after", "after"),
        ("\u{1B}P1;2|data\u{1B}\\after", "after"),
        ("\u{1B}(Bplain", "plain"),
        ("\u{1B}cafter", "after"),
        ("\u{9B}31mred", "red"),
        ("\u{9D}0;title\u{9C}after", "after"),
        ("\u{1B}\u{1B}[1mbold", "bold"),
        ("\u{1B}[1\u{1B}[2mafter", "after"),
    ])
    func `sequences go as a whole`(given: String, shown: String) {
        #expect(ControlStripper.strip(given) == shown)
    }

    @Test func `single controls go`() {
        #expect(ControlStripper.strip("a\u{00}\u{07}\u{08}\rb\u{7F}\u{85}c") == "abc")
    }

    @Test func `no text writes against its direction`() {
        #expect(ControlStripper.strip("a\u{202E}cba\u{2066}\u{200F}\u{2028}") == "acba")
    }

    @Test func `a sequence cut by the end of a chunk goes on in the next`() {
        var stripper = ControlStripper()
        let chunks = ["a\u{1B}", "[3", "1mb", "\u{1B}]0;ti", "tle\u{07}c"]
        #expect(chunks.map { stripper.strip($0) }.joined() == "abc")
    }

    @Test func `a sequence that never ends hides no more than its line`() {
        #expect(ControlStripper.strip("a\u{1B}]0;hidden\nshown") == "a\nshown")
        #expect(ControlStripper.strip("a\u{1B}[31\nshown") == "a\nshown")
    }

    @Test func `no control is left of any two scalars`() {
        let scalars = (0...0x9F).compactMap(Unicode.Scalar.init).map(Character.init)
        for first in scalars {
            for second in scalars {
                let shown = ControlStripper.strip(String([first, second])).unicodeScalars
                let isClean = shown.allSatisfy { $0 == "\n" || $0 == "\t" || $0.properties.generalCategory != .control }
                #expect(isClean, "\(first.debugDescription)\(second.debugDescription)")
            }
        }
    }
}
