extension ErrorRow {
    static let lexical = rows(
        .script,
        [
            (.invalidCharacter, ["@", "a \u{0} b", "\u{2200}", "\\a", "1 + \\", "a\u{200B}b"]),
            (.unterminatedComment, ["/*", "a /* b\n", "/* * /"]),
            (.unterminatedString, ["'", "\"a", "'a\n'", "'\\", "'a\\\n", "\"\r\""]),
            (.unterminatedTemplate, ["`", "`a", "`a\\", "`${a}", "`${a", "`${a}b", "f`x${`y`}"]),
            (.unterminatedRegExp, ["/", "/a", "/a\n/", "/[/]", "/\\/", "/a\\\n/", "x = /=", "/a\u{2028}/"]),
            (.invalidRegExpFlags, ["/a/gg", "/a/x", "/a/uv", "/a/G", "/a/g1", "/a/\u{E9}"]),
            (.invalidHexEscape, ["'\\x'", "'\\x1'", "'\\xg1'", "`\\x`"]),
            (
                .invalidUnicodeEscape,
                ["'\\u'", "'\\u123'", "'\\u{}'", "'\\u{1'", "'\\u{1g}'", "\\u00zz", "a\\u{", "`\\u`"]
            ),
            (.codePointOutOfRange, ["'\\u{110000}'", "'\\u{FFFFFFFFFFFFFFFFF}'", "`\\u{110000}`", "\\u{110000}"]),
            (.invalidIdentifierEscape, ["\\u0030", "a\\u0020b", "\\u{2200}", "a\\u002d"]),
            (.octalEscapeInTemplate, ["`\\1`", "`\\01`", "`a${b}\\7`"]),
            (.invalidTemplateEscape, ["`\\8`", "`\\9`"]),
            (.invalidNumber, ["0x", "0b", "0o", "0xg", "0b2", "0x_1"]),
            (
                .identifierAfterNumber,
                ["1a", "0b12", "0o78", "3in []", "1.5px", "1\\u0061", "1n1", "1\u{E9}"]
            ),
            (.invalidBigInt, ["08n", "017n", "1e1n", "1.5n", ".5n", "1e+1n"]),
            (
                .numericSeparator,
                ["1_", "1__0", "0_1", "1_.0", "1._0", "1e1_", "0x1_", "0x1__0", "01_0", "1_n"]
            ),
            (.missingExponent, ["1e", "1e+", "1.e-", "1E", "1e_1"]),
            (.missingPrivateName, ["#", "class A { # a }", "class A { #1 }"]),
        ])

    static let tokens = rows(
        .script,
        [
            (
                .unexpectedToken,
                ["}", "x => {} ()", "() + 1", "(a,) + 1", "(...a) + 1", "a..b", "?.a", "=> a"]
            ),
            (
                .unexpectedEnd,
                [
                    "(", "[,", "a ? b", "({", "for (;", "if", "a.", "a +", "{", "class A {", "f(", "do", "switch (a) {",
                    "class",
                ]
            ),
            (.unexpectedNumber, ["a 1", "(a 1)", "var 1", "a.1.b 2", "1 1n"]),
            (.unexpectedString, ["a 'b'", "var 'a'"]),
            (.unexpectedTemplate, ["var `a`", "a = { `b`: 1 }"]),
            (.unexpectedIdentifier, ["a b", "(a b)", "let a b", "async a", "x ? y z", "var a of", "a async", "x let"]),
            (
                .escapedKeyword,
                [
                    "v\\u0061r a", "({ cl\\u0061ss })", "\\u0069f (a) b", "t\\u0072ue", "n\\u0065w a",
                    "while (0) { bre\\u0061k }",
                ]
            ),
            (.missingCloseParenthesis, ["f(a b)", "f(a; b", "f(1 2)", "f(a }"]),
            (.missingFunctionName, ["function () {}", "async function () {}", "function* () {}"]),
            (
                .missingInitializer,
                ["const a", "const a, b = 1", "let { a }", "var [a]", "for (const a;;) b", "for (let [a];;) b"]
            ),
            (.missingCatchOrFinally, ["try {}", "try {} a", "try { a } }"]),
            (.lineTerminatorAfterThrow, ["throw\na", "throw /*\n*/ a"]),
            (.lineTerminatorBeforeArrow, ["a\n=> b", "(a)\n=> b", "()\n=> {}", "async a\n=> b", "async (a)\n=> b"]),
        ])
}
