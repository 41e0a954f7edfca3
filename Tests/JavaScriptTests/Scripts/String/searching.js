print("hello".indexOf("l"), "hello".indexOf("l", 3), "hello".indexOf("l", 9), "hello".indexOf(""), "hello".indexOf("", 9), "undefined".indexOf());
print("hello".lastIndexOf("l"), "hello".lastIndexOf("l", 2), "hello".lastIndexOf("z"), "hello".lastIndexOf(""), "hello".lastIndexOf("h", -5));
print("hello".includes("ell"), "hello".includes("ell", 2), "hello".startsWith("he"), "hello".startsWith("lo", 3), "hello".endsWith("lo"), "hello".endsWith("hel", 3));
print("aßc\u0101d".indexOf("\u0101"), "aßc".indexOf("\u0101"), "x\u0101y\u0101".lastIndexOf("\u0101"));
try { "a".includes({ [Symbol.match]: true }); } catch (e) { print(e.name + ": " + e.message); }
print("a[object]".includes({ [Symbol.match]: false, toString() { return "[obj"; } }));
// Periodic texts must take linear time.
const a = "a".repeat(200000), b = "a".repeat(100000) + "b";
print(a.indexOf(b), (a + b).indexOf(b), ("b" + a).lastIndexOf("b" + "a".repeat(100000)), a.lastIndexOf("b" + "a".repeat(100000)));
const u = "\u0101".repeat(60000);
print((u + "x").indexOf("\u0101".repeat(30000) + "x"), u.indexOf("\u0101".repeat(30000) + "x"));
print("abcab".repeat(3000).indexOf("abcab".repeat(1000) + "abcx"), ("ab".repeat(5000) + "aab").indexOf("ab".repeat(2000) + "aab"));
print(["b", "a", "C", "A", "ä", "z", "1", "_"].length, "a".localeCompare("b"), "b".localeCompare("a"), "a".localeCompare("a"), "a".localeCompare("B"), "a".localeCompare("A"), "A".localeCompare("a"));
print("résumé".localeCompare("resume"), "résumé".localeCompare("resumes"), "a".localeCompare("ä"), "z".localeCompare("ä"), "1".localeCompare("a"), "_".localeCompare("1"), "\u00e9".localeCompare("e\u0301"));
// expect: 2 3 -1 0 5 0
// expect: 3 2 -1 5 0
// expect: true false true true true true
// expect: 3 -1 3
// expect: TypeError: First argument to String.prototype.includes must not be a regular expression
// expect: true
// expect: -1 200000 0 -1
// expect: 30000 -1
// expect: -1 6000
// expect: 8 -1 1 0 -1 -1 1
// expect: 1 -1 -1 1 -1 -1 0
print("a".localeCompare("😀"), "1".localeCompare("😀"), "$".localeCompare("→"), "é".localeCompare("€"), "😀".localeCompare("🎉") === -1 * "🎉".localeCompare("😀"));
// expect: 1 1 -1 1 true
