print("abc".at(-1), "abc".at(5), "abc".charAt(1), "[" + "abc".charAt(9) + "]", "abc".charCodeAt(1), "abc".charCodeAt(-1));
print("a\u{1F600}b".codePointAt(1), "a\u{1F600}b".codePointAt(2), "abc".codePointAt(3));
print(String.fromCharCode(72, 105, 0x10041), String.fromCodePoint(0x1F600).length, String.fromCharCode() === "");
let parts = "";
for (const c of "x\u{1F600}y") parts += c.length;
print(parts);
const it = "ab"[Symbol.iterator]();
let r = it.next();
print(r.value, r.done, it.next().value, it.next().done, it.next().value);
print(new String("abc").length, new String("abc")[1], typeof new String("x"), typeof String(1), String(Symbol("s")));
print(String.raw`a\n${1}b${2}`, String.raw({ raw: "xyz" }, 1, 2, 3));
try { String.fromCodePoint(-1); } catch (e) { print(e.name + ": " + e.message); }
try { String.prototype.at.call(null); } catch (e) { print(e.name + ": " + e.message); }
let order = "";
const text = { toString() { order += "t"; return "hello"; } };
const index = { valueOf() { order += "i"; return 1; } };
print(String.prototype.charAt.call(text, index), order);
print(String.fromCharCode({ valueOf() { return 65; } }, 66, 67, 68, 69, 70, 71, 72, 73, 74, { valueOf() { return 75; } }));
// expect: c undefined b [] 98 NaN
// expect: 128512 56832 undefined
// expect: HiA 2 true
// expect: 121
// expect: a false b true undefined
// expect: 3 b object string Symbol(s)
// expect: a\n1b2 x1y2z
// expect: RangeError: Invalid code point -1
// expect: TypeError: String.prototype.at called on null or undefined
// expect: e ti
// expect: ABCDEFGHIJK
