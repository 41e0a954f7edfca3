extension ErrorRow {
    static let expressions =
        rows(
            .script,
            [
                (
                    .invalidAssignmentTarget,
                    [
                        "1 = a", "a + b = c", "a() = 1", "this = 1", "a?.b = 1", "(a, b) = 1", "({ a }) = 1",
                        "([a]) = 1", "(a ? b : c) = d",
                        "`a` = 1", "a?.[0] = 1", "new a = 1", "import('a') = 1", "(a = b) = c", "-a = 1",
                        "(async () => {}) = 1",
                    ]
                ),
                (
                    .invalidCompoundTarget,
                    [
                        "1 += a", "a() -= 1", "[a] += b", "({ a }) *= b", "a?.b ||= 1", "a() &&= 1",
                        "{ a } [b]; [c] ??= d",
                    ]
                ),
                (
                    .invalidUpdateTarget,
                    [
                        "1++", "++1", "a()--", "--a()", "a?.b++", "++a?.b",
                        "(a++)++", "++a++", "[a]++", "this++", "--(a, b)",
                        "function f() { new.target++ }",
                    ]
                ),
                (
                    .invalidForTarget,
                    [
                        "for (1 of a);", "for (a() in b);", "for (a + b of c);", "for (({ a }) of b);",
                        "for (a?.b of c);", "for ((a, b) of c);",
                    ]
                ),
                (
                    .coverInitializedName,
                    [
                        "({ a = 1 })", "f({ a = 1 })", "[{ a = 1 }]", "({ a = 1 }).b", "({ a = 1 }).b = c",
                        "[{ a = 1 }.b] = c", "x = { a = 1 }", "({ a: { b = 1 } })", "({ a = 1 }) + b",
                        "async ({ a = 1 })", "({ a = 1 }, b)", "`${{ a = 1 }}`", "[{ a = 1 }, b].c",
                        "(a = { b = 1 }) => c", "return_({ a = 1 })", "({ a = 1 })`b`",
                        "for ({ a = 1 };;);",
                        "!{ a = 1 }", "class A extends { a = 1 } {}", "new { a = 1 }",
                    ]
                ),
                (
                    .duplicateProto,
                    [
                        "({ __proto__: a, __proto__: b })", "({ __proto__: a, '__proto__': b })",
                        "f({ '__proto__': a, x, \"__proto__\": b })", "[{ __proto__: a, __proto__: b }]",
                        "async ({ __proto__: a, __proto__: b })",
                    ]
                ),
                (.mixedNullish, ["a ?? b || c", "a || b ?? c", "a && b ?? c", "a ?? b && c", "a ?? b ?? c || d"]),
                (
                    .unaryBeforeExponent,
                    [
                        "-a ** b", "typeof a ** b", "!a ** b", "void a ** b", "a * -b ** c", "delete a.b ** c",
                        "async () => await a ** b",
                    ]
                ),
                (.optionalChainInNew, ["new a?.b", "new a?.()", "new a.b?.c()"]),
                (.optionalChainTemplate, ["a?.b`c`", "a?.`b`", "a?.b.c`d`", "a?.()`b`"]),
                (.importCallInNew, ["new import('a')", "new import('a')()"]),
                (.importCallArity, ["import()", "import(a, b, c)"]),
                (.importCallSpread, ["import(...a)", "import(a, ...b)"]),
                (
                    .privateNameOutsideIn,
                    [
                        "class A { #a; m() { #a } }", "class A { #a; m() { #a + 1 } }",
                        "class A { #a; m() { 1 + #a in b } }", "class A { #a; m() { (#a) in b } }",
                        "class A { #a; m() { #a in #a in b } }", "class A { #a; m() { for (#a in b); } }",
                        "class A { #a; m() { !#a in b } }",
                    ]
                ),
                (
                    .undeclaredPrivateName,
                    [
                        "#a", "#a in b", "a.#b", "class A { m() { this.#a } }", "class A { m() { #a in this } }",
                        "class A { #a } class B { m() { this.#a } }", "class A extends a.#b { #b }",
                        "class A { [this.#a]; }", "class A { m() { class B { m() { this.#b } } } }",
                    ]
                ),
                (
                    .deletePrivateName,
                    [
                        "class A { #a; m() { delete this.#a } }", "class A { #a; m() { delete (this.#a) } }",
                        "class A { #a; m() { delete this?.#a } }", "class A { #a; m() { delete ((this.b.#a)) } }",
                    ]
                ),
            ])
        + strict([
            (.deleteIdentifier, ["delete a", "delete (a)", "delete ((a))"]),
            (.legacyOctalLiteral, ["010", "0777", "00", "({ 01: a })"]),
            (.legacyDecimalLiteral, ["08", "019", "09.5"]),
            (.legacyOctalEscape, ["'\\1'", "'\\01'", "'\\08'", "'\\8'", "({ '\\7': a })"]),
            (.withInStrictMode, ["with (a) b"]),
        ])
        + rows(
            .script,
            [
                (.legacyOctalEscape, ["'\\1'; 'use strict'", "function f() { '\\07'; 'use strict' }"]),
                (
                    .legacyOctalLiteral,
                    ["'use strict'\n010", "class A { m() { 010 } }", "function f() { 'use strict'\n 01 }"]
                ),
            ])
}
