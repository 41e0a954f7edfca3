print("Hello ÀÉ×ÿß".toLowerCase(), "Hello àé÷ÿßµ".toUpperCase(), "abc".toUpperCase(), "ABC".toLowerCase(), "x".toLocaleUpperCase("tr"));
print("ΑΣ".toLowerCase(), "ΑΣΒ".toLowerCase(), "Σ".toLowerCase(), "ΑΣ.".toLowerCase(), "Α.Σ".toLowerCase(), "ΑΣ\u00adΒ".toLowerCase());
print("ŉǰΐ".toUpperCase().length, "İ".toLowerCase().length, "ﬃ".toUpperCase(), "\u{10428}".toUpperCase() === "\u{10400}", "\u{10400}".toLowerCase() === "\u{10428}");
print("already lower".toLowerCase(), "ALREADY".toUpperCase(), "a\ud800B".toLowerCase().length);
// expect: hello àé×ÿß HELLO ÀÉ÷ŸSSΜ ABC abc X
// expect: ας ασβ σ ας. α.ς ασ­β
// expect: 7 2 FFI true true
// expect: already lower ALREADY 3
