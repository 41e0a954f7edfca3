// Results that would be too long are refused before anything is written.
const a = "a".repeat(100000);
for (const f of [
    () => a.replaceAll("a", "$`"),
    () => a.replaceAll("", "b".repeat(10000)),
    () => a.replaceAll("a", () => a),
    () => a.padStart(2 ** 53),
    () => a.repeat(2 ** 52),
    () => a.split("a").length,
    () => encodeURIComponent("\u0101".repeat(1000)).length,
    () => "\ufdfa".repeat(1000).normalize("NFKD").length,
    () => ("\u03a3" + "\u00ad".repeat(20000)).repeat(3).toLowerCase().length,
    () => "a\u0300\u0316".repeat(1000).normalize("NFD").length,
    () => ("a" + "\u0300\u0316".repeat(20000)).normalize("NFC").length,
    () => "(".repeat(100000).localeCompare("(".repeat(99999)),
    () => new Date("(".repeat(10000) + "1").getTime(),
    () => Number("1".repeat(400)), () => Number("0." + "0".repeat(400) + "1"), () => parseInt("f".repeat(300), 16), () => Number("0x" + "f".repeat(14)),
]) {
    try { print(f()); } catch (e) { print(e.name + ": " + e.message); }
}
// expect: RangeError: Invalid string length
// expect: RangeError: Invalid string length
// expect: RangeError: Invalid string length
// expect: RangeError: Invalid string length
// expect: RangeError: Invalid string length
// expect: 100001
// expect: 6000
// expect: 18000
// expect: 60003
// expect: 3000
// expect: 40000
// expect: 1
// expect: NaN
// expect: Infinity
// expect: 0
// expect: Infinity
// expect: 72057594037927940
