extension ErrorRow {
    static let functions =
        rows(
            .script,
            [
                (.illegalReturn, ["return", "{ return 1 }", "if (a) return", "class A { static { return } }"]),
                (
                    .duplicateParameter,
                    [
                        "(a, a) => 1", "([a, a]) => 1", "(a, { b: a }) => 1", "async (a, a) => 1",
                        "function f(a, a = 1) {}", "function f([a, a]) {}", "function f(a, ...a) {}",
                        "({ m(a, a) {} })", "class A { m(a, a) {} }", "function f(a, a) { 'use strict' }",
                        "'use strict'; function f(a, a) {}", "function* g([a], a) {}",
                    ]
                ),
                (
                    .useStrictWithComplexParameters,
                    [
                        "function f(a = 1) { 'use strict' }", "function f([a]) { 'use strict' }",
                        "(...a) => { 'use strict' }", "({ m({ a }) { 'use strict' } })",
                        "async (a = 1) => { 'x'; \"use strict\" }", "'use strict'; function f(a = 1) { 'use strict' }",
                    ]
                ),
                (
                    .unexpectedEvalOrArguments,
                    [
                        "function eval() { 'use strict' }", "function f(arguments) { 'use strict' }",
                        "(function eval() { 'use strict' })", "eval => { 'use strict' }",
                        "function f() { 'use strict'; eval = 1 }",
                    ]
                ),
                (
                    .unexpectedStrictReservedWord,
                    [
                        "function static() { 'use strict' }", "function f(yield) { 'use strict' }",
                        "(let) => { 'use strict' }", "class A { m(static) {} }",
                    ]
                ),
                (
                    .awaitInParameters,
                    [
                        "async function f(a = await b) {}",
                        "async function f() { (a = await b) => c }",
                        "async function f() { async (a = await b) => c }", "(async function (a = await 1) {})",
                        "({ async m(a = await b) {} })", "async function f([a = await b]) {}",
                        "async function f() { (a, [await b]) => c }",
                    ]
                ),
                (
                    .yieldInParameters,
                    [
                        "function* g(a = yield) {}", "function* g() { (a = yield) => b }", "({ *m(a = yield b) {} })",
                        "function* g() { function* h(a = yield) {} }",
                    ]
                ),
                (
                    .awaitAsIdentifier,
                    [
                        "async function f() { var await }",
                        "async (await) => 1", "async await => 1", "async (a = await) => 1",
                        "async function f(await) {}", "async function f() { let await }",
                        "async function f() { ({ await }) }",
                        "(async function await() {})", "async (a = (await) => b) => c", "async ({ await }) => 1",
                        "async function f() { try {} catch (await) {} }",
                    ]
                ),
                (
                    .yieldAsIdentifier,
                    [
                        "function* g() { var yield }", "function* g(yield) {}", "(function* yield() {})",
                        "function* g() { ({ yield }) }",
                        "function* g() { function yield() {} }",
                        "function* g() { void yield }",
                    ]
                ),
                (
                    .awaitOutsideAsync,
                    [
                        "await a", "function f() { await g() }", "() => { await a.b }", "f(() => { await a })",
                        "async function f() { function g() { await a } }", "const a = await fetch",
                    ]
                ),
                (.newTargetOutsideFunction, ["new.target", "() => new.target", "{ new.target }"]),
                (
                    .superOutsideMethod,
                    [
                        "super.a", "super[a]", "super", "function f() { super.a }", "({ a: super.b })",
                        "({ m() { function f() { super.a } } })", "({ m() { super } })", "class A { m() { super?.a } }",
                        "new super()", "({ f: function () { super.a } })",
                    ]
                ),
                (
                    .superCallOutsideConstructor,
                    [
                        "super()", "class A { constructor() { super() } }", "class A extends B { m() { super() } }",
                        "class A extends B { a = super() }", "({ m() { super() } })",
                        "class A extends B { static { super() } }",
                        "class A extends B { constructor() { function f() { super() } } }",
                        "class A extends B { static constructor() { super() } }",
                    ]
                ),
                (.getterParameters, ["({ get a(b) {} })", "class A { get a(b) {} }", "({ get a(...b) {} })"]),
                (.setterParameters, ["({ set a() {} })", "({ set a(b, c) {} })", "class A { set a() {} }"]),
                (.setterRestParameter, ["({ set a(...b) {} })", "class A { static set a(...b) {} }"]),
                (
                    .argumentsInInitializer,
                    [
                        "class A { a = arguments }", "class A { a = () => arguments }",
                        "class A { static { arguments } }", "class A { a = () => { arguments.b } }",
                        "class A { static a = { arguments } }", "class A { a = f(() => [arguments]) }",
                    ]
                ),
                (
                    .unexpectedToken,
                    [
                        "(a, ) => {}, => 1", "function f(a,,b) {}", "function f(,) {}", "function f( => 1",
                        "({ get *a() {} })", "async () => {}()",
                    ]
                ),
            ])
        + rows(
            .asyncFunctionBody,
            [
                (
                    .awaitAsIdentifier,
                    ["var await", "let { await } = a", "({ await })"]
                ),
                (
                    .unexpectedToken,
                    ["(await) => a", "await;"]
                ),
                (
                    .awaitOutsideAsync,
                    [
                        "function f() { return await g }", "const a = () => { await b }", "items.map(x => await f)",
                        "if (a) { (() => { await b })() }",
                    ]
                ),
                (.unexpectedEnd, ["return {", "await"]),
            ])
}
