import Foundation
import Synchronization
import Testing

@testable import JavaScriptSyntax

/// Input made to break a parser: it must end in a tree or an error, soon, on a stack of ordinary size.
@Suite struct HostileInputTests {
    private let kinds: [ProgramKind] = [.script, .module, .asyncFunctionBody]

    @Test(arguments: SampleProgram.all)
    func `every prefix of a program ends in a tree or an error`(program: SampleProgram) {
        let bytes = Array(program.text.utf8)
        for end in 0...bytes.count {
            let error = syntaxError(SourceText(utf8: bytes[..<end]), program.kind)
            if let error { #expect(error.range.end <= UInt32(end) + 1 && error.range.start <= error.range.end) }
        }
    }

    @Test(arguments: SampleProgram.all)
    func `a program with bytes changed ends in a tree or an error`(program: SampleProgram) {
        var random = SeededGenerator(seed: UInt64(program.text.utf8.count))
        let original = Array(program.text.utf8)
        for _ in 0..<400 {
            var bytes = original
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let index = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: index)
                case 2: bytes.insert(bytes[Int.random(in: 0..<bytes.count, using: &random)], at: index)
                default:
                    bytes[index] = Array("(){}[]`'\"/\\$#;,.=><-+*!?:&|\n\u{0}".utf8).randomElement(using: &random) ?? 0
                }
            }
            let source = SourceText(utf8: bytes)
            if let error = syntaxError(source, program.kind) {
                #expect(error.range.end <= UInt32(bytes.count) + 1)
                #expect(!source.excerpt(error.range).isEmpty)
            }
        }
    }

    @Test func `random bytes and random tokens end in a tree or an error`() {
        var random = SeededGenerator(seed: 7)
        let tokens =
            TokenKind.texts + [
                "a", "1", "'s'", "`t`", "/r/", "#p", "\n", "${", "}`", "\\u0061", "=>", "async", "get", "1n",
            ]
        for round in 0..<3_000 {
            let bytes = (0..<40).map { _ in UInt8.random(in: 0...255, using: &random) }
            _ = syntaxError(SourceText(utf8: bytes))
            let text = (0..<30).map { _ in tokens.randomElement(using: &random) ?? "" }.joined(separator: " ")
            _ = syntaxError(text, kinds[round % 3])
        }
    }

    @Test func `NUL bytes and lone escapes do not end a text early`() {
        #expect(syntaxError("'a\u{0}b'; `\u{0}`; /\u{0}/; // \u{0}\n/* \u{0} */ x") == nil)
        #expect(syntaxError("a\u{0}")?.code == .invalidCharacter)
        #expect(syntaxError("\u{0}")?.code == .invalidCharacter)
        #expect(syntaxError("") == nil)
    }

    /// Text that nests by one construct each time it is repeated.
    static let nesting = [
        "(", "[", "{", "({a:", "({a=", "({[", "(function(){", "(()=>{", "x=>", "async x=>", "a?b:", "a?", "!", "- ",
        "await ", "new ",
        "typeof ", "++a[", "(class{static{", "(class{x=", "(class{[", "(class extends ", "if(1)", "if(1){}else{",
        "while(1)",
        "for(;;)", "for(x of ", "for(var a=", "do ", "with(a)", "try{", "try{}catch({a=", "switch(1){case 1:",
        "`${", "f(", "a[",
        "a?.[", "[a=", "({x=[", "let{a:[", "let[", "var[a=", "(a,b,[", "async(", "a=", "a**", "a??(",
        "1||2&&3|4^5&6==7<8<<9+10*(",
        "import(", "(function(a=", "(a=>", "({a(){", "({get a(){", "(yield ", "(async function*(){for await(x of ",
        "return ", "f(...[",
        "throw ", "a`${", "export default ", "new new a(", "class A{static async*[", "if(", "{a:{b:",
    ]

    @Test func `deep nesting is an error on half of an ordinary stack`() {
        let failures = onThread(stackSize: 4 << 20) {
            var failures: [String] = []
            for piece in HostileInputTests.nesting {
                let text = String(repeating: piece, count: 2_500)
                for kind in [ProgramKind.script, .asyncFunctionBody] {
                    guard let error = syntaxError(text, kind) else {
                        failures.append(piece)
                        continue
                    }
                    let isOther = error.code != .nestingTooDeep && error.range.start > 1_000
                    if isOther { failures.append("\(piece): \(error)") }
                }
            }
            return failures
        }
        #expect(failures == [])
    }

    @Test func `nesting up to the limit parses, and everything reads the tree without recursion`() throws {
        let deep = Parser.nestingLimit / 2 - 2
        let text = String(repeating: "([", count: deep) + String(repeating: "])", count: deep)
        let failure = onThread(stackSize: 1 << 20) { () -> String in
            guard let tree = try? Parser.parse(SourceText(text)) else { return "no tree" }
            var counter = NodeCounter()
            tree.walk(&counter)
            if counter.count < 2 * deep { return "\(counter.count) nodes" }
            if tree.dump().isEmpty { return "no dump" }
            return tree.printed() == text + ";\n" ? "" : "printed otherwise"
        }
        #expect(failure == "")
    }

    @Test func `chains of any length need no stack`() throws {
        let count = 20_000
        let chains = [
            "a" + String(repeating: "+a", count: count), "a" + String(repeating: ".b", count: count),
            "a" + String(repeating: "?.b", count: count), "a" + String(repeating: "()", count: count),
            "a" + String(repeating: "[0]", count: count), "a" + String(repeating: "`x`", count: count),
            "a" + String(repeating: "&&a", count: count), "if(a)b;" + String(repeating: "else if(a)b;", count: count),
            "a" + String(repeating: ",a", count: count), String(repeating: ";", count: count),
            "[" + String(repeating: ",", count: count) + "]",
        ]
        let failures = onThread(stackSize: 1 << 20) { () -> [String] in
            chains.compactMap { text in
                guard let tree = try? Parser.parse(SourceText(text)) else { return String(text.prefix(20)) }
                var counter = NodeCounter()
                tree.walk(&counter)
                let printed = tree.printed()
                guard let again = try? Parser.parse(SourceText(printed)), again.nodes.count == tree.nodes.count else {
                    return "printed " + text.prefix(20)
                }
                return tree.dump().isEmpty ? "no dump" : nil
            }
        }
        #expect(failures == [])
    }

    @Test func `only the documented spines are deeper than four nodes a level`() throws {
        for piece in [
            "(", "[", "!", "a?b:", "x=>", "({a:", "(function(){", "1||2&&3|4^5&6==7<8<<9+10*(", "{", "f(", "a=",
            "class A{static{",
        ] {
            let limit = 60
            var options = ParserOptions()
            options.nestingLimit = limit
            let text = balanced(piece, limit)
            var depth = limit
            while depth > 0 {
                if let tree = try? Parser.parse(SourceText(balanced(piece, depth)), kind: .script, options: options) {
                    #expect(depthBesidesSpines(tree) <= 4 * limit + 8, "\(text.prefix(20))")
                    break
                }
                depth -= 1
            }
            #expect(depth > 3)
        }
    }

    private func balanced(_ piece: String, _ count: Int) -> String {
        let closers: [Character: String] = ["(": ")", "[": "]", "{": "}"]
        var open = ""
        for character in piece {
            if let closer = closers[character] { open = closer + open }
            if character == ")" || character == "}" || character == "]" { open.removeFirst() }
        }
        let isBlock = piece == "{" || piece.hasPrefix("class")
        let middle = isBlock ? "" : "a"
        return String(repeating: piece, count: count) + middle + String(repeating: open, count: count)
    }

    /// The depth of a tree when left spines and chains of `else if` count as one level.
    private func depthBesidesSpines(_ tree: SyntaxTree) -> Int {
        var depths = [Int](repeating: 0, count: tree.nodes.count)
        for index in 1..<tree.nodes.count {
            let id = NodeID(raw: UInt32(index))
            var spine = NodeID.none
            switch tree[id] {
            case .binary(_, let left, _), .logical(_, let left, _), .member(let left, _, _), .index(let left, _, _),
                .call(let left, _, _), .taggedTemplate(let left, _):
                spine = left
            case .ifStatement(_, _, let alternate): spine = alternate
            default: break
            }
            tree.forEachChild(of: id) { child in
                let step = child == spine ? 0 : 1
                depths[index] = max(depths[index], depths[Int(child.raw)] + step)
            }
        }
        return depths.max() ?? 0
    }

    @Test func `ten megabytes on one line have a position`() throws {
        let half = String(repeating: "f(a, 'b', 1) + ", count: 350_000)
        let source = SourceText(half + "1; @" + half)
        let error = try #require(syntaxError(source))
        #expect(error.code == .invalidCharacter)
        #expect(error.line == 1 && error.column == half.utf8.count + 4)
        #expect(syntaxError("'" + String(repeating: "x", count: 10_000_000) + "'") == nil)
    }
}

/// Counts the nodes that a walk meets.
struct NodeCounter: SyntaxVisitor {
    private(set) var count = 0
    private var open = 0

    mutating func enter(_ id: NodeID, in tree: SyntaxTree) -> Bool {
        count += 1
        open += 1
        return true
    }

    mutating func leave(_ id: NodeID, in tree: SyntaxTree) { open -= 1 }
}

/// Runs `body` on a thread with a stack of its own size, and waits for it.
func onThread<Result: Sendable>(stackSize: Int, _ body: @escaping @Sendable () -> Result) -> Result? {
    let box = ResultBox<Result>()
    let done = DispatchSemaphore(value: 0)
    let thread = Thread {
        box.set(body())
        done.signal()
    }
    thread.stackSize = stackSize
    thread.start()
    done.wait()
    return box.get()
}

private final class ResultBox<Value: Sendable>: Sendable {
    private let value = Mutex<Value?>(nil)

    func set(_ new: Value) { value.withLock { $0 = new } }
    func get() -> Value? { value.withLock { $0 } }
}
