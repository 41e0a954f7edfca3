import Testing

@testable import JavaScriptSyntax

/// What a text takes in memory is bounded by a multiple of its length.
@Suite struct DensityLimitTests {
    /// A text made of one piece again and again.
    struct Shape: CustomTestStringConvertible, Sendable {
        let prefix: String
        let piece: String
        let suffix: String

        init(_ prefix: String, _ piece: String, _ suffix: String) {
            self.prefix = prefix
            self.piece = piece
            self.suffix = suffix
        }

        var testDescription: String { "\(prefix)\(piece)…\(suffix)" }

        func text(_ count: Int) -> String {
            prefix + String(repeating: piece, count: count / piece.utf8.count) + suffix
        }
    }

    @Test(arguments: [
        Shape("x={", "a,", "}"), Shape("var{", "a,", "}=x"), Shape("x", "``", ""), Shape("", "{}", ""),
        Shape("", ";", ""),
        Shape("x=[", "a=>0,", "]"), Shape("x={", "a(){},", "}"), Shape("class A{", "a(){}", "}"),
        Shape("x=[", "class{},", "]"), Shape("x=[", "(a,b,c,d,e,f,g,h)=>0,", "]"), Shape("x=[", "(a=0)=>{},", "]"),
        Shape("let a;{let b;", "()=>a+b;", "}"), Shape("while(x){", "q;", "}"),
    ])
    func `a long text of tiny constructs is refused, a short one is not`(shape: Shape) {
        #expect(syntaxError(shape.text(DensityLimit.shortTextMax / 4))?.description == nil)
        #expect(syntaxError(shape.text(DensityLimit.shortTextMax * 2))?.code == .tooDense)
    }

    @Test(arguments: [
        Shape("", "{ const {a, b: [c]} = await call('x:y', {limit: 5}); }\n", ""), Shape("x=[", "0,", "]"),
        Shape("x=a", "+b", ""), Shape("", "for (const a of b) c(a);", ""), Shape("", "try {} catch (a) {}", ""),
        Shape("x={", "a:{b:1},", "}"), Shape("x='", "\\n", "'"), Shape("", "function f(a,b){return a+b}", ""),
        Shape("", "(class { b = 1; constructor() { this.c = 2; } d() { return this.b; } });", ""),
    ])
    func `a long text that somebody might write is not refused`(shape: Shape) {
        let text = shape.text(DensityLimit.shortTextMax * 2)
        #expect(syntaxError(text, .asyncFunctionBody)?.description == nil)
    }

    @Test func `the room for scopes is bounded by the length of the text`() throws {
        let length = DensityLimit.shortTextMax * 4
        let dense = try Parser.parse(SourceText("x=a" + String(repeating: "+b", count: length / 2)))
        #expect(dense.nodes.count > length)
        let stride = MemoryLayout<Scope>.stride
        #expect(DensityLimit.roomMax(dense, stride: stride) * stride < length * DensityLimit.bytesForEachByte)
        let short = try Parser.parse(SourceText("x=a+b"))
        #expect(DensityLimit.roomMax(short, stride: stride) >= short.nodes.count)
    }

    @Test func `the error says where a text had too many nodes`() throws {
        let text = Shape("x={\n", "a,", "}").text(DensityLimit.shortTextMax * 2)
        let error = try #require(syntaxError(text))
        #expect(error.code == .tooDense)
        #expect(error.description.hasPrefix("Program is too dense"))
        #expect(error.range.start > 0 && error.range.end < text.utf8.count)
    }

    @Test(arguments: SampleProgram.all)
    func `a program may be cut off at each of its nodes`(program: SampleProgram) throws {
        let source = SourceText(program.text)
        let whole = try Parser.parse(source, kind: program.kind)
        var options = ParserOptions()
        for count in 1..<whole.nodes.count {
            options.nodesMax = count
            #expect(syntaxError(source, program.kind, options)?.code == .tooDense, "at \(count)")
        }
        options.nodesMax = whole.nodes.count
        #expect(syntaxError(source, program.kind, options) == nil)
    }

    @Test func `no program takes more memory than was estimated`() throws {
        let samples = SampleProgram.all.map { ($0.text, $0.kind) } + AcceptedText.all.map { ($0.text, $0.kind) }
        let special = [
            "class A extends B{#a;static #b(){}#c(){}[d]=1;static{this.e=1}static f=super.g;h(){super.h}}",
            "x={a(){super.b},get c(){return super.d}}", "x=class extends y{}", "function f(){return()=>arguments}",
            "function f(){return[this,new.target,arguments]}", "{function f(){}if(a)function g(){}}",
            "(function f(a=()=>f){var a})", "let a;{let b;{let c;x=()=>a+b+c+(()=>b+a)()}}",
        ]
        for (text, kind) in samples + special.map({ ($0, ProgramKind.script) }) {
            // Many times, because a program has some scopes and variables that no node stands for.
            for body in [text, "{" + String(repeating: "{\(text)}\n", count: 50) + "}"] {
                guard let tree = try? Parser.parse(SourceText(body), kind: kind) else { continue }
                let taken = bytes(tree, ScopeAnalyzer.analyze(tree))
                #expect(taken <= TreeWeight(tree).bytes + 200, "\(body)")
            }
        }
    }

    /// What a tree and its scopes hold.
    private func bytes(_ tree: SyntaxTree, _ scopes: ScopeTree) -> Int {
        func size<Element>(_ array: ContiguousArray<Element>) -> Int { array.count * MemoryLayout<Element>.stride }
        return size(tree.nodes.packed) + size(tree.nodes.wide) + size(tree.ranges) + size(tree.lists)
            + tree.names.memoryBytes + size(scopes.annotations) + size(scopes.scopes) + size(scopes.variables)
            + size(scopes.functions) + size(scopes.functionDetails) + size(scopes.outerScopes) + size(scopes.classes)
            + size(scopes.assignments)
    }
}
