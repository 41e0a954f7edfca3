import Glibc
import Testing

@testable import JavaScriptSyntax

/// Time grows as the text does: eight times the text takes at most about eight times as long.
///
/// A quadratic parser would take sixty-four times as long. The best of several runs is compared, and with a wide margin,
/// so that a busy machine does not decide.
@Suite(.serialized) struct LinearityTests {
    /// How to make a text of a size from pieces, and what to repeat.
    struct Growth: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let make: @Sendable (Int) -> String

        init(_ name: String, _ make: @escaping @Sendable (Int) -> String) {
            testDescription = name
            self.make = make
        }
    }

    static let growths: [Growth] = [
        Growth("left operands") { "a" + String(repeating: "+a", count: $0) },
        Growth("accesses") { "a" + String(repeating: ".b", count: $0) },
        Growth("names") { n in (0..<n / 4).map { "x\($0);" }.joined() },
        Growth("declarations") { n in (0..<n / 8).map { "let x\($0);" }.joined() },
        Growth("vars in deep blocks") { n in
            String(repeating: "{", count: 400) + (0..<n / 8).map { "var x\($0);" }.joined()
                + String(repeating: "}", count: 400)
        },
        Growth("one var in deep catch clauses") { n in
            String(repeating: "try{}catch(e){", count: 300) + String(repeating: "try{}catch(e){var e}", count: n / 16)
                + String(repeating: "}", count: 300)
        },
        Growth("arrow heads in arrow heads") { n in
            String(
                repeating: String(repeating: "(first = ", count: 21) + "1" + String(repeating: ") => 1", count: 21)
                    + ";",
                count: n / 64)
        },
        Growth("parentheses that are no arrow heads") { n in
            String(
                repeating: String(repeating: "(", count: 200) + "a" + String(repeating: ")", count: 200) + ";",
                count: n / 256)
        },
        Growth("patterns in patterns") { n in
            String(
                repeating: String(repeating: "[", count: 50) + "a" + String(repeating: "]=b", count: 50) + ";",
                count: n / 128)
        },
        Growth("wide patterns") { n in "[" + String(repeating: "a,", count: n) + "] = b" },
        Growth("private names in deep classes") { n in
            let uses = (0..<n / 32).map { "o.#x\($0);" }.joined()
            let names = (0..<n / 32).map { "#x\($0);" }.joined()
            return "class A{" + names + "m(){" + String(repeating: "class A{m(){", count: 50) + uses
                + String(repeating: "}}", count: 50) + "}}"
        },
        Growth("labels") { n in String(repeating: "a: b: c: for (;;) break a;", count: n / 16) },
        Growth("functions") { n in String(repeating: "function f(a, b) { return a }", count: n / 16) },
        Growth("strings with escapes") { n in "'" + String(repeating: "\\u0061é", count: n / 2) + "'" },
        Growth("templates") { n in "`" + String(repeating: "${a}b", count: n / 2) + "`" },
        Growth("comments") { n in String(repeating: "/* a */\n", count: n / 2) },
        Growth("digits") { n in String(repeating: "7", count: n) },
        Growth("exports") { n in "let a; export {" + (0..<n / 8).map { "a as x\($0)," }.joined() + "}" },
        Growth("regular expressions") { n in String(repeating: "/a[/]b/g;", count: n / 4) },
        Growth("else if") { n in "if(a)b" + String(repeating: ";else if(a)b", count: n / 4) },
    ]

    /// The least processor time of this thread that a parse takes.
    private func seconds(_ source: SourceText, _ kind: ProgramKind) throws -> Double {
        var best = Double.infinity
        for _ in 0..<3 {
            let start = threadSeconds()
            _ = try Parser.parse(source, kind: kind)
            best = min(best, threadSeconds() - start)
        }
        return best
    }

    private func threadSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    @Test(arguments: growths)
    func `eight times the text takes about eight times as long`(growth: Growth) throws {
        let kind: ProgramKind = growth.testDescription == "exports" ? .module : .script
        let size = 50_000
        let small = SourceText(growth.make(size))
        let large = SourceText(growth.make(8 * size))
        var ratio = Double.infinity
        for _ in 0..<8 where ratio > 16 {
            ratio = min(ratio, try seconds(large, kind) / seconds(small, kind))
        }
        #expect(ratio <= 32, "8 times the text took \(ratio) times as long")
    }

    @Test func `a tree is not larger than a small multiple of an ordinary program`() throws {
        let program = try #require(SampleProgram.all.first { $0.name == "agent-script" })
        let tree = try tree(program.text, program.kind)
        let bytes =
            tree.nodes.count * (MemoryLayout<PackedSyntax>.stride + MemoryLayout<SourceRange>.stride)
            + tree.nodes.wide.count * MemoryLayout<Syntax>.stride
            + tree.lists.count * MemoryLayout<NodeID>.stride
        #expect(MemoryLayout<PackedSyntax>.stride == 16)
        #expect(bytes <= 16 * program.text.utf8.count)
    }
}
