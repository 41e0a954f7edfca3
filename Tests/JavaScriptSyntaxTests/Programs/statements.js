// kind: script
; {} { a; } if (a) b; if (a) b; else c; if (a) {} else if (b) {} else if (c) d; else {}
while (a) b; do a; while (b) do { c } while (d); with (a) b; debugger
l: while (a) { break l; continue l; } m: n: for (;;) { break m; continue n } o: { break o; }
switch (a) {} switch (a) { case 1: b; case 2: default: c; break; case 3: }
try {} catch {} try {} catch (e) {} try {} finally {} try { a } catch ({ b, c: [d] }) { e } finally { f }
throw a; function r() { return; return a
return
a }
a
b
++c
d
/e/g
