import Testing

@testable import CLI

/// Colours only where they are shown and wanted.
@Suite struct OutputStyleTests {
    @Test(arguments: [
        (true, ["TERM": "xterm-256color"], OutputStyle.coloured),
        (true, ["TERM": "xterm", "NO_COLOR": ""], .coloured),
        (true, ["TERM": "xterm", "NO_COLOR": "1"], .plain),
        (true, ["TERM": "dumb"], .plain),
        (true, [:], .plain),
        (false, ["TERM": "xterm"], .plain),
    ])
    func `colours need a terminal and nobody against them`(
        isTerminal: Bool, environment: [String: String], expected: OutputStyle
    ) {
        #expect(OutputStyle(isTerminal: isTerminal, environment: environment) == expected)
    }

    @Test func `plain output is the text itself`() {
        #expect(OutputStyle.plain.paint("text", .failure) == "text")
        #expect(OutputStyle.coloured.paint("text", .failure) == "\u{1B}[31mtext\u{1B}[0m")
        #expect(OutputStyle.coloured.paint("", .failure).isEmpty)
    }
}
