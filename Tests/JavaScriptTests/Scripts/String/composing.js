print("a".concat("b", 1, null, undefined, true), "5".padStart(3, "0"), "abc".padEnd(8, "12"), "abc".padStart(2), "[" + "x".padEnd(3) + "]", "x".padStart(5, ""), "\u0101".padStart(3, "ab"));
print("ab".repeat(3), "[" + "ab".repeat(0) + "]", "\u0101b".repeat(2), "".repeat(1e9) === "");
for (const f of [() => "a".repeat(-1), () => "a".repeat(Infinity), () => "a".repeat(2 ** 30), () => "a".padEnd(2 ** 30), () => Symbol() + "", () => "a".concat(Symbol())]) {
    try { f(); print("no"); } catch (e) { print(e.name + ": " + e.message); }
}
print("a\ud800b".isWellFormed(), "a\u{1F600}".isWellFormed(), "a\ud800b\udc00".toWellFormed() === "a\ufffdb\ufffd", "ab".toWellFormed());
print("Ä".normalize("NFD").length, "A\u0308".normalize() === "Ä", "\ufb01x".normalize("NFKC"), "\u1e9b\u0323".normalize("NFKD").length, "가".normalize("NFD").length, "\u1100\u1161\u11a8".normalize("NFC"), "a\u0315\u0300\u05ae\u0062".normalize("NFC") === "\u00e0\u05ae\u0315b");
try { "a".normalize("nfc"); } catch (e) { print(e.name + ": " + e.message); }
print("x".anchor('a"b'), "x".big(), "x".blink(), "x".bold(), "x".fixed(), "x".fontcolor("red"), "x".fontsize(7));
print("x".italics(), "x".link("u"), "x".small(), "x".strike(), "x".sub(), "x".sup());
// expect: ab1nullundefinedtrue 005 abc12121 abc [x  ] x abā
// expect: ababab [] ābāb true
// expect: RangeError: Invalid count value: -1
// expect: RangeError: Invalid count value: Infinity
// expect: RangeError: Invalid string length
// expect: RangeError: Invalid string length
// expect: TypeError: Cannot convert a Symbol value to a string
// expect: TypeError: Cannot convert a Symbol value to a string
// expect: false true true ab
// expect: 2 true fix 3 2 각 true
// expect: RangeError: The normalization form should be one of NFC, NFD, NFKC, NFKD.
// expect: <a name="a&quot;b">x</a> <big>x</big> <blink>x</blink> <b>x</b> <tt>x</tt> <font color="red">x</font> <font size="7">x</font>
// expect: <i>x</i> <a href="u">x</a> <small>x</small> <strike>x</strike> <sub>x</sub> <sup>x</sup>
