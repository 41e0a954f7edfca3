extension ErrorRow {
    static let modules = rows(
        .module,
        [
            (
                .declarationNotAtTopLevel,
                [
                    "{ import 'a' }", "function f() { export default 1 }", "if (1) { export {} }", "if (1) import 'a'",
                    "l: export default 1",
                ]
            ),
            (
                .duplicateExport,
                [
                    "export default 1; export default 2", "export let a; export { a }",
                    "let a, b; export { a, b as a }", "export * as a from 'b'; export let a",
                    "export { a, a } from 'b'", "let a; export { a as default }; export default 1",
                    "export { a as 'x y', b as 'x y' } from 'c'",
                    "export const [a, { b: a2 }] = [], a3 = 1; export { a2 } from 'd'",
                    "export function f() {} export { f }",
                ]
            ),
            (
                .unresolvableExport,
                [
                    "export { a }", "export { a as b }", "{ let a } export { a }",
                    "function f() { var a } export { a }", "export { undefined }",
                ]
            ),
            (
                .exportKeywordName,
                ["export { default }", "export { if as a }", "export { let as b }", "export { await }"]
            ),
            (.exportStringName, ["export { 'a' }", "export { 'a' as b }"]),
            (.importStringName, ["import { 'a' } from 'b'"]),
            (
                .malformedModuleName,
                [
                    "export { a as '\\ud800' } from 'b'", "import { '\\udc00x' as a } from 'b'",
                    "export * as '\\ud800\\u0041' from 'b'",
                ]
            ),
            (
                .duplicateImportAttribute,
                ["import 'a' with { type: 'b', 'type': 'c' }", "export * from 'a' with { x: 'y', x: 'y' }"]
            ),
            (
                .alreadyDeclared,
                [
                    "import a from 'b'; let a", "import { a, a } from 'b'", "import a, { b as a } from 'c'",
                    "function f() {} function f() {}", "function f() {} var f", "import f from 'a'; function f() {}",
                    "import * as a from 'b'; { var a }", "export default function f() {} let f",
                ]
            ),
            (
                .unexpectedToken,
                [
                    "import {a as if} from 'b'", "import { if } from 'b'", "import {,} from 'a'",
                    "export default const a = 1",
                ]
            ),
            (
                .unexpectedIdentifier,
                [
                    "import a, b from 'c'", "export a", "import * from 'a'", "export { a } from b", "import.metal",
                    "import a fr\\u006fm 'b'", "import * \\u0061s a from 'b'", "import.m\\u0065ta",
                ]
            ),
            (.unexpectedNumber, ["import 'a' with { type: 1 }", "import { a } from 1"]),
            (.unexpectedEnd, ["export *", "export default", "export var", "import", "export"]),
            (
                .unexpectedEvalOrArguments,
                ["import eval from 'a'", "import { arguments } from 'a'", "import * as eval from 'a'", "eval = 1"]
            ),
            (
                .awaitAsIdentifier,
                [
                    "var await", "function await() {}", "class await {}", "import await from 'a'",
                    "function f() { await => 1 }", "function f(await) {}",
                ]
            ),
            (.awaitInParameters, ["(a = await b) => c", "async (a = await b) => c"]),
            (.illegalReturn, ["return", "{ return 1 }"]),
            (.withInStrictMode, ["with (a) b"]),
            (.legacyOctalLiteral, ["010"]),
            (.unexpectedStrictReservedWord, ["let yield", "export default yield"]),
            (.importCallInNew, ["new import('a')"]),
            (.newTargetOutsideFunction, ["new.target"]),
            (.undefinedLabel, ["while (1) { break a }"]),
            (.functionInStatementPosition, ["l: function f() {}"]),
        ])
}
