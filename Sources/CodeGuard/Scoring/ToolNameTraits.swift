/// What a tool's name says that it does: the words in it, whatever their case.
package struct ToolNameTraits: OptionSet, Sendable, Hashable {
    package let rawValue: UInt32
    package init(rawValue: UInt32) { self.rawValue = rawValue }

    /// The words, each with its bit.
    private static let words: [[UInt8]] = [
        "list", "get", "query", "search", "find", "fetch", "read", "select", "filter", "dump", "backup", "send",
        "email",
        "post", "webhook", "export", "upload", "transfer", "notify", "bulk", "batch", "all", "mass", "multi",
    ].map { Array($0.utf8) }

    private static func bits(_ range: ClosedRange<UInt32>) -> ToolNameTraits {
        ToolNameTraits(rawValue: range.reduce(0) { $0 | 1 << $1 })
    }

    /// list, get, query, search, find.
    static let lists = bits(0...4)
    /// fetch, read, select.
    static let fetches = bits(5...7)
    /// Either of both.
    static let reads: ToolNameTraits = [lists, fetches]
    /// query, search, find, filter.
    static let queries: ToolNameTraits = [bits(2...4), bits(8...8)]
    /// dump, backup.
    static let dumps = bits(9...10)
    /// send, email, post, webhook.
    static let sends = bits(11...14)
    /// export, upload, transfer.
    static let exports = bits(15...17)
    /// send, post, upload.
    static let dumpTargets: ToolNameTraits = [bits(11...11), bits(13...13), bits(16...16)]
    /// send, email, notify, post, webhook, export, upload, transfer.
    static let sinks = bits(11...18)
    /// bulk, batch, all, mass, multi: many things at once.
    static let bulk = bits(19...23)

    /// The words in a name.
    init(_ name: String) {
        let text = name.utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        var found: UInt32 = 0
        for start in text.indices {
            for (bit, word) in ToolNameTraits.words.enumerated()
            where text[start] == word[0] && text.count - start >= word.count
                && text[start..<start + word.count].elementsEqual(word)
            {
                found |= 1 << UInt32(bit)
            }
        }
        rawValue = found
    }

    /// Whether some word of `other` is in the name.
    func meets(_ other: ToolNameTraits) -> Bool { !isDisjoint(with: other) }
}
