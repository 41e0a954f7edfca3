import Testing

@testable import JavaScriptSyntax

/// Values of strings, templates and names.
@Suite struct StringTests {
    private func string(_ text: String) throws -> [UInt16]? {
        let tree = try tree("x = " + text)
        for node in tree.nodes { if case .string(let name) = node { return Array(tree.text(name).utf16) } }
        return nil
    }

    @Test(arguments: [
        ("''", ""), ("'a\"b'", "a\"b"), ("\"\\n\\t\\r\\b\\f\\v\\0\"", "\n\t\r\u{8}\u{C}\u{B}\0"),
        ("'\\x41\\u0042\\u{43}\\u{1F600}'", "ABC😀"),
        ("'\\101\\7\\377\\400\\08'", "A\u{7}\u{FF} 0\u{0}8"), ("'\\8\\9'", "89"),
        ("'a\\\nb\\\r\nc\\\u{2028}d'", "abcd"),
        ("'\\'\\\"\\\\\\a\\é'", "'\"\\aé"), ("'é€😀'", "é€😀"), ("'\u{2028}\u{2029}'", "\u{2028}\u{2029}"),
    ])
    func `an escape stands for its character`(text: String, expected: String) throws {
        #expect(try string(text) == Array(expected.utf16))
    }

    @Test func `lone surrogates survive`() throws {
        #expect(try string("'\\ud800'") == [0xD800])
        #expect(try string("'\\udc00\\ud83d\\ude00x'") == [0xDC00, 0xD83D, 0xDE00, 0x78])
        #expect(try string("'\\u{d800}'") == [0xD800])
    }

    @Test func `a template keeps its raw text, with line feeds only`() throws {
        let tree = try tree("f`a\\n\r\nb\\u{zz}${1}\\\r`")
        var parts: [String] = []
        for node in tree.nodes {
            guard case .templateElement(let cooked, let raw, let hasCooked) = node else { continue }
            parts.append(hasCooked ? tree.names.string(cooked) : "-")
            parts.append(tree.names.string(raw))
        }
        #expect(parts == ["-", "a\\n\nb\\u{zz}", "", "\\\n"])
    }

    @Test func `an escaped identifier is the same name`() throws {
        let tree = try tree("abc; \\u0061b\\u{63}; \"abc\"")
        var names: Set<NameID> = []
        for node in tree.nodes {
            switch node {
            case .identifier(let name), .string(let name): names.insert(name)
            default: continue
            }
        }
        #expect(names.count == 1)
    }
}

/// Interned names.
@Suite struct NameTableTests {
    @Test func `a text has one identity, whatever its width`() {
        var table = NameTable()
        let texts = ["", "a", "eval", "é", "日本", "a\u{0}b", String(repeating: "x", count: 1_000), "\u{100}"]
        let ids = texts.map { table.intern(JSText($0)) }
        #expect(Set(ids).count == texts.count)
        #expect(ids[0] == .empty)
        #expect(ids[2] == .eval)
        for (text, id) in zip(texts, ids) {
            #expect(table.intern(JSText(text)) == id)
            #expect(table.lookup(JSText(text)) == id)
            #expect(table.string(id) == text)
            #expect(table[id] == JSText(text))
            #expect(table.utf16Count(id) == text.utf16.count)
        }
        #expect(table.lookup(JSText("absent")) == nil)
        #expect(table.isLatin1(ids[3]) && !table.isLatin1(ids[4]))
    }

    @Test func `keywords and well-known names lie where the constants say`() {
        let table = NameTable()
        for raw in TokenKind.in.rawValue...TokenKind.of.rawValue {
            guard let kind = TokenKind(rawValue: raw) else { continue }
            #expect(table.string(NameID.keyword(kind)) == kind.text)
            #expect(TokenKind(keyword: NameID.keyword(kind)) == kind)
        }
        let named: [(NameID, String)] = [
            (.default, "default"), (.await, "await"), (.async, "async"), (.let, "let"), (.yield, "yield"),
            (.eval, "eval"),
            (.arguments, "arguments"), (.constructor, "constructor"), (.prototype, "prototype"), (.proto, "__proto__"),
            (.useStrict, "use strict"), (.get, "get"), (.set, "set"), (.as, "as"), (.from, "from"), (.meta, "meta"),
            (.target, "target"), (.undefined, "undefined"),
        ]
        for (id, text) in named { #expect(table.string(id) == text) }
    }

    @Test func `thousands of names stay apart`() {
        var table = NameTable()
        let start = table.count
        let ids = (0..<20_000).map { table.intern(JSText("name\($0)")) }
        #expect(table.count == start + 20_000)
        for (index, id) in ids.enumerated() where index % 97 == 0 { #expect(table.string(id) == "name\(index)") }
        #expect(table.lookup(JSText("name19999")) == ids[19_999])
    }

    @Test func `a word that differs in code units only is another name`() {
        var table = NameTable()
        let wide = table.intern(JSText(utf16: [0x6161]))
        let narrow = table.intern(JSText(utf16: [0x61, 0x61]))
        #expect(wide != narrow)
    }
}
