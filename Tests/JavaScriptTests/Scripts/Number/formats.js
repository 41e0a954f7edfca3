print((1.005).toFixed(2), (1.45).toFixed(1), (-1.5).toFixed(0), (0.5).toFixed(0), (2.5).toFixed(0), (1e21).toFixed(2), (123.456).toFixed(1), (0).toFixed(2), (-0).toFixed(1), (-0.0000001).toFixed(2));
print((0.1).toFixed(20), (1.23e20).toFixed(2), (5e-324).toFixed(3), (123456789012345.67).toFixed(8), (0.000001).toFixed(7), (999.9995).toFixed(3), (0.05).toFixed(1), (1e-10).toFixed(2), (10.235).toFixed(2));
print((1.25).toFixed(100), (2 ** 60 + 2 ** 10).toFixed(3));
print((123456).toExponential(), (0).toExponential(2), (1.25).toExponential(1), (-1.5e-7).toExponential(3), (123456).toExponential(2), NaN.toExponential(3), (5e-324).toExponential(10), (1e21).toExponential(25));
print((123.456).toPrecision(4), (0.000123).toPrecision(2), (1e-7).toPrecision(3), (123456).toPrecision(2), (0).toPrecision(3), (1.25).toPrecision(2), (1e21).toPrecision(3), (99.99).toPrecision(3), (1.7976931348623157e308).toPrecision(21));
print((255).toString(16), (-255).toString(2), (0.5).toString(2), (0.1).toString(3), (1e21).toString(7), (3.14159).toString(36), (2 ** 53).toString(3), (1e100).toString(36), (5e-324).toString(2).length, (-7.25).toString(8));
print((1234567.891).toLocaleString(), (0.0005).toLocaleString(), (-1e21).toLocaleString(), (12).toLocaleString(), (999.9996).toLocaleString(), (1234.5).toLocaleString(), (0.00049).toLocaleString(), (1e-7).toLocaleString(), NaN.toLocaleString(), (-0.1234).toLocaleString());
print(1e21, 1e-7, 123456789012345680000, 0.000001, 1.5e300, -0, 5e-324, 0.1 + 0.2, 100, 1 / 3, 4.35, 1e5, 123e-20, 2 ** 53, 2 ** 31, 1.7976931348623157e308, 4.9406564584124654e-324, 1e15 + 0.5, 123456.789e3);
for (const f of [() => (1).toFixed(101), () => (1).toPrecision(0), () => (1).toExponential(-1), () => (1).toString(37), () => Number.prototype.toFixed.call("1"), () => Number(Symbol())]) {
    try { f(); print("no"); } catch (e) { print(e.name + ": " + e.message); }
}
print((1).toFixed({ valueOf() { return 2; } }), new Number(5) + 1, typeof new Number(1), new Number(255).toString(16), Number.prototype.valueOf());
// expect: 1.00 1.4 -2 1 3 1e+21 123.5 0.00 0.0 -0.00
// expect: 0.10000000000000000555 123000000000000000000.00 0.000 123456789012345.67187500 0.0000010 1000.000 0.1 0.00 10.23
// expect: 1.2500000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000 1152921504606848000.000
// expect: 1.23456e+5 0.00e+0 1.3e+0 -1.500e-7 1.23e+5 NaN 4.9406564584e-324 1.0000000000000000000000000e+21
// expect: 123.5 0.00012 1.00e-7 1.2e+5 0.00 1.3 1.00e+21 100 1.79769313486231570815e+308
// expect: ff -11111111 0.1 0.0022002200220022002200220022002201 5135235413265003022600000 3.53i0tuycp 1121202011211211122211100012101112 2hqbczu2ow6000000000000000000000000000000000000000000000000000000 1076 -7.2
// expect: 1,234,567.891 0.001 -1,000,000,000,000,000,000,000 12 1,000 1,234.5 0 0 NaN -0.123
// expect: 1e+21 1e-7 123456789012345680000 0.000001 1.5e+300 0 5e-324 0.30000000000000004 100 0.3333333333333333 4.35 100000 1.23e-18 9007199254740992 2147483648 1.7976931348623157e+308 5e-324 1000000000000000.5 123456789
// expect: RangeError: toFixed() digits argument must be between 0 and 100
// expect: RangeError: toPrecision() argument must be between 1 and 100
// expect: RangeError: toExponential() argument must be between 0 and 100
// expect: RangeError: toString() radix argument must be between 2 and 36
// expect: TypeError: Number.prototype.toFixed requires that 'this' be a Number
// expect: TypeError: Cannot convert a Symbol value to a number
// expect: 1.00 6 object ff 0
