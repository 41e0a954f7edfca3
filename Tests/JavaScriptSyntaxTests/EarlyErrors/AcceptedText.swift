import Testing

@testable import JavaScriptSyntax

/// Texts that are close to an early error and are programs.
struct AcceptedText: CustomTestStringConvertible, Sendable {
    let text: String
    let kind: ProgramKind

    var testDescription: String { "\(kind): \(text)" }

    static let all =
        scripts.map { AcceptedText(text: $0, kind: .script) }
        + modules.map { AcceptedText(text: $0, kind: .module) }
        + bodies.map { AcceptedText(text: $0, kind: .asyncFunctionBody) }

    private static let scripts = [
        // Declarations
        "var a; var a; function a() {} function a() {}", "{ let a } { let a }", "let a; { let a }",
        "let a; function f() { var a }",
        "function f(a) { var a }", "function f(a, a) {}", "function f(a) { function a() {} }",
        "function f(a) { { let a } }",
        "try {} catch (e) { var e }", "try {} catch (e) { { let e } }", "for (let a;;) { let a }",
        "for (var a;;) { var a }",
        "switch (0) { case 1: function f() {} case 2: function f() {} }",
        "var a; { let a; { function f() { var a } } }",
        "{ function f() {} function f() {} }", "(function f() { let f })", "let [a, b] = c, { d, e: { f } } = g",
        "function f() { { var a } { let a } }",
        "let undefined_; { let a } var a", "try {} catch ({ e }) { { let e } }", "(a) => { var a }",
        "for (let a of b) { let a }",
        // Contextual words
        "var let", "var yield, await, async, of, get, set, static", "let async, of", "yield: a", "await: a", "async: a",
        "let: a", "static: b",
        "async\nfunction f() {}", "let\nfunction f() {}", "if (a) let\nb", "if (a) let\n{}", "l\\u0065t\na",
        "var async; async\n(a)", "async (a, b)",
        "async()", "async => async", "async async => async", "(async) => 1", "async (async) => 1",
        "for (async of => 1;;) break", "for (var of of of);",
        "for (let in a);", "for (let of = 1;;) break", "for (\\u0061sync of a);", "for ((async) of a);",
        "function await() {}", "function* f() { function yield_() {} }",
        "(function await() {})", "function* yield() {}",
        "async function await() {}",
        "async (a = function await() {}) => 1", "async (a = () => { await; }) => 1",
        "function* g() { function f() { var yield } }",
        "x = { async, get, set, static: 1, await: 2, await() {}, yield() {} }", "a.if.class.await.yield",
        "({ get: 1, set: 2 }).get", "class A { 'use strict' }",
        // Regular expressions and division
        "a / b / c", "a\n/b/g", "a++ / b", "(a) / b / c", "[] / b", "{} /a/g", "x = {} / 1", "if (a) /b/.c()",
        "() => {}\n/a/g", "typeof /a/", "a = b ? /c/ : /d/", "`${/a/}`", "return_ / 1 / 2",
        "/[/]/", "/(?:)/dgimsuy", "/a/v", "+{} / a", "f(/a/, /b/)", "do /a/; while (b) /c/", "function f() {} /a/",
        "a.return / b / c", "this / 1 / 2",
        // Covers
        "({ a = 1 } = b)", "[{ a = 1 }] = b", "({ a: { b = 1 } } = c)", "({ a = 1 }) => b", "async ({ a = 1 }) => b",
        "[{ a }.b = c] = d",
        "for ({ a = 1 } of b);", "for ([{ a = 1 }] of b);", "({ __proto__: a, __proto__: b } = c)",
        "({ __proto__: a, __proto__: b }) => 1", "({ __proto__: a, __proto__ })",
        "({ __proto__: a, ['__proto__']: b, __proto__() {} })", "[a, ...[b, c]] = d", "[...a.b] = c",
        "({ ...a.b } = c)", "[(a), (b.c)] = d", "({ a: (b) = 1 } = c)", "(a, b, ...[c, d]) => e",
        "((a, b) => c)((d) => e)", "(a = (b, c)) => d", "([a] = [1], { b } = {}) => 0", "a = b => c, d",
        "a ? (b) : c => d", "a ? (b, c) => d : e", "(a) = (b) = c", "((a)) = 1", "((a.b)) += 1", "[((a))] = b",
        "[a.b, c[d], e.f.g = 1] = h", "({ a: b.c, d: e[f] } = g)", "(a,) => b", "f(a,)", "function f(a,) {}",
        "async (a,) => b", "[,] = a", "[a,,] = b", "({ a, }) => b",
        // Operators
        "(-a) ** b", "-(a ** b)", "a ** -b", "(a ?? b) || c", "a ?? (b && c)", "a?.5:1", "a?.b.c(d)[e]?.f",
        "delete a?.b", "new (a?.b)()", "(a?.b)`c`", "new new a", "new a.b.c", "new (import('a'))",
        "a = b = c ? d : e = f", "x = a\n++b", "a--\nb", "a <!--b\nc", "--> a comment\nb", "/* \n */ --> c", "x\n--> y",
        "a-->b", "typeof typeof a", "void 0, 1", "async () => (await a) ** b", "(await_) ** b",
        // Classes and functions
        "class A { static constructor() {} }",
        "class A { 'prototype'() {} static ['prototype']() {} ['constructor']; }",
        "class A { get #a() {} set #a(b) {} }", "class A { static get #a() {} static set #a(b) {} }",
        "class A { m() { this.#a } #a }", "class A { #a; m() { class B { m(o) { o.#a } } } }",
        "class A { #a; m() { return #a in this && (#a in this) } }", "class A { static async *#m() {} }",
        "class A { static\nstatic\nx\nget\na() {}\nset\nb(c) {}\nget }", "class A { get\n*a() {} }",
        "class A { async\na() {} }",
        "class A { a\nb\n'c';\n[d] = 1\ne() {} }",
        "class A { constructor() {} static constructor() {} }",
        "class A extends B { constructor() { () => super() } }", "class A extends B { a = () => super.b }",
        "class A { static { this.a; super.b; function f() { arguments; await_ } } }",
        "class A { a = function () { arguments } }",
        "({ m() { super.a; () => super.b } })", "function f() { () => new.target }", "class A { a = new.target }",
        "class A { static { new.target; async () => await 1 } }", "class A { [arguments] = 1 }",
        "function f() { 'use strict'; return this }", "function f() { ('use strict'); with (a) b }",
        "function f(a) { 'a'; 'use strict' }", "function f() { 'use\\x20strict'; 010 }", "'use strict' + 1; 010",
        "function f() { 'use strict'\n.length; with (a) b }",
        "({ set a(b) {}, get a() {} })", "({ set a([b, c] = d) {} })", "function f() { return\n1 }", "a: { break a }",
        "a: for (;;) { b: for (;;) continue a }", "a: b: for (;;) continue a", "a: { } a: { }",
        "a: { function f() { a: { } } }",
        "if (a) function f() {} else function g() {}", "l: function f() {}", "switch (a) { case 1: { break } }",
        "do a; while (b) c", "do {} while (a) b", "for (var a = 1 in b);", "with (a) b", "010; 08; '\\1'; '\\8'",
        "`\\u{1F600}\\x41\\0`", "f`\\1\\u\\x`", "'\u{2028}\u{2029}'", "#!shebang\na",
        "a\u{FEFF}\u{A0}\u{3000};b\u{2028}c", "var \u{1E31}, \u{16EA0}, x\u{200D}y",
        "0..a, 1 .b, 1.0.c, 1e3.d",
    ]

    private static let modules = [
        "export { a }; var a", "export { a }; function a() {}", "export { a as b, a as c }; let a",
        "export default function () {} export { f as g }; function f() {}", "import a from 'b'; export { a }",
        "export { if, default as b, 'c' } from 'd'", "export { a as if, a as default }; let a",
        "import { if as a, default as b } from 'c'", "export * as default from 'a'",
        "await 1; await (async () => await 2)()",
        "import('a'); import.meta", "export default class A {} new A", "export default async () => {}",
        "export default async\n(1)", "{ function f() {} } function f() {}",
        "import { as, from } from 'a'; import as2 from 'b'",
        "import { as as as2 } from 'a'", "import from from 'a'", "import {} from 'a'", "export {} from 'a'",
        "for await (const a of b);", "import a from 'b' with {}", "export default (class {}).a",
        "export default [] = a", "import { 'a b' as c } from 'd'",
        "export { a as '\\ud83d\\ude00' } from 'b'", "#! hashbang",
        "a\n/* */ < !--b", "export function* g() { yield 1 }",
        "label: for (;;) { break label }",
    ]

    private static let bodies = [
        "return", "return 1\n", "if (a) return await b; return c", "await a; const b = await c, d = [await e]",
        "for await (const a of b) return a", "new.target", "arguments", "var a; var a; function a() {}",
        "'use strict'; return this", "return async () => { await 1 }", "function f() { var await = 1 }",
        "(() => 1)(await a)", "const { a = await b } = c", "`${await a}`", "class A { [await a]() {} }",
        "label: { break label }",
    ]
}
