extension ErrorRow {
    static let statements = rows(
        .script,
        [
            (
                .undefinedLabel,
                [
                    "break a", "while (1) continue a", "a: { function f() { break a } }", "a: b; while (1) { break a }",
                    "while (1) { l: a; continue l }", "a: { () => { break a } }",
                    "a: { class B { static { break a } } }", "for (;;) { break l }",
                ]
            ),
            (.duplicateLabel, ["a: a: b", "a: { a: b }", "a: while (1) { a: b }", "l: m: n: l: 1", "a: b: { a: 1 }"]),
            (
                .illegalBreak,
                [
                    "break", "{ break }", "if (a) break", "while (1) { function f() { break } }",
                    "while (1) { () => { break } }", "a: { break }", "while (1) { class A { static { break } } }",
                ]
            ),
            (
                .illegalContinue,
                [
                    "continue", "switch (a) { case 1: continue }", "a: { continue a }",
                    "while (1) { function f() { continue } }", "a: { continue }",
                    "while (1) { class A { static { continue } } }",
                ]
            ),
            (
                .continueNotLoop,
                [
                    "a: { while (1) continue a }", "a: switch (b) { case 1: while (1) continue a }",
                    "while (1) { a: { continue a } }",
                ]
            ),
            (.duplicateDefault, ["switch (a) { default: default: }", "switch (a) { default: case 1: default: b }"]),
            (
                .unexpectedToken,
                [
                    "if (a) else b", "else", "for (;;;) a", "for (a in b; c);", "catch {}", "case 1:", "while () a",
                    "if () a", "with () a", "for (a of b, c);",
                ]
            ),
            (.unexpectedIdentifier, ["for (a b; c) d", "for (let of a);", "switch (a) { b }", "do a b; while (c)"]),
            (
                .unexpectedToken,
                [
                    "do a while (b)", "async function f() { for await (a in b); }",
                    "async function f() { for await (;;); }", "async function f() { for await (var a;;); }",
                    "async function f() { for await (var i = 0; i < 1; i++); }",
                ]
            ),
            (.unexpectedReservedWord, ["for await (a of b);", "function f() { for await (a of b); }"]),
            (
                .importOutsideModule,
                [
                    "import a from 'b'", "import 'a'", "{ import 'a' }", "import * as a from 'b'",
                    "import { a } from 'b'",
                ]
            ),
            (.exportOutsideModule, ["export default 1", "export {}", "export const a = 1", "{ export * from 'a' }"]),
            (.importMetaOutsideModule, ["import.meta", "f(import.meta.url)"]),
        ])
}
