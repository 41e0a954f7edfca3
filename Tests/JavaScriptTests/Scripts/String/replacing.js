print("abcabc".replace("b", "X"), "abcabc".replaceAll("b", "X"), "abc".replace("z", "X"), "abc".replaceAll("", "-"), "abc".replace("", "-"), "aaa".replaceAll("aa", "b"));
print("abc".replace("b", "[$$][$&][$`][$'][$1][$<x>]$"), "abcabc".replaceAll("b", "<$`|$'>"));
print("abcabc".replace("b", (m, at, s) => `${m}${at}${s.length}`), "abcabc".replaceAll("b", (m, at) => at), "ab".replaceAll("", (m, at) => at), "x".replace("x", () => "$&"), "x".replace("x", () => undefined));
print("abc".replace({ [Symbol.replace](s, r) { return s + "/" + r; } }, "R"), "abc".replaceAll({ toString() { return "b"; } }, { toString() { return "[$&]"; } }));
print("a\u0101b".replace("\u0101", "x"), "axb".replace("x", "\u0101"), "axbx".replaceAll("x", "\u0101\u0102"));
print("undefined".replace(undefined, "u"), "null".replace(null, "n"), "a1".replace(1, 2));
try { "a".replaceAll({ [Symbol.match]: true, flags: "i" }, ""); } catch (e) { print(e.name + ": " + e.message); }
try { String.prototype.replace.call(null, "a", "b"); } catch (e) { print(e.name + ": " + e.message); }
try { "a".replace("a", () => { throw new RangeError("mine"); }); } catch (e) { print(e.name + ": " + e.message); }
print("abc".match({ [Symbol.match](s) { return "m" + s; } }), "abc".search({ [Symbol.search](s) { return s.length; } }), "abc".matchAll({ [Symbol.matchAll](s) { return s; }, get flags() { return "g"; } }));
print("a,b;c".replaceAll(",", ";").split(";").length, "x".repeat(50).replaceAll("x", "yz").length);
// expect: aXcabc aXcaXc abc -a-b-c- -abc ba
// expect: a[$][b][a][c][$1][$<x>]$c a<a|cabc>ca<abca|c>c
// expect: ab16cabc a1ca4c 0a1b2 $& undefined
// expect: abc/R a[b]c
// expect: axb aāb aāĂbāĂ
// expect: u n a2
// expect: TypeError: String.prototype.replaceAll called with a non-global RegExp argument
// expect: TypeError: String.prototype.replace called on null or undefined
// expect: RangeError: mine
// expect: mabc 3 abc
// expect: 3 100
