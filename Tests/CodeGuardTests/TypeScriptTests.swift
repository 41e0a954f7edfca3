import CodeGuard
import JavaScriptSyntax
import Testing

/// TypeScript and JSX become JavaScript.
@Suite struct TypeScriptTests {
    /// The result with each run of white space as one space.
    private func erased(_ text: String, jsx: Bool = false) throws -> String {
        let result = try TypeScriptEraser.erase(text, allowsJSX: jsx)
        _ = try Parser.parse(SourceText(result), kind: .module)
        return result.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    @Test(arguments: [
        ("let a: number = 1, b!: string, [c]: T[] = d;", "let a = 1, b , [c] = d;"),
        ("const f = (x: number, y?: A.B<C>, ...z: any[]): void => {};", "const f = (x , y , ...z ) => {};"),
        ("function g<T extends object = {}>(this: W, a: T): a is T { return a }", "function g ( a ) { return a }"),
        ("function o(a: string): void; function o(a: any) { }", "; function o(a ) { }"),
        ("interface A<T> extends B, C<T> { x: number; m(): void } let y", "; let y"),
        ("type A = { a: 1 } | [b, ...c] | `x${string}`; let y", "; let y"),
        ("type F = new (a: number) => void\nlet y", "; let y"),
        ("type C<T> = T extends (infer U)[] ? U : never; f()", "; f()"),
        ("declare const q: number; declare module 'm' { x: 1 } declare global { y: 2 } let a", "; ; ; let a"),
        ("x as unknown as T; (y satisfies U).z; a!.b![0]!; w as const;", "x ; (y ).z; a .b [0] ; w ;"),
        (
            "f<T>(x); new Map<string, A[]>(); g<a, b>`t`; a < b; a<b>c; a?.b<T>()",
            "f (x); new Map (); g `t`; a < b; a<b>c; a?.b ()"
        ),
        ("const h = <T,>(x: T) => x, i = async <T>(y: T): Promise<T> => y", "const h = (x ) => x, i = async (y ) => y"),
        (
            "for (const x: number of y) {} for (let i: number = 0; i < n; i++) {}",
            "for (const x of y) {} for (let i = 0; i < n; i++) {}"
        ),
        ("try { } catch (e: unknown) { }", "try { } catch (e ) { }"),
        ("a ? (b) : c; a ? (b, c) : d => e; a ? (b): c => d : e", "a ? (b) : c; a ? (b, c) : d => e; a ? (b) => d : e"),
        ("const p = ({a, b = 1}: P = {}) => a", "const p = ({a, b = 1} = {}) => a"),
        ("let v = <any>w; if (a < b && c > d) {}", "let v = w; if (a < b && c > d) {}"),
        (
            "const o = { m<T>(x: T): T { return x }, async *n() {}, get k(): number { return 1 }, [a as string]: 1 }",
            "const o = { m (x ) { return x }, async *n() {}, get k() { return 1 }, [a ]: 1 }"
        ),
        (
            "export type { T } from './t'; export interface I {} export type J = 1; export default interface K {}",
            "; ; ; ;"
        ),
        (
            "import type { A } from 'a'; import type B from 'b'; import { type C, D } from 'c'; import E, { type F } from 'd'",
            "; ; import { D } from 'c'; import E, { } from 'd'"
        ),
        (
            "import type from 'x'; type = 1; let interface_ = type",
            "import type from 'x'; type = 1; let interface_ = type"
        ),
        (
            "label: for (;;) break label; x = a / b / c; y = /[/]:x/.test(z)",
            "label: for (;;) break label; x = a / b / c; y = /[/]:x/.test(z)"
        ),
        ("`a${b as T}c${`${d!}`}`", "`a${b }c${`${d }`}`"),
        ("a >> 1 >>> 2 >= 3; b >>= 4", "a >> 1 >>> 2 >= 3; b >>= 4"),
        ("switch (a) { case b as T: default: c }", "switch (a) { case b : default: c }"),
    ])
    func `types vanish and everything else stays`(source: String, expected: String) throws {
        #expect(try erased(source) == expected)
    }

    @Test(arguments: [
        (
            "abstract class A<T> extends B<T> implements C, D<T> { private readonly x: T; static y?: number = 1; declare z: 1; [k: string]: any; abstract m(): void; protected override async n<U>(a: U): Promise<U> { return a } #p!: string }",
            "class A extends B { x ; static y = 1; async n (a ) { return a } #p }"
        ),
        (
            "class A { constructor(private a: string, b = 1, public readonly c?: number) { f() } }",
            "class A { constructor( a , b = 1, c ) { this.a = a; this.c = c; f() } }"
        ),
        (
            "class A extends B { constructor(private a: string) { super(); f() } }",
            "class A extends B { constructor( a ) { super();; this.a = a; f() } }"
        ),
        (
            "class A { get = 1; static async; readonly; private() {} m(): void; m() {} static { f() } }",
            "class A { get = 1; static async; readonly; private() {} m() {} static { f() } }"
        ),
        ("const C = class<T> { x = 1 as T }", "const C = class { x = 1 }"),
    ])
    func `classes keep what runs`(source: String, expected: String) throws {
        #expect(try erased(source) == expected)
    }

    @Test func `an enum becomes an object both ways`() throws {
        #expect(
            try erased("enum E { A, B = 5, C, D = 'd', F = A | B }\nE.A")
                == "var E = (E => { const A = 0; E[E[\"A\"] = A] = \"A\"; const B = 5; E[E[\"B\"] = B] = \"B\"; const C = B + 1; "
                + "E[E[\"C\"] = C] = \"C\"; const D = 'd'; E[\"D\"] = D; const F = A | B; E[E[\"F\"] = F] = \"F\"; return E; "
                + "})(E || {}); E.A")
    }

    @Test func `lines and columns of what stays are those of the author`() throws {
        let source = "interface A {\n  x: number;\n}\nconst a: A = { x: 1 }, b = (a as A).x;\nreturn_(b);\n"
        let result = try TypeScriptEraser.erase(source)
        #expect(result.utf8.count == source.utf8.count)
        for word in ["const", "b =", "return_"] {
            #expect(
                source.firstRange(of: word)?.lowerBound.utf16Offset(in: source)
                    == result.firstRange(of: word)?.lowerBound.utf16Offset(in: result))
        }
    }

    @Test(arguments: [
        ("<a b='c' d={e} f/>", #"React.createElement("a", { "b": "c", "d": (e), "f": true })"#),
        ("<A.B {...p}>x {y} z</A.B>", #"React.createElement(A.B, { ...p }, "x ", (y), " z")"#),
        (
            "<>\n  <b>t</b>\n  don't {/* c */}\n</>",
            #"React.createElement(React.Fragment, null, React.createElement("b", null, "t"), "don't ")"#
        ),
        (
            "<my-el data-x=\"1 &amp; 2\">{a ? <b/> : null}</my-el>",
            #"React.createElement("my-el", { "data-x": "1 & 2" }, (a ? React.createElement("b", null) : null))"#
        ),
        (
            "(p: P): X => (<A onClick={() => f<T>(p)}/>)",
            #"(p ) => (React.createElement(A, { "onClick": (() => f (p)) }))"#
        ),
    ])
    func `elements become calls`(source: String, expected: String) throws {
        let result = try erased("x = " + source, jsx: true)
        #expect(result.replacing(" ", with: "") == "x=" + expected.replacing(" ", with: ""), "\(result)")
    }

    @Test(arguments: [
        "namespace A { export const b = 1 }", "@dec class A {}", "import a = require('b')", "export = 1", "let a: = 1",
        "class A { @dec m() {} }", "type A =", "const a = (b: T)", "function f(", "let x = {", "enum A { [b] }",
        "interface", "`${", "f(a: b)",
    ])
    func `what has no JavaScript is an error`(source: String) {
        #expect(throws: (any Error).self) { try erased(source) }
    }

    @Test(arguments: [
        "(", "[", "{", "a<", "`${", "(a: ", "a ? (b) : ", "<a>", "class A { m() {", "f<T>(", "x = {a:", "type A = {",
        "((a) : b => ", "class extends ", "new ", "a: ", "if (a) ", "() => ", "!", "x = ", "a ? ",
    ])
    func `deep nesting and ambiguity end soon`(piece: String) {
        for jsx in [false, true] {
            let text = String(repeating: piece, count: 20_000)
            do {
                _ = try TypeScriptEraser.erase(text, allowsJSX: jsx)
            } catch {
                #expect(!error.description.isEmpty)
            }
        }
    }

    @Test func `every prefix of a program is JavaScript or an error`() {
        let program = """
            import { type A, B } from 'b'; enum C { D = 1 } class E<T> extends F<T> { constructor(private g: T) { super() } }
            const h = async <T,>(i: T, j?: K[]): Promise<T> => `x${i as T}` + (l ? (m) : n => o) + <P q={r}>s {t!}</P>;
            """
        for length in 0...program.count {
            do {
                _ = try TypeScriptEraser.erase(String(program.prefix(length)), allowsJSX: true)
            } catch {
                #expect(error.offset <= program.utf8.count)
            }
        }
    }
}
