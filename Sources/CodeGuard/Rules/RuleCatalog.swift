/// Every rule that presets and policies name: the source of the table in the documentation, and of the tests behind it.
package enum RuleCatalog {
    /// A program and what the rule alone makes of it.
    package struct Example: Sendable {
        /// The program, a script.
        package let source: String
        /// The codes it reports, in order; none for an accepted program.
        package let codes: [IssueCode]
    }

    /// One rule.
    package struct Entry: Sendable {
        /// The name that configurations use.
        package let name: String
        /// What it is for, in a few words.
        package let purpose: String
        /// What it reports.
        package let codes: [IssueCode]
        /// Options, with their defaults.
        package let options: String
        /// The rule as the examples use it.
        package let rule: any Rule
        /// Programs with a finding.
        package let rejected: [Example]
        /// Programs without one.
        package let accepted: [String]
    }

    /// The rules in the order of the specification.
    package static let entries: [Entry] = names + functionsAndCalls + flow + resources + characters

    private static func entry(
        _ rule: any Rule, _ purpose: String, _ codes: [IssueCode], options: String = "none",
        rejected: KeyValuePairs<String, [IssueCode]>, accepted: [String]
    ) -> Entry {
        Entry(
            name: rule.name, purpose: purpose, codes: codes, options: options, rule: rule,
            rejected: rejected.map { Example(source: $0.key, codes: $0.value) }, accepted: accepted)
    }

    private static let names: [Entry] = [
        entry(
            NoEvalRule(), "no code from strings or files", [.noEval],
            rejected: [
                "eval(s)": [.noEval], #"new Function("a")"#: [.noEval], #"setInterval("f()", 5)"#: [.noEval],
                #"import("x")"#: [.noEval], "with (o) {}": [.noEval], #"\u0065val(s)"#: [.noEval],
            ], accepted: [#"Function("a")"#, "setTimeout(f, 5)", "const e = eval"]),
        entry(
            DisallowedIdentifierRule(["process", "constructor"]), "names that may not be used",
            [.disallowedIdentifier], options: "names (required), messageTemplate with {identifier}",
            rejected: [
                "process": [.disallowedIdentifier], "a.constructor": [.disallowedIdentifier],
                #"a[["constructor"]]"#: [.disallowedIdentifier], "a[`constructor`]": [.disallowedIdentifier],
                #"a[c ? "x" : "constructor"]"#: [.disallowedIdentifier],
                #"a[{toString: () => "constructor"}]"#: [.disallowedIdentifier],
                #"a.c\u006fnstructor"#: [.disallowedIdentifier],
            ], accepted: ["let process = 1", "({process: 1})", #"a["pro" + "cess"]"#, "process = 1"]),
        entry(
            NoGlobalAccessRule(), "no way to the global object, to constructors or to reflection",
            [.noGlobalAccess, .noConstructorAccess, .noGlobalDestructure, .noReflectAPI, .noMetaProgramming],
            options:
                "blockedGlobals (window, globalThis, self, global, this), blocksMembers (true), blocksComputed (true)",
            rejected: [
                #"self["x"]"#: [.noGlobalAccess], "this.a": [.noGlobalAccess], "[].constructor": [.noConstructorAccess],
                "a[constructor]": [.noConstructorAccess], "Object.create(null)": [.noMetaProgramming],
                "Reflect.get(o, k)": [.noReflectAPI], "const {a} = window": [.noGlobalDestructure],
            ], accepted: ["self", "const p = Reflect.get", "Object.keys(o)"]),
        entry(
            ReservedPrefixRule(), "names that belong to the runtime",
            [.reservedPrefix, .reservedPrefixAssignment, .reservedPrefixMemberAssignment],
            options: "prefixes (__ag_, __safe_), allowedIdentifiers (__ag_main), message",
            rejected: [
                "let __ag_n = 1": [.reservedPrefix], "__safe_callTool = f": [.reservedPrefixAssignment],
                "o.__ag_k = 1": [.reservedPrefixMemberAssignment], "__ag_n++": [.reservedPrefixAssignment],
                "(__safe_a) => 1": [.reservedPrefix],
            ], accepted: ["__safe_callTool", "({__ag_k: 1})", "async function __ag_main() {}"]),
        entry(
            UnknownGlobalRule(), "an allow-list of globals", [.unknownGlobal],
            options: "allowedGlobals, allowsStandardGlobals (true), message",
            rejected: [
                #"fetch("u")"#: [.unknownGlobal], "typeof foo": [.unknownGlobal],
                "const a = []; a[k]": [.unknownGlobal],
            ], accepted: ["foo = 1", "{ let t = 1 } t", "const o = {}; o.fetch"]),
    ]

    private static let functionsAndCalls: [Entry] = [
        entry(
            NoUserFunctionsRule(), "callbacks are arrow functions",
            [
                .noUserFunctionDeclaration, .noUserFunctionExpression, .noUserArrowFunction, .noUserMethodDefinition,
                .noUserMethodShorthand,
            ], options: "allowsArrows (true), allowsExpressions (false), allowedNames (__ag_main), message",
            rejected: [
                "function f() {}": [.noUserFunctionDeclaration],
                "({m() {}})": [.noUserFunctionExpression, .noUserMethodShorthand],
                "class A { m() {} }": [.noUserFunctionExpression, .noUserMethodDefinition],
            ], accepted: ["const f = async x => x", "const g = n => n ? g(n - 1) : 0", "class A {}"]),
        entry(
            NoCallTargetAssignmentRule(), "the host's functions keep their names", [.noCallTargetAssignment],
            options: "targets (callTool), message",
            rejected: [
                "callTool = f": [.noCallTargetAssignment], "const {x: callTool} = o": [.noCallTargetAssignment],
                "(callTool) => 1": [.noCallTargetAssignment],
            ], accepted: ["o.callTool = 1", "[callTool] = a"]),
        entry(
            StaticCallTargetRule(), "the tool of each call can be read off",
            [.missingCallTarget, .dynamicCallTarget, .unknownToolName],
            options: "targets (callTool, __safe_callTool), position (0), allowed (any)",
            rejected: [
                "callTool(n, {})": [.dynamicCallTarget], #"callTool("a" + b, {})"#: [.dynamicCallTarget],
                "callTool()": [.missingCallTarget],
            ], accepted: [#"callTool("a:b", {})"#, "callTool(`a:b`, {})"]),
        entry(
            RequiredFunctionCallRule(["callTool"]), "functions that must be called",
            [.requiredFunctionNotCalled, .functionCalledTooManyTimes],
            options: "required, minimum (1), maximum (0: any number), mode (all), messageTemplate",
            rejected: ["1 + 1": [.requiredFunctionNotCalled]], accepted: [#"api.callTool("x", {})"#]),
        entry(
            CallArgumentValidationRule(["callTool": ArgumentRequirement(minimum: 2, types: ["string", "object"])]),
            "numbers and types of arguments",
            [.invalidArgumentCount, .invalidArgumentType, .customArgumentValidationFailed],
            options: "functions: minimum, maximum, types, validator, message for each",
            rejected: [
                #"callTool("x")"#: [.invalidArgumentCount], "callTool(n, {})": [.invalidArgumentType],
                #"callTool("x", args)"#: [.invalidArgumentType],
            ], accepted: [#"callTool("x", {a: 1})"#]),
    ]

    private static let flow: [Entry] = [
        entry(
            ForbiddenLoopRule(), "which loops are allowed", [.forbiddenLoop],
            options: "forLoop, whileLoop, doWhile, forOf, forIn (all false), message",
            rejected: [
                "while (a) {}": [.forbiddenLoop], "for (const k in o) {}": [.forbiddenLoop],
                "for (const x of l) {}": [.forbiddenLoop],
            ], accepted: ["l.map(x => x)"]),
        entry(
            InfiniteLoopRule(), "loops whose test never fails", [.infiniteLoop],
            options: "checksFor, checksWhile, checksDoWhile (all true), message",
            rejected: [
                "for (;;) {}": [.infiniteLoop], "while (!0) {}": [.infiniteLoop], "do {} while ([])": [.infiniteLoop],
                "while (!undefined) break": [.infiniteLoop],
            ], accepted: ["while (x) {}", "for (let i = 0; i >= 0; i++) {}"]),
        entry(
            NoAsyncRule(), "async functions and await", [.noAsync, .noAwait],
            options: "allowsFunctions (false), allowsAwait (false), message",
            rejected: ["async function f() {}": [.noAsync], "const f = async () => 1": [.noAsync]],
            accepted: ["p.then(f)"]),
        entry(
            UnreachableCodeRule(), "statements that never run (a warning)", [.unreachableCode],
            rejected: [
                "if (a) { throw 1; f() }": [.unreachableCode],
                "() => { if (a) { return } else { throw 1 } x() }": [.unreachableCode],
            ], accepted: ["for (;;) { if (a) break; g() }", "switch (a) { case 1: break; g() }"]),
    ]

    private static let resources: [Entry] = [
        entry(
            NoRegExpLiteralRule(), "regular expressions that backtrack without end",
            [.noRegExpLiteral, .regExpTooLong, .regExpReDoSVulnerable, .regExpReDoSSuspicious, .regExpDynamicPattern],
            options:
                "blocksAll (false), analyzes (true), level (catastrophic), blockThreshold (80), warnThreshold (50), "
                + "lengthMax (200), allowedPatterns",
            rejected: [
                "/(a+)+/": [.regExpReDoSVulnerable], #"new RegExp("(.*)+")"#: [.regExpReDoSVulnerable],
                #"RegExp("(a|ab)*")"#: [.regExpReDoSVulnerable],
            ], accepted: ["/^[a-z]+$/", "new RegExp(v)"]),
        entry(
            NoRegExpMethodsRule(), "methods that run regular expressions", [.noRegExpMethod, .regExpMethodDynamic],
            options: "stringMethods, regExpMethods, messageTemplate with {method}",
            rejected: ["s.split(/,/)": [.noRegExpMethod], "s.split(d)": [.regExpMethodDynamic]],
            accepted: [#"s.split(",")"#]),
        entry(
            ResourceExhaustionRule(), "literal sizes, and detours to constructor",
            [.resourceExhaustion, .constructorAccess],
            options: "bigIntExponentMax (10,000), arraySizeMax (1,000,000), arrayFillMax (100,000), stringRepeatMax "
                + "(100,000), blocksConstructorAccess (true), blocksBigIntPowers (false), allowsDynamicArrayFill (false)",
            rejected: [
                "2n ** 20000n": [.resourceExhaustion], #""x".repeat(200000)"#: [.resourceExhaustion],
                #"const k = "proto" + "type""#: [.constructorAccess], "x.constructor": [.constructorAccess],
                #"x["con" + "structor"]"#: [.constructorAccess], #"x[String(["constructor"])]"#: [.constructorAccess],
                "x[String.fromCharCode(99)]": [.constructorAccess],
                #"let v; v = ["constructor"].join(); x[v]"#: [.constructorAccess],
            ],
            accepted: [
                "2n ** 64n", #""x".repeat(n)"#, #"o["pro" + t]"#, #"const k = "__proto" + "__"; o[k]"#,
            ]),
        entry(
            NoComputedDestructuringRule(), "patterns read plain names only",
            [.noComputedDestructuring, .noDangerousDestructuring], options: "message",
            rejected: [
                #"const {["a"]: b} = o"#: [.noComputedDestructuring],
                #"const {"constructor": c} = o"#: [.noDangerousDestructuring],
                "({prototype: p}) => p": [.noDangerousDestructuring],
                #"const {c\u006fnstructor: c} = o"#: [.noDangerousDestructuring],
            ], accepted: ["const {a: {b}} = o", "({constructor: 1})"]),
        entry(
            NoJSONCallbacksRule(), "neither replacer nor reviver", [.jsonCallbackNotAllowed],
            options: "blocksReplacer (true), blocksReviver (true), messageTemplate with {method}",
            rejected: ["JSON.stringify(o, keys)": [.jsonCallbackNotAllowed]],
            accepted: ["JSON.stringify(o, null, 2)", "JSON.stringify(o, undefined)", #"JSON.stringify(o, ["a"])"#]),
    ]

    private static let characters: [Entry] = [
        entry(
            UnicodeSecurityRule(), "characters that deceive",
            [.unicodeBidirectional, .unicodeZeroWidth, .unicodeInvisible, .unicodeHomoglyph],
            options:
                "blocksZeroWidth, blocksBidirectional, blocksHomoglyphs, blocksInvisible, checksComments (all true), "
                + "checksStrings, checksTemplates (false), allowedCharacters",
            rejected: [
                "const p\u{430}y = 1": [.unicodeHomoglyph], "// \u{202E}": [.unicodeBidirectional],
                "({\"a\u{200B}\": 1})": [.unicodeZeroWidth],
            ], accepted: ["const s = \"\u{430}\"", "`\u{200B}`"])
    ]
}
