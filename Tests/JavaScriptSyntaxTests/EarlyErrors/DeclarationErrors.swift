extension ErrorRow {
    static let declarations =
        rows(
            .script,
            [
                (
                    .alreadyDeclared,
                    [
                        "let a, a", "let a; const a = 1", "let a; var a", "var a; let a", "class A {} let A",
                        "let f; function f() {}",
                        "function f() {} let f", "{ let a; { var a } }", "{ var a; } let a", "{ { var a } let a }",
                        "let a; { { var a } }",
                        "{ function f() {} let f }", "{ async function f() {} function f() {} }",
                        "{ function f() {} var f }",
                        "{ function* f() {} function f() {} }", "'use strict'; { function f() {} function f() {} }",
                        "switch (0) { case 1: let a; case 2: let a }", "switch (0) { case 1: let a; default: var a }",
                        "try {} catch (e) { let e }", "try {} catch ([e]) { var e }",
                        "try {} catch ({ e }) { for (var e of []); }",
                        "try {} catch (e) { function e() {} }", "try {} catch ([a, a]) {}",
                        "for (let a;;) { var a }", "for (let a of b) { var a }", "for (let [a, a] of b);",
                        "for (const a in b) { var a }",
                        "function f(a) { let a }", "function f([a]) { const a = 1 }", "(a) => { let a }",
                        "a => { class a {} }",
                        "let [a, a] = b", "let { a, b: a } = c", "let a; for (var a in b);",
                        "function f() { let a; { var a } }",
                        "class A { static { let a; var a } }", "class A { static { var a; let a } }",
                        "let a; if (1) { for (;;) var a; }",
                        "{ let a; function f() { } { { var { b, c: [a] } = d } } }", "label: { let a; var a }",
                    ]
                ),
                (
                    .letBoundName,
                    ["let let = 1", "const let = 1", "let [let] = a", "let { let } = a", "for (let let of a);"]
                ),
                (
                    .restNotLast,
                    [
                        "function f(...a, b) {}", "[...a, b] = c", "let [...a, b] = c", "({ ...a, b } = c)",
                        "(...a, b) => c", "async (...a, b) => c", "let { ...a, b } = c",
                    ]
                ),
                (
                    .restTrailingComma,
                    [
                        "function f(...a,) {}", "[...a,] = b", "let [...a,] = b", "({ ...a, } = b)", "(...a,) => b",
                        "async (...a,) => b", "[...a /* c */ , ] = b",
                    ]
                ),
                (
                    .restInitializer,
                    [
                        "function f(...a = 1) {}", "[...a = 1] = b", "let [...a = 1] = b", "(...a = 1) => b",
                        "({ ...a = 1 } = b)",
                    ]
                ),
                (
                    .invalidDestructuringTarget,
                    [
                        "[1] = a", "[a + b] = c", "({ a: 1 } = b)", "[a()] = b", "({ a: b() } = c)", "[a?.b] = c",
                        "[...a()] = b", "({ m() {} } = a)", "({ get a() {} } = b)", "[(a, b)] = c", "[this] = a",
                        "[`a`] = b", "([a.b]) => 1", "({ a: b.c }) => 1", "(a.b) => 1", "((a)) => 1", "([(a)]) => 1",
                    ]
                ),
                (.invalidObjectRest, ["({ ...[a] } = b)", "({ ...{ a } } = b)", "({ ...{ a } }) => 1"]),
                (.invalidParenthesizedPattern, ["[([a])] = b", "({ a: ({ b }) } = c)", "[({})] = a"]),
                (
                    .invalidArrowParameters,
                    [
                        "(a + b) => c", "(1) => a", "(a, this) => b", "(f()) => 1", "async (a + b) => c",
                        "async (f()) => 1", "({ a() {} }) => 1", "a + (b) => c",
                        "a || (c) => {}",
                    ]
                ),
            ])
        + rows(
            .script,
            [
                (
                    .lexicalDeclarationInStatementPosition,
                    [
                        "if (a) let b", "if (a) const b = 1", "while (a) let [b] = c", "for (;;) let b",
                        "do let a; while (b)", "l: let a", "with (a) const b = 1", "if (a) let\n[b] = c",
                        "if (a); else let b",
                    ]
                ),
                (.classInStatementPosition, ["if (a) class A {}", "while (a) class A {}", "l: class A {}"]),
                (
                    .generatorInStatementPosition,
                    ["if (a) function* f() {}", "while (a) function* f() {}", "l: function* f() {}"]
                ),
                (
                    .asyncInStatementPosition,
                    ["if (a) async function f() {}", "for (;;) async function f() {}", "l: async function f() {}"]
                ),
                (
                    .functionInStatementPosition,
                    [
                        "while (a) function f() {}", "for (;;) function f() {}", "do function f() {} while (a)",
                        "with (a) function f() {}",
                    ]
                ),
                (
                    .labelledFunctionInStatementPosition,
                    [
                        "if (a) l: function f() {}", "while (a) l: m: function f() {}", "for (;;) l: function f() {}",
                        "with (a) l: function f() {}", "do l: function f() {} while (0)",
                    ]
                ),
                (
                    .forInitializer,
                    [
                        "for (let a = 1 in b);", "for (var [a] = 1 in b);", "for (const a = 1 of b);",
                        "for (var a = 1 of b);", "'use strict'; for (var a = 1 in b);",
                    ]
                ),
                (.forMultipleBindings, ["for (let a, b of c);", "for (var a, b in c);", "for (const a = 1, b of c);"]),
                (.forOfAsync, ["for (async of a);"]),
                (.forOfLet, ["for (let.a of b);", "for (let().a of b);"]),
            ])
        + strict([
            (.functionInStatementPosition, ["if (a) function f() {}", "l: function f() {}"]),
            (
                .unexpectedEvalOrArguments,
                [
                    "var eval", "let arguments", "function eval() {}", "function f(eval) {}", "(arguments) => 1",
                    "eval => 1", "try {} catch (eval) {}", "class eval {}", "eval = 1", "arguments++", "--eval",
                    "[eval] = a", "({ eval } = a)", "({ eval = 1 } = a)", "({ a: arguments } = b)", "for (eval of a);",
                    "(eval) = 1", "let { eval } = a", "eval += 1",
                ]
            ),
            (
                .unexpectedStrictReservedWord,
                [
                    "var yield", "var static", "implements", "interface = 1", "let = 1", "function package() {}",
                    "(private) => 1", "protected: a", "({ public })", "class let {}", "var l\\u0065t", "yield",
                ]
            ),
        ])
}
