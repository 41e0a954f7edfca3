print(Number("  12 "), Number(""), Number("0x1F"), Number("0b101"), Number("0o17"), Number("1e3"), Number("1_000"), Number("Infinity"), Number("-Infinity"), Number("infinity"), Number("+.5"), Number("5."), Number("."), Number("0x"), Number("-0x1"), Number("1e"), Number(null), Number(undefined), Number(true), Number());
print(Number("9007199254740993"), Number("123456789012345678"), Number("1e23"), Number("8.5e-5"), Number("0.1e-6"), Number("1e400"), Number("2e-324"), Number("3e-324"), Number("0.30000000000000004"), Number("1.7976931348623159e308"), Number("-0"), Number("00012"), Number("1e22"), Number("123.456e-5"));
print(parseInt("42px"), parseInt("0x1f"), parseInt("  -12"), parseInt("z", 36), parseInt("12", 2), parseInt("2", 2), parseInt("", 10), parseInt("10", 37), parseInt("10", 1), parseInt("9007199254740993"), parseInt("1e3"), parseInt(null, 36), parseInt("0x", 16), parseInt("-0"), parseInt(0.0000005), parseInt("10", { valueOf() { return 8; } }));
print(parseFloat("3.14abc"), parseFloat("  .5"), parseFloat("-Infinityx"), parseFloat("e5"), parseFloat("1e5x"), parseFloat("1e+"), parseFloat("-.5.5"), parseFloat("0x10"), parseFloat("1_0"), parseFloat("-0"));
print(Number.parseFloat === parseFloat, Number.parseInt === parseInt, isNaN("x"), isNaN("1"), isFinite("1"), isFinite(Infinity), Number.isNaN("x"), Number.isInteger(5.0), Number.isInteger(5.5), Number.isSafeInteger(2 ** 53), Number.isFinite("1"));
print(Number.MAX_SAFE_INTEGER, Number.MIN_VALUE, Number.MAX_VALUE, Number.EPSILON, Number.MIN_SAFE_INTEGER);
print(encodeURIComponent("a b&c/d?é\u{1F600}"), encodeURI("http://x.y/a b?q=é#h"), decodeURIComponent("%E2%82%AC%20%F0%9F%98%80"), decodeURI("%2Fa%20b%23"), escape("a b+é\u0101"), unescape("%u0101%E9%20%zz%u12"));
for (const f of [() => encodeURIComponent("\ud800"), () => decodeURIComponent("%"), () => decodeURIComponent("%C0%80"), () => decodeURIComponent("%E2%82"), () => decodeURIComponent("%ED%A0%80"), () => decodeURI("%zz")]) {
    try { f(); print("no"); } catch (e) { print(e.name + ": " + e.message); }
}
// expect: 12 0 31 5 15 1000 NaN Infinity -Infinity NaN 0.5 5 NaN NaN NaN NaN 0 NaN 1 0
// expect: 9007199254740992 123456789012345680 1e+23 0.000085 1e-7 Infinity 0 5e-324 0.30000000000000004 Infinity 0 12 1e+22 0.00123456
// expect: 42 31 -12 35 1 NaN NaN NaN NaN 9007199254740992 1 1112745 NaN 0 5 8
// expect: 3.14 0.5 -Infinity NaN 100000 1 -0.5 0 1 0
// expect: true true true false true false false true false false false
// expect: 9007199254740991 5e-324 1.7976931348623157e+308 2.220446049250313e-16 -9007199254740991
// expect: a%20b%26c%2Fd%3F%C3%A9%F0%9F%98%80 http://x.y/a%20b?q=%C3%A9#h € 😀 %2Fa b%23 a%20b+%E9%u0101 āé %zz%u12
// expect: URIError: URI malformed
// expect: URIError: URI malformed
// expect: URIError: URI malformed
// expect: URIError: URI malformed
// expect: URIError: URI malformed
// expect: URIError: URI malformed
