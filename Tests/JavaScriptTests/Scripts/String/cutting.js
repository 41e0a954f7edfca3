print("hello".slice(1, 3), "hello".slice(-3), "hello".slice(3, 1) === "", "hello".slice(-9, 9), "hello".substring(3, 1), "hello".substring(-1, NaN) === "", "hello".substr(-3, 2), "hello".substr(1));
print("[" + "\t \u00a0\ufeffx y\u2028\n".trim() + "][" + "  x ".trimStart() + "][" + " x  ".trimEnd() + "]", "".trim === String.prototype.trim, String.prototype.trimLeft.name);
function show(array) { let s = array.length + ":"; for (const x of array) s += "<" + x + ">"; return s; }
print(show("a,b,,c".split(",")), show("abc".split("")), show("".split("")), show("".split(",")), show("a,b".split()), show("a,b,c".split(",", 2)));
print(show("a--b--c".split("--")), show("abc".split("abc")), show("a,b".split(",", 0)), show("a,b".split(",", -1)), show("\u0101,\u0102".split(",")));
print(show("x".split({ [Symbol.split](s, limit) { return [s, limit]; } }, 7)));
print(show("a1b1c".split({ toString() { return "1"; } })));
const long = "0123456789".repeat(100);
print(long.slice(10, 500).slice(5, 100).length, long.slice(10, 500).slice(5, 15), long.slice(0, 400).split("9").length);
// expect: el llo true hello el true ll ello
// expect: [x y][x ][ x] true trimStart
// expect: 4:<a><b><><c> 3:<a><b><c> 0: 1:<> 1:<a,b> 2:<a><b>
// expect: 3:<a><b><c> 2:<><> 0: 2:<a><b> 2:<ā><Ă>
// expect: 2:<x><7>
// expect: 3:<a><b><c>
// expect: 95 5678901234 41
