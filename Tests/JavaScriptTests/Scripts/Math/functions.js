print(Math.max(), Math.min(), Math.max(1, 3, 2), Math.min(1, "0", 2), Math.max(1, NaN), Math.max(-0, 0), 1 / Math.min(0, -0), Math.max(1, 2, 3, 4, 5, 6, 7, 8, 9, { valueOf() { return 10; } }, 3));
print(Math.round(2.5), Math.round(-2.5), Math.round(0.49999999999999994), 1 / Math.round(-0.2), Math.round(2 ** 52 + 1), Math.floor(-1.5), Math.ceil(-1.5), Math.trunc(-1.5), Math.sign(-3), Math.abs(-5), Math.abs(-2147483648), Math.round(4503599627370495.5));
print(Math.clz32(0), Math.clz32(1), Math.clz32(-1), Math.imul(0xffffffff, 5), Math.imul(2 ** 31, 3), Math.fround(5.5), Math.fround(5.05), Math.hypot(3, 4), Math.hypot(), Math.hypot(1e200, 1e200), Math.hypot(NaN, Infinity), Math.hypot(-3));
print(Math.pow(2, 10), Math.pow(1, Infinity), Math.pow(NaN, 0), Math.pow(-8, 1 / 3), 2 ** -1074, Math.sqrt(2), Math.cbrt(27), Math.cbrt(-8), Math.log2(8), Math.log10(1000), Math.log1p(0), Math.expm1(0), Math.exp(0), Math.atan2(1, 1), Math.atan2(-0, -1));
print(Math.sin(0), Math.cos(0), Math.tan(0), Math.asin(1), Math.acos(1), Math.atan(1), Math.sinh(0), Math.cosh(0), Math.tanh(Infinity), Math.asinh(0), Math.acosh(1), Math.atanh(0), 1 / Math.sin(-0));
print(Math.PI, Math.E, Math.LN2, Math.LN10, Math.LOG2E, Math.LOG10E, Math.SQRT2, Math.SQRT1_2, Math[Symbol.toStringTag], typeof Math);
let ok = true, different = false, first = Math.random();
for (let i = 0; i < 1000; i++) { const x = Math.random(); ok = ok && x >= 0 && x < 1; different = different || x !== first; }
print(ok, different);
try { Math.floor(Symbol()); } catch (e) { print(e.name + ": " + e.message); }
let order = "";
Math.atan2({ valueOf() { order += "y"; return 1; } }, { valueOf() { order += "x"; return 1; } });
print(order, Math.max.length, Math.hypot.length, Math.pow.name);
// expect: -Infinity Infinity 3 0 NaN 0 -Infinity 10
// expect: 3 -2 0 -Infinity 4503599627370497 -2 -1 -1 -1 5 2147483648 4503599627370496
// expect: 32 31 0 -5 -2147483648 5.5 5.050000190734863 5 0 1.414213562373095e+200 Infinity 3
// expect: 1024 NaN 1 NaN 5e-324 1.4142135623730951 3 -2 3 3 0 0 1 0.7853981633974483 -3.141592653589793
// expect: 0 1 0 1.5707963267948966 0 0.7853981633974483 0 1 1 0 0 0 -Infinity
// expect: 3.141592653589793 2.718281828459045 0.6931471805599453 2.302585092994046 1.4426950408889634 0.4342944819032518 1.4142135623730951 0.7071067811865476 Math object
// expect: true true
// expect: TypeError: Cannot convert a Symbol value to a number
// expect: yx 2 2 pow
