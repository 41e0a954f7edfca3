extension ErrorRow {
    static let classes = rows(
        .script,
        [
            (
                .duplicateConstructor,
                ["class A { constructor() {} constructor() {} }", "class A { constructor() {} 'constructor'() {} }"]
            ),
            (
                .constructorIsAccessor,
                [
                    "class A { get constructor() {} }", "class A { set constructor(a) {} }",
                    "class A { get 'constructor'() {} }",
                ]
            ),
            (.constructorIsGenerator, ["class A { *constructor() {} }"]),
            (.constructorIsAsync, ["class A { async constructor() {} }", "class A { async *constructor() {} }"]),
            (
                .constructorField,
                [
                    "class A { constructor }", "class A { constructor = 1 }", "class A { 'constructor' }",
                    "class A { static constructor }",
                ]
            ),
            (
                .staticPrototype,
                [
                    "class A { static prototype() {} }", "class A { static get prototype() {} }",
                    "class A { static prototype }", "class A { static 'prototype' = 1 }",
                    "class A { static *prototype() {} }",
                ]
            ),
            (
                .privateConstructor,
                [
                    "class A { #constructor }", "class A { #constructor() {} }",
                    "class A { static get #constructor() {} }",
                ]
            ),
            (
                .duplicatePrivateName,
                [
                    "class A { #a; #a }", "class A { #a; #a() {} }", "class A { get #a() {} get #a() {} }",
                    "class A { get #a() {} set #a(b) {} #a }", "class A { static get #a() {} set #a(b) {} }",
                    "class A { #a() {} static #a() {} }", "class A { get #a() {} set #a(b) {} get #a() {} }",
                ]
            ),
            (
                .awaitInStaticBlock,
                [
                    "class A { static { await } }", "class A { static { var await } }",
                    "class A { static { (await) => a } }", "async () => { class A { static { await a } } }",
                    "class A { static { ({ await }) } }",
                ]
            ),
            (
                .unexpectedToken,
                [
                    "class A { a: 1 }", "class A { a, b }", "class A { () {} }", "class A { get *a() {} }",
                    "class A { a = 1, b }", "class A { static async a }", "class A extends a, b {}", "class A { *a }",
                ]
            ),
            (.unexpectedEnd, ["class A extends {}", "class A { m() {"]),
            (
                .unexpectedIdentifier,
                [
                    "class A { a b }", "class A { a = 1 b }", "class A { async\u{0020}a\u{0020}b() {} }",
                    "class A { get set a() {} }",
                ]
            ),
            (
                .unexpectedStrictReservedWord,
                ["class A { static static static }", "class static {}", "class A extends let {}"]
            ),
            (.alreadyDeclared, ["class A {} class A {}", "var A; class A {}"]),
        ])
}
